//! Works out what a ticket comes to by going through its events with the agreement in hand: the second computation that
//! reports are checked against.

use frist::domain::contract::{Approval, Contract, Promise, SeverityChange, TargetKind, Within};
use frist::domain::report::GroupBy;
use frist::domain::ticket::{BreachReason, Event, EventData, event};
use frist::domain::time::{Date, Instant};

use super::{BOOK, NOW};

/// What a ticket comes to, by going through its events with the agreement in hand.
pub struct Plain {
    pub contract: &'static Contract,
    pub plan: String,
    pub severity: String,
    pub reported: Instant,
    pub agent: Option<String>,
    pub organisation: Option<&'static str>,
    pub minutes: u64,
    /// The minutes that the customer pays for, and those of them that were worked before the customer had approved.
    pub paid: u64,
    pub unapproved: u64,
    pub closed: bool,
    pub reason: Option<BreachReason>,
    /// The vendor's targets, and the desk's internal ones.
    pub targets: Vec<PlainTarget>,
    pub house: Vec<PlainTarget>,
    /// Whether this is a later round of a ticket that came back.
    pub again: bool,
}

pub struct PlainTarget {
    pub kind: TargetKind,
    pub plan: String,
    pub severity: String,
    /// The outcome, as the report's columns have it.
    pub outcome: &'static str,
    pub taken: Option<i64>,
    /// How far past its deadline a broken target was met or is, in seconds on its own clock.
    pub over: Option<i64>,
}

/// A moment, and the place of its event.
type At = (Instant, usize);

/// A stretch of a ticket's life in which the same was promised for one target.
struct Stretch {
    /// The change that it begins with; none for the report.
    change: Option<At>,
    /// The plan and the severity.
    terms: (String, String),
    /// The promise, and within what.
    promise: Option<(Promise, Within)>,
}

impl Stretch {
    fn since(&self) -> Instant {
        self.change.map_or(Instant::FIRST, |(at, _)| at)
    }
}

/// The kinds of targets that the agreements of this plain count promise.
pub const KINDS: [TargetKind; 3] = [TargetKind::Response, TargetKind::WorkStart, TargetKind::Correction];

/// The moment when a clock starts, the due moment, and the moment after which it is broken.
type Clock = (Option<Instant>, Option<(Instant, Instant)>);

/// Returns whether an event stands: unless a later one that stands takes it back.
fn stands(events: &[Event], place: usize) -> bool {
    !(place + 1..events.len()).any(|later| {
        matches!(events[later].action(), Some(EventData::Retracted(event::Retracted { event })) if *event as usize == place)
            && stands(events, later)
    })
}

fn earliest(moments: impl IntoIterator<Item = Option<At>>) -> Option<At> {
    moments.into_iter().flatten().min_by_key(|(at, _)| *at)
}

/// The events of a ticket that stand, with what the agreement says.
struct Life<'a> {
    pub contract: &'static Contract,
    /// The events, each with its place.
    standing: Vec<(usize, &'a Event)>,
    plan: &'a str,
    severity: &'a str,
    /// The name of the organisation that it was logged for.
    organisation: Option<&'static str>,
    /// The moment when the ticket came back into this round; none for the first one.
    begin: Option<At>,
    /// The moment when it came back out of it; none for the last one.
    end: Option<At>,
}

impl<'a> Life<'a> {
    /// Returns its rounds, one after another, each knowing nothing of what was entered after it.
    fn rounds(&self) -> Vec<Self> {
        let back = |(n, event): &(usize, &Event)| {
            (event.action() == Some(&EventData::CameBack)).then_some((event.happened, *n))
        };
        let backs: Vec<At> = self.standing.iter().filter_map(back).collect();
        let begins = std::iter::once(None).chain(backs.iter().copied().map(Some));
        let ends = backs.iter().copied().map(Some).chain([None]);
        let round = |(begin, end): (Option<At>, Option<At>)| {
            let known = |(n, _): &&(usize, &Event)| end.is_none_or(|(_, end)| *n < end);
            let standing = self.standing.iter().filter(known).copied().collect();
            Self {
                contract: self.contract,
                standing,
                plan: self.plan,
                severity: self.severity,
                organisation: self.organisation,
                begin,
                end,
            }
        };
        begins.zip(ends).map(round).collect()
    }

    /// Returns the life of a ticket; none for one that was withdrawn.
    fn of(events: &'a [Event]) -> Option<Self> {
        let Some(EventData::Logged(event::Logged { contract, plan, severity, organisation, .. })) = events[0].action()
        else {
            panic!()
        };
        let standing = (1..events.len()).filter(|n| stands(events, *n)).map(|n| (n, &events[n])).collect();
        stands(events, 0).then(|| Self {
            contract: BOOK.get(contract).unwrap(),
            standing,
            plan,
            severity,
            organisation: organisation.map(|id| if id.0 == 2 { "Beta" } else { "Acme" }),
            begin: None,
            end: None,
        })
    }

