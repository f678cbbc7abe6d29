//! Tells what an event did to deadlines that were still to be met: how each stood before it, and how after.

use std::sync::Arc;

use crate::contract::{Contract, TargetKind};
use crate::language::Language;
use crate::ticket::{Event, EventData, Ticket, TicketId, event};
use crate::time::Instant;

use super::{Start, Target, TargetState, sla};

/// How a target stands as far as its deadline is concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeadlineState {
    /// The target is still to be met, by that moment.
    Owed(Instant),
    /// The target is still to be met, and was to be met by that moment already before its terms held: the change has
    /// broken it.
    Broken(Instant),
    /// The target is still to be met, and no report counts.
    NoClock,
    /// The target is still to be met, and no date can be named.
    NoDate,
    /// The target is met.
    Met,
    /// The promise does not hold for the ticket.
    Excluded,
    /// Nothing is promised.
    NotPromised,
    /// The target was met, with the moment by which it was to be met: told where everything counts anew.
    MetBy {
        /// The moment by which it was to be met.
        due: Instant,
        /// Whether it was met after its last moment.
        late: bool,
    },
}

/// A target whose deadline an event changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DeadlineChange {
    /// The moment that is promised.
    pub kind: TargetKind,
    /// Whether the target is an internal one of the desk's.
    pub house: bool,
    /// How the target stood before the event.
    pub from: DeadlineState,
    /// How the target stood after the event.
    pub to: DeadlineState,
}

/// Returns what each of a ticket's events did to its deadlines, in the order of entry; no targets for most events.
///
/// Each event is weighed at the moment when it was entered. That a target is met is no change of its deadline; that it is
/// owed again is one. The time of a pause shows where the pause ends, or with the next event that changes the deadline.
/// The logging and the report that came with it set the first deadlines and change none.
///
/// `contract_of` finds the contract that the ticket counts by as it was then; what it does not find has no deadlines. Where
/// the report is corrected, targets that are met are told too, as their clocks count anew.
pub fn deadline_changes(
    id: TicketId,
    events: &[Event],
    contract_of: &dyn Fn(&Ticket) -> Option<Arc<Contract>>,
) -> Vec<Vec<DeadlineChange>> {
    let mut told = DeadlineTracker { contract_of, by_words: false, stands: Vec::new() };
    (0..events.len()).map(|place| told.event(id, events, place)).collect()
}

/// How the targets stood when they were last told.
struct DeadlineTracker<'a> {
    contract_of: &'a dyn Fn(&Ticket) -> Option<Arc<Contract>>,
    /// Whether a deadline can follow from a word to the customer, under the contract that the ticket counts by.
    by_words: bool,
    stands: DeadlineStates,
}

type DeadlineStates = Vec<((TargetKind, bool), DeadlineState)>;

impl DeadlineTracker<'_> {
    fn event(&mut self, id: TicketId, events: &[Event], place: usize) -> Vec<DeadlineChange> {
        let event = &events[place];
        let moves = event.what.moves_deadlines() || self.by_words && event.what.tells_customer();
        if place > 1 && !moves {
            return Vec::new();
        }
        let Some(after) = Ticket::fold(id, &events[..=place]) else { return Vec::new() };
        let Some(contract) = (self.contract_of)(&after) else { return Vec::new() };
        self.by_words = contract.counts_words();
        let anew = counts_anew(events, place);
        let now = stands(&after, &contract, event.recorded, anew);
        if place <= 1 {
            self.stands = now;
            return Vec::new();
        }
        let Some(before) = Ticket::fold(id, &events[..place]) else { return Vec::new() };
        if after.is_left() || before.is_left() {
            return Vec::new();
        }
        let Some(contract) = (self.contract_of)(&before) else { return Vec::new() };
        let was = stands(&before, &contract, event.recorded, anew);
        if anew {
            return self.all(&was, &now);
        }
        let ends_pause = matches!(event.action(), Some(EventData::Resumed | EventData::Waiting(_)));
        TargetKind::ALL
            .into_iter()
            .flat_map(|kind| [(kind, false), (kind, true)])
            .filter_map(|key| self.target(key, of(&was, key), of(&now, key), ends_pause))
            .collect()
    }

    /// Returns the changes of all targets, met or not, and notes how they stand.
    fn all(&mut self, was: &DeadlineStates, now: &DeadlineStates) -> Vec<DeadlineChange> {
        self.stands = now.iter().map(|(key, state)| (*key, state.without_moment())).collect();
        let keys = TargetKind::ALL.into_iter().flat_map(|kind| [(kind, false), (kind, true)]);
        let change = |(kind, house)| {
            let (from, to) = (of(was, (kind, house)), of(now, (kind, house)));
            (from != to).then_some(DeadlineChange { kind, house, from, to })
        };
        keys.filter_map(change).collect()
    }

    /// Returns the change of one target that is to be told, and notes it as told.
    fn target(
        &mut self,
        key: (TargetKind, bool),
        was: DeadlineState,
        now: DeadlineState,
        ends_pause: bool,
    ) -> Option<DeadlineChange> {
        if was == now && !(ends_pause && now.is_owed()) {
            return None;
        }
        let told = of(&self.stands, key);
        self.stands.retain(|(k, _)| *k != key);
        self.stands.push((key, now));
        // In a pause the earlier deadline has moved on already, unseen.
        let from = if was.is_owed() && told.is_owed() { told } else { was };
        let tells = now.is_owed() || from.is_owed() && now != DeadlineState::Met;
        let (kind, house) = key;
        (from != now && tells).then_some(DeadlineChange { kind, house, from, to: now })
    }
}

