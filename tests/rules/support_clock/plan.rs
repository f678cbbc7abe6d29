//! Random support hours, zones and moments.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use frist::domain::time::{Date, Instant, ShortDay, SupportClock, SupportHours, Week, Window, YearDay, Zone};
use proptest::collection::vec;
use proptest::prelude::*;

use super::reference::{Hours, Minutes, Named, changes};

/// Zones with all the surprises there are: half-hour and three-hour changes, changes at midnight and a minute past it,
/// dates that are missing, summer time in winter, none at all.
pub const ZONES: [Tz; 24] = [
    Tz::UTC,
    Tz::Europe__Oslo,
    Tz::Europe__Amsterdam,
    Tz::Europe__London,
    Tz::Europe__Dublin,
    Tz::America__New_York,
    Tz::America__St_Johns,
    Tz::America__Sao_Paulo,
    Tz::America__Havana,
    Tz::America__Scoresbysund,
    Tz::Asia__Kolkata,
    Tz::Asia__Kathmandu,
    Tz::Asia__Beirut,
    Tz::Asia__Gaza,
    Tz::Asia__Pyongyang,
    Tz::Africa__Cairo,
    Tz::Africa__Casablanca,
    Tz::Australia__Lord_Howe,
    Tz::Pacific__Auckland,
    Tz::Pacific__Apia,
    Tz::Pacific__Kwajalein,
    Tz::Pacific__Kiritimati,
    Tz::Antarctica__Casey,
    Tz::Antarctica__Troll,
];

/// Random hours, and moments to try them at.
#[derive(Clone, Debug)]
pub struct Case {
    pub hours: Hours,
    pub moments: Vec<i64>,
}

impl Case {
    pub fn clock(&self) -> SupportClock {
        clock(&self.hours)
    }
}

/// Returns the crate's clock of those hours.
pub fn clock(hours: &Hours) -> SupportClock {
    let zone = Zone::named(hours.tz.name()).unwrap();
    let week = Week { days: hours.week.clone().map(|day| windows(&day)) };
    let days = |named: &[Named]| named.iter().map(|n| year_day(*n)).collect();
    let (closed, open) = (days(&hours.closed), days(&hours.open));
    let short_day =
        |(named, minutes): &(Named, Vec<Minutes>)| ShortDay { day: year_day(*named), hours: windows(minutes) };
    let short_days = hours.short_days.iter().map(short_day).collect();
    let holidays: BTreeMap<Date, String> = hours.holidays.iter().map(|d| (date(*d), "A holiday".into())).collect();
    SupportClock::new(SupportHours { zone, week, closed, open, short_days, holidays, cut_off: hours.cut_off })
}

pub fn at(secs: i64) -> Instant {
    Instant::from_secs(secs)
}

pub fn date(date: NaiveDate) -> Date {
    Date::new(date.year(), date.month(), date.day()).unwrap()
}

fn year_day(named: Named) -> YearDay {
    match named {
        Named::Yearly(month, day) => YearDay::Yearly(month, day),
        Named::Once(once) => YearDay::Once(date(once)),
    }
}

fn windows(minutes: &[Minutes]) -> Vec<Window> {
    minutes.iter().map(|(from, to)| Window { from: *from, to: *to }).collect()
}

/// Returns windows of one day in order: none, office hours, some with breaks, the whole day, a night.
fn day() -> impl Strategy<Value = Vec<Minutes>> {
    let cut = || proptest::collection::btree_set(0_u32..=96, 2..7);
    prop_oneof![
        2 => Just(vec![]),
        3 => Just(vec![(480, 960)]),
        2 => Just(vec![(0, 1440)]),
        2 => Just(vec![(0, 720), (720, 1440)]),
        3 => cut().prop_map(|cuts| pairs(&cuts.into_iter().map(|c| c * 15).collect::<Vec<_>>())),
        3 => (720_u32..1440, 1_u32..720).prop_map(|(from, to)| vec![(from, 1440 + to)]),
        1 => (0_u32..600, 900_u32..1440, 1_u32..800).prop_map(|(a, b, c)| vec![(a, a + 200), (b, 1440 + c.min(b))]),
    ]
}

