//! The rules that turn a ticket and its contract into targets.
//!
//! The rules are those of the contract format: "Start", "Ranges", "Due, breached", "Pauses", "Correction", "Next
//! release", and Missoun's cap on severity once a workaround stands.

use crate::domain::contract::{Contract, Promise, Promises, TargetKind, Within};
use crate::domain::ticket::{Mark, Point, Ticket, Wait};
use crate::domain::time::{ClockKind, Deadline, Instant, Opening, Span, SupportClock};

use super::asks;
use super::{Sla, Start, Target, TargetState};

/// What is promised for `ticket` under `contract`, as it stands at `now`.
///
/// A closed ticket stands as it stood at its closing.
pub fn sla(ticket: &Ticket, contract: &Contract, now: Instant) -> Sla {
    let now = ticket.closed.as_ref().map_or(now, |closed| closed.at.min(now));
    let severity = severity_in_force(ticket, contract).to_owned();
    let start = start(ticket, contract, &severity);
    let case = Case { ticket, contract, clock: &contract.support.clock, pauses: pauses(ticket, contract), now };
    let vendors = contract.promises(&ticket.plan, &severity).map(|promises| (promises, false));
    let house = contract.house_promises(&ticket.plan, &severity).map(|promises| (promises, true));
    let all = [vendors, house].into_iter().flatten().filter(|_| !ticket.withdrawn);
    let of = |(promises, house)| promised(promises).map(move |(kind, promise)| (kind, promise, house));
    let targets = all.flat_map(of).map(|(kind, promise, house)| case.target(kind, promise, house, start)).collect();
    let age = contract.support.clock.elapsed(ticket.reported(), now).unwrap_or(0);
    Sla { severity, start, targets, inform_by: asks::inform_by(ticket, contract), age }
}

/// The moment at which a target of `ticket` that is not met reaches a point of its time; none where it has no such moment.
///
/// A part is that of the time from its start to `due`; what is left before `due` is counted on the target's own clock, so
/// that closed hours and pauses lie in between and not in it. A point that would lie at the start or before is none:
/// there is nothing to tell of a ticket that has just come in. A breach is the first second after the last moment.
pub fn reaches(ticket: &Ticket, contract: &Contract, target: &Target, point: Point, now: Instant) -> Option<Instant> {
    let whole = target.whole?;
    let used = match point {
        Point::Due => return target.due,
        Point::Breach => return target.breach_after.map(|last| last.plus(1)),
        Point::Part(part) => whole - whole * i64::from(100 - part.min(100)) / 100,
        Point::Before(left) => whole - left,
    };
    let case = Case { ticket, contract, clock: &contract.support.clock, pauses: pauses(ticket, contract), now };
    case.after(target, used).filter(|_| used > 0)
}

/// When `seconds` of the target's own clock will have passed since `since`: closed hours and pauses lie in between and do
/// not count. Where that falls on a closed hour, or `now` is past it and in one, it is when support opens next. None where
/// the clock does not get that far.
///
/// `target` is one of `ticket`'s; a target of calendar time is never closed.
pub fn passes_while_open(
    ticket: &Ticket,
    contract: &Contract,
    target: &Target,
    (since, seconds): (Instant, i64),
    now: Instant,
) -> Option<Instant> {
    let case = Case { ticket, contract, clock: &contract.support.clock, pauses: pauses(ticket, contract), now };
    let open = |at| match (target.clock(), case.clock.opening(at)) {
        (ClockKind::Support, Opening::Closed(opens)) => opens,
        _ => Some(at),
    };
    let passed = open(case.passed(target, since, seconds)?)?;
    let opens = open(now)?;
    Some(if passed <= now && opens > now { opens } else { passed })
}

/// The promises that there are, in the order in which they are told.
pub fn promised(promises: &Promises) -> impl Iterator<Item = (TargetKind, &Promise)> {
    TargetKind::ALL.into_iter().filter_map(|kind| promises.get(kind).map(|p| (kind, p)))
}

/// The severity that counts: the one set, but once a workaround stands no more severe than the contract's cap
/// (Missoun, "Priority Levels").
pub fn severity_in_force<'a>(ticket: &'a Ticket, contract: &'a Contract) -> &'a str {
    if ticket.workaround.is_some() { capped(&ticket.severity, contract) } else { &ticket.severity }
}

fn capped<'a>(severity: &'a str, contract: &'a Contract) -> &'a str {
    let cap = contract.priority.as_ref().and_then(|p| p.workaround_cap.as_deref());
    match cap.map(|cap| (cap, contract.rank(cap), contract.rank(severity))) {
        Some((cap, Some(most), Some(rank))) if rank < most => cap,
        _ => severity,
    }
}

