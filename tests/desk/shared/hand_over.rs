//! The owner goes; one of the others takes its place.

use frist::desk::{Desk, Notice};

use super::presence::{desk, log, responded, wait_for};

#[test]
fn when_the_owner_goes_a_guest_takes_its_place_and_the_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second, third) = (desk(folder.path(), "anna"), desk(folder.path(), "ola"), desk(folder.path(), "vy"));
    let id = log(&second, "x");
    let (at_second, at_third) = (second.subscribe(), third.subscribe());
    drop(first);
    for feed in [&at_second, &at_third] {
        wait_for(feed, |n| matches!(n, Notice::Attached(_)));
        wait_for(feed, |n| matches!(n, Notice::Resync));
    }
    assert!(second.owns() != third.owns());
    second.commit(responded(id)).unwrap();
    wait_for(&at_third, |n| matches!(n, Notice::Changed(t, ..) if t.responded.is_some()));
    assert_eq!(third.record(id).unwrap().unwrap().events.len(), 3);
}

#[test]
fn a_request_that_comes_while_nobody_has_the_store_waits_for_the_next_owner() {
    let folder = tempfile::tempdir().unwrap();
    let mut desks = vec![desk(folder.path(), "anna")];
    let last = desk(folder.path(), "ola");
    for n in 0..5 {
        drop(desks.pop());
        let id = log(&last, &format!("while nobody was there {n}"));
        assert_eq!(last.record(id).unwrap().unwrap().events[0].by, "ola");
        desks.push(desk(folder.path(), "anna"));
    }
    assert_eq!(last.open_tickets().unwrap().len(), 5);
}
