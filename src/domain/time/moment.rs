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

/// As [`say_moment`], for a narrow column: the weekday instead of `tomorrow` and `yesterday`.
pub fn list_moment(zone: Zone, at: Instant, now: Instant) -> String {
    let said = say_moment(zone, at, now);
    let day = zone.wall(at).date.weekday().short();
    said.replace("tomorrow", day).replace("yesterday", day)
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

/// A length of real time: `0:38:07`, with days from two days on: `5 d 9:41`.
pub fn real_duration(seconds: i64) -> String {
    let whole = seconds.abs();
    if whole < 2 * 86_400 {
        return duration_text(seconds);
    }
    let sign = if seconds < 0 { "−" } else { "" };
    format!("{sign}{} d {}", whole / 86_400, short_duration(whole % 86_400))
}

/// A length of time in hours and minutes: `2:00`, `14:20`; negative with a minus sign.
///
/// What is left over counts as begun: 59 seconds are `0:01`, so that nothing reads as no time while there is some.
pub fn short_duration(seconds: i64) -> String {
    let (sign, minutes) = (if seconds < 0 { "−" } else { "" }, seconds.unsigned_abs().div_ceil(60));
    format!("{sign}{}:{:02}", minutes / 60, minutes % 60)
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

    /// Monday 8 January 2024, 10:00 in Oslo.
    fn now() -> Instant {
        utc("2024-01-08T09:00:00Z")
    }

    fn read(text: &str) -> Result<String, TimeError> {
        parse_moment(text, oslo(), now()).map(|at| at.to_string())
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
            ("", "2024-01-08T09:00:00Z"),
            ("-10m", "2024-01-08T08:50:00Z"),
            ("- 1h30m", "2024-01-08T07:30:00Z"),
            ("-2d", "2024-01-06T09:00:00Z"),
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
            "16h",
            "-3bd",
            "-",
            "-10",
            "2024-02-30 10:00",
            "2024-13-01 10:00",
            "24-01-05 10:00",
            "2024-01-05",
            "tomorrow 10:00",
            "2024-01-05 16:00+01:00",
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
        // The earlier of two, and in a gap what the first moment after it is.
        assert_eq!(read("2024-10-27 02:30").as_deref(), Ok("2024-10-27T00:30:00Z"));
        let error = read("2024-03-31 02:30").unwrap_err().to_string();
        assert!(error.contains("2024-03-31 02:30") && error.contains("2024-03-31 03:00"), "{error}");
    }

    #[test]
    fn says_a_moment_as_beside_a_list() {
        let say = |text: &str| say_moment(oslo(), utc(text), now());
        assert_eq!(say("2024-01-08T10:00:00Z"), "today 11:00");
        assert_eq!(say("2024-01-08T23:00:00Z"), "tomorrow 00:00");
        assert_eq!(say("2024-01-07T22:59:59Z"), "yesterday 23:59");
        assert_eq!(say("2024-01-10T08:00:00Z"), "Wed 09:00");
        assert_eq!(say("2024-01-14T08:00:00Z"), "Sun 09:00");
        assert_eq!(say("2024-01-02T08:00:00Z"), "Tue 09:00");
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
    fn lengths_of_time() {
        for (seconds, long, short) in [
            (0, "0:00:00", "0:00"),
            (1, "0:00:01", "0:01"),
            (59, "0:00:59", "0:01"),
            (60, "0:01:00", "0:01"),
            (61, "0:01:01", "0:02"),
            (2287, "0:38:07", "0:39"),
            (51_600, "14:20:00", "14:20"),
            (360_000, "100:00:00", "100:00"),
            (-90, "−0:01:30", "−0:02"),
        ] {
            assert_eq!((duration_text(seconds).as_str(), short_duration(seconds).as_str()), (long, short), "{seconds}");
        }
        assert!(duration_text(i64::MIN).starts_with('−') && short_duration(i64::MIN).starts_with('−'));
    }
}