fn of(stands: &DeadlineStates, key: (TargetKind, bool)) -> DeadlineState {
    stands.iter().find(|(k, _)| *k == key).map_or(DeadlineState::NotPromised, |(_, stand)| *stand)
}

/// Returns how the targets stand at `now`; with their moments also where they are met, if `anew`.
fn stands(ticket: &Ticket, contract: &Contract, now: Instant, anew: bool) -> DeadlineStates {
    let targets = sla(ticket, contract, now).targets;
    let state = |target: &Target| match (target.state, target.due) {
        (TargetState::Met | TargetState::MetLate, Some(due)) if anew => {
            DeadlineState::MetBy { due, late: target.state == TargetState::MetLate }
        }
        _ => DeadlineState::of(target),
    };
    targets.iter().map(|target| ((target.kind, target.house), state(target))).collect()
}

/// Returns whether all clocks count anew by the event at that place: it corrects the report, or retracts what does.
fn counts_anew(events: &[Event], place: usize) -> bool {
    let mut at = place;
    while let Some(EventData::Retracted(event::Retracted { event })) = events[at].action()
        && (*event as usize) < at
    {
        at = *event as usize;
    }
    events[at].what.counts_anew()
}

impl DeadlineState {
    fn of(target: &Target) -> Self {
        match (target.state, target.due, target.start) {
            (TargetState::Excluded, ..) => Self::Excluded,
            _ if target.met.is_some() => Self::Met,
            (_, Some(due), _) if target.terms.at_once => Self::Broken(due),
            (_, Some(due), _) => Self::Owed(due),
            (_, None, Start::NoClock) => Self::NoClock,
            (_, None, Start::At(_) | Start::WaitsFor(_)) => Self::NoDate,
        }
    }

    /// Returns whether the target is still to be met.
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Owed(_) | Self::Broken(_) | Self::NoClock | Self::NoDate)
    }

    /// Returns the state as it is told where nothing counts anew.
    const fn without_moment(self) -> Self {
        match self {
            Self::MetBy { .. } => Self::Met,
            other => other,
        }
    }

    fn in_words(self, language: Language, say: impl Fn(Instant) -> String) -> String {
        match self {
            Self::MetBy { due, late: false } => language.met_due(say(due)),
            Self::MetBy { due, late: true } => language.met_late_due(say(due)),
            Self::Owed(due) => say(due),
            Self::Broken(due) => language.owed_broken(say(due)),
            Self::NoClock => language.not_started(),
            Self::NoDate => language.no_date(),
            Self::Met => language.met(),
            Self::Excluded => language.excluded(),
            Self::NotPromised => language.nothing_promised(),
        }
    }
}

impl DeadlineChange {
    /// Returns `response: Mon 10:00 → Mon 12:00`, with moments as `say` writes them.
    pub fn in_words(&self, say: impl Fn(Instant) -> String) -> String {
        self.said(Language::English, say)
    }

    /// Returns the change in a language.
    pub(crate) fn said(&self, language: Language, say: impl Fn(Instant) -> String) -> String {
        let kind = language.target(self.kind);
        let kind = if self.house { language.internal(kind) } else { kind };
        let (from, to) = (self.from.in_words(language, &say), self.to.in_words(language, &say));
        format!("{kind}: {from} → {to}")
    }
}

#[cfg(test)]
mod tests;
