//! All writers of a desk killed at some moment, a third of the times just after their start.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant as Moment};

use frist::store::Store;
use tempfile::TempDir;

use crate::tally::{Came, check, tried};
use frist_testkit::worker::{EACH, Worker, commit_id};

const WRITERS: usize = 3;

/// A desk, what its writers do, and the place in the write-ahead log that each writer was told for each of its commits.
struct Desk {
    dir: TempDir,
    role: &'static str,
    told: [Vec<u64>; WRITERS],
}

impl Desk {
    fn new(role: &'static str) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), role, told: Default::default() }
    }

    /// Has the writers go on for that time after their start, or their first word, and kills them all.
    fn rush(&mut self, young: bool, time: Duration) {
        let (say, said) = channel();
        let start = |writer: usize| {
            let from = self.told[writer].len() as u64;
            Worker::start(self.role, self.dir.path(), &writer.to_string(), from, (writer, say.clone()))
        };
        let mut workers: Vec<Worker> = (0..WRITERS).map(start).collect();
        drop(say);
        if !young && let Ok((writer, line)) = said.recv_timeout(Duration::from_mins(1)) {
            self.hear(writer, &line);
        }
        self.listen(&said, time);
        for worker in &mut workers {
            worker.child.kill().unwrap();
            worker.child.wait().unwrap();
            worker.reader.take().unwrap().join().unwrap();
        }
        // What they had said before the kill and stands unread in the pipe counts as well.
        for (writer, line) in said {
            self.hear(writer, &line);
        }
    }

    fn listen(&mut self, said: &Receiver<(usize, String)>, time: Duration) {
        let until = Moment::now() + time;
        while let Ok((writer, line)) = said.recv_timeout(until.saturating_duration_since(Moment::now())) {
            self.hear(writer, &line);
        }
    }

    fn hear(&mut self, writer: usize, line: &str) {
        let (number, sequence) = line.split_once(' ').unwrap();
        assert_eq!(number.parse(), Ok(self.told[writer].len()));
        self.told[writer].push(sequence.parse().unwrap());
    }

    fn is_full(&self) -> bool {
        self.told.iter().any(|told| told.len() as u64 > EACH - 20)
    }
}

/// Checks that each commit is where its writer was told, and everything is whole.
fn came(dir: &Path, told: &[Vec<u64>; WRITERS]) -> Came {
    let checked = Store::open(dir).and_then(|mut opened| {
        check(&mut opened.store)?;
        for (writer, told) in told.iter().enumerate() {
            for (number, sequence) in told.iter().enumerate() {
                let found = opened.store.commit_sequence(commit_id(writer as u64, number as u64))?;
                if found != Some(*sequence) {
                    return Ok(Came::Lost(format!("commit {number} of writer {writer}: {sequence}, {found:?}")));
                }
            }
        }
        Ok(Came::Whole)
    });
    checked.unwrap_or_else(|refusal| Came::Lost(refusal.to_string()))
}

#[test]
fn writers_killed_at_some_moment() {
    killed("SIGKILL, three busy writers", "write");
}

#[test]
fn who_attaches_files_killed_at_some_moment() {
    killed("SIGKILL, three who attach files", "attach");
}

fn killed(fault: &str, role: &'static str) {
    let (mut desk, mut acknowledged) = (Desk::new(role), 0);
    tried(fault, 24, |number| {
        if desk.is_full() {
            desk = Desk::new(role);
        }
        let mut chance = fastrand::Rng::with_seed(number);
        let before: usize = desk.told.iter().map(Vec::len).sum();
        match number % 3 {
            0 => desk.rush(true, Duration::from_micros(chance.u64(..30_000))),
            _ => desk.rush(false, Duration::from_micros(chance.u64(..200_000))),
        }
        acknowledged += desk.told.iter().map(Vec::len).sum::<usize>() - before;
        came(desk.dir.path(), &desk.told)
    });
    println!("{acknowledged} commits were acknowledged before the kills");
    assert!(acknowledged > 0);
}
