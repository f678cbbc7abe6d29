//! Knows sled itself: opens it, reads tickets from its trees, and writes one transaction over all of them. Everything
//! in here may panic on damaged files; `state` calls it where that is caught.

use std::fs::{File, TryLockError};
use std::future::Future as _;
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Waker};
use std::thread;
use std::time::Duration;

use nix::sys::prctl::set_timerslack;
use sled::transaction::{
    ConflictableTransactionError, TransactionError, Transactional, TransactionalTree, UnabortableTransactionError,
};
use sled::{Db, Tree};

use super::archive::{self, Block, RecordPlace, TimeSpan};
use super::bundle::Bundle;
use super::change::{KeyWrite, StoredTicket};
use super::fault::Fault;
use super::record::{key, split_key};
use super::state::Meta;
use super::{audit, guard, ledger};
use frist_domain::audit::AuditPosition;
use frist_domain::ledger::{LedgerRecord, LedgerRecordId};
use frist_domain::letter::LetterKey;
use frist_domain::ticket::{CommitId, TicketId};

const META: &[u8] = b"meta";

/// How often, and how long apart, opening tries again while sled's own lock is held by a thread of the sled that was
/// closed just before: two seconds in all.
const TRIES: u32 = 400;
const PAUSE: Duration = Duration::from_millis(5);

/// A ticket's number and the bytes of its record.
pub(super) type RawTicket = (TicketId, Vec<u8>);

/// The tree that a write goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TargetTree {
    Open,
    Closed,
    Archive,
    Spans,
    Commits,
    OldCommits,
    Ledger,
    AuditEntries,
    OldAuditEntries,
    Letters,
    Meta,
}

/// The database and its trees.
#[derive(Debug)]
pub(super) struct Trees {
    db: Db,
    /// The open tickets under their numbers, in chunks.
    open: Tree,
    closed: Tree,
    /// Closed tickets side by side, in chunks of a bundle.
    archive: Tree,
    /// The span of time of each bundle of tickets.
    spans: Tree,
    /// The sequence number of a commit under its name.
    commits: Tree,
    /// The names of commits side by side.
    old_commits: Tree,
    ledger: Tree,
    /// The audit entries of a commit under its sequence number.
    audit_entries: Tree,
    /// The audit entries of commits side by side, in chunks of a bundle.
    old_audit_entries: Tree,
    /// The places of letters under the hashes of their Message-IDs.
    letters: Tree,
    meta: Tree,
}

impl Trees {
    /// Opens sled in `folder`, or makes a new one there.
    pub(super) fn open(folder: &Path, cache_bytes: u64) -> Result<Self, Fault> {
        let db = open_db(folder, cache_bytes)?;
        let tree = |name: &str| db.open_tree(name).map_err(Fault::from);
        Ok(Self {
            open: tree("open")?,
            closed: tree("closed")?,
            archive: tree("archive")?,
            spans: tree("spans")?,
            commits: tree("commits")?,
            old_commits: tree("old_commits")?,
            ledger: tree("ledger")?,
            audit_entries: tree("deeds")?,
            old_audit_entries: tree("old_deeds")?,
            letters: tree("letters")?,
            meta: tree("meta")?,
            db,
        })
    }

    /// Returns how far the state got, or none where nothing was ever put in.
    pub(super) fn meta(&self) -> Result<Option<Meta>, Fault> {
        let found = self.meta.get(META)?;
        let read = found.map(|bytes| serde_json::from_slice(&bytes)).transpose();
        read.map_err(|error| Fault::Damaged(format!("how far it got cannot be read: {error}")))
    }

    /// Returns a ticket's bytes and the tree that they are in, or none if there is no such ticket.
    pub(super) fn ticket(&self, id: TicketId) -> Result<Option<StoredTicket>, Fault> {
        for (stands, tree) in [(RecordPlace::Open, &self.open), (RecordPlace::Closed, &self.closed)] {
            if let Some((_, bytes)) = gather(tree.range(key(id, 0)..=key(id, u32::MAX)), 1)?.pop() {
                return Ok(Some(StoredTicket { stands, bytes }));
            }
        }
        let bundle = self.archived(Block::of(id))?;
        let found = bundle.as_ref().and_then(|bundle| bundle.get(key(id, 0)));
        Ok(found.map(|bytes| StoredTicket { stands: RecordPlace::Archive, bytes: bytes.to_vec() }))
    }

    /// Returns the bundle of a block of tickets, or none where the archive has none.
    pub(super) fn archived(&self, block: Block) -> Result<Option<Bundle>, Fault> {
        bundle(&self.archive, block)
    }

