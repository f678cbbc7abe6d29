//! The audit log of what happened, page by page: nothing is left out, nothing comes twice, whatever is done meanwhile,
//! and no page takes long.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use frist::desk::{Change, Desk, LocalDesk, ManualClock, Request};
use frist::domain::audit::{AuditEntry, AuditKind, AuditPage, AuditPosition, AuditSearch, AuditSubject};
use frist::domain::contract::Book;
use frist::domain::ledger::{LedgerFact, LedgerRecordId, Outage};
use frist::domain::query::{AuditFilter, TicketSearch};
use frist::domain::ticket::{Edit, EventData, NewTicket, Ticket, TicketId, event, live};
use frist::domain::time::{Instant, Zone};
use frist::store::Store;
use frist_testkit::cases;
use frist_testkit::commits::{commit, logged, note};
use proptest::prelude::*;

/// The built-in book, made once: without optimisation it takes as long as a test.
static BOOK: LazyLock<Arc<Book>> = LazyLock::new(|| Arc::new(Book::built_in()));

fn now() -> Instant {
    Instant::parse("2024-01-08T09:00:00Z").unwrap()
}

fn open(folder: &Path, clock: &Arc<ManualClock>) -> LocalDesk {
    LocalDesk::open(folder, Arc::clone(&BOOK), clock.clone()).unwrap()
}

fn filter(text: &str) -> AuditFilter {
    AuditFilter::parse(text, "anna", Zone::named("Europe/Oslo").unwrap(), now()).unwrap()
}

fn page(desk: &LocalDesk, text: &str, before: Option<AuditPosition>, limit: u32) -> AuditPage {
    desk.audit(AuditSearch { filter: filter(text), before, after: 0, limit }).unwrap()
}

/// Returns everything that matches, read in pages of that size.
fn all(desk: &LocalDesk, text: &str, limit: u32) -> Vec<AuditEntry> {
    let (mut audit_entries, mut before) = (Vec::new(), None);
    loop {
        let mut page = page(desk, text, before, limit);
        assert!(page.audit_entries.len() <= limit as usize);
        audit_entries.append(&mut page.audit_entries);
        match page.next {
            Some(next) => before = Some(next),
            None => return audit_entries,
        }
    }
}

/// An act of somebody; its numbers choose among the tickets and entries that there are.
#[derive(Clone, Debug)]
enum Act {
    Log(u8),
    Happens(u8, u64),
    Bulk,
    Retract(u64),
    Enter(u8),
    Remove(u64),
    /// The clock goes on, or is set back, by that many seconds.
    Clock(i64),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => (0..3_u8).prop_map(Act::Log),
        6 => (0..3_u8, any::<u64>()).prop_map(|(what, ticket)| Act::Happens(what, ticket)),
        1 => Just(Act::Bulk),
        2 => any::<u64>().prop_map(Act::Retract),
        2 => (0..2_u8).prop_map(Act::Enter),
        1 => any::<u64>().prop_map(Act::Remove),
        2 => (-40_000..90_000_i64).prop_map(Act::Clock),
    ]
}

/// Returns every ticket, closed and withdrawn ones too.
fn every_ticket(desk: &dyn Desk) -> Vec<Arc<Ticket>> {
    let filter = "is:open,closed,withdrawn".to_owned();
    let find = TicketSearch {
        filter,
        with_closed: false,
        me: "anna".to_owned(),
        now: desk.now(),
        most: u32::MAX,
        before: None,
        zone: None,
    };
    desk.find(&find).unwrap().tickets
}

