//! Holds the queue: which tickets it lists, in which order, and which one is selected.

mod acted_on;
mod preview;
mod search;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::contract::Book;
use crate::domain::query::{Filter, Viewer, terms_meant};
use crate::domain::sla::{StateCounts, Target, TargetState, TicketRow, needed_actions};
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::Instant;
use crate::tui::shared::{ListSort, SortKey};
use crate::tui::widget::{Rows, VisibleRows};

use search::DeskSearch;

/// Seconds before and after its end within which a clock counts seconds.
const SECONDS_WITHIN: i64 = 3600;

/// The counts of open tickets by state.
#[derive(Clone, Copy, Default)]
struct QueueCounts {
    states: StateCounts,
    /// The number of tickets that need action besides their targets.
    needing_action: usize,
    /// The number of tickets whose customer wrote last.
    unanswered: usize,
    /// The number of tickets that are snoozed.
    snoozed: usize,
}

impl QueueCounts {
    /// Counts a ticket that is at hand: a closed one only where somebody has to look at it.
    fn add(&mut self, row: &TicketRow, now: Instant) {
        if row.ticket.is_open() {
            self.states.add(row);
        }
        self.needing_action += usize::from(!needed_actions(row, now).is_empty());
        self.unanswered += usize::from(row.ticket.unanswered_since().is_some());
        self.snoozed += usize::from(row.snoozed(now).is_some());
    }

    fn take_out(&mut self, row: &TicketRow, now: Instant) {
        if row.ticket.is_open() {
            self.states.take_out(row);
        }
        self.needing_action = self.needing_action.saturating_sub(usize::from(!needed_actions(row, now).is_empty()));
        self.unanswered = self.unanswered.saturating_sub(usize::from(row.ticket.unanswered_since().is_some()));
        self.snoozed = self.snoozed.saturating_sub(usize::from(row.snoozed(now).is_some()));
    }
}

/// The state of the queue.
#[derive(Default)]
pub struct Queue {
    rows: BTreeMap<TicketId, TicketRow>,
    /// The listed tickets, in order.
    shown: Vec<TicketId>,
    /// The key that gives each of them its place.
    keys: BTreeMap<TicketId, SortKey>,
    selected: Option<TicketId>,
    /// The tickets that stay in their places until the person moves on, each with its key there; none for one that was not
    /// listed.
    acted_on: BTreeMap<TicketId, Option<SortKey>>,
    /// The ticket that the preview goes on showing while the cursor moves.
    held_preview: Option<TicketId>,
    place: Rows,
    /// The text of the filter as it was entered.
    pub filter_text: String,
    filter: Filter,
    /// The terms that may be meant by it, once they have been asked for.
    meant: OnceCell<Option<String>>,
    /// The order of the list.
    sort: ListSort,
    /// Whether closed tickets are listed too.
    pub with_closed: bool,
    /// What was looked for last among all tickets, closed ones too.
    sought: Option<DeskSearch>,
    /// The moment of the last change, or for which all rows were worked out last.
    now: Instant,
    /// The counts of open tickets at that moment; counted when first asked for, and kept up with each change from then on.
    counted: OnceCell<QueueCounts>,
    /// The next moment at which a row's state changes by itself.
    changes_at: Option<Instant>,
    /// The moment when the selection last moved by itself.
    jumped: Option<Instant>,
    /// The listed tickets that were drawn last, and where.
    drawn: Option<VisibleRows>,
}

impl Queue {
    /// Replaces all tickets by these.
    pub fn load(&mut self, tickets: Vec<Arc<Ticket>>, book: &Book, viewer: Viewer<'_>) {
        let row = |t: Arc<Ticket>| (t.id, row_of(t, book, viewer.now));
        self.rows = tickets.into_iter().map(row).collect();
        self.sought = None;
        self.meant = OnceCell::new();
        let rows = &self.rows;
        self.acted_on.retain(|id, _| rows.contains_key(id));
        self.arrange(viewer);
    }

    /// Returns the tags of all tickets that are at hand, in order.
    pub fn tags(&self) -> Vec<String> {
        let tags: BTreeSet<&String> = self.rows.values().flat_map(|row| &row.ticket.tags).collect();
        tags.into_iter().cloned().collect()
    }

