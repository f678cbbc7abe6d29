//! Guests that stand still, as behind a line that hangs: what they cost the owner, and how they come back.

use std::path::Path;
use std::sync::mpsc::Receiver;
use std::time::Instant as Moment;

use frist::desk::{Change, Desk, Notice, Request, SharedDesk};
use frist::domain::ticket::TicketId;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use frist_testkit::owner::LONG;
use frist_testkit::worker::{Worker, desk, note, ticket};

const TICKETS: u64 = 100;
/// The changes while guests stand still.
const CHANGES: u64 = 10_000;
/// The most that they may cost the owner, in KiB, beside what the changes cost anyway: what waits for each is bounded.
const COST: u64 = 6 << 10;

/// A guest that says how much it knows.
struct Watcher {
    worker: Worker,
    said: Receiver<((), String)>,
}

impl Watcher {
    fn start(store: &Path, name: &str) -> Self {
        let (worker, said) = Worker::listened("watch", store, name);
        assert_eq!(said.recv_timeout(LONG).unwrap().1, "watching");
        Self { worker, said }
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.worker.child.id().cast_signed()), signal).unwrap();
    }

    /// Waits until it knows exactly this; returns how often it has read everything again by then.
    #[track_caller]
    fn knows(&self, tickets: u64, revisions: u64) -> u64 {
        let (until, mut last) = (Moment::now() + LONG, String::new());
        loop {
            let said = self.said.recv_timeout(until.saturating_duration_since(Moment::now()));
            let Ok(((), line)) = said else { panic!("it knows {last}, not {tickets} {revisions}") };
            let numbers: Vec<u64> = line.split(' ').map(|number| number.parse().unwrap()).collect();
            if numbers[..2] == [tickets, revisions] {
                return numbers[2];
            }
            last = line;
        }
    }

    /// Returns what the changes cost it, in KiB of memory.
    fn costs(&self, writer: &SharedDesk) -> u64 {
        let before = self.memory();
        change(writer, CHANGES);
        self.knows(TICKETS, revisions(writer));
        self.memory().saturating_sub(before)
    }

    /// Returns the memory that it takes, in KiB.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.worker.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().strip_suffix(" kB").unwrap().parse().unwrap()
    }
}

/// Makes that many changes: one of each ticket, then the next of each.
fn change(desk: &SharedDesk, count: u64) {
    for round in 0..count / TICKETS {
        let notes = (1..=TICKETS).map(|id| note(TicketId(id), format!("{round}"))).collect();
        desk.commit(Request::new("", notes)).unwrap();
    }
}

/// Returns the sum of all tickets' revisions.
fn revisions(desk: &SharedDesk) -> u64 {
    desk.open_tickets().unwrap().iter().map(|t| u64::from(t.revision)).sum()
}

#[test]
fn guests_that_stand_still_cost_a_bounded_amount_and_end_with_the_right_state() {
    let folder = tempfile::tempdir().unwrap();
    let owner = Watcher::start(folder.path(), "owner");
    let writer = desk(folder.path(), "writer");
    let new: Vec<Change> = (0..TICKETS).map(|n| ticket(&format!("{n:0>200}"))).collect();
    writer.commit(Request::new("", new)).unwrap();
    let (sleeper, dead) = (Watcher::start(folder.path(), "sleeper"), Watcher::start(folder.path(), "dead"));
    change(&writer, CHANGES / 5);
    let awake = owner.costs(&writer);
    let feed = writer.subscribe();
    for stopped in [&sleeper, &dead] {
        stopped.signal(Signal::SIGSTOP);
    }
    let stopped = owner.costs(&writer);
    println!("{CHANGES} changes took {awake} KiB of the owner, with guests that stand still {stopped} KiB");
    assert!(stopped < awake + COST);

    sleeper.signal(Signal::SIGCONT);
    let resyncs = sleeper.knows(TICKETS, revisions(&writer));
    assert!(resyncs > 0, "it was told every change");
    // The other one is let go after a while, and everybody sees that.
    let without = |name: &str| loop {
        let Ok(notice) = feed.recv_timeout(LONG) else { panic!("{name} stays") };
        if matches!(&notice, Notice::Present(all) if !all.is_empty() && all.iter().all(|p| p.name != name)) {
            return;
        }
    };
    without("dead");
    change(&writer, TICKETS);
    dead.signal(Signal::SIGCONT);
    let revisions = revisions(&writer);
    assert!(dead.knows(TICKETS, revisions) > 0);
    sleeper.knows(TICKETS, revisions);
    owner.knows(TICKETS, revisions);
}
