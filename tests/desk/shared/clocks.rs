//! A process whose clock stands (`--now`) writes only where the store's owner counts by the same moment.

use std::path::Path;
use std::sync::Arc;

use frist::desk::{Claim, Clock, Desk, DeskSetup, ManualClock, ProblemKind, Request, SharedDesk, SystemClock};
use frist::domain::ticket::{EventData, TicketId, event};
use frist::domain::time::Instant;

use super::presence::{PEOPLE, log, now, place};

/// Returns a desk for that person, by that clock.
fn desk(folder: &Path, name: &str, clock: Arc<dyn Clock>) -> SharedDesk {
    SharedDesk::open(DeskSetup { clock, ..place(folder, PEOPLE, Some(Claim::As(name.to_owned()))) }).unwrap()
}

fn at(moment: Instant) -> Arc<dyn Clock> {
    Arc::new(ManualClock::at(moment))
}

fn note(id: TicketId) -> Request {
    Request::add("?", id, None, EventData::Note(event::Note { text: "x".to_owned(), to_customer: false }))
}

#[test]
fn what_would_be_recorded_at_another_time_than_it_was_meant_for_is_refused() {
    let later = now().plus(3600);
    for (owner, guest, taken) in [
        (at(now()), at(now()), true),
        (at(now()), at(later), false),
        (at(now()), Arc::new(SystemClock) as Arc<dyn Clock>, true),
        (Arc::new(SystemClock) as Arc<dyn Clock>, at(now()), false),
        (Arc::new(SystemClock) as Arc<dyn Clock>, Arc::new(SystemClock) as Arc<dyn Clock>, true),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let owner = desk(folder.path(), "anna", owner);
        let id = log(&owner, "Shop down");
        let before = owner.record(id).unwrap().unwrap().events.len();
        let guest = desk(folder.path(), "ola", guest);
        let done = guest.commit(note(id));
        let after = guest.record(id).unwrap().unwrap().events.len();
        assert_eq!((done.is_ok(), after - before), (taken, usize::from(taken)), "{done:?}");
        if let Err(refused) = done {
            assert_eq!(refused.kind, ProblemKind::Refused);
            assert!(refused.message.starts_with("--now is 2024-01-08T"), "{refused}");
            assert!(refused.hint.contains("--at"), "{refused}");
        }
    }
}
