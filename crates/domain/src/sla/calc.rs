//! Works out the deadlines of a report without a ticket: what `frist calc` and the new-ticket form ask.

use std::collections::BTreeMap;

use crate::contract::{Contract, Promise, TargetKind, Within};
use crate::time::{ClockKind, Deadline, Instant, OutOfRange, Span};

use super::compute::{counted_on, promised};
use super::deadline::{deadline_of, holds_outside};

/// The deadlines of one promise from one start. All are none where the promise names no time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PromisedDeadline {
    /// The moment that is promised.
    pub target: TargetKind,
    /// The first value of a range.
    pub expected: Option<Instant>,
    /// The deadline.
    pub due: Option<Instant>,
    /// The last moment at which it can still be met.
    pub breach_after: Option<Instant>,
    /// The deadline once no workaround is possible, where that has a time.
    pub otherwise: Option<Instant>,
    /// The target that has to be met before this one begins, and is not met: then there is no deadline yet.
    pub waits_for: Option<TargetKind>,
    /// The clock on which the time left until it is due is told.
    pub clock: ClockKind,
    /// Whether what holds outside the promise's hours counts: real time.
    pub outside: bool,
}

/// What has happened since a report.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Happened {
    /// The moments at which targets were met.
    pub met: BTreeMap<TargetKind, Instant>,
    /// The last word to the customer, if there was any since the report.
    pub told: Option<Instant>,
}

impl Happened {
    /// Returns when that target was met, if it was: a workaround or a fix meets a correction.
    fn met(&self, kind: TargetKind) -> Option<Instant> {
        let of = |kind| self.met.get(&kind).copied();
        let mended = || of(TargetKind::Workaround).into_iter().chain(of(TargetKind::Fix)).min();
        of(kind).or_else(|| (kind == TargetKind::Correction).then(mended)?)
    }
}

/// Returns the deadlines that `plan` and `severity` give a report at `start` of which nothing is known to have happened
/// since, in the order of [`TargetKind::ALL`].
pub fn answer_targets(
    contract: &Contract,
    plan: &str,
    severity: &str,
    start: Instant,
) -> Result<Vec<PromisedDeadline>, OutOfRange> {
    answer_targets_since(contract, plan, severity, start, &Happened::default())
}

/// Returns the deadlines as [`answer_targets`] does, where `happened` says what targets count from.
pub fn answer_targets_since(
    contract: &Contract,
    plan: &str,
    severity: &str,
    start: Instant,
    happened: &Happened,
) -> Result<Vec<PromisedDeadline>, OutOfRange> {
    start.checked()?;
    let Some(promises) = contract.promises(plan, severity) else { return Ok(Vec::new()) };
    let answered = |(target, promise): (TargetKind, &Promise)| {
        let from = match promise.from {
            Some(from) => happened.met(from).ok_or(from),
            None if target == TargetKind::Update => Ok(happened.told.unwrap_or(start)),
            None => Ok(start),
        };
        match from {
            Ok(from) => answer(contract, (target, promise), from),
            Err(waits_for) => Ok(PromisedDeadline { waits_for: Some(waits_for), ..PromisedDeadline::none(target) }),
        }
    };
    promised(promises).map(answered).collect()
}

fn answer(
    contract: &Contract,
    (target, promise): (TargetKind, &Promise),
    from: Instant,
) -> Result<PromisedDeadline, OutOfRange> {
    let at = |span: Span| deadline_of(contract, promise, span, from);
    let release = |due| Deadline { due, breach_after: due };
    let timed = |within: Within| match within {
        Within::Span(span) => at(span).map(Some),
        Within::NextRelease => from.checked().map(|_| contract.next_release(from).map(release)),
    };
    let outside = holds_outside(contract, promise, from)?;
    let deadline = outside.map_or_else(|| timed(promise.within), |outside| Ok(Some(outside)))?;
    let goal = deadline.filter(|_| promise.goal).map(|d| d.due);
    let deadline = deadline.filter(|_| !promise.goal);
    let expected = promise.expected.filter(|_| outside.is_none()).map(at).transpose()?;
    let otherwise = promise.otherwise.map(timed).transpose()?.flatten();
    Ok(PromisedDeadline {
        expected: expected.map(|d| d.due).or(goal),
        due: deadline.map(|d| d.due),
        breach_after: deadline.map(|d| d.breach_after),
        otherwise: otherwise.map(|d| d.due),
        clock: match promise.within {
            Within::Span(span) if outside.is_none() => counted_on(span, promise.clock),
            _ => ClockKind::Calendar,
        },
        outside: outside.is_some(),
        ..PromisedDeadline::none(target)
    })
}

impl PromisedDeadline {
    const fn none(target: TargetKind) -> Self {
        Self {
            target,
            expected: None,
            due: None,
            breach_after: None,
            otherwise: None,
            waits_for: None,
            clock: ClockKind::Support,
            outside: false,
        }
    }
}
