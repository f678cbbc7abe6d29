//! Edits the filter of a page.

mod state;
mod update;
mod view;

pub use state::{FilterLine, FilteredList};
