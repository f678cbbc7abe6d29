//! The rules that turn a ticket and its contract into targets.
//!
//! The rules are those of the contract format: "Start", "Ranges", "Due, breached", "Pauses", "Correction", "Next
//! release", and Missoun's cap on severity once a workaround stands.

use crate::domain::contract::{Contract, Promise, Promises, TargetKind, Within};
use crate::domain::ticket::{Ticket, Wait};
use crate::domain::time::{ClockKind, Deadline, Instant, Opening, Span, SupportClock};

use super::{Sla, Start, Target, TargetState};

/// What is promised for `ticket` under `contract`, as it stands at `now`.
///
/// A closed ticket stands as it stood at its closing.
pub fn sla(ticket: &Ticket, contract: &Contract, now: Instant) -> Sla {
    let now = ticket.closed.as_ref().map_or(now, |closed| closed.at.min(now));
    let severity = severity_in_force(ticket, contract).to_owned();
    let start = start(ticket, contract, &severity);
    let case = Case { ticket, clock: &contract.support.clock, pauses: pauses(ticket, contract), start, now };
    let targets = match contract.promises(&ticket.plan, &severity) {
        Some(promises) if !ticket.withdrawn => promised(promises).map(|(k, p)| case.target(k, p)).collect(),
        _ => Vec::new(),
    };
    let age = contract.support.clock.elapsed(ticket.reported(), now).unwrap_or(0);
    Sla { severity, start, targets, age }
}

/// The promises that there are, in the order in which they are told.
pub fn promised(promises: &Promises) -> impl Iterator<Item = (TargetKind, &Promise)> {
    TargetKind::ALL.into_iter().filter_map(|kind| promises.get(kind).map(|p| (kind, p)))
}

/// The severity that counts: the one set, but once a workaround stands no more severe than the contract's cap
/// (Missoun, "Priority Levels").
pub fn severity_in_force<'a>(ticket: &'a Ticket, contract: &'a Contract) -> &'a str {
    let cap = contract.priority.as_ref().and_then(|p| p.workaround_cap.as_deref());
    match (cap, &ticket.workaround) {
        (Some(cap), Some(_)) if contract.rank(&ticket.severity) < contract.rank(cap) => cap,
        _ => &ticket.severity,
    }
}

/// The first report by a channel that counts for that severity.
fn start(ticket: &Ticket, contract: &Contract, severity: &str) -> Start {
    let channels = contract.channels(severity);
    let counts = |channel: &String| channels.is_empty() || channels.contains(channel);
    let first = ticket.reports.iter().filter(|r| counts(&r.channel)).map(|r| r.at).min();
    first.map_or(Start::NoClock, Start::At)
}

/// The waiting that stops the clock under this contract.
fn pauses(ticket: &Ticket, contract: &Contract) -> Vec<Wait> {
    ticket.waits.iter().filter(|w| contract.support.pause.contains(&w.on)).copied().collect()
}

/// One ticket at one moment, with what all its targets share.
struct Case<'a> {
    ticket: &'a Ticket,
    clock: &'a SupportClock,
    pauses: Vec<Wait>,
    start: Start,
    now: Instant,
}

/// The moments of one target.
struct Moments {
    expected: Option<Instant>,
    deadline: Deadline,
    at_risk_from: Instant,
    whole: i64,
}

