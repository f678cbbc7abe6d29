//! Greets somebody who opens the screen for the first time, in six lines, once.

mod update;
mod view;

/// The card of the first start. Any key takes it away, and does nothing else.
pub struct FirstStart;
