//! A question before what cannot be undone.

mod state;
mod update;
mod view;

pub use state::{Bulk, Confirm, Then};
