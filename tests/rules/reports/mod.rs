//! Reports against a second, plain computation over the raw events, for tickets to which anything happens in any order.

mod plain;
mod scorecard;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use frist::domain::contract::{Book, Contract, SourceFile, TargetKind, built_in_calendars, read_internal_targets};
use frist::domain::ledger::{Ledger, LedgerFact, LedgerRecord, LedgerRecordId, Organisation};
use frist::domain::report::{
    Cell, FactsCollector, FactsQuery, GroupBy, Period, Report, ReportRequest, Table, TicketFacts, Value, table,
};
use frist::domain::ticket::{BreachReason, Event, EventData, Kind, Ticket, TicketId, event};
use frist::domain::time::{CalendarPeriod, Date, Instant, Month, PeriodLength};
use proptest::prelude::*;

use frist_testkit::cases;
use plain::Plain;

const MINUTE: i64 = 60;
const REASONS: [Option<BreachReason>; 5] = [
    None,
    Some(BreachReason::Ours),
    Some(BreachReason::Vendors),
    Some(BreachReason::Agreed),
    Some(BreachReason::Disputed),
];

/// The internal targets of the desk: stricter than what is promised, laxer, and where nothing is.
const HOUSE: &str = r#"
[internal_targets.markant.extended.critical]
response   = "15m"
correction = "4h"
[internal_targets.markant.standard.serious]
correction = "1bd"
[internal_targets.missoun.standard.high]
response = "2h"
[internal_targets.moocommerce.standard.minor]
response = "60h"
[internal_targets.myproduction.standard.critical]
response   = "1h"
work_start = "2h"
[internal_targets.sesam.partner.error]
response   = "4h"
work_start = "1h"
"#;

/// Acme (1) and Beta (2); what was entered as the third organisation is the first.
static LEDGER: LazyLock<Ledger> = LazyLock::new(|| {
    let record = |(id, name, merged_into): (u64, &str, Option<u64>)| LedgerRecord {
        id: LedgerRecordId(id),
        revision: 0,
        at: START,
        by: "anna".to_owned(),
        first_by: None,
        fact: Some(LedgerFact::Organisation(Box::new(Organisation {
            names: vec![name.to_owned()],
            merged_into: merged_into.map(LedgerRecordId),
            ..Organisation::default()
        }))),
    };
    [(1, "Acme", None), (2, "Beta", None), (3, "ACME AS", Some(1))].into_iter().map(record).collect()
});
static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let book = Book::built_in();
    let (house, problems) = read_internal_targets("config.toml", HOUSE, &book);
    assert!(problems.is_empty(), "{problems:?}");
    book.with_internal_targets(&house)
});

/// The same agreements with a promise about many tickets for each target that they have: four in five in time.
static MANY: LazyLock<Book> = LazyLock::new(|| {
    let file = |contract: &Arc<Contract>| {
        let promised = |kind: &TargetKind| {
            contract.plans.iter().flat_map(|plan| plan.targets.values()).any(|targets| targets.get(*kind).is_some())
        };
        let mut text = contract.source.clone();
        let lengths = PeriodLength::ALL.into_iter();
        for (kind, length) in lengths.flat_map(|length| TargetKind::ALL.map(|kind| (kind, length))) {
            if promised(&kind) {
                let (target, period) = (kind.key(), length.key());
                text.push_str("\n[[attainment]]\npercent = 80\n");
                text.extend(
                    [("target", target), ("period", period)].map(|(key, name)| format!("{key} = \"{name}\"\n")),
                );
            }
        }
        SourceFile::user(&contract.file, text)
    };
    let book = Book::new(built_in_calendars(), BOOK.contracts().map(file).collect::<Vec<_>>());
    assert_eq!(book.contracts().count(), BOOK.contracts().count());
    book
});

/// Monday 1 January 2024, 0:00 UTC; tickets are of the eight weeks after it, and the reports of ten weeks after it.
const START: Instant = Instant::from_secs(1_704_067_200);
const NOW: Instant = START.plus(70 * 86_400);

