//! Links between tickets while two people work: one commit for both tickets, whoever undoes it, and nothing half done.

use frist::desk::{Change, Desk, ProblemKind, Request, SharedDesk, undo_of};
use frist::domain::ticket::event::LinkKind;
use frist::domain::ticket::{EventData, TicketId, event};

use super::presence::{desk, log};

fn linked(ticket: u64, how: LinkKind, to: u64) -> Request {
    let what = EventData::Linked(event::Linked { to: TicketId(to), how, off: false });
    Request::add("?", TicketId(ticket), None, what)
}

fn revisions(desk: &SharedDesk) -> Vec<u32> {
    let mut all = desk.open_tickets().unwrap();
    all.sort_by_key(|ticket| ticket.id);
    all.iter().map(|ticket| ticket.revision).collect()
}

#[test]
fn two_people_cannot_close_a_circle_of_parents_between_them() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, ola) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    (0..3).for_each(|n| assert!(log(&anna, &n.to_string()).0 > 0));
    anna.commit(linked(1, LinkKind::ChildOf, 2)).unwrap();
    ola.commit(linked(3, LinkKind::ParentOf, 2)).unwrap();
    let before = revisions(&anna);
    for (desk, request) in [(&ola, linked(3, LinkKind::ChildOf, 1)), (&anna, linked(1, LinkKind::ParentOf, 3))] {
        let refused = desk.commit(request).unwrap_err();
        assert!(refused.message.contains("would be above itself"), "{refused}");
    }
    assert_eq!(revisions(&anna), before);
    // What is undone comes back only where it still fits.
    let done = ola.commit(Request::new("?", vec![Change::Retract { ticket: TicketId(2), event: 3 }])).unwrap();
    assert_eq!(done.touched.len(), 2);
    anna.commit(linked(3, LinkKind::ChildOf, 1)).unwrap();
    let refused = ola.commit(Request::new("?", undo_of(&done))).unwrap_err();
    assert!(refused.message.contains("would be above itself"), "{refused}");
    assert!(anna.record(TicketId(3)).unwrap().unwrap().ticket.parent() == Some(TicketId(1)));
}

#[test]
fn a_link_is_one_change_however_it_is_undone_and_however_often_it_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, ola) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    (0..2).for_each(|n| assert!(log(&anna, &n.to_string()).0 > 0));
    let request = linked(1, LinkKind::Blocks, 2);
    let done = ola.commit(request.clone()).unwrap();
    assert_eq!(done.touched.len(), 2);
    assert_eq!(ola.commit(request).unwrap(), done);
    let undo = Request::new("?", undo_of(&done));
    let undone = ola.commit(undo.clone()).unwrap();
    assert_eq!(ola.commit(undo).unwrap(), undone);
    assert_eq!(revisions(&anna), [4, 4]);
    let again = ola.commit(Request::new("?", undo_of(&undone))).unwrap();
    assert_eq!(revisions(&anna), [5, 5]);
    // A lead may take it back on either ticket, and both are as they were.
    anna.commit(Request::new("?", vec![Change::Retract { ticket: TicketId(2), event: 2 }])).unwrap();
    for id in [1, 2] {
        assert_eq!(anna.record(TicketId(id)).unwrap().unwrap().ticket.links, []);
    }
    assert_eq!(again.touched.len(), 2);
}

#[test]
fn only_those_who_work_here_link_and_nobody_writes_what_the_desk_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, vy) = (desk(folder.path(), "anna"), desk(folder.path(), "vy"));
    (0..2).for_each(|n| assert!(log(&anna, &n.to_string()).0 > 0));
    assert_eq!(vy.commit(linked(1, LinkKind::Relates, 2)).unwrap_err().kind, ProblemKind::NotAllowed);
    let tags = EventData::Tagged(event::Tagged { add: vec!["disk".to_owned()], ..event::Tagged::default() });
    assert_eq!(vy.commit(Request::add("?", TicketId(1), None, tags)).unwrap_err().kind, ProblemKind::NotAllowed);
    let told = EventData::ChildFixed(event::ChildFixed { child: TicketId(2), event: 2 });
    assert!(anna.commit(Request::add("?", TicketId(1), None, told)).unwrap_err().message.contains("by itself"));
    anna.commit(linked(2, LinkKind::ChildOf, 1)).unwrap();
    let fixed = anna.commit(Request::add("?", TicketId(2), None, EventData::Fixed)).unwrap();
    let refused = anna.commit(Request::new("?", vec![Change::Retract { ticket: TicketId(1), event: 3 }])).unwrap_err();
    assert!(refused.message.contains("the desk wrote that when #2 was fixed"), "{refused}");
    anna.commit(Request::new("?", undo_of(&fixed))).unwrap();
    assert_eq!(revisions(&anna), [5, 5]);
}

#[test]
fn tags_of_two_people_stand_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let (anna, ola) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"));
    let id = log(&anna, "x");
    let tag = |tag: &str| {
        let what = EventData::Tagged(event::Tagged { add: vec![tag.to_owned()], ..event::Tagged::default() });
        Request::add("?", id, None, what)
    };
    let first = anna.commit(tag("disk")).unwrap();
    ola.commit(tag("slow")).unwrap();
    assert_eq!(ola.record(id).unwrap().unwrap().ticket.tags, ["disk", "slow"]);
    anna.commit(Request::new("?", undo_of(&first))).unwrap();
    assert_eq!(ola.record(id).unwrap().unwrap().ticket.tags, ["slow"]);
}
