//! Goes to a ticket by its number.

mod state;
mod update;
mod view;

pub use state::JumpLine;