/// Does the act, if it can be done; the person changes with every act.
fn perform(desk: &LocalDesk, clock: &ManualClock, act: &Act, turn: usize) {
    let by = ["anna", "ola"][turn % 2];
    let tickets = every_ticket(desk);
    let chosen = |number: u64| tickets.get((number % tickets.len().max(1) as u64) as usize).map(|ticket| ticket.id);
    let add = |ticket, what: EventData| Change::Add { ticket, revision: None, happened: None, what: Box::new(what) };
    let text = |text: &str| EventData::Note(event::Note { text: format!("{text} {turn}"), to_customer: false });
    let changes = match act {
        Act::Log(vendor) => vec![Change::New(Box::new(NewTicket {
            contract: ["markant", "sesam", "moocommerce"][usize::from(*vendor)].to_owned(),
            plan: ["standard", "partner", "standard"][usize::from(*vendor)].to_owned(),
            severity: ["critical", "critical", "serious"][usize::from(*vendor)].to_owned(),
            channel: "phone".to_owned(),
            subject: format!("ticket {turn}"),
            ..NewTicket::default()
        }))],
        Act::Happens(what, ticket) => match chosen(*ticket) {
            Some(id) => {
                vec![add(id, [text("note"), EventData::Responded, EventData::WorkStarted][usize::from(*what)].clone())]
            }
            None => return,
        },
        Act::Bulk => (0..70).filter_map(|number| chosen(number / 3).map(|id| add(id, text("bulk")))).collect(),
        Act::Retract(ticket) => match chosen(*ticket).and_then(|id| desk.record(id).unwrap()) {
            Some(record) => match record.last_own(by) {
                Some(event) => vec![Change::Retract { ticket: record.ticket.id, event }],
                None => return,
            },
            None => return,
        },
        Act::Enter(vendor) => {
            let contract = ["markant", "sesam"][usize::from(*vendor)].to_owned();
            let from = clock_of(desk).plus(-60);
            let symptom = Some(format!("down {turn}"));
            let fact =
                LedgerFact::Outage(Outage { contract, from, to: Some(from.plus(60)), symptom, ..Outage::default() });
            vec![Change::Enter { entry: None, revision: None, fact: Some(Box::new(fact)) }]
        }
        Act::Remove(number) => {
            let ledger = desk.ledger();
            let outages = ledger.outages(None);
            let Some((id, _)) = outages.get((*number % outages.len().max(1) as u64) as usize) else { return };
            let revision = ledger.get(*id).map(|entry| entry.revision);
            vec![Change::Enter { entry: Some(*id), revision, fact: None }]
        }
        Act::Clock(seconds) => return clock.set(clock_of(desk).plus(*seconds)),
    };
    // What does not fit its ticket just now is refused, and then it was not done.
    let _ = desk.commit(Request::new(by, changes));
}

fn clock_of(desk: &LocalDesk) -> Instant {
    desk.now()
}

/// The facts of an audit entry, without its words.
type Facts = (AuditPosition, Instant, String, AuditSubject, bool);

/// An audit entry as the commits tell it, with its kind and its contract.
type Told = (Facts, AuditKind, String);

/// A test whether a filter asks for an audit entry.
type Wanted<'a> = dyn Fn(&Told) -> bool + 'a;

fn facts(audit_entry: &AuditEntry) -> Facts {
    (audit_entry.place, audit_entry.recorded, audit_entry.by.clone(), audit_entry.on, audit_entry.stands)
}

