//! What becomes of a letter that came in: which ticket it belongs to, whether it becomes one by itself, and how soon an answer
//! could be due. Pure: what is stored is asked for by functions that are handed in.

mod decision;
mod earliest;
mod kept;
mod terms;
mod thread;

pub use decision::{Destination, LetterFacts, NewTicketLimit, TicketStand, decide};
pub use earliest::{EarliestDeadline, PhoneProspect, earliest_deadline, imagined_row, inbox_order, phone_prospect};
pub use kept::{NO_SUBJECT, line_of, message_of, subject_of};
pub use terms::{IntakeDefaults, Reporter, TicketTerms, reporter, terms_for};
pub use thread::{ThreadClues, TicketClue, bare_subject, ticket_in_subject, tickets_named};