/// The plan and the severity by which the target `kind` counts: those in force, or, once it is met, those under which
/// it was met ("what is met stays met").
pub fn terms<'a>(ticket: &'a Ticket, contract: &'a Contract, kind: TargetKind) -> (&'a str, &'a str) {
    let Some(met) = met(ticket, kind) else { return (&ticket.plan, severity_in_force(ticket, contract)) };
    let (plan, severity) = ticket.terms_at(met);
    let capped_by_then = ticket.workaround.as_ref().is_some_and(|w| (w.at, w.place) < (met.at, met.place));
    (plan, if capped_by_then { capped(severity, contract) } else { severity })
}

/// What met the target `kind`.
pub(super) fn met(ticket: &Ticket, kind: TargetKind) -> Option<&Mark> {
    match kind {
        TargetKind::Response => ticket.responded.as_ref(),
        TargetKind::WorkStart => ticket.work_began(),
        TargetKind::Correction => ticket.corrected(),
    }
}

/// The first report by a channel that counts for that severity.
pub(super) fn start(ticket: &Ticket, contract: &Contract, severity: &str) -> Start {
    let counting = ticket.reports.iter().filter(|r| contract.takes(severity, &r.channel));
    let first = counting.map(|r| r.at).min();
    first.map_or(Start::NoClock, Start::At)
}

/// The waiting that stops the clock under this contract, in order; where two stretches overlap, the time is counted
/// once, in the earlier of them.
pub(super) fn pauses(ticket: &Ticket, contract: &Contract) -> Vec<Wait> {
    let mut waits: Vec<Wait> =
        ticket.waits.iter().filter(|w| contract.support.pause.contains(&w.on)).copied().collect();
    waits.sort_by_key(|w| w.from);
    let (mut pauses, mut free_from): (Vec<Wait>, Option<Instant>) = (Vec::new(), Some(Instant::FIRST));
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

/// The waiting that stops the clock now under this contract.
pub(super) fn paused<'a>(ticket: &'a Ticket, contract: &Contract) -> Option<&'a Wait> {
    ticket.waiting().filter(|w| contract.support.pause.contains(&w.on))
}

/// One ticket at one moment, with what all its targets share.
struct Case<'a> {
    ticket: &'a Ticket,
    contract: &'a Contract,
    clock: &'a SupportClock,
    pauses: Vec<Wait>,
    now: Instant,
}

/// What one target counts by.
struct Count<'a> {
    promise: &'a Promise,
    within: Within,
    start: Start,
    /// Pauses count until here: a target that is met does not move any more.
    until: Instant,
}

/// The moments of one target.
struct Moments {
    expected: Option<Instant>,
    deadline: Deadline,
    at_risk_from: Instant,
    whole: i64,
}

