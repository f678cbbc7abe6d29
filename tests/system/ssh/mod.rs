//! Over a real sshd, as a team's people meet it: the screen, the command line, and what cannot be had.
//!
//! `tests/system/ssh/sshd` starts it on a loopback port, for the account that runs the tests. Where there is none, each test says
//! so and passes.

mod commands;
mod host;
mod jail;
mod screen;
