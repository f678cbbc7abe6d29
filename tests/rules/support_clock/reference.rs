//! The rules of the support clock, read as plainly as they are written and without regard to speed: every window of
//! every date becomes an interval, and every answer walks over them. Uses chrono-tz directly and nothing of the crate.

use chrono::{DateTime, Datelike, Days, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;

pub const DAY: i64 = 86_400;

/// A day that a contract names.
#[derive(Clone, Copy, Debug)]
pub enum Named {
    Yearly(u32, u32),
    Once(NaiveDate),
}

impl Named {
    fn is(self, date: NaiveDate) -> bool {
        match self {
            Self::Yearly(month, day) => (date.month(), date.day()) == (month, day),
            Self::Once(once) => once == date,
        }
    }
}

/// Minutes since midnight, past 1,440 on the next date.
pub type Minutes = (u32, u32);

/// Support hours, in types of the test's own.
#[derive(Clone, Debug)]
pub struct Hours {
    pub tz: Tz,
    pub week: [Vec<Minutes>; 7],
    pub closed: Vec<Named>,
    /// The days that are not closed though they are holidays.
    pub open: Vec<Named>,
    pub short_days: Vec<(Named, Vec<Minutes>)>,
    pub holidays: Vec<NaiveDate>,
    /// The minutes of a support day from which on a report counts from the next one.
    pub cut_off: Option<u32>,
}

impl Hours {
    fn on(&self, date: NaiveDate) -> Vec<Minutes> {
        let named = |days: &[Named]| days.iter().any(|day| day.is(date));
        if named(&self.closed) || (self.holidays.contains(&date) && !named(&self.open)) {
            return Vec::new();
        }
        let short = self.short_days.iter().find(|(named, _)| named.is(date));
        short.map_or(&self.week[date.weekday().num_days_from_monday() as usize], |(_, hours)| hours).clone()
    }
}

/// The instant that is meant of two with the same wall-clock time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pick {
    Earlier,
    Later,
}

/// Returns the seconds that the zone's clocks are ahead of UTC.
pub fn offset(tz: Tz, at: i64) -> i64 {
    let utc = DateTime::from_timestamp(at, 0).unwrap().naive_utc();
    i64::from(tz.offset_from_utc_datetime(&utc).fix().local_minus_utc())
}

/// Returns what the dial shows, in seconds since 1970-01-01 00:00 on the dial.
pub fn dial(tz: Tz, at: i64) -> i64 {
    at + offset(tz, at)
}

/// Returns the instant of a dial's time: tries each offset of the three days around it; in a gap, walks minute by minute.
pub fn instant(tz: Tz, local: i64, pick: Pick) -> i64 {
    let around = (-36..=36).step_by(12).map(|hours| offset(tz, local + hours * 3600));
    let fitting = around.map(|o| local - o).filter(|at| dial(tz, *at) == local);
    let found = if pick == Pick::Earlier { fitting.min() } else { fitting.max() };
    found.unwrap_or_else(|| {
        let first = (local - 36 * 3600).div_euclid(60) * 60;
        (first..).step_by(60).find(|at| dial(tz, *at) > local).unwrap()
    })
}

/// Returns the same by walking all minutes of three days, for whole minutes: no offset is assumed at all.
pub fn instant_walked(tz: Tz, local: i64, pick: Pick) -> i64 {
    let minutes = || (local - 36 * 3600..local + 36 * 3600).step_by(60);
    let mut showing = minutes().filter(|at| dial(tz, *at) == local);
    let found = if pick == Pick::Earlier { showing.next() } else { showing.last() };
    found.unwrap_or_else(|| minutes().find(|at| dial(tz, *at) > local).unwrap())
}

pub fn day_number(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}

pub fn date_of(dial: i64) -> NaiveDate {
    NaiveDate::default().checked_add_signed(chrono::Duration::days(dial.div_euclid(DAY))).unwrap()
}

/// A date on which support has hours, and when those are.
struct SupportDay {
    date: NaiveDate,
    windows: Vec<(i64, i64)>,
}

/// The open time of some dates.
pub struct Reference {
    tz: Tz,
    days: Vec<SupportDay>,
    /// The open stretches, in order, apart from one another, none empty.
    pub open: Vec<(i64, i64)>,
}

