//! The audit log: who did what, entry by entry, in the order in which the desk took it.
//!
//! An audit entry is one event of a ticket or one revision of a ledger record. Its [`AuditPosition`] is that of its
//! commit and its own within the commit, so that audit entries can be read page by page while more are done. The store
//! keeps a [`AuditLine`] for each, which is enough to find it by who, what, ticket, vendor and time; its words come
//! from the ticket or the entry.

mod kind;
mod line;
mod say;
mod search;

use serde::{Deserialize, Serialize};

use crate::ledger::LedgerRecordId;
use crate::ticket::TicketId;
use crate::time::Instant;

pub use kind::AuditKind;
pub use line::{AuditLine, contract_of, line_of_ledger_record, lines_of_events};
pub use say::say_ledger_record;
pub use search::{AuditPage, AuditSearch, MAX_PAGE_ENTRIES, RetractedEntries};

/// The place of an audit entry: places are in the order in which the desk took the audit entries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct AuditPosition {
    /// The sequence number of its commit, from 1.
    pub sequence: u64,
    /// The place of the audit entry among those of its commit, from 0.
    pub number: u32,
}

/// The thing that an audit entry was done to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditSubject {
    /// A ticket, which got an event.
    Ticket {
        /// The number of the ticket.
        id: TicketId,
        /// The event's place among the ticket's, from 0.
        event: u32,
    },
    /// A ledger record, which was written, changed or removed.
    Entry {
        /// The number of the entry.
        id: LedgerRecordId,
        /// The revision that it got, from 0.
        revision: u32,
    },
}

/// A line of the audit log with its commit's facts: all that a search needs but for words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedLine {
    /// The place of the audit entry.
    pub place: AuditPosition,
    /// The moment at which the desk took it.
    pub recorded: Instant,
    /// The name of the person who did it.
    pub by: String,
    /// The sort of the audit entry, and what it was done to.
    pub line: AuditLine,
}

/// One thing that somebody did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AuditEntry {
    /// The place of the audit entry.
    pub place: AuditPosition,
    /// The moment at which the desk took it.
    pub recorded: Instant,
    /// The moment at which it happened, which may be earlier.
    pub happened: Instant,
    /// The name of the person who did it.
    pub by: String,
    /// The sort of the audit entry.
    pub kind: AuditKind,
    /// The ticket or the entry that it was done to.
    pub on: AuditSubject,
    /// The id of the contract that it belongs to.
    pub contract: String,
    /// The vendor's name; the contract's id where that is not loaded.
    pub vendor: String,
    /// The ticket's subject as it is now; what an entry is about, which may be nothing.
    pub subject: String,
    /// The audit entry in words.
    pub words: String,
    /// Whether it still counts: not retracted, and no part of an entry that was removed.
    pub stands: bool,
}

impl AuditEntry {
    /// Returns the number of the ticket that the audit entry is about, or none for an entry.
    pub const fn ticket(&self) -> Option<TicketId> {
        match self.on {
            AuditSubject::Ticket { id, .. } => Some(id),
            AuditSubject::Entry { .. } => None,
        }
    }

    /// Returns the number of what the audit entry is about, as it is shown: `#12`, `entry 5`; `kept` for what the desk
    /// keeps by itself.
    pub fn number(&self) -> String {
        match self.on {
            AuditSubject::Ticket { id, .. } => format!("#{id}"),
            // Its number means nothing to people: there is nothing that they could name it for.
            AuditSubject::Entry { id, .. } if id.is_kept() => "kept".to_owned(),
            AuditSubject::Entry { id, .. } => format!("entry {id}"),
        }
    }
}

#[cfg(test)]
mod tests;
