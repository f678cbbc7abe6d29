//! Holidays out of an iCalendar file, for the user to confirm, and the calendar file that keeps them.
//!
//! Only whole days count: an event of one or more days, or one that comes back every year on the same date. Whatever else
//! the file holds is named in a sentence, never guessed at.

#[cfg(test)]
mod tests;

use crate::domain::text::drives_terminal;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use icalendar::parser::{Property, unfold};

use crate::domain::time::{Date, HolidayCalendar, HolidayDate, HolidayRule, YearDay};

/// The largest file that is read, in bytes.
const MAX_ICAL: usize = 5 * 1024 * 1024;
/// The most days that one event gives.
const MAX_EVENT_DAYS: i64 = 31;
/// The most days that one file gives; no calendar of holidays comes near it.
const MAX_DAYS: usize = 5_000;
/// The most sentences about what was left out.
const MAX_SKIPPED: usize = 200;
/// The longest name, in characters.
const MAX_NAME: usize = 120;
/// The properties of an event that matter here.
const WANTED: [&str; 9] =
    ["DTSTART", "DTEND", "DURATION", "SUMMARY", "STATUS", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"];

/// What an iCalendar file holds for a holiday calendar.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct IcalHolidays {
    /// The days, in the order of the file, none twice.
    pub days: Vec<HolidayRule>,
    /// A sentence for every event that was left out, and why.
    pub skipped: Vec<String>,
}

/// Why a text is no iCalendar file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum IcalError {
    /// Larger than the limit.
    #[error("the file is larger than 5 MiB: export only the calendar of holidays")]
    TooLarge,
    /// There is no calendar in it.
    #[error("this is not an iCalendar file: it has no line BEGIN:VCALENDAR; choose a file that ends in .ics")]
    NotACalendar,
}

/// Reads the whole-day events of an iCalendar file (RFC 5545).
///
/// An event's end date is not part of it; without one it lasts a day. `RRULE:FREQ=YEARLY` makes a day of every year from
/// the event's on, until the rule's end where it has one.
///
/// # Errors
/// The file is too large, or no iCalendar file at all. What is wrong inside an event only leaves out that event.
pub fn read_ical(text: &str) -> Result<IcalHolidays, IcalError> {
    if text.len() > MAX_ICAL {
        return Err(IcalError::TooLarge);
    }
    let text = unfold(text.trim_start_matches('\u{feff}'));
    let mut found = Found::default();
    let mut walk = Walk::default();
    for line in text.lines() {
        if let Some(event) = walk.line(line.trim_end()) {
            found.take(&event);
        }
    }
    if walk.in_calendar { Ok(found.holidays) } else { Err(IcalError::NotACalendar) }
}

/// Writes a calendar file that reads back to the same rules. `id` and `name` are the calendar's.
pub fn to_calendar_toml(id: &str, name: &str, days: &[HolidayRule]) -> String {
    let mut out = format!("id = {}\nname = {}\n", quoted(id), quoted(name));
    for day in days {
        write_day(&mut out, day);
    }
    out
}

/// Goes through the lines and knows when it is inside an event; deeper parts, such as an alarm, have dates of their own.
#[derive(Default)]
struct Walk {
    in_calendar: bool,
    event: Option<Event>,
    /// How many parts are open inside the event.
    inside: usize,
}

