//! Puts a store together again from what is whole: a backup, the write-ahead log's records, and sled's state.
//!
//! ```text
//! commits 1 … n      the backup
//! commits n+1 … m    records of the journal, also behind damaged ones, as long as none is missing
//! what is beyond m   events that the state has and those commits have not, as one commit of the desk's
//! ```
//!
//! Everything that was there is set aside first and never deleted. The new write-ahead log stands beside the old one
//! until it is whole; a restoring that is cut off in between leaves either the old one or the new one in its place.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::archive::{Block, TimeSpan};
use super::backup::Backup;
use super::error::{DamagePlace, StoreError, StoreErrorKind};
use super::files::{FileStore, NamedFiles, TakenFiles};
use super::folder;
use super::guard;
use super::history::{self, CommitHistory};
use super::import;
use super::opening;
use super::outbox::OutboxLetters;
use super::salvage::SalvagedCommits;
use super::state::State;
use super::wal::{LONGEST_COMMIT, Wal, WalEntry};
use super::{Settings, Store, backups};
use frist_domain::ledger::{LedgerRecord as Revision, LedgerRecordId};
use frist_domain::ticket::{Commit, CommitId, DESK, Edit, TicketId};
use frist_domain::time::Instant;

/// The number of commits that are written, and synced, at a time.
const TOGETHER: usize = 256;
/// The most tickets in one commit of what only the state has.
const FROM_STATE: usize = 64;
const NEW_WAL: &str = "journal.restoring";
/// The file in the new write-ahead log's folder that says that it is whole.
const WHOLE: &str = "whole";

/// The choices of the user who restores a store.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RestoreOptions {
    /// Whether only the backup is restored: what the store has beyond it is left out.
    pub only_backup: bool,
    /// Whether it goes on although commits are lost.
    pub accept_loss: bool,
}

/// What a restoring has put together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RestoreReport {
    /// The number of commits from the backup.
    pub from_backup: u64,
    /// The number of commits from the write-ahead log that was there.
    pub from_wal: u64,
    /// The number of tickets of which only the state had the last events.
    pub from_state: u64,
    /// The first commit that is lost and the last that there was, where some are lost.
    pub lost: Option<(u64, u64)>,
    /// The number of commits here beyond the backup that were left out, as only the backup was asked for.
    pub left_out: u64,
    /// The number of letters that waited to be sent and need somebody's word now: they may have gone since.
    pub letters: u64,
    /// The folder to which everything was moved that was there before.
    pub aside: Option<PathBuf>,
    /// The files that the commits name and that were taken from beside the backup, and those that are nowhere whole.
    pub files: TakenFiles,
}

/// Puts the store in `dir` together again, from `backup`, or where that is none from what stands there alone.
/// `progress` is told how many commits of about how many are done; 0 where that is not known.
///
/// # Errors
///
/// If another process has the store, a later frist wrote it and not only the backup is asked for, the backup is not whole or
/// not of the store that is here, commits would be lost and that is not accepted, or the disk says no. Then what was there is
/// as it was.
pub fn restore(
    dir: &Path,
    backup: Option<&Path>,
    wish: RestoreOptions,
    now: Instant,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<RestoreReport, StoreError> {
    let lock = opening::own(dir)?;
    if !wish.only_backup {
        // Nothing can be taken from what a later frist wrote; but a backup may take its place.
        folder::schema_for_copies(dir)?;
    }
    finish_renaming(dir)?;
    import::finish(dir)?;
    let line = CommitHistory::of_all(dir)?;
    let total = line.reach().max(backup.and_then(reach_by_name).unwrap_or_default());
    let backup = backup.map(|path| Backup::open(path).map(|backup| (path, backup))).transpose()?;
    let mut restoring = RestoreWork::begin(dir, line, now)?;
    let beside = backup.as_ref().and_then(|(path, _)| path.parent()).map(Path::to_owned);
    let gathered = restoring.gather(backup, wish, &mut |done| progress(done, total));
    let stopped = gathered.and_then(|()| restoring.stop_letters());
    if let Err(error) = stopped.and_then(|()| restoring.take_files(beside)) {
        // A backup that breaks off in the middle is none: what was taken of it takes room that may be wanted.
        let _ = std::fs::remove_dir_all(dir.join(NEW_WAL));
        return Err(error);
    }
    let done = restoring.put_in_place()?;
    drop(lock);
    drop(Store::open_with(dir, Settings::default(), progress)?);
    Ok(done)
}

/// Moves the new write-ahead log into its place, where a restoring was cut off after that write-ahead log was whole.
pub(super) fn finish_renaming(dir: &Path) -> Result<(), StoreError> {
    let (new, place) = (dir.join(NEW_WAL), dir.join("journal"));
    if !place.exists() && new.join(WHOLE).exists() {
        std::fs::rename(&new, &place)
            .and_then(|()| folder::sync_dir(dir))
            .map_err(|error| StoreError::io("rename", &new, &error))?;
    }
    Ok(())
}

struct RestoreWork<'a> {
    dir: &'a Path,
    /// The line of commits that is here already.
    line: CommitHistory,
    now: Instant,
    wal: Wal,
    waiting: Vec<Commit>,
    /// About how many bytes the waiting commits have.
    waiting_bytes: usize,
    /// The number of events of each ticket in the new write-ahead log; `revisions` has the same of each entry.
    events: HashMap<TicketId, usize>,
    revisions: HashMap<LedgerRecordId, usize>,
    /// The files that the commits name.
    named: NamedFiles,
    /// The letters that wait to be sent.
    outbox: OutboxLetters,
    /// The last commit that is known to have been there.
    head: u64,
    done: RestoreReport,
}