    /// Takes in a ticket's new state; returns whether any list shows the change.
    pub fn put(&mut self, ticket: Arc<Ticket>, book: &Book, viewer: Viewer<'_>) -> bool {
        let id = ticket.id;
        if let Some(row) = self.rows.get_mut(&id) {
            // A ticket that was read again may be newer than a change that is still being told.
            if row.ticket.revision > ticket.revision {
                return false;
            }
            // Only the revision differs, as when people were told of it: thousands of those may come at once after a quiet
            // weekend.
            if *row.ticket == (Ticket { revision: row.ticket.revision, ..Ticket::clone(&ticket) }) {
                row.ticket = ticket;
                return false;
            }
        }
        let kept = ticket.is_at_hand() || self.wants_closed() || self.is_acted_on(id);
        let closes = self.selected == Some(id)
            && !ticket.is_open()
            && !self.is_acted_on(id)
            && self.rows.get(&id).is_some_and(|row| row.ticket.is_open());
        self.keep(id, kept.then(|| row_of(ticket, book, viewer.now)), viewer.now);
        self.place(id, self.rows.get(&id).and_then(|row| self.key_in_list(row, viewer)));
        let next = self.rows.get(&id).and_then(|row| row.changes_after(viewer.now));
        self.changes_at = [self.changes_at, next].into_iter().flatten().min();
        self.follow(closes, viewer.now);
        true
    }

    /// Keeps this row for a ticket from now on, or none, and counts it in place of the one before.
    fn keep(&mut self, id: TicketId, row: Option<TicketRow>, now: Instant) {
        let before = self.rows.remove(&id);
        if now < self.now || self.changes_at.is_some_and(|at| now >= at) {
            // The states of other tickets may have changed by now, too.
            self.counted = OnceCell::new();
        }
        self.now = now;
        if let Some(counted) = self.counted.get_mut() {
            before.iter().filter(|row| row.ticket.is_at_hand()).for_each(|row| counted.take_out(row, now));
            row.iter().filter(|row| row.ticket.is_at_hand()).for_each(|row| counted.add(row, now));
        }
        self.rows.extend(row.map(|row| (id, row)));
    }

    /// Lists a ticket by this key, or no longer. Most changes leave it where it is, and hundreds can come between two
    /// frames.
    fn place(&mut self, id: TicketId, key: Option<SortKey>) {
        if self.keys.get(&id) == key.as_ref() {
            return;
        }
        if let Some(place) = self.keys.get(&id).map(|before| self.place_of(before)) {
            self.shown.remove(place);
            self.keys.remove(&id);
        }
        if let Some(key) = key {
            self.shown.insert(self.place_of(&key), id);
            self.keys.insert(id, key);
        }
    }

    /// Returns where a ticket with this key stands in the list, or would stand.
    fn place_of(&self, key: &SortKey) -> usize {
        self.shown.partition_point(|id| self.keys.get(id).is_some_and(|other| other < key))
    }

    /// Returns where the selected ticket stands, if it is listed.
    fn selected_place(&self) -> Option<usize> {
        self.selected.and_then(|id| self.keys.get(&id)).map(|key| self.place_of(key))
    }

    /// Keeps the selection, and notes when another ticket came to have it because the selected one left. One that was closed
    /// has left too, though it may be listed among the closed ones.
    fn follow(&mut self, closed: bool, now: Instant) {
        let before = self.selected;
        self.selected = before.filter(|_| !closed);
        self.keep_selection();
        if before.is_some() && self.selected.is_some() && self.selected != before {
            self.jumped = Some(now);
        }
    }

    /// Returns whether the selection has just moved by itself, so that a key may be meant for the ticket before.
    pub fn has_jumped(&self, now: Instant) -> bool {
        self.jumped.is_some_and(|at| now.since(at) <= 1)
    }

    /// Takes in that the person knows which ticket is selected.
    pub fn forget_jump(&mut self) {
        self.jumped = None;
    }

    /// Works every row out for another moment, then sorts and filters again.
    pub fn refresh(&mut self, viewer: Viewer<'_>) {
        self.rows.values_mut().for_each(|row| row.tick(viewer.now));
        self.arrange(viewer);
    }

    /// Has the next tick filter and sort again: what filters go by has changed, and not the tickets. However much of it comes at
    /// once, that is done once.
    pub const fn filter_again(&mut self, now: Instant) {
        self.changes_at = Some(now);
    }

    /// Works every row out again, but only if the state of one has changed by itself since.
    pub fn tick(&mut self, viewer: Viewer<'_>) {
        if self.changes_at.is_some_and(|at| viewer.now >= at) {
            self.refresh(viewer);
        }
    }

