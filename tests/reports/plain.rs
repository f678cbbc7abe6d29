//! What a ticket comes to, by going through its events with the agreement in hand: the second computation that reports are
//! checked against.

use frist::domain::contract::{Approval, Contract, Promise, TargetKind, Within};
use frist::domain::report::By;
use frist::domain::ticket::{BreachReason, Event, What};
use frist::domain::time::{Date, Instant};

use super::{BOOK, NOW};

/// What a ticket comes to, by going through its events with the agreement in hand.
pub struct Plain {
    pub contract: &'static Contract,
    pub plan: String,
    pub severity: String,
    pub reported: Instant,
    pub agent: Option<String>,
    pub minutes: u64,
    pub billable: bool,
    /// Whether paid work on it needs the customer's approval.
    pub wants_approval: bool,
    pub closed: bool,
    pub reason: Option<BreachReason>,
    /// The vendor's, and those that the desk asks of itself.
    pub targets: Vec<PlainTarget>,
    pub house: Vec<PlainTarget>,
}

pub struct PlainTarget {
    pub kind: TargetKind,
    pub plan: String,
    pub severity: String,
    /// As the report's columns have it.
    pub outcome: &'static str,
    pub taken: Option<i64>,
    /// How far past its deadline it was met or is, in seconds on its own clock; of a broken one.
    pub over: Option<i64>,
}

/// A moment, and the place of its event.
type At = (Instant, usize);

/// An event stands unless a later one that stands takes it back.
fn stands(events: &[Event], place: usize) -> bool {
    !(place + 1..events.len()).any(|later| {
        matches!(events[later].what, What::Retracted { event } if event as usize == place) && stands(events, later)
    })
}

fn earliest(moments: impl IntoIterator<Item = Option<At>>) -> Option<At> {
    moments.into_iter().flatten().min_by_key(|(at, _)| *at)
}

/// The events of a ticket that stand, with what the agreement says.
struct Life<'a> {
    pub contract: &'static Contract,
    /// Each with its place.
    standing: Vec<(usize, &'a Event)>,
    plan: &'a str,
    severity: &'a str,
}

impl<'a> Life<'a> {
    /// None for a ticket that was withdrawn.
    fn of(events: &'a [Event]) -> Option<Self> {
        let What::Logged { contract, plan, severity, .. } = &events[0].what else { panic!() };
        let standing = (1..events.len()).filter(|n| stands(events, *n)).map(|n| (n, &events[n])).collect();
        stands(events, 0).then(|| Self { contract: BOOK.get(contract).unwrap(), standing, plan, severity })
    }

    /// The first moment of such an event, among those that were entered behind the place `after`.
    fn first(&self, wanted: fn(&What) -> bool, after: Option<usize>) -> Option<At> {
        let fits =
            self.standing.iter().filter(|(n, event)| wanted(&event.what) && after.is_none_or(|after| *n > after));
        earliest(fits.map(|(n, event)| Some((event.happened, *n))))
    }

    /// The last of such events in the order of entry.
    fn last(&self, wanted: fn(&What) -> bool) -> Option<(usize, &'a Event)> {
        self.standing.iter().rev().find(|(_, event)| wanted(&event.what)).copied()
    }

    fn workaround(&self) -> Option<At> {
        self.first(|what| matches!(what, What::WorkaroundGiven), None)
    }

    fn corrected(&self) -> Option<At> {
        let reopened = self.last(|what| matches!(what, What::Reopened)).map(|(n, _)| n);
        // What was fixed before it was reopened is not.
        let fixed = self.first(|what| matches!(what, What::Fixed), reopened);
        earliest([self.workaround(), fixed])
    }

    fn met(&self, kind: TargetKind) -> Option<At> {
        match kind {
            TargetKind::Response => self.first(|what| matches!(what, What::Responded), None),
            // That work had begun with a fix that did not hold stays.
            TargetKind::WorkStart => {
                self.first(|what| matches!(what, What::WorkStarted | What::WorkaroundGiven | What::Fixed), None)
            }
            TargetKind::Correction => self.corrected(),
        }
    }

