//! Keeps tickets where they are while they are acted on: one that was just answered would jump down the list under the cursor,
//! and one that matches the filter no more would leave it. They go where they belong once the person moves on.

use std::collections::BTreeSet;

use crate::domain::query::Viewer;
use crate::domain::sla::TicketRow;
use crate::domain::ticket::TicketId;
use crate::tui::shared::SortKey;

use super::Queue;

impl Queue {
    /// Keeps these tickets in their places from now on, whatever becomes of them.
    pub fn keep_in_place(&mut self, ids: impl Iterator<Item = TicketId>) {
        for id in ids.filter(|id| self.rows.contains_key(id)) {
            self.acted_on.entry(id).or_insert_with(|| self.keys.get(&id).cloned());
        }
    }

    /// Lets those tickets go where they belong. The cursor stays in its row: it does not follow one of them.
    pub fn let_go(&mut self, viewer: Viewer<'_>) {
        let kept = std::mem::take(&mut self.acted_on);
        if kept.is_empty() {
            return;
        }
        self.put_in_order(kept.keys().copied(), viewer);
        if self.selected.is_some_and(|id| kept.contains_key(&id)) {
            self.selected = self.shown.get(self.place.selected()).copied();
        }
        self.keep_selection();
    }

    /// Lets these tickets go, as nothing was recorded on them after all. The cursor follows its ticket.
    pub fn let_go_of(&mut self, ids: impl Iterator<Item = TicketId>, viewer: Viewer<'_>) {
        let kept: Vec<TicketId> = ids.filter(|id| self.acted_on.remove(id).is_some()).collect();
        self.put_in_order(kept.into_iter(), viewer);
        self.keep_selection();
    }

    fn put_in_order(&mut self, ids: impl Iterator<Item = TicketId>, viewer: Viewer<'_>) {
        self.drop_unwanted();
        for id in ids {
            let listed = self.rows.get(&id).filter(|row| self.lists(row, viewer));
            self.place(id, listed.map(|row| self.key(row, viewer.now)));
        }
    }

    /// Returns the tickets that are kept in their places.
    pub fn acted_on(&self) -> impl Iterator<Item = TicketId> {
        self.acted_on.keys().copied()
    }

    /// Returns whether that ticket is kept in its place.
    pub fn is_acted_on(&self, id: TicketId) -> bool {
        self.acted_on.contains_key(&id)
    }

    /// Returns the listed tickets that are only listed until the person moves on.
    pub fn leaving(&self, viewer: Viewer<'_>) -> BTreeSet<TicketId> {
        let rows = self.acted_on.keys().filter_map(|id| self.rows.get(id));
        rows.filter(|row| !self.lists(row, viewer)).map(|row| row.ticket.id).collect()
    }

    /// Returns the key of a row in the list, or none where it is not listed.
    pub(super) fn key_in_list(&self, row: &TicketRow, viewer: Viewer<'_>) -> Option<SortKey> {
        let kept = self.acted_on.get(&row.ticket.id).cloned().flatten();
        kept.or_else(|| self.lists(row, viewer).then(|| self.key(row, viewer.now)))
    }

    /// Drops the rows of closed tickets that no list wants.
    pub(super) fn drop_unwanted(&mut self) {
        if !self.wants_closed() {
            self.rows.retain(|id, row| row.ticket.is_at_hand() || self.acted_on.contains_key(id));
        }
    }
}
