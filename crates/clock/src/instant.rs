//! Seconds of UTC, their text form, and the years in which the clock works.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::zone::Wall;

/// A moment in time: whole seconds of UTC since 1970. Stored as that number, shown as RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

/// The reason why a text is no moment. `Display` says what is wrong and what would be right.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TimeError {
    /// The text is in none of the accepted forms, or names a date or an hour that does not exist.
    #[error("`{text}` is not a time: {}", FORMS)]
    Unreadable {
        /// The text that was given.
        text: String,
    },
    /// The wall-clock time is skipped by a change of clocks in that zone.
    #[error("{wall} does not exist in {zone}: the clocks go forward then; the first moment after it is {after}")]
    Skipped {
        /// The wall-clock time that was given.
        wall: Wall,
        /// The zone's IANA name.
        zone: &'static str,
        /// The first wall-clock time after the gap.
        after: Wall,
    },
    /// The moment is outside the years in which the support clock works.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

/// The forms in which a moment can be written.
const FORMS: &str = "write 2024-01-05T15:00:00Z, 2024-01-05 16:00, 16:00, yesterday 16:00, yesterday, or 20m or 1h ago for that \
                     long ago";

impl TimeError {
    /// Returns what is wrong, without what would be right.
    pub fn message(&self) -> String {
        match self {
            Self::Unreadable { text } => format!("`{text}` is not a time"),
            Self::Skipped { wall, zone, .. } => {
                format!("{wall} does not exist in {zone}: the clocks go forward then")
            }
            Self::OutOfRange(error) => error.to_string(),
        }
    }

    /// Returns what would be right, or none where only the years in which the clock works could be named.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { .. } => Some(FORMS.to_owned()),
            Self::Skipped { after, .. } => Some(format!("the first moment after it is {after}")),
            Self::OutOfRange(_) => None,
        }
    }
}

/// The error that an instant, or a deadline that would be one, lies outside the years 1980 to 2100.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("outside the years 1980 to 2100, in which the support clock works")]
pub struct OutOfRange;

impl Instant {
    /// The first instant at which the support clock works: 1980-01-01T00:00:00Z.
    pub const FIRST: Instant = Instant(315_532_800);
    /// The first instant at which the support clock no longer works: 2101-01-01T00:00:00Z.
    pub const END: Instant = Instant(4_133_980_800);

    /// Makes the instant that is `secs` seconds of UTC after 1970-01-01 00:00.
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs)
    }

    /// Returns the seconds of UTC since 1970-01-01 00:00.
    pub const fn secs(self) -> i64 {
        self.0
    }

    /// Returns the instant `secs` seconds of real time later (earlier, if negative).
    pub const fn plus(self, secs: i64) -> Self {
        Self(self.0.saturating_add(secs))
    }

    /// Returns the seconds of real time since `earlier`; negative if that is later.
    pub const fn since(self, earlier: Instant) -> i64 {
        self.0 - earlier.0
    }

    /// Returns the instant itself, if the support clock works then.
    pub fn checked(self) -> Result<Self, OutOfRange> {
        if self >= Self::FIRST && self < Self::END { Ok(self) } else { Err(OutOfRange) }
    }

    /// Reads RFC 3339 with any offset, at whole seconds (a fraction is dropped).
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        DateTime::parse_from_rfc3339(text)
            .map(|at| Self(at.timestamp()))
            .map_err(|_| TimeError::Unreadable { text: text.to_owned() })
    }

    pub(super) fn chrono(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.0, 0).unwrap_or_default()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chrono().to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_rfc_3339() {
        for (text, written) in [
            ("2024-01-05T15:00:00Z", "2024-01-05T15:00:00Z"),
            ("2024-01-05t15:00:00z", "2024-01-05T15:00:00Z"),
            ("2024-01-05T15:00:00.9Z", "2024-01-05T15:00:00Z"),
            ("2024-01-05T20:45:00+05:45", "2024-01-05T15:00:00Z"),
            ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(Instant::parse(text).unwrap().to_string(), written, "{text}");
        }
        for text in ["", "2024-01-05", "2024-01-05T15:00", "2024-01-05T15:00:00", "2024-02-30T15:00:00Z", "1704463200"]
        {
            assert!(matches!(Instant::parse(text), Err(TimeError::Unreadable { .. })), "{text}");
        }
    }

    #[test]
    fn the_years_in_which_the_clock_works() {
        assert_eq!(Instant::FIRST.to_string(), "1980-01-01T00:00:00Z");
        assert_eq!(Instant::END.to_string(), "2101-01-01T00:00:00Z");
        assert!(Instant::FIRST.checked().is_ok() && Instant::FIRST.plus(-1).checked().is_err());
        assert!(Instant::END.checked().is_err() && Instant::END.plus(-1).checked().is_ok());
        assert_eq!(Instant::FIRST.plus(i64::MAX).plus(i64::MAX).secs(), i64::MAX);
    }

    #[test]
    fn is_stored_as_its_number() {
        let at = Instant::from_secs(1_704_463_200);
        assert_eq!(serde_json::to_string(&at).unwrap(), "1704463200");
        assert_eq!(serde_json::from_str::<Instant>("1704463200").unwrap(), at);
    }
}
