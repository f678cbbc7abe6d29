//! What is kept besides tickets: everybody counts with the same release dates and agreements.

use std::sync::Arc;

use frist::config::BookSources;
use frist::desk::{Change, CommitOutcome, Desk, Notice, ProblemKind, Request, SharedDesk, undo_of};
use frist::domain::contract::{Book, SourceFile};
use frist::domain::ledger::{LedgerFact, LedgerRecordId, Release};
use frist::domain::problem::Field;
use frist::domain::ticket::{NewTicket, Ticket};
use frist::domain::time::Date;

use super::presence::{desk, log, place, ticket, wait_for};

fn release(date: &str) -> LedgerFact {
    let date = Date::parse(date).unwrap();
    LedgerFact::Release(Release { contract: "sesam".into(), date, name: None })
}

fn enter(
    desk: &SharedDesk,
    entry: Option<LedgerRecordId>,
    fact: Option<Box<LedgerFact>>,
) -> Result<CommitOutcome, frist::desk::Problem> {
    desk.commit(Request::new("?", vec![Change::Enter { entry, revision: None, fact }]))
}

fn dates(desk: &SharedDesk) -> Vec<String> {
    let book = desk.book();
    let dates = &book.get("sesam").unwrap().releases;
    assert_eq!(desk.ledger().releases(Some("sesam")).len(), dates.len());
    dates.iter().map(ToString::to_string).collect()
}

#[test]
fn a_release_counts_for_everybody_and_undo_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let (at_owner, at_guest) = (owner.subscribe(), guest.subscribe());
    let done = enter(&owner, None, Some(Box::new(release("2024-03-01")))).unwrap();
    let id = done.entered[0].0;
    for (desk, feed) in [(&owner, &at_owner), (&guest, &at_guest)] {
        wait_for(feed, |n| matches!(n, Notice::Entered(entry) if entry.id == id));
        assert_eq!(dates(desk), ["2024-03-01"]);
    }
    let moved = enter(&owner, Some(id), Some(Box::new(release("2024-04-01")))).unwrap();
    owner.commit(Request::new("anna", undo_of(&moved))).unwrap();
    owner.commit(Request::new("anna", undo_of(&done))).unwrap();
    wait_for(&at_guest, |n| matches!(n, Notice::Entered(entry) if entry.revision == 3));
    assert_eq!(dates(&guest), [""; 0]);
    let revisions: Vec<_> = owner
        .ledger()
        .records()
        .filter(|entry| !entry.id.is_kept())
        .map(|entry| (entry.id, entry.revision, entry.by.clone()))
        .collect();
    assert_eq!(revisions, [(id, 3, "anna".to_owned())]);
    let late = desk(folder.path(), "vy");
    assert_eq!(dates(&late), [""; 0]);
    enter(&owner, None, Some(Box::new(release("2024-05-01")))).unwrap();
    assert_eq!(dates(&desk(folder.path(), "vy")), ["2024-05-01"], "whoever comes later knows it too");
    drop((owner, guest, late));
    assert_eq!(dates(&desk(folder.path(), "vy")), ["2024-05-01"], "and so does the next owner");
}

#[test]
fn what_was_entered_between_the_greeting_and_the_watching_is_told_once_and_nothing_else_again() {
    let folder = tempfile::tempdir().unwrap();
    let owner = desk(folder.path(), "anna");
    enter(&owner, None, Some(Box::new(release("2024-03-01")))).unwrap();
    let guest = desk(folder.path(), "ola");
    let since = enter(&owner, None, Some(Box::new(release("2024-04-01")))).unwrap().entered[0].0;
    assert_eq!(dates(&guest), ["2024-03-01"]);
    let feed = guest.subscribe();
    assert_eq!(dates(&guest), ["2024-03-01", "2024-04-01"]);
    let last = enter(&owner, None, Some(Box::new(release("2024-05-01")))).unwrap().entered[0].0;
    let told = wait_for(&feed, |n| matches!(n, Notice::Entered(entry) if entry.id == last));
    let entered = told.iter().filter_map(|n| if let Notice::Entered(entry) = n { Some(entry.id) } else { None });
    assert_eq!(entered.collect::<Vec<_>>(), [since, last]);
}

#[test]
fn a_guest_that_does_not_watch_knows_what_it_has_entered_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "anna"));
    let done = enter(&guest, None, Some(Box::new(release("2024-03-01")))).unwrap();
    assert_eq!(dates(&guest), ["2024-03-01"]);
    guest.commit(Request::new("?", undo_of(&done))).unwrap();
    assert_eq!(dates(&guest), [""; 0]);
    // The text of an agreement is kept with the first ticket under it; that too is known at once.
    log(&guest, "Shop down");
    let kept = |desk: &SharedDesk| desk.ledger().records().filter(|entry| entry.id.is_kept()).count();
    assert_eq!(kept(&guest), kept(&owner));
}

