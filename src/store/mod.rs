//! Keeps commits: a synced journal, and sled as the state that follows from it. Nothing outside knows either.
//!
//! A commit counts once [`Store::append`] has returned: then it is in the journal and synced. [`Store::apply`] brings sled
//! up to it afterwards; whatever happens in between, the next opening does the same from the journal. sled is never the
//! only place of anything: where its files are damaged they are set aside and built again.
//!
//! * `lock`: whose store it is. `files`: folders and files that last, and the version of the whole.
//! * `segment`, `journal`, `entries`: the journal's bytes, its files, reading it.
//! * `record`, `ledger`, `deeds`, `change`, `trees`, `state`: a ticket's record, an entry's, what a commit did, what commits
//!   change, sled, and the state as a whole.
//! * `backup`, `backups`: the journal's commits in one file, and the folder of such files. `restore`, `scraps`: a store from
//!   what is whole of it. `import`: another store's tickets.
//! * `fault`, `guard`: what may be wrong with sled's files, and keeping its panics in.
//! * `opening`, `upgrade`, `verify`: opening, what comes before and after where the store is of an earlier version, and
//!   checking everything there is.
//! * `reader`: what the rest of the program reads.

mod backup;
mod backups;
mod change;
mod deeds;
mod entries;
mod error;
mod fault;
mod files;
mod guard;
mod import;
mod journal;
mod ledger;
mod lock;
mod opening;
mod reader;
mod record;
mod restore;
mod scraps;
mod segment;
mod state;
mod trees;
mod upgrade;
mod verify;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use crate::domain::ledger::{Entry as LedgerEntry, EntryId};
use crate::domain::ticket::{Commit, CommitId, Edit, TicketId};

pub use backup::{Backup, Summary};
pub use backups::{BackupFile, Backups, Keep};
pub use entries::Entries;
pub use error::{Place, StoreError, StoreErrorKind};
pub use guard::panic_is_caught;
pub use import::Imported;
pub use journal::Entry;
pub use lock::Holder;
pub use reader::{Deeds, Reader, Tickets};
pub use record::TicketRecord;
pub use restore::{Restored, Wish, restore};
pub use upgrade::Upgrade;
pub use verify::Verified;

use backup::Origin;
use journal::{Journal, Look};
use reader::Shared;

/// Commits that go into one transaction of sled's: what eight people do at once should not cost eight of them.
const APPLIED_TOGETHER: usize = 32;

/// What may be set about a store; the defaults are right but for tests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settings {
    /// A segment of the journal that has reached this many bytes is sealed and a new one begun.
    pub segment_bytes: u64,
    /// How much of sled's pages is kept in memory, in bytes.
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
    pub open: Vec<TicketRecord>,
    /// Every revision of every entry of the ledger, by number and revision.
    pub ledger: Vec<LedgerEntry>,
    /// What happened on opening that a user should know, in whole sentences; mostly empty.
    pub notices: Vec<String>,
}

/// The journal and sled of one folder, which nobody else has open. Belongs to the one thread that writes.
///
/// After an error while writing it refuses everything but reading until it is opened again, for what is on the disk is
/// then only known by reading it anew.
#[derive(Debug)]
pub struct Store {
    journal: Journal,
    /// Appended and not applied yet.
    pending: Vec<Entry>,
    refused: Option<StoreError>,
    // Last, so that sled and the lock go after everything else.
    shared: Arc<Shared>,
}

impl Store {
    /// Opens the store in the folder `dir`, which is made if it is not there.
    ///
    /// Fails if another process has it, if a later frist wrote it, if the journal is damaged anywhere but in its last,
    /// unacknowledged write, and if the disk says no; then nothing was changed. Damage to sled's files is mended.
    ///
    /// A store of an earlier version is backed up beside its journal, then brought to this one; it fails, and nothing was
    /// changed, where it cannot be backed up.
    pub fn open(dir: &Path) -> Result<Opened, StoreError> {
        Self::open_with(dir, Settings::default(), &mut |_, _| {})
    }

    /// The same, with other settings. While a backup is made or the state is built from the journal, which can take long,
    /// `progress` is told how many commits of how many are done.
    pub fn open_with(dir: &Path, settings: Settings, progress: &mut dyn FnMut(u64, u64)) -> Result<Opened, StoreError> {
        Self::open_as(dir, settings, &Upgrade::beside(dir), progress)
    }