/// Something that may happen, with numbers that choose among what the contract has.
#[derive(Clone, Debug)]
enum Step {
    Plain(u8),
    Close(usize),
    Severity(usize),
    Plan(usize),
    Report(usize),
    Exclude(usize),
    Assign(usize),
    Spend(u32, bool),
    Approve,
    Retract(usize),
}

#[derive(Clone, Debug)]
struct Story {
    contract: usize,
    plan: usize,
    severity: usize,
    channel: usize,
    /// The minutes after the start.
    reported: i64,
    /// The minutes after the step before, the minutes that it happened before it was entered, and the step.
    steps: Vec<(i64, i64, Step)>,
}

fn stories() -> impl Strategy<Value = Vec<Story>> {
    let step = prop_oneof![
        8 => (0..8_u8).prop_map(Step::Plain),
        3 => (0..5_usize).prop_map(Step::Close),
        1 => (0..9_usize).prop_map(Step::Severity),
        1 => (0..9_usize).prop_map(Step::Plan),
        1 => (0..4_usize).prop_map(Step::Report),
        1 => (0..9_usize).prop_map(Step::Exclude),
        1 => (0..4_usize).prop_map(Step::Assign),
        2 => (1..90_u32, any::<bool>()).prop_map(|(minutes, unpaid)| Step::Spend(minutes, unpaid)),
        1 => Just(Step::Approve),
        1 => (0..9_usize).prop_map(Step::Retract),
    ];
    let waits = prop_oneof![0..90_i64, 0..600_i64, 0..4000_i64];
    let late = prop_oneof![4 => Just(0_i64), 1 => 0..300_i64];
    let terms = (0..5_usize, 0..9_usize, 0..9_usize, 0..4_usize, 0..56 * 1440_i64);
    let story = (terms, prop::collection::vec((waits, late, step), 0..9)).prop_map(
        |((contract, plan, severity, channel, reported), steps)| Story {
            contract,
            plan,
            severity,
            channel,
            reported,
            steps,
        },
    );
    prop::collection::vec(story, 0..24)
}

fn chosen<T>(list: &[T], n: usize) -> &T {
    &list[n % list.len()]
}

impl Story {
    fn contract(&self) -> &'static Arc<Contract> {
        BOOK.contracts().nth(self.contract).unwrap()
    }

    fn events(&self) -> Vec<Event> {
        let contract = self.contract();
        let reported = START.plus(self.reported * MINUTE);
        let channels = ["phone", "email", "portal", "chat"];
        let event = |happened: Instant, what: EventData| Event {
            happened,
            recorded: happened,
            by: "anna".to_owned(),
            what: what.into(),
        };
        let logged = EventData::Logged(event::Logged {
            contract: contract.id.clone(),
            version: contract.version.clone(),
            promise: None,
            plan: chosen(&contract.plans, self.plan).id.clone(),
            severity: chosen(&contract.severities, self.severity).id.clone(),
            subject: "It does not work".to_owned(),
            kind: Kind::Incident,
            customer: None,
            person: None,
            organisation: [None, Some(1), Some(2), Some(3)][self.reported as usize % 4].map(LedgerRecordId),
            impact: None,
            urgency: None,
        });
        let report = |n: usize| EventData::Reported(event::Reported { channel: (*chosen(&channels, n)).to_owned() });
        let mut events = vec![event(reported, logged), event(reported, report(self.channel))];
        let mut at = reported;
        for (wait, late, step) in &self.steps {
            at = at.plus(wait * MINUTE).min(NOW);
            let what = match step {
                Step::Plain(0) => EventData::Responded,
                Step::Plain(1) => EventData::WorkStarted,
                Step::Plain(2) => EventData::WorkaroundGiven,
                Step::Plain(3) => EventData::WorkaroundImpossible,
                Step::Plain(4) => EventData::Fixed,
                Step::Plain(5) => EventData::Reopened,
                Step::Plain(6) => EventData::Included,
                Step::Plain(_) => EventData::CameBack,
                Step::Close(n) => EventData::Closed(event::Closed { reason: REASONS[*n], words: None }),
                Step::Severity(n) => {
                    EventData::SeveritySet(event::SeveritySet { severity: chosen(&contract.severities, *n).id.clone() })
                }
                Step::Plan(n) => EventData::PlanSet(event::PlanSet { plan: chosen(&contract.plans, *n).id.clone() }),
                Step::Report(n) => report(*n),
                Step::Exclude(n) => match contract.scope.excluded.as_slice() {
                    [] => EventData::Included,
                    causes => EventData::Excluded(event::Excluded {
                        cause: chosen(causes, *n).clone(),
                        words: Some("it is theirs".to_owned()),
                    }),
                },
                Step::Assign(n) => EventData::Assigned(event::Assigned {
                    to: [None, Some("ola"), Some("kari"), Some("anna")][*n].map(str::to_owned),
                }),
                Step::Spend(minutes, unpaid) => EventData::TimeSpent(event::TimeSpent {
                    minutes: *minutes,
                    what: "looking".to_owned(),
                    unpaid: *unpaid,
                }),
                Step::Approve => EventData::Approved(event::Approved { reference: "a mail".to_owned() }),
                Step::Retract(n) => EventData::Retracted(event::Retracted { event: (*n % events.len()) as u32 }),
            };
            events.push(event(at.plus(-late * MINUTE).max(reported), what));
        }
        events
    }
}

