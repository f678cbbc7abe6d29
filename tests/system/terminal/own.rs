//! Commands of the person's own: a small script beside the screen, and one that has the terminal.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use frist_testkit::place::TestPlace;
use frist_testkit::session::{ENTER, LEAVE};

/// Makes a script in the place.
fn script(place: &TestPlace, name: &str, text: &str) -> PathBuf {
    let path = place.path(name);
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// Writes settings with a command on F6 that runs the script.
fn command(place: &TestPlace, script: &std::path::Path, more: &str) {
    let program = script.display();
    let text = format!(
        "[[command]]\nname = \"mine\"\nkey = \"F6\"\nprogram = [\"{program}\", \"{{ticket}}\", \"{{subject}}\"]\n{more}\n"
    );
    fs::write(place.path("config.toml"), text).unwrap();
}

const F6: &str = "\x1b[17~";

#[test]
fn a_script_beside_the_screen_says_nothing_but_that_it_has_failed() {
    let place = TestPlace::new();
    place.log("Case $(id)");
    let text = "cat > got; echo \"$1:$2\" > args; echo printed; echo 'first' >&2; echo 'no such page' >&2; exit 7";
    let script = script(&place, "mine.sh", &format!("cd \"$(dirname \"$0\")\"; {text}"));
    command(&place, &script, "input = \"json\"");
    let screen = place.screen(110, 24);
    screen.press(F6).see("mine: it failed with 7: no such page").see_no("printed");
    assert_eq!(fs::read_to_string(place.path("args")).unwrap(), "1:Case $(id)\n");
    let shown = place.run(&["show", "1", "--json"]).ok();
    let (got, shown) = (fs::read_to_string(place.path("got")).unwrap(), shown.out);
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(json(&got)["events"], json(&shown)["events"]);
    assert_eq!(json(&got)["revision"], json(&shown)["revision"]);
    screen.quit();
}

#[test]
fn a_script_that_never_ends_holds_neither_the_screen_nor_its_end() {
    let place = TestPlace::new();
    place.log("Case");
    let pipe = place.path("pipe");
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
    // It lives on when the screen has gone, and can still write to what it was given.
    let text = format!("read -r line < '{}'; echo lost >&2; echo \"$line\" > '{}'", pipe.display(), pipe.display());
    command(&place, &script(&place, "mine.sh", &text), "");
    let screen = place.screen(110, 24);
    screen.press(F6).see("mine started for #1").press("\r").see("TIMELINE").press("\x1b").see_no("TIMELINE");
    screen.quit();
    fs::write(&pipe, "still here\n").unwrap();
    assert_eq!(fs::read_to_string(&pipe).unwrap(), "still here\n");
}

#[test]
fn a_script_has_the_terminal_and_the_screen_takes_it_back_whatever_it_left() {
    let place = TestPlace::new();
    place.log("Case");
    let leaves = [
        ("exit 0", "mine has ended"),
        (
            "stty raw -echo; printf '\\033[?1049h\\033[31m\\033[5;9r\\033[?1000h\\033[?25l'; exit 3",
            "mine: it failed with 3",
        ),
        ("stty raw -echo; kill -9 $$", "mine: it was ended by signal 9"),
    ];
    for (end, said) in leaves {
        let text = format!("echo \"for $2\"; read -r line; echo \"got $line\"; read -r line; {end}");
        command(&place, &script(&place, "mine.sh", &text), "wait = true");
        let fresh = place.launch(80, 24).uncontrolled().in_shell("exec 3<&0; true").start();
        let settings = fresh.line_settings();
        fresh.end();
        let screen = place.launch(110, 24).uncontrolled().start_and_see("Case");
        screen.press(F6).see("for Case");
        // Ctrl-C would be the script's, and what is typed is its own.
        screen.press("q\r").see("got q").press("\r").see("Enter goes back").press("\r").see(said).see("Queue");
        screen.press("n").see("Log ticket").press("\x1b").see_no("Log ticket");
        screen.press("q");
        let ended = screen.end_with(|screen| assert_eq!(screen.line_settings(), settings, "{end}"));
        let written = ended.with_code(0).written;
        assert!(written.matches(ENTER).count() >= 2 && written.matches(LEAVE).count() == 2, "{written:?}");
    }
}

#[test]
fn behind_a_key_nothing_is_run_and_the_screen_says_why() {
    let place = TestPlace::new();
    place.log("Case");
    for more in ["", "wait = true", "input = \"json\""] {
        command(
            &place,
            &script(&place, "mine.sh", "touch \"$(dirname \"$0\")/ran\""),
            &format!("{more}\n[staff.anna]"),
        );
        let screen = place.launch(110, 24).args(&["--as", "anna"]).start_and_see("Case");
        screen.press(F6).see("a screen behind a key reaches nothing but the desk");
        screen.quit();
        assert!(!place.path("ran").exists());
    }
}
