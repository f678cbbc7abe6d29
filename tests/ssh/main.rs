//! Over a real sshd, as a team's people meet it: the screen, the command line, and what cannot be had.
//!
//! `tests/ssh/sshd` starts it on a loopback port, for the account that runs the tests. Where there is none, each test says
//! so and passes.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share

mod commands;
mod host;
mod jail;
mod screen;
#[allow(dead_code)] // the tests of the terminal use the rest
#[path = "../terminal/session.rs"]
mod session;
