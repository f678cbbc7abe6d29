//! Looks for tickets that the queue should list and that only the desk has: closed ones, and those with words in their notes.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::contract::Book;
use crate::domain::query::{TicketSearch, Viewer};
use crate::domain::ticket::{Ticket, TicketId};

use super::{Queue, row_of};

/// The most tickets that are looked for: nobody reads on behind them, and each is worked out at every key of a filter.
const MOST_FOUND: u32 = 2_000;

/// The tickets that the desk looks for, as only it has all of them.
pub(super) struct DeskSearch {
    filter: String,
    with_closed: bool,
    /// The tickets that were found; none while they are being looked for.
    found: Option<BTreeSet<TicketId>>,
}

impl DeskSearch {
    fn is(&self, filter: &str, with_closed: bool) -> bool {
        self.filter == filter && self.with_closed == with_closed
    }
}

impl Queue {
    /// Returns what has to be looked for now, unless that is being looked for already. Drops closed tickets that are no
    /// longer wanted.
    pub fn to_find(&mut self, viewer: Viewer<'_>) -> Option<TicketSearch> {
        let (filter, with_closed) = (self.filter_text.clone(), self.with_closed);
        if !self.wants_found() {
            self.sought.take()?;
            self.drop_unwanted();
            self.arrange(viewer);
            return None;
        }
        if self.sought.as_ref().is_some_and(|sought| sought.is(&filter, with_closed)) {
            return None;
        }
        self.sought = Some(DeskSearch { filter: filter.clone(), with_closed, found: None });
        Some(TicketSearch {
            filter,
            with_closed,
            me: viewer.me.to_owned(),
            now: viewer.now,
            most: MOST_FOUND,
            before: None,
            zone: viewer.zone.map(|zone| zone.name().to_owned()),
        })
    }

    /// Takes in what was found; returns whether it is still wanted.
    pub fn take_found(
        &mut self,
        find: &TicketSearch,
        found: Vec<Arc<Ticket>>,
        book: &Book,
        viewer: Viewer<'_>,
    ) -> bool {
        let Some(sought) = self.sought.as_mut().filter(|sought| sought.is(&find.filter, find.with_closed)) else {
            return false;
        };
        sought.found = Some(found.iter().map(|ticket| ticket.id).collect());
        self.rows.retain(|id, row| row.ticket.is_at_hand() || self.acted_on.contains_key(id));
        for ticket in found {
            // A change that the feed told meanwhile may be newer.
            if self.rows.get(&ticket.id).is_none_or(|row| row.ticket.revision <= ticket.revision) {
                self.rows.insert(ticket.id, row_of(ticket, book, viewer.now));
            }
        }
        self.arrange(viewer);
        true
    }

    /// Notes that the search failed, as one that found nothing.
    pub fn found_nothing(&mut self, find: &TicketSearch) {
        if let Some(sought) = self.sought.as_mut().filter(|sought| sought.is(&find.filter, find.with_closed)) {
            sought.found = Some(BTreeSet::new());
        }
    }

    pub(super) fn wants_found(&self) -> bool {
        self.wants_closed() || self.filter.wants_notes()
    }

    /// Returns what was found for the present filter.
    pub(super) fn sought(&self) -> Option<&BTreeSet<TicketId>> {
        let sought = self.sought.as_ref().filter(|sought| sought.is(&self.filter_text, self.with_closed))?;
        sought.found.as_ref()
    }

    /// Returns whether tickets are missing that the filter asks for: they are being looked for, or will be once it is
    /// entered.
    pub fn is_incomplete(&self) -> bool {
        self.wants_found() && self.sought().is_none()
    }

    /// Returns whether tickets are being looked for.
    pub fn is_searching(&self) -> bool {
        self.sought.as_ref().is_some_and(|sought| sought.found.is_none())
    }
}
