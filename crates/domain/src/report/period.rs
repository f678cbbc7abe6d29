//! Tells which tickets a report is about, by when their matter was first reported.
//!
//! A ticket belongs, with all its targets, to the date on which it was first reported by any channel, on the clocks of its
//! vendor's zone. That date never moves with what happens to the ticket later, so a month's figures only settle; and the
//! tickets of a year are those of its months.

use serde::{Deserialize, Serialize};

use crate::time::{Date, Instant, Month, Zone};

/// A stretch of dates, both ends included; an end that is none is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Period {
    /// The first date.
    pub from: Option<Date>,
    /// The last date.
    pub to: Option<Date>,
}

impl Period {
    /// All dates there are.
    pub const ALL: Self = Self { from: None, to: None };

    /// Makes the period of so many whole months from `first` on.
    pub fn months(first: Month, count: i32) -> Self {
        Self { from: Some(first.first()), to: Some(first.plus(count).first().plus_days(-1)) }
    }

    /// Makes the period of that month.
    pub fn month(month: Month) -> Self {
        Self::months(month, 1)
    }

    /// Returns the quarter of a year that has that month in it.
    pub fn quarter(month: Month) -> Self {
        let back = (month.first().month() as i32 - 1) % 3;
        Self::months(month.plus(-back), 3)
    }

    /// Returns the year that has that month in it.
    pub fn year(month: Month) -> Self {
        let back = month.first().month() as i32 - 1;
        Self::months(month.plus(-back), 12)
    }

    /// Returns whether that date belongs to the period.
    pub fn holds(self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    /// Returns the moments from before the first to after the last of its dates, wherever on earth these are told.
    pub fn moments(self) -> (Instant, Instant) {
        // A zone's clocks are at most 14 hours off those of UTC.
        let at = |date: Date, days| Zone::utc().midnight(date.plus_days(days));
        (
            self.from.map_or(Instant::from_secs(i64::MIN), |from| at(from, -1)),
            self.to.map_or(Instant::from_secs(i64::MAX), |to| at(to, 2)),
        )
    }

    /// Returns whether every date of `other` belongs to the period.
    pub fn covers(self, other: Self) -> bool {
        let from = self.from.is_none_or(|from| other.from.is_some_and(|other| from <= other));
        from && self.to.is_none_or(|to| other.to.is_some_and(|other| other <= to))
    }

    /// Returns the twelve months that end with the period; of one without an end all dates.
    pub fn year_to_its_end(self) -> Self {
        self.to.map_or(Self::ALL, |to| Self::months(Month::of(to).plus(-11), 12))
    }

    /// Returns the shortest period that covers both.
    pub fn spanning(self, other: Self) -> Self {
        Self {
            from: self.from.zip(other.from).map(|(one, other)| one.min(other)),
            to: self.to.zip(other.to).map(|(one, other)| one.max(other)),
        }
    }

    /// Returns it in words: `March 2024`, `January to March 2024`, `2024`, `2024-03-05 to 2024-04-02`, `all time`.
    pub fn words(self) -> String {
        match (self.from, self.to) {
            (None, None) => "all time".to_owned(),
            (Some(from), None) => format!("from {from} on"),
            (None, Some(to)) => format!("until {to}"),
            (Some(from), Some(to)) => whole_months(from, to).unwrap_or_else(|| format!("{from} to {to}")),
        }
    }
}

/// Returns the dates in words where they are whole months of one year.
fn whole_months(from: Date, to: Date) -> Option<String> {
    let (first, last) = (Month::of(from), Month::of(to));
    if from.day() != 1 || to.plus_days(1).day() != 1 || from.year() != to.year() || from > to {
        return None;
    }
    Some(match (first == last, from.month(), to.month()) {
        (true, ..) => first.long(),
        (false, 1, 12) => from.year().to_string(),
        _ => {
            let long = first.long();
            let name = long.split(' ').next().unwrap_or_default();
            format!("{name} to {}", last.long())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn a_period_says_what_it_is() {
        let month = |text| Month::parse(text).unwrap();
        for (period, words) in [
            (Period::ALL, "all time"),
            (Period::month(month("2024-02")), "February 2024"),
            (Period::quarter(month("2024-06")), "April to June 2024"),
            (Period::year(month("2024-06")), "2024"),
            (Period::months(month("2023-11"), 3), "2023-11-01 to 2024-01-31"),
            (Period { from: Some(date("2024-03-05")), to: None }, "from 2024-03-05 on"),
            (Period { from: None, to: Some(date("2024-03-05")) }, "until 2024-03-05"),
            (Period { from: Some(date("2024-03-01")), to: Some(date("2024-03-30")) }, "2024-03-01 to 2024-03-30"),
            (Period { from: Some(date("2024-03-31")), to: Some(date("2024-03-01")) }, "2024-03-31 to 2024-03-01"),
        ] {
            assert_eq!(period.words(), words);
        }
    }

    #[test]
    fn both_ends_belong_to_it() {
        let february = Period::month(Month::parse("2024-02").unwrap());
        for (text, holds) in [("2024-01-31", false), ("2024-02-01", true), ("2024-02-29", true), ("2024-03-01", false)]
        {
            assert_eq!(february.holds(date(text)), holds, "{text}");
            assert!(Period::ALL.holds(date(text)));
        }
    }

    #[test]
    fn a_wider_one_covers_a_narrower_one() {
        let month = Month::parse("2024-02").unwrap();
        let all = [Period::ALL, Period::year(month), Period::quarter(month), Period::month(month)];
        for (place, wide) in all.iter().enumerate() {
            for (other, narrow) in all.iter().enumerate() {
                assert_eq!(wide.covers(*narrow), place <= other, "{} {}", wide.words(), narrow.words());
            }
        }
        let quarter = Period::quarter(month).year_to_its_end();
        assert_eq!(quarter, Period::months(Month::parse("2023-04").unwrap(), 12));
        assert_eq!(Period::ALL.year_to_its_end(), Period::ALL);
        let both = Period::month(Month::parse("2024-05").unwrap()).spanning(quarter);
        assert_eq!(both, Period::months(Month::parse("2023-04").unwrap(), 14));
        assert_eq!(both.spanning(Period::ALL), Period::ALL);
        let open = Period { from: Some(date("2024-01-01")), to: None };
        assert!(open.covers(Period::month(month)) && !open.covers(Period::ALL));
    }
}
