//! Finds any action by its name, by what other programs call it, or a ticket by its number.

mod state;
mod update;
mod view;

pub use state::{Palette, PaletteEntry};
