//! Shows outages, maintenance and the months' uptime.

mod state;
mod update;
pub mod view;

pub use state::{ClaimLine, PageLine, UptimeFigure, UptimePane, UptimeView, VendorMonths, fact_of};
pub(crate) use update::{open, open_at, open_figure};
