//! A vendor's release dates, to enter one or to remove one.

mod state;
mod update;
mod view;

pub use state::{Known, ReleaseLine, Removal, release_in_words};
