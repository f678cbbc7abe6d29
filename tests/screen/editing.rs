//! Editing what was typed and what was logged wrongly, with the keys: subject, customer, vendor, channel, time of report.

use std::sync::Arc;

use frist::desk::Desk;
use frist::domain::ticket::{EventData, Ticket, TicketId, event};

use frist::tui::app::Setup;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};

/// Opens a desk with one ticket of Markant, reported by phone now, on the queue.
fn desk() -> AtDesk {
    AtDesk::with(MONDAY, 110, 36, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Slop down"));
    })
}

fn state(desk: &AtDesk) -> Arc<Ticket> {
    desk.desk.record(TicketId(1)).unwrap().unwrap().ticket
}

#[test]
fn the_subject_is_edited_from_what_it_is_and_undone() {
    let mut desk = desk();
    desk.keys(&[", s"]).sees("Subject of #1").sees("Slop down").keys(&["Home", "Right", "Delete"]).typed("h");
    desk.keys(&["Enter"]).sees("#1 subject changed").sees("Shop down");
    desk.keys(&["Enter"]).sees("subject set to “Shop down” (was “Slop down”)").keys(&["u"]).sees("undone");
    assert_eq!(state(&desk).subject, "Slop down");
}

#[test]
fn the_customer_is_entered_and_removed_and_on_marked_tickets_too() {
    let mut desk = AtDesk::with(MONDAY, 110, 36, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "One"));
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Two"));
    });
    desk.keys(&["*", ", c"]).sees("Customer of #").sees("and 1 more").typed("Kari\n").sees("customer Kari");
    let of = |desk: &AtDesk, id| desk.desk.record(TicketId(id)).unwrap().unwrap().ticket.customer.clone();
    assert_eq!((of(&desk, 1), of(&desk, 2)), (Some("Kari".to_owned()), Some("Kari".to_owned())));
    desk.keys(&["u"]).sees("undone");
    assert_eq!((of(&desk, 1), of(&desk, 2)), (None, None));
}

#[test]
fn another_vendor_shows_the_new_deadlines_before_it_is_saved() {
    let mut desk = desk();
    desk.keys(&[", v"]).sees("Correct #1").sees("Markant").sees("All clocks count anew");
    // As long as nothing is changed, Esc leaves without a question.
    desk.keys(&["Esc"]).sees_not("Correct #1").keys(&[", v", "s"]).sees("SESAM needs a plan of its own");
    desk.keys(&["Tab"]).typed("p").keys(&["Tab"]).typed("c").sees("Counted anew under SESAM:").sees("→");
    desk.keys(&["Esc"]).sees("Leave the report as it stands?").keys(&["n"]).sees("Correct #1");
    desk.keys(&["Ctrl-S"]).sees("#1 report corrected").sees_not("Correct #1");
    assert_eq!((state(&desk).contract.as_str(), state(&desk).severity.as_str()), ("sesam", "critical"));
    desk.keys(&["Enter"]).sees("vendor sesam (was markant)").sees("response: ").keys(&["u"]).sees("undone");
    assert_eq!(state(&desk).contract, "markant");
}

#[test]
fn a_reason_is_asked_for_where_a_target_is_met() {
    let mut desk = desk();
    happen(&desk.desk, "agent2", TicketId(1), EventData::Responded);
    desk.hear()
        .keys(&[", t"])
        .sees("It needs a reason: its response is met.")
        .keys(&["Ctrl-U"])
        .typed("2024-01-05 15:00");
    desk.keys(&["Ctrl-S"]).sees("the record has to say why");
    desk.typed("They phoned on Friday").keys(&["Ctrl-S"]).sees("#1 report corrected");
    assert_eq!(state(&desk).reported().to_string(), "2024-01-05T14:00:00Z");
    desk.keys(&["Enter"]).sees("They phoned on Friday");
}

#[test]
fn a_late_mark_is_taken_as_the_time_of_report() {
    let mut desk = desk();
    desk.keys(&["@"]).typed("09:10\n").keys(&[", t"]).sees("09:10").keys(&["Ctrl-S"]).sees("#1 report corrected");
    assert_eq!(state(&desk).reported().to_string(), "2024-01-08T08:10:00Z");
}

#[test]
fn a_channel_that_does_not_count_stops_the_clocks() {
    let mut desk = desk();
    desk.keys(&[", h"]).typed("e").sees("to be phoned").keys(&["Ctrl-S"]).sees("#1 report corrected");
    assert_eq!(state(&desk).reports[0].channel, "email");
}

#[test]
fn what_somebody_else_changed_meanwhile_is_told_in_the_form() {
    let mut desk = desk();
    desk.keys(&[", h"]).typed("e");
    happen(
        &desk.desk,
        "agent2",
        TicketId(1),
        EventData::SubjectSet(event::SubjectSet { subject: "Other".to_owned(), was: None }),
    );
    desk.keys(&["Ctrl-S"]).sees("has changed").sees("Correct #1");
    desk.keys(&["Ctrl-S"]).sees("#1 report corrected");
}