/// Returns the same audit entries, worked out from the commits of the write-ahead log one after the other, the newest
/// first.
fn told_by_the_commits(folder: &Path) -> Vec<Told> {
    let store = Store::open(folder).unwrap().store;
    let reader = store.reader();
    let mut told = Vec::new();
    let mut had = std::collections::HashMap::<TicketId, u32>::new();
    for entry in store.wal_entries(1).map(Result::unwrap) {
        let mut number = 0;
        let mut put = |on, stands, kind, contract: &str| {
            let place = AuditPosition { sequence: entry.sequence, number };
            told.push(((place, entry.commit.at, entry.commit.by.clone(), on, stands), kind, contract.to_owned()));
            number += 1;
        };
        for edit in &entry.commit.edits {
            match edit {
                Edit::Ticket { id, events } => {
                    let whole = reader.ticket(*id).unwrap().unwrap().events;
                    let Some(EventData::Logged(event::Logged { contract, .. })) = whole[0].action() else {
                        panic!("{whole:?}")
                    };
                    for event in events {
                        let place = had.entry(*id).or_default();
                        assert_eq!(&whole[*place as usize], event);
                        let stands = live(&whole)[*place as usize];
                        put(
                            AuditSubject::Ticket { id: *id, event: *place },
                            stands,
                            AuditKind::from(&event.what),
                            contract,
                        );
                        *place += 1;
                    }
                }
                Edit::Ledger(revision) => {
                    let all = reader.entry(revision.id).unwrap();
                    let newest = all.last().unwrap();
                    let stands = newest.fact.is_some() || newest.revision == revision.revision;
                    let fact = all.iter().rev().find_map(|entry| entry.fact.as_ref()).unwrap();
                    let on = AuditSubject::Entry { id: revision.id, revision: revision.revision };
                    put(on, stands, AuditKind::from(fact), fact.contract());
                }
            }
        }
    }
    told.reverse();
    told
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn the_pages_together_are_all_that_was_done_in_order(
        acts in prop::collection::vec(act(), 1..60),
        limit in 1..90_u32,
        (since, until) in (-90_000..200_000_i64, -90_000..400_000_i64),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at(now()));
        let desk = open(folder.path(), &clock);
        for (turn, act) in acts.iter().enumerate() {
            perform(&desk, &clock, act, turn);
        }
        let read = all(&desk, "", limit);
        let (since, until) = (now().plus(since), now().plus(until));
        let filters = [
            ("who:anna".to_owned()),
            ("what:undo,outage".to_owned()),
            ("vendor:markant -what:note".to_owned()),
            ("#1".to_owned()),
            (format!("since:{since} until:{until}")),
        ];
        let found: Vec<Vec<Facts>> =
            filters.iter().map(|text| all(&desk, text, limit).iter().map(facts).collect()).collect();
        drop(desk);
        let expected = told_by_the_commits(folder.path());
        prop_assert_eq!(read.iter().map(facts).collect::<Vec<_>>(), expected.iter().map(|(f, ..)| f.clone()).collect::<Vec<_>>());
        let wanted: [&Wanted; 5] = [
            &|(facts, ..)| facts.2 == "anna",
            &|(_, kind, _)| [AuditKind::UNDO, AuditKind::OUTAGE].contains(kind),
            &|(_, kind, contract)| contract == "markant" && *kind != AuditKind::of_key("note").unwrap(),
            &|(facts, ..)| matches!(facts.3, AuditSubject::Ticket { id: TicketId(1), .. }),
            &|(facts, ..)| since <= facts.1 && facts.1 <= until,
        ];
        for ((text, found), wanted) in filters.iter().zip(found).zip(wanted) {
            let expected: Vec<Facts> = expected.iter().filter(|told| wanted(told)).map(|(f, ..)| f.clone()).collect();
            prop_assert_eq!(found, expected, "{}", text);
        }
    }
}

#[test]
fn commits_that_arrive_while_pages_are_read_leave_no_gap_and_no_double() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(now()));
    let desk = open(folder.path(), &clock);
    (0..10).for_each(|turn| perform(&desk, &clock, &Act::Log(0), turn));
    let first = page(&desk, "", None, 7);
    let (mut read, mut next, mut turn) = (first.audit_entries, first.next, 10);
    while let Some(before) = next {
        perform(&desk, &clock, &Act::Log(1), turn);
        perform(&desk, &clock, &Act::Bulk, turn + 1);
        turn += 2;
        let mut page = page(&desk, "", Some(before), 7);
        read.append(&mut page.audit_entries);
        next = page.next;
    }
    // What came since, and what was read before, are all there is.
    let mut news: Vec<AuditEntry> = Vec::new();
    let mut before = None;
    loop {
        let search = AuditSearch { filter: filter(""), before, after: first.newest, limit: 50 };
        let mut page = desk.audit(search).unwrap();
        news.append(&mut page.audit_entries);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    news.append(&mut read);
    let whole = all(&desk, "", 500);
    assert_eq!(
        news.iter().map(|audit_entry| audit_entry.place).collect::<Vec<_>>(),
        whole.iter().map(|d| d.place).collect::<Vec<_>>()
    );
    let places: BTreeSet<AuditPosition> = whole.iter().map(|audit_entry| audit_entry.place).collect();
    assert_eq!(places.len(), whole.len());
}

