//! The state of each view, without drawing and without keys.

pub mod dialog;
pub mod form;
pub mod queue;
pub mod reason;
pub mod ticket;
