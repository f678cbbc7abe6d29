//! Asks what is to become of a change that came too late.

mod state;
mod update;
mod view;

pub use state::{Conflict, stands_long_enough};
