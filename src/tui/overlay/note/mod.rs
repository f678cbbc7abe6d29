//! Writes a note on a ticket, or what the customer was told of it.

mod state;
mod update;
mod view;

pub use state::{Note, text_area};
