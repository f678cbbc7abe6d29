//! Assigns tickets to somebody: one of the list, or a name that is typed.

mod state;
mod update;
mod view;

pub use state::{AssignChoice, AssignTo, AssigneeLoad};
