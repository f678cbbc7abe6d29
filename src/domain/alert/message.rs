//! What people are told at once: one message, however many alerts there are, in words and as JSON for a command.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Alert;
use crate::domain::ticket::{Late, Point, point_in_words};
use crate::domain::time::{Instant, real_duration};

/// Alerts that are told in words; of more, only how many there are.
const IN_WORDS: usize = 3;
/// Alerts that are in the JSON: what a command is given stays small, so that one that reads nothing stops nobody.
const IN_JSON: usize = 100;

/// Alerts that are given in one go.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Message {
    /// When.
    pub at: Instant,
    /// At least one, what is worst first.
    pub alerts: Vec<Alert>,
}

impl Message {
    /// One message of these alerts, what is worst first: passed up, breached, due, then what comes near; within each, what
    /// was reached first.
    pub fn new(at: Instant, mut alerts: Vec<Alert>) -> Self {
        alerts.sort_by_key(|alert| (alert.rank(), alert.moment, alert.ticket));
        Self { at, alerts }
    }

    /// Whether anything in it is broken or was passed up, not only near.
    pub fn is_bad(&self) -> bool {
        self.alerts.iter().any(|alert| alert.rank() < 2)
    }

    /// Who was on call when it was given: of the worst alert that somebody was on call for.
    pub fn on_call(&self) -> Option<&str> {
        self.alerts.iter().find_map(|alert| alert.what.to.as_deref())
    }

    /// All of it in a sentence or two; `shown` gives a person's name as it is shown.
    pub fn in_words(&self, shown: impl Fn(&str) -> String) -> String {
        let told: Vec<String> = self.alerts.iter().take(IN_WORDS).map(|alert| self.tell(alert)).collect();
        let more = match self.alerts.len().saturating_sub(IN_WORDS) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let missed = self.alerts.iter().filter(|alert| alert.what.late == Some(Late::Missed)).count();
        let missed = match missed {
            0 => "",
            all if all == self.alerts.len() => " · missed while no frist was open",
            _ => " · some missed while no frist was open",
        };
        let on_call = self.on_call().map_or_else(String::new, |name| format!(" · on call: {}", shown(name)));
        format!("{}{more}{missed}{on_call}", told.join("; "))
    }

    fn tell(&self, alert: &Alert) -> String {
        format!("#{} {}: {}", alert.ticket, alert.vendor, alert.in_words(self.at))
    }

    /// What a command is given: an object on one line.
    pub fn to_json(&self, shown: impl Fn(&str) -> String) -> Value {
        let alerts: Vec<Value> = self.alerts.iter().take(IN_JSON).map(|alert| alert.to_json(self.at)).collect();
        json!({
            "at": self.at.to_string(),
            "text": self.in_words(shown),
            "on_call": self.on_call(),
            "alerts": alerts,
            "more": self.alerts.len().saturating_sub(IN_JSON),
        })
    }
}

impl Alert {
    /// What people are told of: the last of its points.
    pub fn point(&self) -> Option<Point> {
        self.what.points.last().copied()
    }

    fn rank(&self) -> u8 {
        match self.point() {
            None => 0,
            Some(Point::Breach) => 1,
            Some(Point::Due) => 2,
            Some(Point::Before(_) | Point::Part(_)) => 3,
        }
    }

    /// What it says of its target at `now`, after the ticket's number.
    pub fn in_words(&self, now: Instant) -> String {
        let target = self.what.target_in_words();
        let due = self.due_text.as_deref().unwrap_or("some time");
        match (&self.what.level, self.point()) {
            (Some(level), _) => format!("nobody has done anything, passed up to {level}; {target} due {due}"),
            (None, Some(Point::Breach)) => match self.breach_after.map(|last| now.since(last)) {
                Some(over) if over > 60 => format!("{target} breached {} ago", real_duration(over)),
                _ => format!("{target} breached"),
            },
            (None, Some(Point::Due)) if self.due == Some(now) => format!("{target} is due now"),
            (None, Some(Point::Due)) => format!("{target} was due {due}"),
            (None, Some(point)) if self.what.late.is_none() => {
                format!("{target} {}, due {due}", point_in_words(point))
            }
            (None, _) => format!("{target} due {due}"),
        }
    }

    fn to_json(&self, now: Instant) -> Value {
        json!({
            "ticket": self.ticket.0,
            "contract": self.contract,
            "vendor": self.vendor,
            "severity": self.severity,
            "subject": self.subject,
            "assignee": self.assignee,
            "target": self.what.target.key(),
            "house": self.what.house,
            "point": self.point().map(String::from),
            "level": self.what.level,
            "on_call": self.what.to,
            "moment": self.moment.to_string(),
            "due": self.due.map(|at| at.to_string()),
            "breach_after": self.breach_after.map(|at| at.to_string()),
            "late": self.what.late,
            "text": self.in_words(now),
        })
    }
}
