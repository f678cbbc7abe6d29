//! Calendar months, which availability is promised for.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::instant::{Instant, OutOfRange};
use super::zone::{Date, Zone};

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A month of a year, in no zone. Stored as `YYYY-MM`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Month {
    year: i32,
    /// The month of the year, 1 to 12.
    month: u32,
}

/// The error that a text is no month.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a month: write 2024-03, from 1980-01 to 2100-12")]
pub struct MonthError(pub String);

impl Month {
    /// Reads `YYYY-MM`, in the years in which the support clock works.
    pub fn parse(text: &str) -> Result<Self, MonthError> {
        let first = Date::parse(&format!("{text}-01")).filter(|date| (1980..=2100).contains(&date.year()));
        first.map(Self::of).ok_or_else(|| MonthError(text.chars().take(20).collect()))
    }

    /// Returns the month that a date is in.
    pub fn of(date: Date) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// Returns the month at `at` on the clocks of `zone`.
    pub fn at(zone: Zone, at: Instant) -> Self {
        Self::of(zone.wall(at).date)
    }

    /// Returns the month that is so many months later (earlier, if negative).
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        let count = self.year.saturating_mul(12).saturating_add(self.month as i32 - 1).saturating_add(months);
        Self { year: count.div_euclid(12), month: count.rem_euclid(12) as u32 + 1 }
    }

    /// Returns the month's first date.
    pub fn first(self) -> Date {
        // Every month has a first day; only years far beyond any use have no dates.
        Date::new(self.year, self.month, 1).unwrap_or(Date::from_day(0))
    }

    /// Returns the month's dates in order.
    pub fn dates(self) -> impl Iterator<Item = Date> {
        let (first, days) = (self.first(), self.plus(1).first().days_since(self.first()));
        (0..days).map(move |day| first.plus_days(day))
    }

    /// Returns the month in `zone` as `[from, to)`: from its first local midnight to that of the next. One with a
    /// change of clocks is an hour shorter or longer.
    pub fn bounds(self, zone: Zone) -> Result<(Instant, Instant), OutOfRange> {
        let (from, to) = (zone.midnight(self.first()), zone.midnight(self.plus(1).first()));
        // At the two ends of the clock's years a zone may reach beyond them by a day.
        from.plus(86_400).checked()?;
        to.plus(-86_400).checked()?;
        Ok((from, to))
    }

    /// Returns the month as `March 2024`.
    pub fn long(self) -> String {
        format!("{} {}", NAMES[self.month as usize - 1], self.year)
    }

    /// Returns the month's name as `Mar`.
    pub fn short(self) -> &'static str {
        &NAMES[self.month as usize - 1][..3]
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = MonthError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    #[test]
    fn reads_and_writes_months_and_nothing_else() {
        assert_eq!(month("2024-03").to_string(), "2024-03");
        assert_eq!((month("2024-03").long().as_str(), month("2024-12").short()), ("March 2024", "Dec"));
        for text in ["", "2024-13", "2024-00", "2024-3", "24-03", "2024", "2024-03-01", "1979-12", "2101-01", "x"] {
            assert_eq!(Month::parse(text), Err(MonthError(text.to_owned())));
        }
        assert_eq!(serde_json::to_string(&month("2024-03")).unwrap(), "\"2024-03\"");
        assert_eq!(serde_json::from_str::<Month>("\"2024-03\"").unwrap(), month("2024-03"));
    }

    #[test]
    fn months_follow_each_other() {
        assert_eq!(month("2024-12").plus(1), month("2025-01"));
        assert_eq!(month("2024-01").plus(-1), month("2023-12"));
        assert_eq!(month("2024-03").plus(-15), month("2022-12"));
        assert_eq!(month("2024-02").dates().count(), 29);
        assert_eq!(month("2023-02").dates().last(), Date::new(2023, 2, 28));
    }

    #[test]
    fn a_month_with_a_change_of_clocks_is_an_hour_shorter_or_longer() {
        let oslo = Zone::named("Europe/Oslo").unwrap();
        let hours = |text| month(text).bounds(oslo).map(|(from, to)| to.since(from) / 3600);
        assert_eq!(hours("2024-03"), Ok(31 * 24 - 1));
        assert_eq!(hours("2024-10"), Ok(31 * 24 + 1));
        assert_eq!(hours("2024-04"), Ok(30 * 24));
        assert_eq!(hours("1980-01"), Ok(31 * 24));
        assert_eq!(hours("2100-12"), Ok(31 * 24));
        assert_eq!(month("1980-01").plus(-1).bounds(oslo), Err(OutOfRange));
        assert_eq!(Month::at(oslo, Instant::parse("2024-02-29T23:00:00Z").unwrap()), month("2024-03"));
    }
}
