//! Shows the vendors and what their agreements promise.

mod state;
mod update;
mod view;

pub use state::Vendors;
pub(crate) use update::open;
pub(crate) use view::week;
