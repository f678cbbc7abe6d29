//! By which terms each target of a ticket counts over its life, against a second reading of the contract format's "Change of
//! severity, plan, fallback", "Next release after a change" and "Reopening": it goes through the events once for each target,
//! stretch of terms by stretch, and works deadlines out with [`super::reference`].

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use frist::domain::contract::{Calendars, Contract, Promise, TargetKind, Within, read_contract};
use frist::domain::sla::{Target, TargetState, sla};
use frist::domain::ticket::{Event, EventData, Kind, Ticket, TicketId, check_event, event};
use frist::domain::time::{ClockKind, Instant, Span};
use proptest::collection::vec;
use proptest::prelude::*;

use super::plan::{at, date};
use super::reference::{DAY, Hours, Pick, Reference, date_of, dial, instant};
use frist_testkit::cases;

/// Monday 8 January 2024, 08:00 in Oslo.
const MONDAY: i64 = 1_704_697_200;
const TZ: Tz = Tz::Europe__Oslo;
const PLANS: [&str; 2] = ["one", "two"];
const SEVERITIES: [&str; 4] = ["high", "low", "late", "none"];

/// Targets of every sort: in support and in real time, days, fallbacks, the next release at once and as a fallback, and none.
/// `two.low` promises what `one.low` does, so that a change between them leaves the time as it was.
const TEXT: &str = r#"
id = "acme"
vendor = "Acme"
time_zone = "Europe/Oslo"
[support]
severity_change = "report"
[support.hours]
mon-fri = ["08:00-16:00"]
[[severity]]
id = "high"
name = "High"
means = "It is so"
[[severity]]
id = "low"
name = "Low"
means = "It is so"
[[severity]]
id = "late"
name = "Late"
means = "It is so"
[[severity]]
id = "none"
name = "None"
means = "It is so"
[plan.one]
name = "One"
[plan.one.target.high]
response   = "1h"
work_start = { within = "2h", clock = "calendar" }
correction = { within = "1bd", otherwise = "10bd" }
[plan.one.target.low]
response   = "8h"
work_start = "1d"
correction = { within = "3bd", otherwise = "next release" }
[plan.one.target.late]
response   = "2bd"
correction = "next release"
[plan.two]
name = "Two"
[plan.two.target.high]
response   = "4h"
correction = { within = "4h", otherwise = "next release" }
[plan.two.target.low]
response   = "8h"
work_start = "1d"
correction = { within = "3bd", otherwise = "next release" }
[plan.two.target.late]
correction = "next release"
"#;

static CONTRACTS: LazyLock<[Contract; 2]> = LazyLock::new(|| {
    let read = |text: &str| read_contract("acme.toml", text, &Calendars::default()).unwrap();
    [read(TEXT), read(&TEXT.replace("= \"report\"", "= \"change\""))]
});

/// The office's open time around the lives that are tried.
static REFERENCE: LazyLock<Reference> = LazyLock::new(|| {
    let office = || vec![(480, 960)];
    let week = [office(), office(), office(), office(), office(), vec![], vec![]];
    let hours =
        Hours { tz: TZ, week, closed: vec![], open: vec![], short_days: vec![], holidays: vec![], cut_off: None };
    Reference::around(&hours, MONDAY, 10, 150)
});

/// A life: the reading of changes, the vendor's releases (days after Monday), the events with the seconds since the one
/// before, and the moment when it is looked at.
#[derive(Clone, Debug)]
struct Life {
    from_change: bool,
    releases: Vec<u64>,
    steps: Vec<(i64, EventData)>,
    looked_at: i64,
}

fn step() -> impl Strategy<Value = EventData> {
    // Mostly one that goes with the next release, so that one such promise often follows on another.
    let severity = proptest::sample::select([&SEVERITIES[..], &["late", "late"]].concat());
    let plan = proptest::sample::select(PLANS.to_vec());
    prop_oneof![
        4 => severity.prop_map(|id| EventData::SeveritySet(event::SeveritySet { severity: id.to_owned() })),
        3 => plan.prop_map(|id| EventData::PlanSet(event::PlanSet { plan: id.to_owned() })),
        2 => Just(EventData::Responded),
        2 => Just(EventData::WorkStarted),
        1 => Just(EventData::WorkaroundGiven),
        2 => Just(EventData::WorkaroundImpossible),
        2 => Just(EventData::Fixed),
        1 => Just(EventData::Reopened),
        2 => Just(EventData::CameBack),
    ]
}

