//! Shows a text to read: an account, a document.

mod state;
mod update;
mod view;

pub use state::Pager;
