//! Enters an outage, a maintenance or an announced change in a form.

mod state;
mod update;
mod view;

pub use state::{EntryRow, FormKind, LedgerForm, typed_moment};
pub(crate) use update::{open, open_for_name, open_outage_of, open_to_change, open_to_end, remove};
