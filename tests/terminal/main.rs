//! The screen as its user's terminal sees it: the real program in a pseudo-terminal, real keys, signals and hang-ups.
//!
//! Nothing here sleeps: each step waits for what it is after, with an end only so that a broken test ends.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share

mod alerts;
mod amend;
mod amount;
mod colour;
mod day;
mod drafts;
mod endings;
mod keys;
mod killed;
mod place;
mod refusals;
mod session;
mod stray;
mod together;
