//! Power lost at any point of a trace: a writer's writes, syncs and names are written down by a library loaded before it
//! (`traced`), and the disk is put together as it may stand after each point.
//!
//! Kept is what was written to a file before its last completed sync began, and the names that a folder had then. Of what came later
//! nothing is kept, or each write with even odds and so many of the first names (a file system's own journal keeps their
//! order). A sync of a file does not make its name last; only that of its folder does.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use crate::child::{build, command, said};
use crate::tally::{Came, look, restored, tried};
use frist_testkit::commits::{Fold, copy, mixed, open, put_mixed};

/// The commits that there were before.
const BEFORE: u64 = 15;

/// One thing that the writer did.
struct Did {
    kind: u8,
    number: i64,
    path: PathBuf,
    bytes: Vec<u8>,
}

fn read_trace(path: &Path) -> Vec<Did> {
    use std::os::unix::ffi::OsStringExt;
    let all = fs::read(path).unwrap();
    let (mut rest, mut found) = (all.as_slice(), Vec::new());
    while let Some((head, tail)) = rest.split_first_chunk::<17>() {
        let length = |at: usize| u32::from_le_bytes(head[at..at + 4].try_into().unwrap()) as usize;
        let (path, tail) = tail.split_at(length(9));
        let (bytes, tail) = tail.split_at(length(13));
        let number = i64::from_le_bytes(head[1..9].try_into().unwrap());
        let path = PathBuf::from(std::ffi::OsString::from_vec(path.to_vec()));
        found.push(Did { kind: head[0], number, path, bytes: bytes.to_vec() });
        rest = tail;
    }
    found
}

/// A change of a file's bytes.
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

impl Change {
    fn make(&self, bytes: &mut Vec<u8>) {
        match self {
            Change::Write(at, new) => {
                bytes.resize(bytes.len().max(at + new.len()), 0);
                bytes[*at..at + new.len()].copy_from_slice(new);
            }
            Change::Length(length) => bytes.resize(*length, 0),
        }
    }
}

/// A change of a folder's names: the file that the name stands for from now on.
struct Named {
    when: usize,
    path: PathBuf,
    file: Option<usize>,
}

#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    since: Vec<(usize, Change)>,
}

/// The disk: what would be there without power, and what is still to be written.
#[derive(Default)]
struct Disk {
    files: Vec<File>,
    /// The names as the program sees them.
    names: HashMap<PathBuf, usize>,
    lasting: BTreeMap<PathBuf, usize>,
    since: Vec<Named>,
    syncs: HashMap<(PathBuf, i64), usize>,
}

impl Disk {
    /// Returns a disk on which everything in a folder lasts.
    fn of(dir: &Path, at: &Path) -> Self {
        let mut disk = Self::default();
        for (path, bytes) in frist_testkit::commits::picture(dir) {
            let path = at.join(path.strip_prefix(dir).unwrap());
            disk.names.insert(path.clone(), disk.files.len());
            disk.lasting.insert(path, disk.files.len());
            disk.files.push(File { bytes, since: Vec::new() });
        }
        disk
    }

    fn take(&mut self, when: usize, did: &Did) {
        let path = &did.path;
        match did.kind {
            b'w' => self.change(when, path, Change::Write(did.number as usize, did.bytes.clone())),
            b't' => self.change(when, path, Change::Length(did.number as usize)),
            b'c' => self.create(when, path, did.number != 0),
            b'u' => self.name(when, path, None),
            b'r' => {
                let to = PathBuf::from(String::from_utf8(did.bytes.clone()).unwrap());
                let file = self.names.get(path).copied();
                self.name(when, &to, file);
                self.name(when, path, None);
            }
            b's' => drop(self.syncs.insert((path.clone(), did.number), when)),
            b'S' => self.sync(path, did.number),
            _ => {}
        }
    }

    fn change(&mut self, when: usize, path: &Path, change: Change) {
        if let Some(file) = self.names.get(path) {
            self.files[*file].since.push((when, change));
        }
    }

    fn create(&mut self, when: usize, path: &Path, empty: bool) {
        if !self.names.contains_key(path) {
            self.files.push(File::default());
            self.name(when, path, Some(self.files.len() - 1));
        } else if empty {
            self.change(when, path, Change::Length(0));
        }
    }

