//! Time zones, dates and wall-clock time; states the two surprises of a change of clocks in one place.
//!
//! A wall-clock time in a gap (spring) means the first instant after it. One in an overlap (autumn) means the earlier
//! instant when a window opens or a deadline falls on it, the later one when a window closes.

use std::fmt;

use serde::{Deserialize, Serialize};

use chrono::{Datelike, Days, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeZone};

use super::instant::{Instant, TimeError};

const DAY: i64 = 86_400;
/// The first second, 2100-01-01T00:00:00Z, from which on the zones' data knows no changes of clocks.
const UNKNOWN_FROM: i64 = 4_102_444_800;
/// The seconds from 2094 to 2100, and from 2095 to 2101: years of the same length that begin on the same weekday, so
/// that a rule such as "the last Sunday of March" gives the same dates in both.
const SIX_YEARS: i64 = 2_191 * DAY;

/// Returns how many seconds to take off seconds of 2100 or later, so that the zones' data knows them: the rules of
/// before then go on.
const fn beyond_the_data(secs: i64) -> i64 {
    if secs >= UNKNOWN_FROM { SIX_YEARS } else { 0 }
}

/// An IANA time zone. Stored as its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Zone(chrono_tz::Tz);

/// A calendar date, in no zone. Stored as `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date(NaiveDate);

/// A day of the week, Monday first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Wall {
    /// The local date.
    pub date: Date,
    /// Seconds since local midnight on the dial, 0 to 86,399.
    pub second: u32,
}

impl Weekday {
    /// All seven days, Monday first.
    pub const ALL: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

    /// Returns 0 for Monday to 6 for Sunday.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns `Mon` … `Sun`.
    pub const fn short(self) -> &'static str {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][self as usize]
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not a date"))
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
    }
}

impl TryFrom<String> for Zone {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::named(&text).ok_or_else(|| format!("`{text}` is not a time zone"))
    }
}

impl Date {
    /// Makes the date, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        // The form is checked first, as the format alone also takes blanks and signs.
        let fits = |(i, b): (usize, u8)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() };
        let plain = text.len() == 10 && text.bytes().enumerate().all(fits);
        plain.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self))?
    }

    /// Returns the date this many days after 1970-01-01.
    pub fn from_day(day: i64) -> Self {
        Self(NaiveDate::default()).plus_days(day)
    }

    /// Returns the number of days since 1970-01-01.
    pub fn day_number(self) -> i64 {
        self.days_since(Self(NaiveDate::default()))
    }

    /// Returns the year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Returns the month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// Returns the day of the month, from 1.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// Returns the day of the week.
    pub fn weekday(self) -> Weekday {
        Weekday::ALL[self.0.weekday().num_days_from_monday() as usize]
    }

    /// Returns the date this many days later (earlier, if negative); no further than to the ends of the calendar, far
    /// beyond any use.
    pub fn plus_days(self, days: i64) -> Self {
        let by = Days::new(days.unsigned_abs());
        Self(if days >= 0 {
            self.0.checked_add_days(by).unwrap_or(NaiveDate::MAX)
        } else {
            self.0.checked_sub_days(by).unwrap_or(NaiveDate::MIN)
        })
    }

    /// Returns the number of days from `earlier` to this date.
    pub fn days_since(self, earlier: Date) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// Returns the date as `Mon 8 Jan`.
    pub fn short(self) -> String {
        format!("{} {} {}", self.weekday().short(), self.day(), MONTHS[self.0.month0() as usize])
    }

    /// Returns the date as `Mon 8 Jan 2024`.
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
    /// Makes a wall-clock time, if the dial has it.
    pub fn new(date: Date, hour: u32, minute: u32, second: u32) -> Option<Self> {
        (hour < 24 && minute < 60 && second < 60).then_some(Self { date, second: hour * 3600 + minute * 60 + second })
    }

    /// Returns the time of day as `16:05`.
    pub fn hm(self) -> String {
        format!("{:02}:{:02}", self.second / 3600, self.second / 60 % 60)
    }

    /// Returns the time of day as `16:05:09`.
    pub fn hms(self) -> String {
        format!("{}:{:02}", self.hm(), self.second % 60)
    }

    /// Returns what the dial shows once it has gone on by this many seconds (back, if negative), whatever the clocks of
    /// a zone do meanwhile: a day later is the same time of day.
    pub fn plus(self, secs: i64) -> Self {
        Self::from_dial(self.dial().saturating_add(secs))
    }

    /// Returns the seconds on the dial since `earlier`; negative if that is later.
    pub fn since(self, earlier: Wall) -> i64 {
        self.dial() - earlier.dial()
    }

    /// Returns the seconds on the dial since 1970-01-01 00:00 on the dial.
    fn dial(self) -> i64 {
        self.date.day_number() * DAY + i64::from(self.second)
    }

    /// Returns the wall-clock time that many seconds after 1970-01-01 00:00 on the dial.
    pub(super) fn from_dial(secs: i64) -> Self {
        Self { date: Date::from_day(secs.div_euclid(DAY)), second: secs.rem_euclid(DAY) as u32 }
    }
}

