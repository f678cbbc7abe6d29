//! Tickets under an agreement that promises every kind of target: each is a countdown, met by its own key.

use frist::desk::{Desk, LocalDesk};
use frist::domain::alert::AlertRules;
use frist::domain::contract::{Book, SourceFile};
use frist::domain::ticket::{EventData, Ticket, TicketId, event};
use frist_testkit::samples::EVERY_TARGET;

use std::sync::Arc;

use frist::domain::time::Zone;
use frist::tui::app::Setup;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};

fn book() -> Book {
    let book = Book::with_user([], [SourceFile::user("eight.toml", EVERY_TARGET)]);
    assert_eq!(book.problems(), []);
    book
}

/// Returns a desk with that many critical tickets, all reported just now.
fn critical(tickets: u64, columns: u16, rows: u16) -> AtDesk {
    AtDesk::with_book(book(), MONDAY, columns, rows, |d: &LocalDesk| {
        for n in 1..=tickets {
            log(d, "agent1", new("eight", "premium", "critical", "phone", &format!("Checkout {n} gives 502")));
        }
    })
}

fn ticket(desk: &AtDesk, id: u64) -> Arc<Ticket> {
    desk.desk.record(TicketId(id)).unwrap().unwrap().ticket
}

#[test]
fn a_ticket_is_acknowledged_answered_updated_fixed_and_explained() {
    let mut desk = critical(1, 110, 40);
    desk.keys(&["Enter"]).sees("acknowledgement").sees("– waits for response").sees("– waits for fix");
    desk.keys(&["i"]).sees("acknowledged").pass(1200).keys(&["r"]).sees("responded");
    assert!(desk.row("correction").contains("due tomorrow 10:20"), "{}", desk.text());
    // The answer is a word as well: the next update is due an hour after it.
    assert!(desk.row("update ").contains("due today 11:20"), "{}", desk.text());
    desk.pass(3_900).sees("overdue by 5m");
    desk.keys(&["T"]).typed("Still at it").keys(&["Ctrl-S"]).sees("customer updated").sees("1 update missed");
    assert!(desk.row("update ").contains("due today 12:25"), "{}", desk.text());
    desk.keys(&["s"]).sees("work started").keys(&["f"]).sees("fixed");
    assert!(desk.row("root cause").contains("due 15 Jan 11:25"), "{}", desk.text());
    assert!(desk.row("workaround").contains("✓ met"), "{}", desk.text());
    desk.keys(&["d"]).sees("#1 still has to meet its root cause; press R to record that the cause was explained");
    desk.keys(&["R"]).sees("The cause of #1, explained to the customer").typed("A full disk\n");
    desk.sees("to the customer").sees("A full disk");
    assert!(desk.row("root cause ").contains("✓ met"), "{}", desk.text());
    desk.keys(&["R"]).sees("it is explained already");
    desk.keys(&["d"]).sees("Close #1: it was late. Whose breach is it?").keys(&["j", "Enter"]).sees("closed");
    assert_eq!(ticket(&desk, 1).root_cause.as_ref().map(|mark| mark.by.as_str()), Some("agent1"));
}

#[test]
fn an_explanation_needs_no_text_and_is_undone() {
    let mut desk = critical(1, 100, 30);
    desk.keys(&["Enter", "R"]).sees("#1 is not fixed, and its root cause counts from the fix");
    desk.keys(&["f"]).sees("fixed").keys(&["R", "Enter"]).sees("root cause explained");
    assert!(ticket(&desk, 1).root_cause.is_some());
    desk.keys(&["u"]).sees("undone");
    assert!(ticket(&desk, 1).root_cause.is_none() && ticket(&desk, 1).told.is_empty());
    desk.keys(&[":"])
        .typed("root")
        .sees("Record that the cause was explained")
        .keys(&["Enter"])
        .sees("The cause of #1");
}

#[test]
fn marked_tickets_are_updated_and_explained_together_and_that_is_one_undo() {
    let mut desk = critical(3, 100, 24);
    (1..=3).for_each(|id| happen(desk.desk.as_ref(), "berit", TicketId(id), EventData::Fixed));
    happen(
        desk.desk.as_ref(),
        "berit",
        TicketId(2),
        EventData::RootCauseExplained(event::RootCauseExplained::default()),
    );
    desk.hear().keys(&["*", "R"]).sees("The cause of #1 and 2 more, explained to the customer").typed("A full disk\n");
    desk.sees("Not root cause explained: 1 of 3").sees("#2: it is explained already").keys(&["Esc"]);
    let explained = |desk: &AtDesk| (1..=3).filter(|id| ticket(desk, *id).root_cause.is_some()).count();
    assert_eq!(explained(&desk), 3);
    desk.keys(&["Esc", "u"]).sees("undone");
    assert_eq!(explained(&desk), 1);
    desk.keys(&["*", "T"]).sees("Update the customers on #1 and 2 more").typed("All shops are being restarted\n");
    desk.sees("#1, #2 and #3 customer updated").sees_not("marked");
    assert!((1..=3).all(|id| !ticket(&desk, id).told.is_empty()));
    desk.keys(&["u"]).sees("undone");
    assert_eq!((1..=3).map(|id| ticket(&desk, id).told.len()).sum::<usize>(), 1, "berit's own");
}

