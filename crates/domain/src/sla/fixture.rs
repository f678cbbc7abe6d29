//! Makes contracts and tickets for the tests of this folder, told in wall-clock times.

use std::fmt;
use std::sync::Arc;

use crate::contract::{Book, Calendars, Contract, TargetKind, built_in_calendars, read_calendar, read_contract};
use crate::ticket::{Event, EventData, Ticket, TicketId, event};
use crate::time::{ClockSeconds, Date, Instant, parse_moment};

pub use frist_testkit::samples::EVERY_TARGET as EIGHT;

use super::{Target, TicketRow, reason, why};

/// A contract with office hours, and a clock that waiting on either side stops.
pub const PAUSING: &str = r#"
id = "pausing"
vendor = "Pausing"
time_zone = "Europe/Oslo"
[support]
holidays = ["NO"]
pause = ["waiting_customer", "waiting_vendor"]
[support.hours]
mon-fri = ["08:00-16:00"]
[[severity]]
id = "hours"
name = "Hours"
means = "Hours."
[[severity]]
id = "days"
name = "Days"
means = "Days."
[[severity]]
id = "range"
name = "Range"
means = "A range."
[plan.one]
name = "One"
[plan.one.target.hours]
response = "4h"
work_start = { within = "4h", clock = "calendar" }
correction = { within = "3bd", otherwise = "10bd" }
[plan.one.target.days]
response = "14d"
correction = "2bd"
[plan.one.target.range]
response = "2h..6h"
correction = "next release"
"#;

/// The hours of a support that opens once, on Friday 22 March 2024, and never again.
pub const ONCE: &str = "mon = []\n[[support.short_day]]\ndate = \"2024-03-22\"\nhours = [\"08:00-12:00\"]";

/// Makes a contract with those hours, and a promise of each sort.
pub fn with_hours(zone: &str, hours: &str) -> Arc<Contract> {
    contract(&format!(
        r#"
id = "made"
vendor = "Made"
time_zone = "{zone}"
[support.hours]
{hours}
[[severity]]
id = "one"
name = "One"
means = "One."
[[severity]]
id = "two"
name = "Two"
means = "Two."
[plan.only]
name = "Only"
[plan.only.target.one]
response = "4h"
work_start = {{ within = "6h", clock = "calendar" }}
correction = "2bd"
[plan.only.target.two]
response = "12h"
work_start = "14d"
correction = {{ within = "3h..9h", otherwise = "next release" }}
"#
    ))
}

pub fn contract(text: &str) -> Arc<Contract> {
    let mut calendars = Calendars::default();
    for file in built_in_calendars() {
        calendars.insert(read_calendar(&file.name, &file.text).unwrap());
    }
    Arc::new(read_contract("made.toml", text, &calendars).unwrap())
}

pub fn built_in(id: &str) -> Arc<Contract> {
    Book::built_in().get(id).unwrap().clone()
}

/// A ticket under a contract, and what happened to it.
#[derive(Clone)]
pub struct TicketCase {
    pub contract: Arc<Contract>,
    pub events: Vec<Event>,
}

/// Makes a ticket reported by `channel` at a wall-clock time.
pub fn reported(contract: &Arc<Contract>, (plan, severity): (&str, &str), channel: &str, at: &str) -> TicketCase {
    let case = TicketCase { contract: contract.clone(), events: Vec::new() };
    let logged = EventData::Logged(event::Logged {
        contract: contract.id.clone(),
        version: contract.version.clone(),
        promise: None,
        plan: plan.into(),
        severity: severity.into(),
        subject: "It does not work".into(),
        kind: crate::ticket::Kind::Incident,
        customer: None,
        person: None,
        organisation: None,
        impact: None,
        urgency: None,
    });
    case.then(at, logged).then(at, EventData::Reported(event::Reported { channel: channel.into() }))
}

impl fmt::Debug for TicketCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:#?}", self.contract.id, self.events)
    }
}

impl TicketCase {
    pub fn at(&self, text: &str) -> Instant {
        parse_moment(text, self.contract.zone, Instant::FIRST).unwrap()
    }

    pub fn then(mut self, at: &str, what: EventData) -> Self {
        let happened = self.at(at);
        self.events.push(Event { happened, recorded: happened, by: "agent1".into(), what: what.into() });
        self
    }

    /// Returns the case with release dates.
    pub fn releases(mut self, dates: &[&str]) -> Self {
        Arc::make_mut(&mut self.contract).releases = dates.iter().map(|date| Date::parse(date).unwrap()).collect();
        self
    }

    pub fn row_at(&self, now: Instant) -> TicketRow {
        let ticket = Ticket::fold(TicketId(1), &self.events).unwrap();
        TicketRow::new(Arc::new(ticket), Some(self.contract.clone()), now)
    }

    pub fn row(&self, now: &str) -> TicketRow {
        self.row_at(self.at(now))
    }

    pub fn target(&self, kind: TargetKind, now: &str) -> Target {
        self.row(now).sla.unwrap().target(kind).unwrap().clone()
    }

    /// Returns when the target is due, as `2024-01-08 12:00`, or `-`.
    pub fn due(&self, kind: TargetKind, now: &str) -> String {
        self.target(kind, now).due.map_or("-".into(), |at| self.contract.zone.wall(at).to_string())
    }

    /// Returns the target's state, and the reason in brackets.
    pub fn stands(&self, kind: TargetKind, now: &str) -> String {
        let target = self.target(kind, now);
        format!("{} ({})", target.state.key(), reason(&self.row(now), &target, self.contract.zone, self.at(now)))
    }

    pub fn why(&self, kind: TargetKind, now: &str) -> String {
        self.why_of(&self.target(kind, now), now)
    }

    pub fn why_of(&self, target: &Target, now: &str) -> String {
        let why = why(&self.row(now), target, self.at(now)).unwrap();
        let whole = target.whole;
        if !why.days.is_empty() {
            let sum: ClockSeconds = why.days.iter().map(|l| l.support).sum();
            assert_eq!(Some(sum), whole, "the days add up to the promise:\n{}", why.to_text());
            assert_eq!(why.days.last().map(|l| l.total), whole);
        }
        why.to_text()
    }
}
