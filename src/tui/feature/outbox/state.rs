//! Holds the page of letters that have not gone yet.

use crate::domain::ledger::{LedgerRecordId, Outgoing, OutgoingState};
use crate::domain::time::Instant;
use crate::tui::shared::Shared;
use crate::tui::widget::Rows;

/// The state of the page.
#[derive(Default)]
pub struct OutboxView {
    /// The letters: first those that need a look, then those that go next.
    pub list: Vec<LedgerRecordId>,
    /// The selected row.
    pub rows: Rows,
    /// Whether something has changed since the list was made.
    pub(super) is_stale: bool,
}

impl OutboxView {
    /// Creates the page.
    pub fn new() -> Self {
        Self { is_stale: true, ..Self::default() }
    }

    /// Returns the selected letter.
    pub fn selected(&self) -> Option<LedgerRecordId> {
        self.list.get(self.rows.selected()).copied()
    }

    /// Makes the list again, if anything has changed; the selected letter stays selected.
    pub fn arrange(&mut self, shared: &Shared) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        let selected = self.selected();
        let mut letters: Vec<_> = shared.ledger.outbox().map(|(record, letter)| (record.id, letter)).collect();
        letters.sort_by_key(|(id, letter)| (order(letter), *id));
        self.list = letters.into_iter().map(|(id, _)| id).collect();
        let place = selected.and_then(|id| self.list.iter().position(|listed| *listed == id));
        self.rows.follow_from_top(place.unwrap_or_else(|| self.rows.selected()), self.list.len());
    }
}

/// Returns what the list is sorted by.
fn order(letter: &Outgoing) -> (u8, Instant) {
    let rank = match &letter.state {
        state if state.needs_a_look() => 0,
        OutgoingState::Failed { .. } => 1,
        _ => 2,
    };
    (rank, letter.state.due().unwrap_or(Instant::FIRST))
}
