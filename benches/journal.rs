//! Measures what a page of the journal costs in a large store: the newest, the one after, one by a filter, and a search
//! through all of it that finds nothing.

#![allow(clippy::unwrap_used)] // a bench may fail, as a test may

use std::sync::Arc;

use criterion::Criterion;
use frist::desk::{Desk, LocalDesk, System, demo};
use frist::domain::contract::Book;
use frist::domain::journal::{MOST_DEEDS, Page, Search};
use frist::domain::query::DeedFilter;
use frist::domain::time::{Instant, Zone};

/// The tickets in the store; each has four to eight events.
const TICKETS: u64 = 120_000;
/// The deeds that a screen asks for at once.
const PAGE: u32 = 200;

fn main() {
    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    let folder = tempfile::tempdir().unwrap();
    let (book, now) = (Arc::new(Book::built_in()), Instant::parse("2026-11-22T12:00:00Z").unwrap());
    demo::fill(folder.path(), &book, now, 1, Some(TICKETS), &mut |_, _| ()).unwrap();
    let desk = LocalDesk::open(folder.path(), book, Arc::new(System)).unwrap();
    let filter = |text: &str| DeedFilter::parse(text, "anna", Zone::utc(), now).unwrap();
    let page = |text: &str, search: Search| desk.journal(Search { filter: filter(text), ..search }).unwrap();
    let first = || page("", Search { limit: PAGE, ..Search::default() });
    criterion.bench_function("the journal's first page", |b| b.iter(first));
    let next = first().next;
    criterion.bench_function("the journal's second page", |b| {
        b.iter(|| page("", Search { before: next, limit: PAGE, ..Search::default() }));
    });
    criterion.bench_function("its first page by who and what", |b| {
        b.iter(|| page("who:sara what:close", Search { limit: PAGE, ..Search::default() }));
    });
    criterion.bench_function("a day of a year ago", |b| {
        b.iter(|| page("when:2025-11-20", Search { limit: PAGE, ..Search::default() }));
    });
    criterion.bench_function("a search through all of it that finds nothing", |b| {
        b.iter(|| {
            let mut found = page("who:nobody", Search { limit: MOST_DEEDS, ..Search::default() });
            while let Page { next: Some(before), .. } = found {
                found = page("who:nobody", Search { before: Some(before), limit: MOST_DEEDS, ..Search::default() });
            }
        });
    });
    criterion.final_summary();
}
