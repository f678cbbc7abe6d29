//! Turns a ticket and its contract into targets.
//!
//! The rules are those of the contract format: "Start", "Ranges", "Due, breached", "Pauses", "Correction", "Next
//! release", and Missoun's cap on severity once a workaround stands. The terms by which a target counts where they
//! changed are those of [`terms`](super::terms).

use crate::contract::{Contract, Promise, Promises, TargetKind, Within};
use crate::ticket::{AlertPoint, EventMark, Ticket, WaitingTime};
use crate::time::{ClockKind, ClockSeconds, Deadline, Instant, Opening, Span, SupportClock};

use super::deadline::holds_outside;
use super::stretch::{TargetStretch, promised_kinds};
use super::terms::{CountingTerms, TargetTermsAt, TicketMoment, counting, sequence};
use super::{Sla, Start, Target, TargetState, TargetTerms};

/// Works out what is promised for `ticket` under `contract`, as it stands at `now`.
///
/// A closed ticket stands as it stood at its closing.
pub fn sla(ticket: &Ticket, contract: &Contract, now: Instant) -> Sla {
    let now = ticket.closed.as_ref().map_or(now, |closed| closed.at.min(now));
    let severity = severity_in_force(ticket, contract).to_owned();
    let start = start(ticket, contract, &severity);
    let case = TargetCase { ticket, contract, now };
    let targets = if ticket.is_left() { Vec::new() } else { case.targets() };
    let age = age_clock(contract, &targets).elapsed(ticket.reported(), now).unwrap_or_default();
    let own_update = targets.iter().find(|target| target.house && target.kind == TargetKind::Update);
    let inform_by = own_update.filter(|update| update.met.is_none()).and_then(|update| update.due);
    Sla { severity, start, targets, inform_by, age }
}

/// Returns the clock that a ticket's age is counted on: that of the hours which all that is promised for it counts by, or
/// the agreement's own where these are not the same.
fn age_clock<'a>(contract: &'a Contract, targets: &[Target]) -> &'a SupportClock {
    let promised = targets.iter().filter(|target| !target.house && target.promise.clock == ClockKind::Support);
    let mut hours = promised.map(|target| target.promise.hours.as_deref());
    let first = hours.next().flatten();
    let set = first.filter(|_| hours.all(|hours| hours == first));
    contract.clock(set)
}

/// Returns the moment at which a target of `ticket` that is not met reaches a point of its time, or none where it has
/// no such moment.
///
/// A part is that of the time from its start to `due`; what is left before `due` is counted on the target's own clock, so
/// that closed hours and pauses lie in between and not in it. A point that would lie at the start or before is none:
/// there is nothing to tell of a ticket that has just come in. A breach is the first second after the last moment, or the
/// change that broke it.
pub fn reaches(
    ticket: &Ticket,
    contract: &Contract,
    target: &Target,
    point: AlertPoint,
    now: Instant,
) -> Option<Instant> {
    let whole = target.whole?;
    let used = match point {
        AlertPoint::Phone => return None,
        AlertPoint::Due => return target.due,
        AlertPoint::Breach => return target.breached_from(),
        AlertPoint::Part(part) => whole - whole.percent(100 - part.min(100)),
        AlertPoint::Before(left) => whole - ClockSeconds::from_secs(left),
    };
    let case = TargetCase { ticket, contract, now };
    case.after(target, used).filter(|_| used > ClockSeconds::ZERO)
}

/// Returns when `time` of the target's own clock will have passed since `since`: closed hours and pauses lie in
/// between and do not count. Where that falls on a closed hour, or `now` is past it and in one, it is when support
/// opens next. None where the clock does not get that far.
///
/// `target` is one of `ticket`'s; a target of calendar time is never closed.
pub fn passes_while_open(
    ticket: &Ticket,
    contract: &Contract,
    target: &Target,
    (since, time): (Instant, ClockSeconds),
    now: Instant,
) -> Option<Instant> {
    let case = TargetCase { ticket, contract, now };
    let clock = contract.clock_of(&target.promise);
    let open = |at| match (target.clock(), clock.opening(at)) {
        (ClockKind::Support, Opening::Closed(opens)) => opens,
        _ => Some(at),
    };
    let passed = open(case.passed(target, since, time)?)?;
    let opens = open(now)?;
    Some(if passed <= now && opens > now { opens } else { passed })
}