    /// Returns the span of time of a block's bundle, or none where the archive has none.
    pub(super) fn span(&self, block: Block) -> Result<Option<TimeSpan>, Fault> {
        self.spans.get(block.key())?.map(|bytes| TimeSpan::read(&bytes)).transpose()
    }

    /// Returns all open tickets in the order of their numbers.
    pub(super) fn open_tickets(&self) -> impl Iterator<Item = Result<RawTicket, Fault>> {
        ChunkJoiner::of(self.open.iter())
    }

    /// Returns the block of the closed ticket with the lowest number that could move into the archive, with all such
    /// tickets of the block, in order.
    pub(super) fn first_closed(&self) -> Result<Option<(Block, Vec<RawTicket>)>, Fault> {
        let mut from = Some(TicketId(0));
        while let Some(first) = from
            && let Some((id, bytes)) = gather(self.closed.range(key(first, 0)..), 1)?.pop()
        {
            if archive::fits(&bytes) {
                let block = Block::of(id);
                let mut tickets = gather(self.closed.range(block.keys()), usize::MAX)?;
                tickets.retain(|(_, bytes)| archive::fits(bytes));
                return Ok(Some((block, tickets)));
            }
            from = id.0.checked_add(1).map(TicketId);
        }
        Ok(None)
    }

    /// Returns the tickets of a block that stand by themselves, open and closed.
    pub(super) fn by_themselves(&self, block: Block) -> Result<Vec<RawTicket>, Fault> {
        let mut found = gather(self.open.range(block.keys()), usize::MAX)?;
        found.append(&mut gather(self.closed.range(block.keys()), usize::MAX)?);
        Ok(found)
    }

    /// Returns the first block from `from` on with a ticket which may have to do with something between those moments.
    pub(super) fn next_block(&self, from: Block, within: TimeSpan) -> Result<Option<Block>, Fault> {
        let mut next = None;
        for tree in [&self.open, &self.closed] {
            if let Some(found) = tree.range(key(from.first(), 0)..).next() {
                let block = Block::of(split_key(&found?.0)?.0);
                next = Some(next.map_or(block, |other: Block| other.min(block)));
            }
        }
        for span in self.spans.range(from.key()..) {
            let (key, bytes) = span?;
            let block = Block::read(&key)?;
            if next.is_some_and(|next| next <= block) {
                break;
            }
            if TimeSpan::read(&bytes)?.meets(within) {
                return Ok(Some(block));
            }
        }
        Ok(next)
    }

    /// Returns the sequence number of the commit with this name, if the name stands by itself.
    pub(super) fn commit_sequence(&self, id: CommitId) -> Result<Option<u64>, Fault> {
        let Some(found) = self.commits.get(id.0.as_bytes())? else { return Ok(None) };
        let bytes = found.first_chunk().ok_or_else(|| Fault::Damaged(format!("commit {} has no number", id.0)))?;
        Ok(Some(u64::from_be_bytes(*bytes)))
    }

    /// Returns all names of commits whose names stand side by side, with their sequence numbers.
    pub(super) fn old_commits(&self) -> impl Iterator<Item = Result<(CommitId, u64), Fault>> {
        self.old_commits.iter().flat_map(|found| {
            match found.map_err(Fault::from).and_then(|(k, v)| archive::names(&k, &v)) {
                Ok(names) => names.into_iter().map(Ok).collect(),
                Err(fault) => vec![Err(fault)],
            }
        })
    }

    /// Returns the names that stand by themselves, with their sequence numbers.
    pub(super) fn new_commits(&self) -> impl Iterator<Item = Result<(CommitId, u64), Fault>> {
        self.commits.iter().map(|found| {
            let (name, sequence) = found?;
            archive::name(&name, &sequence)
        })
    }