fn life() -> impl Strategy<Value = Life> {
    // Often within a second, and often just on a deadline.
    let wait = prop_oneof![
        1 => Just(0_i64),
        3 => 1_i64..2 * 3600,
        2 => (0_i64..30).prop_map(|hours| hours * 3600),
        2 => (1_i64..12).prop_map(|days| days * DAY),
    ];
    let looked_at = prop_oneof![0_i64..4 * 3600, 0_i64..20 * DAY];
    (any::<bool>(), proptest::collection::btree_set(0_u64..14, 0..5), vec((wait, step()), 0..10), looked_at).prop_map(
        |(from_change, releases, steps, looked_at)| Life {
            from_change,
            releases: releases.into_iter().collect(),
            steps,
            looked_at,
        },
    )
}

impl Life {
    fn contract(&self) -> Contract {
        let mut contract = CONTRACTS[usize::from(self.from_change)].clone();
        contract.releases = self.release_days().map(date).collect();
        contract
    }

    fn release_days(&self) -> impl Iterator<Item = NaiveDate> {
        self.releases.iter().map(|days| date_of(dial(TZ, MONDAY)) + Days::new(*days))
    }

    /// Returns what happened: the steps that may be entered when they come.
    fn events(&self, contract: &Contract) -> Vec<Event> {
        let event = |happened: i64, what: EventData| Event {
            happened: at(happened),
            recorded: at(happened),
            by: "anna".into(),
            what: what.into(),
        };
        let logged = EventData::Logged(event::Logged {
            contract: contract.id.clone(),
            version: String::new(),
            promise: None,
            plan: "one".into(),
            severity: "high".into(),
            subject: "It does not work".into(),
            kind: Kind::Incident,
            customer: None,
            person: None,
            organisation: None,
            impact: None,
            urgency: None,
        });
        let mut now = MONDAY;
        let mut events =
            vec![event(now, logged), event(now, EventData::Reported(event::Reported { channel: "phone".into() }))];
        for (wait, what) in &self.steps {
            now += wait;
            let ticket = Ticket::fold(TicketId(1), &events).unwrap();
            if check_event(&ticket, Some(contract), what, at(now), at(now)).is_ok() {
                events.push(event(now, what.clone()));
            }
        }
        events
    }
}

/// The outcome of a target, by the plain reading.
#[derive(Clone, PartialEq, Debug)]
struct Verdict {
    plan: String,
    severity: String,
    due: Option<i64>,
    breach_after: Option<i64>,
    /// The outcome: `met`, `met_late`, `breached`, or empty for none of them yet.
    outcome: &'static str,
}

/// The event with which a stretch begins, its plan and severity, what is promised, and within what.
type Stretch = (usize, (String, String), Option<(Promise, Within)>);

/// One round of a ticket's life.
struct Round<'a> {
    life: &'a Life,
    contract: &'a Contract,
    /// The events up to the moment when it is looked at.
    events: &'a [Event],
    /// The place of the event that it begins with.
    begin: usize,
}

