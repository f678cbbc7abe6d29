//! Measures the desk itself, without a screen: reading one ticket or all of them, and writing.

use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

use frist::desk::{Change, Clock as _, Desk, LocalDesk, Request, SystemClock};
use frist::domain::audit::AuditSearch;
use frist::domain::contract::Book;
use frist::domain::query::TicketSearch;
use frist::domain::report::{FactsQuery, Period};
use frist::domain::ticket::{Commit, CommitId, Edit, Event, EventData, NewTicket, TicketId, event, new_events};
use frist::domain::time::{Instant, Month, Zone};
use frist::store::Store;

use super::{Figures, ScalePlace, bytes_in, timed};

/// The tickets that are opened, spread over all of them.
const OPENED: u64 = 2_000;
/// The commits whose time is taken.
const COMMITS: usize = 400;
/// The people who write at once, and what each writes.
const PEOPLE: u64 = 8;
const EACH: u64 = 250;
/// The tickets in the store for each one that comes in a year.
const A_YEAR: u64 = 10;
/// The commits that arrive together while a year passes, as when people work side by side.
const TOGETHER: usize = 8;

/// Opens the store and measures what is asked of it.
pub fn measure(place: &ScalePlace, tickets: u64, figures: &mut Figures<'_>) {
    figures.times("sled", (0..5).map(|_| timed(|| sled_alone(place)).0).collect());
    let book = Arc::new(Book::built_in());
    let open = || LocalDesk::open(&place.store, Arc::clone(&book), Arc::new(SystemClock)).unwrap();
    reads(&open(), tickets, figures);
    writes(&open(), figures);
    a_year(place, &book, tickets, figures);
}

/// Opens sled by itself and hands out the open tickets' bytes: no start can be sooner.
fn sled_alone(place: &ScalePlace) {
    let db = sled::Config::new().path(place.store.join("state")).cache_capacity(64 << 20).flush_every_ms(None);
    let db = db.open().unwrap();
    let bytes: usize = db.open_tree("open").unwrap().iter().map(|found| found.unwrap().1.len()).sum();
    assert!(bytes > 0, "there are open tickets");
}

fn reads(desk: &LocalDesk, tickets: u64, figures: &mut Figures<'_>) {
    let step = (tickets / OPENED).max(1);
    let any = |n: u64| TicketId(1 + (n * step * 7_919) % tickets);
    let opened = (0..OPENED).map(|n| timed(|| desk.record(any(n)).unwrap().expect("it is there")).0);
    figures.times("open_ticket", opened.collect());
    finds(desk, figures);
    let now = SystemClock.now();
    let wanted = |period| FactsQuery {
        period,
        contract: None,
        filter: String::new(),
        me: "anna".to_owned(),
        zone: "Europe/Oslo".to_owned(),
        now,
    };
    let month = Month::of(Zone::utc().wall(now.plus(-400 * 86_400)).date);
    figures.times(
        "report_month",
        (0..5).map(|_| timed(|| desk.facts(&wanted(Period::month(month))).unwrap()).0).collect(),
    );
    let (time, facts) = timed(|| desk.facts(&wanted(Period::ALL)).unwrap());
    assert_eq!(facts.len() as u64 / 10, tickets / 10, "every ticket is in the report");
    figures.put("report_all", time.as_secs_f64());
    let page = || timed(|| desk.audit(AuditSearch { limit: 200, ..AuditSearch::default() }).unwrap()).0;
    figures.times("journal_page", (0..20).map(|_| page()).collect());
}

fn finds(desk: &LocalDesk, figures: &mut Figures<'_>) {
    let find = |filter: &str| TicketSearch {
        filter: filter.to_owned(),
        with_closed: true,
        me: "anna".to_owned(),
        now: SystemClock.now(),
        most: 2_000,
        before: None,
        zone: None,
    };
    let found = |filter: &str| (0..5).map(|_| timed(|| desk.find(&find(filter)).unwrap()).0).collect::<Vec<Duration>>();
    assert!(desk.find(&find("text:zanzibar")).unwrap().tickets.is_empty());
    figures.times("find_nothing", found("text:zanzibar"));
    assert!(!desk.find(&find("text:\"their own catalogue\"")).unwrap().tickets.is_empty());
    figures.times("find_newest", found("text:\"their own catalogue\""));
    figures.times("find_closed", found("is:closed"));
}

