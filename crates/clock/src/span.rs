//! Lengths of time that a contract promises: hours and minutes, calendar days or support days.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A promised length of time, as a contract file writes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Hours and minutes (`30m`, `2h`, `1h30m`), in seconds of the target's clock.
    Time(i64),
    /// Calendar days (`14d`): the same wall-clock time on a later date, on either clock.
    Days(u32),
    /// Support days (`3bd`): days on which support has hours.
    SupportDays(u32),
    /// The last closing of a support day (`end of 1bd`): that many support days after the one on which it begins.
    EndOf(u32),
}

/// The time that a target is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The time while support is open.
    #[default]
    Support,
    /// Real time, 24 hours a day.
    Calendar,
}

/// The error that a text is no length of time.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a length of time: write 30m, 2h, 1h30m, 14d (calendar days), 3bd (support days) or end of 1bd")]
pub struct SpanError(pub String);

impl Span {
    /// Reads `30m`, `2h`, `1h30m`, `14d`, `3bd`, `end of 1bd`. Ten years is the longest.
    pub fn parse(text: &str) -> Result<Self, SpanError> {
        if let Some(days) = text.strip_prefix("end of ") {
            let days = Self::parse(days).map_err(|_| SpanError(text.to_owned()))?;
            return if let Self::SupportDays(days) = days {
                Ok(Self::EndOf(days))
            } else {
                Err(SpanError(text.to_owned()))
            };
        }
        let wrong = || SpanError(text.to_owned());
        let number = |digits: &str| {
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| digits.parse::<u32>().ok()).flatten()
        };
        let span = if let Some(days) = text.strip_suffix("bd") {
            Self::SupportDays(number(days).filter(|n| *n <= 3_660).ok_or_else(wrong)?)
        } else if let Some(days) = text.strip_suffix('d') {
            Self::Days(number(days).filter(|n| *n <= 3_660).ok_or_else(wrong)?)
        } else {
            let (hours, rest) = text.split_once('h').map_or((None, text), |(h, rest)| (Some(h), rest));
            let hours = hours.map_or(Some(0), number).ok_or_else(wrong)?;
            let minutes = match rest.strip_suffix('m') {
                Some(minutes) => number(minutes).ok_or_else(wrong)?,
                None if rest.is_empty() && !text.is_empty() => 0,
                None => return Err(wrong()),
            };
            let seconds = i64::from(hours) * 3600 + i64::from(minutes) * 60;
            if seconds > 3_660 * 86_400 {
                return Err(wrong());
            }
            Self::Time(seconds)
        };
        Ok(span)
    }

    /// Returns whether the length is zero.
    pub const fn is_zero(self) -> bool {
        matches!(self, Self::Time(0) | Self::Days(0) | Self::SupportDays(0))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Days(n) => write!(f, "{n}d"),
            Self::SupportDays(n) => write!(f, "{n}bd"),
            Self::EndOf(n) => write!(f, "end of {n}bd"),
            Self::Time(s) if s % 3600 == 0 && s > 0 => write!(f, "{}h", s / 3600),
            Self::Time(s) if s < 3600 => write!(f, "{}m", s / 60),
            Self::Time(s) => write!(f, "{}h{}m", s / 3600, s / 60 % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_lengths() {
        for (text, span, written) in [
            ("30m", Span::Time(1800), "30m"),
            ("2h", Span::Time(7200), "2h"),
            ("1h30m", Span::Time(5400), "1h30m"),
            ("90m", Span::Time(5400), "1h30m"),
            ("120m", Span::Time(7200), "2h"),
            ("0m", Span::Time(0), "0m"),
            ("0h", Span::Time(0), "0m"),
            ("14d", Span::Days(14), "14d"),
            ("3bd", Span::SupportDays(3), "3bd"),
            ("0bd", Span::SupportDays(0), "0bd"),
            ("end of 2bd", Span::EndOf(2), "end of 2bd"),
            ("87840h", Span::Time(3_660 * 86_400), "87840h"),
            ("3660d", Span::Days(3_660), "3660d"),
        ] {
            assert_eq!(Span::parse(text), Ok(span), "{text}");
            assert_eq!(span.to_string(), written);
            assert_eq!(Span::parse(written), Ok(span), "{written}");
            assert_eq!(span.is_zero(), text.starts_with('0'), "{text}");
        }
    }

    #[test]
    fn the_end_of_the_day_itself_is_some_time() {
        assert_eq!(Span::parse("end of 0bd"), Ok(Span::EndOf(0)));
        assert!(!Span::EndOf(0).is_zero());
    }

    #[test]
    fn refuses_what_is_no_length() {
        let no_number = ["", "h", "m", "d", "bd", "30", "1.5h", "-3d", "+3d", "1h-30m", "٣d"];
        let wrong_form = ["30s", "3 d", " 3d", "1h30", "30m1h", "1d12h", "2w", "3BD", "next release", "1h30m5"];
        let no_end = [
            "end of",
            "end of ",
            "end of 2d",
            "end of 2h",
            "end of end of 1bd",
            "End of 1bd",
            "end of  1bd",
            "end of -1bd",
        ];
        let too_long = ["87841h", "3661d", "3661bd", "4294967296m", "87840h1m", "99999999999999999999h"];
        for text in no_number.iter().chain(&wrong_form).chain(&too_long).chain(&no_end) {
            assert_eq!(Span::parse(text), Err(SpanError((*text).to_owned())));
        }
    }
}
