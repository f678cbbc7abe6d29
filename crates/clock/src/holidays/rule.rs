//! The rules by which one holiday falls: its date, the years that have it, and where it moves from a day of the week.

use super::easter::orthodox_easter;
use crate::week::YearDay;
use crate::zone::{Date, Weekday};

/// One holiday: when it falls, in which years, and where it moves.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HolidayRule {
    /// The name that is shown.
    pub name: String,
    /// The day on which it falls.
    pub on: HolidayDate,
    /// The years that have it.
    pub years: HolidayYears,
    /// Where it moves from each day of the week, Monday first; none where it stays.
    pub moves: [Option<HolidayMove>; 7],
    /// Whether a date that it moves from by its day of the week is a holiday as well.
    pub stays: bool,
    /// The dates on which it is held instead, at most one a year, in the years of these dates.
    pub instead: Vec<Date>,
}

/// What a holiday's date depends on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HolidayDate {
    /// A month and a day of every year, or one date.
    Day(YearDay),
    /// This many days after Easter Sunday (before it, if negative).
    Easter(i64),
    /// This many days after the Easter Sunday of the orthodox churches (before it, if negative).
    OrthodoxEaster(i64),
    /// The first, second … of a day of the week in a month.
    Nth {
        /// The day of the week.
        weekday: Weekday,
        /// Which one, from 1; counted from the end of the month if negative, so that -1 is the last.
        nth: i32,
        /// The month, 1 to 12.
        month: u32,
    },
    /// The day of the week that is nearest to a month and a day, on one side of it.
    Near {
        /// The day of the week.
        weekday: Weekday,
        /// The side on which it is looked for.
        side: Side,
        /// The month, 1 to 12.
        month: u32,
        /// The day of the month.
        day: u32,
    },
}

/// The side of a date on which a day of the week is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Side {
    /// The date itself or one of the six days after it.
    OnOrAfter,
    /// One of the seven days after the date.
    After,
    /// The date itself or one of the six days before it.
    OnOrBefore,
    /// One of the seven days before the date.
    Before,
}

/// Where a holiday goes that falls on a certain day of the week.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HolidayMove {
    /// It is held this many days later (earlier, if negative).
    Days(i64),
    /// It is held on the Monday after.
    Monday,
    /// It is held on the Friday before.
    Friday,
    /// It is held on the next day from Monday to Friday that is no other holiday of its calendar.
    FreeWeekday,
    /// It is not held in that year.
    NotHeld,
}

/// The years that have a holiday: those that pass every condition.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HolidayYears {
    /// The number that divides the years that have it; 1 for every year.
    pub every: u32,
    /// The first year that has it, or none where every earlier year had it.
    pub from: Option<i32>,
    /// The last year that has it, or none where every later year has it.
    pub until: Option<i32>,
    /// The only years that have it; empty where they are not named one by one.
    pub only: Vec<i32>,
    /// The years that do not have it.
    pub except: Vec<i32>,
}

/// A holiday of one year before days that look for a free weekday are placed.
pub(super) struct Held<'a> {
    pub(super) rule: &'a HolidayRule,
    /// The date that the rule gives before anything moves.
    pub(super) due: Date,
    /// Whether the due date is a holiday wherever it moves.
    pub(super) stays: bool,
    pub(super) to: Destination,
}

/// Where a holiday of one year is held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Due,
    Date(Date),
    FreeWeekday,
}

impl Default for HolidayYears {
    fn default() -> Self {
        Self { every: 1, from: None, until: None, only: Vec::new(), except: Vec::new() }
    }
}

impl HolidayYears {
    /// Returns whether that year has the holiday.
    pub fn has(&self, year: i32) -> bool {
        self.from.is_none_or(|from| from <= year)
            && self.until.is_none_or(|until| year <= until)
            && i64::from(year).rem_euclid(i64::from(self.every.max(1))) == 0
            && (self.only.is_empty() || self.only.contains(&year))
            && !self.except.contains(&year)
    }
}