fn folded(stories: &[Story]) -> Vec<(Vec<Event>, Arc<Ticket>)> {
    let fold = |(id, story): (u64, &Story)| {
        let events = story.events();
        let ticket = Ticket::fold(TicketId(id), &events).unwrap();
        (events, Arc::new(ticket))
    };
    (1..).zip(stories).map(fold).collect()
}

fn wanted(period: Period, contract: Option<String>) -> FactsQuery {
    FactsQuery { period, contract, filter: String::new(), me: "anna".to_owned(), zone: "UTC".to_owned(), now: NOW }
}

fn facts(stories: &[Story], wanted: &FactsQuery) -> TicketFacts {
    let mut collector = FactsCollector::new(wanted, &LEDGER).unwrap();
    for (events, ticket) in folded(stories) {
        collector.take(ticket, &events, &BOOK);
    }
    collector.facts()
}

fn plain(stories: &[Story], period: Period) -> Vec<(TicketId, Plain)> {
    let all = folded(stories)
        .into_iter()
        .flat_map(|(events, ticket)| Plain::of(&events).into_iter().map(move |round| (ticket.id, round)));
    all.filter(|(_, plain)| period.holds(plain.date())).collect()
}

fn asked(report: Report, by: &[GroupBy], period: Period) -> ReportRequest {
    ReportRequest { report, by: by.to_vec(), period, now: NOW, ..ReportRequest::default() }
}

/// Returns a table as figures by names.
fn rows(table: &Table) -> BTreeMap<Vec<String>, Vec<u64>> {
    let row = |row: &Vec<Cell>| {
        let of = |figures: bool| table.columns.iter().zip(row).filter(move |(column, _)| column.figures == figures);
        let name = |cell: &Cell| match &cell.value {
            Value::Text(text) => text.clone(),
            _ => String::new(),
        };
        let number = |cell: &Cell| match cell.value {
            Value::Number(number) | Value::Tenths(number) => number,
            _ => u64::MAX,
        };
        (of(false).map(|(_, cell)| name(cell)).collect(), of(true).map(|(_, cell)| number(cell)).collect())
    };
    table.rows.iter().map(row).collect()
}

const OUTCOMES: [&str; 6] = ["met", "met_late", "breached", "excluded", "no_clock", "running"];

fn plain_attainment(tickets: &[(TicketId, Plain)], by: &[GroupBy], house: bool) -> BTreeMap<Vec<String>, Vec<u64>> {
    let mut groups: BTreeMap<Vec<String>, Vec<u64>> = BTreeMap::new();
    for (_, ticket) in tickets {
        for target in if house { &ticket.house } else { &ticket.targets } {
            let row = groups.entry(ticket.names(by, Some(target))).or_insert_with(|| vec![0; 6]);
            row[OUTCOMES.iter().position(|outcome| *outcome == target.outcome).unwrap()] += 1;
        }
    }
    for row in groups.values_mut() {
        let decided = row[0] + row[1] + row[2];
        // The largest number of tenths that is not more than the share.
        let kept = (0..=1000).rev().find(|tenths| tenths * decided <= 1000 * row[0]).filter(|_| decided > 0);
        row.push(kept.unwrap_or(u64::MAX));
    }
    groups
}

