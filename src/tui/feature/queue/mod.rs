//! Lists the open tickets by what breaches first; this page is always at the bottom.

mod state;
mod update;
mod view;

pub use state::{Queue, counts_seconds};
pub(crate) use update::{QueuePage, open, open_filter, open_view};
