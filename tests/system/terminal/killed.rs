//! Killed at any moment: what was acknowledged is there.

use std::process::Stdio;

use nix::sys::signal::Signal;

use frist_testkit::place::{MONDAY, TestPlace};
use frist_testkit::session::Session;

/// Returns the keys that log a ticket with the vendor that stands there already.
fn keys_to_log(subject: &str) -> String {
    format!("n\t\ta\tp\t{subject}\x13")
}

/// Asks a random number of times whether the moment has come: a stretch of time that differs with every use.
fn some_moment(mut over: impl FnMut() -> bool) {
    for _ in 0..fastrand::u32(0..20_000) {
        if over() {
            return;
        }
    }
}

fn subjects(place: &TestPlace) -> Vec<String> {
    place.tickets().iter().map(|t| t["subject"].as_str().unwrap().to_owned()).collect()
}

/// Has a ticket logged and waits for its acknowledgement.
fn log(screen: &Session, number: usize) {
    screen.press(&keys_to_log(&format!("Case {number}."))).see(&format!("#{number} logged"));
}

#[test]
fn a_ticket_whose_logging_was_told_is_there_after_a_kill() {
    let place = TestPlace::new();
    let screen = place.screen(80, 24);
    log(&screen, 1);
    screen.signal(Signal::SIGKILL);
    assert!(screen.end().status.signal().is_some());
    let screen = place.screen(80, 24);
    screen.see("Case 1.").press("r").see("#1 responded").signal(Signal::SIGKILL);
    screen.end();
    let screen = place.screen(80, 24);
    screen.see("Case 1.").see_row("Case 1.", |row| row.contains("start"));
    screen.quit();
    assert_eq!(place.ticket("1")["status"], "responded");
}

#[test]
fn killed_at_any_moment_between_keys_nothing_acknowledged_is_lost() {
    let place = TestPlace::new();
    let mut told = 0;
    for round in 0..5 {
        // What was typed and not told is kept as a draft, and would be there when the keys open the form again.
        let _ = std::fs::remove_dir_all(place.path(".local/state/frist/drafts"));
        let screen = place.screen(80, 24);
        for _ in 0..fastrand::usize(0..3) {
            told += 1;
            log(&screen, told);
        }
        let next = format!("#{} logged", told + 1);
        screen.press(&keys_to_log(&format!("Case {}.", told + 1)));
        some_moment(|| screen.text().contains(&next));
        screen.signal(Signal::SIGKILL);
        let picture = screen.end_for_picture();
        told += usize::from(picture.contains(&next));
        let there = if told == 0 && place.run(&["list"]).code == Some(1) { Vec::new() } else { subjects(&place) };
        for number in 1..=told {
            assert!(there.contains(&format!("Case {number}.")), "round {round}: {number} of {told} not in {there:?}");
        }
        told = there.len();
    }
}

#[test]
fn killed_at_any_moment_between_commands_nothing_acknowledged_is_lost() {
    let place = TestPlace::new();
    place.log("Case");
    let mut acknowledged = Vec::new();
    for round in 0..5 {
        for step in 0..fastrand::u32(1..4) {
            acknowledged.push(note(&place, &format!("note {round} {step}"), false).unwrap());
        }
        acknowledged.extend(note(&place, &format!("note {round} last"), true));
        // What was in the write-ahead log and not in the state yet is put in by whoever opens it next, who says so.
        assert_eq!(place.run(&["show", "1"]).code, Some(0));
        let ticket = place.ticket("1");
        let what: Vec<_> = ticket["events"].as_array().unwrap().iter().map(|e| e["what"].to_string()).collect();
        for note in &acknowledged {
            assert!(what.iter().any(|what| what.contains(note)), "{note} not in {what:?}");
        }
    }
}

/// Adds a note by command, and returns it if the command said that it is there.
fn note(place: &TestPlace, text: &str, killed: bool) -> Option<String> {
    let mut command = place.command();
    command.args(["--now", MONDAY, "do", "note", "1", "--text", text]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    if killed {
        for _ in 0..10 {
            some_moment(|| child.try_wait().unwrap().is_some());
        }
        child.kill().unwrap();
    }
    child.wait().unwrap().success().then(|| text.to_owned())
}
