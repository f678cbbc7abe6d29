//! Tags with the keys: on one ticket and on marked ones, completed, found, shown.

use frist::desk::Desk;
use frist::domain::ticket::TicketId;

use crate::at_desk::{AtDesk, MONDAY, log, new};

fn desk(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "One"));
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Two"));
    })
}

fn tags(desk: &AtDesk, id: u64) -> Vec<String> {
    desk.desk.record(TicketId(id)).unwrap().unwrap().ticket.tags.clone()
}

#[test]
fn tags_are_typed_and_taken_off_and_stand_on_the_page() {
    let mut desk = desk(110, 36);
    desk.keys(&["Enter", ", g"]).sees("Tag #").typed("Slow disk\n").sees("tagged disk, slow").sees("tags: disk, slow");
    desk.keys(&[", g"]).sees("now disk slow").typed("a_b\n").sees("`a_b` cannot be a tag");
    desk.keys(&["Ctrl-U"]).typed("vpn -slow\n").sees("tagged vpn, untagged slow").sees("tags: disk, vpn");
    desk.keys(&["u"]).sees("undone").sees("tags: disk, slow").keys(&["Ctrl-R"]).sees("tags: disk, vpn");
}

#[test]
fn tags_in_use_are_completed_and_marked_tickets_are_tagged_as_one() {
    let mut desk = desk(110, 36);
    desk.keys(&["k", "k", ", g"]).typed("disk-full disk-slow\n").sees("tagged disk-full, disk-slow");
    desk.keys(&["*", ", g"]).sees("and 1 more").typed("vpn di").keys(&["Tab"]).sees("vpn disk-full");
    desk.keys(&["Tab"]).sees("vpn disk-slow").keys(&["Tab"]).sees("vpn disk-full").keys(&["Enter"]);
    desk.sees("tagged disk-full, vpn");
    let mut both = [tags(&desk, 1), tags(&desk, 2)];
    both.sort();
    assert_eq!(both, [vec!["disk-full", "disk-slow", "vpn"], vec!["disk-full", "vpn"]]);
    desk.keys(&["/"]).typed("tag:disk-slow\n").sees("tag:disk-slow");
    desk.keys(&["Backspace", "u"]).sees("undone");
    assert!(tags(&desk, 1).is_empty() || tags(&desk, 2).is_empty());
}

#[test]
fn a_new_ticket_has_the_tags_of_the_form() {
    let mut desk = desk(110, 36);
    desk.keys(&["n"]).sees("Tags").keys(&["Tab"]).typed("s").keys(&["Tab"]).typed("c").keys(&["Tab"]).typed("p");
    desk.keys(&["Tab"]).typed("Down").keys(&["Tab", "Tab", "Tab", "Tab", "Tab"]).typed("VPN, disk");
    desk.keys(&["Ctrl-S"]).sees("logged");
    assert_eq!(tags(&desk, 3), ["disk", "vpn"]);
}
