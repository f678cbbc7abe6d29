//! Keeps the open time of all years as weekly patterns, so that a deadline costs the same for an hour and for three
//! years.
//!
//! A week without a holiday, another exception or a change of clocks is the ordinary pattern; the others have patterns of
//! their own. A week knows when its Monday begins, how much support time lies before it, and how many support days. Two
//! small indexes lead from an amount of support time, or from a number of support days, to the right week, so that no
//! search grows with the length of a span. How the weeks are made is told in [`build`].

mod build;

use super::clock::SupportHours;
use super::instant::Instant;
use super::offsets::Offsets;
use super::week::Window;
use super::zone::Date;

const DAY: i64 = 86_400;
/// The number of the first Monday of the table, since 1970-01-01: a week more than the clock works in, for overnight
/// windows and zones far from UTC.
const FIRST_MONDAY: i64 = monday_of(Instant::FIRST.secs() / DAY - 7);
/// The weeks of the table: a month more than the clock works in, for the opening after the last deadline.
const WEEKS: usize = ((monday_of(Instant::END.secs() / DAY + 31) - FIRST_MONDAY) / 7 + 1) as usize;
/// The support days of a bucket of the index by their number, as a power of two.
const RANK_BITS: u32 = 2;
/// The days that are looked through for the next opening one by one.
const NEAR: usize = 9;

/// For each set of weekdays, a bit for each, the weekday of its n-th bit from 0; looked up, as counting bits one by one is a
/// guess of the processor's for every bit.
const NTH_DAY: [[u8; 7]; 128] = nth_days();

const fn nth_days() -> [[u8; 7]; 128] {
    let mut all = [[0; 7]; 128];
    let mut set = 0;
    while set < 128 {
        let (mut day, mut count) = (0, 0);
        while day < 7 {
            if set >> day & 1 == 1 {
                all[set][count] = day;
                count += 1;
            }
            day += 1;
        }
        set += 1;
    }
    all
}

const fn monday_of(day: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    day - (day + 3).rem_euclid(7)
}

/// A stretch of open time of one date, in seconds since the date's beginning, with the support seconds of the date before
/// it. What an earlier date's window holds already is none of it.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: i32,
    to: i32,
    before: u32,
}

/// What a date may look like.
#[derive(Clone, Copy, Debug)]
struct Shape {
    /// The places of its pieces.
    pieces: (u32, u32),
    /// The seconds by which its beginning differs from so many whole days after the Monday's.
    shift: i32,
    /// Whether no clocks change on the date and the night after it.
    calm: bool,
}

/// What a week may look like, Monday first.
#[derive(Clone, Copy, Debug)]
struct Pattern {
    days: [u16; 7],
    /// The support seconds of the week before each of its days.
    before: [u32; 7],
    /// The days that have a window, a bit for each.
    support_days: u8,
    /// The days that have a piece, a bit for each.
    open_days: u8,
}

/// One week of the table.
#[derive(Clone, Copy, Debug)]
struct Week {
    /// The second of UTC at which its Monday begins.
    base: i64,
    /// All support seconds before it.
    before: u32,
    /// All support days before it.
    rank: u16,
    pattern: u16,
}

#[derive(Debug)]
pub(super) struct Table {
    offsets: Offsets,
    pieces: Vec<Piece>,
    shapes: Vec<Shape>,
    patterns: Vec<Pattern>,
    /// The weeks, and one more behind the last, in which nothing is open.
    weeks: Vec<Week>,
    /// For each week, the first one from there on that is not open all the time.
    open_until: Vec<u16>,
    /// For each bucket of support seconds, the first week that ends in or after it.
    by_support: Vec<u16>,
    /// The support seconds of a bucket, as a power of two.
    support_bits: u32,
    /// For each bucket of support days, the week of its first one.
    by_rank: Vec<u16>,
    /// Whether some window reaches past its date.
    nights: bool,
    /// Whether windows of two dates share some time.
    overlaps: bool,
}