    /// Returns the first moment of such an event, among those of the round that were entered behind the place `after`.
    fn first(&self, wanted: fn(&EventData) -> bool, after: Option<usize>) -> Option<At> {
        let after = after.max(self.begin.map(|(_, n)| n));
        let fits = self
            .standing
            .iter()
            .filter(|(n, event)| event.action().is_some_and(wanted) && after.is_none_or(|after| *n > after));
        earliest(fits.map(|(n, event)| Some((event.happened, *n))))
    }

    /// Returns the last of such events in the order of entry.
    fn last(&self, wanted: fn(&EventData) -> bool) -> Option<(usize, &'a Event)> {
        self.standing.iter().rev().find(|(_, event)| event.action().is_some_and(wanted)).copied()
    }

    fn workaround(&self) -> Option<At> {
        self.first(|what| matches!(what, EventData::WorkaroundGiven), None)
    }

    fn corrected(&self) -> Option<At> {
        let reopened = self.last(|what| matches!(what, EventData::Reopened)).map(|(n, _)| n);
        // What was fixed before it was reopened is not.
        let fixed = self.first(|what| matches!(what, EventData::Fixed), reopened);
        earliest([self.workaround(), fixed])
    }

    fn met(&self, kind: TargetKind) -> Option<At> {
        match kind {
            TargetKind::Response => self.first(|what| matches!(what, EventData::Responded), None),
            // That work had begun with a fix that did not hold stays.
            TargetKind::WorkStart => self.first(
                |what| matches!(what, EventData::WorkStarted | EventData::WorkaroundGiven | EventData::Fixed),
                None,
            ),
            _ => self.corrected(),
        }
    }

