//! Lists the filters under names, to choose one by its digit.

mod state;
mod update;
mod view;

pub use state::ViewsMenu;