fn new() -> NewTicket {
    NewTicket {
        contract: "markant".into(),
        plan: "standard".into(),
        severity: "critical".into(),
        channel: "phone".into(),
        subject: "Checkout gives 502 in every shop".into(),
        ..NewTicket::default()
    }
}

fn log(desk: &LocalDesk, by: &str) -> TicketId {
    desk.commit(Request::new(by, vec![Change::New(Box::new(new()))])).unwrap().touched[0].ticket
}

fn note(desk: &LocalDesk, by: &str, id: TicketId) {
    let what = EventData::Note(event::Note { text: "Called back, nobody there.".into(), to_customer: false });
    desk.commit(Request::add(by, id, None, what)).unwrap();
}

fn writes(desk: &LocalDesk, figures: &mut Figures<'_>) {
    let ids: Vec<TicketId> = (0..20).map(|_| log(desk, "anna")).collect();
    let commit = |n: usize| timed(|| note(desk, "anna", ids[n % ids.len()])).0;
    let begun = Moment::now();
    let times: Vec<_> = (0..COMMITS).map(commit).collect();
    figures.put("one_writer", COMMITS as f64 / begun.elapsed().as_secs_f64());
    figures.times("commit", times);
    let (time, ()) = timed(|| {
        std::thread::scope(|scope| {
            for person in 0..PEOPLE {
                scope.spawn(move || {
                    let name = format!("agent{person}");
                    let id = log(desk, &name);
                    (1..EACH).for_each(|_| note(desk, &name, id));
                });
            }
        });
    });
    figures.put("eight_writers", (PEOPLE * EACH) as f64 / time.as_secs_f64());
}

/// Has a year's tickets come and go, each in four commits, while others are worked on, and measures how the files grow.
fn a_year(place: &ScalePlace, book: &Book, tickets: u64, figures: &mut Figures<'_>) {
    let sizes = || [bytes_in(&place.store.join("journal")), bytes_in(&place.store.join("state"))];
    let before = sizes();
    let changed = (tickets / A_YEAR).max(1);
    let mut store = Store::open(&place.store).unwrap().store;
    let version = &book.get("markant").unwrap().version;
    let first = store.next_ticket_id().0;
    let begun = Moment::now();
    let mut waiting = Vec::new();
    // Forty are open at any time.
    for turn in 0..changed + 3 * 40 {
        for (step, late) in [0, 40, 80, 120].into_iter().enumerate() {
            let Some(number) = u64::checked_sub(turn, late).filter(|number| *number < changed) else { continue };
            waiting.push(step_of(TicketId(first + number), step, version));
        }
        if waiting.len() >= TOGETHER {
            store.append(&waiting).unwrap();
            store.apply().unwrap();
            waiting.clear();
        }
    }
    store.append(&waiting).unwrap();
    store.apply().unwrap();
    let time = begun.elapsed().as_secs_f64();
    drop(store);
    let after = sizes();
    figures.put("year_commits", (changed * 4) as f64 / time);
    figures.put("year_journal", (after[0] - before[0]) as f64 / changed as f64);
    figures.put("year_state", after[1].saturating_sub(before[1]) as f64 / changed as f64);
}

fn step_of(id: TicketId, step: usize, version: &str) -> Commit {
    let at = Instant::from_secs(SystemClock.now().secs());
    let event = |what: EventData| Event { happened: at, recorded: at, by: "anna".into(), what: what.into() };
    let note = EventData::Note(event::Note {
        text: format!("Seen on host {} of theirs, called back.", id.0 % 97),
        to_customer: true,
    });
    let events = match step {
        0 => new_events(&new(), version, None, "anna", at),
        1 => vec![event(EventData::Responded), event(EventData::WorkStarted)],
        2 => vec![event(note)],
        _ => vec![event(EventData::Fixed), event(EventData::Closed(event::Closed { reason: None, words: None }))],
    };
    let id_of_commit = CommitId(uuid::Uuid::now_v7());
    Commit { id: id_of_commit, at, by: "anna".into(), edits: vec![Edit::Ticket { id, events }] }
}
