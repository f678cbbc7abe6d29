//! Measures what a report costs over 100,000 closed tickets of three years: reading them from the store, and making each
//! report from what is known of them then.

#![allow(clippy::expect_used)] // a bench may fail, as a test may

use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use frist::desk::{Desk, LocalDesk, ManualClock, demo};
use frist::domain::contract::Book;
use frist::domain::report::{FactsQuery, GroupBy, Period, Report, ReportRequest, TicketFacts, table};
use frist::domain::time::{Instant, Month};

/// Wednesday 17 January 2024, 08:42:07 in Oslo.
const NOW: Instant = Instant::from_secs(1_705_477_327);
/// The tickets, of which one in fifty is open.
const TICKETS: u64 = 102_041;

fn desk(folder: &Path, book: &Arc<Book>) -> LocalDesk {
    demo::fill(folder, book, NOW, 1, Some(TICKETS), &mut |_, _| ()).expect("the store is filled");
    // Opened once more: sled takes long to open what was loaded in bulk.
    let open = || LocalDesk::open(folder, Arc::clone(book), Arc::new(ManualClock::at(NOW))).expect("the store opens");
    drop(open());
    open()
}

fn read(desk: &LocalDesk, period: Period) -> TicketFacts {
    let (filter, me, zone) = (String::new(), "anna".to_owned(), "Europe/Oslo".to_owned());
    desk.facts(&FactsQuery { period, contract: None, filter, me, zone, now: NOW }).expect("the tickets are read")
}

fn reports(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let book = Arc::new(Book::built_in());
    let desk = desk(folder.path(), &book);
    let mut group = c.benchmark_group("100,000 closed tickets");
    group.sample_size(10);
    group.bench_function("read for reports of all time", |b| b.iter(|| read(&desk, Period::ALL).len()));
    let month = Period::month(Month::parse("2023-03").expect("a month"));
    group.bench_function("read for reports of one month", |b| b.iter(|| read(&desk, month).len()));
    let facts = read(&desk, Period::ALL);
    // No agreement that comes with frist promises anything about many tickets at once.
    for report in Report::ALL.into_iter().filter(|report| !matches!(report, Report::House | Report::Promises)) {
        let by = if report.groups().is_empty() { vec![] } else { vec![GroupBy::Severity] };
        let asked = ReportRequest { report, by, ..ReportRequest::default() };
        group.bench_function(report.key(), |b| b.iter(|| table(&facts, &asked, &book)));
    }
    group.finish();
}

criterion_group!(benches, reports);
criterion_main!(benches);