/// The properties of one event that matter here.
#[derive(Default)]
struct Event {
    properties: Vec<(&'static str, String)>,
    /// One that matters could not be read.
    unreadable: bool,
}

impl Walk {
    /// Takes one unfolded line; gives the event that it ends.
    fn line(&mut self, line: &str) -> Option<Event> {
        let (name, value) = line.split_at(line.find([':', ';']).unwrap_or(line.len()));
        let part = value.trim_start_matches(':').trim();
        let (begins, ends) = (name.eq_ignore_ascii_case("BEGIN"), name.eq_ignore_ascii_case("END"));
        self.in_calendar |= begins && part.eq_ignore_ascii_case("VCALENDAR");
        match &mut self.event {
            None if begins && part.eq_ignore_ascii_case("VEVENT") => self.event = Some(Event::default()),
            Some(_) if begins => self.inside += 1,
            Some(_) if ends && self.inside > 0 => self.inside -= 1,
            Some(_) if ends => return self.event.take(),
            Some(event) if self.inside == 0 => event.property(name, line),
            _ => {}
        }
        None
    }
}

impl Event {
    fn property(&mut self, name: &str, line: &str) {
        let Some(name) = WANTED.into_iter().find(|wanted| wanted.eq_ignore_ascii_case(name)) else { return };
        match Property::try_from(line) {
            Ok(property) => self.properties.push((name, property.val.as_str().trim().to_owned())),
            Err(_) => self.unreadable = true,
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// What it is called, fit for a screen.
    fn name(&self) -> String {
        let plain = |c: char| if drives_terminal(c) { ' ' } else { c };
        let text: String = self.get("SUMMARY").unwrap_or_default().chars().map(plain).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() { "Holiday".to_owned() } else { text.chars().take(MAX_NAME).collect() }
    }

    /// Where it stands in the file, for a person: its date as written.
    fn place(&self) -> String {
        let at: String =
            self.get("DTSTART").unwrap_or_default().chars().filter(|c| !drives_terminal(*c)).take(20).collect();
        if at.is_empty() { "no date".to_owned() } else { at }
    }

    /// Its days, and a sentence where it has more than are taken; or why it gives none.
    fn days(&self) -> Result<(Vec<HolidayRule>, Option<String>), String> {
        if let Some(why) = self.refused() {
            return Err(why.to_owned());
        }
        let start = self.get("DTSTART").ok_or("it has no date")?;
        let start = date(start).ok_or("it has a time of day, or a date that cannot be read")?;
        let comes = self.get("RRULE").map_or(Ok(Comes::Once), |rule| yearly(rule, start))?;
        // Calendars like to begin a yearly event decades ago; the first year that a calendar file can name is 1583.
        let years = if comes == Comes::Once { 1980..=2100 } else { 1583..=2100 };
        if !years.contains(&start.year()) {
            return Err("it lies outside the years 1980 to 2100".to_owned());
        }
        let length = self.length(start)?;
        let rule = |n| day_rule(self.name(), start.plus_days(n), comes);
        let cut = (length > MAX_EVENT_DAYS).then(|| format!("only the first 31 of its {length} days are taken"));
        Ok(((0..length.min(MAX_EVENT_DAYS)).map(rule).collect(), cut))
    }

    /// Why the event cannot be taken at all.
    fn refused(&self) -> Option<&'static str> {
        let has = |name| self.get(name).is_some();
        if self.unreadable {
            return Some("it cannot be read");
        }
        if self.get("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
            return Some("it is cancelled");
        }
        let own_dates = has("RECURRENCE-ID") || has("RDATE") || has("EXDATE");
        own_dates.then_some("it comes back on dates of its own; enter those dates one by one")
    }

    /// How many days it lasts, at least one.
    fn length(&self, start: Date) -> Result<i64, &'static str> {
        let days = match (self.get("DTEND"), self.get("DURATION")) {
            (Some(end), _) => date(end).ok_or("its end is not a date")?.days_since(start),
            (None, Some(duration)) => duration_days(duration).ok_or("it does not last whole days")?,
            (None, None) => 1,
        };
        Ok(days.max(1))
    }
}

impl IcalHolidays {
    /// The dates of `year` with their names.
    pub fn dates(&self, year: i32) -> BTreeMap<Date, String> {
        HolidayCalendar { id: String::new(), name: String::new(), days: self.days.clone() }.dates(year)
    }
}

/// Collects what the events give.
#[derive(Default)]
struct Found {
    holidays: IcalHolidays,
    seen: HashSet<HolidayRule>,
}

impl Found {
    fn take(&mut self, event: &Event) {
        let skipped = match event.days() {
            Ok((days, cut)) => {
                let full = days.into_iter().any(|day| !self.add(day));
                if full { Some(format!("the file has more than {MAX_DAYS} days")) } else { cut }
            }
            Err(why) => Some(why),
        };
        let skipped = skipped.filter(|_| self.holidays.skipped.len() < MAX_SKIPPED);
        self.holidays.skipped.extend(skipped.map(|why| format!("{} ({}): {why}", event.name(), event.place())));
    }