/// Returns the vendor's targets of every kind, as [`sla`] works them out for the kinds that are counted on tickets.
pub(super) fn promised_targets(ticket: &Ticket, contract: &Contract, now: Instant) -> Vec<Target> {
    let case = TargetCase { ticket, contract, now };
    TargetKind::ALL.into_iter().filter_map(|kind| case.target((kind, false))).collect()
}

/// Returns the promises that there are, in the order in which they are told.
pub fn promised(promises: &Promises) -> impl Iterator<Item = (TargetKind, &Promise)> {
    promises.all()
}

/// Returns the id of the severity that counts: the one set, but once a workaround stands no more severe than the
/// contract's cap (Missoun, "Priority Levels").
pub fn severity_in_force<'a>(ticket: &'a Ticket, contract: &'a Contract) -> &'a str {
    if ticket.workaround.is_some() { capped(&ticket.severity, contract) } else { &ticket.severity }
}

pub(super) fn capped<'a>(severity: &'a str, contract: &'a Contract) -> &'a str {
    let cap = contract.priority.as_ref().and_then(|p| p.workaround_cap.as_deref());
    match cap.map(|cap| (cap, contract.rank(cap), contract.rank(severity))) {
        Some((cap, Some(most), Some(rank))) if rank < most => cap,
        _ => severity,
    }
}

/// Returns when the target `kind` was met, if it was; nothing meets an update for good before the ticket is closed.
pub(super) fn met(ticket: &Ticket, kind: TargetKind) -> Option<TicketMoment> {
    let mark = match kind {
        TargetKind::Acknowledge => return ticket.acknowledged(),
        TargetKind::Response => ticket.responded.as_ref(),
        TargetKind::WorkStart => ticket.work_began(),
        TargetKind::Update => ticket.closed.as_ref(),
        // Once it is mended, nobody needs a workaround any more.
        TargetKind::Workaround | TargetKind::Correction => ticket.corrected(),
        TargetKind::Fix => ticket.fixed.as_ref(),
        TargetKind::RootCause => ticket.root_cause.as_ref(),
    };
    mark.map(|mark: &EventMark| (mark.at, mark.place))
}

/// Returns the first report by a channel that counts for that severity; in a later round, the coming back, however that
/// was said.
pub(super) fn start(ticket: &Ticket, contract: &Contract, severity: &str) -> Start {
    if let Some(began) = ticket.round_began() {
        return Start::At(began);
    }
    let counting = ticket.reports.iter().filter(|r| contract.takes(severity, &r.channel));
    let first = counting.map(|r| r.at).min();
    first.map_or(Start::NoClock, Start::At)
}

/// Returns the waiting that stops the clock of that target under this contract, in order; where two stretches overlap,
/// the time is counted once, in the earlier of them.
pub(super) fn pauses(ticket: &Ticket, contract: &Contract, kind: TargetKind) -> Vec<WaitingTime> {
    let mut waits: Vec<WaitingTime> = ticket.waits.iter().filter(|w| contract.pauses(kind, w.on)).copied().collect();
    waits.sort_by_key(|w| w.from);
    let (mut pauses, mut free_from): (Vec<WaitingTime>, Option<Instant>) = (Vec::new(), Some(Instant::FIRST));
    for mut wait in waits {
        let Some(free) = free_from else { break };
        wait.from = wait.from.max(free);
        if wait.to.is_none_or(|to| to > wait.from) {
            free_from = wait.to;
            pauses.push(wait);
        }
    }
    pauses
}

/// Returns the waiting that stops the clock of that target now under this contract.
pub(super) fn paused<'a>(ticket: &'a Ticket, contract: &Contract, kind: TargetKind) -> Option<&'a WaitingTime> {
    ticket.waiting().filter(|w| contract.pauses(kind, w.on))
}

/// One ticket at one moment, with what all its targets share.
pub(super) struct TargetCase<'a> {
    pub(super) ticket: &'a Ticket,
    pub(super) contract: &'a Contract,
    pub(super) now: Instant,
}

