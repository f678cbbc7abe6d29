//! Collects what belongs to one event of an iCalendar file: its revisions, its rule, and what is changed on single
//! dates.

use std::collections::BTreeMap;

use super::event::IcalEvent;
use super::{MAX_DAYS, MAX_WORK, WASTED};
use crate::time::{Date, HolidayDate, HolidayRule, HolidayYears, Recurrence, YearDay};

/// The years that a calendar file may name at all, for yearly dates that calendars like to begin decades ago.
const YEARS: std::ops::RangeInclusive<i32> = 1583..=2100;
/// The first year that clocks work in, and that single dates are kept for.
const FIRST_YEAR: i32 = 1980;
/// The last day, as month and day, up to which every year has the same dates.
const LEAP: (u32, u32) = (2, 28);

/// The parts of a file that have the same UID.
#[derive(Default)]
pub(super) struct EventSeries {
    /// The event itself, in one or more revisions.
    events: Vec<IcalEvent>,
    /// The events that change it on single dates.
    changes: Vec<IcalEvent>,
}

/// The days of one event, from its first date on.
struct EventDays {
    name: String,
    length: i64,
}

impl EventSeries {
    pub(super) fn add(&mut self, event: IcalEvent) {
        if event.is_change() {
            self.changes.push(event);
        } else {
            self.events.push(event);
        }
    }

    /// Names the event for a person.
    pub(super) fn named(&self) -> String {
        let latest = latest(self.events.iter()).ok().flatten();
        latest.or(self.events.first()).or(self.changes.first()).map(IcalEvent::named).unwrap_or_default()
    }

    /// Returns all days of the series, or why it gives none. `work` counts up by what that took.
    pub(super) fn days(&self, work: &mut usize) -> Result<Vec<HolidayRule>, String> {
        if let Some(why) = self.events.iter().chain(&self.changes).find_map(IcalEvent::refused) {
            return Err(why.to_owned());
        }
        let changes = self.changed()?;
        let Some(event) = latest(self.events.iter())? else { return only_changes(&changes) };
        if event.is_called_off() {
            return Err(called_off());
        }
        let (start, length) = event.days()?;
        if !YEARS.contains(&start.year()) {
            return Err(outside());
        }
        let days = EventDays { name: event.name(), length };
        let rule = event.get("RRULE").map(Recurrence::parse).transpose().map_err(|why| why.to_string())?;
        let dates = rule.as_ref().map_or(Ok(vec![start]), |rule| all_dates(rule, start, work))?;
        let (more, without) = (event.dates("RDATE")?, event.dates("EXDATE")?);
        if let Some(rule) = rule.filter(|_| more.is_empty() && without.is_empty() && changes.is_empty()) {
            let last = dates.last().filter(|_| !rule.is_endless()).map(|date| date.year());
            if rule.is_one_date_of_every_year(start) && days.stay_in_their_year(start) {
                return Ok(days.of_every_year(start, last));
            }
        }
        let mut all: BTreeMap<Date, Vec<HolidayRule>> = BTreeMap::new();
        all.extend(dates.into_iter().chain(more).map(|date| (date, days.from(date))));
        replace(&mut all, &without, &changes)?;
        let all: Vec<HolidayRule> = all.into_values().flatten().collect();
        if all.is_empty() { Err(none_left()) } else { Ok(all) }
    }

    /// Returns the changes on single dates, by the date that each would have been.
    fn changed(&self) -> Result<BTreeMap<Date, &IcalEvent>, String> {
        let mut by_date: BTreeMap<Date, Vec<&IcalEvent>> = BTreeMap::new();
        for change in &self.changes {
            let by_rule = ["RRULE", "RDATE", "EXDATE"].iter().any(|name| change.get(name).is_some());
            match change.dates("RECURRENCE-ID")?.as_slice() {
                [date] if !by_rule => by_date.entry(*date).or_default().push(change),
                _ => return Err("one of its dates is changed in a way that is not read here".to_owned()),
            }
        }
        let mut latest_of = BTreeMap::new();
        for (date, changes) in by_date {
            latest_of.extend(latest(changes.into_iter())?.map(|change| (date, change)));
        }
        Ok(latest_of)
    }
}

