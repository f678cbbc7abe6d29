//! Asks before something is done that cannot be undone.

mod state;
mod update;
mod view;

pub use state::{BulkAction, Confirm, ConfirmedEffect};
