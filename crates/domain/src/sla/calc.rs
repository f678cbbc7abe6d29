//! Works out the deadlines of a report without a ticket: what `frist calc` and the new-ticket form ask.

use crate::contract::{Contract, DeadlineRule, TargetKind};
use crate::time::{Deadline, Instant, OutOfRange, Span};

use super::compute::promised;

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
}

/// Returns the deadlines that `plan` and `severity` give a report at `start`, in the order response, work start, correction.
pub fn answer_targets(
    contract: &Contract,
    plan: &str,
    severity: &str,
    start: Instant,
) -> Result<Vec<PromisedDeadline>, OutOfRange> {
    let Some(promises) = contract.promises(plan, severity) else {
        start.checked()?;
        return Ok(Vec::new());
    };
    let clock = &contract.support.clock;
    let mut answers = Vec::new();
    for (target, promise) in promised(promises) {
        let at = |span: Span| clock.deadline(start, span, promise.clock);
        let release = |due| Deadline { due, breach_after: due };
        let timed = |within: DeadlineRule| match within {
            DeadlineRule::Span(span) => at(span).map(Some),
            DeadlineRule::NextRelease => start.checked().map(|_| contract.next_release(start).map(release)),
        };
        let deadline = timed(promise.within)?;
        let goal = deadline.filter(|_| promise.goal).map(|d| d.due);
        let deadline = deadline.filter(|_| !promise.goal);
        let expected = promise.expected.map(at).transpose()?;
        let otherwise = promise.otherwise.map(timed).transpose()?.flatten();
        answers.push(PromisedDeadline {
            target,
            expected: expected.map(|d| d.due).or(goal),
            due: deadline.map(|d| d.due),
            breach_after: deadline.map(|d| d.breach_after),
            otherwise: otherwise.map(|d| d.due),
        });
    }
    Ok(answers)
}