/// The moments of one target.
struct TargetMoments {
    expected: Option<Instant>,
    deadline: Deadline,
    at_risk_from: Instant,
    whole: ClockSeconds,
    /// Whether what holds outside the target's hours counts.
    outside: bool,
}

impl<'a> TargetCase<'a> {
    /// Returns the vendor's targets, and behind them the internal ones.
    fn targets(&self) -> Vec<Target> {
        let all = [false, true].into_iter().flat_map(|house| {
            let promised = promised_kinds(self.ticket, self.contract, house);
            TargetKind::ALL.into_iter().zip(promised).filter_map(move |(kind, any)| any.then_some((kind, house)))
        });
        all.filter_map(|which| self.target(which)).collect()
    }

    fn target(&self, (kind, house): (TargetKind, bool)) -> Option<Target> {
        let terms = sequence(self.ticket, self.contract, kind, house);
        let stretch = TargetStretch::present(self.ticket, kind, house);
        let target = self.target_of(&terms, &stretch);
        if kind == TargetKind::Update { self.with_missed(target, &terms, &stretch) } else { target }
    }

    /// Works out the target from one moment that it counts from, by the terms of its sequence that hold for it.
    pub(super) fn target_of(&self, terms: &[TargetTermsAt<'a>], stretch: &TargetStretch) -> Option<Target> {
        let last = |counting: &CountingTerms<'a>, change: Instant| self.last_moment(counting, stretch, change);
        let start = |severity: &str| stretch.clocks(start(self.ticket, self.contract, severity), self.ticket);
        let counting = counting(terms, self.contract.support.severity_change, stretch.met, start, last)?;
        let (kind, house, met) = (stretch.kind, stretch.house, stretch.met.map(|(at, _)| at));
        let moments = self.moments(&counting, stretch, met.map_or(self.now, |at| at.min(self.now)));
        let CountingTerms { plan, severity, promise, within, start, release_from, since, met_before, kept } = counting;
        // A goal is expected by then, and has no moment after which it would be breached.
        let goal = moments.as_ref().filter(|_| promise.goal).map(|m| m.deadline.due);
        let moments = moments.filter(|_| !promise.goal);
        let mut target = Target {
            kind,
            house,
            promise: promise.clone(),
            within,
            start: stretch.begins(self.ticket, promise, start),
            outside: moments.as_ref().is_some_and(|m| m.outside),
            terms: TargetTerms {
                plan: plan.to_owned(),
                severity: severity.to_owned(),
                since,
                kept,
                at_once: !met_before && since > moments.as_ref().map(|m| m.deadline.breach_after) && moments.is_some(),
                release_from,
            },
            state: TargetState::None,
            expected: goal.or_else(|| moments.as_ref().and_then(|m| m.expected)),
            due: moments.as_ref().map(|m| m.deadline.due),
            breach_after: moments.as_ref().map(|m| in_time(&m.deadline, since)),
            at_risk_from: moments.as_ref().map(|m| m.at_risk_from),
            met,
            missed: Vec::new(),
            left: None,
            whole: moments.as_ref().map(|m| m.whole),
        };
        target.state = self.state(&target);
        target.left = if target.is_unmet() { self.left(&target) } else { None };
        Some(target)
    }

    /// Returns until when a target could be met, as it stood at the moment of a change.
    fn last_moment(&self, counting: &CountingTerms<'_>, stretch: &TargetStretch, change: Instant) -> Option<Instant> {
        let moments = self.moments(counting, stretch, change).filter(|_| !counting.promise.goal)?;
        Some(in_time(&moments.deadline, counting.since))
    }

    /// Returns the target's moments, or none where no clock has started, for a release without a date, and past the
    /// years of the support clock.
    ///
    /// Pauses count up to `until`: a target that is met does not move any more.
    fn moments(&self, count: &CountingTerms<'_>, stretch: &TargetStretch, until: Instant) -> Option<TargetMoments> {
        let Start::At(start) = stretch.begins(self.ticket, count.promise, count.start) else { return None };
        let Within::Span(span) = count.within else { return self.release(count.release_from.unwrap_or(start)) };
        let clock = self.contract.clock_of(count.promise);
        let pauses = pauses(self.ticket, self.contract, stretch.kind);
        if count.within == count.promise.within
            && let Some(promised) = holds_outside(self.contract, count.promise, start).ok()?
        {
            let whole = ClockSeconds::from_secs(promised.due.since(start));
            let warn = clock.deadline(start, at_risk_after(whole), ClockKind::Calendar).ok()?;
            let moved = |deadline| moved(clock, &pauses, start, deadline, (ClockKind::Calendar, until));
            return Some(TargetMoments {
                expected: None,
                deadline: moved(promised)?,
                at_risk_from: moved(warn)?.due,
                whole,
                outside: true,
            });
        }
        let on = counted_on(span, count.promise.clock);
        let from = counts_from(clock, count.promise, span, start);
        let promised = clock.deadline(from, span, count.promise.clock).ok()?;
        let whole = clock.elapsed_on(on, from, promised.due).ok()?;
        let (warn, warn_on) = match count.promise.expected {
            Some(expected) => {
                let from = counts_from(clock, count.promise, expected, start);
                let warn_on = counted_on(expected, count.promise.clock);
                (clock.deadline(from, expected, count.promise.clock), warn_on)
            }
            None => (clock.deadline(from, at_risk_after(whole), on), on),
        };
        let at_risk_from = moved(clock, &pauses, from, warn.ok()?, (warn_on, until))?.due;
        Some(TargetMoments {
            expected: count.promise.expected.map(|_| at_risk_from),
            deadline: moved(clock, &pauses, from, promised, (on, until))?,
            at_risk_from,
            whole,
            outside: false,
        })
    }

    /// Returns the moment at which so much time of the target's own clock is used up, pauses left out.
    fn after(&self, target: &Target, used: ClockSeconds) -> Option<Instant> {
        self.passed(target, target.counts_from(self.contract)?, used)
    }

    /// Returns the moment at which so much time of the target's own clock has passed since `since`, pauses left out.
    fn passed(&self, target: &Target, since: Instant, time: ClockSeconds) -> Option<Instant> {
        if target.within == Within::NextRelease {
            return Some(since.plus(time.secs()));
        }
        let (on, clock) = (target.clock(), self.contract.clock_of(&target.promise));
        let passed = clock.deadline(since, Span::Time(time.secs()), on).ok()?;
        let pauses = pauses(self.ticket, self.contract, target.kind);
        Some(moved(clock, &pauses, since, passed, (on, self.now))?.due)
    }

    /// Returns the end of the day of the first release after `start`. Neither a closed desk nor a pause moves a release.
    fn release(&self, start: Instant) -> Option<TargetMoments> {
        let due = self.contract.next_release(start)?;
        let whole = ClockSeconds::from_secs(due.since(start));
        let deadline = Deadline { due, breach_after: due };
        let at_risk_from = start.plus((whole - whole.percent(25)).secs());
        Some(TargetMoments { expected: None, deadline, at_risk_from, whole, outside: false })
    }

    fn state(&self, target: &Target) -> TargetState {
        if self.ticket.exclusion.is_some() {
            return TargetState::Excluded;
        }
        let late = |at: Instant| target.breached_from().is_some_and(|from| at >= from);
        match (target.met, target.due, target.start) {
            (Some(at), _, _) if late(at) => TargetState::MetLate,
            (Some(_), _, _) => TargetState::Met,
            (None, None, Start::NoClock) => TargetState::NoClock,
            (None, None, Start::At(_) | Start::WaitsFor(_)) => TargetState::None,
            (None, Some(_), _) if late(self.now) => TargetState::Breached,
            (None, Some(_), _) if self.stands_still(target) => TargetState::Stopped,
            (None, Some(_), _) if target.at_risk_from.is_some_and(|from| self.now >= from) => TargetState::AtRisk,
            (None, Some(_), _) => TargetState::Running,
        }
    }

    /// Returns whether the clock stands still: support is closed, or the contract pauses it.
    fn stands_still(&self, target: &Target) -> bool {
        let clock = self.contract.clock_of(&target.promise);
        pauses(self.ticket, self.contract, target.kind).iter().any(|p| p.to.is_none())
            || target.clock() == ClockKind::Support && !clock.is_open(self.now)
    }

    /// Returns the time left on the target's clock, negative past the deadline. Time past it counts from when it
    /// could first be late: not from before the terms held.
    fn left(&self, target: &Target) -> Option<ClockSeconds> {
        let (due, late_from) = (target.due?, target.late_from()?);
        let clock = self.contract.clock_of(&target.promise);
        if self.now <= due {
            clock.elapsed_on(target.clock(), self.now, due).ok()
        } else {
            clock.elapsed_on(target.clock(), late_from, self.now).ok().map(|over| -over)
        }
    }
}

/// Returns the deadline, moved on by the time of its clock that passed in each pause before it; pauses that go on count up
/// to `until`.
fn moved(
    clock: &SupportClock,
    pauses: &[WaitingTime],
    start: Instant,
    promised: Deadline,
    (on, until): (ClockKind, Instant),
) -> Option<Deadline> {
    let mut deadline = promised;
    for pause in pauses {
        let (from, to) = (pause.from.max(start), pause.to.unwrap_or(until).min(until));
        if from >= deadline.due {
            break;
        }
        let stood = clock.elapsed_on(on, from, to).ok()?;
        deadline = match on {
            ClockKind::Support if stood > ClockSeconds::ZERO => clock.after(deadline.due, stood).ok()?,
            ClockKind::Support => deadline,
            ClockKind::Calendar => clock.deadline(deadline.due, Span::Time(stood.secs()), on).ok()?,
        };
    }
    Some(deadline)
}

/// Returns the time after which a target of that length is at risk: a quarter of it is left.
fn at_risk_after(whole: ClockSeconds) -> Span {
    Span::Time((whole - whole.percent(25)).secs())
}

/// Returns the moment that a span of that promise counts from: past the cut-off of its hours, the next support day's
/// opening.
fn counts_from(clock: &SupportClock, promise: &Promise, span: Span, start: Instant) -> Instant {
    let cut_off = promise.clock == ClockKind::Support && !matches!(span, Span::Days(_));
    if cut_off { clock.counts_from(start) } else { start }
}

/// Returns until when a target with that deadline can be met: a deadline that lies before the change that brought it is
/// broken at the moment of the change, not earlier.
fn in_time(deadline: &Deadline, since: Option<Instant>) -> Instant {
    since.map_or(deadline.breach_after, |since| deadline.breach_after.max(since))
}

impl Target {
    /// Returns the clock on which the target's time left is told.
    pub const fn clock(&self) -> ClockKind {
        match self.within {
            Within::Span(_) if self.outside => ClockKind::Calendar,
            Within::Span(span) => counted_on(span, self.promise.clock),
            Within::NextRelease => ClockKind::Calendar,
        }
    }

