//! Owner and guests at the same time.

use frist::desk::{Change, Desk, Notice, ProblemKind, Request, SharedDesk};
use frist::domain::ticket::{EventData, TicketId, event};

use super::presence::{all, desk, log, place, responded, wait_for};

#[test]
fn a_guest_does_everything_that_the_owner_does() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    assert!(owner.owns() && !guest.owns());
    let first = log(&owner, "from the owner");
    let second = log(&guest, "from the guest");
    assert_eq!((first, second), (TicketId(1), TicketId(2)));
    for desk in [&owner, &guest] {
        let subjects: Vec<String> = desk.open_tickets().unwrap().iter().map(|t| t.subject.clone()).collect();
        assert_eq!(subjects, ["from the owner", "from the guest"]);
    }
    let record = guest.record(first).unwrap().unwrap();
    assert_eq!(record.events[0].by, "anna");
    assert_eq!(record.ticket, owner.record(first).unwrap().unwrap().ticket);
    assert_eq!(owner.record(second).unwrap().unwrap().events[0].by, "ola");
    assert!(guest.record(TicketId(9)).unwrap().is_none());
    assert_eq!(all(&guest).len(), 2);
}

#[test]
fn everybody_hears_of_every_change() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest, other) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"), desk(folder.path(), "ola"));
    let feeds = [owner.subscribe(), guest.subscribe(), other.subscribe()];
    let id = log(&guest, "x");
    owner.commit(responded(id)).unwrap();
    for feed in &feeds {
        let told = wait_for(
            feed,
            |n| matches!(n, Notice::Changed(t, by, _) if t.responded.is_some() && by.as_deref() == Some("anna")),
        );
        assert!(
            told.iter().any(
                |n| matches!(n, Notice::Changed(t, by, _) if t.responded.is_none() && by.as_deref() == Some("ola"))
            )
        );
    }
}

#[test]
fn everybody_sees_who_else_is_there_and_which_ticket_they_have_open() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let id = log(&owner, "x");
    let (at_owner, at_guest) = (owner.subscribe(), guest.subscribe());
    owner.look_at(Some(id).into());
    guest.look_at(Some(id).into());
    let is = |name: &'static str| move |n: &Notice| matches!(n, Notice::Present(all) if matches!(&all[..], [p] if p.name == name && p.ticket == Some(id)));
    wait_for(&at_owner, is("ola"));
    wait_for(&at_guest, is("anna"));
    drop(guest);
    wait_for(&at_owner, |n| matches!(n, Notice::Present(all) if all.is_empty()));
}

#[test]
fn a_late_writer_is_told_who_changed_what() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let id = log(&owner, "x");
    let revision = guest.record(id).unwrap().unwrap().ticket.revision;
    owner.commit(responded(id)).unwrap();
    let late = Change::Add { ticket: id, revision: Some(revision), happened: None, what: Box::new(EventData::Fixed) };
    let conflict = guest.commit(Request::new("ola", vec![late])).unwrap_err();
    assert_eq!(conflict.kind, ProblemKind::Conflict);
    assert!(conflict.message.contains("by anna"), "{conflict}");
}

#[test]
fn what_a_person_may_do_is_decided_by_the_owner_whatever_the_request_says() {
    let folder = tempfile::tempdir().unwrap();
    let (lead, agent, viewer) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"), desk(folder.path(), "vy"));
    let id = log(&lead, "x");
    let exclude = || {
        Request::add(
            "anna",
            id,
            None,
            EventData::Excluded(event::Excluded { cause: "customer".into(), words: Some("it is theirs".to_owned()) }),
        )
    };
    let refused = agent.commit(exclude()).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::NotAllowed);
    assert!(refused.hint.contains("Anna Berg (anna)"), "{refused}");
    assert_eq!(viewer.commit(responded(id)).unwrap_err().kind, ProblemKind::NotAllowed);
    assert_eq!(viewer.open_tickets().unwrap().len(), 1);
    agent.commit(responded(id)).unwrap();
    lead.commit(Request::new("anna", vec![Change::Retract { ticket: id, event: 2 }])).unwrap();
    assert!(lead.record(id).unwrap().unwrap().ticket.responded.is_none());
}

