//! At which points of which targets people are told, when they are not to be disturbed, and when a ticket goes up a level.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::contract::TargetKind;
use crate::ticket::Point;
use crate::time::{Instant, Opening, SupportClock, SupportHours, Week, Zone};

/// What the desk has set about alerts.
#[derive(Clone, Debug)]
pub struct AlertRules {
    /// The points of every target for which nothing else is set.
    pub usual: Vec<Point>,
    /// Others, by contract, severity and target.
    pub special: BTreeMap<String, BTreeMap<String, BTreeMap<TargetKind, Vec<Point>>>>,
    /// Seconds of the target's own clock that nobody may do anything for after an alert, until the ticket goes up a level;
    /// none = it never does by itself.
    pub escalate: Option<i64>,
    /// When people are not disturbed.
    pub quiet: Option<Quiet>,
}

/// Hours in which people are not disturbed. They are apart from support hours, in which clocks run all the same.
#[derive(Clone, Debug)]
pub struct Quiet {
    /// A clock that is open while it is quiet.
    hours: Arc<SupportClock>,
    /// The severities that are told all the same, by id.
    except: BTreeSet<String>,
}

impl AlertRules {
    /// What holds where nothing is set: at three quarters of the time, a quarter of an hour before, when due, and when
    /// breached.
    pub const USUAL: [Point; 4] = [Point::Part(75), Point::Before(900), Point::Due, Point::Breach];

    /// Makes rules by which nobody is told anything.
    pub const fn none() -> Self {
        Self { usual: Vec::new(), special: BTreeMap::new(), escalate: None, quiet: None }
    }

    /// Returns the points of a target of tickets of that severity.
    pub fn points(&self, contract: &str, severity: &str, target: TargetKind) -> &[Point] {
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
        Self { usual: Self::USUAL.into(), ..Self::none() }
    }
}

impl Quiet {
    /// Makes quiet hours of these hours of a week in that zone, but for tickets of the severities `except`.
    pub fn new(week: Week, zone: Zone, except: BTreeSet<String>) -> Self {
        let hours = SupportHours {
            zone,
            week,
            closed: Vec::new(),
            open: Vec::new(),
            short_days: Vec::new(),
            holidays: BTreeMap::new(),
        };
        Self { hours: Arc::new(SupportClock::new(hours)), except }
    }

    /// Returns until when it is quiet at that moment, or none if it is not.
    pub fn until(&self, at: Instant) -> Option<Instant> {
        match self.hours.opening(at) {
            Opening::Open(until) => Some(until),
            Opening::Closed(_) => None,
        }
    }
}
