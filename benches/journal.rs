//! Measures what a page of the audit log costs in a large store: the newest, the one after, one by a filter, and a
//! search through all of it that finds nothing.

#![allow(clippy::unwrap_used)] // a bench may fail, as a test may

use std::sync::Arc;

use criterion::Criterion;
use frist::desk::{Desk, LocalDesk, SystemClock, demo};
use frist::domain::audit::{AuditPage, AuditSearch, MAX_PAGE_ENTRIES};
use frist::domain::contract::Book;
use frist::domain::query::AuditFilter;
use frist::domain::time::{Instant, Zone};

/// The tickets in the store; each has four to eight events.
const TICKETS: u64 = 120_000;
/// The audit entries that a screen asks for at once.
const PAGE: u32 = 200;

fn main() {
    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    let folder = tempfile::tempdir().unwrap();
    let (book, now) = (Arc::new(Book::built_in()), Instant::parse("2026-11-22T12:00:00Z").unwrap());
    demo::fill(folder.path(), &book, now, 1, Some(TICKETS), &mut |_, _| ()).unwrap();
    let desk = LocalDesk::open(folder.path(), book, Arc::new(SystemClock)).unwrap();
    let filter = |text: &str| AuditFilter::parse(text, "anna", Zone::utc(), now).unwrap();
    let page = |text: &str, search: AuditSearch| desk.audit(AuditSearch { filter: filter(text), ..search }).unwrap();
    let first = || page("", AuditSearch { limit: PAGE, ..AuditSearch::default() });
    criterion.bench_function("the journal's first page", |b| b.iter(first));
    let next = first().next;
    criterion.bench_function("the journal's second page", |b| {
        b.iter(|| page("", AuditSearch { before: next, limit: PAGE, ..AuditSearch::default() }));
    });
    criterion.bench_function("its first page by who and what", |b| {
        b.iter(|| page("who:sara what:close", AuditSearch { limit: PAGE, ..AuditSearch::default() }));
    });
    criterion.bench_function("a day of a year ago", |b| {
        b.iter(|| page("when:2025-11-20", AuditSearch { limit: PAGE, ..AuditSearch::default() }));
    });
    criterion.bench_function("a search through all of it that finds nothing", |b| {
        b.iter(|| {
            let mut found = page("who:nobody", AuditSearch { limit: MAX_PAGE_ENTRIES, ..AuditSearch::default() });
            while let AuditPage { next: Some(before), .. } = found {
                found = page(
                    "who:nobody",
                    AuditSearch { before: Some(before), limit: MAX_PAGE_ENTRIES, ..AuditSearch::default() },
                );
            }
        });
    });
    criterion.final_summary();
}
