//! The program as the system around it meets it: in a terminal, as several processes on one store, over a real sshd and real mail
//! servers, with hostile input.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share

mod hostile;
mod mail;
mod processes;
mod ssh;
mod terminal;

#[cfg(target_os = "linux")]
/// The other process of tests that need several. Does nothing when it is run by hand.
#[test]
#[ignore = "run by the other tests as a process of its own"]
fn worker() {
    frist_testkit::worker::work();
}
