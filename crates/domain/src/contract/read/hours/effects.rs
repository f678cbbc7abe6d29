//! Finds days of `[support]` that can never have an effect: a short day that a holiday or a closed day swallows
//! whenever it comes, an `open` that opens nothing.

use super::HourSet;
use crate::contract::calendar::Calendars;
use crate::reader::Node;
use crate::time::{Date, SupportClock, Window, YearDay, Zone, cut_off_text};

/// The years of the support clock.
const YEARS: std::ops::Range<i32> = 1980..2100;

/// A day of the file and its place there.
pub(super) type DayNode<'a> = (YearDay, Node<'a>);

/// Notes each such day at its place. `opened` and `short` are the days of `open` and of the short days.
pub(super) fn check(read: &HourSet, calendars: &Calendars, opened: &[DayNode<'_>], short: &[DayNode<'_>]) {
    if opened.is_empty() && short.is_empty() {
        return;
    }
    // No zone is needed to tell dates.
    let clock = SupportClock::new(read.clock_hours(Zone::utc(), calendars.holidays(&read.holidays)));
    for (day, node) in short {
        check_short_day(&clock, *day, node);
    }
    for (day, node) in opened {
        check_open(&clock, *day, node);
    }
}

/// What to do about a cut-off that every report is past.
pub(in crate::contract) const CUT_OFF_HINT: &str = "write a time between opening and closing, or leave the cut-off out";

/// Says that all of these days open at the cut-off or later, where they do.
pub(in crate::contract) fn never_before<'a>(
    cut_off: Option<u32>,
    days: impl Iterator<Item = &'a Vec<Window>>,
) -> Option<String> {
    let first = days.filter_map(|windows| windows.first()).map(|window| window.from).min()?;
    let is_late = cut_off.is_some_and(|cut_off| cut_off <= first);
    is_late.then(|| format!("every report is past this cut-off: support never opens before {}", cut_off_text(first)))
}

/// Tells of a cut-off that every report is past, and where `also_after` of one that none is past: a file may have either.
pub(super) fn doubt_cut_off(node: &Node<'_>, read: &HourSet, also_after: bool) {
    let days = || read.week.days.iter().chain(read.short_days.iter().map(|short| &short.hours));
    let never_after = || {
        let last = days().flatten().map(|window| window.to).max().filter(|_| also_after)?;
        let is_late = read.cut_off.is_some_and(|cut_off| last <= cut_off);
        is_late.then(|| format!("no report is past this cut-off: support is never open after {}", cut_off_text(last)))
    };
    if let Some(message) = never_before(read.cut_off, days()).or_else(never_after) {
        node.doubt(&message, CUT_OFF_HINT);
    }
}

fn dates(day: YearDay) -> Vec<Date> {
    match day {
        YearDay::Once(date) => vec![date],
        YearDay::Yearly(..) | YearDay::Easter(_) => YEARS.filter_map(|year| day.in_year(year)).collect(),
    }
}

fn check_short_day(clock: &SupportClock, day: YearDay, node: &Node<'_>) {
    let (hours, dates) = (clock.hours(), dates(day));
    if !dates.iter().all(|date| hours.is_closed(*date) || hours.holiday(*date).is_some()) {
        return;
    }
    if dates.iter().any(|date| hours.is_closed(*date)) {
        let hint = "take the day out of closed, or take the short day out";
        node.wrong_from_now_on("this short day never counts: `closed` names it, and wins", hint);
    } else if let Some(name) = dates.iter().find_map(|date| hours.holiday(*date)) {
        let message = format!("this short day never counts: it is a holiday ({name})");
        let hint =
            format!("write open = [\"{day}\"] under [support] if support is open then, or take the short day out");
        node.wrong_from_now_on(&message, &hint);
    }
}

fn check_open(clock: &SupportClock, day: YearDay, node: &Node<'_>) {
    let hours = clock.hours();
    let holidays: Vec<Date> = dates(day).into_iter().filter(|date| hours.holidays.contains_key(date)).collect();
    if holidays.is_empty() {
        let hint = "take it out, or name the calendar that closes it under holidays";
        node.wrong_from_now_on("this opens nothing: no calendar that is named here has a holiday then", hint);
    } else if holidays.iter().all(|date| hours.is_closed(*date)) {
        node.wrong_from_now_on(
            "this opens nothing: `closed` names the day too, and wins",
            "keep it in one of the lists",
        );
    } else if holidays.iter().all(|date| clock.windows(*date).is_empty()) {
        let hint = "write a [[support.short_day]] with its hours, or take it out";
        node.wrong_from_now_on("this opens nothing: there are no support hours on that weekday", hint);
    }
}
