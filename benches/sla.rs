//! Measures what it costs to say which state a ticket is in: its targets, a row of a list, and a whole queue put in order.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use frist::domain::alert::{AlertRules, look};
use frist::domain::contract::{Book, Calendars, Contract, Pause, built_in_calendars, read_calendar, read_contract};
use frist::domain::sla::{RowOrder, StateCounts, TicketRow, sla};
use frist::domain::ticket::{Event, EventData, NewTicket, Ticket, TicketId, new_events};
use frist::domain::time::Instant;

const QUEUE: u64 = 20_000;
const DAY: i64 = 86_400;

/// Returns Monday 8 January 2024, 10:00 in Oslo.
fn now() -> Instant {
    Instant::from_secs(1_704_704_400)
}

/// A contract with all three targets, a range, a fallback and pauses.
const THREE: &str = r#"
id = "three"
vendor = "Three"
time_zone = "Europe/Oslo"
[support]
holidays = ["NO"]
pause = ["waiting_customer"]
[support.hours]
mon-fri = ["08:00-12:00", "12:30-16:00"]
[[severity]]
id = "one"
name = "One"
means = "One."
[plan.only]
name = "Only"
[plan.only.target.one]
response = "2h..4h"
work_start = "8h"
correction = { within = "3bd", otherwise = "10bd" }
"#;

fn three_targets() -> Option<Arc<Contract>> {
    let mut calendars = Calendars::default();
    for file in built_in_calendars() {
        calendars.insert(read_calendar(&file.name, &file.text).ok()?);
    }
    read_contract("three.toml", THREE, &calendars).ok().map(Arc::new)
}

fn ticket(id: u64, contract: &Contract, severity: &str, at: Instant, then: &[EventData]) -> Option<Ticket> {
    let new = NewTicket {
        contract: contract.id.clone(),
        plan: contract.plans.first()?.id.clone(),
        severity: severity.into(),
        channel: "phone".into(),
        subject: "Checkout gives 502 in every shop".into(),
        ..NewTicket::default()
    };
    let mut events = new_events(&new, &contract.version, None, "agent1", at);
    let later = |(n, what): (i64, &EventData)| {
        let happened = at.plus(n * 900);
        Event { happened, recorded: happened, by: "agent1".into(), what: what.clone().into() }
    };
    events.extend((1..).zip(then).map(later));
    Ticket::fold(TicketId(id), &events)
}

fn one_ticket(c: &mut Criterion) {
    let Some(contract) = three_targets() else { return };
    let reported = now().plus(-DAY / 24);
    for (name, then) in [
        ("sla/three targets", vec![]),
        ("sla/three targets, a pause", vec![EventData::waiting(Pause::WaitingCustomer), EventData::Resumed]),
    ] {
        let Some(ticket) = ticket(1, &contract, "one", reported, &then) else { return };
        c.bench_function(name, |b| b.iter(|| sla(black_box(&ticket), &contract, black_box(now()))));
        let rules = AlertRules::default();
        c.bench_function(&name.replace("sla", "alerts"), |b| {
            b.iter(|| look(black_box(&ticket), &contract, &rules, &[], black_box(now())));
        });
        let ticket = Arc::new(ticket);
        let row = || TicketRow::new(ticket.clone(), Some(contract.clone()), black_box(now()));
        c.bench_function(&name.replace("sla", "row"), |b| b.iter(row));
        let row = row();
        c.bench_function(&name.replace("sla", "changes after"), |b| b.iter(|| row.changes_after(black_box(now()))));
    }
}

/// Returns a queue of five vendors over the last two weeks, some of it answered.
fn queue() -> Vec<TicketRow> {
    let book = Book::built_in();
    let contracts: Vec<Arc<Contract>> = book.contracts().cloned().collect();
    let mut random = fastrand::Rng::with_seed(1);
    let row = |id| {
        let contract = contracts[random.usize(..contracts.len())].clone();
        let severity = contract.severities[random.usize(..contract.severities.len())].id.clone();
        let at = now().plus(-random.i64(0..14 * DAY));
        let then = if random.bool() { vec![EventData::Responded] } else { vec![] };
        let ticket = Arc::new(ticket(id, &contract, &severity, at, &then)?);
        Some(TicketRow::new(ticket, Some(contract), now()))
    };
    (1..=QUEUE).filter_map(row).collect()
}

fn whole_queue(c: &mut Criterion) {
    let mut rows = queue();
    let ordered = |rows: &[TicketRow]| {
        let mut order: Vec<(RowOrder, usize)> = rows.iter().enumerate().map(|(i, r)| (r.order(now()), i)).collect();
        order.sort_unstable();
        order
    };
    c.bench_function("order of 20,000 rows", |b| b.iter(|| ordered(black_box(&rows))));
    c.bench_function("count of 20,000 rows", |b| b.iter(|| StateCounts::of(black_box(&rows))));
    c.bench_function("tick of 20,000 rows", |b| {
        b.iter(|| rows.iter_mut().for_each(|row| row.tick(black_box(now()))));
    });
}

criterion_group!(benches, one_ticket, whole_queue);
criterion_main!(benches);
