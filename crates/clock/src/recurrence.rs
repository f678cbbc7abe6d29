//! Reads recurrence rules of iCalendar (RFC 5545, 3.3.10) for whole days.
//!
//! A rule is taken as it is meant or refused: a date that it does not give would be a day on which no clock runs. What it
//! may say is checked here before the `rrule` crate works it out, so that no rule can ask for more than can be answered at once.

#[cfg(test)]
mod tests;

use rrule::RRuleSet;

use super::zone::{Date, Weekday};

/// The longest rule that is read, in bytes; the longest that makes sense is half of it.
const MAX_RULE: usize = 512;
/// The last year that a rule is worked out for, as calendars reach no further.
const LAST_YEAR: i32 = 2100;
/// The hour of UTC from which on the next date has begun in the zones furthest to the east (UTC+14).
const NEXT_DAY_BEGINS: u32 = 10;
const DAY: i64 = 86_400;

/// The reason why a rule cannot be taken; its text is the end of a sentence about the event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RecurrenceError {
    /// The rule has a part, or a value, that is not read here.
    #[error("it comes back by a rule that is not read here; enter its dates one by one")]
    Unknown,
    /// RFC 5545 leaves open what such a rule gives.
    #[error("its first date is not one that its rule gives; enter its dates one by one")]
    OtherStart,
    /// Whether the last date belongs to the rule depends on a zone that a whole day does not have.
    #[error("its rule ends at a time of day, so that its last date is not certain; enter its dates one by one")]
    UncertainEnd,
    /// The rule gives more dates than the caller takes.
    #[error("it comes back too often for a calendar of holidays")]
    TooMany,
}

/// The period after which a rule comes again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule that has been read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recurrence {
    frequency: Frequency,
    interval: u32,
    count: Option<u32>,
    /// The last day that may still belong to the rule, and whether it belongs to it for certain.
    until: Option<(Date, bool)>,
    months: Vec<i32>,
    month_days: Vec<i32>,
    week_days: Vec<(i32, Weekday)>,
    /// The text of the rule but its end, as the crate reads it.
    rule: String,
    picks: bool,
}

impl Recurrence {
    /// Reads the value of an RRULE property.
    ///
    /// # Errors
    /// If it says something that is not read here, or that RFC 5545 does not allow.
    pub fn parse(text: &str) -> Result<Self, RecurrenceError> {
        let parts = parts(text).ok_or(RecurrenceError::Unknown)?;
        Self::of(&parts).ok_or(RecurrenceError::Unknown)
    }

    fn of(parts: &[(String, String)]) -> Option<Self> {
        let get = |name: &str| parts.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let numbers = |name, most| get(name).map_or(Some(Vec::new()), |value| numbers(value, most));
        let frequency = match get("FREQ")? {
            "DAILY" => Frequency::Daily,
            "WEEKLY" => Frequency::Weekly,
            "MONTHLY" => Frequency::Monthly,
            "YEARLY" => Frequency::Yearly,
            _ => return None,
        };
        let positive = |name, most| get(name).map_or(Some(None), |value| number(value, most).map(Some));
        let until = match get("UNTIL") {
            None => None,
            Some(value) => Some(until(value)?),
        };
        let read = Self {
            frequency,
            interval: positive("INTERVAL", 1_000)?.unwrap_or(1),
            count: positive("COUNT", 100_000)?,
            until,
            months: numbers("BYMONTH", 12)?,
            month_days: numbers("BYMONTHDAY", 31)?,
            week_days: get("BYDAY").map_or(Some(Vec::new()), |value| value.split(',').map(week_day).collect())?,
            rule: without_end(parts),
            picks: get("BYSETPOS").is_some(),
        };
        numbers("BYSETPOS", 366)?;
        get("WKST").is_none_or(|day| weekday(day).is_some()).then_some(())?;
        read.is_allowed().then_some(read)
    }

