//! Lists the tickets behind a figure, or those of a person or an organisation.

mod state;
mod update;
mod view;

pub use state::{DrillDown, DrilledFrom};
pub(crate) use update::open_of_ticket;
