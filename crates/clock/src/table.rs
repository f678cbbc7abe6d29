//! Works out the open time of all years once per contract, so that a deadline costs the same for an hour and for three
//! years.
//!
//! `open` holds every stretch of open time, merged where they touch, with the support seconds before it. Two small
//! indexes lead to the right stretch from an instant and from an amount of support time, so that no search grows with
//! the length of a span.

use super::clock::SupportHours;
use super::instant::Instant;
use super::offsets::Offsets;
use super::week::Window;
use super::zone::Date;

const DAY: i64 = 86_400;
/// The support seconds of a bucket of the index by support time, as a power of two: about nine hours.
const BUCKET_BITS: u32 = 15;

/// A stretch of open time: `[from, to)` in seconds of UTC, with all support seconds before it.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: i64,
    to: i64,
    before: i64,
}

/// A date with at least one window, as its number since 1970-01-01, and the place of its windows in `Table::windows`.
#[derive(Clone, Copy, Debug)]
struct SupportDay {
    day: i64,
    windows: (u32, u32),
}

/// The mark of a date that is no support day.
const NONE: u32 = u32::MAX;

#[derive(Debug)]
pub(super) struct Table {
    offsets: Offsets,
    open: Vec<Stretch>,
    /// For each day of UTC, the first stretch that ends after that day's start.
    by_day: Vec<u32>,
    /// For each bucket of support seconds, the first stretch that ends in or after it.
    by_support: Vec<u32>,
    support_days: Vec<SupportDay>,
    /// For each date, its place in `support_days`, or [`NONE`].
    by_date: Vec<u32>,
    /// The windows of the support days, unmerged, as seconds of UTC.
    windows: Vec<(i64, i64)>,
    first_day: i64,
}

/// Returns the windows that hold on one date, after holidays, closed and short days.
pub(super) fn windows_on(hours: &SupportHours, date: Date) -> &[Window] {
    if hours.holiday(date).is_some() || hours.is_closed(date) {
        return &[];
    }
    hours
        .short_days
        .iter()
        .find(|short| short.day.matches(date))
        .map_or_else(|| hours.week.on(date.weekday()), |short| &short.hours)
}

impl Table {
    pub(super) fn new(hours: &SupportHours) -> Self {
        // The table has a week more on both sides: overnight windows, zones far from UTC, and the opening after the
        // last deadline.
        let first_day = Instant::FIRST.secs() / DAY - 7;
        let last_day = Instant::END.secs() / DAY + 31;
        let offsets = Offsets::new(hours.zone, first_day - 2, last_day + 2);
        let (mut open, mut support_days) = (Vec::new(), Vec::new());
        let (mut by_date, mut windows) = (Vec::new(), Vec::new());
        let mut date = Date::from_day(first_day);
        for day in first_day..=last_day {
            let first = windows.len() as u32;
            let on_date = if offsets.skips(day) { &[] } else { windows_on(hours, date) };
            windows.extend(on_date.iter().map(|w| bounds(&offsets, day, *w)));
            let last = windows.len() as u32;
            windows[first as usize..].iter().for_each(|(from, to)| push(&mut open, *from, *to));
            by_date.push(if first < last { support_days.len() as u32 } else { NONE });
            if first < last {
                support_days.push(SupportDay { day, windows: (first, last) });
            }
            date = date.plus_days(1);
        }
        let by_day = index_by_day(&open, first_day, last_day);
        let by_support = index_by_support(&open);
        Self { offsets, open, by_day, by_support, support_days, by_date, windows, first_day }
    }

    pub(super) fn zone_offsets(&self) -> &Offsets {
        &self.offsets
    }

    /// Returns the place of the first stretch that ends after `at`.
    fn stretch_after(&self, at: Instant) -> usize {
        let day = usize::try_from(at.secs().div_euclid(DAY) - self.first_day).unwrap_or(0);
        let Some(mut index) = self.by_day.get(day).map(|i| *i as usize) else { return self.open.len() };
        while self.open.get(index).is_some_and(|s| s.to <= at.secs()) {
            index += 1;
        }
        index
    }

    /// Counts all support seconds before `at`.
    pub(super) fn support_before(&self, at: Instant) -> i64 {
        match self.open.get(self.stretch_after(at)) {
            Some(s) => s.before + (at.secs() - s.from).max(0),
            None => self.open.last().map_or(0, |s| s.before + s.to - s.from),
        }
    }

    /// Returns the stretch that holds `at` or is the next after it, as `[from, to)`.
    pub(super) fn open_at_or_after(&self, at: Instant) -> Option<(Instant, Instant)> {
        self.open.get(self.stretch_after(at)).map(|s| (Instant::from_secs(s.from), Instant::from_secs(s.to)))
    }

