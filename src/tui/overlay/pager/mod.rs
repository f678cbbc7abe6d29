//! Shows a text to read: an account, a document, the keys of the page below.

mod state;
mod update;
mod view;

pub use state::{Help, Pager};