    /// The same; should the store be of an earlier version, `upgrade` says where it is backed up before.
    pub fn open_upgrading(
        dir: &Path,
        upgrade: &Upgrade,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Opened, StoreError> {
        Self::open_as(dir, Settings::default(), upgrade, progress)
    }

    fn open_as(
        dir: &Path,
        settings: Settings,
        upgrade: &Upgrade,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Opened, StoreError> {
        let outcome = opening::open(dir, settings, upgrade, progress)?;
        let shared = Arc::new(Shared::new(outcome.state, outcome.lock));
        let store = Self { journal: outcome.journal, pending: Vec::new(), refused: None, shared };
        Ok(Opened { store, open: outcome.open, ledger: outcome.ledger, notices: outcome.notices })
    }

    /// Writes these commits to the journal in one piece and syncs it. When this returns they are kept, whatever happens;
    /// after an error none of them counts. Returns the last one's sequence number.
    ///
    /// The caller has checked them: whether their names are new ([`Store::commit_sequence`]) and their tickets' numbers
    /// right. A commit of more than 4 MiB is `TooLarge`; after any other error the store refuses to write.
    pub fn append(&mut self, commits: &[Commit]) -> Result<u64, StoreError> {
        self.check_usable()?;
        if commits.is_empty() {
            return Ok(self.sequence());
        }
        match self.journal.append(commits) {
            Ok(mut entries) => self.pending.append(&mut entries),
            Err(error) if matches!(error.kind(), StoreErrorKind::TooLarge { .. }) => return Err(error),
            Err(error) => return Err(self.refuse(error)),
        }
        Ok(self.sequence())
    }

    /// Brings sled up to the journal and syncs it, some commits in a transaction. Readers see them from then on.
    ///
    /// After an error nothing is lost: the next opening does it from the journal.
    pub fn apply(&mut self) -> Result<(), StoreError> {
        self.check_usable()?;
        if self.pending.is_empty() {
            return Ok(());
        }
        let state = &self.shared.state;
        let mut commits = self.pending.chunks(APPLIED_TOGETHER);
        match commits.try_for_each(|some| state.apply(some)).and_then(|()| state.sync()) {
            Ok(()) => {
                self.pending.clear();
                Ok(())
            }
            Err(fault) => {
                let error = self.shared.failed(fault);
                Err(self.refuse(error))
            }
        }
    }

    fn check_usable(&self) -> Result<(), StoreError> {
        self.refused.as_ref().map_or(Ok(()), |first| Err(StoreError::refused(first)))
    }

    fn refuse(&mut self, error: StoreError) -> StoreError {
        self.refused = Some(error.clone());
        error
    }

    /// The last commit's sequence number, applied or not; 0 = there is none.
    pub fn sequence(&self) -> u64 {
        self.journal.sequence()
    }

    /// The number for the next new ticket, from 1: one more than the highest in any commit, applied or not.
    pub fn next_ticket_id(&self) -> TicketId {
        let ids = self.pending_edits().filter_map(|edit| edit.on_ticket()).map(|(id, _)| id.0.saturating_add(1));
        TicketId(self.shared.state.meta().next_ticket.max(ids.max().unwrap_or(1)))
    }

    /// The number for the next new entry of the ledger, from 1: one more than the highest in any commit, applied or not.
    pub fn next_entry_id(&self) -> EntryId {
        let ids = self.pending_edits().filter_map(|edit| match edit {
            Edit::Ledger(entry) => Some(entry.id.0.saturating_add(1)),
            Edit::Ticket { .. } => None,
        });
        EntryId(self.shared.state.meta().next_entry.max(ids.max().unwrap_or(1)))
    }

    fn pending_edits(&self) -> impl Iterator<Item = &Edit> {
        self.pending.iter().flat_map(|entry| &entry.commit.edits)
    }

    /// The sequence number of the commit with this name, applied or not; none if there is no such commit.
    pub fn commit_sequence(&self, id: CommitId) -> Result<Option<u64>, StoreError> {
        match self.pending.iter().find(|entry| entry.commit.id == id) {
            Some(entry) => Ok(Some(entry.sequence)),
            None => self.reader().commit_sequence(id),
        }
    }

    /// The journal's commits from sequence number `from` on, as they are now, with their checksums checked.
    pub fn journal_entries(&self, from: u64) -> Entries {
        self.journal.entries(from, self.sequence())
    }

    /// A handle for reading what has been applied, for any thread. The store's lock is held until the last one is gone.
    pub fn reader(&self) -> Reader {
        Reader::new(Arc::clone(&self.shared))
    }

    /// Reads the whole journal and all of sled, with every checksum, and counts one against the other. `progress` is
    /// told how many commits and tickets of how many are done.
    pub fn verify(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<Verified, StoreError> {
        self.apply()?;
        verify::verify(&self.journal, &self.shared, progress)
    }
}

/// Builds the state of the store in `dir` anew from the journal, at an opening; the old one is set aside. `upgrade` as at
/// [`Store::open_upgrading`].
///
/// # Errors
///
/// If another process has the store, the journal is damaged, or the disk says no.
pub fn rebuild(dir: &Path, upgrade: &Upgrade, progress: &mut dyn FnMut(u64, u64)) -> Result<Opened, StoreError> {
    opening::ask_to_build(dir, upgrade, progress)?;
    Store::open_upgrading(dir, upgrade, progress)
}

/// Packs what backups have of the journal of the store in `dir`, up to commit `covered`, a segment at a time; whoever has the
/// store goes on meanwhile and reads packed segments as well. Only the process that has the store may do it.
///
/// # Errors
///
/// If the journal is damaged, or a segment cannot be written or read back; then that one stays as it was.
pub fn pack_journal(dir: &Path, covered: u64) -> Result<usize, StoreError> {
    Look::at(&dir.join("journal"))?.pack(covered)
}

/// Writes the whole journal of the store in `dir` to `out` as JSON Lines, whoever has the store. `progress` is told how many
/// commits of how many are done.
///
/// # Errors
///
/// If the journal is damaged, or `out` takes no more.
pub fn export(dir: &Path, out: &mut dyn Write, progress: &mut dyn FnMut(u64, u64)) -> Result<Summary, StoreError> {
    let schema = files::schema_for_copies(dir)?;
    let look = Look::at(&dir.join("journal"))?;
    let total = look.sequence();
    let origin = Origin { schema, begins: look.begins() };
    backup::write_lines(out, origin, look.entries(), Path::new("the export"), &mut |done| progress(done, total))
}

#[cfg(test)]
mod tests;
