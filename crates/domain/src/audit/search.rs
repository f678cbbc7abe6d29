//! The question for a part of the audit log, and the answer.

use serde::{Deserialize, Serialize};

use crate::ledger::LedgerRecordId;
use crate::query::AuditFilter;
use crate::ticket::TicketId;
use crate::time::Instant;

use super::{AuditEntry, AuditPosition};

/// The most audit entries in one page.
pub const MAX_PAGE_ENTRIES: u32 = 500;

/// The audit entries that are wanted. They come newest first, a page at a time.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AuditSearch {
    /// The filter that they match.
    pub filter: AuditFilter,
    /// The place before which they are, where the page before ended.
    #[serde(default)]
    pub before: Option<AuditPosition>,
    /// The sequence number of the commit after which they came; 0 for all.
    #[serde(default)]
    pub after: u64,
    /// The number of audit entries; at most [`MAX_PAGE_ENTRIES`].
    pub limit: u32,
}

/// A part of the audit log.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AuditPage {
    /// The audit entries that were found, newest first. It may be fewer than were asked for, even none, while there is
    /// a `next`: no answer takes long.
    pub audit_entries: Vec<AuditEntry>,
    /// The place at which to go on, or none where there are no more.
    pub next: Option<AuditPosition>,
    /// The moment back to which it has been searched, or none where there was nothing to search.
    pub back_to: Option<Instant>,
    /// The sequence number of the newest commit that there was, found or not; 0 = none.
    pub newest: u64,
    /// The audit entries that were retracted or removed, or put back, in the part that was searched; only where
    /// something `after` was asked for.
    #[serde(default)]
    pub taken: RetractedEntries,
}

/// Tickets and entries of which some audit entries no longer count, whatever the filter is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RetractedEntries {
    /// The tickets with the places of all their events that were retracted.
    pub tickets: Vec<(TicketId, Vec<u32>)>,
    /// The entries with the revision that removed them, or none where they stand.
    pub entries: Vec<(LedgerRecordId, Option<u32>)>,
}
