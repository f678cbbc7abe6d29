//! Chooses an event of a ticket to take back.

mod state;
mod update;
mod view;

pub use state::TakeBack;
