//! Kills the program at some moment while it keeps letters or takes them in: none is lost, none is there twice.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::child::frist;
use crate::tally::{Came, tried};

const LETTERS: usize = 24;

const SETTINGS: &str = "[mail]\naddress = \"desk@acme.example\"\ntrusted_authserv = [\"mx.acme.example\"]\n\
                        default_contract = \"markant\"\ndefault_plan = \"standard\"\ndefault_severity = \"minor\"\nacknowledge = false\n";

/// A letter of the try; each third one that nobody vouches for, each fourth one without a Message-ID.
fn letter(number: usize) -> String {
    let proof = if number.is_multiple_of(3) {
        ""
    } else {
        "Authentication-Results: mx.acme.example; dmarc=pass header.from=a.example\r\n"
    };
    let id = if number.is_multiple_of(4) { String::new() } else { format!("Message-ID: <{number}@a.example>\r\n") };
    format!("{proof}From: kari{number}@a.example\r\nSubject: Letter {number}\r\n{id}\r\nText {number}\r\n")
}

fn hand_over(store: &Path, number: usize) -> bool {
    let mut child = frist(store).arg("intake").stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    // One that is killed takes no more.
    let _ = child.stdin.take().unwrap().write_all(letter(number).as_bytes());
    child.wait().unwrap().success()
}

fn lines(command: &mut Command) -> Vec<Value> {
    let output = command.stderr(Stdio::null()).output().unwrap();
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns how often each letter is in the store, on tickets and in the inbox, by its subject.
fn found(store: &Path) -> BTreeMap<String, usize> {
    let tickets = lines(frist(store).args(["list", "--json"]));
    let inbox = lines(frist(store).args(["inbox", "list", "--limit", "0", "--json"]));
    let mut found = BTreeMap::new();
    for letter in tickets.iter().chain(&inbox) {
        *found.entry(letter["subject"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    found
}

fn take_in(store: &Path) -> Command {
    let mut command = frist(store);
    command.args(["intake", "run"]).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn killed_while_letters_are_taken_in() {
    tried("killed while letters are taken in", 4, |number| {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("store");
        fs::write(dir.path().join("config.toml"), SETTINGS).unwrap();
        drop(frist::store::Store::open(&store).unwrap());
        let mut chances = fastrand::Rng::with_seed(number);
        let kept: Vec<usize> = (0..LETTERS).filter(|letter| hand_over(&store, *letter)).collect();
        if kept.len() != LETTERS {
            return Came::Lost("a letter was not kept".to_owned());
        }
        for _ in 0..3 {
            let mut taking = take_in(&store).spawn().unwrap();
            thread::sleep(Duration::from_millis(chances.u64(5..400)));
            let _ = taking.kill();
            taking.wait().unwrap();
        }
        // The same letters once more, as a mail server does that heard no answer.
        (0..LETTERS).filter(|letter| letter.is_multiple_of(5)).for_each(|letter| {
            let _ = hand_over(&store, letter);
        });
        if !take_in(&store).status().unwrap().success() {
            return Came::Lost("what waited was not taken in".to_owned());
        }
        let found = found(&store);
        let once = (0..LETTERS).all(|letter| found.get(&format!("Letter {letter}")) == Some(&1));
        let whole = frist(&store).arg("verify").output().unwrap();
        match (once && found.len() == LETTERS, whole.status.success()) {
            (true, true) => Came::Whole,
            (true, false) => Came::Lost(String::from_utf8_lossy(&whole.stdout).into_owned()),
            (false, _) => Came::Lost(format!("{found:?}")),
        }
    });
}

#[test]
fn killed_while_letters_are_kept() {
    tried("killed while letters are kept", 4, |number| {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("store");
        fs::write(dir.path().join("config.toml"), SETTINGS).unwrap();
        drop(frist::store::Store::open(&store).unwrap());
        let mut chances = fastrand::Rng::with_seed(number);
        for letter in 0..LETTERS {
            let mut child = frist(&store).arg("intake").stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            let _ = child.stdin.take().unwrap().write_all(self::letter(letter).as_bytes());
            let killed = chances.bool();
            if killed {
                thread::sleep(Duration::from_micros(chances.u64(0..20_000)));
                let _ = child.kill();
            }
            // A mail server that heard nothing good hands it over again.
            if !child.wait().unwrap().success() && !hand_over(&store, letter) {
                return Came::Lost("a letter was not kept".to_owned());
            }
        }
        let taken = take_in(&store).status().unwrap().success();
        let found = found(&store);
        let once = (0..LETTERS).all(|letter| found.get(&format!("Letter {letter}")) == Some(&1));
        if taken && once && found.len() == LETTERS { Came::Whole } else { Came::Lost(format!("{found:?}")) }
    });
}
