//! The store by itself: what is written is there again, whatever happened to its files, its processes and its version.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // outside test functions too, in what they share

mod backup;
mod damage;
mod files;
mod model;
mod process;
mod shared_log;
mod upgrade;
