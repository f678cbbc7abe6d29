//! Several real processes on one store: what is there after them, who has it next, and what they say to each other.
//!
//! Writers are this test program again (see `frist_testkit::worker`); screens and commands are the real program.

#![cfg(target_os = "linux")]

mod settings;
mod silent;
mod stopped;
mod storm;
mod trouble;
