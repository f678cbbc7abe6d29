//! Outages, maintenance and announced changes at a desk of several people: who hears of them, retracting, and what is
//! refused.

use std::path::Path;
use std::sync::Arc;

use frist::desk::{Change, Claim, CommitOutcome, Desk, Notice, Problem, ProblemKind, Request, SharedDesk, undo_of};
use frist::domain::ledger::{AnnouncedChange, LedgerFact, LedgerRecordId, Maintenance, Outage, Release};
use frist::domain::problem::Field;
use frist::domain::ticket::TicketId;
use frist::domain::time::{Date, Instant};

use super::presence::{PEOPLE, desk, log, now, place, wait_for};

/// Returns the desks of a lead, two agents and a viewer.
fn team(folder: &Path) -> [SharedDesk; 4] {
    let people = format!("{PEOPLE}[staff.kim]\n");
    ["anna", "ola", "kim", "vy"].map(|name| {
        let claim = Some(Claim::As(name.to_owned()));
        SharedDesk::open(place(folder, &people, claim)).unwrap()
    })
}

/// Returns an outage of Markant that began that many minutes ago and runs.
fn running(minutes: i64) -> Outage {
    Outage { contract: "markant".into(), from: now().plus(-minutes * 60), ..Outage::default() }
}

fn ended(minutes: i64) -> Outage {
    Outage { to: Some(now()), ..running(minutes) }
}

fn on_tickets(tickets: &[u64]) -> Outage {
    Outage { tickets: tickets.iter().map(|id| TicketId(*id)).collect(), ..running(42) }
}

fn maintenance() -> LedgerFact {
    let (from, to) = (now().plus(86_400), now().plus(90_000));
    LedgerFact::Maintenance(Maintenance { contract: "markant".into(), from, to, ..Maintenance::default() })
}

fn change() -> LedgerFact {
    let (from, note) = (now().plus(86_400), "New log-in".to_owned());
    LedgerFact::AnnouncedChange(AnnouncedChange { contract: "myproduction".into(), from, announced: None, note })
}

fn release() -> LedgerFact {
    LedgerFact::Release(Release { contract: "sesam".into(), date: Date::parse("2024-03-01").unwrap(), name: None })
}

fn write(
    desk: &SharedDesk,
    entry: Option<LedgerRecordId>,
    revision: Option<u32>,
    fact: Option<LedgerFact>,
) -> Result<CommitOutcome, Problem> {
    desk.commit(Request::new("?", vec![Change::Enter { entry, revision, fact: fact.map(Box::new) }]))
}

fn enter(desk: &SharedDesk, fact: LedgerFact) -> LedgerRecordId {
    write(desk, None, None, Some(fact)).unwrap().entered[0].0
}

fn undo(desk: &SharedDesk, done: &CommitOutcome) -> Result<CommitOutcome, Problem> {
    desk.commit(Request::new("?", undo_of(done)))
}

/// Returns what the desk has of an entry now: its revision, who wrote it, and the outage.
fn standing(desk: &SharedDesk, id: LedgerRecordId) -> (u32, String, Option<Outage>) {
    let ledger = desk.ledger();
    let entry = ledger.get(id).unwrap();
    (entry.revision, entry.by.clone(), entry.fact.as_ref().and_then(LedgerFact::outage).cloned())
}

#[test]
fn an_outage_that_a_guest_enters_is_everybodys_at_once_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest, other) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"), desk(folder.path(), "vy"));
    let feeds = [owner.subscribe(), guest.subscribe(), other.subscribe()];
    let id = enter(&guest, LedgerFact::Outage(running(42)));
    for (desk, feed) in [&owner, &guest, &other].into_iter().zip(&feeds) {
        wait_for(feed, |n| matches!(n, Notice::Entered(entry) if entry.id == id && entry.by == "ola"));
        assert_eq!(standing(desk, id), (0, "ola".into(), Some(running(42))));
        assert_eq!(desk.ledger().running().map(|(id, _)| id).collect::<Vec<_>>(), [id]);
    }
    write(&owner, Some(id), Some(0), Some(LedgerFact::Outage(ended(42)))).unwrap();
    for (desk, feed) in [&owner, &guest, &other].into_iter().zip(&feeds) {
        wait_for(feed, |n| matches!(n, Notice::Entered(entry) if entry.revision == 1));
        assert_eq!(desk.ledger().running().count(), 0);
    }
    drop((owner, guest, other));
    assert_eq!(standing(&desk(folder.path(), "vy"), id), (1, "anna".into(), Some(ended(42))), "the next owner has it");
}

