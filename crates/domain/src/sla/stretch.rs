//! Cuts a target into what is counted at once: from the moment that it counts from until something meets it. An update of
//! the customer has many such stretches, one from each word to the next; a gap that went past its last moment stays a
//! missed update.

use crate::contract::{Contract, Promise, TargetKind, Within};
use crate::ticket::Ticket;
use crate::time::{Instant, Span};

use super::compute::{TargetCase, capped, met};
use super::terms::{TargetTermsAt, TicketMoment};
use super::{MissedUpdate, Start, Target, TargetState, overrun};

/// A target from one moment that it counts from until it was met.
#[derive(Clone, Copy, Debug)]
pub(super) struct TargetStretch {
    pub(super) kind: TargetKind,
    /// Whether it is an internal target of the desk's.
    pub(super) house: bool,
    /// What met it, if anything did.
    pub(super) met: Option<TicketMoment>,
    /// The word to the customer, or the reopening, that an update counts from, or none where that is the report.
    told: Option<Instant>,
}

impl TargetStretch {
    /// Returns the stretch that goes on now, or was the last.
    pub(super) fn present(ticket: &Ticket, kind: TargetKind, house: bool) -> Self {
        if kind != TargetKind::Update {
            return Self { kind, house, met: met(ticket, kind), told: None };
        }
        let ended = updates_end(ticket, house);
        let told = bounds(ticket, house, ended).last().map(|bound| bound.at.0);
        Self { kind, house, met: ended, told }
    }

    /// Returns the start of the clocks as this target takes it. The desk keeps a customer informed whose report starts no
    /// clock of the vendor's as well.
    pub(super) fn clocks(&self, start: Start, ticket: &Ticket) -> Start {
        match start {
            Start::NoClock if self.house && self.kind == TargetKind::Update => Start::At(ticket.reported()),
            start => start,
        }
    }

    /// Returns the moment that the target counts from by that promise, where its clocks start at `start`: where it counts
    /// from another target, when that was met, and of an update the last word to the customer; not before `start`.
    pub(super) fn begins(&self, ticket: &Ticket, promise: &Promise, start: Start) -> Start {
        match (start, promise.from) {
            (Start::At(start), _) if self.kind == TargetKind::Update => {
                Start::At(self.told.map_or(start, |told| told.max(start)))
            }
            (Start::At(start), Some(from)) => {
                met(ticket, from).map_or(Start::WaitsFor(from), |(at, _)| Start::At(at.max(start)))
            }
            (start, _) => start,
        }
    }
}

/// Returns when the customer need not be updated any more: the closing ends what the vendor has promised, and what the desk
/// asks of itself ends when the ticket is fixed.
fn updates_end(ticket: &Ticket, house: bool) -> Option<TicketMoment> {
    let fixed = ticket.fixed.as_ref().filter(|_| house);
    ticket.closed.iter().chain(fixed).map(|mark| (mark.at, mark.place)).min()
}

/// A moment at which the gap between two words to the customer ends, and the next one begins.
struct GapBound {
    at: TicketMoment,
    /// Whether it is a reopening: nothing was owed before it, so that no gap ends there.
    only_begins: bool,
}

/// Returns the words to the customer up to the moment at which updates end, in order, with each ending that did not hold and
/// its reopening: what the customer was told between the two is no update that was owed.
fn bounds(ticket: &Ticket, house: bool, ended: Option<TicketMoment>) -> Vec<GapBound> {
    let rests: Vec<(TicketMoment, TicketMoment)> = ticket
        .withdrawn_ends
        .iter()
        .filter_map(|end| Some((end.closed.into_iter().chain(end.fixed.filter(|_| house)).min()?, end.reopened)))
        .collect();
    let rests_at = |word: &TicketMoment| rests.iter().any(|(from, to)| from < word && word < to);
    let words = ticket.told.iter().filter(|word| !rests_at(word)).map(|word| (*word, false));
    let rests = rests.iter().flat_map(|(from, to)| [(*from, false), (*to, true)]);
    let bounds = words.chain(rests).filter(|(at, _)| ended.is_none_or(|ended| *at <= ended));
    let mut bounds: Vec<GapBound> = bounds.map(|(at, only_begins)| GapBound { at, only_begins }).collect();
    bounds.sort_by_key(|bound| bound.at);
    bounds
}

