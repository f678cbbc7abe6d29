//! The screen in a real terminal: tickets that want to drive it, and a keyboard that sends noise.

use frist::domain::ticket::{EventData, event};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::shown::EVIL;
use frist_testkit::commits::{commit, logged, note, open, put};
use frist_testkit::place::TestPlace;

#[test]
fn text_of_a_ticket_does_not_drive_the_terminal() {
    let place = TestPlace::new();
    let evil = vec![
        logged(&format!("evil {EVIL}")),
        note(EVIL),
        EventData::Assigned(event::Assigned { to: Some(EVIL.into()) }),
    ];
    put(&mut open(&place.path("store")).unwrap().store, [commit(1, vec![(1, evil)])]);
    let screen = place.still_screen(80, 24);
    screen.see("evil");
    // The ticket and why, the other views, a filter that is text from there.
    for keys in ["\r", "v", "q", "q", "2", "3", "5", "6", "1", "/evil"] {
        screen.press(keys).settle();
    }
    kill(Pid::from_raw(screen.pid()), Signal::SIGTERM).unwrap();
    let written = screen.end().with_code(143).written;
    assert!(written.matches("evil").count() > 3, "{written:?}");
    for bad in ["\u{1b}]0;owned", "\u{1b}]52", "\u{9b}", "\u{202e}", "\u{1b}[2J\u{9b}"] {
        assert!(!written.contains(bad), "{bad:?}");
    }
}

/// Returns what a line with bad contacts, or a program that speaks another protocol, may send.
fn noise(seed: u64) -> String {
    let pieces = [
        "\u{1b}",
        "\u{1b}[",
        "\u{1b}[200~",
        "\u{1b}[201~",
        "\u{1b}]11;rgb:",
        "\u{1b}P",
        "\u{1b}[<0;999999;1M",
        "\u{1b}[I",
        "\u{1b}[99999999999;9u",
        "\u{1b}O",
        "\r",
        "\t",
        "\u{7f}",
        "n",
        "/",
        ":",
        "漢",
        "\u{202e}",
        "y",
        "\u{1b}[A",
        "\u{1b}[5~",
    ];
    let mut chance = fastrand::Rng::with_seed(seed);
    // Not what stops the program (Ctrl-Z) or has it leave (Ctrl-C).
    let mut piece = || match chance.u8(..3) {
        0 => chance.char(' '..).to_string(),
        1 => chance.char('\u{4}'..'\u{1a}').to_string(),
        _ => pieces[chance.usize(..pieces.len())].to_owned(),
    };
    (0..200).map(|_| piece()).collect()
}

#[test]
fn noise_from_the_keyboard_ends_nothing_in_a_panic() {
    let tries = std::env::var("FRIST_TRIES").ok().and_then(|tries| tries.parse().ok()).unwrap_or(4);
    for seed in 0..tries {
        let place = TestPlace::new();
        place.log("Under noise");
        let screen = place.still_screen(80, 24);
        // A paste ends, and Ctrl-C leaves from anywhere: it has read all of it by then.
        screen.press(&noise(seed)).press("\u{1b}[201~\u{3}\u{3}\u{3}\u{3}");
        let ended = screen.end().with_code(0);
        assert!(!ended.written.contains("panicked"), "seed {seed}: {:?}", ended.written);
        assert!(
            place.run(&["list"]).out.contains("Under noise") || place.run(&["list", "is:closed"]).out.contains("Under"),
            "seed {seed}"
        );
    }
}
