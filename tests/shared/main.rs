//! Several desks on one store: owner and guests, and who comes next.

#![allow(clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share

mod alerts;
mod at_desk;
mod guests;
mod hand_over;
mod journal;
mod ledger;
mod outages;
mod together;
