//! What is broken and what breaks next.

mod state;
mod update;
mod view;

pub use state::{AHEAD, BreachView, Counter, Deadline, Load};
pub(crate) use update::{open, open_wall};
