//! Eight writers, two screens and four commands on one store, whose owner is killed twenty times in the middle of it.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant as Moment};

use frist::domain::ticket::{CommitId, Edit, Event, TicketId};
use frist::store::{Store, WalEntry};
use nix::sys::signal::Signal;

use frist_testkit::owner::{LONG, answers, named, next_after, wait_for};
use frist_testkit::place::{MONDAY, TestPlace};
use frist_testkit::session::Session;
use frist_testkit::worker::{EACH, Worker, commit_id};

const WRITERS: u64 = 8;
const KILLS: usize = 20;
/// The longest time that a store may be without an owner, as it is promised.
const WITHOUT_OWNER: Duration = Duration::from_secs(2);

/// Everything that runs on the store.
struct Storm {
    place: TestPlace,
    writers: Vec<Worker>,
    /// The places in the write-ahead log that each writer was told for its commits.
    acknowledged: Vec<Vec<u64>>,
    said: Sender<(usize, String)>,
    lines: Receiver<(usize, String)>,
    screens: Vec<Session>,
    commands: Vec<Child>,
}

impl Storm {
    fn begin() -> Self {
        let (place, (said, lines)) = (TestPlace::new(), channel());
        let screens = (0..2).map(|_| place.screen(80, 24)).collect();
        let mut storm = Self {
            place,
            writers: Vec::new(),
            acknowledged: vec![Vec::new(); WRITERS as usize],
            said,
            lines,
            screens,
            commands: Vec::new(),
        };
        for writer in 0..WRITERS as usize {
            let started = storm.writer(writer);
            storm.writers.push(started);
        }
        storm
    }

    fn store(&self) -> std::path::PathBuf {
        self.place.path("store")
    }

    /// Starts a writer that goes on where the last one of its name knows that it came to.
    fn writer(&self, writer: usize) -> Worker {
        let from = self.acknowledged[writer].len() as u64;
        Worker::start("write", &self.store(), &writer.to_string(), from, (writer, self.said.clone()))
    }

    fn total(&self) -> usize {
        self.acknowledged.iter().map(Vec::len).sum()
    }

    fn hear(&mut self, writer: usize, line: &str) {
        let (number, sequence) = line.split_once(' ').unwrap();
        assert_eq!(number.parse(), Ok(self.acknowledged[writer].len()), "writer {writer}");
        self.acknowledged[writer].push(sequence.parse().unwrap());
    }

    /// Waits until that many commits have been acknowledged.
    #[track_caller]
    fn write_until(&mut self, total: usize) {
        while self.total() < total {
            let (writer, line) = self.lines.recv_timeout(LONG).expect("the writers go on");
            self.hear(writer, &line);
        }
    }

    /// Starts four commands at once; two look and two write.
    fn command(&mut self, round: usize) {
        let subject = format!("from command {round}");
        let kind = ["--contract", "markant", "--plan", "standard", "--severity", "critical", "--channel", "phone"];
        let new = [&["new", "--subject", &subject], &kind[..]].concat();
        let note = ["do", "note", "1", "--text", "by command"];
        for args in [&["list"][..], &["show", "1"], &note[..], &new] {
            let mut command = self.place.command();
            command.args(args).stdout(Stdio::null()).stderr(Stdio::piped());
            self.commands.push(command.spawn().unwrap());
        }
    }

    /// Kills the owner; returns its process id and when, or none if the owner is none of these processes now.
    fn kill_owner(&mut self) -> Option<(u32, Moment)> {
        let (pid, now) = (named(&self.store())?, Moment::now());
        if let Some(writer) = self.writers.iter().position(|w| w.child.id() == pid) {
            self.writers[writer].child.kill().unwrap();
            self.writers[writer].child.wait().unwrap();
            return Some((pid, now));
        }
        if let Some(screen) = self.screens.iter().position(|s| s.pid() as u32 == pid) {
            let screen = self.screens.swap_remove(screen);
            screen.signal(Signal::SIGKILL);
            screen.end();
            return Some((pid, now));
        }
        let command = self.commands.iter_mut().find(|c| c.id() == pid)?;
        if command.try_wait().unwrap().is_some() {
            return None;
        }
        command.kill().unwrap();
        Some((pid, now))
    }

    /// Starts others in the place of those that were killed. What a killed writer had said stands in the pipe.
    fn fill_up(&mut self) {
        while let Ok((writer, line)) = self.lines.try_recv() {
            self.hear(writer, &line);
        }
        for writer in 0..WRITERS as usize {
            let ended = self.writers[writer].child.try_wait().unwrap();
            if ended.is_some_and(|status| !status.success()) {
                self.drain(writer);
                self.writers[writer] = self.writer(writer);
            }
        }
        while self.screens.len() < 2 {
            self.screens.push(self.place.screen(80, 24));
        }
    }