/// A date of the table: its week and its weekday, 0 for Monday.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    week: usize,
    day: usize,
}

/// A stretch of open time `[from, to)` in seconds of UTC, with all support seconds before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) before: i64,
    place: Place,
    piece: u32,
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

impl Place {
    /// Returns the place of the date with that number since 1970-01-01, if the table has it.
    fn of(day: i64) -> Option<Self> {
        let day = usize::try_from(day - FIRST_MONDAY).ok()?;
        (day / 7 < WEEKS).then_some(Self { week: day / 7, day: day % 7 })
    }

    const fn next(self) -> Self {
        if self.day == 6 { Self { week: self.week + 1, day: 0 } } else { Self { day: self.day + 1, ..self } }
    }

    fn previous(self) -> Option<Self> {
        match self.day {
            0 => self.week.checked_sub(1).map(|week| Self { week, day: 6 }),
            day => Some(Self { day: day - 1, ..self }),
        }
    }

    /// Returns the number of the date since 1970-01-01.
    pub(super) const fn number(self) -> i64 {
        FIRST_MONDAY + (self.week * 7 + self.day) as i64
    }
}

impl Table {
    pub(super) fn new(hours: &SupportHours) -> Self {
        build::build(hours)
    }

    pub(super) const fn zone_offsets(&self) -> &Offsets {
        &self.offsets
    }

    fn pattern(&self, week: usize) -> &Pattern {
        &self.patterns[usize::from(self.weeks[week].pattern)]
    }

    fn shape(&self, place: Place) -> &Shape {
        &self.shapes[usize::from(self.pattern(place.week).days[place.day])]
    }

    /// Returns the second of UTC at which a date begins.
    fn base(&self, place: Place) -> i64 {
        self.weeks[place.week].base + place.day as i64 * DAY + i64::from(self.shape(place).shift)
    }

    /// Returns all support seconds before a date's own.
    fn before(&self, place: Place) -> i64 {
        i64::from(self.weeks[place.week].before) + i64::from(self.pattern(place.week).before[place.day])
    }

    fn total(&self) -> i64 {
        self.weeks.last().map_or(0, |end| i64::from(end.before))
    }

    fn stretch(&self, place: Place, piece: u32) -> Stretch {
        let (base, Piece { from, to, before }) = (self.base(place), self.pieces[piece as usize]);
        let before = self.before(place) + i64::from(before);
        Stretch { from: base + i64::from(from), to: base + i64::from(to), before, place, piece }
    }

    /// Returns the stretch of one date that holds `at` or is the next after it.
    pub(super) fn find(&self, at: i64) -> Option<Stretch> {
        let local = self.offsets.local(Instant::from_secs(at)).div_euclid(DAY);
        // A night of the date before may hold it; where clocks are set back over midnight, the next date, which is seen
        // in its turn.
        let place = Place::of(if self.nights { local - 1 } else { local })?;
        self.first_after(place, at)
    }

    /// Returns what [`Self::find`] does of an instant that lies on that date or in the small hours behind it.
    pub(super) fn find_on(&self, date: Place, at: i64) -> Option<Stretch> {
        if !self.shape(date).calm {
            return self.find(at);
        }
        let place = if self.nights { date.previous()? } else { date };
        self.first_after(place, at)
    }

    /// Returns the first date from that one on that has a piece, or the Monday of the week after next where neither this week
    /// nor the next has one.
    fn open_from(&self, place: Place) -> Place {
        let days =
            |week: usize| self.weeks.get(week).map_or(0, |week| self.patterns[usize::from(week.pattern)].open_days);
        let left = days(place.week) & (0x7f << place.day);
        if left != 0 {
            return Place { day: left.trailing_zeros() as usize, ..place };
        }
        match days(place.week + 1) {
            0 => Place { week: place.week + 2, day: 0 },
            next => Place { week: place.week + 1, day: next.trailing_zeros() as usize },
        }
    }

