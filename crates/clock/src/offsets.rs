//! Works out a zone's offsets once for all years, so that turning wall-clock time into an instant costs a look-up on
//! all days but the few around a change of clocks, where the zone itself is asked.

use super::instant::Instant;
use super::zone::{Wall, Zone};

const DAY: i64 = 86_400;

/// The zone's offset for each day of UTC, in seconds, where it is the same on the day before, that day, and the day
/// after.
#[derive(Debug)]
pub(super) struct Offsets {
    zone: Zone,
    first_day: i64,
    steady: Vec<Option<i32>>,
}

impl Offsets {
    /// Makes the offsets of the days of UTC from `first` to `last`, both counted, as numbers since 1970-01-01.
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

    /// Returns the seconds on the local dial since 1970-01-01 00:00 local.
    pub(super) fn local(&self, at: Instant) -> i64 {
        at.secs() + self.steady(at.secs()).unwrap_or_else(|| self.zone.offset(at))
    }

    /// Returns the instant at which the dial shows `local` seconds since 1970: in a gap the first after it, in an
    /// overlap the earlier.
    pub(super) fn earliest(&self, local: i64) -> Instant {
        match self.steady(local) {
            Some(offset) => Instant::from_secs(local - offset),
            None => self.zone.earliest(Wall::from_dial(local)),
        }
    }

    /// Returns whether the zone has no date with that number, as its clocks jumped over the whole of it.
    pub(super) fn skips(&self, day: i64) -> bool {
        self.steady(day * DAY).is_none() && self.earliest(day * DAY) == self.earliest((day + 1) * DAY)
    }

    /// Returns the instant as [`Self::earliest`] does, but in an overlap the later one.
    pub(super) fn latest(&self, local: i64) -> Instant {
        match self.steady(local) {
            Some(offset) => Instant::from_secs(local - offset),
            None => self.zone.latest(Wall::from_dial(local)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: i64 = Instant::FIRST.secs() / DAY - 7;
    const LAST: i64 = Instant::END.secs() / DAY + 31;

    /// Checks that the table says what the zone says, from an instant and back again.
    fn check(zone: Zone, offsets: &Offsets, secs: i64) {
        let at = Instant::from_secs(secs);
        let local = secs + zone.offset(at);
        assert_eq!(offsets.local(at), local, "{} {at}", zone.name());
        // The dial's time read back is the instant itself, or where it comes twice one of the two.
        let (earlier, later) = (offsets.earliest(local), offsets.latest(local));
        assert!(earlier == at || later == at, "{} {at}", zone.name());
        let wall = zone.wall(at);
        assert_eq!((earlier, later), (zone.earliest(wall), zone.latest(wall)), "{} {at}", zone.name());
    }

    #[test]
    fn never_takes_a_wrong_offset_in_a_dozen_zones() {
        for name in [
            "UTC",
            "Europe/Oslo",
            "Europe/Dublin",
            "America/New_York",
            "America/St_Johns",
            "America/Havana",
            "Asia/Beirut",
            "Asia/Gaza",
            "Africa/Casablanca",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Pacific/Kwajalein",
            "Antarctica/Troll",
        ] {
            let zone = Zone::named(name).unwrap();
            let offsets = Offsets::new(zone, FIRST, LAST);
            (Instant::FIRST.secs()..Instant::END.secs()).step_by(6 * 3600).for_each(|at| check(zone, &offsets, at));
        }
    }

    #[test]
    fn never_takes_a_wrong_offset_near_a_change_in_any_zone() {
        for tz in chrono_tz::TZ_VARIANTS {
            let zone = Zone::named(tz.name()).unwrap();
            let offsets = Offsets::new(zone, FIRST, LAST);
            let at_noon = |day: i64| zone.offset(Instant::from_secs(day * DAY + DAY / 2));
            let mut before = at_noon(FIRST);
            // Every 57th day anyway, a prime to no week or year, and every seven hours of four days around a change.
            for day in FIRST..LAST {
                let after = at_noon(day);
                if after != before {
                    (0..96).step_by(7).for_each(|hours| check(zone, &offsets, (day - 2) * DAY + hours * 3600 + 1740));
                } else if day % 57 == 0 {
                    check(zone, &offsets, day * DAY + day % 24 * 3600);
                }
                before = after;
            }
        }
    }

    #[test]
    fn knows_the_dates_that_a_zone_skipped() {
        for (name, skipped) in [
            ("Pacific/Apia", Some("2011-12-30")),
            ("Pacific/Fakaofo", Some("2011-12-30")),
            ("Pacific/Kwajalein", Some("1993-08-21")),
            ("Pacific/Kiritimati", Some("1994-12-31")),
            ("Europe/Oslo", None),
            ("Africa/Cairo", None),
        ] {
            let offsets = Offsets::new(Zone::named(name).unwrap(), FIRST, LAST);
            let found: Vec<String> = (FIRST..LAST)
                .filter(|day| offsets.skips(*day))
                .map(|day| Wall::from_dial(day * DAY).date.to_string())
                .collect();
            assert_eq!(found, Vec::from_iter(skipped), "{name}");
        }
    }

    #[test]
    fn asks_the_zone_where_it_has_no_table() {
        let zone = Zone::named("Europe/Oslo").unwrap();
        let offsets = Offsets::new(zone, 0, 10);
        for secs in [-86_400, -1, 0, 10 * DAY, 12 * DAY, 1_704_067_200, 4_000_000_000] {
            check(zone, &offsets, secs);
        }
    }
}
