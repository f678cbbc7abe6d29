//! Reads the file of a holiday calendar, and holds the calendars by id that contracts are read with.

mod replace;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::ledger::KeptCalendar;
use crate::problem::Problem;
use crate::reader::{Node, Table, parse};
use crate::time::{Date, HolidayCalendar, HolidayDate, HolidayRule, join_holiday};

pub use replace::{CalendarReplacement, replace_calendar};

/// The years for which a support clock is given its holidays: one more at each end than it works in.
const YEARS: std::ops::RangeInclusive<i32> = 1979..=2101;

const KEYS: [&str; 5] = ["id", "name", "source", "notes", "day"];
const DAY_KEYS: [&str; 7] = ["name", "date", "easter", "on_sunday", "every", "from", "until"];

/// Holiday calendars by id.
#[derive(Clone, Debug, Default)]
pub struct Calendars {
    by_id: BTreeMap<String, HolidayCalendar>,
    /// The texts that the calendars were read from, where they are known.
    texts: BTreeMap<String, KeptCalendar>,
}

impl Calendars {
    /// Adds a calendar, in place of the one with the same id.
    pub fn insert(&mut self, calendar: HolidayCalendar) {
        self.by_id.insert(calendar.id.clone(), calendar);
    }

    /// Inserts a calendar with the text that it was read from.
    pub fn insert_read(&mut self, calendar: HolidayCalendar, text: KeptCalendar) {
        self.texts.insert(calendar.id.clone(), text);
        self.insert(calendar);
    }

    /// Returns the text that the calendar of that id was read from, where it is known.
    pub fn text(&self, id: &str) -> Option<&KeptCalendar> {
        self.texts.get(id)
    }

    /// Returns the calendar of that id, if there is one.
    pub fn get(&self, id: &str) -> Option<&HolidayCalendar> {
        self.by_id.get(id)
    }

    /// Returns all calendars, by id.
    pub fn iter(&self) -> impl Iterator<Item = &HolidayCalendar> {
        self.by_id.values()
    }

    /// Returns the holidays of all the named calendars for every year that the support clock asks about.
    pub fn holidays(&self, ids: &[String]) -> BTreeMap<Date, String> {
        let mut all = BTreeMap::new();
        for calendar in ids.iter().filter_map(|id| self.get(id)) {
            for (date, name) in YEARS.flat_map(|year| calendar.dates(year)) {
                join_holiday(&mut all, date, &name);
            }
        }
        all
    }
}

/// Reads a calendar file; `file` is the name that problems give.
///
/// # Errors
/// If anything in it is wrong: every problem, in the order of the file.
pub fn read_calendar(file: &str, text: &str) -> Result<HolidayCalendar, Vec<Problem>> {
    parse(file, text, |root| {
        root.only(&KEYS);
        // The key is for people who read the file; it is only checked here.
        let _ = root.get("source").map(|node| node.filled().is_some());
        let _ = root.get("notes").map(|node| node.texts());
        let id = root.need("id", "write id = \"NO\"").and_then(|node| calendar_id(&node));
        let name = root.need("name", "write name = \"Norway\"").and_then(|node| node.filled().map(str::to_owned));
        let days = root.get("day").map_or_else(Vec::new, |node| node.tables(&DAY_KEYS));
        let days = days.iter().filter_map(rule).collect();
        Some(HolidayCalendar { id: id?, name: name?, days })
    })
}

/// Reads a calendar's id, which may have capitals: it is mostly a country's code.
fn calendar_id(node: &Node<'_>) -> Option<String> {
    let text = node.text()?;
    node.check_id(&text.to_ascii_lowercase()).then(|| text.to_owned())
}

fn rule(day: &Table<'_>) -> Option<HolidayRule> {
    let name = day.need("name", "write name = \"New Year's Day\"").and_then(|node| node.filled());
    let year = |key| day.get(key).and_then(|node| node.integer(1583, 9999));
    let (from, until) = (year("from"), year("until"));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        day.wrong("until", "`until` is before `from`", "write the first year under from and the last one under until");
    }
    let every = day.get("every").and_then(|node| node.integer(1, 1000)).unwrap_or(1);
    let on_sunday = day.get("on_sunday").and_then(|node| node.integer(-6, 6)).unwrap_or(0);
    let (name, on) = (name?.to_owned(), when(day)?);
    Some(HolidayRule { name, on, on_sunday: on_sunday.into(), every: every.unsigned_abs(), from, until })
}

/// Reads exactly one of `date` and `easter`.
fn when(day: &Table<'_>) -> Option<HolidayDate> {
    match (day.get("date"), day.get("easter")) {
        (Some(date), None) => date.day().map(HolidayDate::Day),
        (None, Some(easter)) => easter.integer(-200, 200).map(|days| HolidayDate::Easter(days.into())),
        (None, None) => {
            day.missing("date", "write date = \"12-25\", date = \"2024-06-20\", or easter = -2 for Good Friday");
            None
        }
        (Some(date), Some(_)) => {
            date.wrong("the day has both `date` and `easter`", "keep one of them");
            None
        }
    }
}