#[test]
fn entering_changing_and_removing_are_retracted_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let [_owner, agent, ..] = team(folder.path());
    let entered = write(&agent, None, None, Some(LedgerFact::Outage(running(42)))).unwrap();
    let id = entered.entered[0].0;
    let changed = write(&agent, Some(id), Some(0), Some(LedgerFact::Outage(ended(42)))).unwrap();
    let removed = write(&agent, Some(id), Some(1), None).unwrap();
    assert_eq!(standing(&agent, id).2, None);
    let brought_back = undo(&agent, &removed).unwrap();
    assert_eq!(standing(&agent, id).2, Some(ended(42)));
    undo(&agent, &changed).unwrap();
    assert_eq!(standing(&agent, id).2, Some(running(42)));
    undo(&agent, &entered).unwrap();
    assert_eq!(standing(&agent, id), (5, "ola".into(), None));
    let again = undo(&agent, &entered).unwrap_err();
    assert_eq!(
        (again.kind, again.to_string().as_str()),
        (ProblemKind::Refused, "it was removed already; there is nothing to remove")
    );
    // What brought it back is retracted too: then it is removed, which an agent may of their own.
    write(&agent, Some(id), None, Some(LedgerFact::Outage(running(42)))).unwrap();
    undo(&agent, &brought_back).unwrap();
    assert_eq!(standing(&agent, id), (7, "ola".into(), None));
}

#[test]
fn what_somebody_else_has_changed_since_is_not_retracted() {
    let folder = tempfile::tempdir().unwrap();
    let [lead, agent, other, _] = team(folder.path());
    let entered = write(&lead, None, None, Some(LedgerFact::Outage(running(42)))).unwrap();
    let id = entered.entered[0].0;
    let changed = write(&lead, Some(id), Some(0), Some(LedgerFact::Outage(running(50)))).unwrap();
    write(&agent, Some(id), Some(1), Some(LedgerFact::Outage(ended(50)))).unwrap();
    for done in [&changed, &entered] {
        let late = undo(&lead, done).unwrap_err();
        assert_eq!(late.kind, ProblemKind::Conflict);
        assert_eq!(late.to_string(), "ola has changed entry 1 meanwhile; look at it again, then repeat the change");
    }
    assert_eq!(standing(&lead, id), (2, "ola".into(), Some(ended(50))));
    let refused = undo(&other, &entered).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::NotAllowed, "{refused}");
}

#[test]
fn a_change_from_an_earlier_revision_is_a_conflict() {
    let folder = tempfile::tempdir().unwrap();
    let [_owner, first, second, _] = team(folder.path());
    let id = enter(&first, LedgerFact::Outage(running(42)));
    write(&first, Some(id), Some(0), Some(LedgerFact::Outage(ended(42)))).unwrap();
    let late = write(&second, Some(id), Some(0), Some(LedgerFact::Outage(running(40)))).unwrap_err();
    assert_eq!(late.kind, ProblemKind::Conflict);
    assert_eq!(late.message, "ola has changed entry 1 meanwhile");
    assert_eq!(standing(&first, id), (1, "ola".into(), Some(ended(42))));
    write(&second, Some(id), Some(1), Some(LedgerFact::Outage(ended(40)))).unwrap();
    let late = write(&first, Some(id), Some(1), None).unwrap_err();
    assert_eq!(late.kind, ProblemKind::Conflict, "kim has changed it since ola looked: {late}");
    // It is ola's to remove all the same, and not kim's who has only changed it.
    let refused = write(&second, Some(id), Some(2), None).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::NotAllowed, "{refused}");
    write(&first, Some(id), Some(2), None).unwrap();
}

#[test]
fn who_entered_it_first_is_known_after_opening_again_and_to_guests() {
    let folder = tempfile::tempdir().unwrap();
    let [lead, first, second, _] = team(folder.path());
    let id = enter(&first, LedgerFact::Outage(running(42)));
    write(&second, Some(id), Some(0), Some(LedgerFact::Outage(ended(42)))).unwrap();
    let author = |desk: &SharedDesk| desk.ledger().get(id).map(|entry| entry.author().to_owned());
    for desk in [&lead, &first, &second] {
        assert_eq!(author(desk).as_deref(), Some("ola"));
    }
    drop((lead, first, second));
    let [lead, ..] = team(folder.path());
    assert_eq!(author(&lead).as_deref(), Some("ola"));
}

