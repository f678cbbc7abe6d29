//! The scorecard against a second, plain computation: its tables by the tickets of the month, the worst overruns by their
//! deadlines, uptime and credit minute by minute from what the five agreements say.

use std::cmp::Reverse;

use frist::domain::ledger::{Ledger, LedgerFact, LedgerRecord, LedgerRecordId, Outage};
use frist::domain::report::{Overrun, Scorecard, WORST, worst};
use frist::domain::time::Weekday;
use frist::domain::uptime::month_round;

use super::*;

/// The minutes after the beginning of the year at which an outage began, its length (none: it goes on), and its cause.
type Down = (i64, Option<i64>, Option<&'static str>);

fn downs() -> impl Strategy<Value = Vec<Down>> {
    let length = prop_oneof![1..20_i64, 1..600_i64, 1..5000_i64];
    let cause = prop::option::of(prop::sample::select(vec!["vendor", "customer", "environment", "force_majeure"]));
    prop::collection::vec((-1440..62 * 1440_i64, prop::option::weighted(0.98, length), cause), 0..7)
}

fn months() -> impl Strategy<Value = Month> {
    prop::sample::select(vec!["2024-01", "2024-02"]).prop_map(|text| Month::parse(text).unwrap())
}

fn outage(contract: &str, (from, length, cause): &Down) -> Outage {
    let at = |minute: i64| START.plus(minute * MINUTE);
    Outage {
        contract: contract.to_owned(),
        from: at(*from),
        to: length.map(|length| at(from + length)),
        cause: cause.map(str::to_owned),
        ..Outage::default()
    }
}

fn ledger(contract: &str, downs: &[Down]) -> Ledger {
    let mut ledger = Ledger::default();
    for (id, down) in (1..).map(LedgerRecordId).zip(downs) {
        let fact = Some(LedgerFact::Outage(outage(contract, down)));
        ledger.put(Arc::new(LedgerRecord { id, revision: 0, at: NOW, by: "anna".to_owned(), first_by: None, fact }));
    }
    ledger
}

/// Returns the causes that the agreement leaves out, and the shortest outage that counts, in seconds.
fn left_out(contract: &str) -> (&'static [&'static str], i64) {
    match contract {
        "markant" => (&["customer", "third_party", "application", "force_majeure", "unpaid"], 0),
        "moocommerce" => (&["customer", "third_party", "application", "force_majeure"], 0),
        "missoun" => (&["customer", "third_party"], 0),
        "myproduction" => (&["force_majeure"], 0),
        "sesam" => (&["customer", "environment"], 600),
        other => panic!("no terms of {other}"),
    }
}

/// Returns whether the service may be down at that time of the week: Tuesdays until half past six, every night until three.
fn may_be_down(contract: &str, weekday: Weekday, second: u32) -> bool {
    match contract {
        "markant" => weekday == Weekday::ALL[1] && second < 6 * 3600 + 1800,
        "sesam" => second < 3 * 3600,
        _ => false,
    }
}

