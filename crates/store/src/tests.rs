mod archive;
mod places;

use std::path::Path;

use super::*;
use frist_domain::ticket::{Event, EventData, event};
use frist_domain::time::Instant;

fn commit(number: u64) -> Commit {
    let at = Instant::from_secs(1_700_000_000);
    let what = EventData::Logged(event::Logged {
        contract: "markant".into(),
        version: String::new(),
        promise: None,
        plan: "standard".into(),
        severity: "critical".into(),
        subject: format!("number {number}"),
        kind: frist_domain::ticket::Kind::Incident,
        customer: None,
        person: None,
        organisation: None,
        impact: None,
        urgency: None,
    });
    let event = Event { happened: at, recorded: at, by: "anna".into(), what: what.into() };
    let edit = Edit::Ticket { id: TicketId(1), events: vec![event] };
    Commit { id: CommitId(uuid::Uuid::from_u128(number.into())), at, by: "anna".into(), edits: vec![edit] }
}

fn open_with_one(dir: &Path) -> Store {
    let mut store = Store::open(dir).unwrap().store;
    store.append(&[commit(1)]).unwrap();
    store.apply().unwrap();
    store
}

fn events(store: &Store) -> usize {
    store.reader().ticket(TicketId(1)).unwrap().unwrap().events.len()
}

#[test]
fn after_an_error_while_writing_nothing_more_is_written_until_it_is_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_with_one(dir.path());
    store.wal.fill_disk();
    let first = store.append(&[commit(2)]).unwrap_err();
    assert_eq!(first.kind(), &StoreErrorKind::Full);
    for refused in [store.append(&[commit(3)]).unwrap_err(), store.apply().unwrap_err()] {
        assert_eq!(refused.kind(), &StoreErrorKind::Refused);
        assert!(refused.to_string().starts_with("nothing more is written since an error: "), "{refused}");
        assert_eq!(refused.hint(), first.hint());
    }
    assert_eq!((events(&store), store.sequence()), (1, 1), "reading goes on");
    drop(store);
    let mut store = Store::open(dir.path()).unwrap().store;
    assert_eq!(store.append(&[commit(2)]).unwrap(), 2);
}

#[test]
fn a_state_that_turns_out_damaged_while_writing_is_built_again_with_what_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_with_one(dir.path());
    store.shared.state.spoil(TicketId(1));
    assert_eq!(store.append(&[commit(2)]).unwrap(), 2, "acknowledged");
    let error = store.apply().unwrap_err();
    assert!(matches!(error.kind(), StoreErrorKind::Damaged { .. }), "{error}");
    assert_eq!(store.append(&[commit(3)]).unwrap_err().kind(), &StoreErrorKind::Refused);
    drop(store);
    let opened = Store::open(dir.path()).unwrap();
    assert!(opened.notices[0].contains("built again from the journal's 2 commits"), "{:?}", opened.notices);
    assert_eq!(events(&opened.store), 2);
}

/// Opening itself reads only the open ones.
#[test]
fn a_damaged_closed_ticket_found_while_reading_is_built_again_at_the_next_opening() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_with_one(dir.path());
    let mut closing = commit(2);
    let Edit::Ticket { events: closed, .. } = &mut closing.edits[0] else { panic!("it is about a ticket") };
    closed[0].what = EventData::Closed(event::Closed { reason: None, words: None }).into();
    store.append(&[closing]).unwrap();
    store.apply().unwrap();
    store.shared.state.spoil(TicketId(1));
    let error = store.reader().ticket(TicketId(1)).unwrap_err();
    assert!(error.to_string().contains("ticket 1 cannot be read"), "{error}");
    assert!(error.to_string().contains("close frist and open it again"), "{error}");
    drop(store);
    let opened = Store::open(dir.path()).unwrap();
    assert_eq!((opened.notices.len(), events(&opened.store)), (1, 2));
}
