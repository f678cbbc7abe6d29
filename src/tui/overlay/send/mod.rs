//! Asks how a letter is sent, and says what that records.

mod state;
mod update;
mod view;

pub(crate) use state::{RefusedWay, SendMenu, WayLookedAt};
