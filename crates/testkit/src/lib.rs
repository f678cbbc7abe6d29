//! Gives what all of frist's tests share: how many inputs a property gets, samples, places with a store, the program in
//! a terminal, and other processes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what a test calls may fail the test")]
#![allow(clippy::missing_panics_doc, reason = "all of it panics where a test is to fail")]

pub mod cases;
pub mod commits;
pub mod letters;
#[cfg(unix)]
pub mod owner;
#[cfg(unix)]
pub mod place;
pub mod promised;
pub mod samples;
#[cfg(unix)]
pub mod session;
pub mod steps;
pub mod worker;

use std::path::PathBuf;

pub use cases::cases;

/// A contract file of a vendor `nordlys` that uses every part of the format and has no mistake.
pub const EVERYTHING: &str = include_str!("everything.toml");

/// Returns the path of the program `frist` that belongs to the running test or bench: cargo puts both into one folder,
/// tests and benches below it in `deps`, and builds the program before any of those of its package.
pub fn program() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let folder = this.parent().and_then(|deps| deps.parent()).unwrap();
    folder.join("frist").with_extension(std::env::consts::EXE_EXTENSION)
}
