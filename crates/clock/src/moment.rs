//! Reads and writes moments and lengths of time in a person's words.

use super::instant::{Instant, TimeError};
use super::span::Span;
use super::zone::{Date, Wall, Weekday, Zone};

/// Reads a moment that a person typed.
///
/// It takes RFC 3339; `YYYY-MM-DD HH:MM` and `HH:MM` (today) with or without seconds, as wall-clock time in `zone`;
/// `today HH:MM`, `yesterday HH:MM`; `yesterday`, at the present time of day; `now`; and `20m`, `1h30m ago`, `-2d` for
/// that long ago. A wall-clock time in an overlap is the later one, unless that is in the future; then it is the
/// earlier. An offset behind it, `02:10+02:00`, says which is meant. In a gap it is an error that names the first
/// moment after it.
pub fn parse_moment(text: &str, zone: Zone, now: Instant) -> Result<Instant, TimeError> {
    let text = text.trim();
    let unreadable = || TimeError::Unreadable { text: text.chars().take(60).collect() };
    if text.eq_ignore_ascii_case("now") {
        return Ok(now);
    }
    if let Some(seconds) = ago(text) {
        return Ok(now.plus(-seconds).checked()?);
    }
    if let Ok(at) = Instant::parse(text) {
        return Ok(at.checked()?);
    }
    let shown = zone.wall(now);
    if text.eq_ignore_ascii_case("yesterday") {
        return Ok(zone.exact(shown.plus(-86_400), now)?.checked()?);
    }
    if let Some((text, offset)) = with_offset(text) {
        let wall = wall_of(text, shown.date).ok_or_else(unreadable)?;
        return Ok(Instant::parse(&format!("{}T{}{offset}", wall.date, wall.hms()))
            .map_err(|_| unreadable())?
            .checked()?);
    }
    let wall = wall_of(text, shown.date).ok_or_else(unreadable)?;
    Ok(zone.exact(wall, now)?.checked()?)
}

/// Reads a moment that is still to come: what [`parse_moment`] takes, and besides a weekday with a time of day, as in `Fri
/// 15:50` or `friday 15:50`, which is the next such moment from `now` on, and `tomorrow 08:00`. In an overlap it is the
/// earlier moment.
pub fn parse_coming(text: &str, zone: Zone, now: Instant) -> Result<Instant, TimeError> {
    let Some((day, time)) = text.trim().split_once(' ') else { return parse_moment(text, zone, now) };
    let today = zone.wall(now).date;
    let weekday = Weekday::ALL.into_iter().find(|weekday| is_named(day, *weekday));
    let first = match weekday {
        Some(weekday) => {
            let ahead = (weekday.index() + 7 - today.weekday().index()) % 7;
            today.plus_days(ahead as i64)
        }
        None if day.eq_ignore_ascii_case("tomorrow") => today.plus_days(1),
        None => return parse_moment(text, zone, now),
    };
    let at = |date: Date| {
        let wall = wall_of(time.trim(), date).filter(|wall| wall.date == date);
        let wall = wall.ok_or_else(|| TimeError::Unreadable { text: text.chars().take(60).collect() })?;
        Ok(zone.exact(wall, now)?.checked()?)
    };
    let at_first: Instant = at(first)?;
    if at_first >= now { Ok(at_first) } else { at(first.plus_days(7)) }
}

/// Returns whether the word is the name of that weekday, or its first three letters or more.
fn is_named(word: &str, weekday: Weekday) -> bool {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3 && NAMES[weekday.index()].starts_with(&word.to_lowercase())
}

/// Reads `20m`, `1h ago` or `-2d` as the seconds since something was, or returns none where the text is no length of
/// time.
fn ago(text: &str) -> Option<i64> {
    let length = text.strip_prefix('-').or_else(|| text.strip_suffix(" ago")).unwrap_or(text);
    match Span::parse(length.trim()).ok()? {
        Span::Time(seconds) => Some(seconds),
        Span::Days(days) => Some(i64::from(days) * 86_400),
        Span::SupportDays(_) | Span::EndOf(_) => None,
    }
}