impl Round<'_> {
    fn time(&self, place: usize) -> i64 {
        self.events[place].happened.secs()
    }

    /// Returns plan and severity behind that event.
    fn terms(&self, place: usize) -> (String, String) {
        let (mut plan, mut severity) = ("one".to_owned(), "high".to_owned());
        for event in &self.events[..=place] {
            match event.action() {
                Some(EventData::PlanSet(event::PlanSet { plan: set })) => plan.clone_from(set),
                Some(EventData::SeveritySet(event::SeveritySet { severity: set })) => severity.clone_from(set),
                _ => {}
            }
        }
        (plan, severity)
    }

    /// Returns what is promised behind that event, and within what: the fallback once a workaround is known to be
    /// impossible in this round.
    fn promised(&self, kind: TargetKind, place: usize) -> Option<(Promise, Within)> {
        let (plan, severity) = self.terms(place);
        let promise = self.contract.promises(&plan, &severity)?.get(kind)?.clone();
        let known = self.events[self.begin..=place]
            .iter()
            .any(|event| event.action() == Some(&EventData::WorkaroundImpossible));
        let within = promise.otherwise.filter(|_| known && kind == TargetKind::Correction).unwrap_or(promise.within);
        Some((promise, within))
    }

    /// Returns the place of what met it: an answer, a beginning of work or what shows one, a workaround or a fix that held.
    fn met(&self, kind: TargetKind) -> Option<usize> {
        let retracted =
            (self.begin + 1..self.events.len()).rev().find(|n| self.events[*n].action() == Some(&EventData::Reopened));
        let fits = |place: &usize| match (kind, self.events[*place].action()) {
            (TargetKind::Response, Some(EventData::Responded))
            | (TargetKind::WorkStart, Some(EventData::WorkStarted | EventData::WorkaroundGiven | EventData::Fixed))
            | (TargetKind::Correction, Some(EventData::WorkaroundGiven)) => true,
            (TargetKind::Correction, Some(EventData::Fixed)) => retracted.is_none_or(|back| back < *place),
            _ => false,
        };
        (self.begin + 1..self.events.len()).find(fits)
    }

    /// Returns when something is due and until when it can be met, counted from `start`.
    fn deadline(&self, promise: &Promise, within: Within, start: i64, release_from: i64) -> Option<(i64, i64)> {
        let reference = &*REFERENCE;
        let sharp = |due: i64| (due, due);
        match within {
            Within::Span(Span::Time(length)) if promise.clock == ClockKind::Calendar => Some(sharp(start + length)),
            Within::Span(Span::Time(length)) => {
                let due = reference.earliest(start, length);
                Some((due, reference.latest(due)))
            }
            Within::Span(Span::SupportDays(days)) => {
                let due = reference.support_days(start, days as usize);
                Some((due, reference.latest(due)))
            }
            Within::Span(Span::EndOf(days)) => {
                let due = reference.end_of(start, days as usize);
                Some((due, reference.latest(due)))
            }
            Within::Span(Span::Days(days)) => {
                Some(sharp(instant(TZ, dial(TZ, start) + i64::from(days) * DAY, Pick::Earlier)))
            }
            Within::NextRelease => {
                let after = date_of(dial(TZ, release_from));
                let day = self.life.release_days().find(|day| *day > after)?;
                let midnight =
                    (dial(TZ, MONDAY).div_euclid(DAY) + (day - date_of(dial(TZ, MONDAY))).num_days() + 1) * DAY;
                Some(sharp(instant(TZ, midnight, Pick::Earlier)))
            }
        }
    }

    /// Goes through the stretches in which the same is promised, up to the first in which it was met or broken.
    fn verdict(&self, kind: TargetKind, now: i64) -> Option<Verdict> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for place in self.begin..self.events.len() {
            let (terms, promised) = (self.terms(place), self.promised(kind, place));
            if stretches.last().is_none_or(|last| (&last.1, &last.2) != (&terms, &promised)) {
                stretches.push((place, terms, promised));
            }
        }
        let begin = self.time(self.begin);
        let met = self.met(kind);
        // Since when the next release is waited for without a break.
        let mut waits_since: Option<i64> = None;
        for (n, (place, (plan, severity), promised)) in stretches.iter().enumerate() {
            let since = self.time(*place);
            let next = stretches.get(n + 1).map(|next| next.0);
            let Some((promise, within)) = promised else {
                waits_since = None;
                continue;
            };
            let start = if self.life.from_change { since } else { begin };
            waits_since = match within {
                Within::NextRelease if self.life.from_change => Some(since),
                Within::NextRelease => waits_since.or(Some(since)),
                Within::Span(_) => None,
            };
            let deadline = self.deadline(promise, *within, start, waits_since.unwrap_or(since));
            // Over before the stretch began: broken by the change, and not earlier.
            let over_before = deadline.is_some_and(|(_, last)| last < since);
            let last = deadline.map(|(_, last)| last.max(since));
            let is_late = |moment: i64| last.is_some_and(|last| moment > last || (over_before && moment >= since));
            let met_in_time_for = |next: usize| met.is_some_and(|met| met <= next);
            let settled =
                next.is_none_or(|next| met_in_time_for(next) || last.is_some_and(|last| last < self.time(next)));
            if settled {
                let outcome = match met {
                    // What was met before these terms came was met under none, and no later promise makes it late.
                    Some(met) if met < *place => "met",
                    Some(met) if is_late(self.time(met)) => "met_late",
                    Some(_) => "met",
                    None if is_late(now) => "breached",
                    None => "",
                };
                let (plan, severity) = (plan.clone(), severity.clone());
                return Some(Verdict {
                    plan,
                    severity,
                    due: deadline.map(|(due, _)| due),
                    breach_after: last,
                    outcome,
                });
            }
        }
        None
    }
}

