//! Tells the days of an agreement: the current week as its own clocks show it, and the days to come that differ.

#[cfg(test)]
mod tests;

use super::model::Contract;
use crate::time::{Date, DayKind, Instant, SupportClock, Wall, Window, Zone};

const DAY: u32 = 1440;
/// The minutes of the step by which clocks have changed since 1980, in whole steps.
const STEP: u32 = 15;

/// One local date of a week.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DayHours {
    /// The date itself.
    pub date: Date,
    /// The reason why it has the hours that it has.
    pub kind: DayKind,
    /// The windows that start on the date.
    pub windows: Vec<Window>,
    /// The stretches in which support is open on the date's dial, in minutes since midnight, up to 1,440, with what the
    /// night of the date before reaches into.
    pub open: Vec<(u32, u32)>,
    /// The minutes that the date's dial leaves out, where clocks go forward.
    pub gap: Option<(u32, u32)>,
    /// The length of the date in seconds; 0 for a date that the zone's clocks jumped over.
    pub length: i64,
}

/// A day to come that differs from its weekday.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OddDay {
    /// The date itself.
    pub date: Date,
    /// The reason why it differs: a holiday, closed, or with other hours.
    pub kind: DayKind,
    /// The windows of the date.
    pub windows: Vec<Window>,
}

/// Returns the seven days, from Monday on, of the week that holds `now` in the vendor's zone.
pub fn week_of(contract: &Contract, now: Instant) -> Vec<DayHours> {
    let today = contract.zone.wall(now).date;
    let monday = today.plus_days(-(today.weekday().index() as i64));
    (0..7).map(|day| day_hours(contract, monday.plus_days(day))).collect()
}

/// Returns the odd days of a set of hours from the local date of `now` on, that many days: holidays and closures that
/// take its hours away, and days with other hours.
pub fn odd_days(clock: &SupportClock, now: Instant, days: i64) -> Vec<OddDay> {
    let today = clock.zone().wall(now).date;
    let dates = (0..=days).map(|day| today.plus_days(day));
    let odd = dates.map(|date| OddDay { date, kind: clock.day_kind(date), windows: windows(clock, date) });
    odd.filter(|day| match day.kind {
        DayKind::Holiday(_) | DayKind::Closed => would_have_support(clock, day.date),
        DayKind::Short => true,
        DayKind::Ordinary | DayKind::NoHours => false,
    })
    .collect()
}

fn would_have_support(clock: &SupportClock, date: Date) -> bool {
    let hours = clock.hours();
    !hours.week.on(date.weekday()).is_empty() || hours.short_days.iter().any(|short| short.day.matches(date))
}

fn day_hours(contract: &Contract, date: Date) -> DayHours {
    let clock = &contract.support.clock;
    let (own, night) = (windows(clock, date), windows(clock, date.plus_days(-1)));
    let length = length(clock, date);
    let night = night.iter().filter(|w| w.to > DAY).map(|w| (0, w.to - DAY));
    let open = night.chain(own.iter().map(|w| (w.from, w.to.min(DAY)))).filter(|_| length > 0).collect();
    let gap = if (1..i64::from(DAY) * 60).contains(&length) { gap(contract.zone, date) } else { None };
    DayHours { date, kind: clock.day_kind(date), windows: own, open, gap, length }
}

/// Returns the windows that start on that date; none on a date that the zone's clocks jumped over.
fn windows(clock: &SupportClock, date: Date) -> Vec<Window> {
    if length(clock, date) == 0 { Vec::new() } else { clock.windows(date).to_vec() }
}

fn length(clock: &SupportClock, date: Date) -> i64 {
    clock.end_of(date).since(clock.end_of(date.plus_days(-1)))
}

/// Returns the minutes of that date that the zone's dial never shows.
fn gap(zone: Zone, date: Date) -> Option<(u32, u32)> {
    let missing = |minute: &u32| {
        let wall = Wall { date, second: minute * 60 };
        zone.wall(zone.earliest(wall)) != wall
    };
    let all: Vec<u32> = (0..DAY).step_by(STEP as usize).filter(missing).collect();
    Some((*all.first()?, all.last()? + STEP))
}
