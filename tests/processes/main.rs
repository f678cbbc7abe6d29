//! Several real processes on one store: what is there after them, who has it next, and what they say to each other.
//!
//! Writers are this test program again (see `worker`); screens and commands are the real program.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share
#![cfg(target_os = "linux")]

#[path = "../terminal/place.rs"]
#[allow(dead_code)]
mod place;
#[path = "../terminal/session.rs"]
#[allow(dead_code)]
mod session;

mod owner;
mod silent;
mod stopped;
mod storm;
mod trouble;
mod worker;
