//! Makes the weeks of a table: first which dates differ from their weekdays, then week by week what is open.

use std::collections::HashMap;

use super::{DAY, FIRST_MONDAY, Pattern, Piece, Place, RANK_BITS, Shape, Table, WEEKS, Week, bounds};
use crate::clock::SupportHours;
use crate::offsets::Offsets;
use crate::week::{Window, YearDay};

/// The years whose days by Easter, which may lie most of a year away from it, fall into the table.
const YEARS: std::ops::RangeInclusive<i32> = 1978..=2102;
/// The most weeks that a bucket of support time spans where support is open as usual.
const BUCKETS: i64 = 2 * WEEKS as i64;

/// A date by what it differs from its weekday in: `0` in nothing, [`CLOSED`], or the place of the first short day with its
/// windows and [`SHORT`].
type Mark = u16;
const CLOSED: Mark = 1;
const SHORT: Mark = 2;

/// A shape by what it follows from: the weekday or mark whose windows it has, how far the night before reaches into it,
/// and how far its beginning is shifted.
type Key = (u16, i32, i32);

/// A week without a change of clocks by what its pattern follows from: the marks of its dates, and how far the night before
/// reaches into it.
type WeekKey = ([Mark; 7], i64);

/// A change of clocks: the seconds on the dial that it may touch, as `[from, to]`.
struct Change {
    from: i64,
    to: i64,
}

/// A pattern that may come again, and what it was made for.
#[derive(Clone, Copy)]
struct Ordinary {
    pattern: u16,
    /// The seconds by which the night before reaches into its Monday.
    night: i64,
    /// The seconds from its beginning to the end of its last window.
    end: i64,
}

struct Build<'a> {
    hours: &'a SupportHours,
    table: Table,
    /// For each date of the table, in what it differs.
    marks: Vec<Mark>,
    changes: Vec<Change>,
    /// The first change that ends after the present week began.
    next_change: usize,
    keys: Vec<(Key, u16)>,
    ordinary: Option<Ordinary>,
    /// The patterns of other weeks without a change of clocks.
    others: HashMap<WeekKey, Ordinary>,
    /// The end of the last window so far.
    covered: i64,
    /// Whether each day of a pattern is open all the time, a bit for each.
    whole: Vec<u8>,
}

pub(super) fn build(hours: &SupportHours) -> Table {
    let last_monday = FIRST_MONDAY + 7 * WEEKS as i64;
    let offsets = Offsets::new(hours.zone, FIRST_MONDAY - 2, last_monday + 9);
    let changes = offsets.periods().windows(2).map(|pair| {
        let dials = [pair[0].offset, pair[1].offset].map(|offset| pair[1].from + offset);
        Change { from: dials[0].min(dials[1]), to: dials[0].max(dials[1]) }
    });
    let mut build = Build {
        hours,
        marks: marks(hours),
        changes: changes.collect(),
        next_change: 0,
        keys: Vec::new(),
        ordinary: None,
        others: HashMap::new(),
        covered: i64::MIN,
        whole: Vec::new(),
        table: Table {
            offsets,
            pieces: Vec::new(),
            shapes: Vec::new(),
            patterns: Vec::new(),
            weeks: Vec::with_capacity(WEEKS + 1),
            open_until: Vec::new(),
            by_support: Vec::new(),
            support_bits: 0,
            by_rank: Vec::new(),
            nights: false,
            overlaps: false,
        },
    };
    build.weeks();
    build.index_open_weeks();
    let mut table = build.table;
    table.index_by_support();
    table.index_by_rank();
    table
}

/// Returns in what each date of the table differs from its weekday. `closed` wins over everything, then holidays that are
/// not kept open, then the first short day that names the date.
fn marks(hours: &SupportHours) -> Vec<Mark> {
    let mut marks = vec![0; WEEKS * 7];
    let mut mark = |day: i64, mark: Mark| {
        if let Some(place) = usize::try_from(day - FIRST_MONDAY).ok().and_then(|place| marks.get_mut(place)) {
            *place = mark;
        }
    };
    let dates = |day: YearDay| YEARS.filter_map(move |year| day.in_year(year));
    for short in hours.short_days.iter().rev() {
        let same = hours.short_days.iter().position(|other| other.hours == short.hours).unwrap_or_default();
        dates(short.day).for_each(|date| mark(date.day_number(), same as Mark + SHORT));
    }
    for date in hours.holidays.keys().filter(|date| !hours.open.iter().any(|open| open.matches(**date))) {
        mark(date.day_number(), CLOSED);
    }
    for date in hours.closed.iter().flat_map(|day| dates(*day)) {
        mark(date.day_number(), CLOSED);
    }
    marks
}