/// Returns the seconds of the month, those that are exempt, and those of downtime.
fn plain_uptime(contract: &Contract, month: Month, downs: &[Down]) -> (i64, i64, i64) {
    let (from, to) = month.bounds(contract.zone).unwrap();
    let (causes, least) = left_out(&contract.id);
    let outages: Vec<Outage> = downs.iter().map(|down| outage(&contract.id, down)).collect();
    let end = |outage: &Outage| outage.to.unwrap_or(NOW);
    // Markant's count from their report. A stretch is what can be reached from an outage by others that touch.
    let begin = |o: &Outage| if contract.id == "markant" { o.from.max(o.reported.unwrap_or(o.from)) } else { o.from };
    let there: Vec<&Outage> = outages.iter().filter(|o| begin(o) < end(o)).collect();
    let stretch = |o: &Outage| {
        let (mut from, mut to) = (begin(o), end(o));
        for _ in 0..there.len() {
            for other in &there {
                if begin(other) <= to && from <= end(other) {
                    (from, to) = (from.min(begin(other)), to.max(end(other)));
                }
            }
        }
        to.since(from)
    };
    let outages: Vec<&Outage> = there.iter().copied().filter(|o| stretch(o) >= least).collect();
    let (mut exempt, mut down) = (0, 0);
    for minute in 0..to.since(from) / MINUTE {
        let at = from.plus(minute * MINUTE);
        let going_on: Vec<&Outage> = outages.iter().copied().filter(|o| begin(o) <= at && at < end(o)).collect();
        if going_on.is_empty() {
            continue;
        }
        let wall = contract.zone.wall(at);
        let excused = going_on.iter().any(|o| o.cause.as_ref().is_some_and(|cause| causes.contains(&cause.as_str())));
        // SESAM's nights are for maintenance: what is known to be the vendor's failure counts.
        let window_holds = contract.id != "sesam" || going_on.iter().any(|o| o.cause.as_deref() != Some("vendor"));
        let in_window = window_holds && may_be_down(&contract.id, wall.date.weekday(), wall.second);
        if excused || in_window { exempt += 1 } else { down += 1 }
    }
    (to.since(from), exempt * MINUTE, down * MINUTE)
}

/// Returns whether that much of what counts may be down, none where nothing is promised; and the credit that is due if not.
fn plain_verdict(contract: &str, counted: i64, down: i64) -> (Option<bool>, &'static str) {
    // Where nothing counts, nothing was down: that is 100 % (contract format, "Uptime").
    let (counted, up) = if counted == 0 { (1, 1) } else { (counted, counted - down) };
    let (kept, credit) = match contract {
        "markant" => (Some(1000 * up > 991 * counted), Some("50% of monthly cost")),
        "moocommerce" => (Some(down <= 3 * 3600 + 1800), Some("50% of monthly support cost")),
        "myproduction" => (Some(100 * up >= 95 * counted), None),
        "sesam" => (Some(1000 * up >= 995 * counted), None),
        _ => (None, None),
    };
    let due = match (credit, kept) {
        (None, _) => "none is promised",
        (Some(credit), Some(false)) => credit,
        (Some(_), _) => "none is due",
    };
    (kept, due)
}

fn hours(seconds: i64) -> String {
    match (seconds / 3600, seconds / 60 % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, minutes) => format!("{hours}h{minutes:02}"),
    }
}

/// Returns the worst overruns of these tickets: the ticket, the target, and the seconds.
fn plain_overruns(tickets: &[(TicketId, Plain)]) -> Vec<(TicketId, TargetKind, i64)> {
    let of = |(id, ticket): &(TicketId, Plain)| -> Vec<(TicketId, TargetKind, i64)> {
        ticket.targets.iter().filter_map(|target| Some((*id, target.kind, target.over?))).collect()
    };
    let mut all: Vec<_> = tickets.iter().flat_map(of).collect();
    all.sort_by_key(|(id, kind, over)| (Reverse(*over), *id, *kind));
    all.truncate(WORST);
    all
}