#[test]
fn the_next_update_is_told_like_any_other_target_and_found_by_it() {
    let mut desk = critical(1, 110, 24);
    desk.keys(&["r", "i", "s"]).alert(AlertRules::default());
    desk.pass(2_700).sees("update").pass(900).sees("update is due now");
    desk.keys(&["/"]).typed("target:update\n").sees("Checkout 1").keys(&["Esc", "/"]).typed("target:root-cause\n");
    desk.sees("No ticket matches the filter");
}

/// The page says of a breached target what `frist show` does: what was missed before, and that a change of its terms broke it.
#[test]
fn a_breached_target_says_what_was_missed_and_what_broke_it() {
    let mut desk = critical(1, 110, 40);
    desk.keys(&["Enter"]).pass(4_500).keys(&["T"]).typed("Still at it").keys(&["Ctrl-S"]).sees("customer updated");
    desk.pass(4_000).sees("overdue by 6m40s · 1 update missed");
    let mut desk = AtDesk::with_book(book(), MONDAY, 110, 40, |d: &LocalDesk| {
        log(d, "agent1", new("eight", "premium", "minor", "phone", "Checkout gives 502"));
    });
    let severity = EventData::SeveritySet(event::SeveritySet { severity: "critical".into() });
    desk.pass(5_400);
    happen(&desk.desk, "agent1", TicketId(1), severity);
    desk.keys(&["Enter"]).pass(600).sees("breached by the change today 11:30");
}

#[test]
fn an_earlier_entry_says_what_it_replaces_and_the_timeline_marks_it() {
    let mut desk = critical(1, 160, 45);
    desk.keys(&["Enter"]).pass(7_800).keys(&["s"]).sees("work started").keys(&["@"]).typed("11:00\n").keys(&["s"]);
    desk.sees("work start is now met today 11:00, in time; the later one of today 12:10 no longer counts");
    desk.keys(&["u"]).sees("#1 undone: work started");
    desk.keys(&["@"]).typed("11:00\n").keys(&["s"]).sees("(no longer counts");
}

#[test]
fn what_an_earlier_entry_counts_for_is_said_of_marked_tickets_and_of_a_root_cause_too() {
    let mut desk = critical(2, 160, 45);
    desk.pass(7_800).keys(&["s"]).sees("work started").keys(&["*", "@"]).typed("11:00\n").keys(&["s"]);
    desk.sees("#1 and #2 work started, Mon 8 Jan 2024 11:00").sees("; on #");
    desk.sees("work start is now met today 11:00, in time; the later one of today 12:10 no longer counts");
    // Of several it is said for how many, and the moment is in both zones where they differ.
    let mut desk = critical(3, 160, 45);
    desk.start(Setup { zone: Zone::named("Asia/Tokyo").unwrap(), ..setup(&[]) });
    desk.pass(7_800).keys(&["*", "s"]).sees("#1, #2 and #3 work started");
    desk.keys(&["Esc", "*", "@"]).typed("19:00\n").keys(&["s"]);
    desk.sees("Mon 8 Jan 2024 19:00 (11:00 Oslo)").sees("on #1, #2 and #3 it counts in");
    let mut desk = critical(1, 160, 45);
    desk.pass(7_800).keys(&["s", "f"]).pass(1_200).keys(&["@"]).typed("12:15\n").keys(&["R"]).typed("a full disk\n");
    desk.sees("#1 root cause explained, Mon 8 Jan 2024 12:15");
}

/// However few rows there are, the targets show by when a range is expected until it is breached.
#[test]
fn a_range_says_by_when_it_is_expected() {
    let book = Book::with_user([], [SourceFile::user("nordlys.toml", frist_testkit::EVERYTHING)]);
    for (columns, rows) in [(110, 40), (110, 12)] {
        let mut desk = AtDesk::with_book(book.clone(), MONDAY, columns, rows, |d: &LocalDesk| {
            log(d, "agent1", new("nordlys", "premium", "serious", "phone", "Checkout gives 502"));
        });
        desk.keys(&["Enter"]).sees("expected by today 11:00").pass(9_000).sees("‼ breached");
    }
}

#[test]
fn all_eight_at_80_by_24() {
    let mut desk = critical(1, 80, 24);
    desk.keys(&["r", "Enter"]).pass(1_800);
    insta::assert_snapshot!(desk.text());
}

#[test]
fn all_eight_at_160_by_45() {
    let mut desk = critical(1, 160, 45);
    desk.keys(&["r", "Enter"]).pass(4_500).keys(&["T"]).typed("Still at it").keys(&["Ctrl-S"]);
    insta::assert_snapshot!(desk.text());
}

#[test]
fn all_eight_in_the_preview_beside_the_queue() {
    let mut desk = critical(2, 160, 30);
    insta::assert_snapshot!(desk.pass(600).text());
}

/// Round the clock for what counts by real time; office hours for the rest.
#[test]
fn at_night_what_sleeps_says_so_and_what_waits_says_for_what() {
    let mut desk = critical(1, 110, 40);
    desk.keys(&["Enter"]).set_clock("2024-01-08T20:00:00Z").sees("‼ breached").sees("‖ support closed");
    desk.sees("– waits for response").keys(&["v", "G"]).sees("It counts from when the fix is met, which it is not yet");
}
