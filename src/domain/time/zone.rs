//! Time zones, dates and wall-clock time, with the two surprises of a change of clocks stated in one place.
//!
//! A wall-clock time in a gap (spring) means the first instant after it. One in an overlap (autumn) means the earlier
//! instant when a window opens or a deadline falls on it, the later one when a window closes.

use std::fmt;

use chrono::{Datelike, Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Timelike};

use super::instant::{Instant, TimeError};

/// An IANA time zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Zone(chrono_tz::Tz);

/// A calendar date, in no zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date(NaiveDate);

/// A day of the week, Monday first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// A wall-clock time: a date and seconds since its local midnight, in no zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Wall {
    /// The local date.
    pub date: Date,
    /// Seconds since local midnight on the dial, 0 to 86,399.
    pub second: u32,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

    /// 0 for Monday to 6 for Sunday.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// `Mon` … `Sun`.
    pub const fn short(self) -> &'static str {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][self as usize]
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Date {
    /// The date, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 10 {
            return None;
        }
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self)
    }

    /// The date this many days after 1970-01-01.
    pub fn from_day(day: i64) -> Self {
        Self(NaiveDate::default()).plus_days(day)
    }

    /// Days since 1970-01-01.
    pub fn day_number(self) -> i64 {
        self.days_since(Self(NaiveDate::default()))
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        Weekday::ALL[self.0.weekday().num_days_from_monday() as usize]
    }

    /// This many days later (earlier, if negative); stays put at the ends of the calendar.
    pub fn plus_days(self, days: i64) -> Self {
        let moved = if days >= 0 {
            self.0.checked_add_days(Days::new(days.unsigned_abs()))
        } else {
            self.0.checked_sub_days(Days::new(days.unsigned_abs()))
        };
        Self(moved.unwrap_or(self.0))
    }

    /// Days from `earlier` to this date.
    pub fn days_since(self, earlier: Date) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// `Mon 8 Jan`.
    pub fn short(self) -> String {
        format!("{} {} {}", self.weekday().short(), self.day(), MONTHS[self.0.month0() as usize])
    }

    /// `Mon 8 Jan 2024`.
    pub fn long(self) -> String {
        format!("{} {}", self.short(), self.year())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl Wall {
    /// A wall-clock time, if the dial has it.
    pub fn new(date: Date, hour: u32, minute: u32, second: u32) -> Option<Self> {
        (hour < 24 && minute < 60 && second < 60).then_some(Self { date, second: hour * 3600 + minute * 60 + second })
    }

    /// `16:05`.
    pub fn hm(self) -> String {
        format!("{:02}:{:02}", self.second / 3600, self.second / 60 % 60)
    }

    /// `16:05:09`.
    pub fn hms(self) -> String {
        format!("{}:{:02}", self.hm(), self.second % 60)
    }

    fn naive(self) -> NaiveDateTime {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(self.second, 0).unwrap_or(NaiveTime::MIN);
        self.date.0.and_time(time)
    }

    fn from_naive(at: NaiveDateTime) -> Self {
        Self { date: Date(at.date()), second: at.time().num_seconds_from_midnight() }
    }
}

impl fmt::Display for Wall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.date, self.hm())
    }
}

impl Zone {
    /// The zone of that IANA name, such as `Europe/Oslo`.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// UTC.
    pub const fn utc() -> Self {
        Self(chrono_tz::Tz::UTC)
    }

    /// Its IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What the clock on the wall shows at `at`.
    pub fn wall(self, at: Instant) -> Wall {
        Wall::from_naive(self.0.from_utc_datetime(&at.chrono().naive_utc()).naive_local())
    }

    /// Seconds that this zone's clocks are ahead of UTC at `at`.
    pub fn offset(self, at: Instant) -> i64 {
        i64::from(self.0.offset_from_utc_datetime(&at.chrono().naive_utc()).fix().local_minus_utc())
    }

    /// The instant of a wall-clock time: in a gap the first instant after it, in an overlap the earlier.
    pub fn earliest(self, wall: Wall) -> Instant {
        match self.0.from_local_datetime(&wall.naive()) {
            MappedLocalTime::Single(at) => Instant::from_secs(at.timestamp()),
            MappedLocalTime::Ambiguous(a, b) => Instant::from_secs(a.timestamp().min(b.timestamp())),
            MappedLocalTime::None => self.after_gap(wall),
        }
    }

    /// The instant of a wall-clock time: in a gap the first instant after it, in an overlap the later.
    pub fn latest(self, wall: Wall) -> Instant {
        match self.0.from_local_datetime(&wall.naive()) {
            MappedLocalTime::Single(at) => Instant::from_secs(at.timestamp()),
            MappedLocalTime::Ambiguous(a, b) => Instant::from_secs(a.timestamp().max(b.timestamp())),
            MappedLocalTime::None => self.after_gap(wall),
        }
    }

    /// The instant of a wall-clock time that a person gave: one in a gap is an error, in an overlap it is the earlier.
    pub fn exact(self, wall: Wall) -> Result<Instant, TimeError> {
        let at = self.earliest(wall);
        let shown = self.wall(at);
        if shown == wall { Ok(at) } else { Err(TimeError::Skipped { wall, zone: self.name(), after: shown }) }
    }

    /// The first instant whose wall-clock time is past `wall`, which lies in a gap.
    ///
    /// Found by bisection between a day and a half before and after: no zone has ever jumped further than a day.
    fn after_gap(self, wall: Wall) -> Instant {
        let as_utc = wall.naive().and_utc().timestamp();
        let (mut before, mut after) = (as_utc - 129_600, as_utc + 129_600);
        while after - before > 1 {
            let middle = i64::midpoint(before, after);
            if self.wall(Instant::from_secs(middle)) < wall {
                before = middle;
            } else {
                after = middle;
            }
        }
        Instant::from_secs(after)
    }
}