impl<'a> Build<'a> {
    fn weeks(&mut self) {
        let (mut before, mut rank) = (0, 0);
        for week in 0..=WEEKS {
            let monday = FIRST_MONDAY + 7 * week as i64;
            let (base, calm) = self.monday(monday);
            let pattern = if week < WEEKS { self.pattern_of(week, base, calm) } else { 0 };
            self.table.weeks.push(Week { base, before, rank, pattern });
            let made = &self.table.patterns[usize::from(pattern)];
            let sunday = &self.table.shapes[usize::from(made.days[6])];
            before += made.before[6] + self.table.open_of(sunday);
            rank += made.support_days.count_ones() as u16;
        }
    }

    /// Returns the second of UTC at which that Monday begins, and whether no clocks change in its week and the night
    /// after.
    fn monday(&mut self, monday: i64) -> (i64, bool) {
        while self.changes.get(self.next_change).is_some_and(|change| change.to < monday * DAY) {
            self.next_change += 1;
        }
        let calm = self.is_calm(monday, 8);
        let offset = self.table.offsets.periods()[self.next_change].offset;
        let base = if calm { monday * DAY - offset } else { self.table.offsets.earliest(monday * DAY).secs() };
        (base, calm)
    }

    /// Returns whether no clocks change on so many dates from that one on.
    fn is_calm(&self, day: i64, days: i64) -> bool {
        let mut near = self.changes[self.next_change..].iter().take_while(|change| change.from <= (day + days) * DAY);
        near.all(|change| change.to < day * DAY)
    }

    fn pattern_of(&mut self, week: usize, base: i64, calm: bool) -> u16 {
        let mut marks = [0; 7];
        marks.copy_from_slice(&self.marks[week * 7..week * 7 + 7]);
        let (plain, night) = (calm && marks == [0; 7], self.covered.saturating_sub(base).max(0));
        let known = match self.ordinary.filter(|ordinary| plain && ordinary.night == night) {
            None if calm => self.others.get(&(marks, night)).copied(),
            known => known,
        };
        if let Some(known) = known {
            self.covered = base + known.end;
            return known.pattern;
        }
        let pattern = self.new_pattern(week, base, calm);
        let made = Ordinary { pattern, night, end: self.covered.saturating_sub(base).max(-DAY) };
        if plain {
            self.ordinary = Some(made);
        }
        if calm {
            self.others.insert((marks, night), made);
        }
        pattern
    }

    fn new_pattern(&mut self, week: usize, base: i64, calm: bool) -> u16 {
        let mut pattern = Pattern { days: [0; 7], before: [0; 7], support_days: 0, open_days: 0 };
        let (mut before, mut whole) = (0, 0);
        for day in 0..7 {
            let (shape, is_whole) = self.shape_of(Place { week, day }, base, calm);
            pattern.days[day] = shape;
            pattern.before[day] = before;
            let made = &self.table.shapes[usize::from(shape)];
            before += self.table.open_of(made);
            pattern.open_days |= u8::from(made.pieces.0 < made.pieces.1) << day;
            whole |= u8::from(is_whole) << day;
            pattern.support_days |= u8::from(self.is_support_day(Place { week, day }, calm)) << day;
        }
        self.table.patterns.push(pattern);
        self.whole.push(whole);
        (self.table.patterns.len() - 1) as u16
    }

    /// Returns the windows of that date, and the key that other dates with the same windows have.
    fn windows(&self, place: Place) -> (u16, &'a [Window]) {
        match self.marks[place.week * 7 + place.day] {
            0 => (place.day as u16, &self.hours.week.days[place.day]),
            CLOSED => (7, &[]),
            mark => (mark + 8, &self.hours.short_days[usize::from(mark - SHORT)].hours),
        }
    }

    fn is_support_day(&self, place: Place, calm: bool) -> bool {
        !self.windows(place).1.is_empty() && (calm || !self.table.offsets.skips(place.number()))
    }

