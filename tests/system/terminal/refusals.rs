//! Where no screen can open, a sentence says why, and the terminal is not touched.

use std::path::Path;
use std::process::Stdio;

use frist_testkit::place::{FinishedCommand, TestPlace};

#[test]
fn without_a_terminal_there_is_a_sentence() {
    let place = TestPlace::new();
    FinishedCommand::of(&mut place.command()).failed(2, "the screen needs a terminal");
    let file = std::fs::File::create(place.path("out")).unwrap();
    let output = place.command().stdout(file).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(std::fs::read(place.path("out")).unwrap(), b"", "nothing is written into the file");
}

#[test]
fn with_half_a_terminal_there_is_a_sentence() {
    let place = TestPlace::new();
    place.launch(80, 24).in_shell("\"$@\" </dev/null").start().end().refused(2, "the screen needs a terminal");
    place.launch(80, 24).in_shell("\"$@\" >/dev/null").start().end().refused(2, "the screen needs a terminal");
    assert!(!place.path("store").exists(), "a screen that cannot open makes no store");
}

#[test]
fn a_screen_that_makes_the_store_says_so() {
    let place = TestPlace::new();
    let screen = place.screen(160, 24);
    screen.see("a new one is made");
    screen.quit();
    place.run(&["list"]).failed(1, "no open tickets");
}

#[test]
fn a_terminal_that_can_only_print_lines_is_told_from_one() {
    let place = TestPlace::new();
    place.launch(80, 24).env("TERM", "dumb").start().end().refused(2, "TERM=dumb");
    // Commands need nothing of a terminal.
    let listed = place.launch(80, 24).env("TERM", "dumb").args(&["contract", "list"]).start().end().with_code(0);
    assert!(listed.written.contains("SESAM") && !listed.written.contains('\u{1b}'), "{:?}", listed.written);
}

#[test]
fn a_store_that_cannot_be_opened_is_told_before_the_terminal_changes() {
    let place = TestPlace::new();
    let refused = |store: &Path, words: &str| {
        place.launch_on(store, 80, 24).start().end().refused(5, words);
    };
    std::fs::write(place.path("a-file"), "").unwrap();
    refused(&place.path("a-file"), "is not a folder");
    refused(&place.path("a-file").join("below"), "a-file");
    place.log("Case");
    std::fs::write(place.path("store/frist.schema"), "schema 999\n").unwrap();
    refused(&place.path("store"), "was written by a later frist");
}

#[test]
fn a_store_that_may_not_be_written_is_told_before_the_terminal_changes() {
    use std::os::unix::fs::PermissionsExt;
    if nix::unistd::Uid::effective().is_root() {
        return; // who may write anywhere
    }
    let place = TestPlace::new();
    place.log("Case");
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(place.path("store/frist.lock"), mode(0o400)).unwrap();
    place.launch(80, 24).start().end().refused(5, "cannot write");
    std::fs::set_permissions(place.path("store/frist.lock"), mode(0o600)).unwrap();
}

#[test]
fn tables_fit_the_terminal_and_are_whole_elsewhere() {
    let place = TestPlace::new();
    place.log(&"a long subject ".repeat(4));
    let whole = place.run(&["list"]).ok().out;
    assert!(whole.lines().any(|line| line.chars().count() > 80), "{whole}");
    for columns in [60, 80, 100] {
        for args in [&["list"][..], &["audit"], &["show", "1"], &["contract", "show", "allday"], &["contract", "list"]]
        {
            let shown = place.launch(columns, 24).args(args).start().end().with_code(0).written;
            // A subject in its own line is no table: the terminal breaks it.
            let lines = shown.lines().filter(|line| !line.starts_with("#1 "));
            let widest = lines.map(|line| line.trim_end().chars().count()).max().unwrap_or_default();
            assert!(widest <= columns.into(), "{args:?} in {columns}: {widest} {shown}");
        }
    }
}