fn told(target: &Target) -> Verdict {
    let outcome = match target.state {
        TargetState::Met => "met",
        TargetState::MetLate => "met_late",
        TargetState::Breached => "breached",
        _ => "",
    };
    let (plan, severity) = (target.terms.plan.clone(), target.terms.severity.clone());
    let (due, breach_after) = (target.due.map(Instant::secs), target.breach_after.map(Instant::secs));
    Verdict { plan, severity, due, breach_after, outcome }
}

/// Returns what the product says of the present round beside what the plain reading says.
fn both(life: &Life) -> Vec<(TargetKind, Option<Verdict>, Option<Verdict>)> {
    let contract = life.contract();
    let events = life.events(&contract);
    let now = events.last().map_or(MONDAY, |event| event.happened.secs()) + life.looked_at;
    let ticket = Ticket::fold(TicketId(1), &events).unwrap();
    let is = sla(&ticket, &contract, at(now));
    // A round begins with what it came back by; the first one with the report, which no event before it could change.
    let begin = events.iter().rposition(|event| event.action() == Some(&EventData::CameBack)).unwrap_or(1);
    let round = Round { life, contract: &contract, events: &events, begin };
    let kinds = [TargetKind::Response, TargetKind::WorkStart, TargetKind::Correction].into_iter();
    kinds.map(|kind| (kind, is.target(kind).map(told), round.verdict(kind, now))).collect()
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn every_target_counts_by_the_terms_of_its_moment(life in life()) {
        for (kind, is, plain) in both(&life) {
            prop_assert_eq!(is, plain, "{} of {:?}", kind.key(), life);
        }
    }
}

/// The plain reading itself, by the examples that people wrote down.
#[test]
fn the_plain_reading_tells_the_examples_as_they_were_told() {
    let set = |id: &str| EventData::SeveritySet(event::SeveritySet { severity: id.to_owned() });
    let life = |from_change, releases: &[u64], steps: &[(i64, EventData)], looked_at| {
        let (releases, steps) = (releases.to_vec(), steps.to_vec());
        both(&Life { from_change, releases, steps, looked_at })
    };
    let told = |life: &[(TargetKind, Option<Verdict>, Option<Verdict>)], n: usize| {
        let plain = life[n].2.clone().unwrap();
        (plain.outcome, plain.due.map(|due| (due - MONDAY) / 3600), plain.severity)
    };
    // Broken under the old terms, whatever comes later: due after an hour.
    let broken = life(false, &[], &[(2 * 3600, set("low"))], 60);
    assert_eq!(told(&broken, 0), ("breached", Some(1), "high".into()));
    // Raised after six hours: its hour was over five hours before, and the change breaks it.
    let raised = [(60, set("low")), (6 * 3600 - 60, set("high"))];
    assert_eq!(told(&life(false, &[], &raised, 0), 0), ("breached", Some(1), "high".into()));
    assert_eq!(told(&life(true, &[], &raised, 0), 0), ("", Some(7), "high".into()));
    // Releases on Wednesday and 37 days after Monday; "no workaround" on the Thursday of the week after: the later one.
    let impossible = [(60, set("low")), (DAY * 10, EventData::WorkaroundImpossible)];
    let waiting = life(false, &[2, 37], &impossible, 0);
    assert_eq!(told(&waiting, 2), ("breached", Some(56), "low".into()), "three support days were over by then");
    let sooner = [(60, set("low")), (DAY, EventData::WorkaroundImpossible)];
    assert_eq!(told(&life(false, &[1, 37], &sooner, 0), 2), ("", Some(37 * 24 + 16), "low".into()));
}
