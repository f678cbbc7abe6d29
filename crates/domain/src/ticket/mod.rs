//! Tickets: what can happen to one (events), its state as a fold over them, and what may happen next.
//!
//! Nothing is edited or deleted. Undo adds a retraction of one's own event, and the ticket is folded again.

mod alert;
mod check;
mod event;
mod limit;
mod live;
mod load;
mod say;
mod state;
mod text;

pub use alert::{Alerted, DESK, Given, Late, Point, PointError};
pub(crate) use check::refused_text;
pub use check::{CHANNELS, MOST_MINUTES, NewTicket, check_event, check_new, new_events};
pub use event::{BreachReason, Commit, CommitId, Edit, Event, Kind, TicketId, What};
pub use limit::{MOST_BYTES, MOST_EVENTS, NEVER_MORE_BYTES, NEVER_MORE_EVENTS, Size, check_room, in_one_piece};
pub use live::live;
pub use load::{Load, share_out};
pub use say::{point_in_words, say};
pub use state::{Exclusion, Former, Mark, Record, Report, Status, Ticket, Wait, is_open};
pub use text::{LINE_LIMIT, NOTE_LIMIT, TextError, check_line, check_note};
