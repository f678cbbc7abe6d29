//! Snoozing with the keys: what is proposed, the list without what sleeps, and its return by the clock.

use frist::desk::Desk;
use frist::domain::ticket::TicketId;

use crate::at_desk::{AtDesk, MONDAY, log, new};

fn desk(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        log(d, "agent1", new("markant", "standard", "minor", "phone", "One slow"));
        log(d, "agent1", new("markant", "standard", "minor", "phone", "Two slow"));
    })
}

fn sleeping(desk: &AtDesk) -> Vec<u64> {
    let mut ids: Vec<u64> =
        desk.desk.open_tickets().unwrap().iter().filter(|t| t.snooze.is_some()).map(|t| t.id.0).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn a_ticket_is_snoozed_leaves_the_queue_and_is_back_when_its_time_has_passed() {
    let mut desk = desk(110, 36);
    desk.keys(&["k", "k", ", z"]).sees("Snooze #").keys(&["Tab"]).sees("2 support hours").keys(&["Ctrl-U"]);
    desk.typed("soon\n").sees("that is no time to sleep").keys(&["Ctrl-U"]).typed("30m\n").sees("snoozed until");
    desk.keys(&["j", "k"]).sees("Two slow").sees_not("One slow").sees("☾ 1");
    desk.keys(&["/"]).typed("is:snoozed\n").sees("One slow").sees("☾ One slow").sees_not("Two slow");
    desk.keys(&["Enter"]).sees("snoozed until today").keys(&["Esc", "Backspace"]).sees_not("One slow");
    desk.pass(31 * 60).sees("One slow").sees_not("☾ 1");
}

#[test]
fn marked_tickets_are_snoozed_and_woken_as_one() {
    let mut desk = desk(80, 24);
    desk.keys(&["*", ", z"]).sees("and 1 more").typed("4 support hours\n").sees("snoozed");
    assert_eq!(sleeping(&desk), [1, 2]);
    desk.keys(&["u"]).sees("undone");
    assert_eq!(sleeping(&desk), Vec::<u64>::new());
    desk.keys(&["Ctrl-R"]).sees("again");
    assert_eq!(sleeping(&desk), [1, 2]);
    desk.keys(&["/"]).typed("is:snoozed\n").keys(&["*", ", z"]).typed("wake\n").sees("woken");
    assert_eq!(sleeping(&desk), Vec::<u64>::new());
    assert!(desk.desk.record(TicketId(1)).unwrap().unwrap().ticket.is_open());
}
