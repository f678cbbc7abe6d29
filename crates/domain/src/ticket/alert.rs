//! Keeps that people were told of a target: at which point of its time, whom, and when. The rules for when to tell are
//! in [`alert`](crate::alert); in here is only what is kept of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::contract::TargetKind;
use crate::time::{Instant, Span};

/// The name under which the desk itself writes to a ticket.
pub const DESK: &str = "frist";

/// A point of a target's time at which people are told. Written `phone`, `75%`, `15m`, `due`, `breach`, in files and records.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AlertPoint {
    /// The moment at which so many per cent of its time are used up, 1 to 99.
    Part(u8),
    /// The moment at which so many seconds of its own clock are left.
    Before(i64),
    /// The moment at which it is due.
    Due,
    /// The moment at which it is breached: its last moment has passed.
    Breach,
    /// The moment since which its clock waits for a report by a channel that counts: somebody has to phone.
    Phone,
}

/// The error that a text is no point.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a point of a target's time: write phone, 75%, 15m, 2h, due or breach")]
pub struct AlertPointError(pub String);

impl AlertPoint {
    /// Reads `75%` (of the time used up), `15m`, `1h30m` (of the target's own time left), `due`, `breach`, `phone`.
    pub fn parse(text: &str) -> Result<Self, AlertPointError> {
        let wrong = || AlertPointError(text.to_owned());
        match text {
            "due" => Ok(Self::Due),
            "breach" => Ok(Self::Breach),
            "phone" => Ok(Self::Phone),
            _ => match text.strip_suffix('%') {
                Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => {
                    number.parse().ok().filter(|n| (1..100).contains(n)).map(Self::Part).ok_or_else(wrong)
                }
                Some(_) => Err(wrong()),
                None => match Span::parse(text) {
                    Ok(Span::Time(left)) if left > 0 => Ok(Self::Before(left)),
                    _ => Err(wrong()),
                },
            },
        }
    }
}

impl fmt::Display for AlertPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Part(part) => write!(f, "{part}%"),
            Self::Before(left) => Span::Time(left).fmt(f),
            Self::Due => f.write_str("due"),
            Self::Breach => f.write_str("breach"),
            Self::Phone => f.write_str("phone"),
        }
    }
}

impl From<AlertPoint> for String {
    fn from(point: AlertPoint) -> Self {
        point.to_string()
    }
}

impl TryFrom<String> for AlertPoint {
    type Error = AlertPointError;

    fn try_from(text: String) -> Result<Self, AlertPointError> {
        Self::parse(&text)
    }
}

/// The reason why people were told later than the point itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateReason {
    /// No process had the store open at that moment.
    Missed,
    /// The moment was in the quiet hours.
    Quiet,
    /// The machine's clock had jumped, and it was held back until it was clear what the time is.
    Jumped,
}

/// What is kept of an alert: the points of one target that people were told of in one go.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AlertRecord {
    /// The target that was told of.
    pub target: TargetKind,
    /// Whether the target is an internal one of the desk's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub house: bool,
    /// The points that had been reached and not been told, in the order of their moments: the last one was said. Empty
    /// where the alert is only that nobody had done anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<AlertPoint>,
    /// The name of the person on call, where there is a rota.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The level that the ticket was passed up to, as nobody had done anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The number that somebody has to call, where the ticket is still to be phoned and the agreement has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// The reason why it came late, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<LateReason>,
    /// The reason why the desk's own command could not pass it on, if it could not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

impl AlertRecord {
    /// Returns the target in words: `response`, `internal response`.
    pub fn target_in_words(&self) -> String {
        let house = if self.house { "internal " } else { "" };
        format!("{house}{}", self.target.words())
    }
}

/// The last time that people were told of one point of one target.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GivenAlert {
    /// The target that was told of.
    pub target: TargetKind,
    /// Whether the target is an internal one of the desk's.
    pub house: bool,
    /// The point that was told of.
    pub point: AlertPoint,
    /// The moment at which people were told.
    pub at: Instant,
}

/// Takes an alert in: each point of each target is kept once, with the moment at which it was told last. That is the
/// earlier one where the clock was far ahead and has been set back since.
pub(super) fn take_in(given: &mut Vec<GivenAlert>, alerted: &AlertRecord, at: Instant) {
    let (target, house) = (alerted.target, alerted.house);
    for point in &alerted.points {
        let same = |g: &&mut GivenAlert| (g.target, g.house, g.point) == (target, house, *point);
        match given.iter_mut().find(same) {
            Some(known) => known.at = at,
            None => given.push(GivenAlert { target, house, point: *point, at }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_read_and_written() {
        for (text, point, written) in [
            ("75%", AlertPoint::Part(75), "75%"),
            ("1%", AlertPoint::Part(1), "1%"),
            ("15m", AlertPoint::Before(900), "15m"),
            ("90m", AlertPoint::Before(5400), "1h30m"),
            ("due", AlertPoint::Due, "due"),
            ("breach", AlertPoint::Breach, "breach"),
            ("phone", AlertPoint::Phone, "phone"),
        ] {
            assert_eq!(AlertPoint::parse(text), Ok(point), "{text}");
            assert_eq!(point.to_string(), written);
            let json = serde_json::to_string(&point).unwrap();
            assert_eq!(serde_json::from_str::<AlertPoint>(&json).unwrap(), point, "{json}");
        }
        for text in ["", "%", "0%", "100%", "+5%", "7.5%", "0m", "15", "3bd", "1d", "Due", "breached", "300%"] {
            assert_eq!(AlertPoint::parse(text), Err(AlertPointError(text.to_owned())));
        }
    }

    #[test]
    fn of_each_point_the_last_time_is_kept() {
        let alerted = |points: &[AlertPoint], house| AlertRecord {
            target: TargetKind::Response,
            house,
            points: points.to_vec(),
            to: None,
            level: None,
            call: None,
            late: None,
            failed: None,
        };
        let mut given = Vec::new();
        let at = Instant::from_secs;
        take_in(&mut given, &alerted(&[AlertPoint::Part(75), AlertPoint::Due], false), at(50));
        take_in(&mut given, &alerted(&[AlertPoint::Due], true), at(60));
        take_in(&mut given, &alerted(&[AlertPoint::Due], false), at(70));
        // The clock was set back meanwhile.
        take_in(&mut given, &alerted(&[AlertPoint::Part(75)], false), at(40));
        let kept: Vec<_> = given.iter().map(|g| (g.house, g.point, g.at.secs())).collect();
        assert_eq!(
            kept,
            [(false, AlertPoint::Part(75), 40), (false, AlertPoint::Due, 70), (true, AlertPoint::Due, 60)]
        );
    }
}