impl fmt::Display for Wall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.date, self.hm())
    }
}

impl Zone {
    /// Returns the zone of that IANA name, such as `Europe/Oslo`, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// Returns the IANA names in which all words of that text stand, whatever the case of letters, those that it begins a
    /// part of first: `oslo` gives `Europe/Oslo`. Empty for an empty text.
    pub fn likely(text: &str) -> Vec<&'static str> {
        let wanted: Vec<String> = text.to_lowercase().split([' ', '_', '/', ',']).map(str::to_owned).collect();
        let wanted: Vec<&String> = wanted.iter().filter(|word| !word.is_empty()).collect();
        let fits = |name: &&str| {
            let name = name.to_lowercase();
            wanted.iter().all(|word| name.contains(word.as_str()))
        };
        let begins = |name: &&str| {
            let name = name.to_lowercase();
            !wanted.iter().all(|word| name.split(['/', '_']).any(|part| part.starts_with(word.as_str())))
        };
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut names: Vec<&'static str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).filter(fits).collect();
        names.sort_by_key(begins);
        names
    }

    /// Returns UTC.
    pub const fn utc() -> Self {
        Self(chrono_tz::Tz::UTC)
    }

    /// Returns the zone's IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Returns the place that the zone is named after, for a moment that is not in the reader's own time: `Oslo`.
    pub fn city(self) -> String {
        let name = self.name();
        name.rsplit('/').next().unwrap_or(name).replace('_', " ")
    }

    /// Returns the wall-clock time in the zone at `at`.
    pub fn wall(self, at: Instant) -> Wall {
        Wall::from_dial(at.secs().saturating_add(self.offset(at)))
    }

    /// Returns the seconds that this zone's clocks are ahead of UTC at `at`.
    pub fn offset(self, at: Instant) -> i64 {
        let known = naive(at.secs() - beyond_the_data(at.secs()));
        i64::from(self.0.offset_from_utc_datetime(&known).fix().local_minus_utc())
    }

    /// Returns the first instant of a date in the zone.
    pub fn midnight(self, date: Date) -> Instant {
        self.earliest(Wall { date, second: 0 })
    }

    /// Returns the instant of a wall-clock time: in a gap the first instant after it, in an overlap the earlier.
    pub fn earliest(self, wall: Wall) -> Instant {
        self.instants(wall).map_or_else(|| self.after_gap(wall), |(earlier, _)| earlier)
    }

    /// Returns the instant of a wall-clock time: in a gap the first instant after it, in an overlap the later.
    pub fn latest(self, wall: Wall) -> Instant {
        self.instants(wall).map_or_else(|| self.after_gap(wall), |(_, later)| later)
    }

    /// Returns the offset at `at`, such as `+02:00`, where the wall shows that time twice as clocks go back; else an
    /// empty text.
    pub fn doubled(self, at: Instant) -> String {
        let wall = self.wall(at);
        if self.earliest(wall) == self.latest(wall) {
            return String::new();
        }
        let minutes = self.offset(at) / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }

    /// Returns the earlier and the later instant at which the wall shows that time, or none in a gap.
    fn instants(self, wall: Wall) -> Option<(Instant, Instant)> {
        let beyond = beyond_the_data(wall.dial());
        let (a, b) = match self.0.from_local_datetime(&naive(wall.dial() - beyond)) {
            MappedLocalTime::Single(at) => (at.timestamp(), at.timestamp()),
            MappedLocalTime::Ambiguous(a, b) => (a.timestamp(), b.timestamp()),
            MappedLocalTime::None => return None,
        };
        Some((Instant::from_secs(a.min(b) + beyond), Instant::from_secs(a.max(b) + beyond)))
    }

    /// Returns the instant of a wall-clock time that a person gave at `now`. One in a gap is an error; in an overlap it
    /// is the later, as people tell of what has just been, and the earlier where the later is still to come.
    pub fn exact(self, wall: Wall, now: Instant) -> Result<Instant, TimeError> {
        let (earlier, later) = (self.earliest(wall), self.latest(wall));
        let shown = self.wall(earlier);
        if shown != wall {
            return Err(TimeError::Skipped { wall, zone: self.name(), after: shown });
        }
        Ok(if later <= now { later } else { earlier })
    }

    /// Returns the first instant whose wall-clock time is past `wall`, which lies in a gap.
    ///
    /// It searches by bisection between a day and a half before and after: no zone has ever jumped further than a day.
    fn after_gap(self, wall: Wall) -> Instant {
        let (mut before, mut after) = (wall.dial() - 129_600, wall.dial() + 129_600);
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

/// Returns the seconds since 1970 as chrono has them.
fn naive(secs: i64) -> NaiveDateTime {
    Instant::from_secs(secs).chrono().naive_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> Wall {
        let (date, time) = text.split_once(' ').unwrap();
        let part = |range| -> u32 { str::parse(&time[range]).unwrap() };
        Wall::new(Date::parse(date).unwrap(), part(0..2), part(3..5), 0).unwrap()
    }

    fn zone(name: &str) -> Zone {
        Zone::named(name).unwrap()
    }

    #[test]
    fn a_zone_is_found_by_a_part_of_its_name() {
        assert_eq!(Zone::likely("oslo"), ["Europe/Oslo"]);
        assert_eq!(Zone::likely("New York"), ["America/New_York"]);
        assert_eq!(Zone::likely("Europe/London"), ["Europe/London"]);
        assert_eq!(Zone::likely("york").first(), Some(&"America/New_York"));
        assert!(Zone::likely("europe").iter().all(|name| name.starts_with("Europe/")));
        assert_eq!((Zone::likely("Atlantis"), Zone::likely(" ")), (vec![], vec![]));
    }

    #[test]
    fn an_exact_time_in_a_gap_names_the_first_moment_after_it() {
        for (name, given, after) in [
            ("Europe/Oslo", "2024-03-31 02:00", "2024-03-31 03:00"),
            ("Europe/Oslo", "2024-03-31 02:59", "2024-03-31 03:00"),
            ("Africa/Cairo", "2024-04-26 00:30", "2024-04-26 01:00"),
            ("Australia/Lord_Howe", "2024-10-06 02:15", "2024-10-06 02:30"),
            ("America/St_Johns", "1988-04-03 01:00", "1988-04-03 02:01"),
            ("Pacific/Apia", "2011-12-30 12:00", "2011-12-31 00:00"),
            ("Pacific/Kwajalein", "1993-08-21 00:00", "1993-08-22 00:00"),
            ("Europe/Oslo", "2100-03-28 02:30", "2100-03-28 03:00"),
        ] {
            let error = TimeError::Skipped { wall: wall(given), zone: zone(name).name(), after: wall(after) };
            assert_eq!(zone(name).exact(wall(given), Instant::FIRST), Err(error), "{name}");
        }
    }

    #[test]
    fn an_exact_time_outside_a_gap_is_taken_and_in_an_overlap_the_later_that_has_been() {
        let at = |name: &str, given: &str, now| zone(name).exact(wall(given), now).unwrap().to_string();
        let utc = |name: &str, given: &str| at(name, given, Instant::FIRST);
        let later = Instant::parse("2024-10-27T01:00:00Z").unwrap();
        assert_eq!(at("Europe/Oslo", "2024-10-27 02:00", later), "2024-10-27T01:00:00Z");
        assert_eq!(at("Europe/Oslo", "2024-10-27 02:00", later.plus(-1)), "2024-10-27T00:00:00Z");
        assert_eq!(at("Africa/Cairo", "2024-10-31 23:30", Instant::END), "2024-10-31T21:30:00Z");
        assert_eq!(utc("Europe/Oslo", "2024-03-31 01:59"), "2024-03-31T00:59:00Z");
        assert_eq!(utc("Europe/Oslo", "2024-03-31 03:00"), "2024-03-31T01:00:00Z");
        assert_eq!(utc("Europe/Oslo", "2024-10-27 02:00"), "2024-10-27T00:00:00Z");
        assert_eq!(utc("Europe/Oslo", "2024-10-27 03:00"), "2024-10-27T02:00:00Z");
        assert_eq!(zone("Europe/Oslo").latest(wall("2024-10-27 02:00")).to_string(), "2024-10-27T01:00:00Z");
        assert_eq!(utc("Europe/Oslo", "2100-10-31 02:30"), "2100-10-31T00:30:00Z");
    }

    #[test]
    fn dates_are_written_in_one_way_only() {
        assert_eq!(Date::parse("2024-02-29"), Date::new(2024, 2, 29));
        for text in [
            "2023-02-29",
            "2024-2-29",
            "+2024-02-9",
            " 2024-02-9",
            "2024- 2- 9",
            "2024/02/29",
            "20240229",
            "2024-02-29 ",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_count_and_read_well() {
        let date = Date::parse("2024-01-08").unwrap();
        assert_eq!(Date::from_day(date.day_number()), date);
        assert_eq!((date.plus_days(-8).to_string().as_str(), date.weekday()), ("2023-12-31", Weekday::Mon));
        assert_eq!((date.short().as_str(), date.long().as_str()), ("Mon 8 Jan", "Mon 8 Jan 2024"));
        assert!(date.plus_days(i64::MAX) > date && date.plus_days(i64::MIN) < date);
    }

    #[test]
    fn a_dial_has_no_more_than_24_hours() {
        let date = Date::from_day(0);
        assert_eq!(Wall::new(date, 23, 59, 59).map(Wall::hms).as_deref(), Some("23:59:59"));
        assert!([(24, 0, 0), (0, 60, 0), (0, 0, 60)].iter().all(|(h, m, s)| Wall::new(date, *h, *m, *s).is_none()));
    }

    /// The years whose rules are read six years earlier join on to those before without a jump, in every zone.
    #[test]
    fn no_zone_changes_at_the_turn_to_2100() {
        for tz in chrono_tz::TZ_VARIANTS {
            let offset = |secs| Zone(tz).offset(Instant::from_secs(secs));
            assert_eq!(offset(UNKNOWN_FROM - 1), offset(UNKNOWN_FROM), "{tz}");
            let (a, b) =
                (Zone(tz).wall(Instant::from_secs(UNKNOWN_FROM - 1)), Zone(tz).wall(Instant::from_secs(UNKNOWN_FROM)));
            assert_eq!(b.dial() - a.dial(), 1, "{tz}");
        }
        let years = |from: i32| (Date::new(from, 1, 1).unwrap(), Date::new(from + 6, 1, 1).unwrap());
        assert_eq!(years(2094).1.days_since(years(2094).0) * DAY, SIX_YEARS);
    }

    #[test]
    fn far_beyond_all_years_nothing_panics() {
        for secs in [i64::MIN, -9_000_000_000_000, 9_000_000_000_000, i64::MAX] {
            let wall = zone("Pacific/Apia").wall(Instant::from_secs(secs));
            let _ = (zone("Pacific/Apia").earliest(wall), zone("Pacific/Apia").latest(wall), wall.date.long());
        }
    }
}
