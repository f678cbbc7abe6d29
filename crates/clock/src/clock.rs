//! The support clock of one contract: it counts support time, works out deadlines, and tells whether support is open.
//!
//! The rules are those of the contract format's section "The support clock". Each answer is a look-up in
//! [`table`](super::table), so its cost does not depend on how long the span is.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Serialize, Serializer};

use super::instant::{Instant, OutOfRange};
use super::seconds::ClockSeconds;
use super::span::{ClockKind, Span};
use super::table::{Stretch, Table};
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
    /// The minutes since midnight of a support day from which on a report counts from the next one's opening, up to 2,879:
    /// the small hours of an overnight window count on past 1,440.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<u32>,
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
    /// Makes a clock for these hours. Its first question works out the open time of the years 1980 to 2100, less than a
    /// millisecond of work.
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

    /// Counts the support time in `[a, b)`; 0 where `b` is before `a`.
    pub fn elapsed(&self, a: Instant, b: Instant) -> Result<ClockSeconds, OutOfRange> {
        let (a, b, table) = (a.checked()?, b.checked()?, self.table());
        Ok(ClockSeconds::from_secs((table.support_before(b.secs()) - table.support_before(a.secs())).max(0)))
    }

    /// Counts the time of the clock `kind` in `[a, b)`; 0 where `b` is before `a`.
    pub fn elapsed_on(&self, kind: ClockKind, a: Instant, b: Instant) -> Result<ClockSeconds, OutOfRange> {
        match kind {
            ClockKind::Support => self.elapsed(a, b),
            ClockKind::Calendar => Ok(ClockSeconds::from_secs(b.checked()?.since(a.checked()?).max(0))),
        }
    }

    /// Returns the deadline of `span` from `start` on the clock `kind`, whatever the hours' cut-off: for what is no report.
    pub fn deadline(&self, start: Instant, span: Span, kind: ClockKind) -> Result<Deadline, OutOfRange> {
        self.counted(start, span, kind, None)
    }

    /// Returns the deadline of `span` from a report at `start` on the clock `kind`: where support time counts, one at or
    /// after the hours' cut-off counts from the opening of the next support day.
    pub fn deadline_of_report(&self, start: Instant, span: Span, kind: ClockKind) -> Result<Deadline, OutOfRange> {
        self.counted(start, span, kind, self.hours.cut_off)
    }

    fn counted(
        &self,
        start: Instant,
        span: Span,
        kind: ClockKind,
        cut_off: Option<u32>,
    ) -> Result<Deadline, OutOfRange> {
        let start = start.checked()?;
        let begin = || self.begin(start, cut_off.filter(|_| kind == ClockKind::Support));
        match span {
            Span::Time(seconds) if kind == ClockKind::Calendar => Deadline::sharp(start.plus(seconds)).checked(),
            Span::Time(seconds) => self.passed(&begin(), seconds),
            Span::Days(days) => self.days_later(start, days),
            Span::SupportDays(days) => self.support_days_later(&begin(), days),
            Span::EndOf(days) => self.end_of_support_day(&begin(), days),
        }
    }

    /// Returns the moment that a report at `at` counts from in support time: itself, or past the hours' cut-off the
    /// opening of the next support day.
    pub fn counts_from(&self, at: Instant) -> Instant {
        if at.checked().is_ok() { self.begin(at, self.hours.cut_off).at } else { at }
    }

    /// Returns the earliest and the latest instant at or after `start` with exactly `support` of support time elapsed
    /// since.
    pub fn after(&self, start: Instant, support: ClockSeconds) -> Result<Deadline, OutOfRange> {
        self.passed(&self.begin(start.checked()?, None), support.secs())
    }

    fn begin(&self, start: Instant, cut_off: Option<u32>) -> Begin {
        let table = self.table();
        let begin = Begin { at: start, open: table.find(start.secs()) };
        let Some((cut_off, open)) = cut_off.zip(begin.open) else { return begin };
        let first_open = open.from.max(start.secs());
        let day = table.support_day_of(&self.hours, &open, first_open);
        if table.seconds_of_day(first_open, day) < i64::from(cut_off) * 60 {
            return begin;
        }
        // Once only: that opening may itself be past the cut-off.
        let next = table.support_days_after(day, 1).and_then(|next| table.bounds_of(&self.hours, next));
        let Some((opens, _)) = next else { return Begin { open: None, ..begin } };
        let at = opens.max(start.secs());
        Begin { at: Instant::from_secs(at), open: table.find(at) }
    }

    /// Returns the earliest and the latest instant with exactly `support` support seconds since then.
    fn passed(&self, begin: &Begin, support: i64) -> Result<Deadline, OutOfRange> {
        if support <= 0 {
            return deadline(begin.at.secs(), begin.open.as_ref());
        }
        let (table, open) = (self.table(), begin.open.as_ref().ok_or(OutOfRange)?);
        let passed = (open.before + (begin.at.secs() - open.from).max(0)).saturating_add(support);
        let stretch = table.passing(passed).ok_or(OutOfRange)?;
        let due = stretch.from + (passed - stretch.before);
        if due < stretch.to { deadline(due, Some(&stretch)) } else { deadline(due, table.next(&stretch).as_ref()) }
    }

    /// Returns the same wall-clock time `days` dates later: in a gap the first instant after it, in an overlap the
    /// earlier, though never one before `start`.
    fn days_later(&self, start: Instant, days: u32) -> Result<Deadline, OutOfRange> {
        let offsets = self.table().zone_offsets();
        let same_time = offsets.earliest(offsets.local(start) + i64::from(days) * DAY);
        Deadline::sharp(same_time.max(start)).checked()
    }

    /// Returns the deadline `days` support days after then: the earliest instant with the same elapsed support time
    /// as the first open moment's wall-clock time has on that day.
    fn support_days_later(&self, begin: &Begin, days: u32) -> Result<Deadline, OutOfRange> {
        let (table, open) = (self.table(), begin.open.as_ref().ok_or(OutOfRange)?);
        let first_open = open.from.max(begin.at.secs());
        let day = table.support_day_of(&self.hours, open, first_open);
        let target = table.support_days_after(day, days).ok_or(OutOfRange)?;
        let same_time = table.same_time(first_open, day, target);
        Instant::from_secs(same_time).checked()?;
        if same_time <= first_open {
            return self.passed(begin, 0);
        }
        match table.find_on(target, same_time) {
            Some(open) if open.from < same_time => deadline(same_time, Some(&open)),
            Some(next) => deadline(table.closing_before(&next).ok_or(OutOfRange)?, Some(&next)),
            None => deadline(table.last_closing().ok_or(OutOfRange)?, None),
        }
    }

    /// Returns the last closing of the support day that many support days after that of the first open moment from then
    /// on.
    fn end_of_support_day(&self, begin: &Begin, days: u32) -> Result<Deadline, OutOfRange> {
        let (table, open) = (self.table(), begin.open.as_ref().ok_or(OutOfRange)?);
        let day = table.support_day_of(&self.hours, open, open.from.max(begin.at.secs()));
        let target = table.support_days_after(day, days).ok_or(OutOfRange)?;
        if let Some(last) = table.last_of(target).filter(|last| last.to >= begin.at.secs()) {
            return deadline(last.to, table.next(&last).as_ref());
        }
        let (_, closes) = table.bounds_of(&self.hours, target).ok_or(OutOfRange)?;
        let due = closes.max(begin.at.secs());
        deadline(due, table.find(due).as_ref())
    }

    /// Returns the end (24:00) of a local date.
    pub fn end_of(&self, date: Date) -> Instant {
        self.table().zone_offsets().earliest((date.day_number() + 1) * DAY)
    }

    /// Returns whether support is open at `at`; outside the years 1980 to 2100 it is not.
    pub fn is_open(&self, at: Instant) -> bool {
        at.checked().is_ok() && self.table().find(at.secs()).is_some_and(|open| open.from <= at.secs())
    }

    /// Tells whether support is open at `at`, and what comes next. Outside the years 1980 to 2100 it is closed for
    /// ever.
    pub fn opening(&self, at: Instant) -> Opening {
        let table = self.table();
        match at.checked().ok().and_then(|at| table.find(at.secs())) {
            Some(open) if open.from <= at.secs() => Opening::Open(Instant::from_secs(table.closing(&open))),
            next => Opening::Closed(next.map(|open| Instant::from_secs(open.from))),
        }
    }
}

/// The moment that time counts from, and the stretch of open time that holds it or is the next after it.
struct Begin {
    at: Instant,
    open: Option<Stretch>,
}

/// Returns the deadline at that second of UTC; `open` is what is open then, or next after it.
fn deadline(due: i64, open: Option<&Stretch>) -> Result<Deadline, OutOfRange> {
    let (due, last) = (Instant::from_secs(due).checked()?, Instant::END.plus(-1));
    let breach_after = open.map_or(last, |open| Instant::from_secs(open.from).max(due).min(last));
    Ok(Deadline { due, breach_after })
}