/// Returns the least of the times that `percent` of all do not exceed.
fn plain_percentile(times: &[i64], percent: usize) -> u64 {
    let covers = |time: &&i64| times.iter().filter(|other| other <= time).count() * 100 >= percent * times.len();
    *times.iter().filter(covers).min().unwrap() as u64
}

fn plain_times(tickets: &[(TicketId, Plain)], by: &[GroupBy]) -> BTreeMap<Vec<String>, Vec<u64>> {
    let mut groups: BTreeMap<Vec<String>, Vec<i64>> = BTreeMap::new();
    for (_, ticket) in tickets {
        for target in &ticket.targets {
            if let Some(taken) = target.taken {
                groups.entry(ticket.names(by, Some(target))).or_default().push(taken);
            }
        }
    }
    let row = |times: Vec<i64>| {
        let [median, p90, longest] = [50, 90, 100].map(|percent| plain_percentile(&times, percent));
        vec![times.len() as u64, median, p90, longest]
    };
    groups.into_iter().map(|(names, times)| (names, row(times))).collect()
}

fn plain_reasons(tickets: &[(TicketId, Plain)], by: &[GroupBy]) -> BTreeMap<Vec<String>, Vec<u64>> {
    let mut groups: BTreeMap<Vec<String>, Vec<u64>> = BTreeMap::new();
    let broken = |ticket: &Plain| ticket.targets.iter().any(|t| matches!(t.outcome, "met_late" | "breached"));
    for (_, ticket) in tickets.iter().filter(|(_, ticket)| broken(ticket)) {
        let row = groups.entry(ticket.names(by, None)).or_insert_with(|| vec![0; 7]);
        row[0] += 1;
        let reason = REASONS.iter().position(|reason| *reason == ticket.reason).unwrap();
        row[match (ticket.closed, reason) {
            (false, _) => 6,
            (true, 0) => 5,
            (true, n) => n,
        }] += 1;
    }
    groups
}

fn plain_billable(tickets: &[(TicketId, Plain)], by: &[GroupBy]) -> BTreeMap<Vec<String>, Vec<u64>> {
    let mut groups: BTreeMap<Vec<String>, Vec<u64>> = BTreeMap::new();
    for (_, ticket) in tickets.iter().filter(|(_, ticket)| ticket.minutes > 0) {
        let row = groups.entry(ticket.names(by, None)).or_insert_with(|| vec![0; 5]);
        let counted = [1, ticket.minutes, u64::from(ticket.paid > 0), ticket.paid, ticket.unapproved];
        for (figure, add) in row.iter_mut().zip(counted) {
            *figure += add;
        }
    }
    groups
}

fn groupings() -> impl Strategy<Value = Vec<GroupBy>> {
    let shuffled = Just(GroupBy::ALL.to_vec()).prop_shuffle();
    (shuffled, 0..4_usize).prop_map(|(all, count)| all.into_iter().take(count).collect())
}

fn periods() -> impl Strategy<Value = Period> {
    let month = |text| Month::parse(text).unwrap();
    let day = |n| Some(Date::from_day(START.secs() / 86_400 + n));
    prop_oneof![
        2 => Just(Period::ALL),
        1 => Just(Period::month(month("2024-01"))),
        1 => Just(Period::month(month("2024-02"))),
        1 => (0..60_i64, 0..60_i64).prop_map(move |(from, to)| Period { from: day(from), to: day(to) }),
    ]
}

