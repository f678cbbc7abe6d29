//! What holds of every month, whatever happened in it: the account against a plain second look, minute by minute, and the
//! rules of the contract format's section "Uptime".

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use frist::domain::contract::{Book, Contract, UptimeFloor};
use frist::domain::ledger::{LedgerRecordId, Maintenance, Outage};
use frist::domain::time::{Instant, Month};
use frist::domain::uptime::{DowntimePiece, MonthUptime, PieceCounts, breaks_at, month_uptime};
use frist_testkit::cases;
use proptest::prelude::*;

const MINUTE: i64 = 60;
static BOOK: LazyLock<Book> = LazyLock::new(Book::built_in);

fn contract(place: usize) -> &'static Arc<Contract> {
    let all: Vec<_> = BOOK.contracts().collect();
    all[place % all.len()]
}

/// Returns months of all sorts: 28 to 31 days, an hour shorter, an hour longer.
fn months() -> impl Strategy<Value = Month> {
    prop::sample::select(vec!["2024-02", "2023-02", "2024-03", "2024-10", "2024-04", "2023-12"])
        .prop_map(|text| Month::parse(text).unwrap())
}

/// The minutes after the month's beginning at which an outage began, its length (none: it goes on), and its cause.
type Down = (i64, Option<i64>, Option<&'static str>);

/// What happened, in minutes from some days before the month to some days after it.
#[derive(Clone, Debug)]
struct Story {
    contract: usize,
    month: Month,
    outages: Vec<Down>,
    /// The minutes after its beginning at which each outage was reported; those beyond the list were not.
    reports: Vec<i64>,
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
    let outages = (prop::collection::vec(outage, 0..9), prop::collection::vec(0..300_i64, 0..9));
    (0..5_usize, months(), outages, prop::collection::vec(work, 0..5), 0..40 * 1440_i64).prop_map(
        |(contract, month, (outages, reports), maintenance, now)| Story {
            contract,
            month,
            outages,
            reports,
            maintenance,
            now,
        },
    )
}

/// Returns an hour of maintenance with an outage of its whole length, announced about as long before as agreements ask for.
fn announced() -> impl Strategy<Value = Story> {
    let about = |days: i64| days * 1440 - 600..days * 1440 + 600;
    let notice = prop_oneof![-60..60_i64, about(1), about(2), about(3), about(5), about(7), about(14)];
    let kind = prop::option::weighted(0.2, prop::sample::select(vec!["security", "agreed", "critical", "upgrade"]));
    (0..5_usize, months(), 0..27 * 1440_i64, prop::option::weighted(0.95, notice), kind).prop_map(
        |(contract, month, from, notice, kind)| Story {
            contract,
            month,
            outages: vec![(from, Some(60), None)],
            reports: Vec::new(),
            maintenance: vec![(from, 60, notice, kind)],
            now: 0,
        },
    )
}

impl Story {
    fn contract(&self) -> &'static Contract {
        contract(self.contract)
    }

    fn at(&self, minute: i64) -> Instant {
        Instant::from_secs(reference::month(&self.month.to_string()).0 + minute * MINUTE)
    }

    /// Returns a moment later than everything that has ended.
    fn now(&self) -> Instant {
        let ended = self.outages.iter().map(|(from, length, _)| from + length.unwrap_or(0)).max().unwrap_or(0);
        self.at(self.now.max(ended))
    }

    fn outages(&self) -> Vec<Outage> {
        let reports = self.reports.iter().map(Some).chain(std::iter::repeat(None));
        let outage = |((from, length, cause), after): (&Down, Option<&i64>)| Outage {
            from: self.at(*from),
            to: length.map(|length| self.at(from + length)),
            reported: after.map(|after| self.at(from + after)),
            cause: cause.map(str::to_owned),
            ..Outage::default()
        };
        self.outages.iter().zip(reports).map(outage).collect()
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

fn numbered<T>(all: &[T]) -> Vec<(LedgerRecordId, &T)> {
    (1..).map(LedgerRecordId).zip(all).collect()
}

fn uptime(contract: &Contract, month: Month, outages: &[Outage], works: &[Maintenance], now: Instant) -> MonthUptime {
    month_uptime(contract, month, &numbered(outages), &numbered(works), now).unwrap()
}

/// Counts the same month minute by minute, by what the five agreements say and not by what the program makes of them:
/// exempt minutes and minutes of downtime.
fn plainly(story: &Story) -> (i64, i64) {
    let (terms, now) = (Terms::of(&story.contract().id), story.now().secs());
    let (from, to) = reference::month(&story.month.to_string());
    let end = |outage: &Outage| outage.to.map_or(now.max(outage.from.secs()), Instant::secs);
    let begin = |outage: &Outage| {
        let reported = outage.reported.filter(|_| terms.by_report).unwrap_or(outage.from);
        reported.max(outage.from).secs()
    };
    let there: Vec<Outage> = story.outages().into_iter().filter(|o| begin(o) < end(o)).collect();
    // A stretch is what can be reached from an outage by others that touch.
    let stretch = |outage: &Outage| {
        let (mut from, mut to) = (begin(outage), end(outage));
        for _ in 0..there.len() {
            for other in &there {
                if begin(other) <= to && from <= end(other) {
                    (from, to) = (from.min(begin(other)), to.max(end(other)));
                }
            }
        }
        to - from
    };
    let outages: Vec<&Outage> = there.iter().filter(|outage| stretch(outage) >= terms.least).collect();
    let works: Vec<Maintenance> = story.maintenance().into_iter().filter(|work| (terms.announced)(work)).collect();
    let (mut exempt, mut down) = (0, 0);
    for at in (from..to).step_by(60) {
        let going_on: Vec<&Outage> = outages.iter().copied().filter(|o| begin(o) <= at && at < end(o)).collect();
        if going_on.is_empty() {
            continue;
        }
        let excluded = |outage: &&Outage| outage.cause.as_ref().is_some_and(|c| terms.excluded.contains(&c.as_str()));
        let worked_on = works.iter().any(|work| work.from.secs() <= at && at < work.to.secs());
        let window_holds =
            going_on.iter().any(|o| o.cause.as_deref().is_none_or(|c| !terms.window_not_for.contains(&c)));
        let in_window = window_holds && (terms.window)(at);
        if going_on.iter().any(excluded) || worked_on || in_window { exempt += 1 } else { down += 1 }
    }
    (exempt * MINUTE, down * MINUTE)
}

/// What an agreement says of outages and maintenance, each read from its own text.
struct Terms {
    /// The shortest unbroken stretch that counts, in seconds.
    least: i64,
    /// Whether an outage counts from its report.
    by_report: bool,
    /// The causes that a standing window is not for.
    window_not_for: &'static [&'static str],
    /// The causes outside the promise.
    excluded: &'static [&'static str],
    /// Whether a moment lies in a standing window.
    window: fn(i64) -> bool,
    /// Whether maintenance was announced so that it exempts.
    announced: fn(&Maintenance) -> bool,
}

