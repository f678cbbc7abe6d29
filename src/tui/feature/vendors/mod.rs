//! The vendors and what their agreements promise.

mod agreement;
mod sheet;
mod state;
mod update;
mod view;
mod week;

pub use state::Vendors;
pub(crate) use update::open;
