//! Lists what the vendors owe today, vendor by vendor, with how each is reached.

mod state;
mod update;
mod view;

pub use state::{OwedLine, OwedView};
pub(crate) use update::open;