/// Splits a text into a wall-clock time and the offset behind it: `02:10+02:00`, `2024-10-27 02:10 +01:00`.
fn with_offset(text: &str) -> Option<(&str, &str)> {
    let (wall, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let signed = offset.starts_with(['+', '-']) && offset.as_bytes()[3] == b':';
    (signed && wall.contains(':')).then_some((wall.trim_end(), offset))
}

/// Reads `YYYY-MM-DD HH:MM`, with or without seconds, as wall-clock time of no zone.
pub fn parse_wall(text: &str) -> Option<Wall> {
    let (date, _) = text.split_once(' ').or_else(|| text.split_once('T'))?;
    wall_of(text, Date::parse(date)?)
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

/// Returns a moment as a person says it beside a list: `today 11:00`, `tomorrow 09:00`, `Mon 11:00` within the week to come,
/// `Mon 8 11:00` within the week before, so that nobody takes one for the other, else `8 Jan 11:00`, with the year where that differs. In an hour that comes twice, with the offset: `today 02:10+01:00`.
pub fn say_moment(zone: Zone, at: Instant, now: Instant) -> String {
    let (wall, today) = (zone.wall(at), zone.wall(now).date);
    let days = wall.date.days_since(today);
    let day = match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        2..=6 => wall.date.weekday().short().to_owned(),
        -6..=-2 => weekday_and_day(wall.date),
        _ => {
            let long = wall.date.long();
            let without_weekday = &long[4..];
            let end = without_weekday.len() - if wall.date.year() == today.year() { 5 } else { 0 };
            without_weekday[..end].to_owned()
        }
    };
    format!("{day} {}{}", wall.hm(), zone.doubled(at))
}

/// Returns the moment as [`say_moment`] does, for a narrow column: the weekday instead of `tomorrow` and `yesterday`.
pub fn list_moment(zone: Zone, at: Instant, now: Instant) -> String {
    let said = say_moment(zone, at, now);
    let date = zone.wall(at).date;
    said.replace("tomorrow", date.weekday().short()).replace("yesterday", &weekday_and_day(date))
}

/// The days before and after today within which a day of the month alone says which one is meant.
const NEAR: i64 = 13;

/// Returns a moment to come for a column of a list: `today 11:00`, `Mon 30 11:00` within two weeks, else `8 Jan 11:00`, or
/// the date alone in another year.
pub fn coming_in_list(zone: Zone, at: Instant, now: Instant) -> String {
    let (wall, today) = (zone.wall(at), zone.wall(now).date);
    let day = match wall.date.days_since(today) {
        0 => "today".to_owned(),
        days if days.abs() <= NEAR => weekday_and_day(wall.date),
        _ if wall.date.year() == today.year() => day_and_month(wall.date),
        _ => return wall.date.long().split_off(4),
    };
    format!("{day} {}{}", wall.hm(), zone.doubled(at))
}

/// Returns a moment of the past for a column of a list: the time of day where it was today, else the day: `09:12`, `Mon 23`
/// within two weeks, `8 Jan`, `Jan 2024`.
pub fn past_in_list(zone: Zone, at: Instant, now: Instant) -> String {
    let (wall, today) = (zone.wall(at), zone.wall(now).date);
    match today.days_since(wall.date) {
        0 => format!("{}{}", wall.hm(), zone.doubled(at)),
        days if days.abs() <= NEAR => weekday_and_day(wall.date),
        _ if wall.date.year() == today.year() => day_and_month(wall.date),
        _ => {
            let long = wall.date.long();
            long.splitn(3, ' ').nth(2).unwrap_or_default().to_owned()
        }
    }
}

/// Returns the day within a month or so: `Mon 8`.
fn weekday_and_day(date: Date) -> String {
    format!("{} {}", date.weekday().short(), date.day())
}

/// Returns the date without its weekday: `8 Jan`.
fn day_and_month(date: Date) -> String {
    date.short().split_off(4)
}

/// Returns a length of time for a column of figures: `28h04`, `1h10`, and with seconds under an hour: `9:58`; negative with
/// a minus sign. From a thousand hours on it is hours alone. What is left over counts as begun, as in [`short_duration`].
pub fn figure_duration(seconds: i64) -> String {
    let (sign, s) = (if seconds < 0 { "−" } else { "" }, seconds.unsigned_abs());
    if s < 3600 {
        return format!("{sign}{}:{:02}", s / 60, s % 60);
    }
    let minutes = s.div_ceil(60);
    match minutes / 60 {
        hours if hours >= 1000 => format!("{sign}{hours}h"),
        hours => format!("{sign}{hours}h{:02}", minutes % 60),
    }
}

/// Returns a wall-clock moment in full: `Mon 8 Jan 2024 10:00`, with seconds where there are any, and the offset where
/// it comes twice.
pub fn clock_text(zone: Zone, at: Instant) -> String {
    format!("{} {}", zone.wall(at).date.long(), time_text(zone, at))
}

/// Returns the moment as [`clock_text`] does in `zone`, with the same on the clocks of `other` behind it where they differ:
/// `Mon 8 Jan 2024 10:00 (18:00 Tokyo)`.
pub fn in_both_zones(zone: Zone, other: Zone, at: Instant) -> String {
    format!("{}{}", clock_text(zone, at), beside_in(zone, other, at))
}

/// Returns a moment on the clocks of `other`, to stand behind the same in `zone`: ` (18:00 Tokyo)`, with the date where that
/// is another one; empty where the clocks do not differ.
pub fn beside_in(zone: Zone, other: Zone, at: Instant) -> String {
    if zone.offset(at) == other.offset(at) {
        return String::new();
    }
    let same_day = zone.wall(at).date == other.wall(at).date;
    let there = if same_day { time_text(other, at) } else { clock_text(other, at) };
    format!(" ({there} {})", other.city())
}

/// Returns the time of day: `10:00`, with seconds where there are any, and the offset where it comes twice: `02:10+01:00`.
pub fn time_text(zone: Zone, at: Instant) -> String {
    let wall = zone.wall(at);
    let time = if wall.second.is_multiple_of(60) { wall.hm() } else { wall.hms() };
    format!("{time}{}", zone.doubled(at))
}

/// Says which of the two a moment in an hour that comes twice is, and how the other one is written: `02:10+01:00, the later of the
/// two; 02:10+02:00 is the earlier`. None where the time of day comes once.
pub fn doubled_in_words(zone: Zone, at: Instant) -> Option<String> {
    let wall = zone.wall(at);
    let (earlier, later) = (zone.earliest(wall), zone.latest(wall));
    if earlier == later {
        return None;
    }
    let (other, is, other_is) = if at == later { (earlier, "later", "earlier") } else { (later, "earlier", "later") };
    let (said, other) = (time_text(zone, at), time_text(zone, other));
    Some(format!("{said}, the {is} of the two; {other} is the {other_is}"))
}

/// Returns a length of time to the second: `14h20`, `38m07s`, `12s`, `1h00m07s`; negative with a minus sign. Seconds are left out
/// where there are none.
pub fn duration_text(seconds: i64) -> String {
    let (sign, whole) = (if seconds < 0 { "−" } else { "" }, seconds.unsigned_abs());
    match (whole / 3600, whole / 60 % 60, whole % 60) {
        (0, 0, s) if s > 0 => format!("{sign}{s}s"),
        (0, m, s) if s > 0 => format!("{sign}{m}m{s:02}s"),
        (h, m, s) if s > 0 => format!("{sign}{h}h{m:02}m{s:02}s"),
        _ => format!("{sign}{}", minutes_text(whole / 60)),
    }
}

/// Returns a length of real time: `38m07s`, with days from two days on: `5 d 9h41`.
pub fn real_duration(seconds: i64) -> String {
    let whole = seconds.abs();
    if whole < 2 * 86_400 {
        return duration_text(seconds);
    }
    let sign = if seconds < 0 { "−" } else { "" };
    format!("{sign}{} d {}", whole / 86_400, short_duration(whole % 86_400))
}

/// Returns a length of real time as it is said while it still grows or shrinks, with seconds under an hour only: `38m07s`,
/// `1h10`, `5 d 9h41`. What is left over of a minute is not counted.
pub fn rough_duration(seconds: i64) -> String {
    real_duration(if seconds.abs() < 3600 { seconds } else { seconds - seconds % 60 })
}

/// Returns a length of time in hours and minutes: `2h00`, `58m`; negative with a minus sign.
///
/// What is left over counts as begun: 59 seconds are `1m`, so that nothing reads as no time while there is some.
pub fn short_duration(seconds: i64) -> String {
    format!("{}{}", if seconds < 0 { "−" } else { "" }, minutes_text(seconds.unsigned_abs().div_ceil(60)))
}

/// Returns full minutes, with hours where there are any: `1h10`, `58m`.
fn minutes_text(minutes: u64) -> String {
    match minutes / 60 {
        0 => format!("{minutes}m"),
        hours => format!("{hours}h{:02}", minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oslo() -> Zone {
        Zone::named("Europe/Oslo").unwrap()
    }

    fn utc(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    /// Returns Monday 8 January 2024, 10:00 in Oslo.
    fn now() -> Instant {
        utc("2024-01-08T09:00:00Z")
    }

    fn read(text: &str) -> Result<String, TimeError> {
        parse_moment(text, oslo(), now()).map(|at| at.to_string())
    }

    #[test]
    fn a_weekday_is_the_next_one() {
        let read = |text: &str| parse_coming(text, oslo(), now()).map(|at| oslo().wall(at).to_string());
        for (text, expected) in [
            ("Fri 15:50", "2024-01-12 15:50"),
            ("friday 15:50", "2024-01-12 15:50"),
            ("thurs 9:00", "2024-01-11 09:00"),
            ("Mon 10:00", "2024-01-08 10:00"),
            ("Mon 09:59", "2024-01-15 09:59"),
            ("Sun 23:00", "2024-01-14 23:00"),
            ("tomorrow 08:00", "2024-01-09 08:00"),
            ("2024-01-05 16:00", "2024-01-05 16:00"),
            ("today 08:30", "2024-01-08 08:30"),
            ("08:30", "2024-01-08 08:30"),
            ("now", "2024-01-08 10:00"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        for text in
            ["Fri", "Fri 25:00", "fr 10:00", "frix 10:00", "Fri 2024-01-05 10:00", "Fri yesterday 10:00", "soon"]
        {
            assert!(read(text).is_err(), "{text}");
        }
        let gap = parse_coming("Sun 02:30", oslo(), utc("2024-03-30T12:00:00Z"));
        assert!(matches!(gap, Err(TimeError::Skipped { .. })), "{gap:?}");
    }

    #[test]
    fn reads_what_a_person_types() {
        for (text, expected) in [
            ("2024-01-05T15:00:00Z", "2024-01-05T15:00:00Z"),
            ("2024-01-05T16:00:00+01:00", "2024-01-05T15:00:00Z"),
            ("2024-01-05T15:00:00.999Z", "2024-01-05T15:00:00Z"),
            ("2024-01-05 16:00", "2024-01-05T15:00:00Z"),
            ("2024-01-05T16:00", "2024-01-05T15:00:00Z"),
            ("2024-01-05 16:00:07", "2024-01-05T15:00:07Z"),
            ("2024-07-05 16:00", "2024-07-05T14:00:00Z"),
            (" 08:30 ", "2024-01-08T07:30:00Z"),
            ("8:30", "2024-01-08T07:30:00Z"),
            ("08:30:01", "2024-01-08T07:30:01Z"),
            ("yesterday 23:59", "2024-01-07T22:59:00Z"),
            ("Yesterday 00:00", "2024-01-06T23:00:00Z"),
            ("today 08:30", "2024-01-08T07:30:00Z"),
            ("Today 08:30", "2024-01-08T07:30:00Z"),
            ("now", "2024-01-08T09:00:00Z"),
            ("NOW", "2024-01-08T09:00:00Z"),
            ("-10m", "2024-01-08T08:50:00Z"),
            ("- 1h30m", "2024-01-08T07:30:00Z"),
            ("-2d", "2024-01-06T09:00:00Z"),
            ("20m", "2024-01-08T08:40:00Z"),
            ("20m ago", "2024-01-08T08:40:00Z"),
            ("1h ago", "2024-01-08T08:00:00Z"),
            ("1h30m", "2024-01-08T07:30:00Z"),
            ("16h", "2024-01-07T17:00:00Z"),
            ("2d ago", "2024-01-06T09:00:00Z"),
            ("yesterday", "2024-01-07T09:00:00Z"),
            ("YESTERDAY", "2024-01-07T09:00:00Z"),
            ("yesterday 16:00", "2024-01-07T15:00:00Z"),
            ("2024-01-05 16:00+01:00", "2024-01-05T15:00:00Z"),
            ("2024-01-05 16:00 -05:00", "2024-01-05T21:00:00Z"),
            ("08:30+00:00", "2024-01-08T08:30:00Z"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for text in [
            "soon",
            "24:00",
            "16:60",
            "16",
            "16:00:00:00",
            "16:000",
            "+6:00",
            "-3bd",
            "3bd ago",
            "ago",
            "-1h ago",
            "1h later",
            "yesterday ago",
            "2024-01-05+01:00",
            "08:30+99:00",
            "å08:30+01:00å",
            "-",
            "-10",
            "2024-02-30 10:00",
            "2024-13-01 10:00",
            "24-01-05 10:00",
            "2024-01-05",
            "tomorrow 10:00",
            "16:00 today",
            "১৬:০০",
        ] {
            assert!(matches!(read(text), Err(TimeError::Unreadable { .. })), "{text}: {:?}", read(text));
        }
        for text in ["1979-12-31 10:00", "2101-01-01T00:00:00Z", "0001-01-01 00:00", "9999-12-31 23:59"] {
            assert!(matches!(read(text), Err(TimeError::OutOfRange(_))), "{text}: {:?}", read(text));
        }
        let early = parse_moment("-1m", oslo(), Instant::FIRST);
        assert!(matches!(early, Err(TimeError::OutOfRange(_))));
    }

    #[test]
    fn an_error_shows_no_more_than_a_line_of_what_was_typed() {
        let error = read(&"æ".repeat(10_000)).unwrap_err();
        assert_eq!(error, TimeError::Unreadable { text: "æ".repeat(60) });
    }

    #[test]
    fn a_change_of_clocks_when_typed() {
        // In a gap what the first moment after it is.
        let error = read("2024-03-31 02:30").unwrap_err().to_string();
        assert!(error.contains("2024-03-31 02:30") && error.contains("2024-03-31 03:00"), "{error}");
    }

    #[test]
    fn in_a_list_the_past_and_the_future_read_differently() {
        // Now is Monday 8 January 2024, 10:00.
        let coming = |text: &str| coming_in_list(oslo(), utc(text), now());
        assert_eq!(coming("2024-01-08T10:00:00Z"), "today 11:00");
        assert_eq!(coming("2024-01-09T10:00:00Z"), "Tue 9 11:00");
        assert_eq!(coming("2024-01-21T10:00:00Z"), "Sun 21 11:00");
        assert_eq!(coming("2024-01-22T10:00:00Z"), "22 Jan 11:00");
        assert_eq!(coming("2025-02-05T10:00:00Z"), "5 Feb 2025");
        let past = |text: &str| past_in_list(oslo(), utc(text), now());
        assert_eq!(past("2024-01-08T08:12:00Z"), "09:12");
        assert_eq!(past("2024-01-07T22:59:00Z"), "Sun 7");
        assert_eq!(past("2023-12-26T10:00:00Z"), "Tue 26");
        assert_eq!(past("2023-12-25T10:00:00Z"), "Dec 2023");
        let later = utc("2024-03-08T09:00:00Z");
        assert_eq!(past_in_list(oslo(), now(), later), "8 Jan");
    }

    #[test]
    fn figures_have_seconds_only_under_an_hour() {
        let figures = [(598, "9:58"), (3599, "59:59"), (3600, "1h00"), (4170, "1h10"), (101_040, "28h04")];
        for (seconds, text) in figures {
            assert_eq!(figure_duration(seconds), text);
            assert_eq!(figure_duration(-seconds), format!("−{text}"));
        }
        assert_eq!((figure_duration(0), figure_duration(3_599_999)), ("0:00".to_owned(), "1000h".to_owned()));
        assert_eq!(figure_duration(-999 * 3600), "−999h00");
    }

    /// The hour that comes twice, from 02:00 to 03:00 on 25 October 2026 in Oslo: the later reading unless it is in the future,
    /// then the earlier; also where both are.
    #[test]
    fn a_time_that_comes_twice_is_the_later_one_that_has_been() {
        let offset = |now: &str, text: &str| {
            let at = parse_moment(text, oslo(), utc(now)).unwrap();
            (at.to_string()[11..16].to_owned(), oslo().doubled(at))
        };
        let is = |at: &str, offset: &str| (at.to_owned(), offset.to_owned());
        for (now, text, reading) in [
            // 02:40 the second time: ten past two was half an hour ago.
            ("2026-10-25T01:40:00Z", "02:10", is("01:10", "+01:00")),
            ("2026-10-25T01:40:00Z", "02:40", is("01:40", "+01:00")),
            // Ten to three is still to come the second time.
            ("2026-10-25T01:40:00Z", "02:50", is("00:50", "+02:00")),
            // 02:40 the first time: the second is yet to come, whichever was meant.
            ("2026-10-25T00:40:00Z", "02:10", is("00:10", "+02:00")),
            ("2026-10-25T00:40:00Z", "02:50", is("00:50", "+02:00")),
            // Days later, and days before.
            ("2026-10-27T10:00:00Z", "2026-10-25 02:10", is("01:10", "+01:00")),
            ("2026-10-20T10:00:00Z", "2026-10-25 02:10", is("00:10", "+02:00")),
            ("2026-10-26T10:00:00Z", "yesterday 02:10", is("01:10", "+01:00")),
            // The offset says which.
            ("2026-10-25T01:40:00Z", "02:10+02:00", is("00:10", "+02:00")),
            ("2026-10-27T10:00:00Z", "2026-10-25 02:10+02:00", is("00:10", "+02:00")),
            ("2026-10-25T01:40:00Z", "03:10", is("02:10", "")),
        ] {
            assert_eq!(offset(now, text), reading, "{text} at {now}");
        }
    }

    #[test]
    fn nothing_is_no_moment() {
        for text in ["", "  "] {
            assert!(read(text).is_err_and(|error| error.to_string().contains("16:00")), "{:?}", read(text));
        }
    }

    #[test]
    fn what_comes_twice_is_said_with_its_offset() {
        let (now, at) = (utc("2026-10-25T01:40:00Z"), utc("2026-10-25T01:10:00Z"));
        assert_eq!(say_moment(oslo(), at, now), "today 02:10+01:00");
        assert_eq!(say_moment(oslo(), at.plus(-3600), now), "today 02:10+02:00");
        assert_eq!(clock_text(oslo(), at), "Sun 25 Oct 2026 02:10+01:00");
        assert_eq!(time_text(oslo(), at.plus(7)), "02:10:07+01:00");
        assert_eq!(list_moment(oslo(), at, now.plus(86_400)), "Sun 25 02:10+01:00");
        assert_eq!(
            [at, at.plus(-3600), at.plus(3600)].map(|at| doubled_in_words(oslo(), at)),
            [
                Some("02:10+01:00, the later of the two; 02:10+02:00 is the earlier".to_owned()),
                Some("02:10+02:00, the earlier of the two; 02:10+01:00 is the later".to_owned()),
                None
            ]
        );
        let there = Zone::named("America/St_Johns").unwrap();
        assert_eq!(time_text(there, utc("2026-11-01T04:00:00Z")), "01:30-02:30");
        // What is said can be typed, and is the same moment.
        for at in [at, at.plus(-3600), at.plus(7200)] {
            assert_eq!(parse_moment(&time_text(oslo(), at), oslo(), now), Ok(at));
        }
    }

    #[test]
    fn a_refusal_lists_the_forms() {
        let words = read("soon").unwrap_err().to_string();
        for form in
            ["2024-01-05T15:00:00Z", "2024-01-05 16:00", "16:00", "yesterday 16:00", "yesterday", "20m", "1h ago"]
        {
            assert!(words.contains(form), "{form}: {words}");
        }
    }

    #[test]
    fn says_a_moment_as_beside_a_list() {
        let say = |text: &str| say_moment(oslo(), utc(text), now());
        assert_eq!(say("2024-01-08T10:00:00Z"), "today 11:00");
        assert_eq!(say("2024-01-08T23:00:00Z"), "tomorrow 00:00");
        assert_eq!(say("2024-01-07T22:59:59Z"), "yesterday 23:59");
        assert_eq!(say("2024-01-10T08:00:00Z"), "Wed 09:00");
        assert_eq!(say("2024-01-14T08:00:00Z"), "Sun 09:00");
        assert_eq!(say("2024-01-02T08:00:00Z"), "Tue 2 09:00");
        assert_eq!(say("2024-01-06T08:00:00Z"), "Sat 6 09:00");
        let list = |text: &str| list_moment(oslo(), utc(text), now());
        assert_eq!([list("2024-01-09T08:00:00Z"), list("2024-01-07T08:00:00Z")], ["Tue 09:00", "Sun 7 09:00"]);
        assert_eq!(say("2024-01-15T08:00:00Z"), "15 Jan 09:00");
        assert_eq!(say("2024-01-01T08:00:00Z"), "1 Jan 09:00");
        assert_eq!(say("2025-01-08T08:00:00Z"), "8 Jan 2025 09:00");
        assert_eq!(say("2023-12-31T08:00:00Z"), "31 Dec 2023 09:00");
    }

    #[test]
    fn says_a_moment_in_full() {
        assert_eq!(clock_text(oslo(), now()), "Mon 8 Jan 2024 10:00");
        assert_eq!(clock_text(oslo(), now().plus(7)), "Mon 8 Jan 2024 10:00:07");
    }

    #[test]
    fn both_zones_are_named_only_where_their_clocks_differ() {
        let zone = |name| Zone::named(name).unwrap();
        let said = |own, other| in_both_zones(zone(own), zone(other), utc("2024-01-08T09:00:00Z"));
        assert_eq!(said("Europe/Oslo", "Europe/Amsterdam"), "Mon 8 Jan 2024 10:00");
        assert_eq!(said("Europe/Oslo", "Europe/Helsinki"), "Mon 8 Jan 2024 10:00 (11:00 Helsinki)");
        assert_eq!(said("Europe/Oslo", "America/Los_Angeles"), "Mon 8 Jan 2024 10:00 (01:00 Los Angeles)");
        assert_eq!(said("Pacific/Auckland", "Europe/Oslo"), "Mon 8 Jan 2024 22:00 (10:00 Oslo)");
        assert_eq!(said("Europe/Oslo", "Pacific/Kiritimati"), "Mon 8 Jan 2024 10:00 (23:00 Kiritimati)");
        let said = in_both_zones(zone("Europe/Oslo"), zone("Asia/Tokyo"), utc("2024-01-08T18:00:00Z"));
        assert_eq!(said, "Mon 8 Jan 2024 19:00 (Tue 9 Jan 2024 03:00 Tokyo)");
    }

    #[test]
    fn a_rough_length_has_seconds_under_an_hour_only() {
        for (seconds, said) in [
            (7, "7s"),
            (3_599, "59m59s"),
            (3_607, "1h00"),
            (-3_667, "−1h01"),
            (86_399, "23h59"),
            (5 * 86_400 + 59, "5 d 0m"),
        ] {
            assert_eq!(rough_duration(seconds), said, "{seconds}");
        }
    }

    #[test]
    fn lengths_of_time() {
        for (seconds, long, short) in [
            (0, "0m", "0m"),
            (1, "1s", "1m"),
            (59, "59s", "1m"),
            (60, "1m", "1m"),
            (61, "1m01s", "2m"),
            (2287, "38m07s", "39m"),
            (51_600, "14h20", "14h20"),
            (51_607, "14h20m07s", "14h21"),
            (360_000, "100h00", "100h00"),
            (-90, "−1m30s", "−2m"),
        ] {
            assert_eq!((duration_text(seconds).as_str(), short_duration(seconds).as_str()), (long, short), "{seconds}");
        }
        assert!(duration_text(i64::MIN).starts_with('−') && short_duration(i64::MIN).starts_with('−'));
    }
}
