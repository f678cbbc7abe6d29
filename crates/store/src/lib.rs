//! Keeps commits: a synced write-ahead log, and sled as the state that follows from it. No other crate knows either.
//!
//! A commit counts once [`Store::append`] has returned: then it is in the write-ahead log and synced. [`Store::apply`]
//! brings sled up to it afterwards; whatever happens in between, the next opening does the same from the write-ahead
//! log. sled is never the only place of anything: where its files are damaged they are set aside and built again.
//!
//! * `lock`: whose store it is. `folder`: folders and files that last, and the version of the whole.
//! * `files`: the bytes of files that commits name, by their hash.
//! * `segment`, `wal`, `wal_entries`: the write-ahead log's bytes, its files, reading it.
//! * `record`, `ledger`, `letters`, `audit`, `change`, `trees`, `state`: a ticket's record, an entry's, what a commit did, what commits
//!   change, sled, and the state as a whole. `archive`, `bundle`: what is closed and old, many records under one key.
//! * `backup`, `backups`: the write-ahead log's commits in one file, and the folder of such files. `restore`, `salvage`,
//!   `history`: a store from what is whole of it, and which backups are its own. `import`: another store's tickets.
//! * `fault`, `guard`: what may be wrong with sled's files, and keeping its panics in.
//! * `outbox`: what of a restored or imported store may not be sent by itself.
//! * `opening`, `folding`, `upgrade`, `verify`: opening, what it reads of the open tickets, what comes before and after where
//!   the store is of an earlier version, and checking everything there is.
//! * `reader`: what the rest of the program reads.

mod archive;
mod audit;
mod backup;
mod backups;
mod bundle;
mod change;
mod error;
mod fault;
mod files;
mod folder;
mod folding;
mod guard;
mod history;
mod import;
mod ledger;
mod letters;
mod lock;
mod opening;
mod outbox;
mod places;
mod reader;
mod record;
mod restore;
mod salvage;
mod segment;
mod state;
mod trees;
mod upgrade;
mod verify;
mod wal;
mod wal_entries;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use frist_domain::ledger::{LedgerRecord as LedgerEntry, LedgerRecordId};
use frist_domain::ticket::{Commit, CommitId, Edit, Ticket, TicketId};

pub use backup::{Backup, BackupSummary};
pub use backups::{BackupFile, Backups, Retention};
pub use error::{DamagePlace, StoreError, StoreErrorKind};
pub use files::{DamagedFile, FileState, FileStore, IncomingFile, NamedFile, NamedFiles, TakenFiles, keep_together};
pub use folder::SCHEMA;
pub use guard::panic_is_caught;
pub use history::CommitHistory;
pub use import::{ImportReport, import};
pub use letters::{LetterHome, LetterPlace};
pub use lock::Holder;
pub use places::{PersonPlaces, places_of};
pub use reader::{AuditEntries, Reader, TicketBlock, TicketBlocks, Tickets};
pub use record::TicketRecord;
pub use restore::{RestoreOptions, RestoreReport, restore};
pub use upgrade::Upgrade;
pub use verify::VerifyReport;
pub use wal::WalEntry;
pub use wal_entries::WalEntries;

use archive::COMMITS;
use backup::BackupOrigin;
use fault::Fault;
use opening::IfAbsent;
use reader::SharedState;
use state::State;
use wal::{Wal, WalSnapshot};

/// The most commits that go into one transaction of sled's: what eight people do at once should not cost eight of them.
const APPLIED_TOGETHER: usize = 32;

/// The number of commits between two syncs of the state while very many are taken in.
const LOADED_TOGETHER: usize = 16 * COMMITS as usize;

/// The settings of a store; the defaults are right but for tests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The number of bytes from which on a segment of the write-ahead log is sealed and a new one begun.
    pub segment_bytes: u64,
    /// The most bytes of sled's pages that are kept in memory.
    pub cache_bytes: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { segment_bytes: 16 << 20, cache_bytes: 64 << 20 }
    }
}

/// A store that has just been opened.
#[derive(Debug)]
pub struct Opened {
    /// The store, for the one thread that writes.
    pub store: Store,
    /// The open tickets in the order of their numbers: opening reads them all to check them.
    pub open: Vec<Arc<Ticket>>,
    /// Every revision of every ledger record, by number and revision.
    pub ledger: Vec<LedgerEntry>,
    /// What happened on opening that a user should know, in whole sentences; mostly empty.
    pub notices: Vec<String>,
}

/// The write-ahead log and sled of one folder, which nobody else has open. Belongs to the one thread that writes.
///
/// After an error while writing it refuses everything but reading until it is opened again, for what is on the disk is
/// then only known by reading it anew.
#[derive(Debug)]
pub struct Store {
    wal: Wal,
    /// The commits that are in the write-ahead log and not in sled yet.
    pending: Vec<WalEntry>,
    refused: Option<StoreError>,
    files: FileStore,
    // The last field, so that sled and the lock go after everything else.
    shared: Arc<SharedState>,
}