/// Returns rows without the contract, which a scorecard does not name.
fn unnamed(rows: BTreeMap<Vec<String>, Vec<u64>>) -> BTreeMap<Vec<String>, Vec<u64>> {
    rows.into_iter().map(|(names, figures)| (names[1..].to_vec(), figures)).collect()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn every_figure_of_a_scorecard_is_that_of_a_plain_count(stories in stories(), n in 0..5_usize, month in months()) {
        let contract = BOOK.contracts().nth(n).unwrap();
        let period = Period::month(month);
        let facts = facts(&stories, &wanted(Period::ALL, None));
        let folded: BTreeMap<TicketId, Arc<Ticket>> = folded(&stories).into_iter().map(|(_, t)| (t.id, t)).collect();
        let mut tickets = plain(&stories, period);
        tickets.retain(|(_, ticket)| ticket.contract.id == contract.id);
        let overruns: Vec<Overrun> = worst(&facts, &contract.id, period)
            .into_iter()
            .map(|which| Overrun::of(&folded[&which.ticket], which, &BOOK, NOW).unwrap())
            .collect();
        let told: Vec<_> = overruns.iter().map(|overrun| (overrun.ticket, overrun.target, overrun.over.secs())).collect();
        prop_assert_eq!(told, plain_overruns(&tickets));
        let ledger = Ledger::default();
        let round = month_round(&BOOK, &ledger, &contract.id, month, NOW).unwrap().unwrap();
        let card = Scorecard::new(&round, std::slice::from_ref(&round), &facts, &BOOK, overruns);
        let reported: Vec<TicketId> = tickets.iter().filter(|(_, ticket)| !ticket.again).map(|(id, _)| *id).collect();
        // A month with nothing but what came back has a row, with no ticket in it.
        prop_assert_eq!(&card.tickets.value, &Value::Number(reported.len() as u64));
        prop_assert_eq!(&card.tickets.tickets, &reported);
        let whole = plain_attainment(&tickets, &[], false).remove(&vec![]).map(|row| row[6]).filter(|kept| *kept < u64::MAX);
        prop_assert_eq!(&card.kept.value, &whole.map_or(Value::None, Value::Tenths));
        prop_assert_eq!(rows(&card.attainment), unnamed(plain_attainment(&tickets, &[GroupBy::Severity, GroupBy::Target], false)));
        prop_assert_eq!(rows(&card.times), plain_times(&tickets, &[GroupBy::Target]));
        prop_assert_eq!(rows(&card.reasons), plain_reasons(&tickets, &[]));
    }

    #[test]
    fn a_scorecards_uptime_and_credit_are_those_of_a_count_by_minutes(downs in downs(), n in 0..5_usize, month in months()) {
        uptime_is_that_of_minutes(BOOK.contracts().nth(n).unwrap(), month, &downs)?;
    }
}

/// Checks that uptime, verdict and credit on a scorecard are those of the plain count.
fn uptime_is_that_of_minutes(contract: &Contract, month: Month, downs: &[Down]) -> Result<(), TestCaseError> {
    let ledger = ledger(&contract.id, downs);
    let round = month_round(&BOOK, &ledger, &contract.id, month, NOW).unwrap().unwrap();
    let card = Scorecard::new(&round, std::slice::from_ref(&round), &TicketFacts::default(), &BOOK, Vec::new());
    let figure = |name: &str| card.figures().into_iter().find(|figure| figure.name == name).unwrap().text;
    let (whole, exempt, down) = plain_uptime(contract, month, downs);
    let counted = whole - exempt;
    let thousandths = if counted == 0 { 100_000 } else { 100_000 * (counted - down) / counted };
    prop_assert_eq!(figure("Uptime"), format!("{}.{:03} %", thousandths / 1000, thousandths % 1000));
    prop_assert_eq!((figure("Downtime"), figure("Exempt")), (hours(down), hours(exempt)));
    let (kept, credit) = plain_verdict(&contract.id, counted, down);
    let verdict = figure("Uptime promised");
    let said = [": kept", ": broken", "no uptime is promised"].map(|words| verdict.ends_with(words));
    prop_assert_eq!(said, [kept == Some(true), kept == Some(false), kept.is_none()]);
    prop_assert_eq!(figure("Credit"), credit);
    Ok(())
}

/// Found at random: a month in which nothing counts. One that has excused outages, and nothing else, from end to end.
#[test]
fn a_month_that_is_wholly_exempt_keeps_every_promise() {
    for contract in BOOK.contracts() {
        let cause = left_out(&contract.id).0[0];
        let month = Month::parse("2024-02").unwrap();
        assert_eq!(plain_uptime(contract, month, &[(-1440, None, Some(cause))]).2, 0, "{}", contract.id);
        uptime_is_that_of_minutes(contract, month, &[(-1440, None, Some(cause))]).unwrap();
    }
}
