//! Random promises on sets of hours with calendars of their own: which clock counts, and that a ticket is due when the answer
//! without a ticket says so.

use std::sync::Arc;

use frist::domain::contract::{Calendars, Contract, TargetKind, read_calendar, read_contract};
use frist::domain::ledger::{LedgerRecordId, Maintenance, Outage};
use frist::domain::sla::{PromisedDeadline, answer_targets, sla};
use frist::domain::ticket::{NewTicket, Ticket, TicketId, new_events};
use frist::domain::time::{CalendarPeriod, Instant, PeriodLength};
use frist::domain::uptime::{MonthUptime, period_uptime};
use frist_testkit::cases;
use proptest::prelude::*;
use proptest::sample::{Index, Select, select};

const CLOCKS: [&str; 5] = ["", "support", "calendar", "late", "nights"];
const SPANS: [&str; 8] = ["20m", "5h", "41h", "2bd", "end of 0bd", "end of 3bd", "4d", "1h..7h"];

/// Returns two calendars, each with days that the other one does not have.
fn calendars() -> Calendars {
    let mut calendars = Calendars::default();
    for (id, day) in [("ONE", "05-17"), ("TWO", "03-20")] {
        let text = format!(
            "id = \"{id}\"\nname = \"{id}\"\n[[day]]\nname = \"Day\"\ndate = \"{day}\"\n[[day]]\nname = \"Easter\"\neaster = {}\n",
            if id == "ONE" { 1 } else { -2 }
        );
        calendars.insert(read_calendar(id, &text).unwrap());
    }
    calendars
}

/// Returns a text with the clocks that a plan, a severity and the targets name, each none or one of them.
fn text(zone: &str, plan: &str, severity: &str, targets: &[(TargetKind, String)]) -> String {
    let clock = |name: &str| if name.is_empty() { String::new() } else { format!("clock = \"{name}\"\n") };
    let targets: Vec<String> = targets.iter().map(|(kind, promise)| format!("{} = {promise}", kind.key())).collect();
    let targets = targets.join("\n") + "\n";
    format!(
        "id = \"x\"\nvendor = \"X\"\ntime_zone = \"{zone}\"\n[support]\nholidays = [\"ONE\"]\ncut_off = \"15:00\"\n[support.hours]\n\
         mon-fri = [\"08:00-16:00\"]\n[hours.late]\nholidays = [\"TWO\"]\n[hours.late.days]\nmon-sat = [\"07:00-12:00\", \"13:00-21:00\"]\n\
         [hours.nights]\nholidays = [\"ONE\", \"TWO\"]\ncut_off = \"27:00\"\n[hours.nights.days]\nmon-fri = [\"22:00-06:00\"]\n\
         [[severity]]\nid = \"a\"\nname = \"A\"\nmeans = \"a\"\n{}[plan.p]\nname = \"P\"\n{}[plan.p.target.a]\n{targets}",
        clock(severity),
        clock(plan)
    )
}

fn read(text: &str) -> Contract {
    read_contract("x.toml", text, &calendars()).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
}

fn answers(contract: &Contract, start: Instant) -> Vec<PromisedDeadline> {
    answer_targets(contract, "p", "a", start).unwrap()
}

fn zone() -> impl Strategy<Value = &'static str> {
    select(vec!["UTC", "Europe/Oslo", "America/New_York", "Asia/Kathmandu"])
}

/// Moments around Easter, the changes of clocks and the turn of the year, at any second or at a full quarter.
fn start() -> impl Strategy<Value = Instant> {
    (1_708_000_000_i64..1_736_000_000, any::<bool>())
        .prop_map(|(at, even)| Instant::from_secs(if even { at / 900 * 900 } else { at }))
}

fn clock() -> Select<&'static str> {
    select(CLOCKS.to_vec())
}

fn span() -> Select<&'static str> {
    select(SPANS.to_vec())
}

fn naming(span: &str, clock: &str) -> String {
    if clock.is_empty() { format!("\"{span}\"") } else { format!("{{ within = \"{span}\", clock = \"{clock}\" }}") }
}

