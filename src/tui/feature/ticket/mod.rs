//! Shows one ticket.

mod layout;
mod state;
mod update;
pub mod view;

pub use state::{TicketTab, TicketView};
pub(crate) use update::open;
