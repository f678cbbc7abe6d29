//! sled itself: opening it, reading tickets from its trees, and one transaction over all of them. Everything in here may
//! panic on damaged files; `state` calls it where that is caught.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::Duration;

use sled::transaction::{
    ConflictableTransactionError, TransactionError, Transactional, TransactionalTree, UnabortableTransactionError,
};
use sled::{Db, Tree};

use super::change::{Found, Write};
use super::fault::Fault;
use super::record::{key, split_key};
use super::state::Meta;
use super::{deeds, ledger};
use crate::domain::journal::Place;
use crate::domain::ledger::{Entry, EntryId};
use crate::domain::ticket::{CommitId, TicketId};

const META: &[u8] = b"meta";

/// How often, and how long apart, opening tries again while sled's own lock is held by a thread of the sled that was
/// closed just before: two seconds in all.
const TRIES: u32 = 400;
const PAUSE: Duration = Duration::from_millis(5);

/// A ticket's number and the bytes of its record.
pub(super) type Raw = (TicketId, Vec<u8>);

/// Which tree a write goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum To {
    Open,
    Closed,
    Commits,
    Ledger,
    Deeds,
}

/// The database and its trees.
#[derive(Debug)]
pub(super) struct Trees {
    db: Db,
    open: Tree,
    closed: Tree,
    commits: Tree,
    ledger: Tree,
    deeds: Tree,
    meta: Tree,
}

impl Trees {
    /// Opens sled in `folder`, or makes a new one there.
    pub(super) fn open(folder: &Path, cache_bytes: u64) -> Result<Self, Fault> {
        let db = open_db(folder, cache_bytes)?;
        let tree = |name: &str| db.open_tree(name).map_err(Fault::from);
        let (open, closed, commits) = (tree("open")?, tree("closed")?, tree("commits")?);
        let (ledger, deeds, meta) = (tree("ledger")?, tree("deeds")?, tree("meta")?);
        Ok(Self { db, open, closed, commits, ledger, deeds, meta })
    }

    /// How far the state got; none where nothing was ever put in.
    pub(super) fn meta(&self) -> Result<Option<Meta>, Fault> {
        let found = self.meta.get(META)?;
        let read = found.map(|bytes| serde_json::from_slice(&bytes)).transpose();
        read.map_err(|error| Fault::Damaged(format!("how far it got cannot be read: {error}")))
    }

    /// A ticket's bytes, and whether they were among the open ones.
    pub(super) fn ticket(&self, id: TicketId) -> Result<Option<Found>, Fault> {
        for (open, tree) in [(true, &self.open), (false, &self.closed)] {
            if let Some((_, bytes)) = gather(tree.range(key(id, 0)..=key(id, u32::MAX)), 1)?.pop() {
                return Ok(Some(Found { open, bytes }));
            }
        }
        Ok(None)
    }

    /// All open tickets in order.
    pub(super) fn open_tickets(&self) -> Result<Vec<Raw>, Fault> {
        gather(self.open.iter(), usize::MAX)
    }

    /// The first `limit` tickets, open and closed, from number `from` on, in order.
    pub(super) fn tickets(&self, from: TicketId, limit: usize) -> Result<Vec<Raw>, Fault> {
        let mut found = gather(self.open.range(key(from, 0)..), limit)?;
        found.append(&mut gather(self.closed.range(key(from, 0)..), limit)?);
        found.sort_by_key(|(id, _)| *id);
        found.truncate(limit);
        Ok(found)
    }

    /// The sequence number of the commit with this name.
    pub(super) fn commit_sequence(&self, id: CommitId) -> Result<Option<u64>, Fault> {
        let Some(found) = self.commits.get(id.0.as_bytes())? else { return Ok(None) };
        let bytes = found.first_chunk().ok_or_else(|| Fault::Damaged(format!("commit {} has no number", id.0)))?;
        Ok(Some(u64::from_be_bytes(*bytes)))
    }

    /// Every revision of every entry of the ledger, in order.
    pub(super) fn ledger(&self) -> Result<Vec<Entry>, Fault> {
        ledger::gather(self.ledger.iter())
    }

    /// The revisions of one entry, in order.
    pub(super) fn entry(&self, id: EntryId) -> Result<Vec<Entry>, Fault> {
        ledger::gather(self.ledger.range(ledger::key(id, 0, 0)..=ledger::key(id, u32::MAX, u32::MAX)))
    }

    /// Records of what was done, in order: those that begin before `before`, of so many commits up to there.
    ///
    /// They are read forwards, whichever way they are wanted: backwards sled looks for each of them anew.
    pub(super) fn deeds_before(&self, before: Place, commits: u64) -> Result<Vec<deeds::Record>, Fault> {
        let first = Place { sequence: before.sequence.saturating_sub(commits), number: 0 };
        let read = |record: sled::Result<(sled::IVec, sled::IVec)>| {
            let (key, value) = record?;
            deeds::decode(&key, &value)
        };
        self.deeds.range(deeds::key(first)..deeds::key(before)).map(read).collect()
    }

