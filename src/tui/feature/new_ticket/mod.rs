//! The form for a new ticket.

mod state;
mod update;
pub mod view;

pub use state::{Field, Form, Way};
pub(crate) use update::open;