    fn closed(&self) -> Option<&'a Event> {
        let last = self.last(|what| matches!(what, EventData::Closed(_) | EventData::Reopened | EventData::CameBack));
        last.map(|(_, event)| event).filter(|event| matches!(event.action(), Some(EventData::Closed(_))))
    }

    fn excluded(&self) -> Option<&'a String> {
        match self.last(|what| matches!(what, EventData::Excluded(_) | EventData::Included))?.1.action() {
            Some(EventData::Excluded(event::Excluded { cause, .. })) => Some(cause),
            _ => None,
        }
    }

    /// Returns every report's moment and channel.
    fn reports(&self) -> impl Iterator<Item = (Instant, &'a String)> {
        self.standing.iter().filter_map(|(_, event)| match event.action() {
            Some(EventData::Reported(event::Reported { channel })) => Some((event.happened, channel)),
            _ => None,
        })
    }

    /// Returns plan and severity at a moment, or now: what the last change in the order of entry that had happened before
    /// it left, the severity held down by a workaround that stood.
    fn terms(&self, moment: Option<At>) -> (String, String) {
        let mut terms = (self.plan.to_owned(), self.severity.to_owned());
        let mut held = terms.clone();
        for (n, event) in &self.standing {
            let Some(what) = event.action() else { continue };
            match what {
                EventData::PlanSet(event::PlanSet { plan }) => terms.0.clone_from(plan),
                EventData::SeveritySet(event::SeveritySet { severity })
                | EventData::PrioritySet(event::PrioritySet { severity, .. }) => terms.1.clone_from(severity),
                _ => continue,
            }
            if moment.is_none_or(|moment| (event.happened, *n) < moment) {
                held.clone_from(&terms);
            }
        }
        let cap = self.contract.priority.as_ref().and_then(|priority| priority.workaround_cap.clone());
        let stood = self.workaround().is_some_and(|workaround| moment.is_none_or(|moment| workaround < moment));
        let rank = |severity: &str| self.contract.rank(severity);
        let cap = cap.filter(|cap| stood && rank(&held.1) < rank(cap));
        (held.0, cap.unwrap_or(held.1))
    }

    /// Returns what is promised, or the desk's internal target.
    fn promise(&self, (plan, severity): &(String, String), kind: TargetKind, house: bool) -> Option<Promise> {
        let promises = if house {
            self.contract.house.plans.get(plan)?.get(severity)?
        } else {
            self.contract.promises(plan, severity)?
        };
        promises.get(kind).cloned()
    }

    /// Returns the moments at which what is promised may have changed, in order.
    fn changes(&self, kind: TargetKind) -> Vec<At> {
        let sets = |what: &EventData| {
            matches!(what, EventData::PlanSet(_) | EventData::SeveritySet(_) | EventData::PrioritySet(_))
        };
        let set = self
            .standing
            .iter()
            .filter(|(_, event)| event.action().is_some_and(sets))
            .map(|(n, event)| (event.happened, *n));
        let impossible = self.impossible().filter(|_| kind == TargetKind::Correction);
        let mut changes: Vec<At> = set.chain(self.workaround()).chain(impossible).collect();
        changes.retain(|change| self.begin.is_none_or(|begin| *change > begin));
        changes.sort_unstable();
        changes
    }

    fn impossible(&self) -> Option<At> {
        self.first(|what| matches!(what, EventData::WorkaroundImpossible), None)
    }

    /// Returns the stretches of its life in which the same was promised for a target: from which change on, under which
    /// plan and severity, and what.
    fn stretches(&self, kind: TargetKind, house: bool) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for change in std::iter::once(None).chain(self.changes(kind).into_iter().map(Some)) {
            // Behind the event of the change itself; before all of them, what it was logged with or came back with.
            let behind = change.or(self.begin).map_or((Instant::from_secs(i64::MIN), 0), |(at, n)| (at, n + 1));
            let terms = self.terms(Some(behind));
            let no_way = kind == TargetKind::Correction && self.impossible().is_some_and(|known| known < behind);
            let promise = self.promise(&terms, kind, house).map(|promise| {
                let within = promise.otherwise.filter(|_| no_way).unwrap_or(promise.within);
                (promise, within)
            });
            if stretches.last().is_none_or(|last| (&last.terms, &last.promise) != (&terms, &promise)) {
                stretches.push(Stretch { change, terms, promise });
            }
        }
        stretches
    }

    /// Returns the outcome of a target: that of the first stretch in which it was met or broken, else of the last.
    fn target(&self, kind: TargetKind, house: bool) -> Option<PlainTarget> {
        let met = self.met(kind);
        let stretches = self.stretches(kind, house);
        for (n, stretch) in stretches.iter().enumerate() {
            let end = stretches.get(n + 1).and_then(|next| next.change);
            let Some((start, deadline)) = self.clock(stretch) else { continue };
            let last = deadline.map(|(_, last)| last.max(stretch.since()));
            let settled =
                end.is_none_or(|end| met.is_some_and(|met| met <= end) || last.is_some_and(|last| last < end.0));
            if settled {
                return Some(self.came_out(kind, stretch, met, start, deadline));
            }
        }
        None
    }

    /// Returns when the clock starts in a stretch, the due moment and the moment after which it is broken; none where
    /// nothing is promised.
    fn clock(&self, stretch: &Stretch) -> Option<Clock> {
        let (promise, within) = stretch.promise.as_ref()?;
        let channels = self.contract.channels(&stretch.terms.1);
        let counts = |channel: &String| channels.is_empty() || channels.contains(channel);
        let reported = self.reports().filter(|(_, channel)| counts(channel)).map(|(at, _)| at).min();
        let first = self.begin.map(|(at, _)| at).or(reported);
        let from_change = self.contract.support.severity_change == SeverityChange::Change;
        let start = first.map(|at| if from_change { at.max(stretch.since()) } else { at });
        let clock = &self.contract.support.clock;
        let deadline = match within {
            Within::Span(span) => start.map(|start| clock.deadline(start, *span, promise.clock).unwrap()),
            Within::NextRelease => None,
        };
        Some((start, deadline.map(|deadline| (deadline.due, deadline.breach_after))))
    }

    fn came_out(
        &self,
        kind: TargetKind,
        stretch: &Stretch,
        met: Option<At>,
        start: Option<Instant>,
        deadline: Option<(Instant, Instant)>,
    ) -> PlainTarget {
        // Over before the stretch began: broken when it began. What was met before it, even in its second, was met under none.
        let met_before = stretch.change.is_some_and(|change| met.is_some_and(|met| met <= change));
        let from = deadline.map(|(_, last)| match last < stretch.since() {
            true if met_before => stretch.since().plus(1),
            true => stretch.since(),
            false => last.plus(1),
        });
        let outcome = self.outcome(met, start, from);
        let broken = deadline.filter(|_| matches!(outcome, "met_late" | "breached"));
        let until = met.map_or(self.now(), |(at, _)| at);
        let (clock, on) = (&self.contract.support.clock, stretch.promise.as_ref().unwrap().0.clock);
        let over = broken.map(|(due, _)| clock.elapsed_on(on, due.max(stretch.since()), until).unwrap().secs());
        let measured = start.zip(met).filter(|_| !matches!(outcome, "excluded" | "no_clock"));
        let taken = measured.map(|(start, (met, _))| clock.elapsed(start, met).unwrap().secs());
        let (plan, severity) = stretch.terms.clone();
        PlainTarget { kind, plan, severity, outcome, taken, over }
    }

    /// Returns until when its targets ran: a closed ticket keeps the state that it had then.
    fn now(&self) -> Instant {
        let end = self.end.map_or(NOW, |(at, _)| at);
        self.closed().map_or(end, |event| event.happened.min(end))
    }

    fn outcome(&self, met: Option<At>, start: Option<Instant>, broken_from: Option<Instant>) -> &'static str {
        let now = self.now();
        match (met, start, broken_from) {
            _ if self.excluded().is_some() => "excluded",
            (_, None, _) => "no_clock",
            (Some((at, _)), _, Some(from)) if at >= from => "met_late",
            (Some(_), ..) => "met",
            (None, _, Some(from)) if now >= from => "breached",
            (None, ..) => "running",
        }
    }
}

