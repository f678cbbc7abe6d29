//! Writes a part of a ticket's conversation: a note, what was said between the desk and somebody outside, the description.

mod state;
mod update;
mod view;

pub use state::{Note, NoteKind, text_area};