#[test]
fn each_may_remove_their_own_and_a_lead_anybodys() {
    let folder = tempfile::tempdir().unwrap();
    let [lead, agent, other, viewer] = team(folder.path());
    for fact in [LedgerFact::Outage(running(42)), maintenance(), change()] {
        let refused = write(&viewer, None, None, Some(fact.clone())).unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotAllowed, "{refused}");
        let own = write(&agent, None, None, Some(fact.clone())).unwrap();
        let id = own.entered[0].0;
        let refused = write(&other, Some(id), None, None).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "removing what ola entered is for leads, and you are an agent; ask ola or Anna Berg (anna)"
        );
        let removed = write(&agent, Some(id), None, None).unwrap();
        // Another agent may bring it back; it does not become theirs by that.
        undo(&other, &removed).unwrap();
        assert_eq!(write(&other, Some(id), None, None).unwrap_err().kind, ProblemKind::NotAllowed);
        write(&lead, Some(id), None, None).unwrap();
        let again = write(&agent, Some(id), None, None).unwrap_err();
        assert_eq!(again.to_string(), "it was removed already; there is nothing to remove");
    }
    let missing = write(&agent, Some(LedgerRecordId(99)), None, None).unwrap_err();
    assert_eq!((missing.kind, missing.message.as_str()), (ProblemKind::NotFound, "there is no entry 99"));
}

#[test]
fn to_bring_an_earlier_revision_back_needs_the_right_to_write_it_or_to_remove_what_stands() {
    let folder = tempfile::tempdir().unwrap();
    let [lead, agent, other, viewer] = team(folder.path());
    let restore = |desk: &SharedDesk, entry, revision| {
        let outcome = desk.commit(Request::new("?", vec![Change::Restore { entry, revision, seen: None }]));
        outcome.map(drop).map_err(|error| error.kind)
    };
    let outage = enter(&agent, LedgerFact::Outage(running(42)));
    write(&agent, Some(outage), None, None).unwrap();
    assert_eq!(restore(&viewer, outage, 0), Err(ProblemKind::NotAllowed));
    assert_eq!(restore(&other, outage, 0), Ok(()));
    // At revision 1 it was removed: whoever has just brought it back may take that back, whoever entered it and a lead may
    // have it so whenever they like.
    assert_eq!(restore(&other, outage, 1), Ok(()));
    assert_eq!(restore(&other, outage, 2), Ok(()));
    assert_eq!(restore(&other, outage, 1), Err(ProblemKind::NotAllowed));
    assert_eq!(restore(&agent, outage, 1), Ok(()));
    assert_eq!(restore(&other, outage, 2), Ok(()));
    assert_eq!(restore(&lead, outage, 1), Ok(()));
    let date = enter(&lead, release());
    write(&lead, Some(date), None, None).unwrap();
    assert_eq!(restore(&agent, date, 0), Err(ProblemKind::NotAllowed));
    assert_eq!(restore(&lead, date, 0), Ok(()));
    assert_eq!(restore(&agent, date, 1), Err(ProblemKind::NotAllowed));
    for (entry, revision) in [(LedgerRecordId(99), 0), (date, 99)] {
        assert_eq!(restore(&lead, entry, revision), Err(ProblemKind::NotFound));
    }
}

/// Else an agent could put an outage where a lead has entered a release.
#[test]
fn an_entry_stays_of_its_sort() {
    let folder = tempfile::tempdir().unwrap();
    let [lead, agent, ..] = team(folder.path());
    let id = enter(&lead, release());
    for desk in [&agent, &lead] {
        let refused = write(desk, Some(id), None, Some(LedgerFact::Outage(running(42)))).unwrap_err();
        assert_eq!(refused.to_string(), "entry 1 is kept as release, not as outage; enter a new one");
    }
    assert_eq!(lead.book().get("sesam").unwrap().releases.len(), 1);
    let id = enter(&agent, change());
    let refused = write(&agent, Some(id), None, Some(maintenance())).unwrap_err();
    assert_eq!(refused.message, "entry 2 is kept as change, not as maintenance");
}