impl Terms {
    fn of(contract: &str) -> Self {
        const SHOP: &[&str] = &["customer", "third_party", "application", "force_majeure"];
        let never = |_| false;
        let plain = Self {
            least: 0,
            by_report: false,
            window_not_for: &[],
            excluded: SHOP,
            window: never,
            announced: |_| true,
        };
        match contract {
            // A day's notice "where reasonably possible": without it planned downtime is exempt all the same.
            "myproduction" => Self { excluded: &["force_majeure"], ..plain },
            // From ten minutes on; every night from midnight to three; 48 hours.
            "sesam" => Self {
                least: 600,
                window_not_for: &["vendor"],
                excluded: &["customer", "environment"],
                window: |at| reference::wall(at).1 < 3 * 3600,
                announced: |work| notice(work, |at| at + 48 * 3600),
                ..plain
            },
            // Fourteen days, the same time on the wall; none for security and what is critical.
            "missoun" => Self {
                excluded: &["customer", "third_party"],
                announced: |work| {
                    is_of_kind(work, &["security", "critical"])
                        || notice(work, |at| {
                            let (day, second) = reference::wall(at);
                            reference::moment(day + 14, second)
                        })
                },
                ..plain
            },
            // Tuesdays from midnight to half past six; three support days, or agreed.
            "markant" => Self {
                by_report: true,
                window: |at| {
                    let (day, second) = reference::wall(at);
                    reference::weekday(day) == 1 && second < 6 * 3600 + 1800
                },
                announced: |work| is_of_kind(work, &["agreed"]) || notice(work, |at| reference::support_days(at, 3)),
                ..plain
            },
            // Whatever is announced before it starts.
            "moocommerce" => Self { announced: |work| work.announced.is_some_and(|at| at < work.from), ..plain },
            other => panic!("no terms of {other}"),
        }
    }
}

/// Returns whether it was announced early enough before it starts.
fn notice(work: &Maintenance, earliest: impl Fn(i64) -> i64) -> bool {
    work.announced.is_some_and(|at| earliest(at.secs()) <= work.from.secs())
}

fn is_of_kind(work: &Maintenance, kinds: &[&str]) -> bool {
    work.kind.as_ref().is_some_and(|kind| kinds.contains(&kind.as_str()))
}