    /// Returns the places of the letters of that key, or none where there is no such letter.
    pub(super) fn letter(&self, key: LetterKey) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.letters.get(key.0)?.map(|value| value.to_vec()))
    }

    /// Returns the places of all letters.
    pub(super) fn letters(&self) -> impl Iterator<Item = Result<(LetterKey, Vec<u8>), Fault>> {
        self.letters.iter().map(|found| {
            let (key, value) = found?;
            let key =
                key.as_ref().try_into().map_err(|_| Fault::Damaged("a key of letters is not one of ours".into()))?;
            Ok((LetterKey(key), value.to_vec()))
        })
    }

    /// Returns every revision of every ledger record, in order.
    pub(super) fn ledger(&self) -> Result<Vec<LedgerRecord>, Fault> {
        ledger::gather(self.ledger.iter())
    }

    /// Returns the revisions of one entry, in order.
    pub(super) fn entry(&self, id: LedgerRecordId) -> Result<Vec<LedgerRecord>, Fault> {
        ledger::gather(self.ledger.range(ledger::key(id, 0, 0)..=ledger::key(id, u32::MAX, u32::MAX)))
    }

    /// Returns the records of audit entries that begin before `before`, in order, of the commits of one block up to
    /// there.
    ///
    /// They are read forwards, whichever way they are wanted: backwards sled looks for each of them anew.
    pub(super) fn audit_entries_before(&self, before: AuditPosition) -> Result<Vec<audit::AuditRecord>, Fault> {
        let last = if before.number == 0 { before.sequence.saturating_sub(1) } else { before.sequence };
        let block = Block::of_commit(last);
        if let Some(bundle) = bundle(&self.old_audit_entries, block)? {
            return archive::audit_entries_before(&bundle, before);
        }
        let first = AuditPosition { sequence: *block.commits().start(), number: 0 };
        if first >= before {
            return Ok(Vec::new());
        }
        self.audit_entries.range(audit::key(first)..audit::key(before)).map(read_audit_entries).collect()
    }

    /// Returns the first record of the audit entries of commit `sequence`, or of a later one.
    pub(super) fn audit_entries_of(&self, sequence: u64) -> Result<Option<audit::AuditRecord>, Fault> {
        let first = audit::key(AuditPosition { sequence, number: 0 });
        if let Some(bundle) = bundle(&self.old_audit_entries, Block::of_commit(sequence))?
            && let Some((key, bytes)) = bundle.iter().find(|(key, _)| *key >= first)
        {
            return audit::decode(&key, bytes).map(Some);
        }
        self.audit_entries.range(first..).next().map(read_audit_entries).transpose()
    }

    /// Returns the records of the audit entries of a block of commits, where they stand by themselves.
    pub(super) fn audit_entries_of_block(&self, block: Block) -> Result<Vec<audit::KeyValue>, Fault> {
        let key = |sequence| audit::key(AuditPosition { sequence, number: 0 });
        let (first, last) = block.commits().into_inner();
        let pair = |record: sled::Result<(sled::IVec, sled::IVec)>| {
            let (key, bytes) = record?;
            Ok((audit::key(audit::place(&key)?), bytes.to_vec()))
        };
        self.audit_entries.range(key(first)..key(last + 1)).map(pair).collect()
    }

    /// Counts all audit entries.
    pub(super) fn count_audit_entries(&self) -> Result<u64, Fault> {
        let count = |record: Result<audit::AuditRecord, Fault>| Ok(record?.audit_entries.len() as u64);
        let by_themselves: u64 =
            self.audit_entries.iter().map(read_audit_entries).map(count).sum::<Result<_, Fault>>()?;
        let mut together = 0;
        for (_, bytes) in gather(self.old_audit_entries.iter(), usize::MAX)? {
            for (key, record) in Bundle::read(&bytes)?.iter() {
                together += count(audit::decode(&key, record))?;
            }
        }
        Ok(by_themselves + together)
    }

    /// Does all of these writes or none, in one transaction.
    pub(super) fn commit(&self, writes: &[KeyWrite], meta: &Meta) -> Result<(), Fault> {
        let meta_bytes = serde_json::to_vec(meta).map_err(|error| Fault::Damaged(error.to_string()))?;
        let done = self.all().as_slice().transaction(|trees| {
            let put_in = |to: TargetTree, key: &[u8], value: Option<&[u8]>| put(&trees[to as usize], key, value);
            for write in writes {
                put_in(write.to, &write.key, write.value.as_deref())?;
            }
            put_in(TargetTree::Meta, META, Some(&meta_bytes))?;
            Ok::<(), ConflictableTransactionError<()>>(())
        });
        done.map_err(|error| match error {
            TransactionError::Storage(error) => error.into(),
            TransactionError::Abort(()) => Fault::Damaged("a transaction was given up".into()),
        })
    }

    /// Returns every tree in the order of [`TargetTree`].
    const fn all(&self) -> [&Tree; 11] {
        [
            &self.open,
            &self.closed,
            &self.archive,
            &self.spans,
            &self.commits,
            &self.old_commits,
            &self.ledger,
            &self.audit_entries,
            &self.old_audit_entries,
            &self.letters,
            &self.meta,
        ]
    }

    /// Hands everything to the operating system. On Linux this is no sync.
    pub(super) fn flush(&self) -> Result<(), Fault> {
        guard::woken(|| self.db.flush())?;
        Ok(())
    }
}

