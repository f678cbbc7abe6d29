//! Writes a calendar's file.

use std::fmt::Write as _;

use super::read::{MOVES, SIDES, WEEKDAYS};
use crate::text::drives_terminal;
use crate::time::{HolidayCalendar, HolidayDate, HolidayMove, HolidayRule, YearDay};

/// Writes a calendar file that reads back to the same calendar.
pub fn to_calendar_toml(calendar: &HolidayCalendar) -> String {
    let mut out = format!("id = {}\nname = {}\n", quoted(&calendar.id), quoted(&calendar.name));
    if !calendar.source.is_empty() {
        pair(&mut out, "source", &quoted(&calendar.source));
    }
    if !calendar.notes.is_empty() {
        pair(&mut out, "notes", &list(calendar.notes.iter().map(|note| quoted(note))));
    }
    for day in &calendar.days {
        write_day(&mut out, day);
    }
    out
}

fn pair(out: &mut String, key: &str, value: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{key} = {value}");
}

fn write_day(out: &mut String, day: &HolidayRule) {
    out.push_str("\n[[day]]\n");
    pair(out, "name", &quoted(&day.name));
    write_date(out, day.on);
    let moves = moves(&day.moves);
    if !moves.is_empty() {
        pair(out, "moves", &format!("{{ {} }}", moves.join(", ")));
    }
    if day.stays {
        pair(out, "stays", "true");
    }
    if !day.instead.is_empty() {
        pair(out, "instead", &list(day.instead.iter().map(|date| quoted(&date.to_string()))));
    }
    let years = &day.years;
    let numbers = [
        ("every", Some(i64::from(years.every)).filter(|years| *years != 1)),
        ("from", years.from.map(i64::from)),
        ("until", years.until.map(i64::from)),
    ];
    for (key, number) in numbers.into_iter().filter_map(|(key, number)| Some((key, number?))) {
        pair(out, key, &number.to_string());
    }
    for (key, years) in [("only", &years.only), ("except", &years.except)] {
        if !years.is_empty() {
            pair(out, key, &list(years.iter().map(i32::to_string)));
        }
    }
}

fn write_date(out: &mut String, on: HolidayDate) {
    let month_day = |month: u32, day: u32| format!("\"{month:02}-{day:02}\"");
    match on {
        HolidayDate::Easter(days) | HolidayDate::Day(YearDay::Easter(days)) => pair(out, "easter", &days.to_string()),
        HolidayDate::OrthodoxEaster(days) => pair(out, "orthodox_easter", &days.to_string()),
        HolidayDate::Day(YearDay::Once(date)) => pair(out, "date", &format!("\"{date}\"")),
        HolidayDate::Day(YearDay::Yearly(month, day)) => pair(out, "date", &month_day(month, day)),
        HolidayDate::Nth { weekday, nth, month } => {
            pair(out, "weekday", &quoted(word(&WEEKDAYS, weekday)));
            pair(out, "nth", &nth.to_string());
            pair(out, "month", &month.to_string());
        }
        HolidayDate::Near { weekday, side, month, day } => {
            pair(out, "weekday", &quoted(word(&WEEKDAYS, weekday)));
            pair(out, word(&SIDES, side), &month_day(month, day));
        }
    }
}

/// Returns `sat = "fri"` for each day of the week that something moves from.
fn moves(moves: &[Option<HolidayMove>; 7]) -> Vec<String> {
    let to = |to: HolidayMove| match to {
        HolidayMove::Days(days) => days.to_string(),
        other => quoted(word(&MOVES, other)),
    };
    WEEKDAYS.iter().zip(moves).filter_map(|((day, _), moved)| Some(format!("{day} = {}", to((*moved)?)))).collect()
}

/// Returns the word that stands for `value` in a file.
fn word<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, known)| *known == value).map_or("", |(word, _)| word)
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

/// Returns the text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.chars().filter(|c| !drives_terminal(*c)).collect()).to_string()
}
