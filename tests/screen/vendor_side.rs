//! The vendor's case number with the keys: typed, checked, shown, undone, on several tickets, and in the form.

use frist::desk::Desk as _;
use frist::domain::contract::{Book, SourceFile};
use frist::domain::ticket::event::VendorCaseSet;
use frist::domain::ticket::{EventData, TicketId};
use frist_testkit::EVERYTHING;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};

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
