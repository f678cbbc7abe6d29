//! Decides by which terms each target counts over a ticket's life: the contract format's "Change of severity, plan,
//! fallback" and "Next release after a change".
//!
//! [`sequence`] tells one after another which terms held for a target; [`counting`] walks through them and stops at those
//! by which the target was met or broken. What was met stays met, what was broken stays broken, and everything else counts
//! by what holds now.

use crate::contract::{Contract, Promise, SeverityChange, TargetKind, Within};
use crate::ticket::{EventMark, Ticket};
use crate::time::Instant;

use super::Start;
use super::compute::capped;

/// A moment of a ticket's life: when, and behind which of its events.
pub(super) type TicketMoment = (Instant, u32);

/// Terms that held for one target, from a moment of the ticket's life on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct TargetTermsAt<'a> {
    /// The change that brought them, or none where they held from the report on.
    pub(super) since: Option<TicketMoment>,
    /// The id of the plan.
    pub(super) plan: &'a str,
    /// The id of the severity, lowered by a workaround that stands.
    pub(super) severity: &'a str,
    /// The promise, with how its deadline is named, or none where no such moment is promised.
    pub(super) promised: Option<(&'a Promise, Within)>,
}

/// The terms that one target counts by.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct CountingTerms<'a> {
    pub(super) plan: &'a str,
    pub(super) severity: &'a str,
    pub(super) promise: &'a Promise,
    pub(super) within: Within,
    /// The moment from which its time counts.
    pub(super) start: Start,
    /// The moment from which the vendor's releases are looked through: the report, or when "next release" began to
    /// hold.
    pub(super) release_from: Option<Instant>,
    /// The change that brought these terms, or none where they hold since the report.
    pub(super) since: Option<Instant>,
    /// Whether it was met before that change, while nothing of the kind was promised: no later promise makes that late.
    pub(super) met_before: bool,
    /// The first change that it did not follow, as it was met or broken by then.
    pub(super) kept: Option<Instant>,
}

/// Returns the terms that held for a target, in order, each from where the one before ends; never empty.
///
/// `house` asks for the desk's internal target instead of the vendor's promise. A change that leaves all of it as it
/// was is none.
pub(super) fn sequence<'a>(
    ticket: &'a Ticket,
    contract: &'a Contract,
    kind: TargetKind,
    house: bool,
) -> Vec<TargetTermsAt<'a>> {
    let begins = begins(ticket);
    let at = |moment: TicketMoment, since| terms_at(ticket, contract, (kind, house), moment, since);
    let mut terms = vec![at(begins, None)];
    for change in changes(ticket, contract, kind).into_iter().filter(|change| *change > begins) {
        let next = at(change, Some(change));
        let same = |last: &TargetTermsAt<'_>| TargetTermsAt { since: next.since, ..*last } == next;
        if !terms.last().is_some_and(same) {
            terms.push(next);
        }
    }
    terms
}

/// Walks through the terms of a target up to those by which it counts; none where those promise no such moment.
///
/// `met` is what met it, `start` when the clocks of a severity start, and `last` until when a target could be met at
/// the moment of a change.
pub(super) fn counting<'a>(
    terms: &[TargetTermsAt<'a>],
    mode: SeverityChange,
    met: Option<TicketMoment>,
    start: impl Fn(&str) -> Start,
    last: impl Fn(&CountingTerms<'a>, Instant) -> Option<Instant>,
) -> Option<CountingTerms<'a>> {
    let mut counting: Option<CountingTerms<'a>> = None;
    for terms in terms {
        // In the second of the change the order of entry decides.
        let is_met = terms.since.is_some_and(|change| met.is_some_and(|met| met <= change));
        if let (Some(counting), Some(change)) = (&mut counting, terms.since)
            && (is_met || last(counting, change.0).is_some_and(|last| last < change.0))
        {
            counting.kept = Some(change.0);
            break;
        }
        let followed =
            terms.promised.map(|promised| follow(terms, promised, mode, start(terms.severity), counting.as_ref()));
        counting = followed.map(|counting| CountingTerms { met_before: is_met, ..counting });
    }
    counting
}

/// Returns the terms that follow on those `before`.
fn follow<'a>(
    terms: &TargetTermsAt<'a>,
    (promise, within): (&'a Promise, Within),
    mode: SeverityChange,
    start: Start,
    before: Option<&CountingTerms<'a>>,
) -> CountingTerms<'a> {
    let since = terms.since.map(|(at, _)| at);
    let start = match (start, since, mode) {
        (Start::At(at), Some(since), SeverityChange::Change) => Start::At(at.max(since)),
        _ => start,
    };
    // A target that waited for a release already goes on waiting for the same one, unless everything counts from the
    // change.
    let waited = before.filter(|before| before.within == Within::NextRelease && mode == SeverityChange::Report);
    let release_from = match (start, waited, since) {
        (Start::NoClock | Start::WaitsFor(_), ..) => None,
        (Start::At(_), Some(before), _) if before.release_from.is_some() => before.release_from,
        (Start::At(at), _, Some(since)) => Some(at.max(since)),
        (Start::At(at), _, None) => Some(at),
    };
    CountingTerms {
        plan: terms.plan,
        severity: terms.severity,
        promise,
        within,
        start,
        release_from: release_from.filter(|_| within == Within::NextRelease),
        since,
        met_before: false,
        kept: None,
    }
}

/// Returns the moment at which the round of targets begins: when the ticket came back, or before everything that
/// happened to it.
fn begins(ticket: &Ticket) -> TicketMoment {
    ticket.came_back.as_ref().map_or((Instant::from_secs(i64::MIN), 0), |mark| (mark.at, mark.place))
}

/// Returns every moment at which the terms of a target may have changed, in order.
fn changes(ticket: &Ticket, contract: &Contract, kind: TargetKind) -> Vec<TicketMoment> {
    let caps = contract.priority.as_ref().is_some_and(|priority| priority.workaround_cap.is_some());
    let capped = ticket.workaround.as_ref().filter(|_| caps);
    let fallback = ticket.no_workaround.as_ref().filter(|_| kind == TargetKind::Correction);
    let marks = [capped, fallback].into_iter().flatten().map(|mark| (mark.at, mark.place));
    let mut changes: Vec<TicketMoment> =
        ticket.former.iter().map(|former| (former.until, former.place)).chain(marks).collect();
    changes.sort_unstable();
    changes
}

/// Returns the terms that hold behind the event at that moment.
fn terms_at<'a>(
    ticket: &'a Ticket,
    contract: &'a Contract,
    (kind, house): (TargetKind, bool),
    moment: TicketMoment,
    since: Option<TicketMoment>,
) -> TargetTermsAt<'a> {
    let stands = |mark: &Option<EventMark>| mark.as_ref().is_some_and(|mark| (mark.at, mark.place) <= moment);
    let (plan, severity) = ticket.terms_at(moment);
    let severity = if stands(&ticket.workaround) { capped(severity, contract) } else { severity };
    let otherwise = kind == TargetKind::Correction && stands(&ticket.no_workaround);
    let of_kind = contract.promise(house, (plan, severity), kind).map(|promise| {
        let within = promise.otherwise.filter(|_| otherwise).unwrap_or(promise.within);
        (promise, within)
    });
    TargetTermsAt { since, plan, severity, promised: of_kind }
}

#[cfg(test)]
mod tests;
