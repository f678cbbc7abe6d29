//! Works out holidays by rule: a date of every year, one date, or days from Easter, and the dates that follow for a
//! year.

use std::collections::BTreeMap;

use super::week::YearDay;
use super::zone::{Date, Weekday};

/// The holidays of a country or a company, by rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HolidayCalendar {
    /// The key that a contract names, such as `NO`.
    pub id: String,
    /// The name that is shown.
    pub name: String,
    /// The holidays, in the order of the file.
    pub days: Vec<HolidayRule>,
}

/// One holiday: when it falls, and in which years.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HolidayRule {
    /// The name that is shown.
    pub name: String,
    /// The day on which it falls.
    pub on: HolidayDate,
    /// The number of days by which it moves when its date is a Sunday; 0 where it stays.
    pub on_sunday: i64,
    /// The number that divides the years that have it; 1 for every year.
    pub every: u32,
    /// The first year that has it, or none where every earlier year had it.
    pub from: Option<i32>,
    /// The last year that has it, or none where every later year has it.
    pub until: Option<i32>,
}

/// What a holiday's date depends on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HolidayDate {
    /// A month and a day of every year, or one date.
    Day(YearDay),
    /// This many days after Easter Sunday (before it, if negative).
    Easter(i64),
}

impl HolidayRule {
    /// Makes a holiday of that name in every year, never moved.
    pub const fn plain(name: String, on: HolidayDate) -> Self {
        Self { name, on, on_sunday: 0, every: 1, from: None, until: None }
    }

    /// Returns the holiday's date by the rule of `year`, if that year has it. A move may carry it into a neighbouring
    /// year.
    fn date(&self, year: i32) -> Option<Date> {
        let held = self.from.is_none_or(|from| from <= year) && self.until.is_none_or(|until| year <= until);
        let due = i64::from(year).rem_euclid(i64::from(self.every.max(1))) == 0;
        let date = if held && due { self.on.date(year)? } else { return None };
        Some(if date.weekday() == Weekday::Sun { date.plus_days(self.on_sunday) } else { date })
    }
}

impl HolidayDate {
    /// Returns the date in that year, or none where the year has no such day.
    fn date(self, year: i32) -> Option<Date> {
        match self {
            Self::Day(day) => day.in_year(year),
            Self::Easter(days) => YearDay::Easter(days).in_year(year),
        }
    }
}

impl HolidayCalendar {
    /// Returns the holidays that fall in `year`, with their names; two on one date are joined with ` / `.
    pub fn dates(&self, year: i32) -> BTreeMap<Date, String> {
        let mut dates = BTreeMap::new();
        for rule in &self.days {
            // A rule of the year before or after may have been moved over New Year.
            for rule_year in [year.saturating_sub(1), year, year.saturating_add(1)] {
                if let Some(date) = rule.date(rule_year).filter(|date| date.year() == year) {
                    join_holiday(&mut dates, date, &rule.name);
                }
            }
        }
        dates
    }
}

/// Adds a holiday to `dates`; where that date has others already, the names are joined with ` / `, each once.
pub fn join_holiday(dates: &mut BTreeMap<Date, String>, date: Date, name: &str) {
    let names = dates.entry(date).or_default();
    if names.is_empty() {
        name.clone_into(names);
    } else if names.split(" / ").all(|known| known != name) {
        names.push_str(" / ");
        names.push_str(name);
    }
}

/// Returns Easter Sunday of that year in the Gregorian calendar, or none before 1583, when there was no such calendar.
///
/// It uses the anonymous computus (Nature, 20 April 1876): no table, right for every Gregorian year. Its letters are
/// kept.
#[allow(clippy::many_single_char_names)]
pub fn easter(year: i32) -> Option<Date> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let march = h + l - 7 * m + 114;
    Date::new(year, (march / 31) as u32, (march % 31 + 1) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect(text)
    }

    fn calendar(days: Vec<HolidayRule>) -> HolidayCalendar {
        HolidayCalendar { id: "X".into(), name: "X".into(), days }
    }

    fn yearly(name: &str, month: u32, day: u32) -> HolidayRule {
        HolidayRule::plain(name.into(), HolidayDate::Day(YearDay::Yearly(month, day)))
    }

    #[test]
    fn easter_falls_on_the_known_dates() {
        let known = [
            "1980-04-06",
            "1981-04-19",
            "1984-04-22",
            "1999-04-04",
            "2000-04-23",
            "2001-04-15",
            "2008-03-23",
            "2011-04-24",
            "2016-03-27",
            "2018-04-01",
            "2019-04-21",
            "2020-04-12",
            "2021-04-04",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
            "2079-04-23",
            "2100-03-28",
            "2101-04-17",
        ];
        for text in known {
            assert_eq!(easter(date(text).year()), Some(date(text)));
        }
    }

    #[test]
    fn easter_is_a_sunday_between_22_march_and_25_april_in_every_gregorian_year() {
        for year in 1583..=4099 {
            let sunday = easter(year).expect("a Gregorian year has an Easter");
            assert_eq!(sunday.weekday(), Weekday::Sun, "{year}");
            assert!((3, 22) <= (sunday.month(), sunday.day()) && (sunday.month(), sunday.day()) <= (4, 25), "{sunday}");
        }
        assert_eq!((easter(1582), easter(i32::MAX), easter(i32::MIN)), (None, None, None));
    }

    #[test]
    fn a_sunday_moves_the_day_even_over_new_year() {
        // 1 January 2023 was a Sunday.
        let moved = calendar(vec![HolidayRule { on_sunday: -1, ..yearly("New Year", 1, 1) }]);
        assert!(moved.dates(2023).is_empty());
        assert_eq!(moved.dates(2022).into_keys().collect::<Vec<_>>(), [date("2022-01-01"), date("2022-12-31")]);
    }

    #[test]
    fn years_limit_a_rule() {
        let five =
            calendar(vec![HolidayRule { every: 5, from: Some(2005), until: Some(2015), ..yearly("Five", 5, 5) }]);
        let years: Vec<i32> = (1990..2030).filter(|year| !five.dates(*year).is_empty()).collect();
        assert_eq!(years, [2005, 2010, 2015]);
    }

    #[test]
    fn a_day_that_the_year_lacks_is_left_out() {
        let leap = calendar(vec![yearly("Leap day", 2, 29)]);
        assert_eq!(leap.dates(2023).len(), 0);
        assert_eq!(leap.dates(2024).into_keys().next(), Some(date("2024-02-29")));
        assert!(leap.dates(i32::MAX).is_empty() && leap.dates(i32::MIN).is_empty());
    }

    #[test]
    fn two_on_one_date_are_joined_and_the_same_name_stands_once() {
        let once = HolidayRule::plain("Jubilee".into(), HolidayDate::Day(YearDay::Once(date("2024-05-01"))));
        let all = calendar(vec![yearly("Labour Day", 5, 1), once, yearly("Labour Day", 5, 1)]);
        assert_eq!(all.dates(2024)[&date("2024-05-01")], "Labour Day / Jubilee");
        assert_eq!(all.dates(2025)[&date("2025-05-01")], "Labour Day");
    }
}
