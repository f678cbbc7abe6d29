//! Guesses what was meant by a length of time, a window or a day that is written as people and other tools write it. A
//! guess is only ever a hint: nothing is read by it.

use super::hours::day_range;
use crate::time::{Span, Window};

/// Returns the hint for a value that is nearly right: the guess, or else what is written in general.
pub(super) fn hint_of(guess: Option<String>, otherwise: &str) -> String {
    guess.map_or_else(|| otherwise.to_owned(), |guess| format!("did you mean `{guess}`? Or {otherwise}"))
}

/// Returns the length of time that was most likely meant: `4 hours`, `PT4H`, `2 business days`, `04:00`, `next day`.
pub(super) fn span(text: &str) -> Option<String> {
    let words = text.trim().to_lowercase().replace(['-', '_'], " ");
    let guess = in_words(&words).or_else(|| iso(&words)).or_else(|| as_clock(&words))?;
    Span::parse(&guess).ok().filter(|span| !span.is_zero())?;
    Some(guess)
}

/// Returns the hours and minutes of real time that were most likely meant: `1 day` is `24h`.
pub(super) fn real_time(text: &str) -> Option<String> {
    let guess = if Span::parse(text).is_ok() { text.to_owned() } else { span(text)? };
    match Span::parse(&guess).ok()? {
        Span::Time(_) => Some(guess),
        Span::Days(days) => Some(format!("{}h", days * 24)),
        Span::SupportDays(_) | Span::EndOf(_) => None,
    }
}

/// Returns whether a word stands for hours that never end.
pub(super) fn is_round_the_clock(text: &str) -> bool {
    let plain = text.trim().to_lowercase().replace(['-', '_'], " ");
    ["24/7", "24x7", "24h", "24/7/365", "24x7x365", "always", "round the clock", "real time"].contains(&plain.as_str())
}

/// Reads `4 hours`, `4hrs`, `1 hour 30 minutes`, `2 business days`, `next business day`.
fn in_words(text: &str) -> Option<String> {
    match text {
        "nbd" | "next business day" | "next working day" | "next support day" | "next day" => {
            return Some("end of 1bd".to_owned());
        }
        "same day" | "same business day" | "same working day" => return Some("end of 0bd".to_owned()),
        _ => {}
    }
    let mut out = String::new();
    let mut rest = text.trim_start_matches("within ").trim();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, behind) = rest.split_at(digits);
        let number: u32 = number.parse().ok()?;
        let behind = behind.trim_start();
        let end = behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len());
        let unit = behind[..end].trim().trim_end_matches([',', '.']).trim_end_matches(" and").trim();
        let (number, unit) = match unit {
            "m" | "min" | "mins" | "minute" | "minutes" => (number, "m"),
            "h" | "hr" | "hrs" | "hour" | "hours" | "bh" | "business hour" | "business hours" | "working hours"
            | "support hours" => (number, "h"),
            "d" | "day" | "days" | "calendar day" | "calendar days" => (number, "d"),
            "w" | "week" | "weeks" => (number.checked_mul(7)?, "d"),
            "month" | "months" => (number.checked_mul(30)?, "d"),
            "bd" | "wd" | "business day" | "business days" | "working day" | "working days" | "workdays"
            | "support day" | "support days" => (number, "bd"),
            _ => return None,
        };
        out.extend([number.to_string().as_str(), unit]);
        rest = &behind[end..];
    }
    (!out.is_empty()).then_some(out)
}

/// Reads the lengths of ISO 8601: `PT4H`, `PT1H30M`, `P2D`.
fn iso(text: &str) -> Option<String> {
    let length = text.strip_prefix('p')?;
    if let Some(time) = length.strip_prefix('t') {
        return Some(time.to_owned());
    }
    Some(length.to_owned())
}

/// Reads `04:00` as four hours.
fn as_clock(text: &str) -> Option<String> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(match (hours, minutes) {
        (_, 60..) => return None,
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes}m"),
    })
}

/// Returns the window that was most likely meant: `9-17`, `8.00 - 16.00`, `9am-5pm`, `0800–1600`, `24/7`.
pub(super) fn window(text: &str) -> Option<String> {
    let plain = text.trim().to_lowercase().replace(['–', '—'], "-").replace(" to ", "-");
    if ["24/7", "24x7", "24h", "all day", "always", "0-24"].contains(&plain.as_str()) {
        return Some("00:00-24:00".to_owned());
    }
    let (from, to) = plain.split_once('-')?;
    let guess = format!("{}-{}", time(from.trim())?, time(to.trim())?);
    Window::parse(&guess).ok()?;
    Some(guess)
}

