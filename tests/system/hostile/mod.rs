//! Hostile input to everything that reads something from outside: no panic, no memory without bound, and nothing that drives a
//! terminal gets out.
//!
//! `corpus/` has a folder for each reader: files that were written to hurt it, and good ones. Each is read as it is, and changed at
//! random places; `PROPTEST_CASES=20000 cargo test --test system hostile` takes more of these.

mod backup;
mod calc;
mod corpus;
mod keys;
#[cfg(target_os = "linux")]
mod screen;
mod shown;
mod text;
mod wire;
