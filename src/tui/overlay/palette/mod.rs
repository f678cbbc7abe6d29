//! Finds any action by its name.

mod state;
mod update;
mod view;

pub use state::Palette;
