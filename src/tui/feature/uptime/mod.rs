//! Shows outages, maintenance and the months' uptime.

mod state;
mod update;
pub mod view;

pub use state::{Figure, PageLine, Pane, UptimeView, VendorMonths, fact_of};
pub(crate) use update::{open, open_at, open_figure};
