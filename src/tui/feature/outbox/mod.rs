//! Lists the letters that have not gone yet: held, being tried again, or in need of a look.

mod state;
mod update;
mod view;

pub use state::OutboxView;
pub(crate) use update::open;
