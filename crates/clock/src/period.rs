//! Calendar periods, which uptime and shares of targets are promised for: months, quarters, years.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::instant::{Instant, OutOfRange};
use super::month::Month;
use super::zone::{Date, Zone};

/// How long a calendar period is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodLength {
    /// A month of the calendar.
    #[default]
    Month,
    /// Three months, from January, April, July or October on.
    Quarter,
    /// Twelve months, from January on.
    Year,
}

/// A month, a quarter or a year of the calendar, in no zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CalendarPeriod {
    first: Month,
    length: PeriodLength,
}

/// The error that a text is no period of that length.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{text}` is not a {}: write {}", .length.key(), .length.like())]
pub struct PeriodError {
    /// The text that was given.
    pub text: String,
    /// The length that was wanted.
    pub length: PeriodLength,
}

/// The error that a text is no period of any length.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a month, a quarter or a year: write 2024-03, 2024-Q1 or 2024, from 1980 to 2100")]
pub struct NoPeriod(pub String);

impl PeriodLength {
    /// All lengths, the shortest first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// Returns the key in files, which is the word too: `month`, `quarter`, `year`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// Returns the number of months.
    pub const fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    const fn like(self) -> &'static str {
        match self {
            Self::Month => "2024-03, from 1980-01 to 2100-12",
            Self::Quarter => "2024-Q1, from 1980-Q1 to 2100-Q4",
            Self::Year => "2024, from 1980 to 2100",
        }
    }
}

impl CalendarPeriod {
    /// Reads a period of that length: `2024-03`, `2024-Q1`, `2024`.
    pub fn parse(length: PeriodLength, text: &str) -> Result<Self, PeriodError> {
        let month = match length {
            PeriodLength::Month => Some(text.to_owned()),
            PeriodLength::Quarter => text.split_once("-Q").and_then(|(year, quarter)| {
                let first = match quarter {
                    "1" => "01",
                    "2" => "04",
                    "3" => "07",
                    "4" => "10",
                    _ => return None,
                };
                Some(format!("{year}-{first}"))
            }),
            PeriodLength::Year => Some(format!("{text}-01")),
        };
        let first = month.and_then(|month| Month::parse(&month).ok());
        let wrong = || PeriodError { text: text.chars().take(20).collect(), length };
        first.map(|first| Self { first, length }).ok_or_else(wrong)
    }

    /// Reads a period of any length: `2024-03`, `2024-Q1`, `2024`.
    pub fn parse_any(text: &str) -> Result<Self, NoPeriod> {
        let read = PeriodLength::ALL.into_iter().find_map(|length| Self::parse(length, text).ok());
        read.ok_or_else(|| NoPeriod(text.chars().take(20).collect()))
    }

    /// Returns the period of that length with that month in it.
    pub fn around(length: PeriodLength, month: Month) -> Self {
        let back = (month.first().month() as i32 - 1) % length.months();
        Self { first: month.plus(-back), length }
    }

    /// Returns the first month.
    pub const fn first(self) -> Month {
        self.first
    }

    /// Returns the last month.
    pub fn last(self) -> Month {
        self.first.plus(self.length.months() - 1)
    }

    /// Returns the period of the same length that is so many periods later (earlier, if negative).
    #[must_use]
    pub fn plus(self, periods: i32) -> Self {
        Self { first: self.first.plus(periods.saturating_mul(self.length.months())), length: self.length }
    }

    /// Returns the dates in order.
    pub fn dates(self) -> impl Iterator<Item = Date> {
        (0..self.length.months()).flat_map(move |month| self.first.plus(month).dates())
    }

    /// Returns the period as a person names it: `March 2024`, `Q1 2024`, `2024`.
    pub fn long(self) -> String {
        match self.length {
            PeriodLength::Month => self.first.long(),
            PeriodLength::Quarter => format!("Q{} {}", self.quarter(), self.year()),
            PeriodLength::Year => self.year().to_string(),
        }
    }

    /// Returns the period for a narrow place: `Mar`, `Q1`, `'24`.
    pub fn short(self) -> String {
        match self.length {
            PeriodLength::Month => self.first.short().to_owned(),
            PeriodLength::Quarter => format!("Q{}", self.quarter()),
            PeriodLength::Year => format!("'{:02}", self.year().rem_euclid(100)),
        }
    }

