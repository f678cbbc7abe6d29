//! A ticket as a list shows it: with its contract, its targets at `now`, and its place in the order of breaking.

use std::sync::Arc;

use crate::contract::{Contract, TargetKind};
use crate::ticket::{EventMark, Snooze, Ticket};
use crate::time::{ClockKind, Instant, Opening};

use super::compute::paused;
use super::{Sla, Stoppage, Target, TargetState, sla, stoppage};

/// A ticket with its contract. The contract is none where no file of that id is loaded.
#[derive(Clone, Debug)]
pub struct TicketRow {
    /// The ticket itself.
    pub ticket: Arc<Ticket>,
    /// The contract of its vendor.
    pub contract: Option<Arc<Contract>>,
    /// The targets and their states, at the moment of [`TicketRow::new`] or [`TicketRow::tick`].
    pub sla: Option<Sla>,
}

/// The place of a ticket among others: the one that is breached first comes first.
///
/// First come those that are breached, or due by now or within the hour, then tickets without a clock (somebody must
/// phone), then all other deadlines, then tickets that nothing is promised for, by severity, then those without a
/// deadline any more. Within each they are ordered by the moment of breach, or of the report, then by number. A
/// deadline that a pause holds off is not due within the hour, however near it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct RowOrder {
    bucket: u8,
    severity: usize,
    moment: Instant,
    id: u64,
}

/// The numbers of tickets in each state, each counted once, by its next target.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StateCounts {
    /// The tickets past the last moment of a target.
    pub breached: usize,
    /// The tickets with a quarter or less of the time left.
    pub at_risk: usize,
    /// The tickets whose clock runs.
    pub running: usize,
    /// The tickets whose clock stands still, as support is closed.
    pub stopped: usize,
    /// The tickets whose clock is paused, as they wait.
    pub paused: usize,
    /// The tickets without a report that counts, which a call would be.
    pub no_clock: usize,
    /// The tickets without a report that counts, where a call is none either.
    pub to_report: usize,
    /// The tickets for which nothing is promised, all is met, or which are excluded.
    pub quiet: usize,
}

const SOON: i64 = 3600;

/// The channel of a call, as agreements name it.
const PHONE: &str = "phone";

impl TicketRow {
    /// Returns whether a report by phone starts the ticket's clocks under its agreement.
    pub fn is_started_by_call(&self) -> bool {
        let severity = self.sla.as_ref().map_or(self.ticket.severity.as_str(), |sla| sla.severity.as_str());
        self.contract.as_ref().is_some_and(|contract| contract.takes(severity, PHONE))
    }

    /// Makes the row of `ticket` at `now`.
    pub fn new(ticket: Arc<Ticket>, contract: Option<Arc<Contract>>, now: Instant) -> Self {
        let sla = contract.as_ref().map(|c| sla(&ticket, c, now));
        Self { ticket, contract, sla }
    }

    /// Works the row out again for another `now`.
    pub fn tick(&mut self, now: Instant) {
        self.sla = self.contract.as_ref().map(|c| sla(&self.ticket, c, now));
    }

    /// Returns the row as it is at another `now`.
    #[must_use]
    pub fn at(&self, now: Instant) -> Self {
        Self::new(Arc::clone(&self.ticket), self.contract.clone(), now)
    }

    /// Returns the rounds of targets before the one that goes on, each as it stood when the ticket came back, which ended it;
    /// empty for most.
    pub fn earlier_rounds(&self) -> Vec<Self> {
        let rounds = &self.ticket.rounds;
        let next = rounds.iter().skip(1).chain([self.ticket.as_ref()]);
        let ended = rounds.iter().zip(next).filter_map(|(round, next)| Some((round, next.came_back.as_ref()?)));
        ended.map(|(round, ended)| Self::ended(round, self.contract.clone(), ended)).collect()
    }

