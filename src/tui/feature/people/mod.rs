//! Lists organisations, people, and the customers who were only typed.

mod state;
mod update;
mod view;

pub use state::{CustomerCount, CustomerFigures, PeopleTab, PeopleView};
pub(crate) use update::open;
