//! Offers several things that may happen to a ticket, to choose one.

mod state;
mod update;
mod view;

pub use state::{Choice, Chooser};
