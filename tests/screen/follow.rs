//! Following with the keys, and being told of what others do.

use frist::desk::Desk;
use frist::domain::ticket::{EventData, TicketId};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};

fn desk() -> AtDesk {
    AtDesk::with(MONDAY, 110, 36, |d| {
        log(d, "agent1", new("markant", "standard", "minor", "phone", "One slow"));
        log(d, "agent1", new("markant", "standard", "minor", "phone", "Two slow"));
    })
}

fn followers(desk: &AtDesk, id: u64) -> Vec<String> {
    desk.desk.record(TicketId(id)).unwrap().unwrap().ticket.followers.clone()
}

#[test]
fn who_follows_a_ticket_is_told_on_any_page_what_others_do_on_it() {
    let mut desk = desk();
    desk.keys(&["k", "k", ", w"]).sees("#1 followed");
    assert_eq!(followers(&desk, 1), ["agent1"]);
    desk.keys(&["5"]);
    happen(&desk.desk, "agent2", TicketId(2), EventData::Responded);
    desk.hear().sees_not("which you follow");
    happen(&desk.desk, "agent2", TicketId(1), EventData::Responded);
    desk.hear().sees("has changed #1, which you follow: One slow");
    desk.keys(&["1", ", w"]).sees("no longer followed");
    assert_eq!(followers(&desk, 1), Vec::<String>::new());
    desk.keys(&["u"]).sees("undone");
    assert_eq!(followers(&desk, 1), ["agent1"]);
}

#[test]
fn marked_tickets_are_followed_as_one() {
    let mut desk = desk();
    desk.keys(&["*", ", w"]).sees("followed");
    assert_eq!((followers(&desk, 1), followers(&desk, 2)), (vec!["agent1".to_owned()], vec!["agent1".to_owned()]));
    desk.keys(&["u"]).sees("undone");
    assert!(followers(&desk, 1).is_empty() && followers(&desk, 2).is_empty());
}
