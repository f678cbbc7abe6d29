//! Holds the breach page: the breached targets and those that breach next, in an order of their own, with counters that are
//! filters.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::domain::sla::{Stoppage, Target, TargetState, TicketRow, stoppage};
use crate::domain::ticket::TicketId;
use crate::domain::time::{ClockSeconds, Instant, Zone};
use crate::tui::feature::queue::Queue;
use crate::tui::shared::{ListSort, SortBy, SortKey};
use crate::tui::widget::{Rows, VisibleRows};

const MINUTE: i64 = 60;
/// Seconds that the time line reaches ahead.
pub const AHEAD: i64 = 8 * 3600;

/// A counter above the list; choosing it lists only what it counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum BreachCounter {
    /// Every open target.
    #[default]
    All,
    /// The targets that are breached.
    Breached,
    /// The targets with less than a quarter of an hour left on their clock.
    Quarter,
    /// The targets with less than an hour left on their clock.
    Hour,
    /// The targets that are due on this day in the person's zone.
    Today,
    /// The targets whose clock stands still, as support is closed.
    Stopped,
    /// The targets whose clock does not run until somebody phones.
    Call,
    /// The targets whose clock is paused, as their ticket waits.
    Paused,
}

impl BreachCounter {
    /// The counters, in the order in which they stand.
    pub const ALL: [BreachCounter; 8] =
        [Self::All, Self::Breached, Self::Quarter, Self::Hour, Self::Today, Self::Stopped, Self::Call, Self::Paused];

    /// Returns the counter's sign and its words.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::All => ("", "tickets"),
            Self::Breached => ("‼", "breached"),
            Self::Quarter => ("!", "under 15 min"),
            Self::Hour => ("!", "under 1 h"),
            Self::Today => ("", "today"),
            Self::Stopped => ("‖", "support closed"),
            Self::Call => ("☎", "to be phoned"),
            Self::Paused => ("‖", "paused"),
        }
    }

    /// Returns whether the counter counts that ticket, by the target that is next.
    fn counts(
        self,
        row: &TicketRow,
        target: &Target,
        left: Option<ClockSeconds>,
        (zone, now): (Zone, Instant),
    ) -> bool {
        let breached = target.state == TargetState::Breached;
        let runs = !breached && !matches!(target.state, TargetState::Stopped | TargetState::NoClock);
        let within = |seconds: i64| runs && left.is_some_and(|left| left.secs() < seconds);
        match self {
            Self::All => true,
            Self::Breached => breached,
            Self::Quarter => within(15 * MINUTE),
            Self::Hour => within(60 * MINUTE),
            Self::Today => !breached && is_due_today(target, zone, now),
            Self::Stopped => stoppage(row, target) == Some(Stoppage::SupportClosed),
            Self::Paused => stoppage(row, target) == Some(Stoppage::Paused),
            Self::Call => target.state == TargetState::NoClock && row.is_started_by_call(),
        }
    }
}

fn is_due_today(target: &Target, zone: Zone, now: Instant) -> bool {
    target.due.is_some_and(|due| zone.wall(due).date == zone.wall(now).date)
}

/// The place of a ticket in the list: breached ones first, by how long in the target's own time; then by when they breach;
/// then those without a clock.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct BreachOrder {
    /// The place of its vendor, where the list is by vendors.
    group: usize,
    bucket: u8,
    /// The time left; negative when overdue, so the longest overdue comes first.
    left: ClockSeconds,
    moment: Instant,
    id: TicketId,
}

/// The place of a ticket in the order that was chosen; what breaks first has the page's own.
#[derive(Clone, PartialEq, Eq, Debug)]
struct BreachKey {
    sorted: Option<SortKey>,
    order: BreachOrder,
    turned: bool,
}

impl BreachKey {
    fn of(row: &TicketRow, order: BreachOrder, sort: ListSort, now: Instant) -> Self {
        let own = matches!(sort.by, SortBy::Urgency | SortBy::Vendor);
        Self { sorted: (!own).then(|| SortKey::of(row, sort, now)), order, turned: sort.turned && own }
    }
}

impl Ord for BreachKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let own = self.order.cmp(&other.order);
        self.sorted.cmp(&other.sorted).then(if self.turned { own.reverse() } else { own })
    }
}

impl PartialOrd for BreachKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The workload of one person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PersonWorkload {
    /// The person; none for tickets without an assignee.
    pub who: Option<String>,
    /// The number of open tickets with an open target.
    pub open: usize,
    /// The number of these that are breached.
    pub breached: usize,
    /// The number of these that are due within the hour.
    pub soon: usize,
}

