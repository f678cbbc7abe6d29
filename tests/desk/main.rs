//! The desk: what was acknowledged is there, what is looked for is found, and several desks on one store agree.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share

mod audit;
mod find;
mod merge;
mod promises;
mod shared;