impl<'a> RestoreWork<'a> {
    fn begin(dir: &'a Path, line: CommitHistory, now: Instant) -> Result<Self, StoreError> {
        let folder = dir.join(NEW_WAL);
        if folder.exists() {
            // A restoring that was cut off before it was whole left it.
            std::fs::remove_dir_all(&folder).map_err(|error| StoreError::io("remove", &folder, &error))?;
        }
        folder::private_dir(&folder)?;
        let wal = Wal::create(&folder, Settings::default().segment_bytes)?;
        let (events, revisions) = (HashMap::new(), HashMap::new());
        let done = RestoreReport::default();
        let (waiting, named, outbox) = (Vec::new(), NamedFiles::default(), OutboxLetters::default());
        Ok(Self { dir, line, now, wal, waiting, waiting_bytes: 0, events, revisions, named, outbox, head: 0, done })
    }

    /// Takes everything that there is into the new write-ahead log.
    fn gather(
        &mut self,
        backup: Option<(&Path, Backup)>,
        wish: RestoreOptions,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), StoreError> {
        if let Some((path, backup)) = backup
            && !self.take(backup, progress)?
            && !wish.only_backup
        {
            return Err(history::another(path));
        }
        self.done.from_backup = self.reached();
        if wish.only_backup {
            self.done.left_out = self.line.reach().saturating_sub(self.reached());
            return Ok(());
        }
        self.take_scraps(progress)?;
        self.take_from_state()?;
        if self.done.lost.is_some() && !wish.accept_loss { Err(self.too_little()) } else { Ok(()) }
    }