    fn closed(&self) -> Option<&'a Event> {
        let last = self.last(|what| matches!(what, What::Closed { .. } | What::Reopened));
        last.map(|(_, event)| event).filter(|event| matches!(event.what, What::Closed { .. }))
    }

    fn excluded(&self) -> Option<&'a String> {
        match &self.last(|what| matches!(what, What::Excluded { .. } | What::Included))?.1.what {
            What::Excluded { cause, .. } => Some(cause),
            _ => None,
        }
    }

    /// Every report's moment and channel.
    fn reports(&self) -> impl Iterator<Item = (Instant, &'a String)> {
        self.standing.iter().filter_map(|(_, event)| match &event.what {
            What::Reported { channel } => Some((event.happened, channel)),
            _ => None,
        })
    }

    /// Plan and severity at a moment, or now: what the last change in the order of entry that had happened before it left,
    /// the severity held down by a workaround that stood.
    fn terms(&self, moment: Option<At>) -> (String, String) {
        let mut terms = (self.plan.to_owned(), self.severity.to_owned());
        let mut held = terms.clone();
        for (n, event) in &self.standing {
            match &event.what {
                What::PlanSet { plan } => terms.0.clone_from(plan),
                What::SeveritySet { severity } => terms.1.clone_from(severity),
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

    /// What is promised, or what the desk asks of itself.
    fn promise(&self, (plan, severity): &(String, String), kind: TargetKind, house: bool) -> Option<Promise> {
        let promises = if house {
            self.contract.house.plans.get(plan)?.get(severity)?
        } else {
            self.contract.promises(plan, severity)?
        };
        promises.get(kind).cloned()
    }

    fn target(&self, kind: TargetKind, house: bool) -> Option<PlainTarget> {
        let promised = |terms: &(String, String)| self.promise(terms, kind, house);
        let now = self.terms(None);
        let promise_now = promised(&now)?;
        let met = self.met(kind);
        let terms = if met.is_some() { self.terms(met) } else { now.clone() };
        // Where nothing was promised under the terms of then, those of now count.
        let (promise, counting) = match promised(&terms) {
            Some(promise) => (promise, &terms.1),
            None => (promise_now, &now.1),
        };
        let channels = self.contract.channels(counting);
        let counts = |channel: &String| channels.is_empty() || channels.contains(channel);
        let start = self.reports().filter(|(_, channel)| counts(channel)).map(|(at, _)| at).min();
        let impossible = self.first(|what| matches!(what, What::WorkaroundImpossible), None);
        let known = |impossible: &At| self.corrected().is_none_or(|met| *impossible < met);
        let no_way = impossible.filter(known).filter(|_| kind == TargetKind::Correction);
        let clock = &self.contract.support.clock;
        let deadline = match no_way.and(promise.otherwise).unwrap_or(promise.within) {
            Within::Span(span) => start.map(|start| clock.deadline(start, span, promise.clock).unwrap()),
            Within::NextRelease => None,
        };
        let outcome = self.outcome(met, start, deadline.map(|deadline| deadline.breach_after));
        let broken = deadline.filter(|_| matches!(outcome, "met_late" | "breached"));
        let until = met.map_or(self.now(), |(at, _)| at);
        let over = broken.map(|deadline| clock.elapsed_on(promise.clock, deadline.due, until).unwrap());
        let measured = start.zip(met).filter(|_| !matches!(outcome, "excluded" | "no_clock"));
        let taken = measured.map(|(start, (met, _))| clock.elapsed(start, met).unwrap());
        Some(PlainTarget { kind, plan: terms.0, severity: terms.1, outcome, taken, over })
    }

    /// Up to when its targets ran: a closed ticket stands as it stood then.
    fn now(&self) -> Instant {
        self.closed().map_or(NOW, |event| event.happened.min(NOW))
    }

    fn outcome(&self, met: Option<At>, start: Option<Instant>, last: Option<Instant>) -> &'static str {
        let now = self.now();
        match (met, start, last) {
            _ if self.excluded().is_some() => "excluded",
            (_, None, _) => "no_clock",
            (Some((at, _)), _, Some(last)) if at > last => "met_late",
            (Some(_), ..) => "met",
            (None, _, Some(last)) if now > last => "breached",
            (None, ..) => "running",
        }
    }
}

impl Plain {
    /// None for a ticket that was withdrawn.
    pub fn of(events: &[Event]) -> Option<Self> {
        let life = Life::of(events)?;
        let (plan, severity) = life.terms(None);
        let spent =
            |event: &Event| if let What::TimeSpent { minutes, .. } = event.what { u64::from(minutes) } else { 0 };
        let agent = life.last(|what| matches!(what, What::Assigned { .. })).and_then(|(_, event)| match &event.what {
            What::Assigned { to } => to.clone(),
            _ => None,
        });
        Some(Self {
            contract: life.contract,
            plan,
            severity,
            reported: life.reports().map(|(at, _)| at).min().unwrap_or(events[0].happened),
            agent,
            minutes: life.standing.iter().map(|(_, event)| spent(event)).sum(),
            billable: life.excluded().is_some_and(|cause| life.contract.scope.billable.contains(cause)),
            wants_approval: life.excluded().is_some_and(|cause| {
                let scope = &life.contract.scope;
                let wanted = match &scope.approval {
                    Approval::None => false,
                    Approval::All => true,
                    Approval::For(causes) => causes.contains(cause),
                };
                wanted && scope.billable.contains(cause)
            }),
            closed: life.closed().is_some(),
            reason: life.closed().and_then(|event| match event.what {
                What::Closed { reason, .. } => reason,
                _ => None,
            }),
            targets: TargetKind::ALL.into_iter().filter_map(|kind| life.target(kind, false)).collect(),
            house: TargetKind::ALL.into_iter().filter_map(|kind| life.target(kind, true)).collect(),
        })
    }

    pub fn date(&self) -> Date {
        self.contract.zone.wall(self.reported).date
    }

    pub fn names(&self, by: &[By], target: Option<&PlainTarget>) -> Vec<String> {
        let mut names = Vec::new();
        if by.iter().any(|by| matches!(by, By::Vendor | By::Plan | By::Severity)) {
            names.push(self.contract.id.clone());
        }
        for by in by {
            match by {
                By::Vendor => {}
                By::Plan => names.push(target.map_or(&self.plan, |target| &target.plan).clone()),
                By::Severity => names.push(target.map_or(&self.severity, |target| &target.severity).clone()),
                By::Target => names.push(target.unwrap().kind.key().to_owned()),
                By::Agent => names.push(self.agent.clone().unwrap_or_default()),
                By::Month => names.push(self.date().to_string()[..7].to_owned()),
            }
        }
        names
    }
}