/// Returns whether an account within a real day or by calendar days alone may be asked of any clock.
fn is_counted_in_days(span: &str) -> bool {
    span.contains('d')
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn the_nearest_clock_that_is_named_counts(
        zone in zone(), span in span(), [plan, severity, target] in [clock(), clock(), clock()],
        starts in prop::collection::vec(start(), 8),
    ) {
        let nearest = [target, severity, plan, "support"].into_iter().find(|name| !name.is_empty()).unwrap();
        let given = read(&text(zone, plan, severity, &[(TargetKind::Response, naming(span, target))]));
        let plain = read(&text(zone, "", "", &[(TargetKind::Response, naming(span, nearest))]));
        for start in starts {
            prop_assert_eq!(answers(&given, start), answers(&plain, start), "{} and {}", start, nearest);
        }
    }

    #[test]
    fn both_ends_of_a_range_and_the_fallback_are_deadlines_of_their_own(
        zone in zone(), clock in clock(), starts in prop::collection::vec(start(), 8),
        [first, last, other] in [select(vec!["20m", "5h", "1bd"]), select(vec!["6bd", "end of 6bd", "14d"]), span()],
    ) {
        let other = other.split("..").next().unwrap();
        let kinds = [TargetKind::Response, TargetKind::WorkStart, TargetKind::Workaround, TargetKind::Correction];
        let both = format!("{{ within = \"{first}\", otherwise = \"{other}\", clock = \"{}\" }}", if clock.is_empty() { "support" } else { clock });
        let promises = [naming(&format!("{first}..{last}"), clock), naming(last, clock), naming(other, clock), both];
        let contract = read(&text(zone, "", "", &kinds.into_iter().zip(promises).collect::<Vec<_>>()));
        for start in starts {
            let given = answers(&contract, start);
            let [range, last, other, correction] = given.as_slice() else { panic!("{given:?}") };
            prop_assert_eq!((range.due, range.breach_after), (last.due, last.breach_after), "{}", start);
            prop_assert_eq!(range.expected, correction.due, "{}", start);
            prop_assert_eq!(correction.otherwise, other.due, "{}", start);
        }
    }

    #[test]
    fn a_later_report_is_never_due_earlier(
        zone in zone(), clock in clock(), span in span(), starts in prop::collection::vec(start(), 12),
    ) {
        // The doubled hour of autumn has two reports of one wall-clock time: what counts in dates may stand still or go back in it.
        prop_assume!(!is_counted_in_days(span) || zone == "UTC" || zone == "Asia/Kathmandu");
        let contract = read(&text(zone, "", "", &[(TargetKind::Response, naming(span, clock))]));
        let mut starts = starts;
        starts.sort_unstable();
        for pair in starts.windows(2) {
            let [earlier, later] = [pair[0], pair[1]].map(|start| answers(&contract, start)[0]);
            prop_assert!(earlier.due <= later.due && earlier.breach_after <= later.breach_after, "{} {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn a_ticket_is_due_when_the_answer_says_so(
        zone in zone(), [plan, severity] in [clock(), clock()], start in start(),
        targets in prop::collection::vec((span(), clock(), any::<bool>()), 8),
    ) {
        let promise = |(kind, (span, clock, outside)): (TargetKind, (&str, &str, bool))| {
            let named = if clock.is_empty() { String::new() } else { format!(", clock = \"{clock}\"") };
            let on_support = ["support", "late", "nights"].contains(&clock);
            let outside = if outside && on_support { ", outside = \"13h\"" } else { "" };
            (kind, format!("{{ within = \"{span}\"{named}{outside} }}"))
        };
        let kinds = [TargetKind::Response, TargetKind::WorkStart, TargetKind::Correction].into_iter().zip(targets).map(promise).collect::<Vec<_>>();
        let contract = Arc::new(read(&text(zone, plan, severity, &kinds)));
        let new = NewTicket { contract: "x".into(), plan: "p".into(), severity: "a".into(), ..NewTicket::default() };
        let ticket = Ticket::fold(TicketId(1), &new_events(&new, "", None, "anna", start)).unwrap();
        let stands = sla(&ticket, &contract, start);
        for answer in answers(&contract, start) {
            let target = stands.target(answer.target).unwrap();
            prop_assert_eq!((target.expected, target.due), (answer.expected, answer.due), "{:?} from {}", answer.target, start);
            prop_assert_eq!(target.breach_after, answer.breach_after, "{:?} from {}", answer.target, start);
        }
    }
}

/// What went wrong in a period: minutes from its beginning, a length, a cause, whom it hit.
#[derive(Clone, Debug)]
struct WentWrong {
    from: i64,
    minutes: i64,
    cause: Option<&'static str>,
    hit: Vec<&'static str>,
}

fn went_wrong() -> impl Strategy<Value = Vec<WentWrong>> {
    let cause = select(vec![None, None, Some("customer"), Some("vendor")]);
    let hit = select(vec![vec![], vec!["North"], vec!["South"], vec!["North", "South"]]);
    let one = (-2000_i64..130_000, prop_oneof![1..30_i64, 1..6000_i64], cause, hit);
    prop::collection::vec(one, 0..10).prop_map(|all| {
        all.into_iter().map(|(from, minutes, cause, hit)| WentWrong { from, minutes, cause, hit }).collect()
    })
}

impl WentWrong {
    fn outage(&self, begin: Instant) -> Outage {
        Outage {
            from: begin.plus(self.from * 60),
            to: Some(begin.plus((self.from + self.minutes) * 60)),
            cause: self.cause.map(str::to_owned),
            affects: self.hit.iter().map(|name| (*name).to_owned()).collect(),
            ..Outage::default()
        }
    }
}

/// Returns an agreement with two plans, one of them with bands below percentages and over lengths, in either order.
fn tiers(period: PeriodLength, turned: bool) -> Contract {
    let mut bands = [
        "{ below = 99.9, percent = 5 }",
        "{ below = 98, percent = 20 }",
        "{ over = \"30h\", percent = 30 }",
        "{ below = 90, percent = 100 }",
    ];
    if turned {
        bands.reverse();
    }
    let bands = bands.join(", ");
    read(&format!(
        "id = \"x\"\nvendor = \"X\"\ntime_zone = \"Europe/Oslo\"\n[support.hours]\nmon-fri = [\"08:00-16:00\"]\n[hours.late.days]\n\
         mon-sat = [\"06:00-22:00\"]\n[[severity]]\nid = \"a\"\nname = \"A\"\nmeans = \"a\"\n[plan.p]\nname = \"P\"\n[plan.own]\nname = \"Own\"\n\
         [plan.own.uptime]\nmin_percent = 99.9\nperiod = \"{0}\"\nhours = \"late\"\nmin_outage = \"15m\"\n\
         credit = {{ of = \"fee\", bands = [{bands}] }}\n[uptime]\nmin_percent = 99.9\nperiod = \"{0}\"\nper = \"customer\"\n\
         credit = {{ of = \"fee\", bands = [{bands}] }}\n[maintenance]\nwindows = [{{ days = \"sun\", hours = \"22:00-04:00\" }}]\n\
         notice = \"2bd\"\nwindows_not_for = [\"vendor\"]\n[scope]\nexcluded = [\"customer\"]\n",
        period.key()
    ))
}

fn period_of(which: usize) -> CalendarPeriod {
    CalendarPeriod::parse(PeriodLength::ALL[which], ["2024-03", "2024-Q4", "2024"][which]).unwrap()
}

fn works(begin: Instant, all: &[(i64, i64, i64)]) -> Vec<Maintenance> {
    let work = |(from, minutes, before): &(i64, i64, i64)| Maintenance {
        from: begin.plus(from * 60),
        to: begin.plus((from + minutes) * 60),
        announced: Some(begin.plus((from - before) * 60)),
        ..Maintenance::default()
    };
    all.iter().map(work).collect()
}

fn figures(of: &MonthUptime) -> (i64, i64, i64, Option<bool>, u64) {
    (of.month_s(), of.exempt, of.downtime, of.kept(), of.credit_percent().to_bits())
}

fn worked_out(
    contract: &Contract,
    (plan, period): (&str, CalendarPeriod),
    outages: &[&Outage],
    works: &[&Maintenance],
) -> MonthUptime {
    let outages: Vec<_> = (1..).map(LedgerRecordId).zip(outages.iter().copied()).collect();
    let works: Vec<_> = (1..).map(LedgerRecordId).zip(works.iter().copied()).collect();
    let (_, to) = period.bounds(contract.zone).unwrap();
    period_uptime(contract, Some(plan), period, &outages, &works, to).unwrap()
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn in_whatever_order_things_are_entered_a_period_is_the_same(
        wrong in went_wrong(), which in 0..3_usize, plan in select(vec!["p", "own"]), turns in any::<(Index, Index)>(),
        planned in prop::collection::vec((0_i64..120_000, 1_i64..900, 0_i64..9000), 0..6),
    ) {
        let period = period_of(which);
        let (contract, turned) = (tiers(period.length(), false), tiers(period.length(), true));
        let (begin, _) = period.bounds(contract.zone).unwrap();
        let (outages, works) = (wrong.iter().map(|one| one.outage(begin)).collect::<Vec<_>>(), works(begin, &planned));
        let (mut outages, mut works): (Vec<&Outage>, Vec<&Maintenance>) = (outages.iter().collect(), works.iter().collect());
        let before = figures(&worked_out(&contract, (plan, period), &outages, &works));
        if !outages.is_empty() {
            let by = turns.0.index(outages.len());
            outages.reverse();
            outages.rotate_left(by);
        }
        if !works.is_empty() {
            let by = turns.1.index(works.len());
            works.reverse();
            works.rotate_left(by);
        }
        prop_assert_eq!(figures(&worked_out(&turned, (plan, period), &outages, &works)), before);
    }

    #[test]
    fn the_more_downtime_the_more_is_owed_whatever_the_bands_are_of(
        wrong in went_wrong(), which in 0..3_usize, plan in select(vec!["p", "own"]),
        more in prop::collection::vec((0_i64..120_000, 1_i64..4000), 1..5),
    ) {
        let period = period_of(which);
        let contract = tiers(period.length(), false);
        let (begin, _) = period.bounds(contract.zone).unwrap();
        let mut outages: Vec<Outage> = wrong.iter().map(|one| one.outage(begin)).collect();
        let mut owed = (0, 0.0);
        for (from, minutes) in more {
            outages.push(WentWrong { from, minutes, cause: Some("vendor"), hit: vec![] }.outage(begin));
            let given = worked_out(&contract, (plan, period), &outages.iter().collect::<Vec<_>>(), &[]);
            prop_assert!(given.downtime < owed.0 || given.credit_percent() >= owed.1, "{:?} then {}", owed, given.credit_percent());
            prop_assert_eq!(given.kept() == Some(true), given.credit_percent() == 0.0, "what is broken costs something");
            owed = (given.downtime, given.credit_percent());
        }
    }

    #[test]
    fn the_figure_of_one_is_that_of_a_vendor_who_hit_nobody_else(wrong in went_wrong(), which in 0..3_usize) {
        let period = period_of(which);
        let contract = tiers(period.length(), false);
        let (begin, _) = period.bounds(contract.zone).unwrap();
        let outages: Vec<Outage> = wrong.iter().map(|one| one.outage(begin)).collect();
        for one in ["North", " north"] {
            let hit: Vec<&Outage> = outages.iter().filter(|outage| outage.hits(Some(one))).collect();
            let named: Vec<&Outage> = outages.iter().filter(|o| o.affects.is_empty() || o.affects[0] == "North").collect();
            let all = worked_out(&contract, ("p", period), &outages.iter().collect::<Vec<_>>(), &[]);
            let its = worked_out(&contract, ("p", period), &hit, &[]);
            prop_assert_eq!(figures(&its), figures(&worked_out(&contract, ("p", period), &named, &[])));
            prop_assert!(its.downtime + its.exempt <= all.downtime + all.exempt, "all together had at least as much");
        }
    }
}
