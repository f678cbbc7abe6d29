//! The one way to do anything: queries, commits, undo and a feed of changes.
//!
//! Screens and commands know only [`Desk`]. [`LocalDesk`] owns the store; a desk that reaches another process's store
//! can stand in its place without either noticing.

mod clock;
pub mod demo;
mod error;
mod local;
mod memory;
mod permissions;
mod request;
mod writer;

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use crate::domain::contract::Book;
use crate::domain::ticket::{Record, Ticket, TicketId};
use crate::domain::time::Instant;

pub use crate::store::panic_is_caught;
pub use clock::{Clock, Manual, Shifted, System};
pub use error::{DeskError, DeskErrorKind};
pub use local::LocalDesk;
pub use permissions::{Right, check, may};
pub use request::{Change, Done, Request, Touched, undo_of};

/// What the desk tells those who watch it.
#[derive(Clone, Debug)]
pub enum Notice {
    /// A ticket is new or has changed; the state after the change, and who made it.
    Changed(Arc<Ticket>, String),
    /// More has changed than the feed could hold: read the tickets anew.
    Resync,
    /// The store takes no more changes, and why.
    Broken(String),
}

/// Everything that a screen or a command can ask for.
pub trait Desk: Send + Sync {
    /// The desk's clock.
    fn now(&self) -> Instant;
    /// All contracts.
    fn book(&self) -> Arc<Book>;
    /// Every open ticket, by number.
    fn open_tickets(&self) -> Result<Vec<Arc<Ticket>>, DeskError>;
    /// Every ticket, closed and withdrawn ones too, by number.
    fn all_tickets(&self) -> Result<Vec<Arc<Ticket>>, DeskError>;
    /// One ticket with its events; none if there is no such number.
    fn record(&self, id: TicketId) -> Result<Option<Record>, DeskError>;
    /// Checks the request and writes all of it, or nothing. When this returns, it is on the disk.
    ///
    /// A request that was written before, under the same id, is not written again: its first outcome is given.
    fn commit(&self, request: Request) -> Result<Done, DeskError>;
    /// From now on, every change.
    fn watch(&self) -> Receiver<Notice>;
    /// What there was to say when it was opened, a sentence each.
    fn notices(&self) -> Vec<String>;
}