impl Drop for Trees {
    /// Flushes sled: it would hand over the rest as it is dropped, and nothing would wake it where that fails.
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

#[cfg(test)]
impl Trees {
    /// Makes a ticket unreadable.
    pub(super) fn spoil(&self, id: TicketId) {
        for tree in [&self.open, &self.closed] {
            if tree.contains_key(key(id, 0)).unwrap() {
                tree.insert(key(id, 0), &b"\x01{"[..]).unwrap();
            }
        }
    }
}

fn put(tree: &TransactionalTree, key: &[u8], value: Option<&[u8]>) -> Result<(), UnabortableTransactionError> {
    match value {
        Some(value) => tree.insert(key, value)?,
        None => tree.remove(key)?,
    };
    Ok(())
}

fn open_db(folder: &Path, cache_bytes: u64) -> Result<Db, Fault> {
    let mut tries = 0;
    loop {
        // sled's own timer has nothing to do: the writer flushes and syncs after every batch.
        let config = sled::Config::new().path(folder).cache_capacity(cache_bytes).flush_every_ms(None);
        match with_patient_threads(|| config.open()).map_err(Fault::from) {
            Err(Fault::Busy) if tries < TRIES => thread::sleep(PAUSE),
            done => return done,
        }
        tries += 1;
    }
}

/// The time by which the system may let sled's threads wake later than they ask for.
const PATIENCE: Duration = Duration::from_mins(10);

/// Opens sled so that its threads sleep while there is nothing to do. There are seven of them for as long as the process
/// lives, each asks to be woken every second and finds nothing; work wakes them at once in any case. They inherit from the
/// thread that starts them by how much the system may be late.
fn with_patient_threads(open: impl FnOnce() -> sled::Result<Db>) -> sled::Result<Db> {
    let _patient = PatientThread::begin();
    let opened = open();
    if let Ok(db) = &opened {
        // They are started with the first work that sled has for them: here there is nothing to write yet.
        let _ = pin!(db.flush_async()).poll(&mut Context::from_waker(Waker::noop()));
    }
    opened
}

/// This thread while it starts others, also where that ends in a panic.
struct PatientThread;

impl PatientThread {
    fn begin() -> Self {
        // A system that refuses lets them wake.
        let _ = set_timerslack(PATIENCE.as_nanos() as u64);
        Self
    }
}

impl Drop for PatientThread {
    fn drop(&mut self) {
        // As it was when the thread began.
        let _ = set_timerslack(0);
    }
}

/// Returns whether a process has sled's files open, after as many tries as [`open_db`] makes.
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

fn read_audit_entries(record: sled::Result<(sled::IVec, sled::IVec)>) -> Result<audit::AuditRecord, Fault> {
    let (key, value) = record?;
    audit::decode(&key, &value)
}

/// Returns the bundle of a block, or none where there is none.
fn bundle(tree: &Tree, block: Block) -> Result<Option<Bundle>, Fault> {
    let found = gather(tree.range(block.chunk(0)..=block.chunk(u32::MAX)), 1)?.pop();
    found.map(|(_, bytes)| Bundle::read(&bytes)).transpose()
}

/// Returns up to `limit` tickets, or bundles, of these chunks.
fn gather(chunks: sled::Iter, limit: usize) -> Result<Vec<RawTicket>, Fault> {
    ChunkJoiner::of(chunks).take(limit).collect()
}

/// Puts the chunks of tickets, or bundles, together, one after the other.
struct ChunkJoiner {
    chunks: sled::Iter,
    /// The first chunk of the next one.
    first: Option<RawTicket>,
}

impl ChunkJoiner {
    const fn of(chunks: sled::Iter) -> Self {
        Self { chunks, first: None }
    }

    fn read(&mut self) -> Result<Option<RawTicket>, Fault> {
        let (mut found, mut next) = (self.first.take(), 1);
        for chunk in &mut self.chunks {
            let (key, value) = chunk?;
            let (id, number) = split_key(&key)?;
            match &mut found {
                Some((last, bytes)) if *last == id && number == next => bytes.extend_from_slice(&value),
                Some((last, _)) if *last == id => return Err(missing(id, next)),
                _ if number != 0 => return Err(missing(id, 0)),
                Some(_) => {
                    self.first = Some((id, value.to_vec()));
                    return Ok(found);
                }
                None => found = Some((id, value.to_vec())),
            }
            next = number + 1;
        }
        Ok(found)
    }
}

impl Iterator for ChunkJoiner {
    type Item = Result<RawTicket, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

fn missing(id: TicketId, chunk: u32) -> Fault {
    Fault::Damaged(format!("part {chunk} of ticket {id} is missing"))
}