fn without_target(by: &[GroupBy]) -> Vec<GroupBy> {
    by.iter().copied().filter(|by| *by != GroupBy::Target).collect()
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn every_figure_is_that_of_a_plain_count(stories in stories(), by in groupings(), period in periods()) {
        let facts = facts(&stories, &wanted(Period::ALL, None));
        let tickets = plain(&stories, period);
        let made = |report, by: &[GroupBy]| rows(&table(&facts, &asked(report, by, period), &BOOK));
        prop_assert_eq!(made(Report::Attainment, &by), plain_attainment(&tickets, &by, false));
        prop_assert_eq!(made(Report::House, &by), plain_attainment(&tickets, &by, true));
        let of_tickets = without_target(&by);
        prop_assert_eq!(made(Report::Reasons, &of_tickets), plain_reasons(&tickets, &of_tickets));
        prop_assert_eq!(made(Report::Billable, &of_tickets), plain_billable(&tickets, &of_tickets));
        let two: Vec<GroupBy> = of_tickets.into_iter().take(2).chain([GroupBy::Target]).collect();
        prop_assert_eq!(made(Report::Times, &two), plain_times(&tickets, &two));
    }

    #[test]
    fn every_ticket_is_in_the_hour_of_its_report(stories in stories(), period in periods()) {
        let facts = facts(&stories, &wanted(Period::ALL, None));
        let tickets = plain(&stories, period);
        let heat = table(&facts, &asked(Report::Heat, &[], period), &BOOK);
        let mut plainly = BTreeMap::new();
        for (id, ticket) in tickets.iter().filter(|(_, ticket)| !ticket.again) {
            let wall = ticket.contract.zone.wall(ticket.reported);
            let slot = (wall.date.weekday().short().to_lowercase(), format!("{:02}", wall.second / 3600));
            plainly.entry(slot).or_insert_with(Vec::new).push(*id);
        }
        let mut found = BTreeMap::new();
        for row in &heat.rows {
            let Value::Text(day) = &row[0].value else { panic!() };
            for (column, cell) in heat.columns.iter().zip(row).skip(1).filter(|(c, cell)| c.key != "all" && !cell.tickets.is_empty()) {
                prop_assert_eq!(&cell.value, &Value::Number(cell.tickets.len() as u64));
                found.insert((day.clone(), column.key.clone()), cell.tickets.clone());
            }
        }
        prop_assert_eq!(found, plainly);
    }

    #[test]
    fn every_figure_of_a_months_trend_is_that_of_a_plain_count(stories in stories(), period in periods()) {
        let facts = facts(&stories, &wanted(Period::ALL, None));
        let tickets = plain(&stories, period);
        let attainment = plain_attainment(&tickets, &[GroupBy::Month], false);
        let times = plain_times(&tickets, &[GroupBy::Month, GroupBy::Target]);
        let mut months: BTreeMap<String, u64> = BTreeMap::new();
        for (_, ticket) in &tickets {
            *months.entry(ticket.date().to_string()[..7].to_owned()).or_default() += u64::from(!ticket.again);
        }
        let trend = rows(&table(&facts, &asked(Report::Trend, &[], period), &BOOK));
        prop_assert!(months.keys().all(|month| trend.contains_key(std::slice::from_ref(month))));
        for (names, row) in trend {
            let outcomes = attainment.get(&names).map_or([0, 0, 0, u64::MAX], |row| [row[0], row[1], row[2], row[6]]);
            let median = |kind: TargetKind| times.get(&vec![names[0].clone(), kind.key().to_owned()]).map_or(u64::MAX, |row| row[1]);
            let reported = months.get(&names[0]).copied().unwrap_or(0);
            let plainly: Vec<u64> = [reported].into_iter().chain(outcomes).chain(plain::KINDS.map(median)).collect();
            prop_assert_eq!(row, plainly);
        }
    }

    #[test]
    fn promises_about_many_tickets_are_those_of_a_plain_count(stories in stories(), period in periods()) {
        let facts = facts(&stories, &wanted(Period::ALL, None));
        let table = table(&facts, &asked(Report::Promises, &[], period), &MANY);
        let mut counted = 0;
        for row in &table.rows {
            let cell = |key: &str| &row[table.column(key).unwrap()];
            let text = |key: &str| cell(key).plain();
            let of = CalendarPeriod::parse_any(&text("period")).unwrap();
            let of = Period::months(of.first(), of.length().months());
            let tickets = plain(&stories, of).into_iter().filter(|(_, ticket)| ticket.contract.id == text("contract"));
            let outcomes: Vec<&'static str> = tickets
                .flat_map(|(_, ticket)| ticket.targets)
                .filter(|target| target.kind.key() == text("target"))
                .map(|target| target.outcome)
                .collect();
            let count = |which: &[&str]| outcomes.iter().filter(|outcome| which.contains(outcome)).count();
            let (met, missed, running) = (count(&["met"]), count(&["met_late", "breached"]), count(&["running"]));
            let figures = ["met", "missed", "running"].map(|key| text(key).parse::<usize>().unwrap());
            prop_assert_eq!(figures, [met, missed, running]);
            // Four in five: missed is at most a quarter of what was met.
            let kept = (met + missed > 0).then_some(4 * missed <= met);
            let told = match text("verdict").as_str() {
                "" => None,
                verdict => Some(verdict.starts_with("kept")),
            };
            prop_assert_eq!(told, kept);
            let most = (0..=missed + met + running).rev().find(|more| 5 * (missed + more) <= met + missed + running);
            if let Ok(may_miss) = text("may_miss").parse::<usize>() {
                prop_assert_eq!(Some(may_miss), most.filter(|_| kept == Some(true)));
            }
            counted += met + missed + running;
        }
        if period == Period::ALL {
            let all = plain(&stories, Period::ALL);
            let decided = |outcome: &str| !matches!(outcome, "excluded" | "no_clock");
            let each = all.iter().flat_map(|(_, ticket)| &ticket.targets).filter(|target| decided(target.outcome));
            prop_assert_eq!(counted, 3 * each.count(), "each counts in its month, its quarter and its year");
        }
    }

    #[test]
    fn made_in_parts_by_whoever_has_the_store_they_are_the_same(stories in stories(), size in 1..9_usize, by in groupings()) {
        let all = wanted(Period::ALL, None);
        let whole = facts(&stories, &all);
        let mut collector = FactsCollector::new(&all, &LEDGER).unwrap();
        let mut joined = TicketFacts::default();
        for part in folded(&stories).chunks(size) {
            for (events, ticket) in part {
                collector.take(Arc::clone(ticket), events, &BOOK);
            }
            let sent = serde_json::to_string(&collector.facts()).unwrap();
            joined.append(&serde_json::from_str(&sent).unwrap());
        }
        for report in Report::ALL {
            let asked = asked(report, &by, Period::ALL);
            prop_assert_eq!(table(&joined, &asked, &BOOK), table(&whole, &asked, &BOOK));
        }
    }

    #[test]
    fn what_is_left_out_when_read_is_what_is_left_out_when_told(stories in stories(), period in periods(), n in 0..5_usize) {
        let contract = BOOK.contracts().nth(n).unwrap().id.clone();
        let read = facts(&stories, &wanted(period, Some(contract.clone())));
        let all = facts(&stories, &wanted(Period::ALL, None));
        for report in Report::ALL {
            let asked = ReportRequest { contract: Some(contract.clone()), ..asked(report, &[GroupBy::Severity], period) };
            prop_assert_eq!(table(&read, &asked, &BOOK), table(&all, &asked, &BOOK));
        }
    }

    #[test]
    fn rows_come_to_the_total_and_each_figure_has_its_tickets(stories in stories(), by in groupings()) {
        let facts = facts(&stories, &wanted(Period::ALL, None));
        let table = table(&facts, &asked(Report::Attainment, &by, Period::ALL), &BOOK);
        let Some(total) = &table.total else { return Ok(()) };
        for (place, column) in table.columns.iter().enumerate().filter(|(_, c)| c.figures && c.key != "kept_percent") {
            let number = |cell: &Cell| if let Value::Number(n) = cell.value { n } else { panic!("{column:?}") };
            prop_assert_eq!(table.rows.iter().map(|row| number(&row[place])).sum::<u64>(), number(&total[place]));
            let mut tickets: Vec<TicketId> = table.rows.iter().flat_map(|row| row[place].tickets.clone()).collect();
            tickets.sort_unstable();
            tickets.dedup();
            prop_assert_eq!(&tickets, &total[place].tickets);
        }
    }
}