/// A deadline on the time line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ComingDeadline {
    /// The moment when it is due.
    pub due: Instant,
    /// The ticket.
    pub ticket: TicketId,
}

/// The state of the page.
#[derive(Default)]
pub struct BreachView {
    /// The counter that is chosen.
    pub counter: BreachCounter,
    /// The order of the list; by vendors, the one whose ticket breaks first stands first.
    pub sort: ListSort,
    /// Whether it shows large figures, for a screen across the room.
    pub wall: bool,
    /// The listed tickets, in order.
    shown: Vec<TicketId>,
    /// The tickets that were acted on, each with its row, in which it stays until the person moves on.
    kept: BTreeMap<TicketId, usize>,
    /// Those of them that are only listed until then.
    leaving: BTreeSet<TicketId>,
    counts: BTreeMap<BreachCounter, usize>,
    /// The workload of each person, the most breached first.
    pub loads: Vec<PersonWorkload>,
    /// The deadlines of the next hours, the earliest first.
    pub ahead: Vec<ComingDeadline>,
    selected: Option<TicketId>,
    /// Whether somebody has chosen a ticket on the wall; else the worst one is selected.
    moved: bool,
    rows: Rows,
    jumped: Option<Instant>,
    /// The tickets that were drawn last, by their places.
    drawn: Range<usize>,
    /// The moment for which it was worked out; none once tickets have changed since.
    made: Option<Instant>,
}

impl BreachView {
    /// Creates the page from what the queue has now.
    pub fn new(queue: &Queue, zone: Zone, now: Instant) -> Self {
        let mut view = Self::default();
        view.refresh(queue, zone, now);
        view
    }