    /// False where no more days are taken.
    fn add(&mut self, day: HolidayRule) -> bool {
        if self.seen.len() == MAX_DAYS {
            return self.seen.contains(&day);
        }
        if self.seen.insert(day.clone()) {
            self.holidays.days.push(day);
        }
        true
    }
}

/// Whether an event comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comes {
    Once,
    /// On the same date every year, up to and with the year `until`; none = for ever.
    Yearly {
        until: Option<i32>,
    },
}

fn day_rule(name: String, date: Date, comes: Comes) -> HolidayRule {
    match comes {
        Comes::Once => HolidayRule::plain(name, HolidayDate::Day(YearDay::Once(date))),
        Comes::Yearly { until } => {
            let on = HolidayDate::Day(YearDay::Yearly(date.month(), date.day()));
            HolidayRule { from: Some(date.year()), until, ..HolidayRule::plain(name, on) }
        }
    }
}

/// `20240517`; nothing with a time of day.
fn date(text: &str) -> Option<Date> {
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse::<u32>().ok().filter(|_| digits)?;
    Date::new((number / 10_000) as i32, number / 100 % 100, number % 100)
}

/// `P1D`, `P2W`; nothing with hours.
fn duration_days(text: &str) -> Option<i64> {
    let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let (number, unit) = match text.strip_suffix('W') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('D')?, 1),
    };
    let plain = (1..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    if plain { number.parse::<i64>().ok().map(|n| n * unit) } else { None }
}

/// Reads a rule that comes back on the same date every year; or says why it is another.
fn yearly(rule: &str, start: Date) -> Result<Comes, &'static str> {
    const OTHER: &str = "it comes back by a rule that is not simply every year; enter its dates one by one";
    let mut is_yearly = false;
    let mut last = None;
    for part in rule.split(';') {
        let (key, value) = part.split_once('=').ok_or(OTHER)?;
        match key.trim().to_ascii_uppercase().as_str() {
            "FREQ" => is_yearly = value.eq_ignore_ascii_case("YEARLY"),
            "INTERVAL" if value == "1" => {}
            "BYMONTH" if value.parse() == Ok(start.month()) => {}
            "BYMONTHDAY" if value.parse() == Ok(start.day()) => {}
            "WKST" => {}
            "UNTIL" => last = Some(until(value, start).ok_or(OTHER)?),
            "COUNT" if (start.month(), start.day()) != (2, 29) => {
                let count = value.parse::<i32>().ok().filter(|count| (1..=1000).contains(count)).ok_or(OTHER)?;
                last = Some(start.year() + count - 1);
            }
            _ => return Err(OTHER),
        }
    }
    if is_yearly { Ok(Comes::Yearly { until: last }) } else { Err(OTHER) }
}

/// The last year in which the date of `start` is not after the end of the rule.
fn until(value: &str, start: Date) -> Option<i32> {
    let end = date(value.get(..8)?)?;
    let passed = (start.month(), start.day()) <= (end.month(), end.day());
    Some(if passed { end.year() } else { end.year() - 1 }.max(start.year()))
}

fn write_day(out: &mut String, day: &HolidayRule) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\n[[day]]\nname = {}\n", quoted(&day.name));
    let _ = match day.on {
        HolidayDate::Easter(days) => writeln!(out, "easter = {days}"),
        HolidayDate::Day(YearDay::Once(date)) => writeln!(out, "date = \"{date}\""),
        HolidayDate::Day(YearDay::Yearly(month, day)) => writeln!(out, "date = \"{month:02}-{day:02}\""),
        HolidayDate::Day(YearDay::Easter(days)) => writeln!(out, "easter = {days}"),
    };
    let numbers = [
        ("on_sunday", Some(day.on_sunday).filter(|days| *days != 0)),
        ("every", Some(i64::from(day.every)).filter(|years| *years != 1)),
        ("from", day.from.map(i64::from)),
        ("until", day.until.map(i64::from)),
    ];
    for (key, number) in numbers {
        let _ = number.map_or(Ok(()), |number| writeln!(out, "{key} = {number}"));
    }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.chars().filter(|c| !drives_terminal(*c)).collect()).to_string()
}