#[test]
fn a_request_sent_twice_is_done_once_and_answered_alike() {
    let folder = tempfile::tempdir().unwrap();
    let (owner, guest) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let id = log(&owner, "x");
    let request = responded(id);
    let first = guest.commit(request.clone()).unwrap();
    assert_eq!(guest.commit(request.clone()).unwrap(), first);
    assert_eq!(owner.commit(request).unwrap(), first);
    assert_eq!(owner.record(id).unwrap().unwrap().events.len(), 3);
}

#[test]
fn a_guest_counts_with_the_owners_contracts() {
    let folder = tempfile::tempdir().unwrap();
    let mut own = place(folder.path(), "", None);
    own.sources.contracts.truncate(2);
    own.book = std::sync::Arc::new(own.sources.book());
    let owner = SharedDesk::open(own).unwrap();
    let guest = SharedDesk::open(place(folder.path(), "", None)).unwrap();
    assert_eq!(guest.book().contracts().count(), 2);
    assert_eq!(owner.book().contracts().count(), 2);
}

#[test]
fn a_guest_has_the_owners_rota_and_the_next_owner_keeps_it() {
    let text = "time_zone = \"UTC\"\n[[rota]]\npeople = [\"anna\"]\nfrom = \"2024-01-01 08:00\"\nevery = \"day\"\n";
    let folder = tempfile::tempdir().unwrap();
    let mut own = place(folder.path(), "", None);
    let rota = frist::domain::rota::read_rota("o", text, &[], &[]).0.unwrap();
    own.sources.rota = std::sync::Arc::new(rota.clone());
    let owner = SharedDesk::open(own).unwrap();
    let guest = SharedDesk::open(place(folder.path(), "", None)).unwrap();
    assert_eq!((&*owner.rota(), &*guest.rota()), (&rota, &rota));
    let feed = guest.subscribe();
    drop(owner);
    wait_for(&feed, |notice| matches!(notice, Notice::Attached(_)));
    assert_eq!(*guest.rota(), rota, "nobody is without the on-call that was valid a moment ago");
    assert!(guest.notices().iter().any(|said| said.contains("oncall.toml gives no rota")), "{:?}", guest.notices());
}

#[test]
fn nobody_is_told_of_themselves_from_the_first_word_on() {
    let folder = tempfile::tempdir().unwrap();
    let owner = desk(folder.path(), "anna");
    let at_owner = owner.subscribe();
    let others = |any: bool| move |n: &Notice| matches!(n, Notice::Present(all) if all.is_empty() != any);
    for _ in 0..30 {
        let guest = desk(folder.path(), "ola");
        let feed = guest.subscribe();
        guest.look_at(Some(TicketId(1)).into());
        let told = wait_for(&feed, |n| matches!(n, Notice::Present(all) if !all.is_empty()));
        let oneself = |n: &Notice| matches!(n, Notice::Present(all) if all.iter().any(|p| p.name == "ola"));
        assert!(!told.iter().any(oneself), "{told:?}");
        // The one before has gone when the next one comes, or that would be somebody else of the same name.
        wait_for(&at_owner, others(true));
        drop((feed, guest));
        wait_for(&at_owner, others(false));
    }
}

#[test]
fn however_many_begin_to_watch_at_once_each_change_is_told_once_and_there_is_one_session() {
    for role in ["owner", "guest"] {
        let folder = tempfile::tempdir().unwrap();
        let other = (role == "guest").then(|| desk(folder.path(), "anna"));
        let watched = desk(folder.path(), "ola");
        let feeds: Vec<_> = std::thread::scope(|scope| {
            let begin: Vec<_> = (0..4).map(|_| scope.spawn(|| watched.subscribe())).collect();
            begin.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let other = other.unwrap_or_else(|| desk(folder.path(), "anna"));
        let (id, last) = (log(&watched, "x"), log(&watched, "y"));
        for feed in &feeds {
            let told = wait_for(feed, |n| matches!(n, Notice::Changed(t, ..) if t.id == last));
            assert_eq!(told.iter().filter(|n| matches!(n, Notice::Changed(t, ..) if t.id == id)).count(), 1, "{role}");
        }
        let there = other.subscribe();
        wait_for(&there, |n| matches!(n, Notice::Present(all) if !all.is_empty()));
        watched.look_at(Some(id).into());
        let told = wait_for(&there, |n| matches!(n, Notice::Present(all) if all.iter().any(|p| p.ticket == Some(id))));
        let Some(Notice::Present(all)) = told.last() else { panic!("{told:?}") };
        assert_eq!(all.len(), 1, "{role}: {all:?}");
    }
}
