//! The process that sends letters killed at some moment: no letter is lost, and none goes a second time without being marked.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use serde_json::Value;

use crate::child::{NEW, frist};
use crate::tally::{Came, Fallen, check, tried};
use frist::store::Store;
use frist_testkit::owner;

/// Takes a letter, slowly enough to be in the middle of it at any moment. Where it is told to, it kills whoever sends, before or
/// after it has taken the letter of that number.
const SENDMAIL: &str = r#"#!/bin/sh
cd "$(dirname "$0")" || exit 1
echo x >> begun
id=$(tr -d '\r' | sed -n 's/^Message-ID: //p' | head -1)
[ -n "$id" ] || { echo x >> ended; exit 65; }
kill_at() { [ "$(cat kill 2>/dev/null)" = "$1" ] && rm kill && kill -9 "$PPID"; }
sleep 0.01
kill_at "before $(wc -l < taken)" && { echo x >> ended; exit 1; }
echo "$id" >> taken
kill_at "after $(wc -l < taken)"
sleep 0.01
echo x >> ended
"#;
/// Where kills fall.
const BETWEEN: &str = "between two letters";
const BEFORE: &str = "after its note, before the letter was handed over";
const AFTER: &str = "after it was handed over, before its note";
/// The letters of one try.
const LETTERS: usize = 3;

struct Desk {
    dir: tempfile::TempDir,
}

/// A process that serves; killed when it is dropped.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("sendmail");
        fs::write(&program, SENDMAIL).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(dir.path().join("taken"), "").unwrap();
        let settings = format!(
            "name = \"anna\"\n[mail]\naddress = \"desk@acme.example\"\nhold = \"0s\"\nsendmail = [\"{}\"]\n",
            program.display()
        );
        fs::write(dir.path().join("config.toml"), settings).unwrap();
        let desk = Self { dir };
        desk.run(&[&NEW[..], &["x"]].concat());
        desk
    }

    fn store(&self) -> std::path::PathBuf {
        self.dir.path().join("store")
    }

    fn command(&self) -> Command {
        frist(&self.store())
    }

    fn run(&self, args: &[&str]) -> String {
        let output = self.command().args(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn serve(&self) -> Serving {
        let mut command = self.command();
        let child = command.arg("serve").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = Serving(child.unwrap());
        owner::wait_for("it serves", || owner::answers(&self.store()));
        child
    }

    fn outbox(&self) -> Vec<Value> {
        let output = self.command().args(["outbox", "list", "--json"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn lines(&self, file: &str) -> usize {
        fs::read_to_string(self.dir.path().join(file)).unwrap_or_default().lines().count()
    }

    /// Starts a process that sends, and kills it: at some moment, or has the command do so before or after it took a letter.
    fn kill_one_that_sends(&self, number: u64, chance: &mut fastrand::Rng) {
        let at = chance.usize(..LETTERS);
        let exact = match number % 3 {
            0 => None,
            1 => Some(format!("before {at}")),
            _ => Some(format!("after {}", at + 1)),
        };
        if let Some(exact) = exact {
            fs::write(self.dir.path().join("kill"), exact).unwrap();
            let mut command = self.command();
            command.arg("serve").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut serves = command.spawn().unwrap();
            serves.wait().unwrap();
            return;
        }
        let serves = self.serve();
        // Nothing comes of this: it only waits.
        let (_keeps_open, nothing) = channel::<()>();
        let _ = nothing.recv_timeout(Duration::from_millis(chance.u64(..150)));
        drop(serves);
    }

    /// Returns how often each letter was taken.
    fn taken(&self) -> BTreeMap<String, usize> {
        let text = fs::read_to_string(self.dir.path().join("taken")).unwrap_or_default();
        let mut taken = BTreeMap::new();
        for id in text.lines() {
            *taken.entry(id.trim_matches(['<', '>']).to_owned()).or_default() += 1;
        }
        taken
    }
}

fn one(number: u64, fallen: &mut Fallen) -> Came {
    let desk = Desk::new();
    let mut written = Vec::new();
    for _ in 0..LETTERS {
        let letter = desk.run(&["reply", "1", "--to", "kari@acme.example", "--text", "x", "--json"]);
        let letter: Value = serde_json::from_str(&letter).unwrap();
        written.push(letter["message_id"].as_str().unwrap().to_owned());
    }
    let mut chance = fastrand::Rng::with_seed(number);
    desk.kill_one_that_sends(number, &mut chance);
    // The next one sends what is left, and asks about what was under way.
    let next = desk.serve();
    let settled = |letter: &Value| letter["needs_a_look"] == true;
    owner::wait_for("the rest goes", || desk.outbox().iter().all(settled));
    let unsure: Vec<String> = desk.outbox().iter().map(|letter| letter["id"].to_string()).collect();
    owner::wait_for("what was under way ends", || desk.lines("begun") == desk.lines("ended"));
    let before = desk.taken();
    let was_taken = |letter: &Value| before.contains_key(letter["message_id"].as_str().unwrap());
    fallen.note(desk.outbox().first().map_or(BETWEEN, |letter| if was_taken(letter) { AFTER } else { BEFORE }));
    if unsure.len() > 1 {
        return Came::Lost(format!("{} letters were under way at once", unsure.len()));
    }
    for id in &unsure {
        desk.run(&["outbox", "retry", id]);
    }
    owner::wait_for("the last goes", || desk.outbox().is_empty());
    drop(next);
    came(&desk, &written, &unsure)
}

fn came(desk: &Desk, written: &[String], unsure: &[String]) -> Came {
    let taken = desk.taken();
    let ticket: Value = serde_json::from_str(&desk.run(&["show", "1", "--json"])).unwrap();
    let messages = ticket["messages"].as_array().unwrap().len();
    if messages != written.len() {
        return Came::Lost(format!("{messages} of {} letters are on the ticket", written.len()));
    }
    if let Some(lost) = written.iter().find(|id| !taken.contains_key(*id)) {
        return Came::Lost(format!("{lost} was never taken"));
    }
    let twice = taken.values().filter(|times| **times > 1).count();
    if twice > unsure.len() || taken.values().any(|times| *times > 2) {
        return Came::Lost(format!("{twice} were taken twice, and {} marked: {taken:?}", unsure.len()));
    }
    if marked(&desk.store()) != unsure.len() {
        return Came::Lost("not every letter that was perhaps sent twice is marked".to_owned());
    }
    Came::Whole
}

/// Returns how many letters of the store are marked as perhaps sent twice.
fn marked(store: &Path) -> usize {
    let mut opened = Store::open(store).unwrap();
    check(&mut opened.store).unwrap();
    let record = opened.store.reader().ticket(frist::domain::ticket::TicketId(1)).unwrap().unwrap();
    let letters = record.events.iter().filter_map(|event| match event.action() {
        Some(frist::domain::ticket::EventData::Message(message)) => message.letter.as_ref(),
        _ => None,
    });
    letters.filter(|letter| letter.perhaps_twice).count()
}

#[test]
fn who_sends_letters_killed_at_some_moment() {
    const FAULT: &str = "SIGKILL, the process that sends letters";
    let mut fallen = Fallen::of(FAULT);
    tried(FAULT, 6, |number| one(number, &mut fallen));
    fallen.tell(&[BEFORE, AFTER]);
}
