//! Lists the tickets that were looked at last, to go back to one.

mod state;
mod update;
mod view;

pub use state::RecentList;
