//! A zone's offsets, worked out once for all years, so that turning wall-clock time into an instant costs a look-up on
//! all days but the few around a change of clocks, where the zone itself is asked.

use super::instant::Instant;
use super::zone::{Wall, Zone};

const DAY: i64 = 86_400;

/// Per day of UTC: the offset, if it is the same on the day before, that day, and the day after.
#[derive(Debug)]
pub(super) struct Offsets {
    zone: Zone,
    first_day: i64,
    steady: Vec<Option<i32>>,
}

impl Offsets {
    /// Covers the days of UTC from `first` to `last`, both inclusive, since 1970.
    ///
    /// Two changes of clocks that cancel each other within one day would go unseen; no zone has two in less than six days.
    pub(super) fn new(zone: Zone, first: i64, last: i64) -> Self {
        let at_midnight: Vec<i64> =
            (first - 1..=last + 2).map(|day| zone.offset(Instant::from_secs(day * DAY))).collect();
        let steady = at_midnight
            .windows(4)
            .map(|around| around.iter().all(|o| *o == around[0]).then_some(around[0] as i32))
            .collect();
        Self { zone, first_day: first, steady }
    }

    fn steady(&self, secs: i64) -> Option<i64> {
        let index = usize::try_from(secs.div_euclid(DAY) - self.first_day).ok()?;
        self.steady.get(index).copied().flatten().map(i64::from)
    }

    /// Seconds on the local dial since 1970-01-01 00:00 local.
    pub(super) fn local(&self, at: Instant) -> i64 {
        at.secs() + self.steady(at.secs()).unwrap_or_else(|| self.zone.offset(at))
    }

    /// The instant at which the dial shows `local` seconds since 1970: in a gap the first after it, in an overlap the
    /// earlier.
    pub(super) fn earliest(&self, local: i64) -> Instant {
        match self.steady(local) {
            Some(offset) => Instant::from_secs(local - offset),
            None => self.zone.earliest(Wall::from_dial(local)),
        }
    }

    /// Whether the zone has no date with that number, its clocks having jumped over the whole of it.
    pub(super) fn skips(&self, day: i64) -> bool {
        self.steady(day * DAY).is_none() && self.earliest(day * DAY) == self.earliest((day + 1) * DAY)
    }

    /// As [`Self::earliest`], but in an overlap the later.
    pub(super) fn latest(&self, local: i64) -> Instant {
        match self.steady(local) {
            Some(offset) => Instant::from_secs(local - offset),
            None => self.zone.latest(Wall::from_dial(local)),
        }
    }
}
