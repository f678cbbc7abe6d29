//! Reads the lines of an iCalendar file, and one event of it.

use icalendar::parser::Property;

use crate::text::drives_terminal;
use crate::time::{Date, whole_day};

/// The most characters of a name.
const MAX_NAME: usize = 120;
/// The most days that one event lasts.
const MAX_EVENT_DAYS: i64 = 31;
/// The properties of an event that matter here.
const WANTED: [&str; 14] = [
    "UID",
    "SEQUENCE",
    "DTSTAMP",
    "LAST-MODIFIED",
    "DTSTART",
    "DTEND",
    "DURATION",
    "SUMMARY",
    "STATUS",
    "RRULE",
    "EXRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
];
/// What is wrong with an event of which something cannot be read.
const UNREADABLE: Option<&str> = Some("it cannot be read");
/// The properties that an event may have more than once.
const SEVERAL: [&str; 2] = ["RDATE", "EXDATE"];

/// Walks through the lines and knows when it is inside an event; deeper parts, such as an alarm, have dates of their
/// own.
#[derive(Default)]
pub(super) struct EventWalk {
    pub(super) in_calendar: bool,
    event: Option<IcalEvent>,
    /// The number of parts that are open inside the event.
    inside: usize,
    /// Whether the calendar calls its events off (METHOD:CANCEL).
    calls_off: bool,
}

/// The properties of one event that matter here.
#[derive(Clone, PartialEq, Eq, Default)]
pub(super) struct IcalEvent {
    properties: Vec<(&'static str, String)>,
    /// The reason why it cannot be taken, where a property that matters could not be read or contradicts itself, or the file
    /// ends within it.
    fault: Option<&'static str>,
    /// Whether it changes not only one date but all later ones.
    and_later_ones: bool,
    called_off: bool,
}

impl EventWalk {
    /// Returns the event that the file ends within, if it does.
    pub(super) fn unfinished(self) -> Option<IcalEvent> {
        self.event.map(|event| IcalEvent { fault: Some("the file ends within it"), ..event })
    }

