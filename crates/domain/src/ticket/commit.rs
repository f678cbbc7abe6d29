//! A commit and the events that it carries. These are the records that the store keeps for ever: a field may be added with a
//! default, none may change its meaning, none may go.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::alert::AlertRecord;
use super::content::EventContent;
use super::event::EventData;
use crate::file::FileRef;
use crate::ledger::{LedgerFact, LedgerRecord};
use crate::time::Instant;

/// The number of a ticket, from 1, given by the desk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketId(pub u64);

impl TicketId {
    /// The highest number that a ticket may have: far more than a desk will ever give, and so far from the end of what a number
    /// can be that adding to it cannot go wrong.
    pub const MOST: Self = Self((1 << 40) - 1);
}

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The name of a commit, given by its sender, so that one sent twice is applied once. One that says when it was made
/// (UUID version 7) spares the store looking through the names of long ago.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommitId(pub uuid::Uuid);

/// What is written to the write-ahead log in one piece: all of it is there, or none of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Commit {
    /// The commit's own name.
    pub id: CommitId,
    /// The moment at which the desk took it.
    pub at: Instant,
    /// The name of the person who sent it.
    pub by: String,
    /// The changes that it makes, at least one.
    pub edits: Vec<Edit>,
}

/// One change inside a commit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a commit has one or two of them, so that a box would save no room")]
pub enum Edit {
    /// Events added to a ticket, in order. The first commit that names a ticket creates it.
    Ticket {
        /// The number of the ticket.
        id: TicketId,
        /// The events that are added behind those that it has.
        events: Vec<Event>,
    },
    /// A revision of a ledger record.
    Ledger(LedgerRecord),
}

impl Edit {
    /// Returns the files that it names, whose bytes the store must have.
    pub fn files(&self) -> Vec<&FileRef> {
        match self {
            Self::Ticket { events, .. } => events.iter().flat_map(|event| event.what.files()).collect(),
            Self::Ledger(entry) => entry.fact.as_ref().map_or_else(Vec::new, LedgerFact::files),
        }
    }

    /// Returns the ticket that the edit changes, and the events that it adds, or none if it is about something else.
    pub fn on_ticket(&self) -> Option<(TicketId, &[Event])> {
        match self {
            Self::Ticket { id, events } => Some((*id, events)),
            Self::Ledger(_) => None,
        }
    }
}

/// Something that happened to a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// The moment at which it happened; an agent may enter it late, never in the future.
    #[serde(rename = "t")]
    pub happened: Instant,
    /// The moment at which it was entered.
    #[serde(rename = "rec")]
    pub recorded: Instant,
    /// The name of the person who entered it.
    pub by: String,
    /// What happened.
    pub what: EventContent,
}

impl Event {
    /// Returns what a person did; none of an alert.
    pub const fn action(&self) -> Option<&EventData> {
        match &self.what {
            EventContent::Action(what) => Some(what),
            EventContent::Alert(_) => None,
        }
    }

    /// Returns the alert that the desk gave; none of what people did.
    pub const fn alert(&self) -> Option<&AlertRecord> {
        match &self.what {
            EventContent::Action(_) => None,
            EventContent::Alert(alert) => Some(alert),
        }
    }
}
