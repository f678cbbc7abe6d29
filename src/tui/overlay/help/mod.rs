//! Shows what the signs of a page mean and which keys work there, with a search.

mod state;
mod update;
mod view;

pub use state::Help;
