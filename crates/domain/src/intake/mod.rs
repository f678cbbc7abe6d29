//! What becomes of a letter that came in: which ticket it belongs to, whether it becomes one by itself, and how soon an answer
//! could be due. Pure: what is stored is asked for by functions that are handed in.

mod decision;
mod earliest;
mod kept;
mod on_ticket;
mod terms;
mod thread;

pub use decision::{Destination, LetterFacts, NewTicketLimit, TicketStand, decide};
pub use earliest::{EarliestDeadline, PhoneProspect, earliest_deadline, imagined_row, inbox_order, phone_prospect};
pub use kept::{NO_SUBJECT, line_of, message_of, subject_of};
pub(crate) use on_ticket::domain;
pub use on_ticket::{LetterWriter, SenderRole, TicketParties, is_customers_by_ledger};
pub use terms::{IntakeDefaults, Reporter, TicketTerms, reporter, terms_for};
pub use thread::{ThreadClues, TicketClue, bare_subject, ticket_in_subject, tickets_named};
