//! The audit log at the screen: who did what, live, filtered while one types, page after page, and the ways from it.

use frist::desk::{Change, Desk, LocalDesk, Request};
use frist::domain::ledger::{LedgerFact, Outage, Release};
use frist::domain::ticket::{EventData, TicketId, event};
use frist::domain::time::{Date, Instant};
use frist::tui::app::{App, DeskWork, Work};
use frist::tui::run::{Host, ShellEffect};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};
use crate::snapshots::{demo_desk, look};

fn note(text: &str) -> EventData {
    EventData::Note(event::Note { text: text.to_owned(), to_customer: false })
}

fn fill(desk: &LocalDesk) {
    let down = log(desk, "anna", new("markant", "extended", "critical", "phone", "Checkout gives 502"));
    let slow = log(desk, "ola", new("sesam", "partner", "error", "email", "Pipes are slow"));
    happen(desk, "ola", down, EventData::Responded);
    happen(desk, "anna", slow, note("called back"));
    let outage = Outage {
        contract: "markant".to_owned(),
        from: Instant::parse("2023-12-05T08:00:00Z").unwrap(),
        to: Some(Instant::parse("2023-12-05T09:00:00Z").unwrap()),
        symptom: Some("database gone".to_owned()),
        ..Outage::default()
    };
    enter(desk, LedgerFact::Outage(outage));
}

fn enter(desk: &LocalDesk, fact: LedgerFact) {
    let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(fact)) };
    desk.commit(Request::new("anna", vec![change])).unwrap();
}

fn at_activity(columns: u16, rows: u16) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, columns, rows, fill);
    desk.keys(&["6"]);
    desk
}

/// Lets the screen take in what the desk has told since; a real host passes it on by itself.
fn hear(desk: &mut AtDesk) -> &mut AtDesk {
    Host::<App>::perform(desk.screen.host(), Work::Desk(DeskWork::LookAt(frist::desk::OpenTicket::default())));
    desk.screen.settle();
    desk
}

/// Returns the line of the selected audit entry.
fn selected(desk: &AtDesk) -> String {
    desk.row("▌")
}

#[test]
fn it_tells_who_did_what_the_newest_first() {
    let mut desk = at_activity(120, 24);
    desk.is_on("6 Activity").sees("WHEN").sees("HAPPENED");
    let lines: Vec<String> =
        desk.text().lines().skip(3).take_while(|line| line.contains("today")).map(str::to_owned).collect();
    assert!(lines[0].contains("anna") && lines[0].contains("outage entered: Tue 5 Dec 2023 09:00"), "{lines:#?}");
    assert!(lines[0].contains("Markant") && lines[0].contains("database gone"), "{lines:#?}");
    assert!(
        lines[1].contains("anna") && lines[1].contains("note: called back") && lines[1].contains("#2"),
        "{lines:#?}"
    );
    assert!(lines[2].contains("ola") && lines[2].contains("responded to the customer"), "{lines:#?}");
    assert!(lines[2].contains("#1") && lines[2].contains("Checkout gives 502"), "{lines:#?}");
    // The desk's own audit entries are in it too: it keeps the text that a ticket was logged under.
    desk.sees("the agreement's text was kept");
    desk.keys(&["Esc"]).is_on("1 Queue");
}

#[test]
fn what_is_new_comes_in_on_top_and_the_selected_row_stays_selected() {
    let mut desk = at_activity(100, 12);
    desk.keys(&["j", "j"]);
    assert!(selected(&desk).contains("responded to the customer"));
    let down = TicketId(1);
    for turn in 0..30 {
        happen(&desk.desk, "ola", down, note(&format!("number {turn}")));
        hear(&mut desk);
        assert!(selected(&desk).contains("responded to the customer"), "{}", desk.text());
    }
    desk.keys(&["g g"]).sees("number 29").sees("number 28");
    assert!(selected(&desk).contains("number 29"), "{}", desk.text());
    // At the top what is new shows above the selected one.
    happen(&desk.desk, "ola", down, note("at the top"));
    hear(&mut desk).sees("at the top");
    assert!(selected(&desk).contains("number 29"), "{}", desk.text());
}

#[test]
fn what_is_retracted_is_marked_live_and_the_taking_back_is_told_as_such() {
    let mut desk = at_activity(120, 24);
    desk.keys(&["/"]).typed("what:respond").keys(&["Enter"]).sees_not("(retracted)").sees_not("called back");
    desk.desk.commit(Request::new("ola", vec![Change::Retract { ticket: TicketId(1), event: 2 }])).unwrap();
    hear(&mut desk).sees("(retracted) responded to the customer").sees_not("retracted: ");
    desk.keys(&["Backspace"]).sees("↶ retracted: responded to the customer");
    desk.sees("(retracted) responded to the customer");
    desk.desk.commit(Request::new("ola", vec![Change::Retract { ticket: TicketId(1), event: 3 }])).unwrap();
    hear(&mut desk).sees("(retracted) ↶ retracted").sees_not("(retracted) responded");
}