    /// Returns the earliest instant that has `support` seconds of open time before it, at least one.
    pub(super) fn when_passed(&self, support: i64) -> Option<Instant> {
        let s = self.open[self.stretch_holding(support)?];
        Some(Instant::from_secs(s.from + (support - s.before)))
    }

    /// Returns the place of the stretch in which support time passes `support`: more than before it, at most to its
    /// end.
    fn stretch_holding(&self, support: i64) -> Option<usize> {
        let bucket = usize::try_from((support - 1).max(0) >> BUCKET_BITS).ok()?;
        let from = *self.by_support.get(bucket)? as usize;
        let to = self.by_support.get(bucket + 1).map_or(self.open.len(), |i| (*i as usize + 1).min(self.open.len()));
        let within = self.open[from..to].partition_point(|s| s.before + (s.to - s.from) < support);
        (from + within < to).then_some(from + within)
    }

    /// Returns the place of the support day on which the window that holds `at` started, or none if `at` is not open.
    ///
    /// Where a date's own window and the night of the date before both hold it, the date's own counts. Where clocks
    /// are set back over midnight, the next date's window may hold it too: it opened when that date was first reached.
    pub(super) fn support_day_of(&self, at: Instant) -> Option<usize> {
        let today = self.offsets.local(at).div_euclid(DAY);
        [today, today - 1, today + 1]
            .into_iter()
            .find_map(|day| self.place_on(day).filter(|place| self.holds(*place, at)))
    }

    fn place_on(&self, day: i64) -> Option<usize> {
        let index = usize::try_from(day - self.first_day).ok()?;
        self.by_date.get(index).filter(|place| **place != NONE).map(|place| *place as usize)
    }

    fn holds(&self, place: usize, at: Instant) -> bool {
        self.windows_at(place).iter().any(|(from, to)| *from <= at.secs() && at.secs() < *to)
    }

    fn windows_at(&self, place: usize) -> &[(i64, i64)] {
        let (first, last) = self.support_days[place].windows;
        &self.windows[first as usize..last as usize]
    }

    /// Returns the windows that start on the date with that number, as `[from, to)` in seconds of UTC.
    pub(super) fn windows_of(&self, day: i64) -> &[(i64, i64)] {
        self.place_on(day).map_or(&[], |place| self.windows_at(place))
    }

    /// Returns the number since 1970-01-01 of the support day at that place.
    pub(super) fn support_day(&self, place: usize) -> Option<i64> {
        self.support_days.get(place).map(|s| s.day)
    }
}

/// Returns a window's opening and closing in seconds of UTC on the date with that number: in an overlap of local time
/// the earlier opens, the later closes.
fn bounds(offsets: &Offsets, day: i64, window: Window) -> (i64, i64) {
    let midnight = day * DAY;
    let from = offsets.earliest(midnight + i64::from(window.from) * 60);
    let to = offsets.latest(midnight + i64::from(window.to) * 60);
    (from.secs(), to.secs())
}

/// Adds `[from, to)`, which begins no earlier than a day before the last one; what overlaps or touches becomes one.
fn push(open: &mut Vec<Stretch>, from: i64, to: i64) {
    if to <= from {
        return; // a window that lies in a gap of local time has no time in it
    }
    match open.last_mut() {
        Some(last) if from <= last.to => last.to = last.to.max(to),
        Some(last) => {
            let before = last.before + last.to - last.from;
            open.push(Stretch { from, to, before });
        }
        None => open.push(Stretch { from, to, before: 0 }),
    }
}

fn index_by_day(open: &[Stretch], first_day: i64, last_day: i64) -> Vec<u32> {
    let mut next = 0;
    let mut index = Vec::with_capacity((last_day - first_day + 1) as usize);
    for day in first_day..=last_day {
        while open.get(next).is_some_and(|s| s.to <= day * DAY) {
            next += 1;
        }
        index.push(next as u32);
    }
    index
}

fn index_by_support(open: &[Stretch]) -> Vec<u32> {
    let total = open.last().map_or(0, |s| s.before + s.to - s.from);
    let mut next = 0;
    let mut index = Vec::with_capacity((total >> BUCKET_BITS) as usize + 1);
    for bucket in 0..=(total >> BUCKET_BITS) {
        while open.get(next).is_some_and(|s| s.before + s.to - s.from <= bucket << BUCKET_BITS) {
            next += 1;
        }
        index.push(next as u32);
    }
    index
}