#[test]
fn only_a_lead_enters_releases_and_the_desk_alone_keeps_agreements() {
    let folder = tempfile::tempdir().unwrap();
    let (lead, agent) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let refused = enter(&agent, None, Some(Box::new(release("2024-03-01")))).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::NotAllowed);
    assert!(refused.hint.contains("Anna Berg"), "{refused}");
    enter(&lead, None, Some(Box::new(release("2024-03-01")))).unwrap();
    assert_eq!(enter(&lead, None, Some(Box::new(release("2024-03-01")))).unwrap_err().field, Some(Field::Date));
    assert_eq!(enter(&lead, Some(LedgerRecordId(9)), None).unwrap_err().kind, ProblemKind::NotFound);
    let stale = Change::Enter {
        entry: Some(LedgerRecordId(1)),
        revision: Some(0),
        fact: Some(Box::new(release("2024-04-01"))),
    };
    lead.commit(Request::new("anna", vec![stale.clone()])).unwrap();
    let conflict = lead.commit(Request::new("anna", vec![stale])).unwrap_err();
    assert_eq!(conflict.kind, ProblemKind::Conflict);
    log(&lead, "the agreement is kept now");
    // Whoever does not watch hears of what others do when they come again.
    let lead = desk(folder.path(), "anna");
    let kept = lead.ledger().records().find(|e| matches!(e.fact, Some(LedgerFact::Agreement(_)))).unwrap().id;
    assert_eq!(enter(&lead, Some(kept), None).unwrap_err().kind, ProblemKind::NotFound);
    let rota = enter(&lead, None, Some(Box::new(LedgerFact::Rota(Box::default())))).unwrap_err();
    assert_eq!((rota.kind, rota.hint.as_str()), (ProblemKind::Refused, "change oncall.toml"), "not even a lead");
}

#[test]
fn a_request_for_a_release_sent_twice_is_done_once() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path(), "anna");
    let request = Request::new(
        "anna",
        vec![Change::Enter { entry: None, revision: None, fact: Some(Box::new(release("2024-03-01"))) }],
    );
    let first = desk.commit(request.clone()).unwrap();
    assert_eq!(desk.commit(request).unwrap(), first);
    assert_eq!(dates(&desk), ["2024-03-01"]);
}

const ACME: &str = "id = \"acme\"\nvendor = \"Acme\"\nversion = \"2023\"\ntime_zone = \"Europe/Oslo\"\n\
    [support.hours]\nmon-fri = [\"08:00-16:00\"]\n[[severity]]\nid = \"high\"\nname = \"High\"\nmeans = \"x\"\n\
    [plan.standard]\nname = \"Standard\"\n[plan.standard.target.high]\nresponse = \"2h\"\n";

fn with_file(folder: &std::path::Path, text: &str) -> SharedDesk {
    let mut place = place(folder, "", None);
    place.sources = BookSources::built_in();
    place.sources.contracts.push(SourceFile::user("acme.toml", text));
    place.book = Arc::new(place.sources.book());
    SharedDesk::open(place).unwrap()
}

fn response(book: &Book, ticket: &Ticket) -> String {
    let contract = book.of_ticket(ticket).unwrap();
    format!("{:?}", contract.promises("standard", "high").unwrap().response.as_ref().unwrap().within)
}

#[test]
fn a_ticket_keeps_the_version_it_was_reported_under_after_the_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let first = with_file(folder.path(), ACME);
    let acme = NewTicket { contract: "acme".into(), severity: "high".into(), ..ticket("old") };
    let id = first.commit(Request::new("anna", vec![Change::New(Box::new(acme))])).unwrap().touched[0].ticket;
    let old = Ticket::clone(&first.record(id).unwrap().unwrap().ticket);
    let two_hours = response(&first.book(), &old);
    drop(first);
    let new = ACME.replace("2023", "2024").replace("\"2h\"", "\"1h\"");
    let second = with_file(folder.path(), &new);
    assert_eq!(*second.record(id).unwrap().unwrap().ticket, old);
    assert_eq!((old.version.as_str(), old.promise.as_deref().map(str::len)), ("2023", Some(32)));
    assert_eq!(response(&second.book(), &old), two_hours);
    let acme = NewTicket { contract: "acme".into(), severity: "high".into(), ..ticket("new") };
    let id = second.commit(Request::new("anna", vec![Change::New(Box::new(acme))])).unwrap().touched[0].ticket;
    assert_ne!(response(&second.book(), &second.record(id).unwrap().unwrap().ticket), two_hours);
    let guest = SharedDesk::open(place(folder.path(), "", None)).unwrap();
    assert_eq!(response(&guest.book(), &old), two_hours, "a guest has neither file, and counts the same");
}
