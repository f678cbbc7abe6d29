//! Asks whether something else has the same cause.

mod state;
mod update;
mod view;

pub use state::{HasItToo, SameCause};
