//! Takes letters in: from the spool that `frist intake` fills, and from the maildir of the settings.
//!
//! ```text
//! frist intake ─► STORE/intake/tmp ─► new ─┐
//! a fetcher ────────────► MAILDIR/new ─────┤
//!                                          ▼
//!            a child with limits reads it ─► domain::intake decides ─► files, then one commit ─► the spool forgets it
//! ```
//!
//! A letter leaves the spool when its commit is on the disk. A process that is killed in between finds it there again, and in
//! the store by its Message-ID and its body: nothing is lost and nothing is there twice. One thread does it, in the order in
//! which letters arrived, while others work.

mod account;
mod acknowledged;
mod apart;
mod compose;
mod engine;
mod later;
mod limits;
mod look_up;
mod reading;
mod service;
mod source;
mod spool;

pub use account::IntakeAccount;
pub use engine::IntakeReport;
pub use reading::{READ_LETTERS, serve_reader};
pub use spool::{LEAST_MAX_SIZE, Spool, SpooledLetters};

pub(crate) use acknowledged::{Acknowledged, acknowledge_taken, taken_by_hand};
pub(crate) use compose::new_ticket;
pub(super) use engine::{Intake, SharedIntake};
pub(super) use service::IntakeService;
