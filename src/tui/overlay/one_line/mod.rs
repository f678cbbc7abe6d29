//! Asks for one more line about what happens to a ticket.

mod state;
mod update;
mod view;

pub use state::{LineSubject, OneLine};