    /// Takes in all that a writer that has ended had said: its reader holds one of the senders until then.
    fn drain(&mut self, writer: usize) {
        let reader = self.writers[writer].reader.take().unwrap();
        while !reader.is_finished() {
            std::thread::yield_now();
        }
        while let Ok((writer, line)) = self.lines.try_recv() {
            self.hear(writer, &line);
        }
    }

    /// Waits for the commands: each did what it was asked for, or was killed as the owner that it was.
    fn commands_end(&mut self) {
        for command in self.commands.drain(..) {
            let output = command.wait_with_output().unwrap();
            let (code, told) = (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned());
            assert!(code.is_none_or(|code| code == 0), "{code:?} {told}");
        }
    }

    fn end(mut self) -> (TestPlace, Vec<Vec<u64>>) {
        self.write_until((WRITERS * EACH) as usize);
        for writer in &mut self.writers {
            assert!(writer.child.wait().unwrap().success());
        }
        self.commands_end();
        self.place.log("The last one");
        for screen in self.screens {
            let found = |text: &str| text.lines().any(|row| row.contains("The last one") && row.contains("Allday"));
            screen.press("/The last one\r").see_that("the last ticket", found);
            screen.signal(Signal::SIGTERM);
            screen.end();
        }
        (self.place, self.acknowledged)
    }
}

#[test]
fn the_owner_killed_twenty_times_costs_nothing_that_was_acknowledged_and_nothing_is_there_twice() {
    let mut storm = Storm::begin();
    let mut without = Vec::new();
    while without.len() < KILLS {
        let round = without.len();
        storm.write_until((round + 1) * 85 + fastrand::usize(0..10));
        if round % 5 == 2 {
            storm.command(round);
        }
        if let Some((gone, since)) = storm.kill_owner() {
            without.push(next_after(&storm.store(), gone, since));
            storm.fill_up();
        }
    }
    println!("without an owner: {without:?}");
    assert!(without.iter().all(|time| *time < WITHOUT_OWNER), "{without:?}");
    let (place, acknowledged) = storm.end();
    check(&place.path("store"), &acknowledged);
}

/// Checks that each commit is in the write-ahead log once and where its writer was told; the write-ahead log's order is
/// that of every history.
fn check(store: &Path, acknowledged: &[Vec<u64>]) {
    let mut opened = Store::open(store).unwrap().store;
    let entries: Vec<WalEntry> = opened.wal_entries(1).collect::<Result<_, _>>().unwrap();
    let mut places: HashMap<CommitId, u64> = HashMap::new();
    let mut histories: BTreeMap<TicketId, Vec<Event>> = BTreeMap::new();
    for entry in &entries {
        assert_eq!(places.insert(entry.commit.id, entry.sequence), None, "{:?} is there twice", entry.commit.id);
        for (id, events) in entry.commit.edits.iter().filter_map(Edit::on_ticket) {
            histories.entry(id).or_default().extend(events.iter().cloned());
        }
    }
    for (writer, told) in (0..).zip(acknowledged) {
        let there: Vec<_> = (0..EACH).map(|number| places.get(&commit_id(writer, number)).copied()).collect();
        assert_eq!(there, told.iter().copied().map(Some).collect::<Vec<_>>(), "writer {writer}");
    }
    let stored = opened.reader().tickets().map(|record| record.map(|r| (r.id, r.events)).unwrap());
    assert_eq!(stored.collect::<BTreeMap<_, _>>(), histories);
    let numbers: Vec<u64> = histories.keys().map(|id| id.0).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "no number is left out");
    opened.verify(&mut |_, _| ()).unwrap();
}

#[test]
fn two_first_starts_at_once_become_an_owner_and_a_guest() {
    for _ in 0..5 {
        let place = TestPlace::new();
        let starts: Vec<Session> = (0..2).map(|_| place.launch(80, 24).args(&["--now", MONDAY]).start()).collect();
        for screen in &starts {
            screen.see("1 Queue");
        }
        wait_for("the owner", || answers(&place.path("store")));
        let owner = named(&place.path("store"));
        assert_eq!(starts.iter().filter(|s| Some(s.pid() as u32) == owner).count(), 1);
        place.log("For both");
        for screen in starts {
            screen.see("For both");
            screen.quit();
        }
    }
}
