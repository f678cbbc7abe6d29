//! Snoozing while two people work: the later one decides, what another does wakes it, and undo gives what was.

use frist::desk::{Change, Desk, ProblemKind, Request, SharedDesk, undo_of};
use frist::domain::ticket::{EventData, Ticket, TicketId, event};

use super::presence::{desk, log, now};

fn snoozed(hours: i64) -> Request {
    let until = Some(now().plus(hours * 3600));
    add(EventData::Snoozed(event::Snoozed { until, keep_on_reply: false }))
}

fn add(what: EventData) -> Request {
    Request::add("?", TicketId(1), None, what)
}

fn ticket(desk: &SharedDesk) -> Ticket {
    Ticket::clone(&desk.record(TicketId(1)).unwrap().unwrap().ticket)
}

fn by(desk: &SharedDesk) -> Option<String> {
    ticket(desk).snoozed_at(now()).map(|snooze| snooze.mark.by.clone())
}

#[test]
fn of_two_who_snooze_the_later_decides_and_undo_gives_the_earlier_ones() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, ola, vy) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"), desk(folder.path(), "vy"));
    log(&anna, "One");
    assert_eq!(vy.commit(snoozed(2)).unwrap_err().kind, ProblemKind::NotAllowed);
    anna.commit(snoozed(2)).unwrap();
    let later = ola.commit(snoozed(4)).unwrap();
    assert!(anna.commit(snoozed(4)).unwrap_err().message.contains("snoozed so already"));
    assert_eq!(by(&anna).as_deref(), Some("ola"));
    ola.commit(Request::new("?", undo_of(&later))).unwrap();
    assert_eq!(by(&anna).as_deref(), Some("anna"));
}

#[test]
fn what_another_does_wakes_it_until_they_undo_that() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, ola) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    log(&anna, "One");
    anna.commit(snoozed(2)).unwrap();
    anna.commit(add(EventData::WorkStarted)).unwrap();
    assert_eq!(by(&ola).as_deref(), Some("anna"));
    let done = ola.commit(add(EventData::Responded)).unwrap();
    assert_eq!(by(&anna), None);
    let woken = anna.commit(add(EventData::Woken)).unwrap_err();
    assert!(woken.message.contains("#1 is not snoozed"), "{woken}");
    let place = done.touched[0].first;
    ola.commit(Request::new("?", vec![Change::Retract { ticket: TicketId(1), event: place }])).unwrap();
    assert_eq!(by(&anna).as_deref(), Some("anna"));
}
