//! Measures a commit of the store beside what the disk takes for as many bytes.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use frist::domain::ticket::{Commit, CommitId, Edit, Event, EventData, TicketId, event};
use frist::domain::time::Instant;
use frist::store::Store;

use super::measure::timed;

/// The bytes of a record of the write-ahead log beside the commit.
const FRAME: usize = 20;

/// A store and a bare file on the same disk.
pub struct Disk {
    store: Store,
    bare: File,
    bytes: Vec<u8>,
    number: u64,
}

impl Disk {
    /// Creates both in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self {
            store: Store::open(&folder.join("store")).unwrap().store,
            bare: File::create(folder.join("bare")).unwrap(),
            bytes: vec![b'x'; serde_json::to_vec(&commit(1)).unwrap().len() + FRAME],
            number: 0,
        }
    }

    /// Returns the bytes of a record.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Appends a record's bytes to the bare file and syncs it with `fdatasync`.
    pub fn bare(&mut self) {
        self.bare.write_all(&self.bytes).and_then(|()| self.bare.sync_data()).unwrap();
    }

    /// Makes a commit and returns once it is acknowledged: it is in the write-ahead log, synced.
    pub fn acknowledged(&mut self) {
        self.number += 1;
        assert!(self.store.append(&[commit(self.number)]).is_ok());
    }

    /// Brings what is acknowledged into sled, synced.
    pub fn apply(&mut self) {
        self.store.apply().unwrap();
    }
}

/// The times of the bare write, of a commit until it is acknowledged, and until it is in sled too.
pub struct Turns {
    pub bare: Vec<Duration>,
    pub acknowledged: Vec<Duration>,
    pub in_sled: Vec<Duration>,
}

/// Measures the three by turns, so that a disk that is busy for a while is so for all of them.
pub fn by_turns(disk: &mut Disk, rounds: usize) -> Turns {
    let mut turns = Turns { bare: Vec::new(), acknowledged: Vec::new(), in_sled: Vec::new() };
    for _ in 0..rounds {
        turns.bare.push(timed(|| disk.bare()));
        let acknowledged = timed(|| disk.acknowledged());
        turns.acknowledged.push(acknowledged);
        turns.in_sled.push(acknowledged + timed(|| disk.apply()));
    }
    turns
}

fn commit(number: u64) -> Commit {
    let at = Instant::from_secs(1_704_704_400);
    let what = EventData::Note(event::Note { text: "Called back, nobody there.".into(), to_customer: false });
    let event = Event { happened: at, recorded: at, by: "anna".into(), what: what.into() };
    let id = CommitId(uuid::Uuid::from_u64_pair(1, number));
    Commit { id, at, by: "anna".into(), edits: vec![Edit::Ticket { id: TicketId(number), events: vec![event] }] }
}
