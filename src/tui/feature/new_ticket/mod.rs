//! Logs a new ticket in a form.

mod state;
mod update;
pub mod view;

pub use state::{TicketField, TicketForm};
pub(crate) use update::{open, open_of_letter};
