//! Holds the holiday calendars by id that contracts are read with.

mod read;
mod replace;
mod write;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::ledger::KeptCalendar;
use crate::reader::{any_of, nearest};
use crate::time::{Date, HolidayCalendar, join_holiday};

pub use read::read_calendar;
pub use replace::{CalendarReplacement, replace_calendar};
pub use write::to_calendar_toml;

/// The years for which a support clock is given its holidays: one more at each end than it works in.
const YEARS: std::ops::RangeInclusive<i32> = 1979..=2101;
/// The most calendars that a hint names.
const MOST_NAMED: usize = 6;

/// What people also call a country, in small letters, and its calendars.
const USUAL_NAMES: [(&[&str], &[&str]); 16] = [
    (&["uk", "britain", "great-britain", "great britain", "gbr"], &["GB-ENG", "GB-SCT", "GB-NIR"]),
    (&["en", "eng", "wal", "gb-wls", "gb-wal"], &["GB-ENG"]),
    (&["sco", "sct", "scot"], &["GB-SCT"]),
    (&["nir", "ni", "ulster"], &["GB-NIR"]),
    (&["holland", "nederland", "ned", "nld"], &["NL"]),
    (&["norge", "nor"], &["NO"]),
    (&["sverige", "swe"], &["SE"]),
    (&["danmark", "den", "dnk"], &["DK"]),
    (&["suomi", "fin"], &["FI"]),
    (&["deutschland", "ger", "deu"], &["DE"]),
    (&["austria", "aut", "oe"], &["AT"]),
    (&["schweiz", "suisse", "sui", "che"], &["CH"]),
    (&["usa", "america"], &["US"]),
    (&["eire", "irl"], &["IE"]),
    (&["czechia", "cze", "cs"], &["CZ"]),
    (&["espana", "españa", "esp"], &["ES"]),
];

/// Holiday calendars by id. One that the program carries is read when it is first asked for, since there are many and a
/// desk needs few.
#[derive(Clone, Debug, Default)]
pub struct Calendars {
    by_id: BTreeMap<String, CalendarFile>,
}

/// A calendar and, where it is known, the text that it is read from.
#[derive(Clone, Debug)]
pub(super) struct CalendarFile {
    text: Option<KeptCalendar>,
    /// The calendar once it was read; none where its text cannot be.
    read: OnceLock<Option<HolidayCalendar>>,
}

impl CalendarFile {
    /// Makes a calendar of a text that is read later.
    pub(super) const fn unread(text: KeptCalendar) -> Self {
        Self { text: Some(text), read: OnceLock::new() }
    }

    /// Makes a calendar that was read from that text.
    pub(super) fn read(calendar: HolidayCalendar, text: Option<KeptCalendar>) -> Self {
        Self { text, read: OnceLock::from(Some(calendar)) }
    }

    fn calendar(&self) -> Option<&HolidayCalendar> {
        let read = || self.text.as_ref().and_then(|file| read_calendar(&file.file, &file.text).ok());
        self.read.get_or_init(read).as_ref()
    }
}

impl Calendars {
    /// Adds a calendar, in place of the one with the same id.
    pub fn insert(&mut self, calendar: HolidayCalendar) {
        self.by_id.insert(calendar.id.clone(), CalendarFile::read(calendar, None));
    }

    /// Adds the calendar of that id, in place of the one that there is.
    pub(super) fn insert_file(&mut self, id: String, file: CalendarFile) {
        self.by_id.insert(id, file);
    }

    /// Returns the text that the calendar of that id is read from, where it is known.
    pub fn text(&self, id: &str) -> Option<&KeptCalendar> {
        self.by_id.get(id)?.text.as_ref()
    }

    /// Returns the calendar of that id, if there is one.
    pub fn get(&self, id: &str) -> Option<&HolidayCalendar> {
        self.by_id.get(id)?.calendar()
    }

    /// Returns all calendars, by id.
    pub fn iter(&self) -> impl Iterator<Item = &HolidayCalendar> {
        self.by_id.values().filter_map(CalendarFile::calendar)
    }

    /// Returns the holidays of all the named calendars for every year that the support clock asks about.
    pub fn holidays(&self, ids: &[String]) -> BTreeMap<Date, String> {
        let mut all = BTreeMap::new();
        for calendar in ids.iter().filter_map(|id| self.get(id)) {
            for (date, name) in calendar.dates_in(YEARS) {
                join_holiday(&mut all, date, &name);
            }
        }
        all
    }

    /// Returns a hint for somebody who named a calendar that there is none of: those that may be meant by its country's
    /// code, its name or a slip of the pen.
    pub fn hint(&self, id: &str) -> String {
        let wanted = id.to_lowercase();
        let part = format!("{wanted}-");
        let named = |calendar: &HolidayCalendar| wanted.len() > 3 && calendar.name.to_lowercase().contains(&wanted);
        let fits = |calendar: &&HolidayCalendar| {
            let known = calendar.id.to_lowercase();
            known == wanted || known.starts_with(&part) || named(calendar)
        };
        let mut likely: Vec<&str> = self.iter().filter(fits).map(|calendar| calendar.id.as_str()).collect();
        if likely.is_empty() {
            let usual = USUAL_NAMES.iter().filter(|(names, _)| names.contains(&wanted.as_str()));
            likely = usual.flat_map(|(_, ids)| *ids).copied().filter(|id| self.by_id.contains_key(*id)).collect();
        }
        if likely.is_empty() {
            let few = self.by_id.len() <= MOST_NAMED;
            let known: BTreeMap<String, &str> = self.by_id.keys().map(|id| (id.to_lowercase(), id.as_str())).collect();
            let near = nearest(&wanted, known.keys().map(String::as_str));
            likely = known.iter().filter(|(id, _)| few || near == Some(id)).map(|(_, id)| *id).collect();
        }
        match likely.as_slice() {
            [] if self.by_id.is_empty() => "add a calendar file with that id".to_owned(),
            [] => "frist calendar list has those that there are; or add a calendar file with that id".to_owned(),
            some => {
                format!("write {}, or add a calendar file with that id", any_of(some.iter().take(MOST_NAMED)))
            }
        }
    }
}
