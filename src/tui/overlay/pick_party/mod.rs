//! Asks which person or organisation is meant.

mod state;
mod update;
mod view;

pub use state::{PartyPick, PickedFor};
