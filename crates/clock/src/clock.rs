//! The support clock of one contract: it counts support time, works out deadlines, and tells whether support is open.
//!
//! The rules are those of the contract format's section "The support clock". Each answer is a look-up in
//! [`super::table`], so its cost does not depend on how long the span is.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Serialize, Serializer};

use super::instant::{Instant, OutOfRange};
use super::span::{ClockKind, Span};
use super::table::Table;
use super::week::{ShortDay, Week, YearDay};
use super::zone::{Date, Zone};

const DAY: i64 = 86_400;

/// The hours that a support clock is made from.
#[derive(Clone, Debug, Serialize)]
pub struct SupportHours {
    /// The time zone of the windows.
    pub zone: Zone,
    /// The windows of each weekday.
    pub week: Week,
    /// The days without support.
    pub closed: Vec<YearDay>,
    /// The days that a holiday does not close.
    pub open: Vec<YearDay>,
    /// The days with other windows.
    pub short_days: Vec<ShortDay>,
    /// The holidays by date, with their names, for the years 1979 to 2101.
    #[serde(serialize_with = "dates")]
    pub holidays: BTreeMap<Date, String>,
}

/// Serializes the dates alone: what a holiday is called promises nothing.
fn dates<S: Serializer>(holidays: &BTreeMap<Date, String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(holidays.keys())
}

/// A clock that counts the support time of one contract.
#[derive(Debug)]
pub struct SupportClock {
    hours: SupportHours,
    /// The open time of all years, made by the first question: a command that asks of one contract does not wait for
    /// the others'.
    table: OnceLock<Table>,
}

/// Serializes the hours that the clock was made from: the table follows from them.
impl Serialize for SupportClock {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.hours.serialize(serializer)
    }
}

/// A deadline, and how long it can still be met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deadline {
    /// The earliest instant at which the promised time has passed.
    pub due: Instant,
    /// The latest instant with the same elapsed support time: a target met at or before it is in time, after it
    /// breached. Where support never opens again, it is the last second in which the clock works.
    pub breach_after: Instant,
}

/// Whether support is open at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opening {
    /// Support is open until this instant; past [`Instant::END`] where it never closes.
    Open(Instant),
    /// Support is closed, and opens next at this instant, if it ever does.
    Closed(Option<Instant>),
}

impl Deadline {
    /// Makes a deadline that is breached the moment it has passed, as on the calendar clock.
    const fn sharp(due: Instant) -> Self {
        Self { due, breach_after: due }
    }

    fn checked(self) -> Result<Self, OutOfRange> {
        self.due.checked()?;
        Ok(self)
    }
}

impl SupportHours {
    /// Returns the name of the holiday that closes that date, or none where there is none, or the agreement keeps it
    /// open.
    pub fn holiday(&self, date: Date) -> Option<&str> {
        let name = self.holidays.get(&date)?;
        (!self.open.iter().any(|open| open.matches(date))).then_some(name)
    }

    /// Returns whether the agreement itself closes that date, which wins over everything.
    pub fn is_closed(&self, date: Date) -> bool {
        self.closed.iter().any(|closed| closed.matches(date))
    }
}

impl SupportClock {
    /// Makes a clock for these hours. Its first question works out the open time of the years 1980 to 2100, some
    /// milliseconds of work.
    pub const fn new(hours: SupportHours) -> Self {
        Self { hours, table: OnceLock::new() }
    }

    pub(super) fn table(&self) -> &Table {
        self.table.get_or_init(|| Table::new(&self.hours))
    }

    /// Returns the hours that the clock was made from.
    pub const fn hours(&self) -> &SupportHours {
        &self.hours
    }

    /// Returns the time zone of the clock's windows.
    pub const fn zone(&self) -> Zone {
        self.hours.zone
    }

    /// Works out the clock's table now, which the first question would wait for.
    pub fn prepare(&self) {
        self.table();
    }