    /// Returns the first stretch that ends after `at`, from that date on.
    fn first_after(&self, mut place: Place, at: i64) -> Option<Stretch> {
        for _ in 0..NEAR {
            place = self.open_from(place);
            if place.week >= WEEKS {
                return None;
            }
            let (base, (first, last)) = (self.base(place), self.shape(place).pieces);
            let ends_later = |piece: &u32| base + i64::from(self.pieces[*piece as usize].to) > at;
            if let Some(piece) = (first..last).find(ends_later) {
                return Some(self.stretch(place, piece));
            }
            place = place.next();
        }
        if place.week >= WEEKS { None } else { self.passing(self.before(place) + 1) }
    }

    /// Returns the stretch of one date that follows on that one.
    pub(super) fn next(&self, stretch: &Stretch) -> Option<Stretch> {
        if stretch.piece + 1 < self.shape(stretch.place).pieces.1 {
            return Some(self.stretch(stretch.place, stretch.piece + 1));
        }
        self.first_after(stretch.place.next(), stretch.to - 1)
    }

    /// Counts all support seconds before `at`.
    pub(super) fn support_before(&self, at: i64) -> i64 {
        self.find(at).map_or_else(|| self.total(), |s| s.before + (at - s.from).max(0))
    }

    /// Returns the stretch in which support time passes `support` seconds: more than before it, at most to its end.
    pub(super) fn passing(&self, support: i64) -> Option<Stretch> {
        let bucket = usize::try_from((support - 1).max(0) >> self.support_bits).ok()?;
        let from = usize::from(*self.by_support.get(bucket)?);
        let to = self.by_support.get(bucket + 1).map_or(WEEKS, |week| (usize::from(*week) + 1).min(WEEKS));
        let ends_before = |week: &Week| i64::from(week.before) < support;
        // The end of a week is the beginning of the next.
        let week = from + self.weeks[from + 1..=to].partition_point(ends_before);
        if week >= to {
            return None;
        }
        let in_week = support - i64::from(self.weeks[week].before);
        let day = self.pattern(week).before[1..].iter().take_while(|before| i64::from(**before) < in_week).count();
        let place = Place { week, day };
        let in_day = support - self.before(place);
        let (first, last) = self.shape(place).pieces;
        let piece =
            (first + 1..last).take_while(|piece| i64::from(self.pieces[*piece as usize].before) < in_day).last();
        (first < last).then(|| self.stretch(place, piece.unwrap_or(first)))
    }

    /// Returns the instant at which the open time that `stretch` belongs to ends.
    pub(super) fn closing(&self, stretch: &Stretch) -> i64 {
        let (mut to, mut next) = (stretch.to, self.next(stretch));
        while let Some(follows) = next.filter(|next| next.from <= to) {
            to = follows.to;
            let place = follows.place;
            let until = usize::from(self.open_until[place.week]);
            // Weeks that are open all the time are passed over at once.
            let last = (place.day == 0 && until > place.week).then(|| Place { week: until - 1, day: 6 });
            let last = last.map(|last| self.stretch(last, self.shape(last).pieces.0));
            to = last.map_or(to, |last| last.to);
            next = self.next(&last.unwrap_or(follows));
        }
        to
    }

    /// Returns the support day on which the window that holds `at`, in that stretch, started.
    ///
    /// Where a date's own window and the night of the date before both hold it, the date's own counts. Where clocks
    /// are set back over midnight, the next date's window may hold it too: it opened when that date was first reached.
    pub(super) fn support_day_of(&self, hours: &SupportHours, stretch: &Stretch, at: i64) -> Place {
        if !self.overlaps {
            return stretch.place;
        }
        let today = self.offsets.local(Instant::from_secs(at)).div_euclid(DAY);
        let holds = |day: &i64| self.windows_of(hours, *day).iter().any(|(from, to)| (*from..*to).contains(&at));
        let found = [today, today - 1, today + 1].into_iter().find(holds);
        found.and_then(Place::of).unwrap_or(stretch.place)
    }

