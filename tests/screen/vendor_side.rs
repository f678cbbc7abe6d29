//! The vendor's case number with the keys: typed, checked, shown, undone, on several tickets, and in the form.

use frist::desk::Desk as _;
use frist::domain::contract::{Book, SourceFile};
use frist::domain::letter::LetterHead;
use frist::domain::ticket::event::{MessageDirection, VendorCaseSet};
use frist::domain::ticket::{EventData, TicketId};
use frist_testkit::EVERYTHING;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};
use crate::letters::by_letter;

fn desk(columns: u16, rows: u16) -> AtDesk {
    let book = Book::with_user([], [SourceFile::user("nordlys.toml", EVERYTHING)]);
    AtDesk::with_book(book, MONDAY, columns, rows, |d| {
        log(d, "agent1", new("nordlys", "base", "minor", "email", "One"));
        log(d, "agent1", new("nordlys", "base", "minor", "email", "Two"));
    })
}

fn case(desk: &AtDesk, id: u64) -> Option<String> {
    desk.desk.record(TicketId(id)).unwrap().unwrap().ticket.vendor_case.clone()
}

#[test]
fn a_case_number_is_typed_checked_shown_and_undone() {
    let mut desk = desk(110, 36);
    desk.keys(&["Enter", ", n"]).sees("The vendor's case number of #").typed("4711\n").sees("they look like INC");
    desk.keys(&["Ctrl-U"]).typed("INC0012345\n").sees("the vendor's case: INC0012345");
    desk.keys(&[", n"]).sees("INC0012345").keys(&["Ctrl-U", "Enter"]).sees("vendor's case removed");
    desk.keys(&["u"]).sees("the vendor's case: INC0012345");
}

#[test]
fn whoever_is_late_is_told_who_set_it_and_loses_nothing() {
    let mut desk = desk(110, 36);
    desk.keys(&["k", "k", "Enter", ", n"]).typed("INC0012345");
    for id in [1, 2] {
        let set = VendorCaseSet { case: Some("INC0000001".into()) };
        happen(&desk.desk, "agent2", TicketId(id), EventData::VendorCaseSet(set));
    }
    desk.keys(&["Enter"]).sees("agent2").sees("INC0012345");
    assert_eq!((case(&desk, 1).as_deref(), case(&desk, 2).as_deref()), (Some("INC0000001"), Some("INC0000001")));
}

#[test]
fn marked_tickets_get_it_as_one_and_are_found_by_it() {
    let mut desk = desk(110, 36);
    desk.keys(&["*", ", n"]).sees("and 1 more").typed("INC0012345\n");
    assert_eq!((case(&desk, 1).as_deref(), case(&desk, 2).as_deref()), (Some("INC0012345"), Some("INC0012345")));
    desk.keys(&["/"]).typed("case:inc0012345\n").sees("One").sees("Two");
    desk.keys(&["u"]).sees("undone");
    assert_eq!((case(&desk, 1), case(&desk, 2)), (None, None));
}

#[test]
fn the_form_asks_for_it_where_the_agreement_says_how_it_looks() {
    let mut desk = desk(110, 40);
    desk.keys(&["n"]).typed("n").sees("Case").keys(&["Tab"; 11]).typed("77");
    desk.keys(&["Ctrl-S"]).sees("`77` is no case number");
}

#[test]
fn what_the_vendors_letter_proposes_is_accepted_with_one_key_and_left_with_another() {
    let responded = |desk: &AtDesk| {
        let ticket = desk.desk.record(TicketId(1)).unwrap().unwrap().ticket;
        ticket.responded.as_ref().map(|mark| mark.at)
    };
    for (columns, rows) in [(80, 24), (160, 45)] {
        let mut desk = AtDesk::with(MONDAY, columns, rows, |d| {
            log(d, "agent1", new("markant", "standard", "serious", "phone", "One"));
        });
        desk.keys(&["Enter", "%"]).sees("no letter of the vendor's proposes when #1 was responded to");
        desk.pass(60);
        let theirs = by_letter(MessageDirection::VendorIn, "A disk.", LetterHead::default());
        happen(&desk.desk, "frist", TicketId(1), theirs);
        let came = desk.desk.now();
        desk.hear().pass(300).sees("as the vendor's letter proposes").sees("% accepts it");
        assert_eq!(responded(&desk), None);
        desk.keys(&["%"]).sees("#1 responded").sees_not("proposes");
        assert_eq!(responded(&desk), Some(came), "it counts from the letter");
        desk.keys(&["u"]).sees("undone").sees("% accepts it").keys(&["Z"]).sees_not("proposes");
        assert_eq!(responded(&desk), None);
    }
}

#[test]
fn of_two_who_accept_it_the_later_finds_it_done() {
    let mut desk = desk(110, 36);
    happen(&desk.desk, "frist", TicketId(1), by_letter(MessageDirection::VendorIn, "A disk.", LetterHead::default()));
    desk.keys(&["/"]).typed("One\n").keys(&["Enter"]).hear().sees("% accepts it");
    happen(&desk.desk, "agent2", TicketId(1), EventData::Responded);
    desk.keys(&["%"]).hear().sees_not("accepts it");
    let events = desk.desk.record(TicketId(1)).unwrap().unwrap().events;
    let by: Vec<_> = events.iter().filter(|it| it.action() == Some(&EventData::Responded)).map(|it| &it.by).collect();
    assert_eq!(by, ["agent2"]);
}

#[test]
fn how_the_vendor_is_reached_stands_on_the_page_and_the_link_is_copied() {
    let mut desk = desk(160, 45);
    desk.keys(&["Enter"]).sees("Vendor: call ").sees_not("Portal: ");
    desk.keys(&["g y"]).sees("is not known, and its portal needs it");
    desk.keys(&[", n"]).typed("INC0012345\n").sees("Portal: https://").sees("(g y copies it)");
    desk.keys(&["g y"]).sees("The address in the vendor's portal");
    desk.keys(&["r", "f", "d"]).sees_not("Vendor: call ");
}
