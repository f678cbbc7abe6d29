//! An agreement that has everything: several sets of hours, every kind of target, promises by plan. At night what is
//! critical runs, and what is minor waits for support to open.

use frist::desk::LocalDesk;
use frist::domain::contract::{Book, SourceFile};
use frist_testkit::EVERYTHING;

use crate::at_desk::{AtDesk, log, new};

/// Saturday 6 January 2024, 23:00 in Oslo: support is closed until Monday.
const NIGHT: &str = "2024-01-06T22:00:00Z";
/// Friday 5 January 2024, 15:20 in Oslo: support is open, and its cut-off is past.
const FRIDAY: &str = "2024-01-05T14:20:00Z";

fn desk_at(moment: &str, columns: u16, rows: u16, fill: impl FnOnce(&LocalDesk)) -> AtDesk {
    let book = Book::with_user([], [SourceFile::user("nordlys.toml", EVERYTHING)]);
    assert_eq!(book.problems(), []);
    AtDesk::with_book(book, moment, columns, rows, fill)
}

/// Returns a desk at night with a critical ticket and a minor one.
fn night(columns: u16, rows: u16) -> AtDesk {
    desk_at(NIGHT, columns, rows, |desk| {
        log(desk, "agent1", new("nordlys", "base", "critical", "phone", "All down"));
        log(desk, "agent1", new("nordlys", "base", "minor", "email", "Logo off"));
    })
}

/// Returns a desk without tickets, on the vendor's page.
fn page(columns: u16, rows: u16) -> AtDesk {
    let mut desk = desk_at(NIGHT, columns, rows, |_| ());
    desk.keys(&["3", "g g"]);
    let place = desk.text().lines().position(|line| line.contains("Nordlys")).unwrap();
    let first = desk.text().lines().position(|line| line.contains("Markant")).unwrap();
    let rows_each = if (96..120).contains(&columns) { 1 } else { 2 };
    desk.keys(&vec!["j"; (place - first) / rows_each]).keys(&["Enter"]);
    desk
}

#[test]
fn at_night_the_critical_ticket_runs_and_the_minor_one_waits_for_support_to_open() {
    for (columns, rows) in [(80, 24), (160, 45)] {
        let mut desk = night(columns, rows);
        assert!(!desk.row("All down").contains('‖'), "{}", desk.text());
        assert!(desk.row("Logo off").contains('‖'), "{}", desk.text());
        desk.pass(60);
        assert!(desk.row("All down").contains("14:00") || desk.row("All down").contains("29:00"), "{}", desk.text());
        desk.keys(&["2"]);
        assert!(!desk.row("All down").contains('‖'), "{}", desk.text());
        assert!(desk.row("Logo off").contains('‖'), "{}", desk.text());
    }
}

#[test]
fn the_queue_at_night_at_80_by_24() {
    insta::assert_snapshot!(night(80, 24).text());
}

#[test]
fn the_queue_at_night_at_160_by_45() {
    insta::assert_snapshot!(night(160, 45).text());
}

#[test]
fn the_breach_page_at_night_at_80_by_24() {
    insta::assert_snapshot!(night(80, 24).keys(&["2"]).text());
}

#[test]
fn the_wall_at_night() {
    insta::assert_snapshot!(night(160, 45).keys(&["2", "F11"]).text());
}

#[test]
fn the_time_left_of_a_critical_ticket_goes_on_while_support_is_closed() {
    let mut desk = night(120, 30);
    desk.keys(&["2"]);
    let before = desk.row("All down");
    desk.pass(120);
    assert_ne!(before, desk.row("All down"));
    assert_eq!(desk.pass(1).row("Logo off"), desk.pass(120).row("Logo off"));
}

#[test]
fn the_vendors_page_at_80_by_24() {
    let mut desk = page(80, 24);
    let mut shown = desk.text();
    for _ in 0..7 {
        shown.push_str("\n\n");
        shown.push_str(&desk.keys(&["PgDn"]).text());
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_vendors_page_at_160_by_45() {
    let mut desk = page(160, 45);
    let mut shown = desk.text();
    for _ in 0..3 {
        shown.push_str("\n\n");
        shown.push_str(&desk.keys(&["PgDn"]).text());
    }
    insta::assert_snapshot!(shown);
}

/// Fills in the form up to the deadlines of a ticket of that severity.
fn form(moment: &str, severity: &str, channel: &str) -> AtDesk {
    let mut desk = desk_at(moment, 120, 36, |_| ());
    desk.keys(&["n"]);
    while !desk.row("Vendor").contains("[Nordlys") {
        desk.keys(&["Right"]);
    }
    desk.keys(&["Tab", "b", "Tab", severity, "Tab", channel]);
    desk
}

/// A set of hours with a cut-off of its own is named.
#[test]
fn the_form_names_the_hours_whose_cut_off_is_past() {
    let friday_evening = "2024-01-05T18:40:00Z";
    let mut desk = form(friday_evening, "s", "p");
    desk.keys(&["Shift-Tab", "Shift-Tab", "p"]);
    desk.sees("Past the cut-off of the hours long at").sees("19:30: support time counts from Mon");
}

/// A report that is entered late may have deadlines that have passed.
#[test]
fn the_form_says_by_how_much_a_deadline_is_overdue() {
    let mut desk = form("2024-01-05T13:50:00Z", "c", "p");
    while !desk.row("Reported").contains('▌') {
        desk.keys(&["Tab"]);
    }
    desk.typed("13:00").sees("due today 13:30,").sees("1h20");
}

#[test]
fn the_form_says_which_hours_are_open_for_what_is_chosen() {
    let mut desk = form(NIGHT, "c", "p");
    let text = desk.text();
    desk.sees("hours always: always");
    assert!(text.contains("response") && text.contains("30m"), "half an hour, though support is closed: {text}");
    desk.sees("counts from the fix");
    let text = form(NIGHT, "s", "p").text();
    assert!(!text.contains("hours always") && text.contains("in real time as its hours"), "{text}");
}

#[test]
fn the_form_says_that_a_report_is_past_the_cut_off() {
    form(FRIDAY, "s", "p").sees("Past the cut-off at 15:00").sees("Mon 08:00");
    // Of what is critical the fix alone counts by these hours.
    form(FRIDAY, "c", "p").sees("Past the cut-off of support at 15:00:").sees("fix counts from Mon 08:00");
    let on_time = "2024-01-05T13:50:00Z";
    form(on_time, "s", "p").sees_not("cut-off");
}

/// The number is there while the agent can still call.
#[test]
fn the_form_names_the_number_to_call() {
    form(NIGHT, "c", "e").sees("+47 22 00 00 00");
}
