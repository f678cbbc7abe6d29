//! Links with the keys: both tickets tell of them, a parent asks before it is closed over open children.

use std::sync::Arc;

use frist::desk::Desk;
use frist::domain::ticket::event::LinkKind;
use frist::domain::ticket::{EventData, Ticket, TicketId, event};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};

fn desk() -> AtDesk {
    AtDesk::with(MONDAY, 110, 40, |d| {
        for subject in ["One", "Two", "Three"] {
            log(d, "agent1", new("markant", "standard", "serious", "phone", subject));
        }
    })
}

fn state(desk: &AtDesk, id: u64) -> Arc<Ticket> {
    desk.desk.record(TicketId(id)).unwrap().unwrap().ticket
}

fn child_of(id: u64) -> EventData {
    EventData::Linked(event::Linked { to: TicketId(id), how: LinkKind::ChildOf, off: false })
}

#[test]
fn a_link_is_typed_shown_on_both_and_undone_as_one() {
    let mut desk = desk();
    desk.keys(&["j", "Enter"]).sees("Two").keys(&[", l"]).sees("Link #2");
    desk.typed("kin of 1\n").sees("`kin-of` is no link").keys(&["Ctrl-U"]).typed("child of 1\n");
    desk.sees("#2 is a child of #1").sees("is a child of #1, new: One");
    desk.keys(&["Esc", "k", "Enter"]).sees("is the parent of #2, new: Two");
    desk.keys(&["u"]).sees("undone").sees_not("is the parent of #2, new");
    assert!(state(&desk, 1).links.is_empty() && state(&desk, 2).links.is_empty());
    desk.keys(&["Ctrl-R"]).sees("done again");
    assert_eq!((state(&desk, 1).links.len(), state(&desk, 2).links.len()), (1, 1));
}

#[test]
fn marked_tickets_become_children_as_one() {
    let mut desk = desk();
    desk.keys(&["Space", "Space", ", l"]).sees("and 1 more").typed("child of 3\n").sees("is a child of #3");
    assert_eq!(state(&desk, 3).children().collect::<Vec<_>>(), [TicketId(1), TicketId(2)]);
    desk.keys(&["/"]).typed("is:child\n").sees("One").sees_not("Three").keys(&["Backspace", "u"]).sees("undone");
    assert_eq!(state(&desk, 3).links, []);
}

#[test]
fn a_parent_asks_before_it_is_closed_over_open_children() {
    let mut desk = desk();
    happen(&desk.desk, "agent1", TicketId(2), child_of(1));
    // What cannot be closed yet is refused before that.
    desk.hear().keys(&["d"]).sees("#1 still has to meet its response").sees_not("stays so");
    for id in 1..=2 {
        happen(&desk.desk, "agent1", TicketId(id), EventData::Responded);
        happen(&desk.desk, "agent1", TicketId(id), EventData::Fixed);
    }
    desk.hear().keys(&["/"]).typed("One\n").keys(&["Enter", "d"]).sees("Close #1? Its child #2 is open, and stays so.");
    desk.keys(&["n"]).sees_not("stays so");
    assert!(state(&desk, 1).closed.is_none());
    desk.keys(&["d", "y"]).sees("#1 closed");
    assert!(state(&desk, 1).closed.is_some() && state(&desk, 2).closed.is_none());
}

#[test]
fn a_ticket_is_merged_leaves_the_queue_and_comes_back_by_undo() {
    let mut desk = desk();
    happen(&desk.desk, "agent1", TicketId(1), child_of(3));
    desk.hear()
        .keys(&["Enter"])
        .sees("is a child of #3, new: Three")
        .keys(&[", m"])
        .sees("Merge #1 into")
        .typed("1\n")
        .sees("#1 cannot be merged into itself");
    desk.keys(&["Ctrl-U"]).typed("2\n").sees("#1 merged into #2").sees("merged into #2, which goes on");
    desk.sees_not("is a child of #3, new: Three");
    desk.keys(&["r"]).sees("#1 was merged into #2").keys(&["Esc", "j"]).sees("Two").sees_not("One");
    desk.keys(&["Enter"]).sees("merged into it: #1").keys(&["Esc", "u"]).sees("undone").sees("One");
    assert_eq!((state(&desk, 1).merged, state(&desk, 2).reports.len()), (None, 1));
}
