//! Commands that a person answers at a terminal, or ends there.

use nix::sys::signal::Signal;

use frist_testkit::place::{MONDAY, TestPlace};
use frist_testkit::session::{Launch, Session};

/// Returns a place with a ticket that was reported under another promise than the file makes now.
fn with_a_corrected_file() -> TestPlace {
    let place = TestPlace::new();
    place.log("Case");
    let file = place.path("contracts/allday.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(file, text.replace("50m", "40m")).unwrap();
    place.run(&["--now", MONDAY, "list"]);
    place
}

fn amend(place: &TestPlace) -> Session {
    let words = ["--now", MONDAY, "contract", "amend", "allday", "--text", "the paper says 40 minutes"];
    place.launch(100, 24).args(&words).start_and_see("Record this? [y/N]")
}

fn due(place: &TestPlace) -> String {
    place.ticket("1")["targets"][0]["due"].to_string()
}

#[test]
fn an_amendment_is_recorded_only_after_a_plain_yes() {
    let place = with_a_corrected_file();
    let before = due(&place);
    for answer in ["\r", "n\r", "yess\r", "\x04"] {
        let asked = amend(&place);
        asked.see("would count by").see("response").press(answer).see("nothing was recorded");
        asked.end().with_code(0);
        assert_eq!(due(&place), before, "{answer:?}");
    }
    let stopped = amend(&place);
    stopped.press("\x03");
    drop(stopped.end());
    assert_eq!(due(&place), before, "Ctrl-C");
    let asked = amend(&place);
    asked.press("y\r").see("the amendment is recorded");
    asked.end().with_code(0);
    assert_ne!(due(&place), before);
}

/// With --json nobody is asked.
#[test]
fn an_amendment_as_json_asks_nobody() {
    let place = with_a_corrected_file();
    let words = ["--now", MONDAY, "contract", "amend", "allday", "--text", "x", "--json"];
    let shown = place.launch(300, 24).args(&words).start_and_see("nothing was recorded");
    assert!(!shown.end().with_code(2).written.contains("[y/N]"));
}

#[test]
fn a_throw_away_store_goes_with_a_signal_while_it_is_filled() {
    for (key, signal, code) in [("\x03", None, 130), ("", Some(Signal::SIGTERM), 143)] {
        let place = TestPlace::new();
        let demo = Launch::new(80, 24)
            .args(&["--config", place.path("config.toml").to_str().unwrap(), "demo", "--tickets", "5000000"])
            .env("TMPDIR", place.path("").to_str().unwrap())
            .start_and_see("making tickets");
        demo.press(key);
        if let Some(signal) = signal {
            demo.signal(signal);
        }
        demo.end().with_code(code);
        let names = std::fs::read_dir(place.path("")).unwrap().map(|entry| entry.unwrap().file_name());
        let left: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with("frist-demo")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
