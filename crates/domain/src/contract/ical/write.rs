//! Writes a calendar's file.

use std::fmt::Write as _;

use crate::text::drives_terminal;
use crate::time::{HolidayDate, HolidayRule, YearDay};

/// Writes a calendar file that reads back to the same rules. `id` and `name` are the calendar's.
pub fn to_calendar_toml(id: &str, name: &str, days: &[HolidayRule]) -> String {
    let mut out = format!("id = {}\nname = {}\n", quoted(id), quoted(name));
    for day in days {
        write_day(&mut out, day);
    }
    out
}

fn write_day(out: &mut String, day: &HolidayRule) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\n[[day]]\nname = {}\n", quoted(&day.name));
    let _ = match day.on {
        HolidayDate::Easter(days) | HolidayDate::Day(YearDay::Easter(days)) => writeln!(out, "easter = {days}"),
        HolidayDate::Day(YearDay::Once(date)) => writeln!(out, "date = \"{date}\""),
        HolidayDate::Day(YearDay::Yearly(month, day)) => writeln!(out, "date = \"{month:02}-{day:02}\""),
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

/// Returns the text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.chars().filter(|c| !drives_terminal(*c)).collect()).to_string()
}
