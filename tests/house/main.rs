//! What the repository promises of itself: its arrows, and what its documents say.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share

mod arrows;
mod contributing;
mod documents;
mod generated;
mod links;
mod pages;
