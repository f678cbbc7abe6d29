//! Lists the letters that wait for somebody to say what becomes of them.

mod filter;
mod state;
mod update;
mod view;

pub use state::InboxView;
pub(crate) use update::open;