/// Clocks and calendars of the five agreements, worked out without the program: Oslo and Amsterdam are an hour ahead of UTC,
/// and two from the last Sunday of March to the last Sunday of October, 01:00 UTC.
mod reference {
    const DAY: i64 = 86_400;

    /// Returns whether a day is a holiday of Norway; knows those of the months of the test and the weeks before them, as
    /// days since 1970.
    fn is_holiday(day: i64) -> bool {
        const HOLIDAYS: [(i64, i64, i64); 27] = [
            (2023, 1, 1),
            (2023, 4, 6),
            (2023, 4, 7),
            (2023, 4, 9),
            (2023, 4, 10),
            (2023, 5, 1),
            (2023, 5, 17),
            (2023, 5, 18),
            (2023, 5, 28),
            (2023, 5, 29),
            (2023, 12, 25),
            (2023, 12, 26),
            (2024, 1, 1),
            (2024, 3, 28),
            (2024, 3, 29),
            (2024, 3, 31),
            (2024, 4, 1),
            (2024, 5, 1),
            (2024, 5, 9),
            (2024, 5, 17),
            (2024, 5, 19),
            (2024, 5, 20),
            (2024, 12, 25),
            (2024, 12, 26),
            (2022, 12, 25),
            (2022, 12, 26),
            (2025, 1, 1),
        ];
        HOLIDAYS.iter().any(|(year, month, date)| self::day(*year, *month, *date) == day)
    }

