//! One of several things that may happen to a ticket.

mod state;
mod update;
mod view;

pub use state::{Choice, Chooser};
