//! Measures what the months cost: one month's account, the twelve of every vendor as the screen shows them, and when a
//! promise breaks, with five years of outages in the ledger.

use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use frist::domain::contract::Book;
use frist::domain::ledger::{Ledger, LedgerFact, LedgerRecord, LedgerRecordId, Outage};
use frist::domain::time::{Instant, Month};
use frist::domain::uptime::{UptimeQuery, month_round, twelve_months};

/// Wednesday 17 January 2024, 08:42:07 in Oslo.
const NOW: Instant = Instant::from_secs(1_705_477_327);
const DAY: i64 = 86_400;

/// Returns five years with an outage of half an hour every two days at every vendor, and one that runs.
fn ledger(book: &Book) -> Ledger {
    let mut ledger = Ledger::default();
    let mut id = 0;
    for contract in book.contracts() {
        for n in 0..900 {
            let from = NOW.plus(-n * 2 * DAY - 3_600);
            let to = (n > 0).then(|| from.plus(1_800));
            let outage = Outage { contract: contract.id.clone(), from, to, ..Outage::default() };
            id += 1;
            let fact = Some(LedgerFact::Outage(outage));
            ledger.put(Arc::new(LedgerRecord {
                id: LedgerRecordId(id),
                revision: 0,
                at: from,
                by: "anna".to_owned(),
                first_by: None,
                fact,
            }));
        }
    }
    ledger
}

fn months(c: &mut Criterion) {
    let book = Book::built_in();
    let ledger = ledger(&book);
    let Ok(month) = Month::parse("2024-01") else { return };
    c.bench_function("a month with when its promise breaks, 4,500 outages known", |b| {
        b.iter(|| month_round(&book, &ledger, "sesam", month, NOW).map(|round| round.map(|r| r.breaks_at)));
    });
    c.bench_function("twelve months of five vendors, 4,500 outages known", |b| {
        let of = |id: &str| twelve_months(&book, &ledger, &UptimeQuery::of(id), month, NOW).len();
        b.iter(|| book.contracts().map(|c| of(&c.id)).sum::<usize>());
    });
}

criterion_group!(benches, months);
criterion_main!(benches);
