//! Works out holidays by rule, and the dates that follow for a year: a day of every year, one date, days from Easter, a
//! weekday of a month or beside a date; moved where it falls on a certain day of the week.
//!
//! ```text
//! rule + year → due date → it stays there, or it moves to a date that the rule alone tells
//!                        → or to the next free weekday, looked for once all other days have their places
//! ```

mod easter;
mod rule;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::zone::{Date, Weekday};
use rule::{Destination, Held};

pub use easter::{easter, orthodox_easter};
pub use rule::{HolidayDate, HolidayMove, HolidayRule, HolidayYears, Side};

/// The most days after its due date on which a free weekday is looked for; a holiday that finds none stays.
const FREE_WITHIN: i64 = 31;

/// The holidays of a country or a company, by rule.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HolidayCalendar {
    /// The key that a contract names, such as `NO`.
    pub id: String,
    /// The name that is shown.
    pub name: String,
    /// The law or the page that the rules follow; empty where none is named.
    pub source: String,
    /// How unclear points of the source were read.
    pub notes: Vec<String>,
    /// The holidays, in the order of the file.
    pub days: Vec<HolidayRule>,
}

/// One holiday on one date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holiday<'a> {
    /// The date that is a holiday.
    pub date: Date,
    /// The holiday's name.
    pub name: &'a str,
    /// What moved, where something did.
    pub moved: Option<Moved>,
}

/// The other date of a holiday that moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moved {
    /// The date on which it was due.
    From(Date),
    /// The date to which it moves, where its due date is a holiday all the same.
    AlsoOn(Date),
}

impl Holiday<'_> {
    /// Returns the name with the date that the holiday moved from, or on which it is held as well.
    pub fn in_words(&self) -> String {
        match self.moved {
            None => self.name.to_owned(),
            Some(Moved::From(due)) => format!("{}, moved from {}", self.name, due.short()),
            Some(Moved::AlsoOn(other)) => format!("{}, also held on {}", self.name, other.short()),
        }
    }
}

impl HolidayCalendar {
    /// Returns the holidays that fall in `year`, with their names; two on one date are joined with ` / `.
    pub fn dates(&self, year: i32) -> BTreeMap<Date, String> {
        self.dates_in(year..=year)
    }

    /// Returns the holidays of those years as [`HolidayCalendar::dates`] does for one.
    pub fn dates_in(&self, years: RangeInclusive<i32>) -> BTreeMap<Date, String> {
        let mut dates = BTreeMap::new();
        for holiday in self.holidays(years) {
            join_holiday(&mut dates, holiday.date, &holiday.in_words());
        }
        dates
    }

    /// Returns the holidays that fall in those years, by date, and those of one date in the order of the file.
    pub fn holidays(&self, years: RangeInclusive<i32>) -> Vec<Holiday<'_>> {
        let mut found: Vec<Holiday<'_>> = Vec::new();
        for (held, on) in self.placed(&years) {
            let name = held.rule.name.as_str();
            match on {
                None => found.push(Holiday { date: held.due, name, moved: None }),
                Some(date) => {
                    found.push(Holiday { date, name, moved: Some(Moved::From(held.due)) });
                    if held.stays {
                        found.push(Holiday { date: held.due, name, moved: Some(Moved::AlsoOn(date)) });
                    }
                }
            }
        }
        found.retain(|holiday| years.contains(&holiday.date.year()));
        found.sort_by_key(|holiday| holiday.date);
        found
    }

    /// Returns what the rules give in those years and in the one on each side, as a move may go over New Year, with the
    /// date that each moves to.
    fn placed(&self, years: &RangeInclusive<i32>) -> Vec<(Held<'_>, Option<Date>)> {
        let all = years.start().saturating_sub(1)..=years.end().saturating_add(1);
        let held = all.flat_map(|year| self.days.iter().filter_map(move |rule| rule.held(year)));
        let mut placed: Vec<(Held<'_>, Option<Date>)> = held
            .map(|held| {
                let on = if let Destination::Date(date) = held.to { Some(date) } else { None };
                (held, on)
            })
            .collect();
        if self.days.iter().any(HolidayRule::depends_on_others) {
            find_free_weekdays(&mut placed);
        }
        placed
    }
}

/// Gives each holiday that looks for a free weekday its date, in the order of their due dates.
fn find_free_weekdays(placed: &mut [(Held<'_>, Option<Date>)]) {
    let seeks = |held: &Held<'_>| held.to == Destination::FreeWeekday;
    let due = placed.iter().filter(|(held, on)| held.stays || (on.is_none() && !seeks(held)));
    let mut taken: BTreeSet<Date> = due.map(|(held, _)| held.due).collect();
    taken.extend(placed.iter().filter_map(|(_, on)| *on));
    let mut seeking: Vec<_> = placed.iter_mut().filter(|(held, _)| seeks(held)).collect();
    seeking.sort_by_key(|(held, _)| held.due);
    for (held, on) in seeking {
        let mut days = (1..=FREE_WITHIN).map(|days| held.due.plus_days(days));
        *on = days.find(|date| is_working_day(*date) && !taken.contains(date));
        taken.insert(on.unwrap_or(held.due));
    }
}

/// Returns whether the date is a day from Monday to Friday.
fn is_working_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
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
