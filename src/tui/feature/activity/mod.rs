//! Lists who did what, the newest first.

mod state;
mod update;
mod view;

pub use state::{ActivityPart, ActivityQuery, ActivityView};
pub(crate) use update::open;