impl Case<'_> {
    fn target(&self, kind: TargetKind, promise: &Promise) -> Target {
        let met = self.met(kind);
        let moments = self.moments(kind, promise);
        let mut target = Target {
            kind,
            promise: promise.clone(),
            state: TargetState::None,
            expected: moments.as_ref().and_then(|m| m.expected),
            due: moments.as_ref().map(|m| m.deadline.due),
            breach_after: moments.as_ref().map(|m| m.deadline.breach_after),
            at_risk_from: moments.as_ref().map(|m| m.at_risk_from),
            met,
            left: None,
            whole: moments.as_ref().map(|m| m.whole),
        };
        target.state = self.state(&target);
        target.left = if target.is_unmet() { target.due.and_then(|due| self.left(&target, due)) } else { None };
        target
    }

    fn met(&self, kind: TargetKind) -> Option<Instant> {
        let mark = match kind {
            TargetKind::Response => self.ticket.responded.as_ref(),
            TargetKind::WorkStart => self.ticket.work_began(),
            TargetKind::Correction => self.ticket.corrected(),
        };
        mark.map(|m| m.at)
    }

    /// None where no clock has started, for a release without a date, and past the years of the support clock.
    fn moments(&self, kind: TargetKind, promise: &Promise) -> Option<Moments> {
        let Start::At(start) = self.start else { return None };
        let Within::Span(span) = within_in_force(self.ticket, kind, promise) else { return None };
        let on = counted_on(span, promise.clock);
        let deadline = self.deadline(start, span, promise.clock, on)?;
        let expected = match promise.expected {
            Some(span) => Some(self.deadline(start, span, promise.clock, on)?.due),
            None => None,
        };
        let whole = self.clock.elapsed_on(on, start, deadline.due).ok()?;
        let three_quarters = Span::Time(whole - whole / 4);
        let at_risk_from = match expected {
            Some(expected) => expected,
            None => self.clock.deadline(start, three_quarters, on).ok()?.due,
        };
        Some(Moments { expected, deadline, at_risk_from, whole })
    }

    /// The deadline, moved on by the time of its clock that passed in each pause before it.
    fn deadline(&self, start: Instant, span: Span, clock: ClockKind, on: ClockKind) -> Option<Deadline> {
        let mut deadline = self.clock.deadline(start, span, clock).ok()?;
        for pause in &self.pauses {
            let (from, to) = (pause.from.max(start), pause.to.unwrap_or(self.now));
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
        match (target.met, target.due, self.start) {
            (Some(at), _, _) if late(at) => TargetState::MetLate,
            (Some(_), _, _) => TargetState::Met,
            (None, None, Start::NoClock) => TargetState::NoClock,
            (None, None, Start::At(_)) => TargetState::None,
            (None, Some(_), _) if late(self.now) => TargetState::Breached,
            (None, Some(due), _) if self.stands_still(target, due) => TargetState::Stopped,
            (None, Some(_), _) if target.at_risk_from.is_some_and(|from| self.now >= from) => TargetState::AtRisk,
            (None, Some(_), _) => TargetState::Running,
        }
    }

    /// Support is closed, or the contract pauses the clock. Past `due` but not breached, support is closed as well.
    fn stands_still(&self, target: &Target, due: Instant) -> bool {
        if self.pauses.iter().any(|p| p.to.is_none()) {
            return true;
        }
        let on = clock_in_force(self.ticket, target.kind, &target.promise);
        on == ClockKind::Support && (self.now > due || matches!(self.clock.opening(self.now), Opening::Closed(_)))
    }

    fn left(&self, target: &Target, due: Instant) -> Option<i64> {
        let on = clock_in_force(self.ticket, target.kind, &target.promise);
        if self.now <= due {
            self.clock.elapsed_on(on, self.now, due).ok()
        } else {
            self.clock.elapsed_on(on, due, self.now).ok().map(|over| -over)
        }
    }
}

/// How the deadline is named as things stand: once a workaround is known to be impossible, a correction is due by its
/// fallback.
pub(super) fn within_in_force(ticket: &Ticket, kind: TargetKind, promise: &Promise) -> Within {
    match (kind, promise.otherwise, &ticket.no_workaround, &ticket.workaround) {
        (TargetKind::Correction, Some(otherwise), Some(_), None) => otherwise,
        _ => promise.within,
    }
}

/// The clock on which a target's time left is told.
pub(super) fn clock_in_force(ticket: &Ticket, kind: TargetKind, promise: &Promise) -> ClockKind {
    match within_in_force(ticket, kind, promise) {
        Within::Span(span) => counted_on(span, promise.clock),
        Within::NextRelease => ClockKind::Calendar,
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
