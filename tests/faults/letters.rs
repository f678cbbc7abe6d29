//! Kills the program at some moment while it keeps letters or takes them in: none is lost, none is there twice.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::child::{build, frist};
use crate::tally::{Came, Fallen, tried};
use frist_testkit::owner;

const LETTERS: usize = 24;

/// Where kills fall while a letter is kept.
const NOT_KEPT: &str = "before the letter was kept";
const UNHEARD: &str = "after it was kept, before anybody heard so";
/// Where kills fall while letters are taken in.
const UNCOMMITTED: &str = "before the letters were committed";
const COMMITTED: &str = "after the commit, before all its letters had left the spool";
const ALL_IN: &str = "after the last letter";

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

/// A store with mail, and a library that kills a program at a name that it was told.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("config.toml"), SETTINGS).unwrap();
        drop(frist::store::Store::open(&dir.path().join("store")).unwrap());
        Self { dir }
    }

    fn store(&self) -> std::path::PathBuf {
        self.dir.path().join("store")
    }

    /// Has a program killed where `told` says to the library.
    fn cut(&self, library: &Path, command: &mut Command, told: &str) {
        let file = self.dir.path().join("cut");
        fs::write(&file, told).unwrap();
        command.env("LD_PRELOAD", library).env("FRIST_CUT", file);
    }

    /// Returns the numbers of the letters in the spool.
    fn spooled(&self) -> Vec<usize> {
        let files = fs::read_dir(self.store().join("intake/new")).into_iter().flatten();
        let number = |path: &Path| {
            // One that is taken in meanwhile is gone.
            let text = fs::read_to_string(path).ok()?;
            text.lines().find_map(|line| line.strip_prefix("Subject: Letter ")?.parse().ok())
        };
        files.filter_map(|file| number(&file.unwrap().path())).collect()
    }

    /// Returns where a kill fell, `before` which so many letters were in the spool.
    fn fallen(&self, before: usize) -> &'static str {
        let (spooled, found) = (self.spooled(), found(&self.store()));
        if spooled.is_empty() {
            ALL_IN
        } else if spooled.len() < before || spooled.iter().any(|letter| found.contains_key(&subject(*letter))) {
            COMMITTED
        } else {
            UNCOMMITTED
        }
    }

    /// Takes in what is left, and says what came of all letters.
    fn came(&self) -> Came {
        let taken = take_in(&self.store()).status().unwrap().success();
        let found = found(&self.store());
        let once = (0..LETTERS).all(|letter| found.get(&subject(letter)) == Some(&1));
        let whole = frist(&self.store()).arg("verify").output().unwrap();
        match (taken && once && found.len() == LETTERS, whole.status.success()) {
            (true, true) => Came::Whole,
            (true, false) => Came::Lost(String::from_utf8_lossy(&whole.stdout).into_owned()),
            (false, _) => Came::Lost(format!("{found:?}")),
        }
    }
}

/// Returns the library of `cut.rs`, built into that folder.
fn library(folder: &Path) -> std::path::PathBuf {
    let library = folder.join("cut.so");
    build("cut.rs", &library);
    library
}

fn subject(letter: usize) -> String {
    format!("Letter {letter}")
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

fn serve(store: &Path) -> Command {
    let mut command = frist(store);
    command.arg("serve").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Takes letters in and is killed: at some moment, where a file of theirs is kept, or where a letter leaves the spool. It is a
/// process that takes in what waits, or one that serves.
fn killed_taking_in(desk: &Desk, library: &Path, chances: &mut fastrand::Rng, turn: u64) -> &'static str {
    let before = desk.spooled().len();
    let mut command = if chances.bool() { serve(&desk.store()) } else { take_in(&desk.store()) };
    let folder = ["", "/files/", "/intake/new/"][usize::try_from(turn % 3).unwrap()];
    if !folder.is_empty() && before > 0 {
        let when = if chances.bool() { "before" } else { "after" };
        desk.cut(library, &mut command, &format!("{when} {} {folder}", chances.usize(1..=before)));
        let taking = RefCell::new(command.spawn().unwrap());
        // It is killed from within, or not, where fewer files than that were still to come.
        let ended = || taking.borrow_mut().try_wait().unwrap().is_some();
        owner::wait_for("it ends", || ended() || desk.spooled().is_empty());
        let _ = taking.borrow_mut().kill();
        taking.borrow_mut().wait().unwrap();
    } else {
        let mut taking = command.spawn().unwrap();
        thread::sleep(Duration::from_millis(chances.u64(5..250)));
        let _ = taking.kill();
        taking.wait().unwrap();
    }
    desk.fallen(before)
}

#[test]
fn killed_while_letters_are_taken_in() {
    const FAULT: &str = "SIGKILL, the process that takes letters in";
    let folder = tempfile::tempdir().unwrap();
    let (library, mut fallen) = (library(folder.path()), Fallen::of(FAULT));
    tried(FAULT, 4, |number| {
        let desk = Desk::new();
        let mut chances = fastrand::Rng::with_seed(number);
        let kept: Vec<usize> = (0..LETTERS).filter(|letter| hand_over(&desk.store(), *letter)).collect();
        if kept.len() != LETTERS {
            return Came::Lost("a letter was not kept".to_owned());
        }
        for turn in number..number + 3 {
            fallen.note(killed_taking_in(&desk, &library, &mut chances, turn));
        }
        // The same letters once more, as a mail server does that heard no answer.
        (0..LETTERS).filter(|letter| letter.is_multiple_of(5)).for_each(|letter| {
            let _ = hand_over(&desk.store(), letter);
        });
        desk.came()
    });
    fallen.tell(&[UNCOMMITTED, COMMITTED]);
}

#[test]
fn killed_while_letters_are_kept() {
    const FAULT: &str = "SIGKILL, a pipe of a mail server";
    let folder = tempfile::tempdir().unwrap();
    let (library, mut fallen) = (library(folder.path()), Fallen::of(FAULT));
    tried(FAULT, 4, |number| {
        let desk = Desk::new();
        let mut chances = fastrand::Rng::with_seed(number);
        for letter in 0..LETTERS {
            let before = desk.spooled().len();
            let mut command = frist(&desk.store());
            command.arg("intake").stdin(Stdio::piped()).stderr(Stdio::null());
            let cut = letter % 4 == 1;
            if cut {
                let when = if chances.bool() { "before" } else { "after" };
                desk.cut(&library, &mut command, &format!("{when} 1 /intake/new/"));
            }
            let mut child = command.spawn().unwrap();
            let _ = child.stdin.take().unwrap().write_all(self::letter(letter).as_bytes());
            if letter % 4 == 3 {
                thread::sleep(Duration::from_micros(chances.u64(0..20_000)));
                let _ = child.kill();
            }
            if child.wait().unwrap().success() {
                continue;
            }
            fallen.note(if desk.spooled().len() > before { UNHEARD } else { NOT_KEPT });
            // A mail server that heard nothing good hands it over again.
            if !hand_over(&desk.store(), letter) {
                return Came::Lost("a letter was not kept".to_owned());
            }
        }
        desk.came()
    });
    fallen.tell(&[NOT_KEPT, UNHEARD]);
}