    fn year(self) -> i32 {
        self.first.first().year()
    }

    fn quarter(self) -> u32 {
        self.first.first().month() / 3 + 1
    }

    /// Returns how long it is.
    pub const fn length(self) -> PeriodLength {
        self.length
    }

    /// Returns the period in `zone` as `[from, to)`: from its first local midnight to that of the next. One with a change of
    /// clocks is an hour shorter or longer.
    pub fn bounds(self, zone: Zone) -> Result<(Instant, Instant), OutOfRange> {
        let (from, _) = self.first.bounds(zone)?;
        let (_, to) = self.last().bounds(zone)?;
        Ok((from, to))
    }
}

impl fmt::Display for CalendarPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            PeriodLength::Month => self.first.fmt(f),
            PeriodLength::Quarter => write!(f, "{:04}-Q{}", self.year(), self.quarter()),
            PeriodLength::Year => write!(f, "{:04}", self.year()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_periods_and_nothing_else() {
        let good: [(PeriodLength, &[&str]); 3] = [
            (PeriodLength::Month, &["2024-03", "1980-01", "2100-12"]),
            (PeriodLength::Quarter, &["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]),
            (PeriodLength::Year, &["2024", "1980", "2100"]),
        ];
        for (length, texts) in good {
            for text in texts {
                let period = CalendarPeriod::parse(length, text).expect(text);
                assert_eq!((period.to_string().as_str(), period.length()), (*text, length));
                assert_eq!(CalendarPeriod::around(length, period.first().plus(length.months() - 1)), period);
            }
            let others = PeriodLength::ALL.into_iter().filter(|other| *other != length);
            for text in ["", "2024-Q0", "2024-Q5", "2024-q1", "24-Q1", "2024-13", "1979", "2101", "2024-Q1 ", "x"] {
                assert!(CalendarPeriod::parse(length, text).is_err(), "{text}");
            }
            for text in
                others.flat_map(|other| good.iter().find(|(l, _)| *l == other).map_or(&[][..], |(_, texts)| texts))
            {
                assert!(CalendarPeriod::parse(length, text).is_err(), "{text} is no {}", length.key());
            }
        }
    }

    #[test]
    fn a_text_says_by_itself_how_long_its_period_is() {
        for (text, long, short, before, after, days) in [
            ("2024-03", "March 2024", "Mar", "2024-02", "2024-04", 31),
            ("2024-Q1", "Q1 2024", "Q1", "2023-Q4", "2024-Q2", 91),
            ("2024-Q4", "Q4 2024", "Q4", "2024-Q3", "2025-Q1", 92),
            ("2005", "2005", "'05", "2004", "2006", 365),
        ] {
            let period = CalendarPeriod::parse_any(text).expect(text);
            assert_eq!(
                (period.to_string().as_str(), period.long().as_str(), period.short().as_str()),
                (text, long, short)
            );
            assert_eq!((period.plus(-1).to_string().as_str(), period.plus(1).to_string().as_str()), (before, after));
            assert_eq!((period.dates().count(), period.dates().next()), (days, Some(period.first().first())));
            assert_eq!(period.dates().last().map(Month::of), Some(period.last()));
        }
        for text in ["", "2024-Q5", "2024-13", "24", "March", "2024-3"] {
            assert_eq!(CalendarPeriod::parse_any(text), Err(NoPeriod(text.to_owned())));
        }
    }

    #[test]
    fn a_period_is_as_long_as_its_months() {
        let oslo = Zone::named("Europe/Oslo").expect("a zone");
        let hours = |length, text| {
            let (from, to) = CalendarPeriod::parse(length, text).expect(text).bounds(oslo).expect("in range");
            to.since(from) / 3600
        };
        assert_eq!(hours(PeriodLength::Quarter, "2024-Q1"), (31 + 29 + 31) * 24 - 1);
        assert_eq!(hours(PeriodLength::Quarter, "2024-Q4"), 92 * 24 + 1);
        assert_eq!(hours(PeriodLength::Year, "2023"), 365 * 24);
        assert_eq!(hours(PeriodLength::Month, "2024-02"), 29 * 24);
    }
}