    fn name(&mut self, when: usize, path: &Path, file: Option<usize>) {
        match file {
            Some(file) => drop(self.names.insert(path.to_owned(), file)),
            None => drop(self.names.remove(path)),
        }
        self.since.push(Named { when, path: path.to_owned(), file });
    }

    fn sync(&mut self, path: &Path, thread: i64) {
        let began = self.syncs.remove(&(path.to_owned(), thread)).unwrap();
        if let Some(file) = self.names.get(path) {
            let File { bytes, since } = &mut self.files[*file];
            let later = since.iter().position(|(when, _)| *when > began).unwrap_or(since.len());
            since.drain(..later).for_each(|(_, change)| change.make(bytes));
        }
        let in_it = |named: &Named| named.when < began && named.path.parent() == Some(path);
        let (now, later) = std::mem::take(&mut self.since).into_iter().partition(in_it);
        self.since = later;
        let now: Vec<Named> = now;
        for named in &now {
            rename(&mut self.lasting, named);
        }
    }

    /// Puts what is left when the power goes on `to`, in the place of `at`. Without `chance` only what is synced is left.
    fn leave(&mut self, at: &Path, to: &Path, mut chance: Option<&mut fastrand::Rng>) {
        let names = chance.as_mut().map_or(0, |chance| chance.usize(..=self.since.len()));
        for named in &self.since[..names] {
            rename(&mut self.lasting, named);
        }
        for (path, file) in &self.lasting {
            let File { bytes, since } = &mut self.files[*file];
            for (_, change) in since.drain(..) {
                if chance.as_mut().is_some_and(|chance| chance.bool()) {
                    change.make(bytes);
                }
            }
            let Ok(below) = path.strip_prefix(at) else { continue };
            fs::create_dir_all(to.join(below).parent().unwrap()).unwrap();
            fs::write(to.join(below), bytes).unwrap();
        }
    }
}

fn rename(lasting: &mut BTreeMap<PathBuf, usize>, named: &Named) {
    match named.file {
        Some(file) => drop(lasting.insert(named.path.clone(), file)),
        None => drop(lasting.remove(&named.path)),
    }
}

/// Compares what is there now with what was acknowledged: commits are there from the first on, without a gap.
fn came(dir: &Path, told: u64) -> Came {
    let found = match look(dir).or_else(|_| look(dir)) {
        Ok(found) => found,
        Err(refusal) => return restored(dir, &Fold::of((1..=told).map(mixed)), &refusal),
    };
    let there = found.commits.len() as u64;
    if there >= told && found == Fold::of((1..=there).map(mixed)) {
        Came::Whole
    } else {
        Came::Lost(format!("{told} were acknowledged, {there} are there"))
    }
}

#[test]
fn power_lost_at_any_point() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().canonicalize().unwrap();
    let (store, before, trace) = (place.join("store"), place.join("before"), place.join("trace"));
    put_mixed(&mut open(&store).unwrap().store, 1..=BEFORE);
    copy(&store, &before);
    build("traced.rs", &place.join("traced.so"));
    let mut writer = command("trace", &store);
    let done = writer.env("LD_PRELOAD", place.join("traced.so")).env("FRIST_TRACE", &trace).output().unwrap();
    assert!(done.status.success() && !said(&done.stdout).is_empty());
    let trace = read_trace(&trace);
    for kind in [b'w', b'S', b'c', b'r', b'u', b'>'] {
        assert!(trace.iter().any(|did| did.kind == kind), "{}", kind as char);
    }
    for (name, odds) in
        [("power lost, nothing unsynced kept", false), ("power lost, unsynced writes at even odds", true)]
    {
        tried(name, 60, |number| {
            let mut chance = fastrand::Rng::with_seed(number);
            let point = chance.usize(..=trace.len());
            let mut disk = Disk::of(&before, &store);
            trace[..point].iter().enumerate().for_each(|(when, did)| disk.take(when, did));
            let words = trace[..point].iter().filter(|did| did.kind == b'>').flat_map(|did| said(&did.bytes));
            let told = words.last().map_or(BEFORE, |line| line.parse().unwrap());
            let left = tempfile::tempdir().unwrap();
            disk.leave(&store, left.path(), odds.then_some(&mut chance));
            came(left.path(), told)
        });
    }
}
