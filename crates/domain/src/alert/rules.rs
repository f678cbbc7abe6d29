//! Rules for the points of targets at which people are told, for when they are not to be disturbed, and for when a
//! ticket goes up a level.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::contract::TargetKind;
use crate::ticket::AlertPoint;
use crate::time::{ClockSeconds, Instant, Opening, SupportClock, SupportHours, Week, Zone};

/// The desk's rules for alerts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AlertRules {
    /// The points of every target for which nothing else is set.
    pub usual: Vec<AlertPoint>,
    /// The points of other targets, by contract, severity and target.
    pub special: BTreeMap<String, BTreeMap<String, BTreeMap<TargetKind, Vec<AlertPoint>>>>,
    /// The time of the target's own clock that nobody may do anything for after an alert, until the ticket goes up a
    /// level, or none where it never goes up without a person.
    pub escalate: Option<ClockSeconds>,
    /// The hours in which people are not disturbed, if there are any.
    pub quiet: Option<QuietHours>,
    /// Whether people are told of letters that wait in the inbox.
    pub inbox: bool,
}

/// Hours in which people are not disturbed. They are apart from support hours, in which clocks run all the same.
#[derive(Clone, Debug)]
pub struct QuietHours {
    /// A clock that is open in the quiet hours.
    hours: Arc<SupportClock>,
    /// The zone and the windows that the clock was made of.
    written: (Zone, Week),
    /// The ids of the severities that are told all the same.
    except: BTreeSet<String>,
}

impl PartialEq for QuietHours {
    fn eq(&self, other: &Self) -> bool {
        (&self.written, &self.except) == (&other.written, &other.except)
    }
}

impl Eq for QuietHours {}

impl AlertRules {
    /// The points where nothing is set: when it has to be phoned, at three quarters of the time, a quarter of an hour before,
    /// when due, and when breached.
    pub const USUAL: [AlertPoint; 5] =
        [AlertPoint::Phone, AlertPoint::Part(75), AlertPoint::Before(900), AlertPoint::Due, AlertPoint::Breach];

    /// Makes rules by which nobody is told anything.
    pub const fn none() -> Self {
        Self { usual: Vec::new(), special: BTreeMap::new(), escalate: None, quiet: None, inbox: false }
    }

    /// Returns the points of that target for tickets of that severity.
    pub fn points(&self, contract: &str, severity: &str, target: TargetKind) -> &[AlertPoint] {
        let special = self.special.get(contract).and_then(|severities| severities.get(severity)?.get(&target));
        special.unwrap_or(&self.usual)
    }

    /// Returns until when people are not told of a ticket of that severity, or none while they are.
    pub fn quiet_until(&self, severity: &str, at: Instant) -> Option<Instant> {
        self.quiet.as_ref().filter(|quiet| !quiet.except.contains(severity))?.until(at)
    }
}

impl Default for AlertRules {
    fn default() -> Self {
        Self { usual: Self::USUAL.into(), inbox: true, ..Self::none() }
    }
}

impl QuietHours {
    /// Makes quiet hours of these hours of a week in that zone, but for tickets of the severities `except`.
    pub fn new(week: Week, zone: Zone, except: BTreeSet<String>) -> Self {
        let written = (zone, week.clone());
        let hours = SupportHours {
            zone,
            week,
            closed: Vec::new(),
            open: Vec::new(),
            short_days: Vec::new(),
            holidays: BTreeMap::new(),
            cut_off: None,
        };
        Self { hours: Arc::new(SupportClock::new(hours)), written, except }
    }

    /// Returns until when it is quiet at that moment, or none if it is not.
    pub fn until(&self, at: Instant) -> Option<Instant> {
        match self.hours.opening(at) {
            Opening::Open(until) => Some(until),
            Opening::Closed(_) => None,
        }
    }
}