    /// Returns the moment that its time counts from: where it begins, or past the cut-off of its hours the next support
    /// day's opening. None where it has not begun.
    pub(super) fn counts_from(&self, contract: &Contract) -> Option<Instant> {
        let Start::At(start) = self.start else { return None };
        Some(match self.within {
            Within::Span(span) if !self.outside => {
                counts_from(contract.clock_of(&self.promise), &self.promise, span, start)
            }
            _ => start,
        })
    }

    /// Returns the first moment at which the target is breached, if it is not met by then: the one after the last, or
    /// that of the change.
    pub fn breached_from(&self) -> Option<Instant> {
        let last = self.breach_after?;
        Some(if self.terms.at_once { last } else { last.plus(1) })
    }

    /// Returns from when time past its deadline counts: the deadline, or the change that brought it, where that came
    /// later.
    pub fn late_from(&self) -> Option<Instant> {
        self.due.map(|due| self.terms.since.map_or(due, |since| due.max(since)))
    }
}

/// Returns the clock that a span is counted on: calendar days count real time on either clock, support days support
/// time.
pub(super) const fn counted_on(span: Span, clock: ClockKind) -> ClockKind {
    match span {
        Span::Time(_) => clock,
        Span::Days(_) => ClockKind::Calendar,
        Span::SupportDays(_) | Span::EndOf(_) => ClockKind::Support,
    }
}

#[cfg(test)]
mod tests;