    /// Takes one unfolded line, and returns the event that it ends.
    pub(super) fn line(&mut self, line: &str) -> Option<IcalEvent> {
        let (name, value) = line.split_at(line.find([':', ';']).unwrap_or(line.len()));
        let part = value.trim_start_matches(':').trim();
        let (begins, ends) = (name.eq_ignore_ascii_case("BEGIN"), name.eq_ignore_ascii_case("END"));
        if begins && part.eq_ignore_ascii_case("VCALENDAR") {
            (self.in_calendar, self.calls_off) = (true, false);
        }
        match &mut self.event {
            None if begins && part.eq_ignore_ascii_case("VEVENT") => {
                self.event = Some(IcalEvent { called_off: self.calls_off, ..IcalEvent::default() });
            }
            None if name.eq_ignore_ascii_case("METHOD") => self.calls_off = part.eq_ignore_ascii_case("CANCEL"),
            Some(_) if begins => self.inside += 1,
            Some(_) if ends && self.inside > 0 => self.inside -= 1,
            Some(_) if ends => return self.event.take(),
            Some(event) if self.inside == 0 => event.property(name, line),
            _ => {}
        }
        None
    }
}

impl IcalEvent {
    /// Takes a property in; one without a value is as good as none.
    fn property(&mut self, name: &str, line: &str) {
        let Some(name) = WANTED.into_iter().find(|wanted| wanted.eq_ignore_ascii_case(name)) else { return };
        let Ok(property) = Property::try_from(line) else {
            if !line.ends_with(':') {
                self.fault = UNREADABLE;
            }
            return;
        };
        let value = property.val.as_str().trim();
        if value.is_empty() {
            return;
        }
        if !SEVERAL.contains(&name) && self.get(name).is_some_and(|known| known != value) {
            self.fault = UNREADABLE;
        }
        self.and_later_ones |= property.params.iter().any(|p| p.key.as_str().eq_ignore_ascii_case("RANGE"));
        self.properties.push((name, value.to_owned()));
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.properties.iter().filter(move |(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Returns whether the event changes one date of another event.
    pub(super) fn is_change(&self) -> bool {
        self.get("RECURRENCE-ID").is_some()
    }

    pub(super) fn is_called_off(&self) -> bool {
        self.called_off || self.get("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"))
    }

    /// Returns what tells which of two revisions is later: the number that the calendar counts up, then the moments
    /// that it notes.
    ///
    /// # Errors
    /// If the number cannot be read.
    pub(super) fn revision(&self) -> Result<(u32, &str, &str), String> {
        let number = self.get("SEQUENCE").map_or(Ok(0), str::parse).map_err(|_| "it cannot be read")?;
        let moment = |name| self.get(name).filter(|at| at.len() == 16 && at.ends_with('Z')).unwrap_or_default();
        Ok((number, moment("DTSTAMP"), moment("LAST-MODIFIED")))
    }

    /// Says why nothing can be made of it, where that is so.
    pub(super) fn refused(&self) -> Option<&'static str> {
        if self.fault.is_some() {
            return self.fault;
        }
        if self.is_change() && self.get("UID").is_none() {
            return Some("it changes another event and does not say which");
        }
        if self.and_later_ones {
            return Some("it is changed from one of its dates on; enter its dates one by one");
        }
        self.get("EXRULE").map(|_| "dates are left out of it by a rule; enter its dates one by one")
    }

    /// Returns the event's name, fit for a screen.
    pub(super) fn name(&self) -> String {
        let plain = |c: char| if drives_terminal(c) { ' ' } else { c };
        let text: String = self.get("SUMMARY").unwrap_or_default().chars().map(plain).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() { "Holiday".to_owned() } else { text.chars().take(MAX_NAME).collect() }
    }

    /// Returns the event's name and its date as written in the file, for a person.
    pub(super) fn named(&self) -> String {
        let at: String =
            self.get("DTSTART").unwrap_or_default().chars().filter(|c| !drives_terminal(*c)).take(20).collect();
        format!("{} ({})", self.name(), if at.is_empty() { "no date" } else { &at })
    }

    /// Returns the event's first day, and how many days it lasts, at least one.
    pub(super) fn days(&self) -> Result<(Date, i64), String> {
        let start = self.get("DTSTART").ok_or("it has no date")?;
        let start = whole_day(start).ok_or("it has a time of day, or a date that cannot be read")?;
        let end = self.get("DTEND").map(|end| whole_day(end).ok_or("its end is not a date")).transpose()?;
        let lasts = self.get("DURATION").map(|d| duration_days(d).ok_or("it does not last whole days")).transpose()?;
        let days = match (end.map(|end| end.days_since(start)), lasts) {
            (Some(days), _) if days < 0 => return Err("it ends before it begins".to_owned()),
            (Some(days), Some(lasts)) if days.max(1) != lasts.max(1) => {
                return Err("its end and its length differ".to_owned());
            }
            (Some(days), _) | (None, Some(days)) => days,
            (None, None) => 1,
        };
        if days > MAX_EVENT_DAYS {
            return Err(format!("it lasts {days} days, more than {MAX_EVENT_DAYS}"));
        }
        Ok((start, days.max(1)))
    }

    /// Returns the dates that a property lists.
    pub(super) fn dates(&self, name: &str) -> Result<Vec<Date>, String> {
        let all = self.all(name).flat_map(|list| list.split(',')).map(str::trim).filter(|date| !date.is_empty());
        // A whole day begins at midnight, and some calendars write that down.
        let date = |text: &str| whole_day(text.strip_suffix("T000000").unwrap_or(text));
        let dates: Option<Vec<Date>> = all.map(date).collect();
        dates.ok_or_else(|| "one of its dates has a time of day, or cannot be read".to_owned())
    }
}

/// Reads `P1D` or `P2W` as days; nothing with hours.
fn duration_days(text: &str) -> Option<i64> {
    let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let (number, unit) = match text.strip_suffix('W') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('D')?, 1),
    };
    let plain = (1..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    if plain { number.parse::<i64>().ok().map(|n| n * unit) } else { None }
}
