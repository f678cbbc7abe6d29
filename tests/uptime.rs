//! What holds of every month, whatever happened in it: the account against a plain second look, minute by minute, and the
//! rules of the contract format's section "Uptime".

#![allow(clippy::unwrap_used)] // outside test functions too, in what they share

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use frist::domain::contract::{Book, Contract, UptimeFloor};
use frist::domain::ledger::{EntryId, Maintenance, Outage};
use frist::domain::time::{Instant, Month, Wall};
use frist::domain::uptime::{Counts, MonthUptime, Piece, breaks_at, month_uptime, notice_of};
use proptest::prelude::*;

const MINUTE: i64 = 60;
static BOOK: LazyLock<Book> = LazyLock::new(Book::built_in);

fn contract(place: usize) -> &'static Arc<Contract> {
    let all: Vec<_> = BOOK.contracts().collect();
    all[place % all.len()]
}

/// Months of all sorts: 28 to 31 days, an hour shorter, an hour longer.
fn months() -> impl Strategy<Value = Month> {
    prop::sample::select(vec!["2024-02", "2023-02", "2024-03", "2024-10", "2024-04", "2023-12"])
        .prop_map(|text| Month::parse(text).unwrap())
}

/// What happened, in minutes from some days before the month to some days after it.
#[derive(Clone, Debug)]
struct Story {
    contract: usize,
    month: Month,
    outages: Vec<(i64, Option<i64>, Option<&'static str>)>,
    maintenance: Vec<(i64, i64, Option<i64>, Option<&'static str>)>,
    now: i64,
}

fn stories() -> impl Strategy<Value = Story> {
    let cause = prop::option::of(prop::sample::select(vec!["vendor", "customer", "environment", "force_majeure"]));
    let minute = -3 * 1440_i64..34 * 1440;
    let length = prop_oneof![1..30_i64, 1..600_i64, 1..5000_i64];
    let outage = (minute.clone(), prop::option::weighted(0.95, length.clone()), cause);
    let kind = prop::option::of(prop::sample::select(vec!["security", "agreed", "upgrade"]));
    let notice = prop::option::of(prop_oneof![0..3000_i64, 0..30_000_i64]);
    let work = (minute, length, notice, kind);
    (0..5_usize, months(), prop::collection::vec(outage, 0..9), prop::collection::vec(work, 0..5), 0..40 * 1440_i64)
        .prop_map(|(contract, month, outages, maintenance, now)| Story { contract, month, outages, maintenance, now })
}

impl Story {
    fn contract(&self) -> &'static Contract {
        contract(self.contract)
    }

    fn at(&self, minute: i64) -> Instant {
        self.month.bounds(self.contract().zone).unwrap().0.plus(minute * MINUTE)
    }

    /// Later than everything that has ended.
    fn now(&self) -> Instant {
        let ended = self.outages.iter().map(|(from, length, _)| from + length.unwrap_or(0)).max().unwrap_or(0);
        self.at(self.now.max(ended))
    }

    fn outages(&self) -> Vec<Outage> {
        let outage = |(from, length, cause): &(i64, Option<i64>, Option<&'static str>)| Outage {
            from: self.at(*from),
            to: length.map(|length| self.at(from + length)),
            cause: cause.map(str::to_owned),
            ..Outage::default()
        };
        self.outages.iter().map(outage).collect()
    }

    fn maintenance(&self) -> Vec<Maintenance> {
        let work = |(from, length, notice, kind): &(i64, i64, Option<i64>, Option<&'static str>)| Maintenance {
            from: self.at(*from),
            to: self.at(from + length),
            announced: notice.map(|notice| self.at(from - notice)),
            kind: kind.map(str::to_owned),
            ..Maintenance::default()
        };
        self.maintenance.iter().map(work).collect()
    }

    fn uptime(&self) -> MonthUptime {
        uptime(self.contract(), self.month, &self.outages(), &self.maintenance(), self.now())
    }
}

fn numbered<T>(all: &[T]) -> Vec<(EntryId, &T)> {
    (1..).map(EntryId).zip(all).collect()
}

fn uptime(contract: &Contract, month: Month, outages: &[Outage], works: &[Maintenance], now: Instant) -> MonthUptime {
    month_uptime(contract, month, &numbered(outages), &numbered(works), now).unwrap()
}

/// Whether a minute lies in a standing window, by looking at the wall.
fn in_a_window(contract: &Contract, at: Instant) -> bool {
    let windows = contract.maintenance.iter().flat_map(|rule| &rule.windows);
    windows.into_iter().any(|window| {
        let wall = contract.zone.wall(at);
        let on = |date: frist::domain::time::Date, minutes: u32| {
            let (days, minute) = (i64::from(minutes / 1440), minutes % 1440);
            Wall { date: date.plus_days(days), second: minute * 60 }
        };
        [wall.date, wall.date.plus_days(-1)].into_iter().any(|date| {
            let (opens, closes) = (on(date, window.hours.from), on(date, window.hours.to));
            let (opens, closes) = (contract.zone.earliest(opens), contract.zone.latest(closes));
            window.days.contains(&date.weekday()) && opens <= at && at < closes
        })
    })
}

/// The same month counted minute by minute: exempt minutes and minutes of downtime.
fn plainly(story: &Story) -> (i64, i64) {
    let (contract, now) = (story.contract(), story.now());
    let (from, to) = story.month.bounds(contract.zone).unwrap();
    let least = contract.uptime.as_ref().map_or(0, |uptime| uptime.min_outage);
    let outages: Vec<Outage> = story.outages().into_iter().filter(|outage| outage.lasts(now) >= least).collect();
    let works: Vec<Maintenance> =
        story.maintenance().into_iter().filter(|work| notice_of(contract, work).exempts()).collect();
    let (mut exempt, mut down) = (0, 0);
    for minute in 0..to.since(from) / MINUTE {
        let at = from.plus(minute * MINUTE);
        let going_on: Vec<&Outage> = outages.iter().filter(|o| o.from <= at && at < o.until(now)).collect();
        if going_on.is_empty() {
            continue;
        }
        let excluded = |outage: &&Outage| outage.cause.as_ref().is_some_and(|c| contract.scope.excluded.contains(c));
        let worked_on = works.iter().any(|work| work.from <= at && at < work.to);
        if going_on.iter().any(excluded) || worked_on || in_a_window(contract, at) { exempt += 1 } else { down += 1 }
    }
    (exempt * MINUTE, down * MINUTE)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_minute_counts_twice_and_none_is_forgotten(story in stories()) {
        let uptime = story.uptime();
        prop_assert_eq!((uptime.exempt, uptime.downtime), plainly(&story));
    }
}

proptest! {
    #[test]
    fn the_order_of_entry_never_matters(story in stories(), seed in any::<u64>()) {
        let mut shuffled = story.clone();
        let turn = |length: usize| if length == 0 { 0 } else { seed as usize % length };
        shuffled.outages.rotate_left(turn(story.outages.len()));
        shuffled.outages.reverse();
        shuffled.maintenance.rotate_left(turn(story.maintenance.len()));
        let (a, b) = (story.uptime(), shuffled.uptime());
        prop_assert_eq!((a.exempt, a.downtime, a.kept()), (b.exempt, b.downtime, b.kept()));
    }

    #[test]
    fn splitting_an_outage_in_two_adjoining_ones_that_count_changes_nothing(story in stories(), share in 1..99_i64) {
        let (contract, now) = (story.contract(), story.now());
        let least = contract.uptime.as_ref().map_or(0, |uptime| uptime.min_outage);
        let whole = story.outages();
        let mut split = Vec::new();
        for outage in &whole {
            let middle = outage.from.plus(outage.lasts(now) * share / 100);
            let parts = [
                Outage { to: Some(middle), ..outage.clone() },
                Outage { from: middle, ..outage.clone() },
            ];
            let long_enough = outage.to.is_some() && parts.iter().all(|part| part.lasts(now) >= least.max(1));
            if long_enough { split.extend(parts) } else { split.push(outage.clone()) }
        }
        let works = story.maintenance();
        let (a, b) = (uptime(contract, story.month, &whole, &works, now), uptime(contract, story.month, &split, &works, now));
        prop_assert_eq!((a.exempt, a.downtime), (b.exempt, b.downtime));
    }

    #[test]
    fn exempt_and_downtime_are_the_outages_time_inside_the_month(story in stories()) {
        let (uptime, now) = (story.uptime(), story.now());
        let least = uptime.promise.as_ref().map_or(0, |promise| promise.min_outage);
        let mut minutes = BTreeSet::new();
        for outage in story.outages().iter().filter(|outage| outage.lasts(now) >= least) {
            let (from, to) = (outage.from.max(uptime.from), outage.until(now).min(uptime.to));
            minutes.extend((0..to.since(from).max(0) / MINUTE).map(|n| from.plus(n * MINUTE)));
        }
        prop_assert_eq!(uptime.exempt + uptime.downtime, minutes.len() as i64 * MINUTE);
    }

    #[test]
    fn pieces_are_in_order_within_the_month_and_come_to_the_sums_as_days_do(story in stories()) {
        let uptime = story.uptime();
        prop_assert!(uptime.pieces.windows(2).all(|pair| pair[0].to <= pair[1].from));
        prop_assert!(uptime.pieces.iter().all(|p| uptime.from <= p.from && p.from < p.to && p.to <= uptime.to));
        let down = |piece: &&Piece| matches!(piece.counts, Counts::Downtime { .. });
        prop_assert_eq!(uptime.pieces.iter().filter(down).map(Piece::seconds).sum::<i64>(), uptime.downtime);
        let days = uptime.days();
        prop_assert_eq!(days.iter().map(|day| day.downtime).sum::<i64>(), uptime.downtime);
        prop_assert_eq!(days.iter().map(|day| day.exempt).sum::<i64>(), uptime.exempt);
    }

    #[test]
    fn uptime_is_a_percentage_and_what_is_left_is_what_the_promise_allows(story in stories()) {
        let uptime = story.uptime();
        prop_assert!((0.0..=100.0).contains(&uptime.percent()));
        let Some(promise) = &uptime.promise else { return Ok(()) };
        prop_assert_eq!(uptime.left().map(|left| left >= 0), uptime.kept());
        if let UptimeFloor::Downtime(most) = promise.floor {
            prop_assert_eq!(uptime.allowed(), Some(most.min(uptime.counted_s())));
        }
        let due = promise.credit.as_ref().filter(|_| uptime.kept() == Some(false));
        prop_assert_eq!(uptime.credit(), due);
    }

    #[test]
    fn more_downtime_never_mends_a_broken_promise(story in stories(), from in 0..30 * 1440_i64, length in 1..3000_i64) {
        let before = story.uptime();
        let mut more = story.outages();
        more.push(Outage { from: story.at(from), to: Some(story.at(from + length)), ..Outage::default() });
        let now = story.now().max(story.at(from + length));
        if story.outages.iter().all(|(_, length, _)| length.is_some()) {
            let after = uptime(story.contract(), story.month, &more, &story.maintenance(), now);
            prop_assert!(before.kept() != Some(false) || after.kept() == Some(false));
        }
    }

    #[test]
    fn a_promise_breaks_at_the_first_second_at_which_it_is_broken(story in stories()) {
        let (contract, outages, works) = (story.contract(), story.outages(), story.maintenance());
        let Some(at) = breaks_at(contract, story.month, &numbered(&outages), &numbered(&works), story.now()) else {
            return Ok(());
        };
        let kept = |at| uptime(contract, story.month, &outages, &works, at).kept();
        prop_assert_eq!((kept(at), kept(at.plus(-1))), (Some(false), Some(true)));
    }
}
