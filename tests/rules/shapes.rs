//! Agreements with further sets of hours, cut-offs, every kind of target, and uptime by hours, periods and bands: what must
//! hold for any of them, whatever happened, beside a count minute by minute.

use frist::domain::contract::{BandLimit, Calendars, Contract, TargetKind, read_contract};
use frist::domain::ledger::{LedgerRecordId, Outage};
use frist::domain::sla::{Happened, PromisedDeadline, answer_targets, answer_targets_since};
use frist::domain::time::{CalendarPeriod, ClockKind, Date, Instant, PeriodLength, Span, Wall};
use frist::domain::uptime::period_uptime;
use frist_testkit::cases;
use proptest::prelude::*;

const ZONES: [&str; 5] = ["UTC", "Europe/Oslo", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"];
const WEEKS: [&str; 5] = [
    "mon-fri = [\"08:00-16:00\"]",
    "mon-thu = [\"08:00-12:00\", \"12:30-16:00\"]\nfri = [\"08:00-14:00\"]",
    "mon-sun = [\"00:00-24:00\"]",
    "mon-fri = [\"22:00-06:00\"]\nsun = [\"10:00-11:00\"]",
    "mon-sat = [\"06:00-22:00\"]",
];
const SPANS: [&str; 9] = ["30m", "4h", "37h", "1bd", "6bd", "end of 0bd", "end of 1bd", "end of 4bd", "3d"];
const CUT_OFFS: [&str; 5] =
    ["", "cut_off = \"14:30\"\n", "cut_off = \"24:00\"\n", "cut_off = \"27:00\"\n", "cut_off = \"09:00\"\n"];

/// The days that differ, as `[support]` and a set of hours have them.
const DAYS: &str = "closed = [\"12-24\", \"2024-05-17\"]\n";
const SHORT_DAYS: &str = "date = \"easter-3\"\nhours = [\"08:00-12:00\"]\n";

/// A promise: which span, outside, and which clock it names.
#[derive(Clone, Debug)]
struct Asked {
    zone: usize,
    week: usize,
    cut_off: usize,
    span: usize,
    outside: bool,
    starts: Vec<i64>,
}

fn asked() -> impl Strategy<Value = Asked> {
    // Around Easter, the changes of clocks and the turn of the year, at any second or at a full quarter.
    let start =
        (1_708_000_000_i64..1_736_000_000, any::<bool>()).prop_map(|(at, even)| if even { at / 900 * 900 } else { at });
    (0..ZONES.len(), 0..WEEKS.len(), 0..CUT_OFFS.len(), 0..SPANS.len(), any::<bool>(), prop::collection::vec(start, 12))
        .prop_map(|(zone, week, cut_off, span, outside, starts)| Asked { zone, week, cut_off, span, outside, starts })
}

impl Asked {
    fn promise(&self, clock: &str) -> String {
        let outside = if self.outside { ", outside = \"12h\"" } else { "" };
        let clock = if clock.is_empty() { String::new() } else { format!(", clock = \"{clock}\"") };
        format!("{{ within = \"{}\"{outside}{clock} }}", SPANS[self.span])
    }

    /// Returns an agreement whose hours are those of `[support]`, of a set that repeats them, or of one that leaves them out.
    fn contract(&self) -> Contract {
        let (week, cut_off) = (WEEKS[self.week], CUT_OFFS[self.cut_off]);
        let targets = ["support", "same", "inherits"].map(|clock| {
            format!("[plan.{clock}]\nname = \"x\"\n[plan.{clock}.target.a]\nresponse = {}\n", self.promise(clock))
        });
        let text = format!(
            "id = \"x\"\nvendor = \"X\"\ntime_zone = \"{}\"\n[support]\n{DAYS}{cut_off}[support.hours]\n{week}\n\
             [[support.short_day]]\n{SHORT_DAYS}[hours.same]\nholidays = []\n{DAYS}{cut_off}[hours.same.days]\n{week}\n\
             [[hours.same.short_day]]\n{SHORT_DAYS}[hours.inherits]\n[[severity]]\nid = \"a\"\nname = \"A\"\nmeans = \"a\"\n{}",
            ZONES[self.zone],
            targets.concat()
        );
        read(&text)
    }
}

fn read(text: &str) -> Contract {
    read_contract("x.toml", text, &Calendars::default()).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
}

fn at(secs: i64) -> Instant {
    Instant::from_secs(secs)
}

fn answer(contract: &Contract, plan: &str, start: i64) -> PromisedDeadline {
    answer_targets(contract, plan, "a", at(start)).unwrap()[0]
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn sets_with_the_same_hours_give_the_same_answers(asked in asked()) {
        let contract = asked.contract();
        for start in &asked.starts {
            let support = answer(&contract, "support", *start);
            prop_assert_eq!(answer(&contract, "same", *start), support, "{}", start);
            prop_assert_eq!(answer(&contract, "inherits", *start), support, "{}", start);
        }
    }

    #[test]
    fn deadline_and_elapsed_agree(asked in asked()) {
        let contract = asked.contract();
        let clock = contract.clock(Some("same"));
        for start in &asked.starts {
            let given = answer(&contract, "same", *start);
            let (due, breach) = (given.due.unwrap(), given.breach_after.unwrap());
            let elapsed = |from: Instant, to: Instant| clock.elapsed(from, to).unwrap().secs();
            prop_assert!(at(*start) <= due && due <= breach);
            if asked.outside && !clock.is_open(at(*start)) {
                prop_assert_eq!((due, breach), (at(start + 12 * 3600), due), "real time from {}", start);
                continue;
            }
            match Span::parse(SPANS[asked.span]).unwrap() {
                Span::Days(_) => prop_assert_eq!(due, breach),
                span => {
                    let from = clock.counts_from(at(*start));
                    prop_assert_eq!(elapsed(due, breach), 0, "nothing is open until it is breached, {}", start);
                    prop_assert_eq!(elapsed(due, breach.plus(1)), 1, "and no longer, {}", start);
                    if let Span::Time(seconds) = span {
                        prop_assert_eq!(elapsed(from, due), seconds, "from {}", start);
                    }
                    prop_assert!(due == from || elapsed(due.plus(-1), due) == 1, "due while open, {}", start);
                }
            }
        }
    }

    #[test]
    fn the_end_of_a_day_is_a_closing_and_no_promise_of_its_days_lies_behind_it(asked in asked(), days in 0_u32..6) {
        let contract = asked.contract();
        let clock = contract.clock(None);
        for start in &asked.starts {
            let deadline = |span| clock.deadline_of_report(at(*start), span, ClockKind::Support).unwrap().due;
            let end = deadline(Span::EndOf(days));
            let date = clock.zone().wall(end.plus(-1)).date;
            // The night of the last window may reach into the next date.
            let closes = |date: Date| clock.windows(date).iter().map(|window| window.to).max();
            let ends = [date, date.plus_days(-1)].into_iter().any(|date| {
                closes(date).is_some_and(|minute| clock.zone().latest(wall(date, minute)) == end)
            });
            prop_assert!(ends && clock.is_open(end.plus(-1)), "{} is no closing, from {}", end, start);
            prop_assert!(deadline(Span::SupportDays(days)) <= end && end <= deadline(Span::EndOf(days + 1)), "{}", start);
        }
    }

    #[test]
    fn what_counts_from_another_target_waits_for_it_and_then_counts_like_a_report(asked in asked()) {
        let text = format!(
            "id = \"x\"\nvendor = \"X\"\ntime_zone = \"{}\"\n[support]\n{DAYS}{}[support.hours]\n{}\n[[severity]]\nid = \"a\"\n\
             name = \"A\"\nmeans = \"a\"\n[plan.p]\nname = \"P\"\n[plan.p.target.a]\nresponse = {}\nupdate = {}\n\
             correction = {{ within = \"{}\", from = \"response\" }}\n",
            ZONES[asked.zone], CUT_OFFS[asked.cut_off], WEEKS[asked.week], asked.promise(""), asked.promise(""), SPANS[asked.span]
        );
        let contract = read(&text);
        for pair in asked.starts.windows(2) {
            let (start, later) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            let given = answer_targets(&contract, "p", "a", at(start)).unwrap();
            let [response, update, correction] = given.as_slice() else { panic!("{given:?}") };
            prop_assert_eq!(correction.waits_for, Some(TargetKind::Response));
            prop_assert_eq!((correction.due, correction.breach_after, correction.expected), (None, None, None));
            prop_assert_eq!((update.due, update.breach_after), (response.due, response.breach_after), "the report is the first word");
            let happened = Happened { met: [(TargetKind::Response, at(later))].into(), told: Some(at(later)) };
            let since = answer_targets_since(&contract, "p", "a", at(start), &happened).unwrap();
            let then = answer_targets(&contract, "p", "a", at(later)).unwrap();
            prop_assert_eq!((since[0].due, since[1].due), (response.due, then[1].due));
            if !asked.outside {
                prop_assert_eq!((since[2].due, since[2].breach_after), (then[0].due, then[0].breach_after));
            }
        }
    }
}

fn wall(date: Date, minute: u32) -> Wall {
    Wall { date: date.plus_days(i64::from(minute / 1440)), second: minute % 1440 * 60 }
}

/// An uptime promise with what went wrong: minutes from the beginning of the period, and lengths.
#[derive(Clone, Debug)]
struct Down {
    zone: usize,
    week: usize,
    length: usize,
    hours: bool,
    least: i64,
    outages: Vec<(i64, i64, bool)>,
    bands: Vec<(u32, u32)>,
}

fn down() -> impl Strategy<Value = Down> {
    let outage = (-3000_i64..140_000, prop_oneof![1..20_i64, 1..900_i64, 1..9000_i64], any::<bool>());
    let bands = prop::collection::vec((0_u32..9000, 1_u32..100), 1..5);
    let outages = prop::collection::vec(outage, 0..12);
    (0..ZONES.len(), 0..WEEKS.len(), 0..3_usize, any::<bool>(), 0..30_i64, outages, bands).prop_map(
        |(zone, week, length, hours, least, outages, bands)| Down { zone, week, length, hours, least, outages, bands },
    )
}

impl Down {
    fn period(&self) -> CalendarPeriod {
        let length = PeriodLength::ALL[self.length];
        CalendarPeriod::parse(length, ["2024-03", "2024-Q4", "2024"][self.length]).unwrap()
    }

    fn contract(&self) -> Contract {
        let hours = if self.hours { "hours = \"set\"\n" } else { "" };
        // Each band owes more than those that begin earlier, as the checks ask for.
        let mut starts: Vec<u32> = self.bands.iter().map(|(over, _)| *over).collect();
        starts.sort_unstable();
        starts.dedup();
        let bands =
            starts.iter().enumerate().map(|(n, over)| format!("{{ over = \"{over}m\", percent = {} }}", 10 + n * 7));
        let mut bands: Vec<String> = bands.collect();
        bands.rotate_left(self.bands[0].1 as usize % starts.len());
        read(&format!(
            "id = \"x\"\nvendor = \"X\"\ntime_zone = \"{}\"\n[support.hours]\nmon = [\"08:00-09:00\"]\n[hours.set]\nclosed = [\"12-24\"]\n\
             [hours.set.days]\n{}\n[[severity]]\nid = \"a\"\nname = \"A\"\n[plan.p]\nname = \"P\"\n[uptime]\nmax_downtime = \"0m\"\n\
             period = \"{}\"\n{hours}min_outage = \"{}m\"\ncredit = {{ of = \"fee\", bands = [{}] }}\n[scope]\nexcluded = [\"customer\"]\n",
            ZONES[self.zone],
            WEEKS[self.week],
            PeriodLength::ALL[self.length].key(),
            self.least,
            bands.join(", ")
        ))
    }

    fn outages(&self, from: Instant) -> Vec<Outage> {
        let outage = |(begins, length, excluded): &(i64, i64, bool)| Outage {
            from: from.plus(begins * 60),
            to: Some(from.plus((begins + length) * 60)),
            cause: excluded.then(|| "customer".to_owned()),
            ..Outage::default()
        };
        self.outages.iter().map(outage).collect()
    }
}

fn numbered(all: &[Outage]) -> Vec<(LedgerRecordId, &Outage)> {
    (1..).map(LedgerRecordId).zip(all).collect()
}

/// Counts the minutes of a period one by one: those that count, exempt ones, downtime.
fn plainly(down: &Down, contract: &Contract, (from, to): (Instant, Instant), outages: &[Outage]) -> (i64, i64, i64) {
    let end = |outage: &Outage| outage.to.unwrap();
    let mut by_start: Vec<&Outage> = outages.iter().collect();
    by_start.sort_by_key(|outage| outage.from);
    let mut stretches: Vec<(Instant, Instant)> = Vec::new();
    for outage in by_start {
        match stretches.last_mut().filter(|last| outage.from <= last.1) {
            Some(last) => last.1 = last.1.max(end(outage)),
            None => stretches.push((outage.from, end(outage))),
        }
    }
    let counts = |at: Instant| stretches.iter().any(|(a, b)| *a <= at && at < *b && b.since(*a) >= down.least * 60);
    let clock = contract.clock(Some("set"));
    let (mut all, mut exempt, mut broken) = (0, 0, 0);
    let minutes = (0..).map(|n| from.plus(n * 60)).take_while(|at| *at < to);
    for at in minutes.filter(|at| !down.hours || clock.is_open(*at)) {
        all += 60;
        let going_on: Vec<&Outage> = outages.iter().filter(|o| o.from <= at && at < end(o)).collect();
        if going_on.is_empty() || !counts(at) {
            continue;
        }
        if going_on.iter().any(|o| o.cause.is_some()) { exempt += 60 } else { broken += 60 }
    }
    (all, exempt, broken)
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn a_period_is_what_its_minutes_are(down in down()) {
        let (contract, period) = (down.contract(), down.period());
        let (from, to) = period.bounds(contract.zone).unwrap();
        let outages = down.outages(from);
        let given = period_uptime(&contract, None, period, &numbered(&outages), &[], to).unwrap();
        let plain = plainly(&down, &contract, (from, to), &outages);
        prop_assert_eq!((given.month_s(), given.exempt, given.downtime), plain);
        prop_assert_eq!(given.kept(), Some(given.downtime == 0));
        let owed = contract.uptime.as_ref().and_then(|uptime| uptime.credit.clone()).unwrap().bands.into_iter();
        let owed = owed.filter(|band| match band.from {
            BandLimit::Over(seconds) => given.downtime > seconds,
            BandLimit::Below(_) => false,
        });
        let owed = owed.map(|band| band.percent).fold(0.0, f64::max);
        prop_assert!((given.credit_percent() - owed).abs() < 1e-9, "{} and not {}", given.credit_percent(), owed);
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn the_order_of_entry_never_matters_and_the_bands_never_sink(down in down(), more in 1..4000_i64, turn in 0..12_usize) {
        let (contract, period) = (down.contract(), down.period());
        let (from, to) = period.bounds(contract.zone).unwrap();
        let figures = |outages: &[Outage]| {
            let given = period_uptime(&contract, None, period, &numbered(outages), &[], to).unwrap();
            (given.month_s(), given.exempt, given.downtime, given.credit_percent())
        };
        let outages = down.outages(from);
        let mut turned: Vec<Outage> = outages.iter().rev().cloned().collect();
        let turn = turn.min(turned.len());
        turned.rotate_left(turn);
        prop_assert_eq!(figures(&outages), figures(&turned));
        // The vendor's fault goes on for longer: downtime grows, and what is owed with it.
        let mut worse = outages.clone();
        worse.push(Outage { from: to.plus(-more * 60), to: Some(to), ..Outage::default() });
        let (before, after) = (figures(&outages), figures(&worse));
        if after.2 >= before.2 {
            prop_assert!(after.3 >= before.3, "{:?} then {:?}", before, after);
        }
    }

    /// What a set of hours counts is what the same hours count as `[support]`.
    #[test]
    fn a_month_within_hours_is_the_same_by_whatever_name(down in down()) {
        let down = Down { hours: true, ..down };
        let (contract, period) = (down.contract(), down.period());
        let text = contract.source.replace("[support.hours]\nmon = [\"08:00-09:00\"]\n[hours.set]\nclosed = [\"12-24\"]\n[hours.set.days]", "[support]\nclosed = [\"12-24\"]\n[support.hours]");
        let other = read(&text.replace("hours = \"set\"", "hours = \"support\""));
        let (from, to) = period.bounds(contract.zone).unwrap();
        let outages = down.outages(from);
        let figures = |contract: &Contract| {
            let given = period_uptime(contract, None, period, &numbered(&outages), &[], to).unwrap();
            (given.month_s(), given.exempt, given.downtime, given.kept(), given.percent().to_bits())
        };
        prop_assert_eq!(figures(&contract), figures(&other));
    }
}