    /// Works the order and the counters out again; what is due today is told by the days of `zone`. The selected ticket stays selected, and at its place on the screen.
    pub fn refresh(&mut self, queue: &Queue, zone: Zone, now: Instant) {
        let owed: Vec<(&TicketRow, OpenTarget<'_>)> =
            queue.open_rows().filter_map(|row| Some((row, OpenTarget::of(row, now)?))).collect();
        self.count(&owed, (zone, now));
        self.loads = loads(&owed, (zone, now));
        self.ahead = ahead(&owed, now);
        let groups = if self.sort.by == SortBy::Vendor { groups(&owed) } else { BTreeMap::new() };
        let listed = owed.iter().filter(|(row, owed)| owed.is_counted_by(self.counter, row, (zone, now)));
        let key = |(row, owed): &(&TicketRow, OpenTarget<'_>)| {
            let group = groups.get(row.vendor()).copied().unwrap_or_default();
            (BreachKey::of(row, owed.key(row.ticket.id, group), self.sort, now), row.ticket.id)
        };
        let mut sorted: Vec<(BreachKey, TicketId)> = listed.map(key).collect();
        sorted.sort_unstable();
        self.arrange(sorted.into_iter().map(|(_, id)| id).collect(), queue);
        self.made = Some(now);
        self.keep_selection(now);
    }

    /// Lists the tickets in this order, but for those that were acted on, which stay in their rows.
    fn arrange(&mut self, sorted: Vec<TicketId>, queue: &Queue) {
        let goes = self.selected.is_some_and(|id| self.kept.contains_key(&id) && !queue.is_acted_on(id));
        self.kept.retain(|id, _| queue.is_acted_on(*id));
        for id in queue.acted_on() {
            let row = self.shown.iter().position(|shown| *shown == id);
            self.kept.extend(row.filter(|_| !self.kept.contains_key(&id)).map(|row| (id, row)));
        }
        self.leaving = self.kept.keys().copied().filter(|id| !sorted.contains(id)).collect();
        self.shown = sorted.into_iter().filter(|id| !self.kept.contains_key(id)).collect();
        let mut rows: Vec<(usize, TicketId)> = self.kept.iter().map(|(id, row)| (*row, *id)).collect();
        rows.sort_unstable();
        for (row, id) in rows {
            self.shown.insert(row.min(self.shown.len()), id);
        }
        if goes {
            // The cursor stays in its row, as it does in the queue.
            self.selected = self.shown.get(self.rows.selected()).copied().or(self.selected);
        }
    }

    /// Returns the listed tickets that are only listed until the person moves on.
    pub fn leaving(&self) -> &BTreeSet<TicketId> {
        &self.leaving
    }

    /// Returns whether tickets were acted on, or let go, since it was worked out.
    pub fn keeps_others(&self, queue: &Queue) -> bool {
        let kept = |id: TicketId| self.kept.contains_key(&id) || !self.shown.contains(&id);
        self.kept.keys().any(|id| !queue.is_acted_on(*id)) || !queue.acted_on().all(kept)
    }

    fn count(&mut self, owed: &[(&TicketRow, OpenTarget<'_>)], now: (Zone, Instant)) {
        self.counts.clear();
        for counter in BreachCounter::ALL {
            let counted = owed.iter().filter(|(row, owed)| owed.is_counted_by(counter, row, now)).count();
            self.counts.insert(counter, counted);
        }
    }

    /// Notes that tickets have changed; a refresh must follow.
    pub fn notice_change(&mut self) {
        self.made = None;
    }

    /// Returns whether tickets have changed since it was worked out.
    pub fn is_changed(&self) -> bool {
        self.made.is_none()
    }

    /// Returns whether time has passed since it was worked out, be it a second.
    pub fn has_aged(&self, now: Instant) -> bool {
        self.made.is_none_or(|made| made != now)
    }

    /// Keeps the selected ticket selected wherever it moves, and scrolls the list with it, so that it stays under the eye;
    /// when it leaves, the ticket in its place is selected. A wall that nobody uses stands at its top, whatever comes in
    /// there.
    fn keep_selection(&mut self, now: Instant) {
        let unattended = self.wall && !self.moved;
        let found = self.selected.and_then(|id| self.shown.iter().position(|shown| *shown == id));
        if let Some(place) = found.filter(|_| !unattended) {
            return self.rows.follow_from_top(place, self.shown.len());
        }
        self.rows.select(if unattended { 0 } else { self.rows.selected() }, self.shown.len());
        let next = self.shown.get(self.rows.selected()).copied();
        if self.selected.is_some() && next.is_some() && next != self.selected {
            self.jumped = Some(now);
        }
        self.selected = next;
    }

    /// Turns the large figures on or off; a refresh must follow.
    pub fn set_wall(&mut self, wall: bool) {
        (self.wall, self.moved) = (wall, false);
    }

    /// Notes that nobody has pressed a key for a while; a refresh must follow.
    pub fn leave_alone(&mut self) {
        self.moved = false;
    }

    /// Returns whether the selection has just moved by itself, so that a key may be meant for the ticket before.
    pub fn has_jumped(&self, now: Instant) -> bool {
        self.jumped.is_some_and(|at| now.since(at) <= 1)
    }

    /// Takes in that the person knows which ticket is selected.
    pub fn forget_jump(&mut self) {
        self.jumped = None;
    }

    /// Returns the selected ticket; none in an empty list.
    pub fn selected(&self) -> Option<TicketId> {
        self.selected
    }

    /// Selects that ticket, if it is listed.
    pub fn select(&mut self, id: TicketId) {
        if let Some(place) = self.shown.iter().position(|shown| *shown == id) {
            (self.jumped, self.moved, self.selected) = (None, true, Some(id));
            self.rows.select(place, self.shown.len());
        }
    }

    /// Goes down by `by` rows, up if negative.
    pub fn step(&mut self, by: isize) {
        (self.jumped, self.moved) = (None, true);
        self.rows.step(by, self.shown.len());
        self.selected = self.shown.get(self.rows.selected()).copied();
    }

    /// Chooses the next counter, or the one before, in a circle; a refresh must follow.
    pub fn turn(&mut self, forward: bool) {
        let all: Vec<BreachCounter> = self.offered().collect();
        let place = all.iter().position(|counter| *counter == self.counter).unwrap_or(0);
        self.choose(all[(place + if forward { 1 } else { all.len() - 1 }) % all.len()]);
    }

    /// Returns the counters that are shown: that of paused clocks only where there are any, or it is chosen.
    pub fn offered(&self) -> impl Iterator<Item = BreachCounter> {
        let is_there = |counter: &BreachCounter| {
            *counter != BreachCounter::Paused || self.counter == *counter || self.count_of(*counter) > 0
        };
        BreachCounter::ALL.into_iter().filter(is_there)
    }

    /// Chooses that counter; a refresh must follow.
    pub fn choose(&mut self, counter: BreachCounter) {
        self.counter = counter;
    }

    /// Returns how many tickets a counter counts.
    pub fn count_of(&self, counter: BreachCounter) -> usize {
        self.counts.get(&counter).copied().unwrap_or_default()
    }

    /// Returns the tickets to draw in that many rows of the screen, each with whether it is selected.
    pub fn visible(&self, height: u16) -> Vec<(TicketId, bool)> {
        let range = self.visible_range(height);
        let selected = self.rows.selected();
        range.filter_map(|place| Some((*self.shown.get(place)?, place == selected))).collect()
    }

    /// Returns the tickets that were drawn last.
    pub fn drawn(&self) -> impl Iterator<Item = TicketId> {
        self.shown.iter().skip(self.drawn.start).take(self.drawn.len()).copied()
    }

    /// Takes in which rows were drawn.
    pub fn laid_out(&mut self, shown: &VisibleRows) {
        self.rows.laid_out(shown);
        self.drawn = shown.rows.clone();
    }

    /// Returns the places of those tickets, for the scroll bar.
    pub fn visible_range(&self, height: u16) -> Range<usize> {
        self.rows.visible(self.shown.len(), height)
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
}

/// The next open target of a ticket.
struct OpenTarget<'a> {
    target: &'a Target,
    /// The time left on the target's clock, negative when overdue.
    left: Option<ClockSeconds>,
}

impl<'a> OpenTarget<'a> {
    fn of(row: &'a TicketRow, now: Instant) -> Option<Self> {
        let target = row.next()?;
        let contract = row.contract.as_ref()?;
        // The row may have been worked out a while ago; states change only where it is worked out again.
        let left = target.due.and_then(|due| {
            let clock = contract.clock_of(&target.promise);
            let (ahead, over) =
                (clock.elapsed_on(target.clock(), now, due), clock.elapsed_on(target.clock(), due, now));
            Some(ahead.ok()? - over.ok()?)
        });
        (target.due.is_some() || target.state == TargetState::NoClock).then_some(Self { target, left })
    }

    fn is_counted_by(&self, counter: BreachCounter, row: &TicketRow, now: (Zone, Instant)) -> bool {
        counter.counts(row, self.target, self.left, now)
    }

    fn key(&self, id: TicketId, group: usize) -> BreachOrder {
        let moment = self.target.breach_after.unwrap_or(Instant::END);
        let (bucket, left) = match self.target.state {
            TargetState::Breached => (0, self.left.unwrap_or_default()),
            TargetState::NoClock => (2, ClockSeconds::ZERO),
            _ => (1, ClockSeconds::ZERO),
        };
        BreachOrder { group, bucket, left, moment, id }
    }
}

/// Returns the place of each vendor, in the order of their first tickets.
fn groups(owed: &[(&TicketRow, OpenTarget<'_>)]) -> BTreeMap<String, usize> {
    let mut first: BTreeMap<&str, BreachOrder> = BTreeMap::new();
    for (row, owed) in owed {
        let key = owed.key(row.ticket.id, 0);
        let there = first.entry(row.vendor()).or_insert_with(|| key.clone());
        if key < *there {
            *there = key;
        }
    }
    let mut vendors: Vec<(BreachOrder, &str)> = first.into_iter().map(|(vendor, key)| (key, vendor)).collect();
    vendors.sort_unstable();
    vendors.into_iter().enumerate().map(|(place, (_, vendor))| (vendor.to_owned(), place)).collect()
}

fn loads(owed: &[(&TicketRow, OpenTarget<'_>)], now: (Zone, Instant)) -> Vec<PersonWorkload> {
    let mut loads: BTreeMap<Option<&String>, PersonWorkload> = BTreeMap::new();
    for (row, owed) in owed {
        let who = row.ticket.assignee.as_ref();
        let load =
            loads.entry(who).or_insert_with(|| PersonWorkload { who: who.cloned(), ..PersonWorkload::default() });
        load.open += 1;
        load.breached += usize::from(owed.is_counted_by(BreachCounter::Breached, row, now));
        load.soon += usize::from(owed.is_counted_by(BreachCounter::Hour, row, now));
    }
    let mut loads: Vec<PersonWorkload> = loads.into_values().collect();
    loads.sort_by_key(|load| std::cmp::Reverse((load.breached, load.soon, load.open)));
    loads
}

fn ahead(owed: &[(&TicketRow, OpenTarget<'_>)], now: Instant) -> Vec<ComingDeadline> {
    let end = now.plus(AHEAD);
    let all = owed.iter().flat_map(|(row, _)| {
        let targets = row.sla.iter().flat_map(|sla| &sla.targets).filter(|target| target.is_unmet());
        targets.filter_map(|target| Some(ComingDeadline { due: target.due?, ticket: row.ticket.id }))
    });
    let mut ahead: Vec<ComingDeadline> = all.filter(|deadline| now <= deadline.due && deadline.due < end).collect();
    ahead.sort_unstable();
    ahead
}