/// Leaves dates out and puts others in their places.
fn replace(
    all: &mut BTreeMap<Date, Vec<HolidayRule>>,
    without: &[Date],
    changes: &BTreeMap<Date, &IcalEvent>,
) -> Result<(), String> {
    for date in without {
        all.remove(date);
    }
    for (date, change) in changes {
        let was_there = all.remove(date).is_some();
        if change.is_called_off() {
            continue;
        }
        if !was_there {
            return Err(format!("it is changed on {date}, which is none of its dates; enter its dates one by one"));
        }
        all.insert(*date, one_day(change)?);
    }
    Ok(())
}

/// Returns the days of an event of which the file holds only changes.
fn only_changes(changes: &BTreeMap<Date, &IcalEvent>) -> Result<Vec<HolidayRule>, String> {
    let held: Vec<_> = changes.values().filter(|change| !change.is_called_off()).collect();
    if held.is_empty() {
        return Err(called_off());
    }
    held.into_iter().map(|change| one_day(change)).collect::<Result<Vec<_>, _>>().map(|days| days.concat())
}

/// Returns the days of an event that comes once.
fn one_day(event: &IcalEvent) -> Result<Vec<HolidayRule>, String> {
    let (start, length) = event.days()?;
    if !(FIRST_YEAR..=*YEARS.end()).contains(&start.year()) {
        return Err(outside());
    }
    Ok(EventDays { name: event.name(), length }.from(start))
}

fn all_dates(rule: &Recurrence, start: Date, work: &mut usize) -> Result<Vec<Date>, String> {
    if *work >= MAX_WORK {
        return Err("the file has too many rules; export only the calendar of holidays".to_owned());
    }
    let dates = rule.dates(start, MAX_DAYS);
    *work += if dates.is_ok() { 1 } else { WASTED };
    dates.map_err(|why| why.to_string())
}

/// Returns the latest revision, or none where there is none.
///
/// # Errors
/// If two differ, and nothing says which is the later one.
fn latest<'a>(events: impl Iterator<Item = &'a IcalEvent>) -> Result<Option<&'a IcalEvent>, String> {
    let mut latest: Option<&IcalEvent> = None;
    let mut rivals = false;
    for event in events {
        let before = latest.map(IcalEvent::revision).transpose()?;
        let revision = event.revision()?;
        match before {
            Some(before) if revision < before => {}
            Some(before) if revision == before => rivals |= latest != Some(event),
            _ => (latest, rivals) = (Some(event), false),
        }
    }
    if rivals {
        Err("it stands there more than once, and nothing says which is the latest".to_owned())
    } else {
        Ok(latest)
    }
}

impl EventDays {
    /// Returns the days of the event that begins on that date, as far as clocks work.
    fn from(&self, start: Date) -> Vec<HolidayRule> {
        let days = (0..self.length).map(|n| start.plus_days(n));
        let kept = days.filter(|date| (FIRST_YEAR..=*YEARS.end()).contains(&date.year()));
        kept.map(|date| HolidayRule::plain(self.name.clone(), HolidayDate::Day(YearDay::Once(date)))).collect()
    }

    /// Returns whether the days have the same dates in every year: not where they go over the end of February or of the
    /// year.
    fn stay_in_their_year(&self, start: Date) -> bool {
        let end = start.plus_days(self.length - 1);
        let day = |date: Date| (date.month(), date.day());
        start.year() == end.year() && (day(end) <= LEAP || day(start) > (2, 29))
    }

    /// Returns the same dates of every year, from the first one's to `last`'s, or for ever.
    fn of_every_year(&self, start: Date, last: Option<i32>) -> Vec<HolidayRule> {
        let rule = |date: Date| {
            let on = HolidayDate::Day(YearDay::Yearly(date.month(), date.day()));
            let years = HolidayYears { from: Some(start.year()), until: last, ..HolidayYears::default() };
            HolidayRule { years, ..HolidayRule::plain(self.name.clone(), on) }
        };
        (0..self.length).map(|n| rule(start.plus_days(n))).collect()
    }
}

fn called_off() -> String {
    "it is cancelled".to_owned()
}

fn none_left() -> String {
    "none of its dates is left in the years 1980 to 2100".to_owned()
}

fn outside() -> String {
    "it lies outside the years 1980 to 2100".to_owned()
}
