//! Chooses an event of a ticket to retract.

mod state;
mod update;
mod view;

pub use state::RetractChoice;
