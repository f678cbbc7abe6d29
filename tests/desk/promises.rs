//! A desk's promises: what was acknowledged is there, once, in an order that every history agrees with.

use std::sync::Arc;

use frist::desk::{Change, Desk, LocalDesk, ManualClock, Notice, ProblemKind, Request, undo_of};
use frist::domain::contract::Book;
use frist::domain::problem::Field;
use frist::domain::query::TicketSearch;
use frist::domain::ticket::{EventData, NewTicket, Status, Ticket, TicketId, event};
use frist::domain::time::Instant;

fn now() -> Instant {
    Instant::parse("2024-01-08T09:00:00Z").unwrap()
}

fn open(folder: &std::path::Path) -> LocalDesk {
    LocalDesk::open(folder, Arc::new(Book::built_in()), Arc::new(ManualClock::at(now()))).unwrap()
}

/// Returns every ticket, closed and withdrawn ones too.
fn all(desk: &dyn Desk) -> Vec<Arc<Ticket>> {
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

fn new(subject: &str) -> Change {
    Change::New(Box::new(NewTicket {
        contract: "markant".to_owned(),
        plan: "standard".to_owned(),
        severity: "critical".to_owned(),
        channel: "phone".to_owned(),
        subject: subject.to_owned(),
        ..NewTicket::default()
    }))
}

fn add(ticket: TicketId, revision: Option<u32>, what: EventData) -> Change {
    Change::Add { ticket, revision, happened: None, what: Box::new(what) }
}

#[test]
fn what_was_acknowledged_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let done = desk.commit(Request::new("anna", vec![new("Down"), new("Slow")])).unwrap();
    assert_eq!(done.touched.iter().map(|t| t.ticket.0).collect::<Vec<_>>(), [1, 2]);
    desk.commit(Request::add("bo", TicketId(1), None, EventData::Responded)).unwrap();
    drop(desk);
    let desk = open(folder.path());
    let record = desk.record(TicketId(1)).unwrap().unwrap();
    assert_eq!((record.events.len(), record.ticket.status()), (3, Status::Responded));
    assert_eq!(desk.open_tickets().unwrap().len(), 2);
    assert_eq!(desk.commit(Request::new("anna", vec![new("Third")])).unwrap().touched[0].ticket, TicketId(3));
}

#[test]
fn a_request_sent_twice_is_done_once_also_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let request = Request::new("anna", vec![new("Down")]);
    let desk = open(folder.path());
    let first = desk.commit(request.clone()).unwrap();
    assert_eq!(desk.commit(request.clone()).unwrap().sequence, first.sequence);
    drop(desk);
    let desk = open(folder.path());
    assert_eq!(desk.commit(request).unwrap().sequence, first.sequence);
    assert_eq!(all(&desk).len(), 1);
}

#[test]
fn a_request_is_done_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let refused = desk.commit(Request::new("anna", vec![new("Down"), new("")])).unwrap_err();
    assert_eq!((refused.kind, refused.field), (ProblemKind::Refused, Some(Field::Subject)));
    assert!(all(&desk).is_empty());
    let done = desk.commit(Request::new("anna", vec![new("Down")])).unwrap();
    assert_eq!(done.touched[0].ticket, TicketId(1), "a refused ticket uses up no number");
}

#[test]
fn a_late_writer_is_told_who_changed_what() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    desk.commit(Request::new("anna", vec![new("Down")])).unwrap();
    let seen = desk.record(TicketId(1)).unwrap().unwrap().ticket.revision;
    desk.commit(Request::add("bo", TicketId(1), None, EventData::Responded)).unwrap();
    let late = Request::new("anna", vec![add(TicketId(1), Some(seen), EventData::WorkStarted)]);
    let error = desk.commit(late).unwrap_err();
    assert_eq!(error.kind, ProblemKind::Conflict);
    assert!(error.message.contains("responded to the customer by bo"), "{error}");
}

#[test]
fn undo_takes_back_ones_own_and_nobody_elses() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let logged = desk.commit(Request::new("anna", vec![new("Down")])).unwrap();
    let done = desk.commit(Request::add("anna", TicketId(1), None, EventData::Responded)).unwrap();
    let other = desk.commit(Request::new("bo", undo_of(&done))).unwrap_err();
    assert_eq!(other.kind, ProblemKind::NotAllowed);
    desk.commit(Request::new("anna", undo_of(&done))).unwrap();
    assert_eq!(desk.record(TicketId(1)).unwrap().unwrap().ticket.status(), Status::New);
    let again = desk.commit(Request::new("anna", undo_of(&done))).unwrap_err();
    assert_eq!(again.kind, ProblemKind::Refused);
    desk.commit(Request::new("anna", undo_of(&logged))).unwrap();
    assert!(desk.open_tickets().unwrap().is_empty());
    assert_eq!(desk.record(TicketId(1)).unwrap().unwrap().ticket.status(), Status::Withdrawn);
}

