//! Holds the page of letters that wait: which are listed, how soon an answer to each could be due, which are marked.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::intake::{EarliestDeadline, IntakeDefaults, inbox_order};
use crate::domain::ledger::{InboxLetter, Ledger, LedgerRecordId};
use crate::tui::shared::Shared;
use crate::tui::widget::Rows;

/// The most letters that are listed, those that came first: the list is sorted whenever one comes.
const MOST: usize = 2_000;

/// The state of the page.
#[derive(Default)]
pub struct InboxView {
    /// The letters that are listed, what could be due first at the top.
    pub list: Vec<LedgerRecordId>,
    /// How many wait, listed or not.
    pub total: usize,
    /// The selected row.
    pub rows: Rows,
    /// Whether somebody has gone to another row; until then the first one is selected, whichever that is.
    pub(super) has_moved: bool,
    /// The marked letters.
    pub marks: BTreeSet<LedgerRecordId>,
    /// The earliest deadline that each letter could have, as far as it was worked out; none in it for one that has none.
    earliest: BTreeMap<LedgerRecordId, Option<EarliestDeadline>>,
    /// The letters of which it is being worked out.
    pub(super) asked: Vec<LedgerRecordId>,
    /// What it is worked out by.
    pub(super) defaults: IntakeDefaults,
    /// What of the ledger it was worked out by: people and organisations.
    known: (usize, u64),
    /// Whether something has changed since the list was made.
    pub(super) is_stale: bool,
}

impl InboxView {
    /// Creates the page.
    pub fn new() -> Self {
        Self { is_stale: true, ..Self::default() }
    }

    /// Returns the selected letter.
    pub fn selected(&self) -> Option<LedgerRecordId> {
        self.list.get(self.rows.selected()).copied()
    }

    /// Returns the letters that an action for several is about: the marked ones, else the selected one.
    pub fn meant(&self) -> Vec<LedgerRecordId> {
        if self.marks.is_empty() {
            return self.selected().into_iter().collect();
        }
        self.list.iter().filter(|id| self.marks.contains(id)).copied().collect()
    }

    /// Returns the earliest deadline that a letter could have; the outer none says that it is being worked out.
    pub fn earliest(&self, id: LedgerRecordId) -> Option<Option<&EarliestDeadline>> {
        self.earliest.get(&id).map(Option::as_ref)
    }

    /// Returns the letters of which nothing was worked out and nothing is being.
    pub(super) fn missing(&self) -> Vec<LedgerRecordId> {
        self.list.iter().filter(|id| !self.earliest.contains_key(id)).copied().collect()
    }

    /// Forgets what was worked out, as contracts or settings may be others.
    pub(super) fn forget_deadlines(&mut self) {
        self.earliest.clear();
        self.is_stale = true;
    }

    /// Takes in what was worked out. A letter that was settled meanwhile has no deadline.
    pub(super) fn take(&mut self, found: Vec<(LedgerRecordId, Option<EarliestDeadline>)>) {
        let asked = std::mem::take(&mut self.asked);
        self.earliest.extend(asked.into_iter().map(|id| (id, None)));
        self.earliest.extend(found);
        self.is_stale = true;
    }

    /// Makes the list again, if anything has changed; the selected letter stays selected.
    pub fn arrange(&mut self, shared: &Shared) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        let (ledger, known) = (&shared.ledger, known_parties(&shared.ledger));
        if self.known != known || self.defaults != shared.mail.defaults {
            self.earliest.clear();
            (self.known, self.defaults) = (known, shared.mail.defaults.clone());
        }
        let selected = self.selected();
        self.total = ledger.inbox_count();
        let mut letters: Vec<(LedgerRecordId, &InboxLetter)> = ledger.inbox().take(MOST).collect();
        letters.sort_by(|one, other| {
            let with =
                |(id, letter): &(LedgerRecordId, _)| (*id, *letter, self.earliest.get(id).and_then(Option::as_ref));
            inbox_order(with(one), with(other))
        });
        self.list = letters.into_iter().map(|(id, _)| id).collect();
        let listed: BTreeSet<LedgerRecordId> = self.list.iter().copied().collect();
        self.earliest.retain(|id, _| listed.contains(id));
        self.marks.retain(|id| listed.contains(id));
        let place =
            selected.filter(|_| self.has_moved).and_then(|id| self.list.iter().position(|listed| *listed == id));
        // Where the selected one was settled, the next comes under the selection.
        let otherwise = if self.has_moved { self.rows.selected() } else { 0 };
        self.rows.follow_from_top(place.unwrap_or(otherwise), self.list.len());
    }
}

/// Returns something that is another whenever a person or an organisation is.
fn known_parties(ledger: &Ledger) -> (usize, u64) {
    let ids = ledger.people().map(|(id, _)| id).chain(ledger.organisations().map(|(id, _)| id));
    ids.fold((0, 0), |(count, revisions), id| {
        let revision = ledger.get(id).map_or(0, |record| u64::from(record.revision));
        (count + 1, revisions + revision)
    })
}