fn pairs(cuts: &[u32]) -> Vec<Minutes> {
    cuts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Returns days all over the years, and those on which things happen: ends of months, the leap day, dates that are missing.
fn some_date() -> impl Strategy<Value = NaiveDate> {
    let any_day = (1980_i32..2099, 1_u32..=366).prop_filter_map("no such day", |(y, d)| NaiveDate::from_yo_opt(y, d));
    let telling = [(2011, 12, 30), (2011, 12, 31), (2024, 2, 29), (1993, 8, 21), (1995, 1, 1), (2000, 2, 29)];
    let telling = telling.map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap());
    prop_oneof![5 => any_day, 1 => proptest::sample::select(telling.to_vec())]
}

fn named() -> impl Strategy<Value = Named> {
    prop_oneof![
        some_date().prop_map(|d| Named::Yearly(d.month(), d.day())),
        some_date().prop_map(Named::Once),
        Just(Named::Yearly(2, 29)),
    ]
}

/// The first and the last moment that is tried: February 1980 to January 2099, as far as the clock reaches with room for a plain
/// second look beside it.
const TRIED: (i64, i64) = (320_000_000, 4_072_000_000);

/// Returns moments of a zone: anywhere, within days of a change of clocks, and near the named dates.
fn moments(tz: Tz, near: Vec<NaiveDate>, count: usize) -> impl Strategy<Value = Vec<i64>> {
    let changes = changes(tz);
    let anywhere = TRIED.0..4_030_000_000;
    let near = near.into_iter().map(|d| d.and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp());
    let near: Vec<i64> = near.chain([1_704_067_200]).collect();
    let around_change = if changes.is_empty() { near.clone() } else { changes };
    let close_to = |places: Vec<i64>| {
        (proptest::sample::select(places), -4 * 86_400_i64..4 * 86_400, any::<bool>())
            .prop_map(|(place, by, even)| if even { place + by / 1800 * 1800 } else { place + by })
            .prop_map(|moment| moment.clamp(TRIED.0, TRIED.1))
    };
    vec(prop_oneof![2 => anywhere, 4 => close_to(around_change), 2 => close_to(near)], count)
}

/// Returns random hours with at least one open weekday.
pub fn hours() -> impl Strategy<Value = Hours> {
    let week = [day(), day(), day(), day(), day(), day(), day()];
    let open_day = (0..7_usize, day().prop_filter("closed", |d| !d.is_empty()));
    let short_days = vec((named(), day()), 0..3);
    let zone = proptest::sample::select(ZONES.to_vec());
    // Some holiday, some closed day, or any day, which changes nothing.
    let opened = vec((any::<u8>(), any::<prop::sample::Index>(), named()), 0..4);
    // Any minute, or the full hours of a day and of the night after it.
    let cut_off =
        prop_oneof![2 => Just(None), 1 => (1_u32..2880).prop_map(Some), 2 => (6_u32..32).prop_map(|h| Some(h * 60))];
    (zone, week, open_day, vec(named(), 0..4), short_days, vec(some_date(), 0..6), (opened, cut_off)).prop_map(
        |(tz, mut week, (place, open), closed, short_days, holidays, (opened, cut_off))| {
            week[place] = open;
            let open = opened.into_iter().map(|opened| open_day_of(&holidays, &closed, opened)).collect();
            Hours { tz, week, closed, open, short_days, holidays, cut_off }
        },
    )
}

/// Returns a day that is named as open: mostly a holiday, by its date or every year.
fn open_day_of(
    holidays: &[NaiveDate],
    closed: &[Named],
    (which, place, any): (u8, prop::sample::Index, Named),
) -> Named {
    match which % 4 {
        0 | 1 if !holidays.is_empty() => {
            let date = *place.get(holidays);
            if which % 4 == 0 { Named::Once(date) } else { Named::Yearly(date.month(), date.day()) }
        }
        2 if !closed.is_empty() => *place.get(closed),
        _ => any,
    }
}

/// Returns random hours with that many moments.
pub fn case(count: usize) -> impl Strategy<Value = Case> {
    hours().prop_flat_map(move |hours| {
        let once = hours.closed.iter().chain(hours.short_days.iter().map(|(named, _)| named));
        let once = once.filter_map(|n| if let Named::Once(date) = n { Some(*date) } else { None });
        let near: Vec<NaiveDate> = once.chain(hours.holidays.iter().copied()).collect();
        moments(hours.tz, near, count).prop_map(move |moments| Case { hours: hours.clone(), moments })
    })
}
