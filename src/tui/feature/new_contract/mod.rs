//! Writes a contract file: asks for its parts, and shows its week and three example deadlines meanwhile.

mod state;
mod suggest;
mod update;
mod view;

pub use state::{ContractForm, ContractRow};
pub(crate) use update::{COUNTS_WHEN, open, open_asked};
