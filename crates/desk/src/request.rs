//! Requests to a desk, and their outcomes.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use frist_domain::ledger::{LedgerFact, LedgerRecord, LedgerRecordId};
use frist_domain::ticket::{CommitId, EventData, NewTicket, TicketId};
use frist_domain::time::Instant;

/// A set of changes that happens as one: all of it, or nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// The request's own name: sent again under the same one, it is not done twice.
    pub id: CommitId,
    /// The name of the person who asks.
    pub by: String,
    /// The changes that are asked for, at least one.
    pub changes: Vec<Change>,
}

/// One change that a request asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Change {
    /// Logs a ticket.
    New(Box<NewTicket>),
    /// Adds an event to a ticket.
    Add {
        /// The number of the ticket.
        ticket: TicketId,
        /// The revision that the asker has seen; with one, a change by somebody else in between is a conflict.
        revision: Option<u32>,
        /// The moment at which it happened, or none for now.
        happened: Option<Instant>,
        /// The event itself.
        what: Box<EventData>,
    },
    /// Writes a ledger record.
    Enter {
        /// The number of the entry, or none for a new one.
        entry: Option<LedgerRecordId>,
        /// The revision that the asker has seen; with one, a change by somebody else in between is a conflict.
        revision: Option<u32>,
        /// The fact that it says from now on, or none where it is removed.
        fact: Option<Box<LedgerFact>>,
    },
    /// Has a ledger record say again what it said at a revision.
    Restore {
        /// The number of the entry.
        entry: LedgerRecordId,
        /// The revision that it should say again.
        revision: u32,
        /// The revision that the asker has seen; with one, a change by somebody else in between is a conflict.
        seen: Option<u32>,
    },
    /// Takes one's own event back.
    Retract {
        /// The number of the ticket.
        ticket: TicketId,
        /// The event's place among the ticket's, from 0.
        event: u32,
    },
}

/// What a request has added.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CommitOutcome {
    /// The sequence number of its commit in the write-ahead log.
    pub sequence: u64,
    /// The tickets that have new events.
    pub touched: Vec<TouchedTicket>,
    /// The ledger records that were asked for, each with its new revision.
    #[serde(default)]
    pub entered: Vec<(LedgerRecordId, u32)>,
    /// Every revision that was written to the ledger, also what the desk keeps there for what was asked for.
    #[serde(default)]
    pub entries: Vec<Arc<LedgerRecord>>,
}

/// The events that were added to one ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TouchedTicket {
    /// The number of the ticket.
    pub ticket: TicketId,
    /// The place of its first new event among its events, from 0.
    pub first: u32,
    /// The number of new events.
    pub count: u32,
}

impl Change {
    /// Returns the ticket that is changed; none for a new one, or a ledger record.
    pub(crate) const fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::Add { ticket, .. } | Self::Retract { ticket, .. } => Some(*ticket),
            Self::New(_) | Self::Enter { .. } | Self::Restore { .. } => None,
        }
    }
}

impl Request {
    /// Makes a request under a new name.
    pub fn new(by: impl Into<String>, changes: Vec<Change>) -> Self {
        Self { id: CommitId(uuid::Uuid::now_v7()), by: by.into(), changes }
    }

    /// Makes a request for one event of one ticket.
    pub fn add(by: impl Into<String>, ticket: TicketId, happened: Option<Instant>, what: EventData) -> Self {
        Self::new(by, vec![Change::Add { ticket, revision: None, happened, what: Box::new(what) }])
    }
}

/// Returns the changes that retract what was done, the last first. A new ticket is withdrawn as a whole; an entry that
/// somebody else has changed since is left as it is, which is a conflict.
pub fn undo_of(done: &CommitOutcome) -> Vec<Change> {
    let mut changes = Vec::new();
    for touched in done.touched.iter().rev() {
        let events = if touched.first == 0 { 0..1 } else { touched.first..touched.first + touched.count };
        changes.extend(events.rev().map(|event| Change::Retract { ticket: touched.ticket, event }));
    }
    changes.extend(done.entered.iter().rev().map(|(entry, revision)| match revision.checked_sub(1) {
        Some(before) => Change::Restore { entry: *entry, revision: before, seen: Some(*revision) },
        None => Change::Enter { entry: Some(*entry), revision: Some(*revision), fact: None },
    }));
    changes
}
