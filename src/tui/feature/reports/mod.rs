//! Shows the tickets of a period in figures.

mod state;
mod update;
mod view;

pub use state::{Card, FinishedReport, Leads, Length, ReportsView, Selectable, Shown};
pub(crate) use update::open;