    /// Returns the windows that start on the date with that number, as `[from, to)` in seconds of UTC.
    pub(super) fn windows_of(&self, hours: &SupportHours, day: i64) -> Vec<(i64, i64)> {
        if self.offsets.skips(day) {
            return Vec::new();
        }
        windows_on(hours, Date::from_day(day)).iter().map(|window| bounds(&self.offsets, day, *window)).collect()
    }

    /// Returns the support day that many support days after `place`, which is one.
    pub(super) fn support_days_after(&self, place: Place, days: u32) -> Option<Place> {
        let week = &self.weeks[place.week];
        let earlier = self.pattern(place.week).support_days & ((1 << place.day) - 1);
        let rank = (u32::from(week.rank) + earlier.count_ones()).saturating_add(days);
        let mut week = usize::from(*self.by_rank.get((rank >> RANK_BITS) as usize)?);
        while u32::from(self.weeks.get(week + 1)?.rank) <= rank {
            week += 1;
        }
        let nth = (rank - u32::from(self.weeks[week].rank)) as usize;
        let day = NTH_DAY[usize::from(self.pattern(week).support_days & 0x7f)].get(nth)?;
        Some(Place { week, day: usize::from(*day) })
    }

    /// Returns the instant at which it is the same wall-clock time on the date `to` as it is at `at` on the date `from`.
    pub(super) fn same_time(&self, at: i64, from: Place, to: Place) -> i64 {
        if self.shape(from).calm && self.shape(to).calm {
            return self.base(to) + (at - self.base(from));
        }
        let local = self.offsets.local(Instant::from_secs(at));
        self.offsets.earliest(local + (to.number() - from.number()) * DAY).secs()
    }

    /// Returns the seconds on the dial since the beginning of the date at that place.
    pub(super) fn seconds_of_day(&self, at: i64, place: Place) -> i64 {
        if self.shape(place).calm {
            return at - self.base(place);
        }
        self.offsets.local(Instant::from_secs(at)) - place.number() * DAY
    }

    /// Returns the last stretch of a date, where no other date's windows share any of its time.
    pub(super) fn last_of(&self, date: Place) -> Option<Stretch> {
        let (first, last) = self.shape(date).pieces;
        (!self.overlaps && first < last).then(|| self.stretch(date, last - 1))
    }

    /// Returns the first opening and the last closing of a support day.
    pub(super) fn bounds_of(&self, hours: &SupportHours, place: Place) -> Option<(i64, i64)> {
        let (first, last) = self.shape(place).pieces;
        if !self.overlaps && first < last {
            return Some((self.stretch(place, first).from, self.stretch(place, last - 1).to));
        }
        let windows = self.windows_of(hours, place.number());
        Some((windows.iter().map(|w| w.0).min()?, windows.iter().map(|w| w.1).max()?))
    }

    /// Returns the last instant at which anything closes, if anything was ever open.
    pub(super) fn last_closing(&self) -> Option<i64> {
        self.passing(self.total()).map(|last| last.to)
    }

    /// Returns the earliest instant with as much open time before it as the beginning of `stretch` has; at least one
    /// second.
    pub(super) fn closing_before(&self, stretch: &Stretch) -> Option<i64> {
        if self.shape(stretch.place).pieces.0 < stretch.piece {
            return Some(self.stretch(stretch.place, stretch.piece - 1).to);
        }
        let yesterday = stretch.place.previous()?;
        let (first, last) = self.shape(yesterday).pieces;
        if first < last {
            return Some(self.stretch(yesterday, last - 1).to);
        }
        self.passing(stretch.before).filter(|_| stretch.before > 0).map(|stretch| stretch.to)
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
