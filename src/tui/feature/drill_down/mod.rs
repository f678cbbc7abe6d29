//! Lists the tickets behind a figure.

mod state;
mod update;
mod view;

pub use state::DrillDown;
