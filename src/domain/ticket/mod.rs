//! Tickets: what can happen to one (events), and its state as a fold over them.
//!
//! Nothing is edited or deleted. Undo adds a retraction of one's own event, and the ticket is folded again.

mod event;
mod open;

pub use event::{BreachReason, Commit, CommitId, Edit, Event, Kind, TicketId, What};
pub use open::is_open;
