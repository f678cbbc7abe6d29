//! Lists the files of a ticket: each can be saved, and another one attached.

mod state;
mod update;
mod view;

pub use state::FilesList;
