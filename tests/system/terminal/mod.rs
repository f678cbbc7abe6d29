//! The screen as its user's terminal sees it: the real program in a pseudo-terminal, real keys, signals and hang-ups.
//!
//! Nothing here sleeps: each step waits for what it is after, with an end only so that a broken test ends.

mod alerts;
mod amend;
mod amount;
mod colour;
mod contract;
mod day;
mod drafts;
mod editor;
mod endings;
mod keys;
mod killed;
mod own;
mod plain;
mod refusals;
mod stray;
mod suspend;
mod together;
