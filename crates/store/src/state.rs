//! Keeps the state that follows from the write-ahead log in sled: tickets with their events, commits by name, and how
//! far it got.
//!
//! Trees: `open` and `closed` hold the tickets (see `record`), so that the few open ones stand together and are read at
//! once; `commits` finds a commit's sequence number by its name; `audit_entries` has what each commit did, by its sequence number
//! (see `audit_entries`); `ledger` has every revision of every entry; `letters` finds the tickets and records of a letter by its
//! Message-ID (see `letters`); `meta` has one record, [`Meta`], written in the same
//! transaction as everything else. What is closed and old moves on to `archive`, `old_commits` and `old_audit_entries`, where many
//! stand under one key (see `archive`, `bundle`): sled's start, memory and files grow with the number of keys, and a desk's
//! past should cost it little.

use std::collections::HashMap;
use std::fs::{DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde::{Deserialize, Serialize};

use super::archive::{self, ArchivedBlock, Block, COMMITS, TimeSpan};
use super::audit::AuditRecord;
use super::change::{self, Changes};
use super::fault::Fault;
use super::folding::{self, FoldedTickets};
use super::guard::{self, Guarded};
use super::letters::{self, LetterPlace};
use super::record::{self, TicketRecord};
use super::trees::{RawTicket, Trees};
use super::wal::WalEntry as Commits;
use frist_domain::audit::AuditPosition;
use frist_domain::ledger::{LedgerRecord, LedgerRecordId};
use frist_domain::letter::LetterKey;
use frist_domain::ticket::{CommitId, Ticket, TicketId};
use frist_domain::time::Instant;

/// The version of the state's layout. A state with another one is built anew.
const LAYOUT: u32 = 3;
/// The number of closed tickets that stand by themselves before the first of them move into the archive. Somebody who
/// closes one often comes back to it within days.
const CLOSED: u64 = 1_024;

/// The file in sled's folder that asks for the state to be built again; its text says why.
const SUSPECT: &str = "frist.suspect";
/// The text of that file where nothing is wrong.
pub(super) const ASKED: &str = "it was to be built anew";

/// Asks for the state in `folder` to be built anew at the next opening.
pub(super) fn ask_to_build(folder: &Path) -> io::Result<()> {
    std::fs::write(folder.join(SUSPECT), ASKED)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &place)?;
        } else {
            std::fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}

/// How far the state got and how much is in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Meta {
    /// The sequence number of the last commit that is in it.
    pub sequence: u64,
    /// The write-ahead log's checksum after that commit.
    pub chain: u32,
    /// The number of tickets, open and closed.
    pub tickets: u64,
    /// The number of open tickets.
    pub open: u64,
    /// The number of events of all tickets.
    pub events: u64,
    /// The number of events of the open tickets.
    pub open_events: u64,
    /// One more than the highest ticket number.
    pub next_ticket: u64,
    /// The number of revisions of all ledger records.
    pub revisions: u64,
    /// One more than the highest number of an entry; 0 = there is none yet.
    pub next_entry: u64,
    /// The last commit whose audit entries are in it. An earlier frist, which does not know this, leaves it at 0.
    pub told: u64,
    /// The version of its layout.
    pub layout: u32,
    /// The number of closed tickets that stand by themselves and could move into the archive.
    pub closed: u64,
    /// The last commit whose name, and mostly whose audit entries, stand beside others; a multiple of [`COMMITS`].
    pub archived: u64,
    /// The latest moment at which one of these names says it was made, in milliseconds of UTC since 1970.
    pub names_until: u64,
    /// The latest moment of any commit.
    pub latest: Instant,
    /// The number of places of letters.
    pub letters: u64,
    /// How far a commit's moment lies before that of an earlier one at the most, in seconds.
    pub set_back: i64,
}

/// sled, opened. One thread applies commits, any number read; a reader sees a commit whole or not at all.
#[derive(Debug)]
pub(super) struct State {
    folder: PathBuf,
    trees: Guarded<Trees>,
    /// sled's data file: its `flush` does not sync, so this handle does.
    file: File,
    /// How far the state got; locked for writing while a commit goes in, for reading by readers.
    meta: RwLock<Meta>,
}

