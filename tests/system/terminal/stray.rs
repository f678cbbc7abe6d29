//! What a terminal sends that nobody has typed, what is pasted without marks, and what is typed faster than a window opens.

use serde_json::Value;

use frist_testkit::place::TestPlace;
use frist_testkit::session::Session;

fn with_two_tickets() -> TestPlace {
    let place = TestPlace::new();
    place.log("First");
    place.log("Second");
    place
}

/// Asserts that nothing has happened to the tickets since they were logged.
#[track_caller]
fn assert_untouched(place: &TestPlace) {
    let tickets = place.tickets();
    assert_eq!(tickets.len(), 2);
    for ticket in tickets {
        assert_eq!((&ticket["status"], &ticket["revision"]), (&Value::from("new"), &Value::from(2)), "{ticket}");
    }
}

/// Waits until all that was sent before has been acted on: a key that shows something comes after it.
fn is_read(screen: &Session) {
    screen.press("?").see("Help").press("\x1b").see_no("Help");
}

#[test]
fn replies_of_the_terminal_are_no_keys() {
    let place = with_two_tickets();
    let screen = place.screen(100, 24);
    screen.see("Second");
    for reply in [
        &b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07"[..],
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
        b"\x1b]4;1;rgb:cc/00/00\x07",
        b"\x1bP>|xterm(370)\x1b\\",
        b"\x1b^rsf\x1b\\",
        b"\x1bXrsf\x1b\\",
        b"\x1b_rsf\x1b\\",
        b"\x9d11;rgb:0/0/0\x9c",
        b"\x1b[?64;1;2c",
        b"\x1b[24;80R",
    ] {
        screen.send(reply);
        is_read(&screen);
    }
    screen.quit();
    assert_untouched(&place);
}

#[test]
fn a_paste_without_marks_records_nothing() {
    let place = with_two_tickets();
    let screen = place.screen(100, 24);
    screen.see("Second").press("Printer down since Friday\rregards\r").see("keys that record were left out");
    is_read(&screen);
    screen.quit();
    assert_untouched(&place);
}

#[test]
fn after_a_lost_end_of_a_paste_ctrl_c_works_at_once_and_q_after_a_silence() {
    for begun in ["\x1b[200~rs", "\x1b]11;rgb:", "\x1bP"] {
        let place = with_two_tickets();
        let screen = place.screen(100, 24);
        screen.see("Second").press(begun).press("\x03").see("Ctrl-C again quits").press("\x03");
        screen.end().with_code(0);
        assert_untouched(&place);
    }
    let place = with_two_tickets();
    let screen = place.screen(100, 24);
    screen.see("Second").press("\x1b[200~rs").see("no text field here to paste into");
    screen.quit();
    assert_untouched(&place);
}

#[test]
fn a_held_key_after_a_stall_is_all_its_presses() {
    let place = with_two_tickets();
    let screen = place.screen(100, 24);
    screen.see("Second").see_row("First", |row| row.starts_with('▌'));
    screen.press(&"\x1b[B".repeat(1_000)).see_row("Second", |row| row.starts_with('▌'));
    screen.press(&"k".repeat(1_000)).see_row("First", |row| row.starts_with('▌'));
    screen.quit();
}

#[test]
fn two_fast_keys_open_the_evidence_and_save_it() {
    let place = with_two_tickets();
    for open in ["", "\r"] {
        let screen = place.screen(100, 24);
        screen.see("Second").press(&format!("{open}Es")).see("Evidence on #1").see("Written to");
        screen.press("q").see_no("Evidence on");
        if !open.is_empty() {
            screen.press("q").see("SUBJECT");
        }
        screen.quit();
    }
    assert_untouched(&place);
}

#[test]
fn a_huge_paste_is_cut_and_keys_go_on() {
    let place = with_two_tickets();
    let screen = place.screen(100, 24);
    screen.see("Second").press("c").see("Note");
    screen.press("\x1b[200~").press(&"lorem ipsum\r".repeat(50_000)).press("\x1b[201~");
    screen.see("Of 600000 pasted characters the first 100000 were taken").press("\x13").see("note added");
    screen.quit();
}