impl Store {
    /// Opens the store in the folder `dir`, which is made if it is not there.
    ///
    /// Fails if another process has it, if a later frist wrote it, if the write-ahead log is damaged anywhere but in
    /// its last, unacknowledged write, and if the disk says no; then nothing was changed. Damage to sled's files is
    /// mended.
    ///
    /// A store of an earlier version is backed up beside its write-ahead log, then brought to this one; it fails, and
    /// nothing was changed, where it cannot be backed up.
    pub fn open(dir: &Path) -> Result<Opened, StoreError> {
        Self::open_with(dir, Settings::default(), &mut |_, _| {})
    }

    /// Opens the store as [`Store::open`] does, with other settings. While a backup is made or the state is built from
    /// the write-ahead log, which can take long, `progress` is told how many commits of how many are done.
    pub fn open_with(dir: &Path, settings: Settings, progress: &mut dyn FnMut(u64, u64)) -> Result<Opened, StoreError> {
        Self::open_as(dir, settings, (&Upgrade::beside(dir), IfAbsent::Make), progress)
    }

    /// Opens the store as [`Store::open_with`] does; should it be of an earlier version, `upgrade` says where it is
    /// backed up before.
    pub fn open_upgrading(
        dir: &Path,
        upgrade: &Upgrade,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Opened, StoreError> {
        Self::open_as(dir, Settings::default(), (upgrade, IfAbsent::Make), progress)
    }

    /// Opens a store that must be there: none is made, not even of one that another process began and gave up while its
    /// lock was waited for.
    pub fn open_existing(
        dir: &Path,
        upgrade: &Upgrade,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Opened, StoreError> {
        check_there(dir)?;
        Self::open_as(dir, Settings::default(), (upgrade, IfAbsent::Refuse), progress)
    }

    fn open_as(
        dir: &Path,
        settings: Settings,
        (upgrade, absent): (&Upgrade, IfAbsent),
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Opened, StoreError> {
        let outcome = opening::open(dir, settings, (upgrade, absent), progress)?;
        let shared = Arc::new(SharedState::new(outcome.state, outcome.lock));
        let files = FileStore::of(dir);
        let store = Self { wal: outcome.wal, pending: Vec::new(), refused: None, files, shared };
        files::remove_unfinished(&store.files);
        files::tidy(&store.files, || store.wal_entries(1));
        Ok(Opened { store, open: outcome.open, ledger: outcome.ledger, notices: outcome.notices })
    }

    /// Writes these commits to the write-ahead log in one piece and syncs it. When this returns they are kept, whatever
    /// happens; after an error none of them counts. Returns the last one's sequence number.
    ///
    /// The caller has checked them: whether their names are new ([`Store::commit_sequence`]) and their tickets' numbers
    /// right. A commit of more than 4 MiB is `TooLarge`; after any other error the store refuses to write.
    pub fn append(&mut self, commits: &[Commit]) -> Result<u64, StoreError> {
        self.check_usable()?;
        if commits.is_empty() {
            return Ok(self.sequence());
        }
        let mut entries = self.write(commits.to_vec())?;
        self.pending.append(&mut entries);
        Ok(self.sequence())
    }

    fn write(&mut self, commits: Vec<Commit>) -> Result<Vec<WalEntry>, StoreError> {
        let entries = self.wal.append(commits).map_err(|error| match error.kind() {
            StoreErrorKind::TooLarge { .. } => error,
            _ => self.refuse(error),
        })?;
        let edits = entries.iter().flat_map(|entry| &entry.commit.edits);
        edits.flat_map(Edit::files).for_each(|file| self.files.named(file.sha256));
        Ok(entries)
    }

    /// Returns the files whose bytes the commits of this store name, for any thread. What a commit names must be there before
    /// it is appended.
    pub fn files(&self) -> FileStore {
        self.files.clone()
    }

    /// Brings sled up to the write-ahead log and syncs it, some commits in a transaction. Readers see them from then
    /// on.
    ///
    /// After an error nothing is lost: the next opening does it from the write-ahead log.
    pub fn apply(&mut self) -> Result<(), StoreError> {
        self.check_usable()?;
        if self.pending.is_empty() {
            return Ok(());
        }
        let state = &self.shared.state;
        let applied = batches(&self.pending).try_for_each(|some| state.apply(some)).and_then(|()| state.sync());
        self.applied(applied)?;
        self.pending.clear();
        Ok(())
    }

    fn applied<T>(&mut self, outcome: Result<T, Fault>) -> Result<T, StoreError> {
        outcome.map_err(|fault| {
            let error = self.shared.failed(fault);
            self.refuse(error)
        })
    }

    /// Takes in very many commits, as [`Store::append`] and [`Store::apply`] would by turns: here some are made while
    /// those before them are written to the write-ahead log, and those before these put into the state. `progress` is
    /// told how many are in the write-ahead log.
    ///
    /// # Errors
    ///
    /// As these two do. What is in the write-ahead log by then stays.
    pub fn load(
        &mut self,
        commits: impl Iterator<Item = Vec<Commit>> + Send,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), StoreError> {
        self.apply()?;
        let shared = Arc::clone(&self.shared);
        let (made, to_write) = sync_channel(1);
        let (written, to_put_in) = sync_channel(1);
        let (outcome, state) = thread::scope(|scope| {
            // A thread that waits for one that has failed, or to give it something, ends when its end of the channel
            // has gone.
            scope.spawn(move || commits.map(|some| made.send(some)).find(Result::is_err));
            let state = scope.spawn(move || apply_all(&shared.state, &to_put_in));
            let outcome = self.write_all(&to_write, &written, progress);
            drop((written, to_write));
            (outcome, state.join().unwrap_or_else(|_| Err(Fault::Damaged("what puts commits in has failed".into()))))
        });
        self.applied(state)?;
        outcome
    }

    /// Writes the commits that come to the write-ahead log and passes them on, until nobody takes them any more.
    fn write_all(
        &mut self,
        commits: &Receiver<Vec<Commit>>,
        written: &SyncSender<Vec<WalEntry>>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), StoreError> {
        for some in commits {
            let entries = self.write(some)?;
            progress(self.sequence());
            if written.send(entries).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn check_usable(&self) -> Result<(), StoreError> {
        self.refused.as_ref().map_or(Ok(()), |first| Err(StoreError::refused(first)))
    }

    fn refuse(&mut self, error: StoreError) -> StoreError {
        self.refused = Some(error.clone());
        error
    }

    /// Returns the last commit's sequence number, applied or not; 0 = there is none.
    pub fn sequence(&self) -> u64 {
        self.wal.sequence()
    }

    /// Returns the number for the next new ticket, from 1: one more than the highest in any commit, applied or not.
    pub fn next_ticket_id(&self) -> TicketId {
        let tickets = self.pending_edits().filter_map(|edit| edit.on_ticket()).filter(|(_, events)| !events.is_empty());
        let ids = tickets.map(|(id, _)| id.0.saturating_add(1));
        TicketId(self.shared.state.meta().next_ticket.max(ids.max().unwrap_or(1)))
    }

    /// Returns the number for the next new ledger record that somebody enters, from 1: one more than the highest in any
    /// commit, applied or not.
    pub fn next_ledger_record_id(&self) -> LedgerRecordId {
        let ids = self.pending_edits().filter_map(|edit| match edit {
            Edit::Ledger(entry) if !entry.id.is_kept() => Some(entry.id.0.saturating_add(1)),
            Edit::Ledger(_) | Edit::Ticket { .. } => None,
        });
        LedgerRecordId(self.shared.state.meta().next_entry.max(ids.max().unwrap_or(1)))
    }

    fn pending_edits(&self) -> impl Iterator<Item = &Edit> {
        self.pending.iter().flat_map(|entry| &entry.commit.edits)
    }

    /// Returns the sequence number of the commit with this name, applied or not, or none if there is no such commit.
    pub fn commit_sequence(&self, id: CommitId) -> Result<Option<u64>, StoreError> {
        match self.pending.iter().find(|entry| entry.commit.id == id) {
            Some(entry) => Ok(Some(entry.sequence)),
            None => self.reader().commit_sequence(id),
        }
    }

    /// Returns the write-ahead log's commits from sequence number `from` on, as they are now, and checks their
    /// checksums.
    pub fn wal_entries(&self, from: u64) -> WalEntries {
        self.wal.entries(from, self.sequence())
    }

    /// Returns a handle for reading what has been applied, for any thread. The store's lock is held until the last one is gone.
    pub fn reader(&self) -> Reader {
        Reader::new(Arc::clone(&self.shared))
    }

    /// Reads the whole write-ahead log and all of sled, with every checksum, and counts one against the other.
    /// `progress` is told how many commits and tickets of how many are done.
    pub fn verify(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<VerifyReport, StoreError> {
        self.apply()?;
        verify::verify(&self.wal, &self.shared, progress)
    }
}

/// Applies the commits that come to the state, and syncs now and then and at the end.
fn apply_all(state: &State, commits: &Receiver<Vec<WalEntry>>) -> Result<(), Fault> {
    let mut unsynced = 0;
    for some in commits {
        batches(&some).try_for_each(|some| state.apply(some))?;
        unsynced += some.len();
        if unsynced >= LOADED_TOGETHER {
            state.sync()?;
            unsynced = 0;
        }
    }
    state.sync()
}

/// Returns the commits that go into one transaction each: whole blocks, where there are any, which go straight to where
/// the old ones stand.
fn batches(mut rest: &[WalEntry]) -> impl Iterator<Item = &[WalEntry]> {
    std::iter::from_fn(move || {
        let done = rest.first()?.sequence - 1;
        let to_end = (COMMITS - done % COMMITS) as usize;
        let whole = to_end as u64 == COMMITS && rest.len() >= to_end;
        let (some, after) = rest.split_at(if whole { to_end } else { rest.len().min(to_end).min(APPLIED_TOGETHER) });
        rest = after;
        Some(some)
    })
}

/// Builds the state of the store in `dir` anew from the write-ahead log, at an opening; the old one is set aside.
/// `upgrade` is as at [`Store::open_upgrading`].
///
/// # Errors
///
/// If another process has the store, the write-ahead log is damaged, or the disk says no.
pub fn rebuild(dir: &Path, upgrade: &Upgrade, progress: &mut dyn FnMut(u64, u64)) -> Result<Opened, StoreError> {
    opening::ask_to_build(dir, upgrade, progress)?;
    Store::open_upgrading(dir, upgrade, progress)
}

/// Packs those segments of the write-ahead log of the store in `dir` that backups cover, up to commit `covered`, and
/// returns how many. The process that has the store goes on meanwhile and reads packed segments as well; only it may
/// call this.
///
/// # Errors
///
/// If the write-ahead log is damaged, or a segment cannot be written or read back; then that one stays as it was.
pub fn pack_wal(dir: &Path, covered: u64) -> Result<usize, StoreError> {
    WalSnapshot::at(&dir.join("journal"))?.pack(covered)
}

/// Returns whether there is a store in the folder `dir`, or what is left of one, so that opening it does not make a new
/// one. It writes nothing; where it cannot be told, as in a folder of somebody else's, the answer is yes.
pub fn is_there(dir: &Path) -> bool {
    folder::is_there(dir)
}

/// Checks that there is a store in the folder `dir`, or what is left of one, and writes nothing.
///
/// # Errors
///
/// If there is none.
pub fn check_there(dir: &Path) -> Result<(), StoreError> {
    if is_there(dir) { Ok(()) } else { Err(StoreError::missing(dir)) }
}

/// Returns whether a store in which writing has failed can be opened again with some hope: it is there, and its disk
/// takes something.
pub fn has_room(dir: &Path) -> bool {
    folder::has_room(dir)
}

/// Returns the checksum that the write-ahead log of the store in `dir` begins with: no two write-ahead logs have the
/// same.
///
/// # Errors
///
/// If the write-ahead log cannot be read.
pub fn wal_begins(dir: &Path) -> Result<u32, StoreError> {
    wal::begins(&dir.join("journal"))
}

/// Returns the number of commits of the store in `dir`, whichever process has it, and the files that they name. `progress` is told
/// how many commits of how many are read.
///
/// # Errors
///
/// If the write-ahead log is damaged.
pub fn named_files(dir: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<(u64, NamedFiles), StoreError> {
    let look = WalSnapshot::at(&dir.join("journal"))?;
    let mut named = NamedFiles::default();
    for entry in look.entries() {
        let entry = entry?;
        named.take(&entry.commit);
        progress(entry.sequence, look.sequence());
    }
    Ok((look.sequence(), named))
}

/// Writes the files that the commits of the store in `dir` name into the folder `to`, each once by its hash; what is there is
/// not written again. Returns how many were written, and those that are not whole in the store.
///
/// # Errors
///
/// If the write-ahead log is damaged, or the disk says no.
pub fn export_files(dir: &Path, to: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<TakenFiles, StoreError> {
    named_files(dir, progress)?.1.share(&FileStore::beside(to.to_owned()), &FileStore::of(dir))
}

/// Writes the whole write-ahead log of the store in `dir` to `out` as JSON Lines, whichever process has the store.
/// `progress` is told how many commits of how many are done.
///
/// # Errors
///
/// If the write-ahead log is damaged, or `out` takes no more.
pub fn export(
    dir: &Path,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<BackupSummary, StoreError> {
    let schema = folder::schema_for_copies(dir)?;
    let look = WalSnapshot::at(&dir.join("journal"))?;
    let total = look.sequence();
    let origin = BackupOrigin { schema, begins: look.begins(), first: 1, parts: &[] };
    backup::write_lines(out, origin, look.entries(), Path::new("the export"), &mut |done| progress(done, total))
}

#[cfg(test)]
mod tests;