impl State {
    /// Creates a new, empty state in `folder`, of a write-ahead log that begins with this checksum.
    pub(super) fn create(folder: &Path, cache_bytes: u64, chain: u32) -> Result<Self, Fault> {
        let meta = Meta { chain, next_ticket: 1, layout: LAYOUT, ..Meta::default() };
        let trees = caught(|| {
            let trees = Trees::open(folder, cache_bytes)?;
            trees.commit(&[], &meta)?;
            Ok(trees)
        })?;
        Self::with(folder, trees, meta)
    }

    /// Opens the state in `folder`.
    pub(super) fn open(folder: &Path, cache_bytes: u64) -> Result<Self, Fault> {
        if let Ok(why) = std::fs::read_to_string(folder.join(SUSPECT)) {
            return Err(Fault::Damaged(why));
        }
        remove_unfinished_snapshots(folder)?;
        let (trees, meta) = caught(|| {
            let trees = Trees::open(folder, cache_bytes)?;
            let meta = trees.meta()?.ok_or_else(|| Fault::Damaged("it is empty".into()))?;
            Ok((trees, meta))
        })?;
        Self::with(folder, trees, meta)
    }

    fn with(folder: &Path, trees: Trees, meta: Meta) -> Result<Self, Fault> {
        let file = File::open(folder.join("db"))?;
        Ok(Self { folder: folder.to_owned(), trees: Guarded::new(trees), file, meta: RwLock::new(meta) })
    }

    /// Copies the state into the folder `to`, which is made. Nothing may be applied meanwhile.
    pub(super) fn copy(&self, to: &Path) -> io::Result<()> {
        self.sync().map_err(|fault| io::Error::other(format!("{fault:?}")))?;
        copy_folder(&self.folder, to)
    }

    /// Returns the folder of sled's files.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns how far the state got.
    pub(super) fn meta(&self) -> Meta {
        *self.read()
    }

    /// Returns whether an earlier frist made the state, which laid it out otherwise.
    pub(super) fn is_earlier(&self) -> bool {
        let meta = self.meta();
        meta.layout < LAYOUT || meta.told < meta.sequence
    }

    /// Applies these commits, the next ones in order, in one transaction and without a sync; then moves some of what is
    /// closed and old into the archive, as much as keeps up.
    pub(super) fn apply(&self, entries: &[Commits]) -> Result<(), Fault> {
        let mut meta = self.write();
        if entries.len() as u64 == COMMITS {
            // So that a whole block finds those before it done, and can go where it belongs at once.
            self.archive_commits(&mut meta, 0)?;
        }
        *meta = caught(|| {
            let before = *meta;
            let mut changes = Changes::new(before);
            let ticket = |id: TicketId| if id.0 < before.next_ticket { self.trees.ticket(id) } else { Ok(None) };
            for entry in entries {
                changes.add(entry, ticket, |id| self.trees.entry(id), |key| self.trees.letter(key))?;
            }
            let (writes, after) = changes.finish(|block| self.archived(block))?;
            self.trees.commit(&writes, &after)?;
            Ok(after)
        })?;
        self.archive_tickets(&mut meta, 1 + entries.len() / 16)?;
        self.archive_commits(&mut meta, COMMITS)
    }

    fn archived(&self, block: Block) -> Result<ArchivedBlock, Fault> {
        Ok(ArchivedBlock { bundle: self.trees.archived(block)?, span: self.trees.span(block)? })
    }

    /// Moves closed tickets into the archive, those with the lowest numbers first, while there are more than a few: at
    /// most so many blocks.
    fn archive_tickets(&self, meta: &mut Meta, blocks: usize) -> Result<(), Fault> {
        for _ in 0..blocks {
            if meta.closed <= CLOSED {
                break;
            }
            *meta = caught(|| {
                let Some((block, tickets)) = self.trees.first_closed()? else {
                    return Err(Fault::Damaged(format!("there are no {} closed tickets", meta.closed)));
                };
                let mut after = *meta;
                let writes = change::move_tickets(block, tickets, &self.archived(block)?, &mut after)?;
                self.trees.commit(&writes, &after)?;
                Ok(after)
            })?;
        }
        Ok(())
    }

