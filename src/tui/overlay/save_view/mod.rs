//! Asks for the name under which a filter is saved.

mod state;
mod update;
mod view;

pub use state::SaveViewLine;
