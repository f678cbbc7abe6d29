//! Shows what can follow a key that does nothing alone, and takes the number before a key that moves.

mod state;
mod update;
mod view;

pub use state::Prefix;
