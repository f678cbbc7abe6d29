//! Standing maintenance windows as stretches of time.

use crate::contract::{Contract, MaintenanceWindow};
use crate::time::{Date, Instant, Wall};

const DAY: u32 = 86_400;

/// A standing window on one date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct StandingWindowOnDate {
    /// The place among the contract's windows.
    pub(super) place: usize,
    pub(super) from: Instant,
    pub(super) to: Instant,
}

/// Returns the standing window that all of `[from, to)` lies in, if there is one: what happens then is exempt without an entry.
pub fn window_around(contract: &Contract, from: Instant, to: Instant) -> Option<&MaintenanceWindow> {
    let around = windows_in(contract, from, to).into_iter().find(|window| window.from <= from && to <= window.to)?;
    contract.maintenance.as_ref()?.windows.get(around.place)
}

/// Returns the contract's windows that share a moment with `[from, to)`. As with support hours, a local time that exists twice is
/// the earlier where a window opens and the later where it closes; one that does not exist is the first moment after.
pub(super) fn windows_in(contract: &Contract, from: Instant, to: Instant) -> Vec<StandingWindowOnDate> {
    let rule = contract.maintenance.iter().flat_map(|rule| rule.windows.iter().enumerate());
    let mut found = Vec::new();
    // A window may begin on the day before and reach over midnight.
    let (first, last) = (contract.zone.wall(from).date.plus_days(-1), contract.zone.wall(to).date);
    for (place, window) in rule {
        let dates = (0..=last.days_since(first)).map(|n| first.plus_days(n));
        for date in dates.filter(|date| window.days.contains(&date.weekday())) {
            let opens = contract.zone.earliest(minute_of(date, window.hours.from));
            let closes = contract.zone.latest(minute_of(date, window.hours.to));
            if opens < closes && opens < to && from < closes {
                found.push(StandingWindowOnDate { place, from: opens, to: closes });
            }
        }
    }
    found
}

/// Returns the wall-clock time so many minutes after a date's midnight, on a later date from 24:00 on.
fn minute_of(date: Date, minutes: u32) -> Wall {
    let second = minutes * 60;
    Wall { date: date.plus_days(i64::from(second / DAY)), second: second % DAY }
}
