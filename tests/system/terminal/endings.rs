//! However it ends, the terminal is as it was and the store is free.

use nix::sys::signal::Signal;

use frist_testkit::place::TestPlace;
use frist_testkit::session::{ENTER, LEAVE, Session};

/// Asserts that the store can be opened, so nobody holds it.
fn assert_free(place: &TestPlace) {
    assert_eq!(place.tickets().len(), 1);
}

fn with_a_ticket() -> TestPlace {
    let place = TestPlace::new();
    place.log("Case");
    place
}

/// Starts the screen in a terminal that keeps what the program did to it, for a look at that.
fn uncontrolled(place: &TestPlace) -> Session {
    place.launch(80, 24).uncontrolled().start_and_see("1 Queue")
}

/// Asserts that whatever was turned on is turned off in the end, and nothing is written after that.
fn assert_given_back(written: &str) {
    let (entered, left) = (written.find(ENTER).unwrap(), written.rfind(LEAVE).unwrap());
    assert!(entered < left);
    for (on, off) in [("?25l", "?25h"), ("?2004h", "?2004l"), ("?1004h", "?1004l"), ("?2026h", "?2026l")] {
        assert!(written.rfind(on) < written.rfind(off), "{on} is left on in {written:?}");
    }
    let after = &written[left..];
    assert!(after.len() < 40 && after.contains("\x1b[?25h"), "{after:?}");
    assert!(written.contains("\x1b[22;0t") && after.contains("\x1b[23;0t"), "the title is put back: {after:?}");
}

#[test]
fn the_terminal_is_given_back_and_the_store_freed() {
    let place = with_a_ticket();
    let leave: [(&str, Option<Signal>); 5] = [
        ("q", None),
        ("\x03\x03", None),
        ("", Some(Signal::SIGTERM)),
        ("", Some(Signal::SIGINT)),
        ("", Some(Signal::SIGHUP)),
    ];
    for (keys, signal) in leave {
        // A shell sets the terminal the way it was typed into, which is what must come back.
        let fresh = place.launch(80, 24).uncontrolled().in_shell("exec 3<&0; true").start();
        let settings = fresh.line_settings();
        fresh.end();
        let screen = uncontrolled(&place);
        assert_ne!(screen.line_settings(), settings, "raw while it runs");
        screen.press(keys);
        if let Some(signal) = signal {
            screen.signal(signal);
        }
        let ended = screen.end_with(|screen| assert_eq!(screen.line_settings(), settings, "{keys:?} {signal:?}"));
        assert_given_back(&ended.with_code(signal.map_or(0, |signal| 128 + signal as u32)).written);
        assert_free(&place);
    }
}

#[test]
fn a_signal_ends_it_with_a_form_open_too() {
    let place = with_a_ticket();
    let screen = uncontrolled(&place);
    screen.press("n\t\ta\tp\tHalf a subj").see("Half a subj").signal(Signal::SIGTERM);
    assert_given_back(&screen.end().with_code(143).written);
    assert_free(&place);
}

#[test]
fn a_hang_up_ends_it_with_and_without_its_signal() {
    let place = with_a_ticket();
    for controlled in [true, false] {
        let screen = if controlled { place.screen(80, 24) } else { uncontrolled(&place) };
        let status = screen.hang_up();
        assert_eq!((status.exit_code(), status.signal()), (129, None));
        assert_free(&place);
    }
}

/// What was asked for is done before the program is gone, and the next start has nothing to put right, which it would
/// tell on standard error.
#[test]
fn leaving_waits_for_what_was_asked_for() {
    for round in 0..5 {
        let place = with_a_ticket();
        let screen = place.screen(80, 24);
        screen.see("Case").press("rq");
        screen.end().with_code(0);
        assert_eq!(place.ticket("1")["status"], "responded", "round {round}");
    }
}

#[test]
fn what_was_told_before_a_signal_needs_nothing_put_right() {
    let place = with_a_ticket();
    let screen = place.screen(80, 24);
    screen.press("r").see("#1 responded").signal(Signal::SIGTERM);
    screen.end().with_code(143);
    assert_eq!(place.ticket("1")["status"], "responded");
}

#[test]
fn a_log_tells_what_was_done_and_nothing_of_what_was_typed() {
    let place = TestPlace::new();
    place.log("Secret subject");
    let log = place.path("screen.log");
    let screen = place.launch(80, 24).args(&["--log", log.to_str().unwrap()]).start_and_see("Secret");
    screen.press("c").see("Ctrl-S saves");
    // One at a time: what comes at once counts as pasted.
    for end in 1..="confidential".len() {
        screen.press(&"confidential"[end - 1..end]).see(&"confidential"[..end]);
    }
    screen.press("\x13");
    screen.see_no("confidential");
    screen.quit();
    let text = std::fs::read_to_string(log).unwrap();
    for told in
        ["frist ", "TERM=xterm-256color", "key: note", "typed", "key: save", "desk: Committed(", "key: leave", "leaves"]
    {
        assert!(text.contains(told), "“{told}” is missing:\n{text}");
    }
    assert!(!text.contains("confidential") && !text.contains("Secret"), "{text}");
    place.launch(80, 24).args(&["--log", "/nowhere/at.log"]).start().end().refused(2, "cannot be written");
}
