//! What can be asked of a desk, and what came of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use frist_domain::ledger::{Entry, EntryId, Fact};
use frist_domain::ticket::{CommitId, NewTicket, TicketId, What};
use frist_domain::time::Instant;

/// A set of changes that happens as one: all of it, or nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// Its own name: sent again under the same one, it is not done twice.
    pub id: CommitId,
    /// Who asks.
    pub by: String,
    /// What is asked, at least one.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Change {
    /// Log a ticket.
    New(Box<NewTicket>),
    /// Something happened to a ticket.
    Add {
        /// Which ticket.
        ticket: TicketId,
        /// The revision that the asker has seen; with one, a change by somebody else in between is a conflict.
        revision: Option<u32>,
        /// When it happened; none = now.
        happened: Option<Instant>,
        /// What happened.
        what: Box<What>,
    },
    /// Write an entry of the ledger.
    Enter {
        /// Which entry; none = a new one.
        entry: Option<EntryId>,
        /// The revision that the asker has seen; with one, a change by somebody else in between is a conflict.
        revision: Option<u32>,
        /// What it says from now on; none = it is removed.
        fact: Option<Box<Fact>>,
    },
    /// Have an entry of the ledger say again what it said at a revision.
    Restore {
        /// Which entry.
        entry: EntryId,
        /// Which revision.
        revision: u32,
        /// The revision that the asker has seen; with one, a change by somebody else in between is a conflict.
        seen: Option<u32>,
    },
    /// Take one's own event back.
    TakeBack {
        /// Which ticket.
        ticket: TicketId,
        /// The event's place among the ticket's, from 0.
        event: u32,
    },
}

/// What a request has added.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Done {
    /// Its place in the journal.
    pub sequence: u64,
    /// The tickets that have new events.
    pub touched: Vec<Touched>,
    /// The entries of the ledger that were asked for, each with its new revision.
    #[serde(default)]
    pub entered: Vec<(EntryId, u32)>,
    /// Every revision that was written to the ledger, also what the desk keeps there for what was asked for.
    #[serde(default)]
    pub entries: Vec<Arc<Entry>>,
}

/// Events added to one ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Touched {
    /// Which ticket.
    pub ticket: TicketId,
    /// The place of its first new event.
    pub first: u32,
    /// How many there are.
    pub count: u32,
}

impl Request {
    /// Returns a request under a new name.
    pub fn new(by: impl Into<String>, changes: Vec<Change>) -> Self {
        Self { id: CommitId(uuid::Uuid::now_v7()), by: by.into(), changes }
    }

    /// Returns a request for one thing that happened to one ticket.
    pub fn add(by: impl Into<String>, ticket: TicketId, happened: Option<Instant>, what: What) -> Self {
        Self::new(by, vec![Change::Add { ticket, revision: None, happened, what: Box::new(what) }])
    }
}

/// Returns the changes that take back what was done, the last first. A new ticket is withdrawn as a whole; an entry
/// that somebody else has changed since is left as it is, which is a conflict.
pub fn undo_of(done: &Done) -> Vec<Change> {
    let mut changes = Vec::new();
    for touched in done.touched.iter().rev() {
        let events = if touched.first == 0 { 0..1 } else { touched.first..touched.first + touched.count };
        changes.extend(events.rev().map(|event| Change::TakeBack { ticket: touched.ticket, event }));
    }
    changes.extend(done.entered.iter().rev().map(|(entry, revision)| match revision.checked_sub(1) {
        Some(before) => Change::Restore { entry: *entry, revision: before, seen: Some(*revision) },
        None => Change::Enter { entry: Some(*entry), revision: Some(*revision), fact: None },
    }));
    changes
}