    fn arrange(&mut self, viewer: Viewer<'_>) {
        let listed = self.rows.values().filter_map(|row| Some((row.ticket.id, self.key_in_list(row, viewer)?)));
        self.keys = listed.collect();
        let mut shown: Vec<(&SortKey, TicketId)> = self.keys.iter().map(|(id, key)| (key, *id)).collect();
        shown.sort_unstable();
        self.shown = shown.into_iter().map(|(_, id)| id).collect();
        self.changes_at = self.rows.values().filter_map(|row| row.changes_after(viewer.now)).min();
        self.recount(viewer.now);
        self.keep_selection();
    }

    fn recount(&mut self, now: Instant) {
        self.now = now;
        self.counted = OnceCell::new();
    }

    fn counted(&self) -> QueueCounts {
        *self.counted.get_or_init(|| {
            let mut counted = QueueCounts::default();
            self.rows.values().filter(|row| row.ticket.is_at_hand()).for_each(|row| counted.add(row, self.now));
            counted
        })
    }

    fn lists(&self, row: &TicketRow, viewer: Viewer<'_>) -> bool {
        let ticket = &row.ticket;
        if self.filter.wants_notes() && !self.sought().is_some_and(|found| found.contains(&ticket.id)) {
            return false;
        }
        if self.filter.hides_snoozed() && row.snoozed(viewer.now).is_some() {
            return false;
        }
        let shown_too = self.with_closed && !ticket.withdrawn;
        if shown_too { self.filter.holds(row, viewer) } else { self.filter.matches(row, viewer) }
    }

    fn key(&self, row: &TicketRow, now: Instant) -> SortKey {
        SortKey::of(row, self.sort, now)
    }

    /// Keeps the selected ticket selected wherever it moves; when it leaves, selects the one in its place.
    fn keep_selection(&mut self) {
        let found = self.selected_place();
        self.place.select(found.unwrap_or(self.place.selected()), self.shown.len());
        if found.is_none() {
            self.selected = self.shown.get(self.place.selected()).copied();
        }
    }

    /// Sets the filter; its text is what the header shows.
    pub fn set_filter(&mut self, text: String, filter: Filter, viewer: Viewer<'_>) {
        self.let_go(viewer);
        self.filter_text = text;
        self.meant = OnceCell::new();
        self.filter = filter;
        self.arrange(viewer);
    }

    /// Returns the filter with terms in the place of words that name a vendor, a severity or a state, where it has any; worked
    /// out once for a filter and the agreements that came with the tickets.
    pub fn terms_meant(&self, book: &Book) -> Option<&str> {
        self.meant.get_or_init(|| terms_meant(&self.filter_text, book)).as_deref()
    }

    /// Returns whether closed tickets are listed, which then have to be looked for.
    fn wants_closed(&self) -> bool {
        self.with_closed || self.filter.wants_closed()
    }

    /// Returns the order of the list.
    pub const fn sort(&self) -> ListSort {
        self.sort
    }

    /// Sorts by another order.
    pub fn set_sort(&mut self, sort: ListSort, viewer: Viewer<'_>) {
        self.let_go(viewer);
        self.sort = sort;
        self.arrange(viewer);
    }

    /// Returns the words of the filter, in small letters, for the list to mark them.
    pub fn filter_words(&self) -> impl Iterator<Item = &str> {
        self.filter.words()
    }

    /// Selects that ticket, now or as soon as it is listed.
    pub fn select(&mut self, id: TicketId) {
        self.selected = Some(id);
        if self.keys.contains_key(&id) {
            self.keep_selection();
        }
    }

    /// Goes down by `by` rows, up if negative.
    pub fn step(&mut self, by: isize) {
        self.jumped = None;
        self.hold_preview();
        self.place.step(by, self.shown.len());
        self.selected = self.shown.get(self.place.selected()).copied();
    }

    /// Selects the ticket that was drawn on that row of the screen. Returns whether there was one.
    pub fn click(&mut self, y: u16) -> bool {
        let Some(drawn) = &self.drawn else { return false };
        let Some(rows) = y.checked_sub(drawn.top).map(usize::from) else { return false };
        let Some(id) = self.shown.get(drawn.rows.start + rows).filter(|_| rows < drawn.rows.len()) else {
            return false;
        };
        self.select(*id);
        true
    }

    /// Returns the selected row, if any is listed.
    pub fn selected(&self) -> Option<&TicketRow> {
        self.shown.get(self.place.selected()).and_then(|id| self.rows.get(id))
    }

    /// Returns the row of that ticket, listed or not.
    pub fn row(&self, id: TicketId) -> Option<&TicketRow> {
        self.rows.get(&id)
    }

