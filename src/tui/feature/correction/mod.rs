//! Corrects how a ticket was logged in a form: vendor, plan, severity, channel, time of report.

mod state;
mod update;
mod view;

pub use state::{CorrectionField, CorrectionForm};
pub(crate) use update::open;