impl Case<'_> {
    fn target(&self, kind: TargetKind, promise: &Promise, house: bool, start: Start) -> Target {
        let met = met(self.ticket, kind);
        let (promise, start) = self.terms(kind, house).unwrap_or((promise, start));
        let within = within_in_force(self.ticket, kind, promise);
        let until = met.map_or(self.now, |m| m.at.min(self.now));
        let moments = self.moments(&Count { promise, within, start, until });
        let mut target = Target {
            kind,
            house,
            promise: promise.clone(),
            within,
            start,
            state: TargetState::None,
            expected: moments.as_ref().and_then(|m| m.expected),
            due: moments.as_ref().map(|m| m.deadline.due),
            breach_after: moments.as_ref().map(|m| m.deadline.breach_after),
            at_risk_from: moments.as_ref().map(|m| m.at_risk_from),
            met: met.map(|m| m.at),
            left: None,
            whole: moments.as_ref().map(|m| m.whole),
        };
        target.state = self.state(&target);
        target.left = if target.is_unmet() { target.due.and_then(|due| self.left(&target, due)) } else { None };
        target
    }

    /// Promise and start of a target that was met under other terms than those in force; none where they are the same, or
    /// promised no such moment.
    fn terms(&self, kind: TargetKind, house: bool) -> Option<(&Promise, Start)> {
        let (plan, severity) = terms(self.ticket, self.contract, kind);
        if (plan, severity) == (&self.ticket.plan, severity_in_force(self.ticket, self.contract)) {
            return None;
        }
        let promises = if house { Contract::house_promises } else { Contract::promises };
        let promise = promises(self.contract, plan, severity)?.get(kind)?;
        Some((promise, start(self.ticket, self.contract, severity)))
    }

    /// None where no clock has started, for a release without a date, and past the years of the support clock.
    fn moments(&self, count: &Count<'_>) -> Option<Moments> {
        let Start::At(start) = count.start else { return None };
        let Within::Span(span) = count.within else { return self.release(start) };
        let clock = count.promise.clock;
        let on = counted_on(span, clock);
        let promised = self.clock.deadline(start, span, clock).ok()?;
        let whole = self.clock.elapsed_on(on, start, promised.due).ok()?;
        let (warn, warn_on) = match count.promise.expected {
            Some(expected) => (self.clock.deadline(start, expected, clock), counted_on(expected, clock)),
            None => (self.clock.deadline(start, Span::Time(whole - whole / 4), on), on),
        };
        let at_risk_from = self.moved(start, warn.ok()?, warn_on, count.until)?.due;
        Some(Moments {
            expected: count.promise.expected.map(|_| at_risk_from),
            deadline: self.moved(start, promised, on, count.until)?,
            at_risk_from,
            whole,
        })
    }

    /// The moment at which so many seconds of the target's own clock are used up, pauses left out.
    fn after(&self, target: &Target, used: i64) -> Option<Instant> {
        let Start::At(start) = target.start else { return None };
        self.passed(target, start, used)
    }

    /// The moment at which so many seconds of the target's own clock have passed since `since`, pauses left out.
    fn passed(&self, target: &Target, since: Instant, seconds: i64) -> Option<Instant> {
        if target.within == Within::NextRelease {
            return Some(since.plus(seconds));
        }
        let on = target.clock();
        let passed = self.clock.deadline(since, Span::Time(seconds), on).ok()?;
        Some(self.moved(since, passed, on, self.now)?.due)
    }

    /// The end of the next release's day. Neither a closed desk nor a pause moves a release.
    fn release(&self, start: Instant) -> Option<Moments> {
        let due = self.contract.next_release(start)?;
        let whole = due.since(start);
        let deadline = Deadline { due, breach_after: due };
        Some(Moments { expected: None, deadline, at_risk_from: start.plus(whole - whole / 4), whole })
    }

    /// The deadline, moved on by the time of its clock that passed in each pause before it.
    fn moved(&self, start: Instant, promised: Deadline, on: ClockKind, until: Instant) -> Option<Deadline> {
        let mut deadline = promised;
        for pause in &self.pauses {
            let (from, to) = (pause.from.max(start), pause.to.unwrap_or(until).min(until));
            if from >= deadline.due {
                break;
            }
            let paused = self.clock.elapsed_on(on, from, to).ok()?;
            deadline = match on {
                ClockKind::Support if paused > 0 => self.clock.after(deadline.due, paused).ok()?,
                ClockKind::Support => deadline,
                ClockKind::Calendar => self.clock.deadline(deadline.due, Span::Time(paused), on).ok()?,
            };
        }
        Some(deadline)
    }

    fn state(&self, target: &Target) -> TargetState {
        if self.ticket.exclusion.is_some() {
            return TargetState::Excluded;
        }
        let late = |at: Instant| target.breach_after.is_some_and(|last| at > last);
        match (target.met, target.due, target.start) {
            (Some(at), _, _) if late(at) => TargetState::MetLate,
            (Some(_), _, _) => TargetState::Met,
            (None, None, Start::NoClock) => TargetState::NoClock,
            (None, None, Start::At(_)) => TargetState::None,
            (None, Some(_), _) if late(self.now) => TargetState::Breached,
            (None, Some(_), _) if self.stands_still(target) => TargetState::Stopped,
            (None, Some(_), _) if target.at_risk_from.is_some_and(|from| self.now >= from) => TargetState::AtRisk,
            (None, Some(_), _) => TargetState::Running,
        }
    }

    /// Support is closed, or the contract pauses the clock.
    fn stands_still(&self, target: &Target) -> bool {
        self.pauses.iter().any(|p| p.to.is_none())
            || target.clock() == ClockKind::Support && matches!(self.clock.opening(self.now), Opening::Closed(_))
    }

    fn left(&self, target: &Target, due: Instant) -> Option<i64> {
        if self.now <= due {
            self.clock.elapsed_on(target.clock(), self.now, due).ok()
        } else {
            self.clock.elapsed_on(target.clock(), due, self.now).ok().map(|over| -over)
        }
    }
}

/// How the deadline is named: a correction is due by its fallback from when a workaround is known to be impossible. Once
/// it is corrected, what became known later changes nothing.
fn within_in_force(ticket: &Ticket, kind: TargetKind, promise: &Promise) -> Within {
    let known_in_time =
        |impossible: &Mark| ticket.corrected().is_none_or(|m| (impossible.at, impossible.place) < (m.at, m.place));
    match (kind, promise.otherwise, &ticket.no_workaround) {
        (TargetKind::Correction, Some(otherwise), Some(mark)) if known_in_time(mark) => otherwise,
        _ => promise.within,
    }
}

impl Target {
    /// The clock on which its time left is told.
    pub const fn clock(&self) -> ClockKind {
        match self.within {
            Within::Span(span) => counted_on(span, self.promise.clock),
            Within::NextRelease => ClockKind::Calendar,
        }
    }
}

/// Calendar days count real time on either clock, support days support time on either.
const fn counted_on(span: Span, clock: ClockKind) -> ClockKind {
    match span {
        Span::Time(_) => clock,
        Span::Days(_) => ClockKind::Calendar,
        Span::SupportDays(_) => ClockKind::Support,
    }
}

#[cfg(test)]
mod tests;