    /// Takes these commits and returns whether they can be of the line that is here, as far as both go.
    fn take(
        &mut self,
        entries: impl Iterator<Item = Result<WalEntry, StoreError>>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<bool, StoreError> {
        let mut met = None;
        for entry in entries {
            let WalEntry { sequence, commit, .. } = entry?;
            if self.line.reaches(sequence) {
                met = Some((sequence, commit.id));
            }
            self.add(commit)?;
            progress(self.reached());
        }
        self.flush()?;
        self.line.can_have(met)
    }

    /// Returns the sequence number of the last commit that was taken.
    fn reached(&self) -> u64 {
        self.wal.sequence() + self.waiting.len() as u64
    }

    fn add(&mut self, commit: Commit) -> Result<(), StoreError> {
        self.named.take(&commit);
        self.outbox.take(&commit);
        for edit in &commit.edits {
            match edit {
                Edit::Ticket { id, events } => *self.events.entry(*id).or_default() += events.len(),
                Edit::Ledger(revision) => *self.revisions.entry(revision.id).or_default() += 1,
            }
        }
        self.waiting_bytes += serde_json::to_vec(&commit).map_or(0, |bytes| bytes.len());
        self.waiting.push(commit);
        if self.waiting.len() >= TOGETHER || self.waiting_bytes >= LONGEST_COMMIT { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        self.waiting_bytes = 0;
        if !self.waiting.is_empty() {
            self.wal.append(std::mem::take(&mut self.waiting))?;
        }
        self.head = self.head.max(self.wal.sequence());
        Ok(())
    }

    /// Takes the old write-ahead log's commits beyond that, as long as none is missing.
    fn take_scraps(&mut self, progress: &mut dyn FnMut(u64)) -> Result<(), StoreError> {
        let folder = self.dir.join("journal");
        if !folder.exists() {
            return Ok(());
        }
        let before = self.reached();
        for (sequence, commit) in SalvagedCommits::read(&folder)? {
            self.head = self.head.max(sequence);
            if sequence == self.reached() + 1 {
                self.add(commit)?;
                progress(self.reached());
            }
        }
        self.flush()?;
        self.done.from_wal = self.reached() - before;
        Ok(())
    }

    /// Takes the state's events beyond that: whatever stands in it was in the write-ahead log once.
    fn take_from_state(&mut self) -> Result<(), StoreError> {
        let reached = self.reached();
        let folder = self.dir.join("state");
        let found = guard::quietly(|| self.beyond(&folder));
        let Some((sequence, edits)) = found.filter(|(sequence, _)| *sequence >= self.head && *sequence > reached)
        else {
            self.done.lost = (self.head > reached).then_some((reached + 1, self.head));
            return Ok(());
        };
        self.head = sequence;
        let tickets = edits.iter().filter(|edit| edit.on_ticket().is_some()).count();
        for some in edits.chunks(FROM_STATE) {
            let id = CommitId(uuid::Uuid::now_v7());
            self.add(Commit { id, at: self.now, by: DESK.to_owned(), edits: some.to_vec() })?;
        }
        self.flush()?;
        self.done.from_state = tickets as u64;
        Ok(())
    }

    /// Returns how far the state got, and what it has beyond the new write-ahead log, or none where it cannot be read
    /// to its end.
    fn beyond(&self, folder: &Path) -> Option<(u64, Vec<Edit>)> {
        let state = folder.exists().then(|| State::open(folder, Settings::default().cache_bytes).ok())??;
        let mut edits = Vec::new();
        let mut next = Some(Block::FIRST);
        while let Some(from) = next
            && let Some(block) = state.next_block(from, TimeSpan::ALWAYS).ok()?
        {
            next = block.next();
            for ticket in state.block(block, |_| true).ok()? {
                let known = self.events.get(&ticket.id).copied().unwrap_or(0);
                if let Some(events) = ticket.events.get(known..).filter(|events| !events.is_empty()) {
                    edits.push(Edit::Ticket { id: ticket.id, events: events.to_vec() });
                }
            }
        }
        let mut seen: HashMap<LedgerRecordId, usize> = HashMap::new();
        let new = |revision: &Revision| {
            let count = seen.entry(revision.id).or_default();
            *count += 1;
            *count > self.revisions.get(&revision.id).copied().unwrap_or(0)
        };
        let revisions: Vec<Revision> = state.ledger().ok()?.into_iter().filter(new).collect();
        edits.extend(revisions.into_iter().map(Edit::Ledger));
        Some((state.meta().sequence, edits))
    }

    /// Has every letter that waits to be sent wait for somebody's word.
    fn stop_letters(&mut self) -> Result<(), StoreError> {
        let (commits, letters) = std::mem::take(&mut self.outbox).stopped(self.now);
        self.done.letters = letters;
        commits.into_iter().try_for_each(|commit| self.add(commit))?;
        self.flush()
    }

    fn too_little(&self) -> StoreError {
        let (first, last) = self.done.lost.unwrap_or_default();
        let file = self.dir.join("journal");
        let what = format!("commits {first} to {last} are damaged in the journal and in no backup that was given");
        let hint = "nothing was changed; name a newer backup, or go on without them with --accept-loss";
        StoreError::new(
            StoreErrorKind::Damaged { place: DamagePlace { file, offset: None, sequence: Some(first) } },
            what,
            hint,
        )
    }

    /// Takes the files that are not whole here from beside the backup, or from the store's own folder of backups, before
    /// anything stands in its place that names them.
    fn take_files(&mut self, beside: Option<PathBuf>) -> Result<(), StoreError> {
        let own = self.dir.join("backups");
        let others: Vec<FileStore> =
            beside.into_iter().chain([own]).map(|folder| FileStore::beside(folder.join("files"))).collect();
        let files = FileStore::of(self.dir);
        self.done.files = self.named.mend(&files, &others)?;
        // What was set aside may name what no commit here does.
        files.keep_all();
        Ok(())
    }

    /// Sets what was there aside and puts the new write-ahead log in its place.
    fn put_in_place(mut self) -> Result<RestoreReport, StoreError> {
        let new = self.dir.join(NEW_WAL);
        let failed = |error: std::io::Error| StoreError::io("write", &new, &error);
        folder::write_whole(&new.join(WHOLE), b"")?;
        folder::sync_files(&new).map_err(failed)?;
        let there = ["state", "journal"].map(|name| (name, self.dir.join(name)));
        if there.iter().any(|(_, path)| path.exists()) {
            let aside = self.free_folder();
            folder::private_dir(&aside)?;
            for (name, path) in there.iter().filter(|(_, path)| path.exists()) {
                let moved = std::fs::rename(path, aside.join(name)).and_then(|()| folder::sync_dir(self.dir));
                moved.map_err(|error| StoreError::io("set aside", path, &error))?;
            }
            self.done.aside = Some(aside);
        }
        finish_renaming(self.dir)?;
        folder::note_schema(self.dir)?;
        Ok(self.done)
    }

    fn free_folder(&self) -> PathBuf {
        let stamp = self.now.to_string().replace(':', "-");
        let first = self.dir.join(format!("before-restore-{stamp}"));
        let others = (2_u32..).map(|n| self.dir.join(format!("before-restore-{stamp}-{n}")));
        std::iter::once(first)
            .chain(others)
            .find(|path| !path.exists())
            .unwrap_or_else(|| self.dir.join("before-restore"))
    }
}

/// Returns how far a backup reaches, as its file name says.
fn reach_by_name(path: &Path) -> Option<u64> {
    backups::parse(path.to_owned()).map(|file| file.sequence)
}

/// Removes what a restoring left that was cut off before it was whole. Only for the process that has the store.
pub(super) fn remove_unfinished(dir: &Path) {
    let new = dir.join(NEW_WAL);
    if new.exists() && !new.join(WHOLE).exists() {
        // It takes room and does no other harm.
        let _ = std::fs::remove_dir_all(new);
    }
}
