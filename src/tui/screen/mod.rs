//! The state of each view, without drawing and without keys.

pub mod behind;
pub mod breach;
pub mod conflict;
pub mod dialog;
pub mod entry_form;
pub mod form;
pub mod journal;
pub mod keeping;
pub mod one_line;
pub mod queue;
pub mod reason;
pub mod releases;
pub mod reports;
pub mod room;
pub mod same_cause;
pub mod take_back;
pub mod ticket;
pub mod uptime;
pub mod vendors;
pub mod wrong;
