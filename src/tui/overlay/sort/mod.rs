//! Chooses what a list of tickets is sorted by.

mod state;
mod update;
mod view;

pub use state::SortMenu;