    /// Makes the row of a round that a coming back ended: the customer is owed no update of it any more, and what was
    /// neither met nor broken by then does not count.
    fn ended(round: &Ticket, contract: Option<Arc<Contract>>, ended: &EventMark) -> Self {
        let as_closed = Ticket { closed: round.closed.clone().or_else(|| Some(ended.clone())), ..round.clone() };
        let mut sla = contract.as_ref().map(|contract| sla(&as_closed, contract, ended.at));
        let targets = sla.iter_mut().flat_map(|sla| &mut sla.targets);
        // What was running of these kinds counts as running in the figures of earlier versions, and those do not change.
        let counted = [TargetKind::Response, TargetKind::WorkStart, TargetKind::Correction];
        let open = |target: &Target| {
            if counted.contains(&target.kind) {
                return false;
            }
            let runs = matches!(target.state, TargetState::Running | TargetState::AtRisk | TargetState::Stopped);
            runs || target.waits_for().is_some()
        };
        for target in targets.filter(|target| open(target)) {
            (target.state, target.left) = (TargetState::Excluded, None);
        }
        Self { ticket: Arc::new(round.clone()), contract, sla }
    }

    /// Returns the snooze for which the row is out of the queue at `now`. A target that was breached since the ticket was
    /// snoozed wakes it, so that no snooze hides a breach.
    pub fn snoozed(&self, now: Instant) -> Option<&Snooze> {
        let snooze = self.ticket.snoozed_at(now)?;
        let since = |target: &Target| {
            target.is_unmet() && target.breached_from().is_some_and(|at| snooze.mark.at < at && at <= now)
        };
        (!self.sla.iter().flat_map(|sla| &sla.targets).any(since)).then_some(snooze)
    }

    /// Returns the target that breaks first.
    pub fn next(&self) -> Option<&Target> {
        self.sla.as_ref()?.next().filter(|_| self.ticket.is_open())
    }

    /// Returns the state of the row's next target, or none if no target is open.
    pub fn state(&self) -> Option<TargetState> {
        self.next().map(|t| t.state)
    }

    /// Returns the row's place among others at `now`.
    pub fn order(&self, now: Instant) -> RowOrder {
        let (bucket, moment) = match self.next().map(|t| (t, t.breach_after)) {
            Some((target, Some(at))) if self.presses(target, now) => (0, at),
            Some((_, Some(at))) => (2, at),
            Some((target, None)) if target.state == TargetState::NoClock => (1, self.ticket.reported()),
            _ if self.promises_nothing() => (3, self.ticket.reported()),
            _ => (4, self.ticket.reported()),
        };
        let severity = if bucket == 3 { self.severity_rank().unwrap_or(usize::MAX) } else { 0 };
        RowOrder { bucket, severity, moment, id: self.ticket.id.0 }
    }

    /// Returns whether the agreement promises no time for the ticket, and it is to be dealt with all the same
    /// (Missoun).
    fn promises_nothing(&self) -> bool {
        let open = self.ticket.fixed.is_none() && self.ticket.is_open() && self.ticket.exclusion.is_none();
        open && self.sla.as_ref().is_some_and(|sla| sla.targets.is_empty())
    }

    /// Returns the rank of the ticket's severity among those of its contract, 0 for the most severe; none where the contract
    /// does not know it.
    pub fn severity_rank(&self) -> Option<usize> {
        self.contract.as_ref()?.severities.iter().position(|known| known.id == self.severity_id())
    }

    fn severity_id(&self) -> &str {
        self.sla.as_ref().map_or(self.ticket.severity.as_str(), |sla| sla.severity.as_str())
    }

    /// Returns the severity's name in at most four letters, apart from those of the contract's others.
    pub fn severity_short(&self) -> String {
        let others = self.contract.iter().flat_map(|contract| &contract.severities);
        let others = others.filter(|other| other.id != self.severity_id()).map(|other| other.name.as_str());
        short_name(self.severity_name(), others)
    }

    fn presses(&self, target: &Target, now: Instant) -> bool {
        target.due.is_some_and(|due| due <= now.plus(SOON)) && !self.held_off(target, now)
    }

    /// Returns whether a pause moves the deadline on as fast as time passes. A deadline that had passed when the pause
    /// began stays.
    fn held_off(&self, target: &Target, now: Instant) -> bool {
        let paused = self.contract.as_ref().is_some_and(|c| paused(&self.ticket, c, target.kind).is_some());
        paused && target.due.is_some_and(|due| due > now)
    }

    /// Returns the next moment after `now` at which this row's state or place changes though nothing happens to it:
    /// support opens or closes, a target comes at risk, within the hour of being due, or is breached, or a snooze ends.
    /// None where nothing will.
    pub fn changes_after(&self, now: Instant) -> Option<Instant> {
        let wakes = self.ticket.snoozed_at(now).and_then(|snooze| snooze.until);
        wakes.into_iter().chain(self.targets_change_after(now)).min()
    }