#[test]
fn what_others_change_while_the_form_is_open_comes_in_and_nothing_chosen_or_typed_is_lost() {
    let change = |desk: &AtDesk, what: EventData| happen(&desk.desk, "agent2", TicketId(1), what);
    for opened_from in [&[", t"][..], &["Enter", ", t"]] {
        let mut desk = self::desk();
        desk.keys(opened_from).keys(&["Ctrl-U"]).typed("2024-01-05 15:00").keys(&["Tab"]).typed("They phoned");
        change(&desk, EventData::PlanSet(event::PlanSet { plan: "extended".to_owned() }));
        desk.hear().sees("agent2 has changed #1").sees("The ticket was changed meanwhile").sees("[Extended]");
        desk.sees("2024-01-05 15:00").sees("They phoned").keys(&["Ctrl-S"]).sees("#1 report corrected");
        let ticket = state(&desk);
        assert_eq!(
            (ticket.plan.as_str(), ticket.reported().to_string()),
            ("extended", "2024-01-05T14:00:00Z".to_owned())
        );
    }
    // What was chosen stays chosen, also under another vendor, and what was not is as the ticket has it now.
    let mut desk = self::desk();
    desk.keys(&[", v", "s", "Tab"]).typed("p").keys(&["Tab"]).typed("c").sees("[Critical]");
    change(&desk, EventData::SeveritySet(event::SeveritySet { severity: "minor".to_owned() }));
    desk.hear().sees("[SESAM]").sees("[Critical]").keys(&["Ctrl-S"]).sees("#1 report corrected");
    assert_eq!((state(&desk).contract.as_str(), state(&desk).severity.as_str()), ("sesam", "critical"));
    // A moment that was not typed follows a correction by somebody else.
    let mut desk = self::desk();
    desk.keys(&[", h"]).typed("e").sees("2024-01-08 10:00");
    let earlier = event::ReportCorrected {
        reported: Some(frist::domain::time::Instant::parse("2024-01-08T08:15:00Z").unwrap()),
        reason: Some("heard wrongly".to_owned()),
        ..event::ReportCorrected::default()
    };
    change(&desk, EventData::ReportCorrected(Box::new(earlier)));
    desk.hear().sees("2024-01-08 09:15").sees("[email]").keys(&["Ctrl-S"]).sees("#1 report corrected");
    assert_eq!(state(&desk).reported().to_string(), "2024-01-08T08:15:00Z");
}

#[test]
fn a_small_screen_shows_the_field_with_the_keys() {
    let mut desk = AtDesk::with(MONDAY, 60, 12, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Slop down"));
    });
    desk.keys(&[", t"]).sees("▌Reported").keys(&["Tab", "Tab"]).sees("[ Correct it ]");
}

#[test]
fn what_was_undone_is_done_again_with_one_key_and_a_new_entry_ends_that() {
    let mut desk = desk();
    desk.keys(&["Ctrl-R"]).sees("There is nothing to do again");
    desk.keys(&["r", "s", "u"]).sees("undone: #1 work started").sees("Ctrl-R does it again").keys(&["u"]);
    assert!(state(&desk).responded.is_none());
    desk.keys(&["Ctrl-R"]).sees("done again: #1 responded").keys(&["Ctrl-R"]).sees("done again: #1 work started");
    assert!(state(&desk).responded.is_some() && state(&desk).work_started.is_some());
    desk.keys(&["Ctrl-R"]).sees("There is nothing to do again");
    // And undone once more, from the ticket's own page too.
    desk.keys(&["u"]).sees("undone: #1 work started").keys(&["Enter", "u"]).sees("undone: responded");
    desk.keys(&["Ctrl-R"]).sees("done again: #1 responded").sees("done again: responded to the customer");
    desk.keys(&["i", "Ctrl-R"]).sees("There is nothing to do again");
}

#[test]
fn what_was_undone_on_marked_tickets_is_done_again_on_all_of_them() {
    let mut desk = AtDesk::with(MONDAY, 110, 36, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "One"));
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Two"));
    });
    let responded =
        |desk: &AtDesk| [1, 2].map(|id| desk.desk.record(TicketId(id)).unwrap().unwrap().ticket.responded.is_some());
    desk.keys(&["*", "r", "u"]).sees("undone: ");
    assert_eq!(responded(&desk), [false, false]);
    desk.keys(&["Ctrl-R"]).sees("done again: ");
    assert_eq!(responded(&desk), [true, true]);
    desk.keys(&["u"]);
    assert_eq!(responded(&desk), [false, false]);
}

#[test]
fn a_ledger_record_that_was_undone_is_entered_again() {
    let mut desk = desk();
    let outages = |desk: &AtDesk| desk.desk.ledger().outages(None).len();
    desk.keys(&["4", "L"])
        .typed("-42m")
        .keys(&["Tab", "Tab", "Tab"])
        .typed("shop down")
        .keys(&["Ctrl-S"])
        .sees("shop down");
    assert_eq!(outages(&desk), 1);
    desk.keys(&["u"]).sees("undone");
    assert_eq!(outages(&desk), 0);
    desk.keys(&["Ctrl-R"]).sees("done again");
    assert_eq!(outages(&desk), 1);
    desk.keys(&["u"]).sees("undone");
    assert_eq!(outages(&desk), 0);
}

#[test]
fn a_note_is_written_in_an_editor_of_ones_own() {
    let mut desk = desk();
    desk.keys(&["c"]).typed("one").keys(&["Ctrl-O"]).sees("No editor can be opened from here").sees("one");
    let folder = tempfile::tempdir().unwrap();
    desk.start(Setup { files: Some(folder.path().to_owned()), ..setup(&[]) });
    desk.keys(&["c"]).sees("Ctrl-O editor").typed("one").keys(&["Ctrl-O"]).sees("No editor is named");
    desk.screen.editor(|text| format!("{text}\ntwo\u{1b}[2J"));
    desk.keys(&["Ctrl-O"]).sees("two").keys(&["Ctrl-S"]).sees("#1 note added");
    desk.keys(&["Enter"]).sees("internal note").sees("one").sees("two");
    // What the customer is told as well, and the first note of a new ticket.
    desk.keys(&["Esc", "T", "Ctrl-O"]).sees("two").keys(&["Ctrl-G", "y"]);
    desk.keys(&["n"]).keys(&["Tab"; 7]).keys(&["Ctrl-O"]).sees("two");
}
