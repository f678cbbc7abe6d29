//! Takes holidays out of an iCalendar file, for the user to confirm.
//!
//! Only whole days count: an event of one or more days, once or by a rule, with what is changed and left out of it. An event
//! is taken whole or not at all, and whatever else the file holds is named in a sentence, never guessed at: a day too many is
//! a day on which no clock runs.

mod event;
mod series;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use event::{EventWalk, IcalEvent};
use series::EventSeries;

use crate::time::{Date, HolidayCalendar, HolidayRule};

/// The largest file that is read, in bytes.
const MAX_ICAL: usize = 5 * 1024 * 1024;
/// The most days that one file gives; no calendar of holidays comes near it.
const MAX_DAYS: usize = 5_000;
/// The most sentences about what was left out.
const MAX_SKIPPED: usize = 50;
/// The most work that a file's rules may ask for: a rule that is worked out is 1, one that gives nothing [`WASTED`].
const MAX_WORK: usize = 5_000;
/// The work of a rule that does not give its own first date: it may have been searched for one over thousands of years.
const WASTED: usize = 100;

/// The holidays that an iCalendar file has.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct IcalHolidays {
    /// The days, in the order of the file, none twice.
    pub days: Vec<HolidayRule>,
    /// A sentence for each of the first 50 events that were left out, and why.
    pub skipped: Vec<String>,
    /// The number of further events that were left out.
    pub more_skipped: usize,
}

/// The reason why a file is no iCalendar file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum IcalError {
    /// The file is larger than the limit.
    #[error("the file is larger than 5 MiB: export only the calendar of holidays")]
    TooLarge,
    /// The file is not text.
    #[error("the file is not UTF-8 text: export it as UTF-8, as iCalendar files are")]
    NotText,
    /// The file has no calendar in it.
    #[error("this is not an iCalendar file: it has no line BEGIN:VCALENDAR; choose a file that ends in .ics")]
    NotACalendar,
}

/// Reads the whole-day events of an iCalendar file (RFC 5545).
///
/// An event's end date is not part of it; without one it lasts a day. Of several revisions of one event the latest
/// counts. A yearly date becomes a rule; every other event becomes the dates from 1980 to 2100.
///
/// # Errors
/// If the file is too large, no text, or no iCalendar file at all. A mistake inside an event only leaves out that
/// event.
pub fn read_ical(bytes: &[u8]) -> Result<IcalHolidays, IcalError> {
    if bytes.len() > MAX_ICAL {
        return Err(IcalError::TooLarge);
    }
    // A line may be folded inside a character, so that it is text only once it is whole again.
    let text = String::from_utf8(unfold(bytes)).map_err(|_| IcalError::NotText)?;
    let mut walk = EventWalk::default();
    let mut all = GroupedEvents::default();
    for line in text.trim_start_matches('\u{feff}').lines() {
        if let Some(event) = walk.line(line.trim_end()) {
            all.add(event);
        }
    }
    if !walk.in_calendar {
        return Err(IcalError::NotACalendar);
    }
    if let Some(event) = walk.unfinished() {
        all.add(event);
    }
    let mut found = FoundDays::default();
    for series in &all.series {
        found.take(series);
    }
    Ok(found.holidays)
}

/// Takes out each end of a line that is followed by a blank: the line goes on after it (RFC 5545, 3.1).
fn unfold(bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, others)) = rest.split_first() {
        match rest {
            [b'\r', b'\n', b' ' | b'\t', others @ ..] | [b'\n', b' ' | b'\t', others @ ..] => rest = others,
            _ => {
                whole.push(*first);
                rest = others;
            }
        }
    }
    whole
}

impl IcalHolidays {
    /// Returns the dates of `year` with their names.
    pub fn dates(&self, year: i32) -> BTreeMap<Date, String> {
        HolidayCalendar { days: self.days.clone(), ..HolidayCalendar::default() }.dates(year)
    }
}

/// The events of a file by what they belong to, in the order of the file.
#[derive(Default)]
struct GroupedEvents {
    series: Vec<EventSeries>,
    by_uid: HashMap<String, usize>,
}

impl GroupedEvents {
    /// Adds an event to its series. One without a UID belongs to no other.
    fn add(&mut self, event: IcalEvent) {
        let next = self.series.len();
        let place = event.get("UID").map_or(next, |uid| *self.by_uid.entry(uid.to_owned()).or_insert(next));
        if place == next {
            self.series.push(EventSeries::default());
        }
        if let Some(series) = self.series.get_mut(place) {
            series.add(event);
        }
    }
}

/// The days that the events give, while they are collected.
#[derive(Default)]
struct FoundDays {
    holidays: IcalHolidays,
    seen: HashSet<HolidayRule>,
    work: usize,
}

impl FoundDays {
    fn take(&mut self, series: &EventSeries) {
        let taken = series.days(&mut self.work).and_then(|days| self.add(days));
        let Err(why) = taken else { return };
        if self.holidays.skipped.len() == MAX_SKIPPED {
            self.holidays.more_skipped += 1;
        } else {
            self.holidays.skipped.push(format!("{}: {why}", series.named()));
        }
    }

    /// Takes all of an event's days, or none.
    fn add(&mut self, days: Vec<HolidayRule>) -> Result<(), String> {
        let mut own = HashSet::new();
        let new: Vec<HolidayRule> =
            days.into_iter().filter(|day| !self.seen.contains(day) && own.insert(day.clone())).collect();
        if self.seen.len() + new.len() > MAX_DAYS {
            return Err(format!("the file has more than {MAX_DAYS} days"));
        }
        self.seen.extend(own);
        self.holidays.days.extend(new);
        Ok(())
    }
}
