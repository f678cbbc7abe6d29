//! The page of what the vendors owe today: who owes what, how each is reached, and the way to the ticket.

use frist::desk::{Desk as _, LocalDesk};
use frist::domain::ticket::event::VendorCaseSet;
use frist::domain::ticket::{EventData, NewTicket, TicketId};

use crate::at_desk::{AtDesk, happen, log, new};
use crate::composer::with_mail;

fn at(contract: &str, channel: &str, subject: &str, reported: &str) -> NewTicket {
    let reported = Some(frist::domain::time::Instant::parse(reported).unwrap());
    NewTicket { reported, subject: subject.to_owned(), ..new(contract, "standard", "critical", channel, subject) }
}

/// Fills a desk with two vendors that owe something, the later one longer, and a ticket whose clock nobody has started.
fn fill(desk: &LocalDesk) {
    log(desk, "anna", at("markant", "phone", "Catalogue empty", "2024-01-08T11:30:00Z"));
    log(desk, "anna", at("moocommerce", "phone", "Checkout fails", "2024-01-04T09:00:00Z"));
    log(desk, "anna", at("markant", "email", "Mailed in", "2024-01-08T11:30:00Z"));
    let set = VendorCaseSet { case: Some("INC0012345".into()) };
    happen(desk, "anna", TicketId(1), EventData::VendorCaseSet(set));
}

fn desk(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with("2024-01-08T12:00:00Z", columns, rows, fill)
}

#[test]
fn each_vendor_stands_with_its_number_above_what_it_owes_and_enter_opens_the_ticket() {
    for (columns, rows) in [(80, 24), (160, 45)] {
        let mut desk = desk(columns, rows);
        desk.keys(&["g t"]).is_on("Owed").sees("Markant · call 53 00 30 00").sees("INC0012345").sees_not("Mailed in");
        let text = desk.text();
        let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
        assert!(place("Checkout fails") < place("Markant · call"), "who owes longest comes first: {text}");
        assert!(place("Markant · call") < place("Catalogue empty"), "{text}");
        assert!(desk.row("▌").contains("Checkout fails"), "no vendor's line is selected");
        desk.keys(&["G"]);
        assert!(desk.row("▌").contains("Catalogue empty"));
        desk.keys(&["Enter"]).sees("Owed ▸ #1").keys(&["Esc"]).is_on("Owed");
        assert!(desk.row("▌").contains("Catalogue empty"), "it goes back to where it was");
        desk.keys(&["g g"]);
        assert!(desk.row("▌").contains("Checkout fails"));
        desk.keys(&["Esc"]).is_on("1 Queue");
    }
}

#[test]
fn a_filter_lists_some_and_what_is_done_meanwhile_leaves() {
    let mut desk = desk(80, 24);
    desk.keys(&["g t", "/"]).typed("vendor:markant").sees_not("Checkout fails").keys(&["Enter"]);
    desk.sees("Catalogue empty").sees("/vendor:markant");
    happen(&desk.desk, "agent2", TicketId(1), EventData::Responded);
    desk.hear().sees_not("response");
    desk.keys(&["/", "Ctrl-U"]).typed("unheard-of\n").sees("None. Backspace shows what every vendor owes.");
    desk.keys(&["Backspace"]).sees("Checkout fails").sees_not("/vendor");
}

#[test]
fn a_phone_shows_what_is_owed_and_a_desk_that_is_owed_nothing_says_so() {
    desk(40, 12).keys(&["g t"]).sees("Catalog").sees("call 53 00 30 00").sees("OWED").sees_not("CASE");
    let mut empty = AtDesk::with("2024-01-08T12:00:00Z", 80, 24, |_| ());
    empty.keys(&["Esc", "g t"]).sees("No vendor owes anything today.").keys(&["j", "k", "G", "Enter"]).is_on("Owed");
}

#[test]
fn what_becomes_late_while_one_looks_is_shown_late() {
    let mut desk = AtDesk::with("2024-01-08T12:00:00Z", 80, 24, |d| {
        log(d, "anna", at("markant", "phone", "Catalogue empty", "2024-01-08T11:59:00Z"));
    });
    desk.keys(&["g t"]);
    assert!(!desk.row("response").contains('‼'));
    desk.pass(3 * 3600);
    assert!(desk.row("response").contains('‼'), "{}", desk.text());
}

#[test]
fn the_case_number_is_entered_and_a_letter_to_the_vendor_begun_without_leaving_the_page() {
    let mut desk = desk(100, 30);
    desk.keys(&["g t", ", n"]).sees("The vendor's case number of #2").typed("INC77\n").is_on("Owed");
    assert!(desk.row("▌").contains("INC77"), "{}", desk.text());
    desk.keys(&["u"]).sees("undone");
    assert!(!desk.row("▌").contains("INC77"), "{}", desk.text());
    with_mail(&mut desk, (100, 30));
    desk.keys(&["g t", "Y"]).sees("Letter to the vendor").keys(&["Esc"]).is_on("Owed");
    desk.keys(&["c"]).typed("Rang them.").sees("Rang them.").keys(&["Ctrl-S"]).is_on("Owed");
    let read = desk.desk.record(TicketId(2)).unwrap().unwrap();
    assert!(read.events.iter().any(|event| event.what.searched() == Some("Rang them.")));
}