    /// The first record of what commit `sequence` did, or a later one.
    pub(super) fn deeds_of(&self, sequence: u64) -> Result<Option<deeds::Record>, Fault> {
        let Some(found) = self.deeds.range(deeds::key(Place { sequence, number: 0 })..).next() else { return Ok(None) };
        let (key, value) = found?;
        deeds::decode(&key, &value).map(Some)
    }

    /// How many deeds there are.
    pub(super) fn count_deeds(&self) -> Result<u64, Fault> {
        let count = |record: sled::Result<(sled::IVec, sled::IVec)>| {
            let (key, value) = record?;
            Ok(deeds::decode(&key, &value)?.deeds.len() as u64)
        };
        self.deeds.iter().map(count).sum()
    }

    /// Does all of this or nothing.
    pub(super) fn commit(&self, writes: &[Write], meta: &Meta) -> Result<(), Fault> {
        let meta_bytes = serde_json::to_vec(meta).map_err(|error| Fault::Damaged(error.to_string()))?;
        let trees = (&self.open, &self.closed, &self.commits, &self.ledger, &self.deeds, &self.meta);
        let done = trees.transaction(|(open, closed, commits, ledger, deeds, meta)| {
            for write in writes {
                let tree = match write.to {
                    To::Open => open,
                    To::Closed => closed,
                    To::Commits => commits,
                    To::Ledger => ledger,
                    To::Deeds => deeds,
                };
                put(tree, write)?;
            }
            meta.insert(META, meta_bytes.as_slice())?;
            Ok::<(), ConflictableTransactionError<()>>(())
        });
        done.map_err(|error| match error {
            TransactionError::Storage(error) => error.into(),
            TransactionError::Abort(()) => Fault::Damaged("a transaction was given up".into()),
        })
    }

    /// Hands everything to the operating system. On Linux this is no sync.
    pub(super) fn flush(&self) -> Result<(), Fault> {
        self.db.flush()?;
        Ok(())
    }
}

#[cfg(test)]
impl Trees {
    /// Leaves what was done out, as an earlier frist does.
    pub(super) fn forget_deeds(&self, meta: &Meta) {
        self.deeds.clear().unwrap();
        self.commit(&[], meta).unwrap();
    }

    /// Makes a ticket unreadable.
    pub(super) fn spoil(&self, id: TicketId) {
        for tree in [&self.open, &self.closed] {
            if tree.contains_key(key(id, 0)).unwrap() {
                tree.insert(key(id, 0), &b"\x01{"[..]).unwrap();
            }
        }
    }
}

fn put(tree: &TransactionalTree, write: &Write) -> Result<(), UnabortableTransactionError> {
    match &write.value {
        Some(value) => tree.insert(write.key.as_slice(), value.as_slice())?,
        None => tree.remove(write.key.as_slice())?,
    };
    Ok(())
}

fn open_db(folder: &Path, cache_bytes: u64) -> Result<Db, Fault> {
    let mut tries = 0;
    loop {
        // Nothing is left to sled's own clock: the writer flushes and syncs after every batch.
        let config = sled::Config::new().path(folder).cache_capacity(cache_bytes).flush_every_ms(None);
        match config.open().map_err(Fault::from) {
            Err(Fault::Busy) if tries < TRIES => thread::sleep(PAUSE),
            done => return done,
        }
        tries += 1;
    }
}

/// Whether somebody has sled's files open, after the patience that [`open_db`] has.
pub(super) fn is_used(folder: &Path) -> bool {
    for tries in 0..=TRIES {
        let Ok(file) = File::open(folder.join("db")) else { return false };
        if !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return false;
        }
        if tries < TRIES {
            thread::sleep(PAUSE);
        }
    }
    true
}

/// Puts the chunks of up to `limit` tickets together.
fn gather(chunks: sled::Iter, limit: usize) -> Result<Vec<Raw>, Fault> {
    let mut found: Vec<Raw> = Vec::new();
    let mut next = 0;
    for chunk in chunks {
        let (key, value) = chunk?;
        let (id, number) = split_key(&key)?;
        let whole = found.len();
        match found.last_mut().filter(|(last, _)| *last == id) {
            Some((_, bytes)) if number == next => bytes.extend_from_slice(&value),
            Some(_) => return Err(missing(id, next)),
            None if number != 0 => return Err(missing(id, 0)),
            None if whole == limit => break,
            None => found.push((id, value.to_vec())),
        }
        next = number + 1;
    }
    Ok(found)
}

fn missing(id: TicketId, chunk: u32) -> Fault {
    Fault::Damaged(format!("part {chunk} of ticket {id} is missing"))
}
