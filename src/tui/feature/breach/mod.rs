//! Shows the targets that are breached and that breach next.

mod state;
mod update;
mod view;

pub use state::{AHEAD, BreachCounter, BreachView, ComingDeadline, PersonWorkload};
pub(crate) use update::{open, open_wall};
