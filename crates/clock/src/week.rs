//! Support hours as a contract writes them: windows of a weekday, days that are closed, days with other windows.

use std::fmt;

use super::holidays::easter;
use super::zone::{Date, Weekday};

/// A stretch of support hours on one date, in minutes since its local midnight, half-open.
///
/// `to` is larger than `from`; past 1,440 it ends on the next date (an overnight window).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize)]
pub struct Window {
    /// The minutes since local midnight at which it opens, 0 to 1,439.
    pub from: u32,
    /// The minutes since the same midnight at which it closes, at most 2,879.
    pub to: u32,
}

/// The error that a text is no window.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a window: write 08:00-16:00, or 22:00-06:00 for one that ends on the next day")]
pub struct WindowError(pub String);

impl Window {
    /// Reads `08:00-16:00`, `00:00-24:00`, and `22:00-06:00`, which ends the next day.
    pub fn parse(text: &str) -> Result<Self, WindowError> {
        let wrong = || WindowError(text.to_owned());
        let (from, to) = text.split_once('-').ok_or_else(wrong)?;
        let from = minute(from).filter(|m| *m < 1440).ok_or_else(wrong)?;
        let to = minute(to).ok_or_else(wrong)?;
        match to {
            same if same == from => Err(wrong()),
            later if later > from => Ok(Self { from, to: later }),
            next_day => Ok(Self { from, to: next_day + 1440 }),
        }
    }

    /// Returns whether the two windows share any minute of the same date (or the night after it).
    pub const fn overlaps(self, other: Window) -> bool {
        self.from < other.to && other.from < self.to
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = if self.to > 1440 { self.to - 1440 } else { self.to };
        write!(f, "{:02}:{:02}-{:02}:{:02}", self.from / 60, self.from % 60, to / 60, to % 60)
    }
}

/// Reads a cut-off, `15:00`, or past 24:00 for the small hours of an overnight window, `27:00` at 03:00: minutes since
/// midnight of the support day, 1 to 2,879.
pub fn parse_cut_off(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let late = hours.len() == 2 && hours.bytes().all(|b| b.is_ascii_digit());
    let (days, hours) = late.then(|| hours.parse::<u32>().ok())?.map(|hours| (hours / 24, hours % 24))?;
    let minute = days * 1440 + minute(&format!("{hours:02}:{minutes}"))?;
    (1..2880).contains(&minute).then_some(minute)
}

/// Writes a cut-off as a file does: `15:00`, `27:00`.
pub fn cut_off_text(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads `HH:MM` as minutes since midnight, up to and with `24:00`.
fn minute(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |t: &str| (t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse::<u32>().ok())?;
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 1440).then_some(hours * 60 + minutes)
}

/// The windows of each weekday, in order of opening; an empty list is a closed day.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Week {
    /// The windows of the weekdays, Monday first.
    pub days: [Vec<Window>; 7],
}

impl Week {
    /// Returns the windows of that weekday.
    pub fn on(&self, day: Weekday) -> &[Window] {
        &self.days[day.index()]
    }
}

/// The most days before or after Easter Sunday that a file may name.
pub const MOST_FROM_EASTER: i64 = 200;

/// A day that a contract names: every year, once, or by Easter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize)]
pub enum YearDay {
    /// The month and the day (`12-24`) of every year; 29 February only in leap years.
    Yearly(u32, u32),
    /// One date (`2025-06-20`).
    Once(Date),
    /// This many days after Easter Sunday of every year, before it if negative (`easter-3`, `easter+39`).
    Easter(i64),
}

impl YearDay {
    /// Reads `MM-DD` or `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(date) = Date::parse(text) {
            return Some(Self::Once(date));
        }
        let leap = Date::parse(&format!("2000-{text}"))?;
        Some(Self::Yearly(leap.month(), leap.day()))
    }

    /// Reads `easter`, `easter-3` or `easter+39`, at most [`MOST_FROM_EASTER`] days away.
    pub fn parse_easter(text: &str) -> Option<Self> {
        let days = text.strip_prefix("easter")?;
        if days.is_empty() {
            return Some(Self::Easter(0));
        }
        let (sign, digits) = match days.split_at_checked(1)? {
            ("+", digits) => (1, digits),
            ("-", digits) => (-1, digits),
            _ => return None,
        };
        let plain = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let days = digits.parse::<i64>().ok().filter(|days| plain && *days <= MOST_FROM_EASTER)?;
        Some(Self::Easter(sign * days))
    }

    /// Returns the date that the rule of `year` gives, or none where that year has no such day. Many days from Easter
    /// may lie in a neighbouring year.
    pub fn in_year(self, year: i32) -> Option<Date> {
        match self {
            Self::Yearly(month, day) => Date::new(year, month, day),
            Self::Once(date) => (date.year() == year).then_some(date),
            Self::Easter(days) => easter(year).map(|sunday| sunday.plus_days(days)),
        }
    }

    /// Returns whether `date` is that day.
    pub fn matches(self, date: Date) -> bool {
        match self {
            Self::Yearly(month, day) => date.month() == month && date.day() == day,
            Self::Once(once) => once == date,
            Self::Easter(days) => {
                let sunday = date.plus_days(-days);
                easter(sunday.year()) == Some(sunday)
            }
        }
    }
}