    /// Returns the shape of that date, and whether the date is open all the time.
    fn shape_of(&mut self, place: Place, monday: i64, calm: bool) -> (u16, bool) {
        let (day, regular) = (place.number(), monday + place.day as i64 * DAY);
        let is_calm = calm || self.is_calm(day, 2);
        let earliest = |day: i64| self.table.offsets.earliest(day * DAY).secs();
        let base = if calm { regular } else { earliest(day) };
        let length = if is_calm { DAY } else { earliest(day + 1) - base };
        let night = self.covered.saturating_sub(base).max(0);
        let (mark, windows) = self.windows(place);
        let key = (mark, night as i32, (base - regular) as i32);
        let known = self.keys.iter().find(|(known, _)| is_calm && *known == key).map(|(_, shape)| *shape);
        let minutes = |w: &Window| (i64::from(w.from) * 60, i64::from(w.to) * 60);
        let in_utc = |w: &Window| {
            let (from, to) = bounds(&self.table.offsets, day, *w);
            (from - base, to - base)
        };
        let windows: Vec<(i64, i64)> = match known {
            Some(_) => Vec::new(),
            None if length == 0 => Vec::new(),
            None => windows.iter().map(|window| if is_calm { minutes(window) } else { in_utc(window) }).collect(),
        };
        let shape = known.unwrap_or_else(|| self.new_shape(&windows, night, key.2, is_calm));
        if known.is_none() && is_calm {
            self.keys.push((key, shape));
        }
        let made = &self.table.shapes[usize::from(shape)];
        let end = self.table.end_of(made).unwrap_or(0);
        self.table.nights |= end > length;
        self.covered = self.covered.max(base + end);
        let (from, to) = made.pieces;
        let whole = from + 1 == to && i64::from(self.table.pieces[from as usize].from) <= night && end >= length;
        (shape, whole)
    }

    /// Adds the shape of a date with those windows, in seconds since its beginning, of which a night holds the first ones.
    fn new_shape(&mut self, windows: &[(i64, i64)], night: i64, shift: i32, calm: bool) -> u16 {
        let table = &mut self.table;
        let first = table.pieces.len();
        let (mut covered, mut open) = (night, 0);
        for (from, to) in windows {
            table.overlaps |= *from < night && from < to;
            let (from, to) = ((*from).max(covered), *to);
            if to <= from {
                continue; // a window that lies in a gap of local time, or in another one, has no time of its own
            }
            match table.pieces[first..].last_mut().filter(|last| i64::from(last.to) == from) {
                Some(last) => last.to = to as i32,
                None => table.pieces.push(Piece { from: from as i32, to: to as i32, before: open }),
            }
            open += (to - from) as u32;
            covered = to;
        }
        table.shapes.push(Shape { pieces: (first as u32, table.pieces.len() as u32), shift, calm });
        (table.shapes.len() - 1) as u16
    }

    /// Notes until when the weeks stay open all the time.
    fn index_open_weeks(&mut self) {
        let table = &mut self.table;
        table.open_until = vec![WEEKS as u16; WEEKS];
        let mut until = WEEKS;
        for week in (0..WEEKS).rev() {
            if self.whole[usize::from(table.weeks[week].pattern)] != 0b111_1111 {
                until = week;
            }
            table.open_until[week] = until as u16;
        }
    }
}

impl Table {
    /// Returns the seconds of a date from its beginning to the end of its last piece, if it has any.
    fn end_of(&self, shape: &Shape) -> Option<i64> {
        let (first, last) = shape.pieces;
        (first < last).then(|| i64::from(self.pieces[last as usize - 1].to))
    }

    /// Returns the support seconds of a date.
    fn open_of(&self, shape: &Shape) -> u32 {
        let (first, last) = shape.pieces;
        if first == last {
            return 0;
        }
        let piece = self.pieces[last as usize - 1];
        piece.before + (piece.to - piece.from) as u32
    }

    fn index_by_support(&mut self) {
        let total = self.total();
        self.support_bits = (0..40).find(|bits| total >> bits <= BUCKETS).unwrap_or(40);
        let mut week = 0;
        for bucket in 0..=(total - 1).max(0) >> self.support_bits {
            while week + 1 < WEEKS && i64::from(self.weeks[week + 1].before) <= bucket << self.support_bits {
                week += 1;
            }
            self.by_support.push(week as u16);
        }
    }

    fn index_by_rank(&mut self) {
        let days = self.weeks.last().map_or(0, |end| end.rank);
        let mut week = 0;
        for bucket in 0..days.div_ceil(1 << RANK_BITS) {
            while self.weeks[week + 1].rank <= bucket << RANK_BITS {
                week += 1;
            }
            self.by_rank.push(week as u16);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instant::Instant;

    #[test]
    fn a_week_begins_on_a_monday_and_the_table_reaches_past_the_years() {
        assert_eq!(crate::zone::Date::from_day(FIRST_MONDAY).weekday(), crate::zone::Weekday::Mon);
        assert!(FIRST_MONDAY * DAY <= Instant::FIRST.secs() - 7 * DAY);
        assert!((FIRST_MONDAY + 7 * WEEKS as i64) * DAY > Instant::END.secs() + 31 * DAY);
        assert!(WEEKS * 7 < usize::from(u16::MAX));
    }
}