#[test]
fn the_filter_works_while_it_is_typed_and_says_what_it_cannot_read() {
    let mut desk = at_activity(100, 30);
    desk.keys(&["/"]).typed("who:ola").sees("responded to the customer").sees_not("called back").sees("/who:ola");
    desk.typed(" what:shout").sees("does not know `shout`").sees("called back");
    desk.keys(&["Esc"]).sees("called back").sees_not("Filter");
    desk.keys(&["/"]).typed("pipes vendor:sesam").keys(&["Enter"]).sees("called back").sees_not("Checkout");
    desk.sees("/pipes vendor:sesam");
    // New audit entries come in only where they match.
    happen(&desk.desk, "anna", TicketId(1), note("elsewhere"));
    happen(&desk.desk, "anna", TicketId(2), note("just now"));
    hear(&mut desk).sees("just now").sees_not("elsewhere");
    desk.keys(&["Esc"]).sees("elsewhere").sees_not("/pipes");
    desk.keys(&["/"]).typed("zebra").keys(&["Enter"]).sees("Nothing in the audit log matches the filter.");
    desk.keys(&["Backspace"]).sees("elsewhere");
    // The queue's filter is its own.
    desk.keys(&["/"]).typed("who:ola").keys(&["Enter", "1"]).sees_not("/who:ola").sees("Pipes are slow");
}

#[test]
fn enter_opens_the_ticket_or_the_entrys_page_and_esc_comes_back() {
    let mut desk = at_activity(120, 30);
    desk.keys(&["j", "j", "Enter"]).is_on("6 Activity ▸ #1").sees("TIMELINE");
    desk.keys(&["Esc"]).is_on("6 Activity");
    assert!(selected(&desk).contains("responded"));
    desk.keys(&["k", "k", "Enter"]).is_on("4 Uptime").sees("Markant, December 2023");
    assert!(desk.row("database gone").contains('▌'), "{}", desk.text());
    desk.keys(&["6"]).is_on("6 Activity");
    // A removed entry has no page any more.
    let id = desk.desk.ledger().outages(None)[0].0;
    let removal = Change::Enter { entry: Some(id), revision: Some(0), fact: None };
    desk.desk.commit(Request::new("anna", vec![removal])).unwrap();
    hear(&mut desk).keys(&["g g"]).sees("outage removed: Tue 5 Dec 2023").sees("(retracted) outage entered");
    desk.keys(&["Enter"]).sees("It has been removed");
    enter(
        &desk.desk,
        LedgerFact::Release(Release { contract: "sesam".into(), date: Date::new(2024, 3, 1).unwrap(), name: None }),
    );
    hear(&mut desk).keys(&["g g"]).sees("release date entered: Fri 1 Mar 2024");
    desk.keys(&["Enter"]).is_on("3 Vendors");
}

#[test]
fn y_copies_what_was_done() {
    let mut desk = at_activity(120, 30);
    desk.keys(&["j", "j", "y"]).sees("What was done: sent to the terminal's clipboard");
    let copied = "Mon 8 Jan 2024 10:00 ola: responded to the customer (#1 Checkout gives 502, Markant)";
    assert!(desk.screen.performed().contains(&ShellEffect::Copy(copied.to_owned())), "{:?}", desk.screen.performed());
}

#[test]
fn older_audit_entries_are_read_as_one_goes_down_to_the_first() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |desk| {
        let id = log(desk, "anna", new("markant", "extended", "critical", "phone", "Checkout gives 502"));
        let add = |turn| Change::Add {
            ticket: id,
            revision: None,
            happened: None,
            what: Box::new(note(&format!("number {turn}"))),
        };
        desk.commit(Request::new("ola", (0..1000).map(add).collect())).unwrap();
    });
    desk.keys(&["6"]);
    for turn in (0..1000).rev() {
        assert!(selected(&desk).contains(&format!("note: number {turn} ")), "{turn}:\n{}", desk.text());
        desk.keys(&["j"]);
    }
    desk.keys(&["j", "j", "j"]);
    assert!(selected(&desk).contains("logged as incident"), "{}", desk.text());
    desk.keys(&["g g"]).sees("number 999").keys(&["G"]).sees("logged as incident");
}

#[test]
fn an_audit_entry_of_long_ago_is_found_though_nothing_else_matches() {
    let mut desk = at_activity(100, 24);
    desk.keys(&["/"]).typed("what:log who:anna").keys(&["Enter"]).sees("logged as incident").sees_not("searching");
    desk.keys(&["Backspace", "/"]).typed("until:2023-12-31").keys(&["Enter"]).sees("Nothing in the audit log");
}

#[test]
fn an_empty_desk_says_what_to_press() {
    let mut desk = AtDesk::at(MONDAY, 80, 24);
    desk.keys(&["6"]).sees("Nothing has been done yet.").sees("log a ticket").keys(&["j", "G", "Enter", "y"]);
    log(&desk.desk, "anna", new("markant", "extended", "critical", "phone", "The first"));
    hear(&mut desk).sees("logged as incident").sees("The first");
}

#[test]
fn what_was_entered_late_shows_when_it_happened() {
    let mut desk = AtDesk::at(MONDAY, 120, 24);
    let mut ticket = new("sesam", "partner", "error", "email", "Late");
    ticket.reported = Some(Instant::parse("2024-01-08T07:30:00Z").unwrap());
    log(&desk.desk, "ola", ticket);
    desk.keys(&["6"]);
    assert!(desk.row("reported by email").contains("today 10:00   today 08:30"), "{}", desk.text());
    desk.screen.resize(80, 24);
    assert!(desk.row("reported by").contains("‹08:30"), "{}", desk.text());
}

#[test]
fn how_it_looks() {
    insta::assert_snapshot!("journal_80x24", look(80, 24, &["6", "j", "j"]));
    insta::assert_snapshot!("journal_160x45", look(160, 45, &["6", "j", "j"]));
    let (mut screen, _folder) = demo_desk(80, 24, &["6", "/"]);
    insta::assert_snapshot!("journal_filter_80x24", screen.typed("what:undo").screen());
}
