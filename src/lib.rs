//! `frist`: a helpdesk in the terminal that answers to several vendors' agreements at once.
//!
//! The crates may depend on each other only so, as their manifests say and the compiler checks:
//!
//! ```text
//! clock  <-  domain  <-  store, config  <-  desk  <-  the program: cli, tui
//! ```
//!
//! * `frist-clock` is the support clock by itself. [`domain`] is pure: contracts, tickets, targets, the filter language; `now`
//!   is always handed in.
//! * [`store`] keeps commits: a synced write-ahead log, and sled as the state that follows from it. Nothing else knows
//!   either.
//! * [`config`] knows where files are and what the user set.
//! * [`desk`] is the one way to do anything: queries, commits, undo, a feed of changes.
//! * [`cli`] is the command line, [`tui`] the screen; both only talk to a desk, which `tests/house/arrows.rs` checks.

pub mod cli;
pub mod tui;

pub use frist_config as config;
pub use frist_desk as desk;
pub use frist_domain as domain;
pub use frist_store as store;