    /// Returns whether RFC 5545 allows these parts together, and what is given of them is clear.
    fn is_allowed(&self) -> bool {
        let months = self.months.iter().all(|month| *month > 0);
        let one_end = self.count.is_none() || self.until.is_none();
        let no_days = self.months.is_empty() && self.month_days.is_empty() && self.week_days.is_empty();
        let picks = !(self.picks && no_days);
        let month_days = self.month_days.is_empty() || self.frequency != Frequency::Weekly;
        let most = match self.frequency {
            Frequency::Daily | Frequency::Weekly => 0,
            Frequency::Yearly if self.months.is_empty() => 53,
            // Not every month has a fifth one, and counted from the end the crate does not give what a plain reading
            // gives.
            Frequency::Monthly | Frequency::Yearly => 4,
        };
        // Few months have a fifth of a weekday: the crate does not find it when it is counted from the end.
        let nth = |n: i32| n == 0 || (-most < n && n <= most && self.month_days.is_empty());
        // Of "the first Monday and every Friday" the crate gives those that are both.
        let numbered = self.week_days.iter().filter(|(n, _)| *n != 0).count();
        let week_days = [0, self.week_days.len()].contains(&numbered) && self.week_days.iter().all(|(n, _)| nth(*n));
        months && one_end && picks && month_days && week_days
    }

    /// Returns whether the rule gives the same date of every year and nothing else, where it begins on `start`. Whether
    /// it ends is not asked.
    pub fn is_one_date_of_every_year(&self, start: Date) -> bool {
        let month = self.months.is_empty() || self.months == [start.month() as i32];
        let day = match self.month_days.as_slice() {
            [] => true,
            [day] => *day == start.day() as i32 && !self.months.is_empty(),
            _ => false,
        };
        let plain = self.frequency == Frequency::Yearly && self.interval == 1 && !self.picks;
        plain && self.week_days.is_empty() && month && day && (start.month(), start.day()) != (2, 29)
    }

    /// Returns whether the rule never ends.
    pub const fn is_endless(&self) -> bool {
        self.count.is_none() && self.until.is_none()
    }

    /// Returns the rule's dates from `start`, its first one, to the end of 2100, in order; at most `most` of them.
    ///
    /// # Errors
    /// If the rule does not begin on `start`, has more dates, or its last one is not certain.
    pub fn dates(&self, start: Date, most: usize) -> Result<Vec<Date>, RecurrenceError> {
        // This is looked at first, as the crate would search thousands of years for a date that does not exist.
        if !self.may_give(start) || self.until.is_some_and(|(until, _)| until < start) {
            return Err(RecurrenceError::OtherStart);
        }
        let text = format!("DTSTART:{}T000000Z\nRRULE:{}{}", digits(start), self.rule, self.end());
        let set: RRuleSet = text.parse().map_err(|_| RecurrenceError::Unknown)?;
        let day = |seconds: i64| Date::from_day(seconds.div_euclid(DAY));
        let dates = set.limit().into_iter().map(|at| day(at.timestamp())).take_while(|date| date.year() <= LAST_YEAR);
        let dates: Vec<Date> = dates.take(most.saturating_add(1)).collect();
        match self.until {
            _ if dates.first() != Some(&start) => Err(RecurrenceError::OtherStart),
            _ if dates.len() > most => Err(RecurrenceError::TooMany),
            Some((until, false)) if dates.last() == Some(&until) => Err(RecurrenceError::UncertainEnd),
            _ => Ok(dates),
        }
    }

    /// Returns whether a date passes each part of the rule by itself.
    fn may_give(&self, date: Date) -> bool {
        let (day, month) = (date.day() as i32, date.month() as i32);
        let last = date.plus_days(31 - i64::from(date.day()));
        let length = if last.month() == date.month() { 31 } else { 31 - last.day() as i32 };
        let month_day = |wanted: &i32| *wanted == day || *wanted == day - length - 1;
        (self.months.is_empty() || self.months.contains(&month))
            && (self.month_days.is_empty() || self.month_days.iter().any(month_day))
            && (self.week_days.is_empty() || self.week_days.iter().any(|(_, weekday)| *weekday == date.weekday()))
    }