impl Plain {
    /// Returns its rounds: one for most tickets, none for one that was withdrawn.
    pub fn of(events: &[Event]) -> Vec<Self> {
        let Some(life) = Life::of(events) else { return Vec::new() };
        life.rounds().iter().map(|round| Self::of_round(&life, round, events)).collect()
    }

    fn of_round(life: &Life<'_>, round: &Life<'_>, events: &[Event]) -> Self {
        let (plan, severity) = life.rounds().last().unwrap().terms(None);
        let spent = |event: &Event| {
            if let Some(EventData::TimeSpent(event::TimeSpent { minutes, .. })) = event.action() {
                u64::from(*minutes)
            } else {
                0
            }
        };
        let billable = life.excluded().is_some_and(|cause| life.contract.scope.billable.contains(cause));
        let paid = |event: &&Event| {
            billable && matches!(event.action(), Some(EventData::TimeSpent(event::TimeSpent { unpaid: false, .. })))
        };
        let approvals =
            life.standing.iter().filter(|(_, event)| matches!(event.action(), Some(EventData::Approved(_))));
        let approved = approvals.map(|(_, event)| event.happened).min();
        let wanted = life.excluded().is_some_and(|cause| match &life.contract.scope.approval {
            Approval::None => false,
            Approval::All => true,
            Approval::For(causes) => causes.contains(cause),
        });
        let before = |event: &&Event| wanted && approved.is_none_or(|at| event.happened < at);
        let standing = || life.standing.iter().map(|(_, event)| *event);
        let agent =
            life.last(|what| matches!(what, EventData::Assigned(_))).and_then(|(_, event)| match event.action() {
                Some(EventData::Assigned(event::Assigned { to })) => to.clone(),
                _ => None,
            });
        let reported = round.reports().map(|(at, _)| at).min().unwrap_or(events[0].happened);
        let minutes = life.standing.iter().map(|(_, event)| spent(event)).sum();
        Self {
            contract: life.contract,
            plan,
            severity,
            reported: round.begin.map_or(reported, |(at, _)| at),
            agent,
            organisation: life.organisation,
            minutes: if round.begin.is_some() { 0 } else { minutes },
            paid: if round.begin.is_some() { 0 } else { standing().filter(paid).map(spent).sum() },
            unapproved: if round.begin.is_some() { 0 } else { standing().filter(paid).filter(before).map(spent).sum() },
            closed: round.closed().is_some(),
            reason: round.closed().and_then(|event| match event.action() {
                Some(EventData::Closed(event::Closed { reason, .. })) => *reason,
                _ => None,
            }),
            targets: KINDS.into_iter().filter_map(|kind| round.target(kind, false)).collect(),
            house: KINDS.into_iter().filter_map(|kind| round.target(kind, true)).collect(),
            again: round.begin.is_some(),
        }
    }

    pub fn date(&self) -> Date {
        self.contract.zone.wall(self.reported).date
    }

    pub fn names(&self, by: &[GroupBy], target: Option<&PlainTarget>) -> Vec<String> {
        let mut names = Vec::new();
        if by.iter().any(|by| matches!(by, GroupBy::Vendor | GroupBy::Plan | GroupBy::Severity)) {
            names.push(self.contract.id.clone());
        }
        for by in by {
            match by {
                GroupBy::Vendor => {}
                GroupBy::Plan => names.push(target.map_or(&self.plan, |target| &target.plan).clone()),
                GroupBy::Severity => names.push(target.map_or(&self.severity, |target| &target.severity).clone()),
                GroupBy::Target => names.push(target.unwrap().kind.key().to_owned()),
                GroupBy::Agent => names.push(self.agent.clone().unwrap_or_default()),
                GroupBy::Organisation => names.push(self.organisation.unwrap_or_default().to_owned()),
                GroupBy::Month => names.push(self.date().to_string()[..7].to_owned()),
            }
        }
        names
    }
}
