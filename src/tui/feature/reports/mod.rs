//! Shows the tickets of a period in figures.

mod state;
mod update;
mod view;

pub use state::{FigureLink, FinishedReport, PeriodLength, ReportsView, ScorecardParts, SelectableRow, ShownReport};
pub(crate) use update::open;
