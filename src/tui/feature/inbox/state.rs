//! Holds the page of letters that wait: which are listed, how soon an answer to each could be due, which are marked.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::intake::{EarliestDeadline, IntakeDefaults, inbox_order};
use crate::domain::ledger::{InboxLetter, Ledger, LedgerRecordId};
use crate::tui::shared::Shared;
use crate::tui::widget::Rows;

use super::filter::LetterFilter;

/// The most letters that are listed, those that came first: the list is sorted whenever one comes.
const MOST: usize = 2_000;

/// The state of the page.
#[derive(Default)]
pub struct InboxView {
    /// The letters that are listed, what could be due first at the top.
    pub list: Vec<LedgerRecordId>,
    /// How many wait that the filter lists, shown or not.
    pub total: usize,
    /// The selected row.
    pub rows: Rows,
    /// Whether somebody has gone to another row; until then the first one is selected, whichever that is.
    pub(super) has_moved: bool,
    /// The text of the filter as it was entered.
    pub filter_text: String,
    /// What of the letters is listed.
    filter: LetterFilter,
    /// The marked letters.
    pub marks: BTreeSet<LedgerRecordId>,
    /// The letter at which a range of marks begins, and what was marked before it.
    range: Option<(LedgerRecordId, BTreeSet<LedgerRecordId>)>,
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

    /// Sets the filter.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in a sentence; the list stays as it was.
    pub(super) fn set_filter(&mut self, text: &str) -> Result<(), String> {
        self.filter = LetterFilter::parse(text)?;
        text.trim().clone_into(&mut self.filter_text);
        self.is_stale = true;
        Ok(())
    }

    /// Marks the selected letter or takes its mark away, and selects the next.
    pub(super) fn turn_mark(&mut self) {
        let Some(id) = self.selected() else { return };
        if !self.marks.remove(&id) {
            self.marks.insert(id);
        }
        self.rows.step(1, self.list.len());
    }

    /// Marks every letter of the list, or none where all are marked.
    pub(super) fn mark_all(&mut self) {
        let all: BTreeSet<LedgerRecordId> = self.list.iter().copied().collect();
        self.marks = if self.marks == all { BTreeSet::new() } else { all };
    }

    /// Takes all marks away.
    pub(super) fn unmark(&mut self) {
        self.marks.clear();
        self.range = None;
    }

    /// Begins a range of marks at the selected letter, or ends the one that is being marked; returns whether one has begun.
    pub(super) fn turn_range(&mut self) -> bool {
        self.range = match (self.range.take(), self.selected()) {
            (None, Some(from)) => Some((from, self.marks.clone())),
            _ => None,
        };
        self.extend_range();
        self.range.is_some()
    }

    /// Ends the range that is being marked; what it has marked stays.
    pub(super) fn end_range(&mut self) {
        self.range = None;
    }

    /// Marks what lies between the beginning of the range and the selected letter, and what was marked before.
    fn extend_range(&mut self) {
        let Some((from, before)) = &self.range else { return };
        let place = |wanted: &LedgerRecordId| self.list.iter().position(|id| id == wanted);
        let Some(from) = place(from).filter(|_| !self.list.is_empty()) else {
            self.range = None;
            return;
        };
        let to = self.rows.selected().min(self.list.len() - 1);
        let between = self.list[from.min(to)..=from.max(to)].iter().copied();
        self.marks = before.iter().copied().chain(between).collect();
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
        if std::mem::take(&mut self.is_stale) {
            self.list_again(shared);
        }
        self.extend_range();
    }

    fn list_again(&mut self, shared: &Shared) {
        let (ledger, known) = (&shared.ledger, known_parties(&shared.ledger));
        if self.known != known || self.defaults != shared.mail.defaults {
            self.earliest.clear();
            (self.known, self.defaults) = (known, shared.mail.defaults.clone());
        }
        let selected = self.selected();
        let wanted = ledger.inbox().filter(|(_, letter)| self.filter.is_empty() || self.filter.matches(letter));
        let mut letters: Vec<(LedgerRecordId, &InboxLetter)> = wanted.collect();
        self.total = letters.len();
        letters.truncate(MOST);
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
