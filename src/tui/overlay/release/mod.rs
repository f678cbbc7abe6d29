//! Enters or removes a vendor's release dates.

mod state;
mod update;
mod view;

pub use state::{EnteredRelease, ReleaseLine, ReleaseRemoval, release_in_words};
