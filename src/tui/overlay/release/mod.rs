//! Enters or removes a vendor's release dates.

mod state;
mod update;
mod view;

pub use state::{Known, ReleaseLine, Removal, release_in_words};