    /// Moves names and audit entries of commits side by side, a block at a time, as long as `kept` commits or more are
    /// left.
    fn archive_commits(&self, meta: &mut Meta, kept: u64) -> Result<(), Fault> {
        while meta.sequence >= meta.archived + COMMITS + kept {
            *meta = caught(|| {
                let audit_entries = self.trees.audit_entries_of_block(Block::of_commit(meta.archived + 1))?;
                let mut after = *meta;
                let writes = change::move_commits(&audit_entries, self.trees.new_commits(), &mut after)?;
                self.trees.commit(&writes, &after)?;
                Ok(after)
            })?;
        }
        Ok(())
    }

    /// Returns the records of audit entries that begin before `before`, in order, of some commits up to there.
    pub(super) fn audit_entries_before(&self, before: AuditPosition) -> Result<Vec<AuditRecord>, Fault> {
        let _held = self.read();
        caught(|| self.trees.audit_entries_before(before))
    }

    /// Returns the first commit from which on no commit was taken before `at`, or one more than the last.
    pub(super) fn commits_from(&self, at: Instant) -> Result<u64, Fault> {
        let meta = self.read();
        let safe = at.plus(meta.set_back);
        let (mut low, mut high) = (1, meta.sequence + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            let record = caught(|| self.trees.audit_entries_of(middle))?;
            if record.is_some_and(|record| record.latest < safe) { low = middle + 1 } else { high = middle }
        }
        Ok(low)
    }

    /// Counts all audit entries.
    pub(super) fn count_audit_entries(&self) -> Result<u64, Fault> {
        let _held = self.read();
        caught(|| self.trees.count_audit_entries())
    }

    /// Syncs everything that was applied so far to the disk.
    pub(super) fn sync(&self) -> Result<(), Fault> {
        caught(|| self.trees.flush())?;
        Ok(self.file.sync_data()?)
    }

    /// Returns the ticket with this number, or none if there is none.
    pub(super) fn ticket(&self, id: TicketId) -> Result<Option<TicketRecord>, Fault> {
        let _held = self.read();
        let found = caught(|| self.trees.ticket(id))?;
        found.map(|found| record::decode(id, &found.bytes)).transpose()
    }

    /// Returns all open tickets with their events, in the order of their numbers.
    pub(super) fn open_tickets(&self) -> Result<Vec<TicketRecord>, Fault> {
        let raw: Vec<RawTicket> = {
            let _held = self.read();
            caught(|| self.trees.open_tickets().collect())?
        };
        raw.iter().map(|(id, bytes)| record::decode(*id, bytes)).collect()
    }

    /// Returns the state of all open tickets in the order of their numbers, counted against what [`Meta`] says of them.
    pub(super) fn fold_open(&self) -> Result<Vec<Arc<Ticket>>, Fault> {
        let meta = self.read();
        let FoldedTickets { tickets, records, events } = caught(|| folding::fold(self.trees.open_tickets()))?;
        if (records, events) == (meta.open, meta.open_events) {
            return Ok(tickets);
        }
        let should = format!("{} with {} events should be", meta.open, meta.open_events);
        Err(Fault::Damaged(format!("{records} open tickets with {events} events where {should}")))
    }

    /// Returns every revision of every ledger record in order, counted against what [`Meta`] says of them.
    pub(super) fn ledger(&self) -> Result<Vec<LedgerRecord>, Fault> {
        let meta = self.read();
        let all = caught(|| self.trees.ledger())?;
        if all.len() as u64 == meta.revisions {
            return Ok(all);
        }
        Err(Fault::Damaged(format!("{} revisions in the ledger where {} should be", all.len(), meta.revisions)))
    }

    /// Returns the revisions of one ledger record, in order; none if there is no such entry.
    pub(super) fn entry(&self, id: LedgerRecordId) -> Result<Vec<LedgerRecord>, Fault> {
        let _held = self.read();
        caught(|| self.trees.entry(id))
    }

