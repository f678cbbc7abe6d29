//! Asks which file is to be attached to a ticket.

mod state;
mod update;
mod view;

pub use state::AttachLine;
