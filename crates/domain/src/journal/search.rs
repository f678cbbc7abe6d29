//! Asking for a part of the journal, and the answer.

use serde::{Deserialize, Serialize};

use crate::ledger::EntryId;
use crate::query::DeedFilter;
use crate::ticket::TicketId;
use crate::time::Instant;

use super::{Deed, Place};

/// Deeds in one page, at the most.
pub const MOST_DEEDS: u32 = 500;

/// Which deeds are wanted. They come newest first, a page at a time.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Search {
    /// Which.
    pub filter: DeedFilter,
    /// Only what stands before this, where the page before ended.
    #[serde(default)]
    pub before: Option<Place>,
    /// Only what came after the commit of this sequence number; 0 = everything.
    #[serde(default)]
    pub after: u64,
    /// How many; [`MOST_DEEDS`] at the most.
    pub limit: u32,
}

/// A part of the journal.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Page {
    /// The deeds that were found, newest first. It may be fewer than were asked for, even none, while there is a `next`:
    /// no answer takes long.
    pub deeds: Vec<Deed>,
    /// Where to go on; none: there are no more.
    pub next: Option<Place>,
    /// Back to when it has been searched; none where there was nothing to search.
    pub back_to: Option<Instant>,
    /// The newest commit that there was, found or not; 0 = none.
    pub newest: u64,
    /// What was taken back or removed, or put back, in the part that was searched; only where something `after` was asked
    /// for.
    #[serde(default)]
    pub taken: Taken,
}

/// Tickets and entries of which some deeds no longer count, whatever the filter is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Taken {
    /// Tickets with the places of all their events that were taken back.
    pub tickets: Vec<(TicketId, Vec<u32>)>,
    /// Entries with the revision that removed them; none: they stand.
    pub entries: Vec<(EntryId, Option<u32>)>,
}
