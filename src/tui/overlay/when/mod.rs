//! Asks when something happened that is entered late.

mod state;
mod update;
mod view;

pub use state::MomentLine;