    fn targets_change_after(&self, now: Instant) -> Option<Instant> {
        let contract = self.contract.as_ref().filter(|_| self.ticket.is_open())?;
        let targets = self.sla.iter().flat_map(|s| &s.targets);
        let alive = targets.filter(|t| t.state != TargetState::Breached && t.is_unmet() && t.due.is_some());
        let alive = alive.filter(|t| !self.held_off(t, now));
        // While a pause stops the clock, it stands whether support is open or not.
        let opening = |t: &Target| match contract.clock_of(&t.promise).opening(now) {
            _ if t.clock() == ClockKind::Calendar || paused(&self.ticket, contract, t.kind).is_some() => None,
            Opening::Open(until) => Some(until),
            Opening::Closed(opens) => opens,
        };
        let moments = alive.flat_map(|t| {
            let (breached, opening) = (t.breached_from(), opening(t));
            [t.at_risk_from, t.due.map(|at| at.plus(-SOON)), breached, opening]
        });
        let inform = self.sla.as_ref().and_then(|sla| sla.inform_by);
        // Past its years the clock says that it does not know; that is no change to wait for.
        moments.flatten().chain(inform).filter(|at| *at > now && *at < Instant::END).min()
    }

    /// Returns the severity's name, or its id where the contract is not loaded.
    pub fn severity_name(&self) -> &str {
        let id = self.severity_id();
        self.contract.as_ref().and_then(|c| c.severity(id)).map_or(id, |s| s.name.as_str())
    }

    /// Returns the vendor's name, or the contract's id where it is not loaded.
    pub fn vendor(&self) -> &str {
        self.contract.as_ref().map_or(self.ticket.contract.as_str(), |c| c.vendor.as_str())
    }

    /// Returns the vendor's name for a list with that many columns for it: its short one where the whole does not fit.
    pub fn vendor_in(&self, columns: usize) -> &str {
        self.contract.as_ref().map_or(self.ticket.contract.as_str(), |c| c.vendor_in(columns))
    }
}

/// The most letters of a short name.
const SHORT: usize = 4;

/// Returns a name in at most four letters: `crit`, `ser`, `high`. One that begins as another does keeps its end: `Priority 1`
/// is `pri1`.
fn short_name<'n>(name: &str, mut others: impl Iterator<Item = &'n str>) -> String {
    let letters = |name: &str| name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>();
    let all = letters(name);
    if all.len() <= SHORT {
        return all.into_iter().collect();
    }
    let head = &all[..SHORT];
    if others.any(|other| letters(other).get(..SHORT) == Some(head)) {
        return all[..SHORT - 1].iter().chain(all.last()).collect();
    }
    // A vowel at the cut reads as the end of a word that it is not.
    let cut = if matches!(head[SHORT - 1], 'a' | 'e' | 'i' | 'o' | 'u' | 'y') { SHORT - 1 } else { SHORT };
    all[..cut].iter().collect()
}

impl StateCounts {
    /// Counts open tickets.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a TicketRow>) -> Self {
        let mut count = Self::default();
        rows.into_iter().for_each(|row| count.add(row));
        count
    }

    /// Counts one more row.
    pub fn add(&mut self, row: &TicketRow) {
        *self.slot(row) += 1;
    }

    /// Takes out a row that was counted as it is.
    pub fn take_out(&mut self, row: &TicketRow) {
        let slot = self.slot(row);
        *slot = slot.saturating_sub(1);
    }

    fn slot(&mut self, row: &TicketRow) -> &mut usize {
        let waits = || row.next().and_then(|next| stoppage(row, next)) == Some(Stoppage::Paused);
        match row.state() {
            Some(TargetState::Stopped) if waits() => &mut self.paused,
            Some(TargetState::Breached) => &mut self.breached,
            Some(TargetState::AtRisk) => &mut self.at_risk,
            Some(TargetState::Running) => &mut self.running,
            Some(TargetState::Stopped) => &mut self.stopped,
            Some(TargetState::NoClock) if row.is_started_by_call() => &mut self.no_clock,
            Some(TargetState::NoClock) => &mut self.to_report,
            _ => &mut self.quiet,
        }
    }

    /// Returns the number of all tickets.
    pub const fn total(&self) -> usize {
        self.breached
            + self.at_risk
            + self.running
            + self.stopped
            + self.paused
            + self.no_clock
            + self.to_report
            + self.quiet
    }
}

#[cfg(test)]
mod tests;
