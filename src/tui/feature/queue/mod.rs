//! The open tickets by what breaks first, always at the bottom of the pages.

mod state;
mod update;
mod view;

pub use state::{Queue, Sort, counts_seconds};
pub(crate) use update::{QueuePage, open, open_filter};