#[test]
fn an_outage_names_only_tickets_that_are_there_and_of_its_vendor() {
    let folder = tempfile::tempdir().unwrap();
    let [_owner, agent, ..] = team(folder.path());
    let markants = log(&agent, "Shop down");
    let sesams = Outage { contract: "sesam".into(), ..on_tickets(&[markants.0]) };
    for (outage, kind, refused) in [
        (on_tickets(&[9]), ProblemKind::NotFound, "there is no ticket #9; frist list shows the ones there are"),
        (on_tickets(&[1, 9]), ProblemKind::NotFound, "there is no ticket #9; frist list shows the ones there are"),
        (sesams, ProblemKind::Refused, "#1 is a ticket of markant, not of sesam; name tickets of the same vendor"),
        (on_tickets(&[1, 1]), ProblemKind::Refused, "#1 is named twice; name it once"),
    ] {
        let error = write(&agent, None, None, Some(LedgerFact::Outage(outage))).unwrap_err();
        assert_eq!((error.kind, error.field, error.to_string().as_str()), (kind, Some(Field::Tickets), refused));
    }
    assert_eq!(agent.ledger().outages(None).len(), 0);
    let id = enter(&agent, LedgerFact::Outage(on_tickets(&[markants.0])));
    assert_eq!(agent.ledger().outages_of(markants).map(|(id, _)| id).collect::<Vec<_>>(), [id]);
    let error = write(&agent, Some(id), None, Some(LedgerFact::Outage(on_tickets(&[7])))).unwrap_err();
    assert_eq!(error.kind, ProblemKind::NotFound, "nor may one be put in later");
}

#[test]
fn a_ticket_and_its_outage_are_entered_together_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let [owner, agent, ..] = team(folder.path());
    let both = |ticket: u64| {
        let outage = Change::Enter {
            entry: None,
            revision: None,
            fact: Some(Box::new(LedgerFact::Outage(on_tickets(&[ticket])))),
        };
        vec![Change::New(Box::new(super::presence::ticket("Shop down"))), outage]
    };
    assert_eq!(agent.commit(Request::new("?", both(2))).unwrap_err().kind, ProblemKind::NotFound);
    assert!(owner.open_tickets().unwrap().is_empty() && owner.ledger().outages(None).is_empty());
    let done = agent.commit(Request::new("?", both(1))).unwrap();
    assert_eq!((done.touched[0].ticket, done.entered.len()), (TicketId(1), 1));
    undo(&agent, &done).unwrap();
    assert!(owner.open_tickets().unwrap().is_empty() && owner.ledger().outages(None).is_empty());
}

/// Working the contracts out anew takes some milliseconds each time, for everybody; only what counts otherwise needs it.
#[test]
fn entering_outages_leaves_the_contracts_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let (at_owner, at_guest) = (owner.subscribe(), guest.subscribe());
    let hear = |id: LedgerRecordId, revision: u32| {
        for feed in [&at_owner, &at_guest] {
            wait_for(feed, |n| matches!(n, Notice::Entered(e) if (e.id, e.revision) == (id, revision)));
        }
    };
    // What is promised is kept with the first entry of each vendor's, which makes it count for good.
    for fact in [LedgerFact::Outage(running(42)), maintenance(), change()] {
        let id = enter(&owner, fact);
        write(&owner, Some(id), None, None).unwrap();
        hear(id, 1);
    }
    let books = [owner.book(), guest.book()];
    let same = || [Arc::ptr_eq(&books[0], &owner.book()), Arc::ptr_eq(&books[1], &guest.book())];
    for fact in [LedgerFact::Outage(running(42)), maintenance(), change()] {
        let id = enter(&owner, fact.clone());
        write(&owner, Some(id), None, Some(fact)).unwrap();
        write(&owner, Some(id), None, None).unwrap();
        hear(id, 2);
    }
    assert_eq!(same(), [true, true]);
    let id = enter(&owner, release());
    hear(id, 0);
    assert_eq!(same(), [false, false], "a release counts");
    assert_eq!(guest.book().get("sesam").unwrap().releases.len(), 1);
    let before = guest.book();
    write(&owner, Some(id), None, None).unwrap();
    hear(id, 1);
    assert!(!Arc::ptr_eq(&before, &guest.book()) && guest.book().get("sesam").unwrap().releases.is_empty());
}

#[test]
fn a_request_for_an_outage_sent_twice_is_done_once() {
    let folder = tempfile::tempdir().unwrap();
    let (_owner, desk) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let fact = Some(Box::new(LedgerFact::Outage(running(42))));
    let request = Request::new("?", vec![Change::Enter { entry: None, revision: None, fact }]);
    let first = desk.commit(request.clone()).unwrap();
    assert_eq!(desk.commit(request).unwrap(), first);
    assert_eq!(desk.ledger().outages(None).len(), 1);
    let later = Outage { from: Instant::END, ..running(0) };
    let refused = write(&desk, None, None, Some(LedgerFact::Outage(later))).unwrap_err();
    assert_eq!(
        (refused.kind, refused.field),
        (ProblemKind::Refused, Some(Field::From)),
        "the field is told over the socket too"
    );
}