#[test]
fn a_bulk_change_is_undone_in_one_piece() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    desk.commit(Request::new("anna", vec![new("One"), new("Two")])).unwrap();
    let to = Some("bo".to_owned());
    let assign = |id| add(TicketId(id), None, EventData::Assigned(event::Assigned { to: to.clone() }));
    let done = desk.commit(Request::new("anna", vec![assign(1), assign(2)])).unwrap();
    desk.commit(Request::new("anna", undo_of(&done))).unwrap();
    assert!(desk.open_tickets().unwrap().iter().all(|t| t.assignee.is_none()));
}

#[test]
fn eight_writers_lose_nothing_and_every_change_reaches_the_watcher() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Arc::new(open(folder.path()));
    let feed = desk.subscribe();
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let desk = Arc::clone(&desk);
            std::thread::spawn(move || {
                let name = format!("agent{writer}");
                for n in 0..5 {
                    let done = desk.commit(Request::new(&name, vec![new(&format!("{name} {n}"))])).unwrap();
                    let id = done.touched[0].ticket;
                    desk.commit(Request::add(&name, id, None, EventData::Responded)).unwrap();
                    assert_eq!(desk.record(id).unwrap().unwrap().ticket.status(), Status::Responded);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    let told = feed.try_iter().filter(|n| matches!(n, Notice::Changed(..))).count();
    assert!(told >= 40, "{told} changes told");
    drop(desk);
    let desk = open(folder.path());
    let tickets = all(&desk);
    assert_eq!(tickets.len(), 40);
    assert!(tickets.iter().all(|t| t.status() == Status::Responded && t.revision == 3));
}

#[test]
fn a_watcher_is_told_once_a_ticket_and_commit_however_many_events() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let feed = desk.subscribe();
    desk.commit(Request::new("anna", vec![new("Down")])).unwrap();
    let notes: Vec<Change> = (0..200)
        .map(|n| add(TicketId(1), None, EventData::Note(event::Note { text: format!("note {n}"), to_customer: false })))
        .collect();
    desk.commit(Request::new("anna", notes)).unwrap();
    assert_eq!(feed.try_iter().filter(|n| matches!(n, Notice::Changed(..))).count(), 2);
}

#[test]
fn a_change_that_is_too_large_is_refused_and_work_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    desk.commit(Request::new("anna", vec![new("Down")])).unwrap();
    let note = || add(TicketId(1), None, EventData::Note(event::Note { text: "x".repeat(20_000), to_customer: false }));
    let error = desk.commit(Request::new("anna", (0..300).map(|_| note()).collect())).unwrap_err();
    assert!(error.to_string().contains("enter it in several parts"), "{error}");
    desk.commit(Request::add("anna", TicketId(1), None, EventData::Responded)).unwrap();
    assert_eq!(desk.record(TicketId(1)).unwrap().unwrap().ticket.status(), Status::Responded);
}

/// A clock that fails when it is told to.
struct Fails(std::sync::atomic::AtomicBool);

impl frist::desk::Clock for Fails {
    fn now(&self) -> Instant {
        assert!(!self.0.load(std::sync::atomic::Ordering::SeqCst), "told to fail");
        now()
    }
}

#[test]
fn a_writer_that_fails_is_told_to_whoever_waits_and_to_all_who_come_later() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(Fails(false.into()));
    let desk = LocalDesk::open(folder.path(), Arc::new(Book::built_in()), clock.clone()).unwrap();
    desk.commit(Request::new("anna", vec![new("Down")])).unwrap();
    let feed = desk.subscribe();
    clock.0.store(true, std::sync::atomic::Ordering::SeqCst);
    desk.commit(Request::new("anna", vec![new("Slow")])).unwrap_err();
    assert!(matches!(feed.recv().unwrap(), Notice::Broken(why) if why.contains("has failed and stopped")));
    let later = desk.commit(Request::new("anna", vec![new("Later")])).unwrap_err();
    assert_eq!(later.to_string(), "what writes to the store has failed and stopped; start frist again");
    assert_eq!(desk.open_tickets().unwrap().len(), 1);
}