impl fmt::Display for YearDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yearly(month, day) => write!(f, "{month:02}-{day:02}"),
            Self::Once(date) => date.fmt(f),
            Self::Easter(0) => f.write_str("easter"),
            Self::Easter(days) => write!(f, "easter{days:+}"),
        }
    }
}

/// Other windows on one date or every year, also on a weekday that has none.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct ShortDay {
    /// The day with these windows.
    pub day: YearDay,
    /// The windows of that day, in order of opening.
    pub hours: Vec<Window>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_windows() {
        for (text, from, to, written) in [
            ("08:00-16:00", 480, 960, "08:00-16:00"),
            ("00:00-24:00", 0, 1440, "00:00-24:00"),
            ("22:00-06:00", 1320, 1800, "22:00-06:00"),
            ("22:00-00:00", 1320, 1440, "22:00-24:00"),
            ("23:59-23:58", 1439, 2878, "23:59-23:58"),
            ("00:00-00:01", 0, 1, "00:00-00:01"),
        ] {
            assert_eq!(Window::parse(text), Ok(Window { from, to }), "{text}");
            assert_eq!(Window { from, to }.to_string(), written);
        }
    }

    #[test]
    fn refuses_what_is_no_window() {
        for text in [
            "",
            "08:00",
            "08:00-",
            "-16:00",
            "08:00-08:00",
            "00:00-00:00",
            "24:00-06:00",
            "08:00-24:01",
            "08:00-25:00",
            "08:60-16:00",
            "8:00-16:00",
            "08:0-16:00",
            "08-16",
            "08:00 - 16:00",
            "08:00–16:00",
            "08:00-16:00-18:00",
            "08:00:00-16:00:00",
            "+8:00-16:00",
        ] {
            assert_eq!(Window::parse(text), Err(WindowError(text.to_owned())));
        }
    }

    #[test]
    fn a_cut_off_counts_on_past_midnight() {
        for (text, minute) in [("15:00", 900), ("00:01", 1), ("24:00", 1440), ("27:30", 1650), ("47:59", 2879)] {
            assert_eq!(parse_cut_off(text), Some(minute), "{text}");
            assert_eq!(cut_off_text(minute), text);
        }
        for text in ["", "00:00", "48:00", "15", "15:60", "5:00", "+5:00", "15:0", "15:00:00", "99:00", " 15:00"] {
            assert_eq!(parse_cut_off(text), None, "{text}");
        }
    }

    #[test]
    fn touching_windows_do_not_overlap() {
        let window = |text| Window::parse(text).unwrap();
        assert!(!window("08:00-12:00").overlaps(window("12:00-16:00")));
        assert!(window("08:00-12:01").overlaps(window("12:00-16:00")));
        assert!(window("22:00-06:00").overlaps(window("23:00-24:00")));
        assert!(!window("22:00-06:00").overlaps(window("04:00-08:00")), "those are of the next date");
    }

    #[test]
    fn reads_days_of_a_year() {
        let date = |text| Date::parse(text).unwrap();
        assert_eq!(YearDay::parse("12-24"), Some(YearDay::Yearly(12, 24)));
        assert_eq!(YearDay::parse("02-29"), Some(YearDay::Yearly(2, 29)));
        assert_eq!(YearDay::parse("2025-06-20"), Some(YearDay::Once(date("2025-06-20"))));
        for text in
            ["", "12", "1-3", " 1- 3", "+1-03", "02-30", "13-01", "00-10", "2025-02-29", "2025-6-20", "20250620"]
        {
            assert_eq!(YearDay::parse(text), None, "{text}");
        }
    }

    #[test]
    fn reads_days_by_easter() {
        for (text, days) in [("easter", 0), ("easter-3", -3), ("easter+39", 39), ("easter-0", 0), ("easter+200", 200)] {
            assert_eq!(YearDay::parse_easter(text), Some(YearDay::Easter(days)), "{text}");
            let written = YearDay::Easter(days).to_string();
            assert_eq!(YearDay::parse_easter(&written), Some(YearDay::Easter(days)), "{written}");
        }
        for text in
            ["", "easter3", "easter+", "easter-", "easter +1", "Easter-3", "easter+201", "easter--3", "easter+0x1"]
        {
            assert_eq!(YearDay::parse_easter(text), None, "{text}");
        }
        assert_eq!(YearDay::parse("easter-3"), None, "where a calendar's own rule names Easter otherwise");
    }

    #[test]
    fn a_day_by_easter_is_that_day_of_each_year() {
        let date = |text| Date::parse(text).unwrap();
        for (days, day) in [(-3, "2026-04-02"), (39, "2024-05-09"), (0, "2025-04-20"), (-200, "2023-09-13")] {
            assert!(YearDay::Easter(days).matches(date(day)), "{days} {day}");
            assert!(!YearDay::Easter(days).matches(date(day).plus_days(1)), "{days} {day}");
        }
        assert_eq!(YearDay::Easter(-2).in_year(2026), Some(date("2026-04-03")));
        assert_eq!(YearDay::Yearly(2, 29).in_year(2023), None);
        assert_eq!(YearDay::Once(date("2025-06-20")).in_year(2024), None);
    }

    #[test]
    fn the_leap_day_is_one_only_in_leap_years() {
        let leap = YearDay::Yearly(2, 29);
        let matching = |year, month, day| leap.matches(Date::new(year, month, day).unwrap());
        assert!(matching(2024, 2, 29));
        assert!(!matching(2023, 2, 28) && !matching(2023, 3, 1));
    }
}
