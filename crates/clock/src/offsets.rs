//! Works out a zone's changes of clocks once for all years, so that turning wall-clock time into an instant, and back,
//! costs a look-up.

use super::instant::Instant;
use super::zone::{Wall, Zone};

const DAY: i64 = 86_400;
/// The seconds of a block of the index, as a power of two: about twelve days.
const BLOCK_BITS: u32 = 20;
/// The days from one look at the zone to the next. No zone changes its clocks and changes them back in less than that.
const STEP: i64 = 6;
/// The seconds that a local time may lie away from the same number of seconds in UTC, and more.
const FAR: i64 = 2 * DAY;

/// A stretch of time in which the zone's clocks are as far ahead of UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    /// The first second, of UTC; the least number there is in the first period.
    pub(super) from: i64,
    /// The seconds that the clocks are ahead of UTC.
    pub(super) offset: i64,
}

/// The zone's offsets on some days.
#[derive(Debug)]
pub(super) struct Offsets {
    zone: Zone,
    periods: Vec<Period>,
    /// For each block of seconds, the period at its first second.
    by_block: Vec<u16>,
    /// The seconds of UTC that the periods are known for, `[from, to)`.
    known: (i64, i64),
}

impl Offsets {
    /// Makes the offsets of the days of UTC from `first` to `last`, both counted, as numbers since 1970-01-01.
    pub(super) fn new(zone: Zone, first: i64, last: i64) -> Self {
        let known = (first * DAY, (last + 1) * DAY);
        let offset = |secs: i64| zone.offset(Instant::from_secs(secs));
        let mut periods = vec![Period { from: i64::MIN, offset: offset(known.0) }];
        let (mut day, mut before) = (first, periods[0].offset);
        while day <= last {
            let next = day + STEP;
            let after = offset(next * DAY);
            if after != before {
                let (begin, end) = (day * DAY, next * DAY);
                let from = as_before(&periods, offset, (begin, end))
                    .unwrap_or_else(|| change_between(offset, (begin, before), end));
                periods.push(Period { from, offset: after });
            }
            (day, before) = (next, after);
        }
        let by_block = index(&periods, known);
        Self { zone, periods, by_block, known }
    }

    /// Returns the place of the period that holds that second, if it is known.
    fn place(&self, secs: i64) -> Option<usize> {
        if secs < self.known.0 || self.known.1 <= secs {
            return None;
        }
        let block = ((secs - self.known.0) >> BLOCK_BITS) as usize;
        let mut place = usize::from(*self.by_block.get(block)?);
        while self.periods.get(place + 1).is_some_and(|next| next.from <= secs) {
            place += 1;
        }
        Some(place)
    }

    /// Returns the first second after the period at that place.
    fn end(&self, place: usize) -> i64 {
        self.periods.get(place + 1).map_or(i64::MAX, |next| next.from)
    }

    /// Returns the seconds on the local dial since 1970-01-01 00:00 local.
    pub(super) fn local(&self, at: Instant) -> i64 {
        at.secs() + self.place(at.secs()).map_or_else(|| self.zone.offset(at), |place| self.periods[place].offset)
    }

    /// Returns the periods, in order, each with another offset than the one before.
    pub(super) fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// Returns the instant at which the dial shows `local` seconds since 1970: in a gap the first after it, in an
    /// overlap the earlier.
    pub(super) fn earliest(&self, local: i64) -> Instant {
        let Some(place) = self.place(local) else { return self.zone.earliest(Wall::from_dial(local)) };
        self.steady(local, place).unwrap_or_else(|| self.around(local, place).0)
    }

    /// Returns the instant as [`Self::earliest`] does, but in an overlap the later one.
    pub(super) fn latest(&self, local: i64) -> Instant {
        let Some(place) = self.place(local) else { return self.zone.latest(Wall::from_dial(local)) };
        self.steady(local, place).unwrap_or_else(|| self.around(local, place).1)
    }

    /// Returns the one instant with that local time, where no change of clocks is near.
    fn steady(&self, local: i64, place: usize) -> Option<Instant> {
        let at = local - self.periods[place].offset;
        let near = at - FAR < self.periods[place].from || self.end(place) <= at + FAR;
        (!near).then(|| Instant::from_secs(at))
    }

    /// Returns the earlier and the later instant with that local time, where clocks change near by: in a gap both are
    /// the first instant after it.
    fn around(&self, local: i64, place: usize) -> (Instant, Instant) {
        let near = place.saturating_sub(1)..(place + 2).min(self.periods.len());
        let at = |place: usize| local - self.periods[place].offset;
        let holds = |place: &usize| self.periods[*place].from <= at(*place) && at(*place) < self.end(*place);
        let mut showing = near.clone().filter(holds).map(at);
        let found = showing.next().map(|first| (first, showing.next_back().unwrap_or(first)));
        // In a gap the clocks of the period before have passed its end, and those of the next have not begun.
        let mut gaps =
            near.filter(|place| at(*place) < self.periods[*place].from).map(|place| self.periods[place].from);
        let (first, last) = found.or_else(|| gaps.next().map(|from| (from, from))).unwrap_or((local, local));
        (Instant::from_secs(first), Instant::from_secs(last))
    }

    /// Returns whether the zone has no date with that number, as its clocks jumped over the whole of it.
    pub(super) fn skips(&self, day: i64) -> bool {
        self.earliest(day * DAY) == self.earliest((day + 1) * DAY)
    }
}

/// Returns the change of clocks between `begin` and `end` if it lies so many weeks after that of the year before, as most do.
fn as_before(periods: &[Period], offset: impl Fn(i64) -> i64, (begin, end): (i64, i64)) -> Option<i64> {
    let last = periods.len().checked_sub(2).and_then(|place| periods.get(place))?.from;
    let (old, new) = (offset(begin), offset(end));
    let weeks = [52, 53, 51].map(|weeks| last.saturating_add(weeks * 7 * DAY));
    weeks.into_iter().find(|at| begin < *at && *at <= end && offset(at - 1) == old && offset(*at) == new)
}

/// Returns the first second with another offset than `before` had, up to `after`, where it is another one; both are at
/// a full hour.
fn change_between(offset: impl Fn(i64) -> i64, (mut before, old): (i64, i64), mut after: i64) -> i64 {
    let mut step = 3600;
    while after - before > 1 {
        // Most clocks change at a full hour, so the second before it is looked at first.
        if after - before <= step {
            step = 1;
            if offset(after - 1) == old {
                return after;
            }
        }
        let middle = before + (after - before) / 2 / step * step;
        if offset(middle) == old {
            before = middle;
        } else {
            after = middle;
        }
    }
    after
}

fn index(periods: &[Period], (from, to): (i64, i64)) -> Vec<u16> {
    let mut place = 0;
    let blocks = (from..to).step_by(1 << BLOCK_BITS);
    let first = blocks.map(|secs| {
        while periods.get(place + 1).is_some_and(|next| next.from <= secs) {
            place += 1;
        }
        place as u16
    });
    first.collect()
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
