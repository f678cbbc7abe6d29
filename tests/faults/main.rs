//! What may befall a store, tried at random places and moments with real processes, files and file systems: whatever was
//! acknowledged is there afterwards, or the store refuses and restoring brings all of it back.
//!
//! Few tries by default; `FRIST_TRIES=500 cargo test --test faults -- --nocapture` makes as many of each, and prints a line
//! of the table in `docs/faults.md` for each fault.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share
#![cfg(target_os = "linux")]

mod alerting;
mod child;
mod clocks;
mod disk;
mod files;
mod guests;
#[cfg(target_arch = "x86_64")]
mod imports;
mod kills;
mod letters;
mod owners;
#[cfg(target_arch = "x86_64")]
mod power;
mod sending;
mod served;
#[cfg(target_arch = "x86_64")]
mod syncs;
mod tally;

/// The other process of tests that need several. Does nothing when it is run by hand.
#[test]
#[ignore = "run by the other tests as a process of its own"]
fn worker() {
    frist_testkit::worker::work();
}