    /// Counts the support seconds in `[a, b)`; 0 where `b` is before `a`.
    pub fn elapsed(&self, a: Instant, b: Instant) -> Result<i64, OutOfRange> {
        let (a, b) = (a.checked()?, b.checked()?);
        let table = self.table();
        Ok((table.support_before(b) - table.support_before(a)).max(0))
    }

    /// Counts the seconds of the clock `kind` in `[a, b)`; 0 where `b` is before `a`.
    pub fn elapsed_on(&self, kind: ClockKind, a: Instant, b: Instant) -> Result<i64, OutOfRange> {
        match kind {
            ClockKind::Support => self.elapsed(a, b),
            ClockKind::Calendar => Ok(b.checked()?.since(a.checked()?).max(0)),
        }
    }

    /// Returns the deadline of `span` from `start` on the clock `kind`.
    pub fn deadline(&self, start: Instant, span: Span, kind: ClockKind) -> Result<Deadline, OutOfRange> {
        let start = start.checked()?;
        match (span, kind) {
            (Span::Time(seconds), ClockKind::Support) => self.after(start, seconds),
            (Span::Time(seconds), ClockKind::Calendar) => Deadline::sharp(start.plus(seconds)).checked(),
            (Span::Days(days), _) => self.days_later(start, days),
            (Span::SupportDays(days), _) => self.support_days_later(start, days),
        }
    }

    /// Returns the earliest and the latest instant at or after `start` with exactly `support` support seconds elapsed
    /// since.
    pub fn after(&self, start: Instant, support: i64) -> Result<Deadline, OutOfRange> {
        let (mut due, table) = (start.checked()?, self.table());
        if support > 0 {
            let passed = table.support_before(start).saturating_add(support);
            due = table.when_passed(passed).ok_or(OutOfRange)?.checked()?;
        }
        let last = Instant::END.plus(-1);
        let breach_after = table.open_at_or_after(due).map_or(last, |(opens, _)| opens.max(due).min(last));
        Ok(Deadline { due, breach_after })
    }

    /// Returns the same wall-clock time `days` dates later: in a gap the first instant after it, in an overlap the
    /// earlier, though never one before `start`.
    fn days_later(&self, start: Instant, days: u32) -> Result<Deadline, OutOfRange> {
        let offsets = self.table().zone_offsets();
        let same_time = offsets.earliest(offsets.local(start) + i64::from(days) * DAY);
        Deadline::sharp(same_time.max(start)).checked()
    }

    /// Returns the deadline `days` support days after `start`: the earliest instant with the same elapsed support time
    /// as the first open moment's wall-clock time has on that day.
    fn support_days_later(&self, start: Instant, days: u32) -> Result<Deadline, OutOfRange> {
        let table = self.table();
        let (opens, _) = table.open_at_or_after(start).ok_or(OutOfRange)?;
        let first_open = opens.max(start);
        let place = table.support_day_of(first_open).ok_or(OutOfRange)?;
        let day = table.support_day(place).ok_or(OutOfRange)?;
        let target_day = table.support_day(place + days as usize).ok_or(OutOfRange)?;
        let offsets = table.zone_offsets();
        let same_time = offsets.earliest(offsets.local(first_open) + (target_day - day) * DAY).checked()?;
        self.after(start, self.elapsed(start, same_time)?)
    }

    /// Returns the end (24:00) of a local date.
    pub fn end_of(&self, date: Date) -> Instant {
        self.table().zone_offsets().earliest((date.day_number() + 1) * DAY)
    }

    /// Tells whether support is open at `at`, and what comes next. Outside the years 1980 to 2100 it is closed for
    /// ever.
    pub fn opening(&self, at: Instant) -> Opening {
        match at.checked().ok().and_then(|at| self.table().open_at_or_after(at)) {
            Some((from, to)) if from <= at => Opening::Open(to),
            next => Opening::Closed(next.map(|(from, _)| from)),
        }
    }
}