    /// Returns the tickets of a block, open and closed, for whose bytes `wanted` returns true.
    pub(super) fn block(&self, block: Block, wanted: impl Fn(&[u8]) -> bool) -> Result<Vec<TicketRecord>, Fault> {
        let (by_themselves, bundle) = {
            let _held = self.read();
            caught(|| Ok((self.trees.by_themselves(block)?, self.trees.archived(block)?)))?
        };
        let archived = bundle.as_ref().map(|bundle| archive::tickets(bundle, &by_themselves));
        let mut records = Vec::new();
        for (id, bytes) in
            by_themselves.iter().map(|(id, bytes)| (*id, bytes.as_slice())).chain(archived.into_iter().flatten())
        {
            if wanted(bytes) {
                records.push(record::decode(id, bytes)?);
            }
        }
        records.sort_unstable_by_key(|record| record.id);
        Ok(records)
    }

    /// Returns the first block from `from` on with a ticket which may have to do with something between those moments.
    pub(super) fn next_block(&self, from: Block, within: TimeSpan) -> Result<Option<Block>, Fault> {
        let _held = self.read();
        caught(|| self.trees.next_block(from, within))
    }

    /// Returns the places of the letters of that key.
    pub(super) fn letter(&self, key: LetterKey) -> Result<Vec<LetterPlace>, Fault> {
        let _held = self.read();
        caught(|| self.trees.letter(key)?.map_or_else(|| Ok(Vec::new()), |value| letters::places(&value)))
    }

    /// Hands the places of all letters to `take`, key by key.
    pub(super) fn each_letter(&self, mut take: impl FnMut(LetterKey, &[u8]) -> Result<(), Fault>) -> Result<(), Fault> {
        let _held = self.read();
        caught(|| {
            self.trees.letters().try_for_each(|found| {
                let (key, value) = found?;
                take(key, &value)
            })
        })
    }

    /// Returns the sequence number of the commit with this name, or none if there is no such commit.
    ///
    /// Names that stand side by side are looked through only for one that can be among them: most say when they were made.
    pub(super) fn commit_sequence(&self, id: CommitId) -> Result<Option<u64>, Fault> {
        let meta = self.read();
        let found = caught(|| self.trees.commit_sequence(id))?;
        if found.is_some() || meta.archived == 0 || archive::made(id) > meta.names_until {
            return Ok(found);
        }
        caught(|| {
            let found = self.trees.old_commits().find(|other| other.as_ref().map_or(true, |(name, _)| *name == id));
            Ok(found.transpose()?.map(|(_, sequence)| sequence))
        })
    }

    /// Returns the names of all commits with their sequence numbers.
    pub(super) fn commits(&self) -> Result<HashMap<CommitId, u64>, Fault> {
        let _held = self.read();
        caught(|| self.trees.old_commits().chain(self.trees.new_commits()).collect())
    }

    /// Tells the name of every commit with its sequence number, one after the other.
    pub(super) fn each_commit(&self, tell: &mut dyn FnMut(CommitId, u64) -> Result<(), Fault>) -> Result<(), Fault> {
        let _held = self.read();
        caught(|| {
            self.trees.old_commits().chain(self.trees.new_commits()).try_for_each(|named| {
                let (name, sequence) = named?;
                tell(name, sequence)
            })
        })
    }

    /// Asks for the state to be built again at the next opening, where its files turned out to be damaged.
    pub(super) fn suspect(&self, fault: &Fault) {
        if let Fault::Damaged(why) = fault {
            // Where not even this can be written, the next opening finds out by itself or meets the damage again.
            let _ = std::fs::write(self.folder.join(SUSPECT), why);
        }
    }

    // A thread that panicked while it held the lock has not changed it: it is set whole, after the transaction.
    fn read(&self) -> RwLockReadGuard<'_, Meta> {
        self.meta.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Meta> {
        self.meta.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
impl State {
    pub(super) fn spoil(&self, id: TicketId) {
        self.trees.spoil(id);
    }
}

fn caught<T>(run: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    guard::caught(run).map_err(Fault::Damaged)?
}

/// Removes what a process that was killed while opening sled left, with which sled never opens again. Other snapshots
/// stay, whatever they look like: without one, sled can open short and say nothing.
fn remove_unfinished_snapshots(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with("snap.") && name.ends_with(".generating")) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
