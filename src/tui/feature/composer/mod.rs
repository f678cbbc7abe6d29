//! Writes a letter about a ticket: an answer to the customer, a letter to the vendor, something that is passed on.

mod refused;
mod state;
mod update;
mod view;

pub use state::LetterKind;
pub(crate) use state::{Composer, ComposerDesk, LetterField, SendHow, draft_in_words, draft_of};
pub(crate) use update::{open, open_with};