#[test]
fn what_was_acknowledged_is_in_the_audit_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(now()));
    let desk = open(folder.path(), &clock);
    perform(&desk, &clock, &Act::Log(0), 0);
    for turn in 0..60 {
        let text = format!("note {turn}");
        let what = EventData::Note(event::Note { text: text.clone(), to_customer: false });
        let done = desk.commit(Request::add("anna", TicketId(1), None, what)).unwrap();
        let page = page(&desk, "", None, 2);
        let newest = &page.audit_entries[0];
        assert_eq!((newest.place.sequence, newest.words.as_str()), (done.sequence, format!("note: {text}").as_str()));
        assert_eq!((page.audit_entries[1].place.sequence, page.newest), (done.sequence - 1, done.sequence));
    }
}

#[test]
fn what_was_retracted_is_told_with_what_is_new_whatever_the_filter_is() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(now()));
    let desk = open(folder.path(), &clock);
    perform(&desk, &clock, &Act::Log(0), 0);
    let responded = desk.commit(Request::add("anna", TicketId(1), None, EventData::Responded)).unwrap();
    perform(&desk, &clock, &Act::Enter(0), 0);
    let id = desk.ledger().outages(None)[0].0;
    let before = page(&desk, "", None, 1).newest;
    let event = responded.touched[0].first;
    let changes = vec![
        Change::Retract { ticket: TicketId(1), event },
        Change::Enter { entry: Some(id), revision: Some(0), fact: None },
    ];
    desk.commit(Request::new("anna", changes)).unwrap();
    let news = desk.audit(AuditSearch { filter: filter("who:nobody"), before: None, after: before, limit: 9 }).unwrap();
    assert!(news.audit_entries.is_empty() && news.next.is_none(), "{news:?}");
    assert_eq!(news.taken.tickets, [(TicketId(1), vec![event])]);
    assert_eq!(news.taken.entries, [(id, Some(1))]);
    let undone: Vec<(AuditKind, bool, LedgerRecordId)> = all(&desk, "what:outage", 9)
        .iter()
        .map(|audit_entry| match audit_entry.on {
            AuditSubject::Entry { id, .. } => (audit_entry.kind, audit_entry.stands, id),
            AuditSubject::Ticket { .. } => panic!("{audit_entry:?}"),
        })
        .collect();
    assert_eq!(undone, [(AuditKind::OUTAGE, true, id), (AuditKind::OUTAGE, false, id)]);
}

#[test]
fn a_page_is_a_bounded_piece_of_work_and_says_where_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap().store;
    let many = |number: u64| {
        let edits = (0..10).map(|ticket| (ticket + 1, (0..150).map(|n| note(format!("note {n}"))).collect()));
        commit(number, edits.collect())
    };
    let first = commit(1, (1..=10).map(|ticket| (ticket, vec![logged("the first")])).collect());
    store.append(&std::iter::once(first).chain((2..20).map(many)).collect::<Vec<_>>()).unwrap();
    store.apply().unwrap();
    drop(store);
    let desk = open(folder.path(), &Arc::new(ManualClock::at(now())));
    let mut page = page(&desk, "who:nobody", None, 9);
    let mut pages = 1;
    while let Some(next) = page.next {
        assert!(page.audit_entries.is_empty() && page.back_to.is_some());
        page =
            desk.audit(AuditSearch { filter: filter("who:nobody"), before: Some(next), after: 0, limit: 9 }).unwrap();
        pages += 1;
    }
    assert_eq!(pages, 2, "27,010 deeds are looked at in two pieces");
    // A page of long notes ends before its number is full.
    let long = EventData::Note(event::Note { text: "x".repeat(8_000), to_customer: false });
    let add =
        |ticket| Change::Add { ticket: TicketId(ticket), revision: None, happened: None, what: Box::new(long.clone()) };
    desk.commit(Request::new("anna", (0..200).map(|n| add(n % 10 + 1)).collect())).unwrap();
    let first = desk.audit(AuditSearch { limit: 500, ..AuditSearch::default() }).unwrap();
    assert!((100..200).contains(&first.audit_entries.len()) && first.next.is_some(), "{}", first.audit_entries.len());
}
