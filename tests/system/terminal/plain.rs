//! The pages as lines of text, for screen readers.

use frist_testkit::place::TestPlace;

#[test]
fn pages_are_printed_as_lines_and_only_what_a_key_changes_follows() {
    let place = TestPlace::new();
    place.log("First");
    place.log("Second");
    let screen = place.launch(80, 24).args(&["--plain"]).env("TERM", "dumb").start_and_see("Second");
    screen.press("j").see("> ");
    screen.press("r").see("responded");
    screen.press("c").see("Note on").press("abc").press("\x13").see("note added");
    screen.press("q");
    let written = screen.end().with_code(0).written;
    // Nothing is drawn: no cursor is moved, nothing is coloured, no other screen is entered.
    let sequences: Vec<&str> = written.split('\u{1b}').skip(1).collect();
    assert!(sequences.iter().all(|rest| rest.starts_with("[?2004")), "{sequences:?}");
    assert!(!written.contains('│') && !written.contains('╭') && !written.contains('▌'), "{written:?}");
    assert!(written.contains("abc"), "what is typed is printed: {written:?}");
}

#[test]
fn without_a_terminal_there_are_no_lines_either() {
    TestPlace::new().run(&["--plain"]).failed(2, "the screen needs a terminal");
}