    /// Returns the end of the rule as the crate reads it.
    fn end(&self) -> String {
        match (self.count, self.until) {
            (Some(count), _) => format!(";COUNT={count}"),
            (None, Some((until, _))) => format!(";UNTIL={}T000000Z", digits(until)),
            (None, None) => format!(";UNTIL={LAST_YEAR}1231T000000Z"),
        }
    }
}

/// Returns the parts by name, in capitals, or none where one is not known, is there twice, or has no value.
fn parts(text: &str) -> Option<Vec<(String, String)>> {
    const KNOWN: [&str; 9] =
        ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"];
    let mut parts: Vec<(String, String)> = Vec::new();
    // Many calendars end a rule with a semicolon.
    let text = text.trim().trim_end_matches(';');
    (text.len() <= MAX_RULE).then_some(())?;
    for part in text.split(';') {
        let (key, value) = part.split_once('=')?;
        let (key, value) = (key.trim().to_ascii_uppercase(), value.trim().to_ascii_uppercase());
        let fits = KNOWN.contains(&key.as_str()) && parts.iter().all(|(known, _)| *known != key) && !value.is_empty();
        fits.then_some(())?;
        parts.push((key, value));
    }
    Some(parts)
}

fn without_end(parts: &[(String, String)]) -> String {
    let rule = parts.iter().filter(|(key, _)| !matches!(key.as_str(), "COUNT" | "UNTIL"));
    rule.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(";")
}

/// Reads a whole number from 1 to `most`.
fn number(text: &str, most: u32) -> Option<u32> {
    let digits = (1..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| digits && (1..=most).contains(number))
}

/// Reads whole numbers from 1 to `most`, or as many counted from the end.
fn numbers(text: &str, most: u32) -> Option<Vec<i32>> {
    let signed = |text: &str| match text.strip_prefix('-') {
        Some(text) => number(text, most).map(|number| -(number as i32)),
        None => number(text.strip_prefix('+').unwrap_or(text), most).map(|number| number as i32),
    };
    text.split(',').map(signed).collect()
}

/// Reads `MO`, `1MO` or `-1FR` as which one, 0 for every one, and the day of the week.
fn week_day(text: &str) -> Option<(i32, Weekday)> {
    let at = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at))?;
    let (nth, day) = text.split_at(at);
    let nth = if nth.is_empty() { 0 } else { *numbers(nth, 53)?.first()? };
    Some((nth, weekday(day)?))
}

fn weekday(text: &str) -> Option<Weekday> {
    let place = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].into_iter().position(|day| day == text)?;
    Weekday::ALL.get(place).copied()
}

/// Reads `20280630` or `20280630T215959Z` as the last day that may belong to the rule, and whether it does. A time of
/// day is one of some zone's while the event's days are of none: where that day has begun somewhere by then, the one
/// after may belong to it too.
fn until(text: &str) -> Option<(Date, bool)> {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let date = whole_day(day)?;
    let Some(time) = time else { return Some((date, true)) };
    let (time, utc) = time.strip_suffix('Z').map_or((time, false), |time| (time, true));
    let digits = time.len() == 6 && time.bytes().all(|b| b.is_ascii_digit());
    let hour: u32 = time.get(..2).filter(|_| digits)?.parse().ok()?;
    let next_has_begun = utc && hour >= NEXT_DAY_BEGINS;
    Some(if next_has_begun { (date.plus_days(1), false) } else { (date, true) })
}

/// Reads a date as iCalendar writes it, `20240517`, or returns none for one with a time of day.
pub fn whole_day(text: &str) -> Option<Date> {
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse::<u32>().ok().filter(|_| digits)?;
    Date::new((number / 10_000) as i32, number / 100 % 100, number % 100)
}

fn digits(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}
