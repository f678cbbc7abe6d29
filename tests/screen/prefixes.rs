//! Keys that do nothing alone, and numbers before keys that move.

use frist::desk::LocalDesk;

use crate::at_desk::{AtDesk, MONDAY, log, new};

/// Logs that many tickets.
fn tickets(many: usize) -> impl FnOnce(&LocalDesk) {
    move |desk| {
        for n in 1..=many {
            log(desk, "agent1", new("markant", "extended", "critical", "phone", &format!("Shop {n} down")));
        }
    }
}

fn desk(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, tickets(20))
}

#[test]
fn a_first_key_shows_what_can_follow_and_the_second_does_it() {
    let mut desk = desk(80, 24);
    desk.keys(&["g"]).sees("g  go to").sees("q queue").sees("b breach").sees("w wall").sees("g top");
    desk.keys(&["v"]).is_on("3 Vendors").sees_not("go to");
    desk.keys(&["g u"]).is_on("4 Uptime").keys(&["g r"]).is_on("5 Reports");
    desk.keys(&["g a"]).is_on("6 Activity").keys(&["g b"]).is_on("2 Breach");
    desk.keys(&["g q"]).is_on("1 Queue").keys(&["G", "g g", "Enter"]).sees("#1 ");
}

#[test]
fn a_key_that_cannot_follow_says_so_and_does_nothing() {
    let mut desk = desk(80, 24);
    desk.keys(&["g", "x"])
        .sees("x does not follow g; Esc leaves it")
        .sees("q queue")
        .sees_not("Why does the promise not hold");
    desk.keys(&["Esc"]).sees_not("q queue").is_on("1 Queue");
    desk.keys(&["g", "Esc", "x"]).sees("Why does the promise not hold");
}

#[test]
fn what_changes_a_ticket_follows_a_comma() {
    let mut desk = desk(80, 24);
    desk.keys(&[","]).sees(",  change the ticket").sees("p plan").keys(&["p"]).sees("Plan of #1");
    desk.keys(&["Esc", "3", ","]).sees(", does nothing here");
}

#[test]
fn everything_that_can_follow_shows_at_40_columns_too() {
    let mut desk = desk(40, 12);
    desk.keys(&["g"]);
    for entry in ["q queue", "b breach", "v vendors", "u uptime", "r reports", "a activity", "w wall", "g top"] {
        desk.sees(entry);
    }
}

#[test]
fn a_second_key_works_over_a_list_and_in_a_text_to_read() {
    let mut desk = desk(80, 24);
    desk.keys(&["Enter", "v", "G"]).keys(&["g"]).sees("g top").keys(&["g"]).sees_not("go to");
    desk.keys(&["Esc", "x", "g"]).sees("go to").keys(&["Esc"]).sees("Why does the promise not hold");
}

#[test]
fn a_digit_goes_to_a_page_and_behind_g_it_counts() {
    let mut desk = desk(80, 24);
    desk.keys(&["3"]).is_on("3 Vendors").keys(&["1", "g", "5"]).sees("5  how far").sees("j 5 down");
    desk.keys(&["j", "Enter"]).sees("Shop 6 down").keys(&["Esc", "g", "1", "2"]).sees("G to row 12");
    desk.keys(&["G", "Enter"]).sees("Shop 12 down").keys(&["Esc", "g", "3", "g", "Enter"]).sees("Shop 3 down");
    desk.keys(&["Esc", "g", "4", "r"]).sees("r does not follow 4").keys(&["Esc"]).sees_not("how far");
}

#[test]
fn in_a_text_to_read_digits_count_at_once() {
    let mut desk = desk(80, 24);
    desk.keys(&["v", "5"]).sees("5  how far").keys(&["j"]).sees_not("how far");
}

#[test]
fn what_a_torn_arrow_key_sends_writes_nothing_behind_a_first_key_either() {
    let mut desk = desk(80, 24);
    desk.keys(&["g"]);
    desk.screen.bytes(b"\x1b").silence(60).bytes(b"[").bytes(b"A");
    desk.is_on("1 Queue").sees_not("go to");
}

#[test]
fn a_pasted_text_goes_through_no_first_key() {
    let mut desk = desk(80, 24);
    desk.screen.bytes(b"going, pressed, and gone");
    desk.sees("It looks pasted").is_on("1 Queue").sees_not("go to").sees_not("Plan of");
}

#[test]
fn control_and_a_letter_move_as_in_other_programs() {
    let mut desk = desk(80, 24);
    desk.keys(&["Ctrl-N", "Ctrl-N", "Ctrl-P", "Enter"]).sees("Shop 2 down").keys(&["Esc", "g g", "Ctrl-F", "Ctrl-B"]);
    desk.keys(&["Ctrl-D", "Enter"]).sees("Shop 6 down").keys(&["Esc", "Ctrl-U", "Enter"]).sees("Shop 1 down");
}