    /// Returns the rows to draw in that many rows of the screen, each with whether it is selected.
    pub fn visible(&self, height: u16) -> Vec<(&TicketRow, bool)> {
        let range = self.visible_range(height);
        let selected = self.place.selected();
        let row = |place: usize| self.rows.get(self.shown.get(place)?).map(|row| (row, place == selected));
        range.filter_map(row).collect()
    }

    /// Takes in which rows were drawn.
    pub fn laid_out(&mut self, shown: &VisibleRows) {
        self.place.laid_out(shown);
        self.drawn = Some(shown.clone());
    }

    /// Returns which rows of the list are drawn in that many rows of the screen, for the scroll bar.
    pub fn visible_range(&self, height: u16) -> std::ops::Range<usize> {
        self.place.visible(self.shown.len(), height)
    }

    /// Returns the contracts of open tickets that no file has, each with how many tickets.
    pub fn missing_contracts(&self) -> BTreeMap<String, usize> {
        let mut missing = BTreeMap::new();
        for row in self.open_rows().filter(|row| row.contract.is_none()) {
            *missing.entry(row.ticket.contract.clone()).or_default() += 1;
        }
        missing
    }

    /// Returns every open ticket, listed or not.
    pub fn open_rows(&self) -> impl Iterator<Item = &TicketRow> {
        self.rows.values().filter(|row| row.ticket.is_open())
    }

    /// Returns the listed tickets, in order.
    pub fn listed(&self) -> impl Iterator<Item = TicketId> {
        self.shown.iter().copied()
    }

    /// Returns how many tickets are listed.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Returns whether no ticket is listed.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// Returns how many open tickets are in each state, listed or not.
    pub fn counts(&self) -> StateCounts {
        self.counted().states
    }

    /// Returns how many open tickets match a filter; none where it asks for what only the desk has.
    pub fn count(&self, filter: &Filter, viewer: Viewer<'_>) -> Option<usize> {
        let here = !filter.wants_closed() && !filter.wants_notes();
        here.then(|| self.open_rows().filter(|row| filter.matches(row, viewer)).count())
    }

    /// Returns how many tickets need action besides their targets, listed or not: open ones, and closed ones that somebody has to
    /// look at.
    pub fn needing_action(&self) -> usize {
        self.counted().needing_action
    }

    /// Returns how many open tickets have a customer who wrote last.
    pub fn unanswered(&self) -> usize {
        self.counted().unanswered
    }

    /// Returns how many tickets are snoozed.
    pub fn snoozed(&self) -> usize {
        self.counted().snoozed
    }

    /// Returns whether a row that is drawn counts seconds: one with less than an hour left, or overdue by less. A target
    /// whose clock stands still does not count.
    pub fn ticks_seconds(&self, now: Instant) -> bool {
        let rows = self.drawn.as_ref().map_or(0..0, |drawn| drawn.rows.clone());
        let drawn = self.shown.iter().skip(rows.start).take(rows.len()).filter_map(|id| self.rows.get(id));
        drawn.chain(self.selected()).any(|row| counts_seconds(row, now))
    }

    /// Returns how many open tickets of each contract are in each state, by the contract's id.
    pub fn counts_by_contract(&self) -> BTreeMap<&str, StateCounts> {
        let mut rows: BTreeMap<&str, Vec<&TicketRow>> = BTreeMap::new();
        for row in self.open_rows() {
            rows.entry(&row.ticket.contract).or_default().push(row);
        }
        rows.into_iter().map(|(contract, rows)| (contract, StateCounts::of(rows))).collect()
    }

    /// Returns the next moment at which the list changes by itself, other than by a second.
    pub fn changes_at(&self) -> Option<Instant> {
        self.changes_at
    }

    /// Returns every ticket that has been read, open or closed.
    pub fn tickets(&self) -> impl Iterator<Item = &Ticket> + Clone {
        self.rows.values().map(|row| row.ticket.as_ref())
    }
}

/// Returns whether any of a ticket's clocks shows seconds without anybody at the keys.
pub fn counts_seconds(row: &TicketRow, now: Instant) -> bool {
    let row = row.at(now);
    let near = |seconds: i64| seconds.abs() <= SECONDS_WITHIN;
    let counts = |target: &Target| {
        let real = target.due.is_some_and(|due| near(due.since(now)));
        target.met.is_none()
            && target.state != TargetState::Stopped
            && (real || target.left.is_some_and(|left| near(left.secs())))
    };
    row.ticket.is_open() && row.sla.iter().flat_map(|sla| &sla.targets).any(counts)
}

fn row_of(ticket: Arc<Ticket>, book: &Book, now: Instant) -> TicketRow {
    let contract = book.of_ticket(&ticket);
    TicketRow::new(ticket, contract, now)
}