impl<'a> TargetCase<'a> {
    /// Returns the update with the gaps that went past their last moments. Where nothing of the kind is promised any more,
    /// the last of these gaps stands for it.
    pub(super) fn with_missed(
        &self,
        target: Option<Target>,
        terms: &[TargetTermsAt<'a>],
        present: &TargetStretch,
    ) -> Option<Target> {
        let mut from = None;
        let (mut missed, mut last) = (Vec::new(), None);
        let end = present.met.map(|at| GapBound { at, only_begins: false });
        for GapBound { at, only_begins } in bounds(self.ticket, present.house, present.met).into_iter().chain(end) {
            let gap = TargetStretch { met: Some(at), told: from, ..*present };
            from = Some(at.0);
            if only_begins {
                continue;
            }
            let Some(late) = self.late(terms, &gap) else { continue };
            missed.extend(MissedUpdate::of(self.contract, &late));
            last = Some(late);
        }
        let mut target = target.or(last)?;
        if target.state == TargetState::Met && !missed.is_empty() {
            target.state = TargetState::MetLate;
        }
        target.missed = missed;
        Some(target)
    }

    /// Returns the target of a gap that was longer than promised.
    fn late(&self, terms: &[TargetTermsAt<'a>], gap: &TargetStretch) -> Option<Target> {
        if let ([terms], Some((told, _)), Some(from)) = (terms, gap.met, gap.told)
            && terms.promised.is_none_or(|(promise, _)| told.since(from) <= surely_open(promise))
        {
            return None;
        }
        let target = self.target_of(terms, gap)?;
        target.met.zip(target.breached_from()).is_some_and(|(met, late)| met >= late).then_some(target)
    }
}

/// Returns seconds of real time that are in time whatever the hours: most gaps are, and cost no deadline.
fn surely_open(promise: &Promise) -> i64 {
    let real = |span: Span| if let Span::Time(seconds) = span { seconds } else { 0 };
    let Within::Span(within) = promise.within else { return 0 };
    promise.outside.map_or_else(|| real(within), |outside| real(within).min(real(outside)))
}

impl MissedUpdate {
    /// Returns what is kept of the target of such a gap.
    fn of(contract: &Contract, late: &Target) -> Option<Self> {
        let Start::At(from) = late.start else { return None };
        Some(Self {
            from,
            due: late.due?,
            breach_after: late.breach_after?,
            until: late.met?,
            changed: late.terms.since.filter(|_| late.terms.at_once),
            clock: late.clock(),
            over: overrun(contract, late),
        })
    }
}

/// Returns of each kind, in the order of [`TargetKind::ALL`], whether any terms that the ticket has had promise it: the
/// others cost nothing.
pub(super) fn promised_kinds(ticket: &Ticket, contract: &Contract, house: bool) -> [bool; TargetKind::ALL.len()] {
    let mut any = [false; TargetKind::ALL.len()];
    if house && contract.house.plans.is_empty() && contract.house.update.is_none() {
        return any;
    }
    let former = ticket.former.iter().map(|former| (former.plan.as_str(), former.severity.as_str()));
    for (plan, severity) in former.chain([(ticket.plan.as_str(), ticket.severity.as_str())]) {
        let lowered = capped(severity, contract);
        let as_set = Some(severity).filter(|_| lowered != severity);
        for severity in as_set.into_iter().chain([lowered]) {
            let promises = contract.promises_of(house, (plan, severity));
            for (kind, any) in TargetKind::ALL.into_iter().zip(&mut any) {
                *any |= promises.is_some_and(|promises| promises.get(kind).is_some());
            }
        }
    }
    any[TargetKind::Update as usize] |= house && contract.house.update.is_some();
    any
}

#[cfg(test)]
mod tests;
