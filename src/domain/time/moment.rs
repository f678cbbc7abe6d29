//! Moments and lengths of time in a person's words, both ways.

use super::instant::{Instant, TimeError};
use super::span::Span;
use super::zone::{Date, Wall, Zone};

/// Reads a moment that a person typed.
///
/// Taken are RFC 3339; `YYYY-MM-DD HH:MM` and `HH:MM` (today) with or without seconds, as wall-clock time in `zone`;
/// `today HH:MM`, `yesterday HH:MM`; `now`; and `-10m`, `-1h30m`, `-2d` for that long ago. A wall-clock time in an overlap is the
/// earlier one; in a gap it is an error that names the first moment after it.
pub fn parse_moment(text: &str, zone: Zone, now: Instant) -> Result<Instant, TimeError> {
    let text = text.trim();
    let unreadable = || TimeError::Unreadable { text: text.chars().take(60).collect() };
    if text.is_empty() || text.eq_ignore_ascii_case("now") {
        return Ok(now);
    }
    if let Some(ago) = text.strip_prefix('-') {
        let seconds = match Span::parse(ago.trim()).map_err(|_| unreadable())? {
            Span::Time(seconds) => seconds,
            Span::Days(days) => i64::from(days) * 86_400,
            Span::SupportDays(_) => return Err(unreadable()),
        };
        return Ok(now.plus(-seconds).checked()?);
    }
    if let Ok(at) = Instant::parse(text) {
        return Ok(at.checked()?);
    }
    let wall = wall_of(text, zone.wall(now).date).ok_or_else(unreadable)?;
    Ok(zone.exact(wall)?.checked()?)
}

fn wall_of(text: &str, today: Date) -> Option<Wall> {
    let (date, time) = match text.split_once(' ').or_else(|| text.split_once('T')) {
        Some((day, time)) if day.eq_ignore_ascii_case("yesterday") => (today.plus_days(-1), time),
        Some((day, time)) if day.eq_ignore_ascii_case("today") => (today, time),
        Some((day, time)) => (Date::parse(day)?, time),
        None => (today, text),
    };
    let mut parts = time.trim().split(':').map(two_digits);
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    Wall::new(date, hour, minute, second)
}

fn two_digits(text: &str) -> Option<u32> {
    let plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A moment as a person says it beside a list: `today 11:00`, `tomorrow 09:00`, `Mon 11:00` within a week, else
/// `8 Jan 11:00`, with the year where that differs.
pub fn say_moment(zone: Zone, at: Instant, now: Instant) -> String {
    let (wall, today) = (zone.wall(at), zone.wall(now).date);
    let days = wall.date.days_since(today);
    let day = match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        -6..=6 => wall.date.weekday().short().to_owned(),
        _ => {
            let long = wall.date.long();
            let without_weekday = &long[4..];
            let end = without_weekday.len() - if wall.date.year() == today.year() { 5 } else { 0 };
            without_weekday[..end].to_owned()
        }
    };
    format!("{day} {}", wall.hm())
}

/// A wall-clock moment in full: `Mon 8 Jan 2024 10:00`, with seconds where there are any.
pub fn clock_text(zone: Zone, at: Instant) -> String {
    let wall = zone.wall(at);
    let time = if wall.second.is_multiple_of(60) { wall.hm() } else { wall.hms() };
    format!("{} {time}", wall.date.long())
}

/// A length of time with seconds: `0:38:07`, `14:20:00`; negative with a minus sign.
pub fn duration_text(seconds: i64) -> String {
    let (sign, s) = (if seconds < 0 { "−" } else { "" }, seconds.unsigned_abs());
    format!("{sign}{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// A length of time in hours and minutes: `2:00`, `14:20`; negative with a minus sign.
///
/// What is left over counts as begun: 59 seconds are `0:01`, so that nothing reads as no time while there is some.
pub fn short_duration(seconds: i64) -> String {
    let (sign, minutes) = (if seconds < 0 { "−" } else { "" }, seconds.unsigned_abs().div_ceil(60));
    format!("{sign}{}:{:02}", minutes / 60, minutes % 60)
}
