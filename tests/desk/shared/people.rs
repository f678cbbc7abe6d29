//! People at a desk of several: who may merge them, undo, and what tickets may name.

use std::path::Path;

use frist::desk::{Change, Claim, CommitOutcome, Desk, Problem, ProblemKind, Request, SharedDesk, undo_of};
use frist::domain::ledger::{LedgerRecordId, Party as _, Person, merge, part};
use frist::domain::problem::Field;
use frist::domain::ticket::event::CustomerSet;
use frist::domain::ticket::{EventData, TicketId};

use super::presence::{PEOPLE, log, place};

/// Returns the desks of a lead, who has the store, an agent and a viewer.
fn team(folder: &Path) -> [SharedDesk; 3] {
    ["anna", "ola", "vy"].map(|name| {
        let claim = Some(Claim::As(name.to_owned()));
        SharedDesk::open(place(folder, PEOPLE, claim)).unwrap()
    })
}

fn person(name: &str, address: &str) -> Person {
    Person { names: vec![name.to_owned()], addresses: vec![address.to_owned()], ..Person::default() }
}

fn write(desk: &SharedDesk, people: Vec<(Option<LedgerRecordId>, Person)>) -> Result<CommitOutcome, Problem> {
    let change = |(entry, person): (Option<LedgerRecordId>, Person)| Change::Enter {
        entry,
        revision: None,
        fact: Some(Box::new(person.fact())),
    };
    desk.commit(Request::new("?", people.into_iter().map(change).collect()))
}

fn enter(desk: &SharedDesk, name: &str, address: &str) -> LedgerRecordId {
    write(desk, vec![(None, person(name, address))]).unwrap().entered[0].0
}

fn some(revisions: impl IntoIterator<Item = (LedgerRecordId, Person)>) -> Vec<(Option<LedgerRecordId>, Person)> {
    revisions.into_iter().map(|(id, person)| (Some(id), person)).collect()
}

#[test]
fn leads_merge_and_what_they_merged_is_undone_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let [lead, agent, viewer] = team(folder.path());
    let (kari, again) = (enter(&agent, "Kari", "kari@acme.example"), enter(&agent, "K.", "k@acme.example"));
    assert_eq!(write(&viewer, vec![(None, person("x", "x@x.example"))]).unwrap_err().kind, ProblemKind::NotAllowed);
    let merged = || some(merge::<Person>(&lead.ledger(), again, kari).unwrap());
    let refused = write(&agent, merged()).unwrap_err();
    assert_eq!(refused.message, "merging people or parting them is for leads, and you are an agent");
    let done = write(&lead, merged()).unwrap();
    assert_eq!(lead.ledger().person(again).unwrap().1.addresses, ["kari@acme.example", "k@acme.example"]);

    // Parting them by an earlier revision is parting all the same.
    let restore = Change::Restore { entry: again, revision: 0, seen: None };
    assert_eq!(agent.commit(Request::new("?", vec![restore])).unwrap_err().kind, ProblemKind::NotAllowed);
    assert_eq!(agent.commit(Request::new("?", undo_of(&done))).unwrap_err().kind, ProblemKind::NotAllowed);
    let parted = some(part::<Person>(&lead.ledger(), again).unwrap());
    assert_eq!(write(&agent, parted).unwrap_err().kind, ProblemKind::NotAllowed);
    lead.commit(Request::new("?", undo_of(&done))).unwrap();
    assert_eq!(lead.ledger().person(kari).unwrap().1.addresses, ["kari@acme.example"]);
    assert_eq!(lead.ledger().person(again).unwrap().1.addresses, ["k@acme.example"]);
}

#[test]
fn an_address_is_one_persons_whoever_enters_it_first() {
    let folder = tempfile::tempdir().unwrap();
    let [lead, agent, _] = team(folder.path());
    enter(&agent, "Kari", "kari@acme.example");
    // Also within one request, and whatever the asker knows by then.
    let refused = write(&lead, vec![(None, person("Kari", "KARI@acme.example"))]).unwrap_err();
    assert_eq!((refused.kind, refused.field), (ProblemKind::Refused, Some(Field::Address)));
    let twice = vec![(None, person("a", "a@acme.example")), (None, person("b", "a@acme.example"))];
    assert_eq!(write(&lead, twice).unwrap_err().field, Some(Field::Address));
    assert_eq!(lead.ledger().people().count(), 1, "all of a request or nothing");
}

#[test]
fn a_ticket_names_only_people_whom_the_desk_has_and_a_request_that_comes_twice_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let [_, agent, _] = team(folder.path());
    let kari = enter(&agent, "Kari", "kari@acme.example");
    let ticket: TicketId = log(&agent, "Shop down");
    let set = |person: LedgerRecordId| {
        let set = CustomerSet { customer: Some("Kari".into()), person: Some(person), ..CustomerSet::default() };
        Request::add("?", ticket, None, EventData::CustomerSet(set))
    };
    let refused = agent.commit(set(LedgerRecordId(99))).unwrap_err();
    assert_eq!((refused.kind, refused.message.as_str()), (ProblemKind::NotFound, "there is no person 99"));
    let request = set(kari);
    let first = agent.commit(request.clone()).unwrap();
    assert_eq!(agent.commit(request).unwrap(), first);
    let twice = agent.commit(set(kari)).unwrap_err();
    assert_eq!(twice.field, Some(Field::Customer), "{twice}");
}
