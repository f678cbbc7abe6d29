//! Lists who did what, the newest first.

mod state;
mod update;
mod view;

pub use state::{Ask, JournalView, Part};
pub(crate) use update::open;
