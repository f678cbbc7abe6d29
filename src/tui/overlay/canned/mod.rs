//! Lists the canned replies, each as it would be for the ticket.

mod state;
mod update;
mod view;

pub(crate) use state::{CannedEntry, CannedList};