impl HolidayRule {
    /// Makes a holiday of that name in every year, never moved.
    pub const fn plain(name: String, on: HolidayDate) -> Self {
        let years = HolidayYears { every: 1, from: None, until: None, only: Vec::new(), except: Vec::new() };
        Self { name, on, years, moves: [None; 7], stays: false, instead: Vec::new() }
    }

    /// Returns the rule with a move from that day of the week.
    pub fn moved_from(mut self, weekday: Weekday, to: HolidayMove) -> Self {
        self.moves[weekday.index()] = Some(to);
        self
    }

    /// Returns whether the rule looks for a free weekday, so that where it is held depends on the other rules.
    pub fn depends_on_others(&self) -> bool {
        self.moves.contains(&Some(HolidayMove::FreeWeekday))
    }

    /// Returns the holiday as the rule of `year` gives it, if that year has it. A move may carry it into a neighbouring
    /// year.
    pub(super) fn held(&self, year: i32) -> Option<Held<'_>> {
        let due = if self.years.has(year) { self.on.date(year)? } else { return None };
        let instead = self.instead.iter().find(|date| date.year() == year);
        let to = match (instead, self.moves[due.weekday().index()]) {
            (Some(instead), _) => Destination::Date(*instead),
            (None, None) => Destination::Due,
            (None, Some(HolidayMove::NotHeld)) => return None,
            (None, Some(HolidayMove::FreeWeekday)) => Destination::FreeWeekday,
            (None, Some(HolidayMove::Days(days))) => Destination::Date(due.plus_days(days)),
            (None, Some(HolidayMove::Monday)) => Destination::Date(near(due, Weekday::Mon, Side::After)),
            (None, Some(HolidayMove::Friday)) => Destination::Date(near(due, Weekday::Fri, Side::Before)),
        };
        let to = if to == Destination::Date(due) { Destination::Due } else { to };
        Some(Held { rule: self, due, stays: self.stays && instead.is_none(), to })
    }
}

impl HolidayDate {
    /// Returns the date in that year, or none where the year has no such day.
    pub fn date(self, year: i32) -> Option<Date> {
        match self {
            Self::Day(day) => day.in_year(year),
            Self::Easter(days) => YearDay::Easter(days).in_year(year),
            Self::OrthodoxEaster(days) => orthodox_easter(year).map(|sunday| sunday.plus_days(days)),
            Self::Nth { weekday, nth, month } => nth_weekday(year, month, weekday, nth),
            Self::Near { weekday, side, month, day } => Some(near(Date::new(year, month, day)?, weekday, side)),
        }
    }
}

/// Returns the `nth` of that day of the week in a month, or none where the month has not so many.
fn nth_weekday(year: i32, month: u32, weekday: Weekday, nth: i32) -> Option<Date> {
    let first = Date::new(year, month, 1)?;
    let weeks = i64::from(nth.unsigned_abs().checked_sub(1)?) * 7;
    let date = if nth > 0 {
        near(first, weekday, Side::OnOrAfter).plus_days(weeks)
    } else {
        // The first of a month and 31 days more always lie in the next one.
        let next = first.plus_days(31);
        let last = next.plus_days(-i64::from(next.day()));
        near(last, weekday, Side::OnOrBefore).plus_days(-weeks)
    };
    (date.month() == month && date.year() == year).then_some(date)
}

/// Returns the day of the week nearest to `date` on that side of it.
fn near(date: Date, weekday: Weekday, side: Side) -> Date {
    let ahead = (weekday.index() as i64 - date.weekday().index() as i64).rem_euclid(7);
    date.plus_days(match (side, ahead) {
        (Side::After, 0) => 7,
        (Side::OnOrAfter | Side::After, ahead) => ahead,
        (Side::OnOrBefore, 0) => 0,
        (Side::OnOrBefore | Side::Before, ahead) => ahead - 7,
    })
}
