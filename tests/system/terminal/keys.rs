//! Keys as a terminal sends them: torn apart, pasted, pressed while the window changes.

use std::fs::OpenOptions;
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;

use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::Signal;

use frist_testkit::place::TestPlace;
use frist_testkit::session::Session;

fn with_two_tickets() -> TestPlace {
    let place = TestPlace::new();
    place.log("First");
    place.log("Second");
    place
}

/// Waits until the program has read all that was typed.
fn wait_until_read(screen: &Session) {
    let no_control = OFlag::O_NOCTTY.bits();
    let typed = OpenOptions::new().read(true).custom_flags(no_control).open(screen.tty()).unwrap();
    while poll(&mut [PollFd::new(typed.as_fd(), PollFlags::POLLIN)], PollTimeout::ZERO).unwrap() > 0 {
        std::thread::yield_now();
    }
}

#[test]
fn an_arrow_key_whose_bytes_arrive_apart_moves() {
    let place = with_two_tickets();
    // Over SSH more time is given to the rest of the key, which this test on a busy machine needs.
    let launch = place.launch(80, 24).env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let screen = launch.start_and_see("Second");
    screen.see_row("First", |row| row.starts_with('▌'));
    screen.press("\x1b");
    wait_until_read(&screen);
    screen.press("[B").see_row("Second", |row| row.starts_with('▌'));
    assert!(!screen.text().contains("q leaves the program"), "Esc did something:\n{}", screen.text());
    screen.press("\x1b").see("q leaves the program");
    screen.quit();
}

#[test]
fn a_paste_into_the_queue_changes_nothing() {
    let place = with_two_tickets();
    let screen = place.screen(80, 24);
    screen.see("Second").press("\x1b[200~rsf\nd\x1b[201~").see("no text field here");
    screen.quit();
    for ticket in place.tickets() {
        assert_eq!((&ticket["status"], &ticket["revision"]), (&"new".into(), &2.into()), "{ticket}");
    }
}

#[test]
fn a_form_keeps_its_text_while_the_window_changes() {
    let place = TestPlace::new();
    let screen = place.screen(80, 24);
    screen.press("n").see("▌Vendor").press("\t\t").see("▌Severity");
    screen.press("\x1b[Z\x1b[Z").see_row("▌Vendor", |row| row.contains('['));
    screen.press("\t\t\t\t").see("▌Subject").press("Half a ").see("Half a");
    for (columns, rows) in [(160, 45), (40, 8), (10, 3), (200, 60), (80, 24)] {
        screen.resize(columns, rows);
        let whole = if columns < 16 { "frist:" } else { "Half a" };
        screen.see(whole);
    }
    screen.press("subject").see("Half a subject").press("\x07").see("Drop this ticket?").press("y");
    screen.see_no("Drop this").see("No open tickets.");
    screen.quit();
}

#[test]
fn a_key_that_comes_with_a_new_size_is_not_lost() {
    let place = with_two_tickets();
    let screen = place.screen(80, 24);
    screen.see("Second");
    for round in 0..20 {
        // Stopped meanwhile, so that it finds both there at once.
        screen.signal(Signal::SIGSTOP).resize(80 + round % 2, 24).press("?").signal(Signal::SIGCONT);
        screen.see("Help").press("\x1b").see_no("Help");
    }
    screen.quit();
}

#[test]
fn many_keys_at_once_are_all_read() {
    let place = with_two_tickets();
    let screen = place.screen(80, 24);
    screen.see("Second").press(&"jk".repeat(1500)).press("?").see("Help").press("\x1b").see_no("Help");
    screen.see_row("First", |row| row.starts_with('▌'));
    screen.quit();
}

#[test]
fn ctrl_c_twice_quits_and_names_what_would_be_lost() {
    let place = with_two_tickets();
    let screen = place.screen(80, 24);
    screen.press("\x03").see("Ctrl-C again quits").press("j").see_row("Second", |row| row.starts_with('▌'));
    screen.press("\x03").press("\x03");
    screen.end().with_code(0);
    let screen = place.screen(80, 24);
    screen.press("n\t\ta\tp\tUnsaved").see("Unsaved").press("\x03").see("keeps the ticket as a draft").press("\x03");
    screen.end().with_code(0);
    let screen = place.screen(80, 24);
    screen.press("c").see("Note").press("half a note").see("half a note");
    screen.press("\x03").see("keeps the note as a draft").press("\x03");
    screen.end().with_code(0);
    assert_eq!(place.tickets().len(), 2);
}

#[test]
fn q_does_not_leave_where_text_is_typed() {
    let place = with_two_tickets();
    let screen = place.screen(80, 24);
    screen.press("cq").see_that("q in the note", |text| text.lines().any(|l| l.trim_matches([' ', '│', '┃']) == "q"));
    screen.press("\x07").see("Drop this note?").press("y").see_no("Drop this");
    screen.press("/q").see("No ticket matches").press("\x1b").see("First");
    screen.quit();
}
