//! Lists who of the staff is away and who will be: an absence can be removed, and another one entered.

mod state;
mod update;
mod view;

pub use state::AbsenceList;
