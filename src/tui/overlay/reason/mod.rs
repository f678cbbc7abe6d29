//! Asks for the sentence of a closing.

mod state;
mod update;
mod view;

pub use state::ReasonLine;
