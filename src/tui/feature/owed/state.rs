//! Holds the page of what the vendors owe today: a line for each vendor, and below it one for each of its promises.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::domain::contract::{Contract, TargetKind};
use crate::domain::query::{Filter, Viewer};
use crate::domain::sla::{OwedPromise, Target, TicketRow, owed_today};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::shared::Shared;
use crate::tui::widget::{Rows, VisibleRows};

/// Seconds after which the page is worked out again though nothing has changed: a day may have begun for a vendor.
const AGAIN_AFTER: i64 = 60;

/// A line of the page.
#[derive(Clone, Debug)]
pub enum OwedLine {
    /// The vendor that what follows is owed by.
    Vendor(Arc<Contract>),
    /// A promise on that ticket.
    Promise(TicketId, TargetKind),
}

impl OwedLine {
    const fn promise(&self) -> Option<(TicketId, TargetKind)> {
        match self {
            Self::Vendor(_) => None,
            Self::Promise(id, kind) => Some((*id, *kind)),
        }
    }
}

/// The state of the page.
#[derive(Default)]
pub struct OwedView {
    /// The filter in force, as it was entered.
    pub filter_text: String,
    filter: Filter,
    /// The lines, a vendor's before those of its promises.
    pub lines: Vec<OwedLine>,
    /// The selected line; a promise, wherever there is one.
    pub rows: Rows,
    /// The lines that were drawn last.
    drawn: Range<usize>,
    /// The moment for which it was worked out; none once something has changed since.
    made: Option<Instant>,
    /// The moment at which the state of any ticket changes by itself.
    changes: Option<Instant>,
}

impl OwedView {
    /// Notes that something has changed.
    pub const fn notice_change(&mut self) {
        self.made = None;
    }

    /// Sets the filter.
    pub fn set_filter(&mut self, text: String, filter: Filter, shared: &Shared, now: Instant) {
        (self.filter_text, self.filter) = (text, filter);
        self.refresh(shared, now);
    }

    /// Works the page out again, if anything has changed or may have by itself.
    pub fn settle(&mut self, shared: &Shared, now: Instant) {
        let is_good = |made: Instant| (0..AGAIN_AFTER).contains(&now.since(made));
        if !self.made.is_some_and(is_good) || self.changes.is_some_and(|at| now >= at) {
            self.refresh(shared, now);
        }
    }

    fn refresh(&mut self, shared: &Shared, now: Instant) {
        let viewer = Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger };
        let rows = shared.queue.open_rows().map(|row| row.at(now));
        let rows: Vec<TicketRow> = rows.filter(|row| self.filter.matches(row, viewer)).collect();
        let selected = self.selected();
        self.lines.clear();
        for owes in owed_today(&rows, now) {
            self.lines.push(OwedLine::Vendor(Arc::clone(&owes.contract)));
            let promise = |it: &OwedPromise<'_>| OwedLine::Promise(it.row.ticket.id, it.target.kind);
            self.lines.extend(owes.promises.iter().map(promise));
        }
        self.changes = rows.iter().filter_map(|row| row.changes_after(now)).min();
        self.made = Some(now);
        let place = selected.and_then(|was| self.lines.iter().position(|line| line.promise() == Some(was)));
        match place {
            Some(place) => self.rows.follow_from_top(place, self.lines.len()),
            None => self.select_promise(self.rows.selected(), true),
        }
    }

    /// Returns the selected promise: its ticket, and which of its targets it is.
    pub fn selected(&self) -> Option<(TicketId, TargetKind)> {
        self.lines.get(self.rows.selected()).and_then(OwedLine::promise)
    }

    /// Returns the contract of the vendor that the selected promise is of.
    pub fn vendor(&self) -> Option<&Arc<Contract>> {
        let above = self.lines.get(..=self.rows.selected())?.iter().rev();
        above.into_iter().find_map(|line| match line {
            OwedLine::Vendor(contract) => Some(contract),
            OwedLine::Promise(..) => None,
        })
    }

    /// Selects the first promise of that ticket, if it owes one.
    pub fn select(&mut self, id: TicketId) {
        let is_of = |line: &OwedLine| line.promise().is_some_and(|(of, _)| of == id);
        if let Some(place) = self.lines.iter().position(is_of) {
            self.rows.select(place, self.lines.len());
        }
    }

    /// Goes down by `by` lines, up if negative; a vendor's line is passed over.
    pub fn step(&mut self, by: isize) {
        self.rows.step(by, self.lines.len());
        self.select_promise(self.rows.selected(), by > 0);
    }

    /// Selects the promise on that line, else the nearest further down or up. The first line is always a vendor's and the last
    /// one always a promise.
    fn select_promise(&mut self, line: usize, down: bool) {
        let line = line.min(self.lines.len().saturating_sub(1));
        let is_vendor = matches!(self.lines.get(line), Some(OwedLine::Vendor(_)));
        let line = match (is_vendor, down || line == 0) {
            (false, _) => line,
            (true, true) => line + 1,
            (true, false) => line - 1,
        };
        self.rows.select(line, self.lines.len());
    }

    /// Returns the tickets that promises are owed on, each once, in the order of the page.
    pub fn tickets(&self) -> Vec<TicketId> {
        let mut known = HashSet::new();
        let promises = self.lines.iter().filter_map(OwedLine::promise);
        promises.filter_map(|(id, _)| known.insert(id).then_some(id)).collect()
    }

    /// Returns the tickets of the promises that were drawn last.
    pub fn drawn(&self) -> impl Iterator<Item = TicketId> {
        let lines = self.lines.iter().skip(self.drawn.start).take(self.drawn.len());
        lines.filter_map(OwedLine::promise).map(|(id, _)| id)
    }

    /// Takes in which lines were drawn.
    pub fn laid_out(&mut self, shown: &VisibleRows) {
        self.rows.laid_out(shown);
        self.drawn = shown.rows.clone();
    }

    /// Returns how many promises are owed.
    pub fn len(&self) -> usize {
        self.lines.iter().filter_map(OwedLine::promise).count()
    }

    /// Returns whether nothing is owed.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Returns the vendor's target of that kind.
pub(super) fn target_of(row: &TicketRow, kind: TargetKind) -> Option<&Target> {
    row.sla.as_ref()?.promised().find(|target| target.kind == kind)
}
