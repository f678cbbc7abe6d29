//! A text to read: an account, a document, the keys of where one is.

mod state;
mod update;
mod view;

pub use state::{Help, Pager};
