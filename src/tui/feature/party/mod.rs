//! Shows a person or an organisation: how they are reached, the agreement, what is open and came last.

mod state;
mod update;
mod view;

pub use state::PartyPage;