    /// Returns the days since 1970 of a date.
    pub fn day(year: i64, month: i64, date: i64) -> i64 {
        let leaps = |year: i64| year / 4 - year / 100 + year / 400;
        let lengths =
            [31, 28 + i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)), 31, 30, 31, 30, 31, 31];
        let lengths = [&lengths[..], &[30, 31, 30, 31]].concat();
        let years = (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
        years + lengths[..month as usize - 1].iter().sum::<i64>() + date - 1
    }

    /// Returns the weekday, 0 for Monday: the first of January 1970 was a Thursday.
    pub fn weekday(day: i64) -> i64 {
        (day + 3).rem_euclid(7)
    }

    /// Returns when summer time begins (March) or ends (October) in that year.
    fn change(year: i64, month: i64) -> i64 {
        let last = day(year, month, 31);
        (last - (weekday(last) + 1) % 7) * DAY + 3600
    }

    /// Returns the seconds that the clocks are ahead of UTC.
    fn ahead(at: i64) -> i64 {
        let year = (1970..2100).find(|year| at < day(year + 1, 1, 1) * DAY).unwrap();
        if change(year, 3) <= at && at < change(year, 10) { 7200 } else { 3600 }
    }

    /// Returns the date, as days since 1970, and the seconds on the dial.
    pub fn wall(at: i64) -> (i64, i64) {
        let local = at + ahead(at);
        (local.div_euclid(DAY), local.rem_euclid(DAY))
    }

    /// Returns when the dial shows that: the earlier moment where it does twice, the first after the gap where it never
    /// does.
    pub fn moment(day: i64, second: i64) -> i64 {
        let local = day * DAY + second;
        let shows = |at: &i64| at + ahead(*at) == local;
        [local - 7200, local - 3600].into_iter().find(shows).unwrap_or_else(|| change_before(local))
    }

    /// Returns the change of clocks that a local time which is never shown falls into.
    fn change_before(local: i64) -> i64 {
        (1970..2100).map(|year| change(year, 3)).find(|at| at + 3600 <= local && local < at + 7200).unwrap()
    }

    /// Returns the first instant of a month `YYYY-MM`, and of the next.
    pub fn month(text: &str) -> (i64, i64) {
        let (year, month) = text.split_once('-').unwrap();
        let (year, month): (i64, i64) = (year.parse().unwrap(), month.parse().unwrap());
        let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        (moment(day(year, month, 1), 0), moment(day(next.0, next.1, 1), 0))
    }

    fn is_support_day(day: i64) -> bool {
        weekday(day) < 5 && !is_holiday(day)
    }

    fn support_day_after(day: i64) -> i64 {
        (day + 1..day + 30).find(|day| is_support_day(*day)).unwrap()
    }

    /// Returns the end of that many support days from then on, support being open from 08:00 to 16:00.
    pub fn support_days(at: i64, days: usize) -> i64 {
        const OPENS: i64 = 8 * 3600;
        const CLOSES: i64 = 16 * 3600;
        let (day, second) = wall(at);
        let (day, second) = match (is_support_day(day), second) {
            (true, second) if second < OPENS => (day, OPENS),
            (true, second) if second < CLOSES => (day, second),
            _ => (support_day_after(day), OPENS),
        };
        // From an opening on it is whole days, and the last of them ends when it closes.
        let (whole, until) = if second == OPENS { (days - 1, CLOSES) } else { (days, second) };
        moment((0..whole).fold(day, |day, _| support_day_after(day)), until)
    }

    #[test]
    fn the_reference_agrees_with_the_calendar_on_the_wall() {
        assert_eq!((day(1970, 1, 1), day(2000, 3, 1), day(2024, 2, 29)), (0, 11_017, 19_782));
        assert_eq!((weekday(day(2024, 2, 29)), weekday(day(2024, 3, 31))), (3, 6));
        // 31 March 2024, 01:00 UTC, and 27 October 2024, 01:00 UTC.
        assert_eq!((change(2024, 3), change(2024, 10)), (1_711_846_800, 1_729_990_800));
        // May 2024: announced on Wednesday the 15th at 10:00; Friday and Monday are holidays.
        let at = moment(day(2024, 5, 15), 36_000);
        assert_eq!(wall(support_days(at, 3)), (day(2024, 5, 22), 36_000));
        assert_eq!(wall(support_days(moment(day(2024, 5, 14), 72_000), 3)), (day(2024, 5, 21), 57_600));
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn no_minute_counts_twice_and_none_is_forgotten(story in stories()) {
        let uptime = story.uptime();
        prop_assert_eq!((uptime.exempt, uptime.downtime), plainly(&story));
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn an_outage_during_maintenance_is_exempt_just_where_the_agreement_has_had_its_notice(story in announced()) {
        let uptime = story.uptime();
        prop_assert_eq!((uptime.exempt, uptime.downtime), plainly(&story));
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_order_of_entry_never_matters(story in stories(), seed in any::<u64>()) {
        let (mut outages, mut works) = (story.outages(), story.maintenance());
        let turn = |length: usize| if length == 0 { 0 } else { seed as usize % length };
        outages.rotate_left(turn(story.outages.len()));
        outages.reverse();
        works.rotate_left(turn(story.maintenance.len()));
        let (a, b) = (story.uptime(), uptime(story.contract(), story.month, &outages, &works, story.now()));
        prop_assert_eq!((a.exempt, a.downtime, a.kept()), (b.exempt, b.downtime, b.kept()));
    }

    #[test]
    fn splitting_an_outage_in_two_adjoining_ones_changes_nothing(story in stories(), share in 1..99_i64) {
        let (contract, now) = (story.contract(), story.now());
        let whole = story.outages();
        let mut split = Vec::new();
        for outage in &whole {
            let middle = outage.from.plus(outage.lasts(now) * share / 100);
            let parts = [
                Outage { to: Some(middle), ..outage.clone() },
                Outage { from: middle, reported: outage.reported.map(|at| at.max(middle)), ..outage.clone() },
            ];
            let has_parts = outage.to.is_some() && parts.iter().all(|part| part.lasts(now) >= 1);
            if has_parts { split.extend(parts) } else { split.push(outage.clone()) }
        }
        let works = story.maintenance();
        let (a, b) = (uptime(contract, story.month, &whole, &works, now), uptime(contract, story.month, &split, &works, now));
        prop_assert_eq!((a.exempt, a.downtime), (b.exempt, b.downtime));
    }

    #[test]
    fn exempt_and_downtime_are_the_outages_time_inside_the_month(story in stories()) {
        let (uptime, now) = (story.uptime(), story.now());
        let mut minutes = BTreeSet::new();
        for outage in story.outages() {
            let (from, to) = (outage.from.max(uptime.from), outage.until(now).min(uptime.to));
            minutes.extend((0..to.since(from).max(0) / MINUTE).map(|n| from.plus(n * MINUTE)));
        }
        // What is too short, and what was before the report, counts as nothing.
        prop_assert!(uptime.exempt + uptime.downtime <= minutes.len() as i64 * MINUTE);
        let short = uptime.pieces.iter().filter(|piece| piece.counts == PieceCounts::TooShort);
        let short: i64 = short.map(DowntimePiece::seconds).sum();
        if story.reports.is_empty() {
            prop_assert_eq!(uptime.exempt + uptime.downtime + short, minutes.len() as i64 * MINUTE);
        }
    }

    #[test]
    fn pieces_are_in_order_within_the_month_and_come_to_the_sums_as_days_do(story in stories()) {
        let uptime = story.uptime();
        prop_assert!(uptime.pieces.windows(2).all(|pair| pair[0].to <= pair[1].from));
        prop_assert!(uptime.pieces.iter().all(|p| uptime.from <= p.from && p.from < p.to && p.to <= uptime.to));
        let down = |piece: &&DowntimePiece| matches!(piece.counts, PieceCounts::Downtime { .. });
        prop_assert_eq!(uptime.pieces.iter().filter(down).map(DowntimePiece::seconds).sum::<i64>(), uptime.downtime);
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
