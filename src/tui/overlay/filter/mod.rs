//! The filter of a page while it is typed.

mod state;
mod update;
mod view;

pub use state::{FilterLine, Filtered};