impl Reference {
    /// Creates the reference for the dates from `first` to `last`; answers hold well within them.
    pub fn new(hours: &Hours, first: NaiveDate, last: NaiveDate) -> Self {
        let days: Vec<SupportDay> = first
            .iter_days()
            .take_while(|date| *date <= last)
            .filter(|date| exists(hours.tz, *date))
            .map(|date| SupportDay { date, windows: windows(hours, date) })
            .filter(|day| !day.windows.is_empty())
            .collect();
        let mut all: Vec<(i64, i64)> = days.iter().flat_map(|d| d.windows.clone()).filter(|(a, b)| a < b).collect();
        all.sort_unstable();
        let mut open: Vec<(i64, i64)> = Vec::new();
        for (from, to) in all {
            match open.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => open.push((from, to)),
            }
        }
        Self { tz: hours.tz, days, open }
    }

    /// Creates the reference for the dates around an instant.
    pub fn around(hours: &Hours, at: i64, days_before: u64, days_after: u64) -> Self {
        let date = date_of(at);
        Self::new(hours, date - Days::new(days_before), date + Days::new(days_after))
    }

    pub fn is_open(&self, at: i64) -> bool {
        self.open.iter().any(|(from, to)| (*from..*to).contains(&at))
    }

    /// Returns how many seconds of `[a, b)` are open.
    pub fn elapsed(&self, a: i64, b: i64) -> i64 {
        self.open.iter().map(|(from, to)| ((*to).min(b) - (*from).max(a)).max(0)).sum()
    }

    /// Returns the earliest instant from `start` on with just `support` open seconds since.
    pub fn earliest(&self, start: i64, support: i64) -> i64 {
        let mut left = support;
        let mut at = start;
        for (from, to) in self.open.iter().filter(|(_, to)| *to > start) {
            if left == 0 {
                return at;
            }
            let from = (*from).max(start);
            at = from + left.min(to - from);
            left -= at - from;
        }
        assert_eq!(left, 0, "the dates of the reference are too few");
        at
    }

    /// Returns the latest instant with just as much open time before it as `at` has.
    pub fn latest(&self, at: i64) -> i64 {
        let (from, _) = self.open.iter().find(|(_, to)| *to > at).expect("the dates of the reference are too few");
        at.max(*from)
    }

    /// Returns the deadline of that many support days.
    pub fn support_days(&self, start: i64, days: usize) -> i64 {
        let first_open = self.latest(start);
        let local = dial(self.tz, first_open);
        let day = self.day_of(first_open);
        let into_the_day = local - day_number(self.days[day].date) * DAY;
        let there = day_number(self.days[day + days].date) * DAY + into_the_day;
        self.earliest(start, self.elapsed(start, instant(self.tz, there, Pick::Earlier)))
    }

    /// Returns the last closing of the support day that many after that of the first open moment.
    pub fn end_of(&self, start: i64, days: usize) -> i64 {
        let day = self.day_of(self.latest(start));
        self.days[day + days].windows.iter().map(|(_, to)| *to).max().unwrap()
    }

    /// Returns the moment that a report at `start` counts from with that cut-off.
    pub fn counts_from(&self, start: i64, cut_off: Option<u32>) -> i64 {
        let first_open = self.latest(start);
        let day = self.day_of(first_open);
        let minute = (dial(self.tz, first_open) - day_number(self.days[day].date) * DAY).div_euclid(60);
        if cut_off.is_none_or(|cut_off| minute < i64::from(cut_off)) {
            return start;
        }
        self.days[day + 1].windows.iter().map(|(from, _)| *from).min().unwrap().max(start)
    }

    /// Returns the support day that an open moment belongs to.
    fn day_of(&self, open: i64) -> usize {
        let today = date_of(dial(self.tz, open));
        let dates = [Some(today), today.pred_opt(), today.succ_opt()];
        let holds = |day: &SupportDay| day.windows.iter().any(|(from, to)| (*from..*to).contains(&open));
        dates
            .into_iter()
            .find_map(|date| self.days.iter().position(|d| Some(d.date) == date && holds(d)))
            .expect("an open instant lies in some day's window")
    }
}

fn exists(tz: Tz, date: NaiveDate) -> bool {
    let midnight = day_number(date) * DAY;
    instant(tz, midnight, Pick::Earlier) < instant(tz, midnight + DAY, Pick::Earlier)
}

fn windows(hours: &Hours, date: NaiveDate) -> Vec<(i64, i64)> {
    let midnight = day_number(date) * DAY;
    let bound = |minute: u32, pick| instant(hours.tz, midnight + i64::from(minute) * 60, pick);
    hours.on(date).iter().map(|(from, to)| (bound(*from, Pick::Earlier), bound(*to, Pick::Later))).collect()
}

/// Returns every change of clocks of the zone from 1980 to 2098: the first second of the new offset.
pub fn changes(tz: Tz) -> Vec<i64> {
    let years = 315_532_800..4_039_372_800_i64;
    let mut found = Vec::new();
    for day in years.step_by(DAY as usize) {
        let old = offset(tz, day);
        if old != offset(tz, day + DAY) {
            found.push((day..=day + DAY).step_by(60).find(|at| offset(tz, *at) != old).unwrap());
        }
    }
    found
}
