//! Clocks and moments written as a person writes them.

use frist::domain::time::{
    ClockKind, Date, Instant, ShortDay, Span, SupportClock, SupportHours, Week, Window, YearDay, Zone, parse_moment,
};

pub const OFFICE: [&str; 7] = ["08:00-16:00", "08:00-16:00", "08:00-16:00", "08:00-16:00", "08:00-16:00", "", ""];
pub const ALWAYS: [&str; 7] = ["00:00-24:00"; 7];
pub const NEVER: [&str; 7] = [""; 7];
pub const NIGHTS: [&str; 7] = ["22:00-06:00"; 7];

/// Returns hours from the windows of Monday to Sunday, several divided by commas.
pub fn hours(zone: &str, week: [&str; 7]) -> SupportHours {
    SupportHours {
        zone: Zone::named(zone).unwrap(),
        week: Week { days: week.map(windows) },
        closed: vec![],
        open: vec![],
        short_days: vec![],
        holidays: [].into(),
        cut_off: None,
    }
}

pub fn clock(zone: &str, week: [&str; 7]) -> SupportClock {
    SupportClock::new(hours(zone, week))
}

/// Returns a clock that is open at the same hours every day.
pub fn daily(zone: &str, windows: &str) -> SupportClock {
    clock(zone, [windows; 7])
}

pub fn windows(text: &str) -> Vec<Window> {
    text.split(", ").filter(|t| !t.is_empty()).map(|t| Window::parse(t).unwrap()).collect()
}

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn closed(days: &[&str]) -> Vec<YearDay> {
    days.iter().map(|d| YearDay::parse(d).unwrap()).collect()
}

pub fn short_day(day: &str, hours: &str) -> ShortDay {
    ShortDay { day: YearDay::parse(day).unwrap(), hours: windows(hours) }
}

/// Returns the moment of `2024-01-05 16:00` in the clock's zone, or of RFC 3339.
pub fn at(clock: &SupportClock, text: &str) -> Instant {
    parse_moment(text, clock.zone(), Instant::FIRST).unwrap()
}

/// Returns how much is open between two moments, in minutes.
pub fn minutes(clock: &SupportClock, from: &str, to: &str) -> i64 {
    let seconds = clock.elapsed(at(clock, from), at(clock, to)).unwrap().secs();
    assert_eq!(seconds % 60, 0);
    seconds / 60
}

/// Returns the due moment and the last one before the breach, as wall-clock times of the clock's zone.
pub fn deadline(clock: &SupportClock, start: &str, span: &str) -> (String, String) {
    let start = at(clock, start);
    let deadline = clock.deadline(start, Span::parse(span).unwrap(), ClockKind::Support).unwrap();
    let show = |at| clock.zone().wall(at).to_string();
    (show(deadline.due), show(deadline.breach_after))
}

/// Returns a deadline that reads the same for due and breach.
pub fn sharp(moment: &str) -> (String, String) {
    (moment.into(), moment.into())
}

/// Returns a deadline at a closing time, and the opening up to which it can still be met.
pub fn until(due: &str, opening: &str) -> (String, String) {
    (due.into(), opening.into())
}