/// Reads `9`, `9:00`, `8.30`, `0830`, `9am`, `5:30 pm`, `16h`.
fn time(text: &str) -> Option<String> {
    let (text, noon) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(text), _) => (text.trim(), Some(0)),
        (_, Some(text)) => (text.trim(), Some(12)),
        _ => (text.trim_end_matches('h'), None),
    };
    let (hour, minute) = match text.split_once([':', '.']) {
        Some((hour, minute)) => (hour, minute),
        None if text.len() == 4 => text.split_at_checked(2)?,
        None => (text, "0"),
    };
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = noon.map_or(hour, |noon| hour % 12 + noon);
    (hour <= 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

/// Returns the day or range of days that was most likely meant: `Monday`, `mon..fri`, `weekdays`.
pub(super) fn days(text: &str) -> Option<String> {
    let plain = text.trim().to_lowercase().replace("..", "-").replace('–', "-").replace(" to ", "-");
    let guess = match plain.as_str() {
        "weekdays" | "weekday" | "workdays" | "workday" | "business days" => "mon-fri".to_owned(),
        "weekend" | "weekends" => "sat-sun".to_owned(),
        "daily" | "every day" | "everyday" | "all" | "always" | "24x7" | "24/7" => "mon-sun".to_owned(),
        days => days.split('-').map(|day| day_of(day.trim())).collect::<Option<Vec<_>>>()?.join("-"),
    };
    day_range(&guess)?;
    Some(guess)
}

/// Returns the day that a weekday's name, or the beginning of one, stands for: `thurs` is `thu`.
fn day_of(word: &str) -> Option<&str> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let known = |name: &&str| word.len() > 2 && name.starts_with(word);
    NAMES.iter().find(|name| known(name)).map(|name| &name[..3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_as_people_and_other_tools_write_them() {
        for (text, meant) in [
            ("4 hours", "4h"),
            ("4hrs", "4h"),
            ("1 hour 30 minutes", "1h30m"),
            ("1 hour and 30 min", "1h30m"),
            ("within 30 minutes", "30m"),
            ("2 business days", "2bd"),
            ("2 working-days", "2bd"),
            ("8 business hours", "8h"),
            ("1 week", "7d"),
            ("3 days", "3d"),
            ("1 month", "30d"),
            ("PT4H", "4h"),
            ("PT1H30M", "1h30m"),
            ("P2D", "2d"),
            ("04:00", "4h"),
            ("0:30", "30m"),
            ("1:30", "1h30m"),
            ("NBD", "end of 1bd"),
            ("next business day", "end of 1bd"),
            ("same day", "end of 0bd"),
            ("-4h", "4h"),
        ] {
            assert_eq!(span(text).as_deref(), Some(meant), "{text}");
        }
        for text in ["", "soon", "4", "4 parsecs", "0 hours", "PT", "1:99", "as soon as possible", "999999999999h"] {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn windows_as_people_and_other_tools_write_them() {
        for (text, meant) in [
            ("9-17", "09:00-17:00"),
            ("8:00-16:00", "08:00-16:00"),
            ("08:00 - 16:00", "08:00-16:00"),
            ("08:00–16:00", "08:00-16:00"),
            ("8.30-16.00", "08:30-16:00"),
            ("0800-1600", "08:00-16:00"),
            ("9am-5pm", "09:00-17:00"),
            ("9 am to 5:30 pm", "09:00-17:30"),
            ("12am-12pm", "00:00-12:00"),
            ("24/7", "00:00-24:00"),
        ] {
            assert_eq!(window(text).as_deref(), Some(meant), "{text}");
        }
        for text in ["", "morning", "25-26", "9", "9-9", "9:99-10"] {
            assert_eq!(window(text), None, "{text}");
        }
    }

    #[test]
    fn days_as_people_and_other_tools_write_them() {
        for (text, meant) in [
            ("Monday", "mon"),
            ("Mon", "mon"),
            ("thurs", "thu"),
            ("monday-friday", "mon-fri"),
            ("Mon..Fri", "mon-fri"),
            ("Mon to Fri", "mon-fri"),
            ("weekdays", "mon-fri"),
            ("weekend", "sat-sun"),
            ("daily", "mon-sun"),
        ] {
            assert_eq!(days(text).as_deref(), Some(meant), "{text}");
        }
        for text in ["", "moon", "month", "monster", "holidays", "fr", "-"] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
