//! The state of each view, without drawing and without keys.

pub mod dialog;
pub mod form;
pub mod queue;
pub mod ticket;
pub mod vendors;
