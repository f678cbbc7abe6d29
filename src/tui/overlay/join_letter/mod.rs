//! Asks to which ticket a letter belongs.

mod state;
mod update;
mod view;

pub use state::LetterJoin;
