//! Ctrl-Z in a shell with jobs, and `fg`.

use frist_testkit::place::TestPlace;
use frist_testkit::session::{ENTER, LEAVE};

/// A shell that runs the program as a job, and goes on with it after Enter.
const AS_A_JOB: &str = r#"set -m; "$@"; echo "<stopped>"; read line; fg > /dev/null; echo "<ended $?>""#;

#[test]
fn the_store_and_the_terminal_are_given_over_and_taken_again() {
    let place = TestPlace::new();
    place.log("First");
    let screen = place.launch(80, 24).in_shell(AS_A_JOB).start_and_see("First");
    screen.press("\x1a").see("<stopped>");
    // A process that stands still with the store in its hands would keep this waiting.
    place.log("Second");
    screen.press("\r").see("Second").see("Queue");
    screen.press("n").see("Log ticket").press("\x1b").see_no("Log ticket");
    screen.press("q").see("<ended 0>");
    let written = screen.end().with_code(0).written;
    assert_eq!((written.matches(ENTER).count(), written.matches(LEAVE).count()), (2, 2));
    assert_eq!(written.matches("\x1b[22;0t").count(), written.matches("\x1b[23;0t").count());
}

#[test]
fn without_a_shell_that_has_jobs_nothing_stops() {
    let place = TestPlace::new();
    place.log("First");
    let screen = place.screen(80, 24);
    screen.press("\x1a");
    screen.press("n").see("Log ticket").press("\x1b").see_no("Log ticket").see("First");
    screen.quit();
}
