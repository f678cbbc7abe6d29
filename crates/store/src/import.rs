//! Takes in what another store has: into an empty store as it is, into one with tickets under new numbers.
//!
//! An import takes in everything or nothing. Everything in the file is checked first. Then what it adds to the
//! write-ahead log is written into a folder beside the write-ahead log, and put into a copy of the state:
//!
//! ```text
//! journal.importing/     the segments that follow on those of the journal; `whole` once they are all there
//! state.importing/       the state with all of that in it
//! ```
//!
//! Up to `whole` the store is as it was, whatever happens, and what lies beside it goes at the next opening; from then
//! on every opening puts both in their places ([`finish`]). A segment that stands in its place is a write-ahead log's
//! like any other, so a process that reads meanwhile finds the write-ahead log of before, or some more of it.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::backup::{Backup, BackupSummary};
use super::error::{DamagePlace, StoreError, StoreErrorKind};
use super::files::{FileStore, NamedFiles, TakenFiles};
use super::opening::{self, IfAbsent, OpenedParts};
use super::outbox::OutboxLetters;
use super::state::State;
use super::upgrade::Upgrade;
use super::wal::{self, Wal, WalEntry};
use super::wal_entries::WalEntries;
use super::{Settings, batches, folder};
use frist_domain::import_check::{ImportCheck, ImportExtent};
use frist_domain::ledger::{LedgerFact, LedgerRecord as Revision, LedgerRecordId};
use frist_domain::ticket::{Commit, CommitId, Edit, TicketId};
use frist_domain::time::Instant;

/// The number of commits that are written, and synced, at a time.
const TOGETHER: usize = 256;
/// About how many bytes these commits may have: as many as one commit may.
const BYTES_TOGETHER: usize = wal::LONGEST_COMMIT;
/// About how many bytes the tickets may have that these commits change: as many as one ticket may.
const TICKETS_TOGETHER: usize = frist_domain::ticket::MOST_BYTES;
/// The number of commits after which sled is opened once more, as it writes its snapshot only then.
const REOPEN_AFTER: u64 = 1_000;

const NEW_WAL: &str = "journal.importing";
const NEW_STATE: &str = "state.importing";
/// The folder of the old state while its place is taken.
const OLD_STATE: &str = "state.replaced";
/// The file in the new write-ahead log's folder that says that everything is there.
const WHOLE: &str = "whole";

/// What an import has taken in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportReport {
    /// The number of commits.
    pub commits: u64,
    /// The number of commits that the store had already, from an earlier import.
    pub known: u64,
    /// The number of tickets.
    pub tickets: u64,
    /// By how much the numbers of the tickets are higher here than in the file; 0 where they are the same.
    pub shift: u64,
    /// The number of letters that waited to be sent and need somebody's word here: they may have gone.
    pub letters: u64,
    /// The files that the commits name and that were taken in with them, and those that are nowhere whole.
    pub files: TakenFiles,
}

/// Takes in the commits of the backup or export `file`. Where the store has tickets, those of the file get new numbers,
/// above those that are here; ledger records likewise. A commit that was taken in before is passed over. Also returns
/// what there is to say of the opening.
///
/// The files that the commits name are taken from the folder `files`, or else from `files/` beside the file; those that are not
/// there are told.
///
/// `progress` is told how many commits of how many are done; 0 where that is not known.
///
/// # Errors
///
/// If another process has the store, the file is not whole or not a desk's, its numbers do not fit behind those that are here,
/// or the disk says no. Then the store is as it was.
pub fn import(
    dir: &Path,
    upgrade: &Upgrade,
    (file, files): (&Path, Option<&Path>),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(ImportReport, Vec<String>), StoreError> {
    let (summary, extent, named) = check(file, progress)?;
    let is_new = !folder::is_begun(dir);
    let OpenedParts { wal, state, lock, notices, .. } =
        opening::open(dir, Settings::default(), (upgrade, IfAbsent::Make), progress)?;
    let taken = take_files(dir, &named, (file, files)).and_then(|files| {
        take(dir, &wal, &state, (file, summary, extent, upgrade.now), progress)
            .map(|done| ImportReport { files, ..done })
    });
    drop(state);
    let done = taken.and_then(|done| {
        finish(dir).map_err(|error| not_in_place(&error))?;
        Ok((done, notices))
    });
    if done.is_err() && !dir.join(NEW_WAL).join(WHOLE).exists() {
        remove_unfinished(dir);
        if is_new {
            unmake(dir);
        }
    }
    drop(lock);
    done
}

/// Reads the file to its end and checks everything in it.
fn check(
    file: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(BackupSummary, ImportExtent, NamedFiles), StoreError> {
    let (mut outside, mut backup, mut named) = (ImportCheck::default(), Backup::open(file)?, NamedFiles::default());
    while let Some(entry) = backup.next().transpose()? {
        outside.take(&entry.commit).map_err(|why| backup.not_a_desks(&why))?;
        named.take(&entry.commit);
        progress(entry.sequence, 0);
    }
    Ok((backup.summary(), outside.extent(), named))
}

/// Takes in the files that are not here yet, before any commit that names them. Should the import fail behind this, they go like
/// all that no commit names.
fn take_files(dir: &Path, named: &NamedFiles, (file, files): (&Path, Option<&Path>)) -> Result<TakenFiles, StoreError> {
    let beside = || file.parent().unwrap_or(Path::new("")).join("files");
    let others = [FileStore::beside(files.map_or_else(beside, Path::to_owned))];
    named.mend(&FileStore::of(dir), &others)
}

/// Writes everything beside what is there, up to the note that it is whole.
fn take(
    dir: &Path,
    wal: &Wal,
    state: &State,
    (file, summary, extent, now): (&Path, BackupSummary, ImportExtent, Option<Instant>),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<ImportReport, StoreError> {
    let fault = |fault: super::fault::Fault| fault.about(state.folder());
    let numbers = Renumbering::of(state, wal).map_err(fault)?;
    numbers.check(file, extent)?;
    let known = state.commits().map_err(fault)?;
    let beside = StagedStore::begin(dir, wal, state)?;
    let ours = OwnCommits { wal, next: None };
    let seen = ImportCheck::default();
    let mut import = ImportWork {
        numbers,
        known,
        ours,
        seen,
        beside,
        waiting: PendingCommits::default(),
        outbox: OutboxLetters::default(),
        newest: now.unwrap_or(Instant::FIRST),
        done: ImportReport::default(),
    };
    let mut backup = Backup::open(file)?;
    while let Some(entry) = backup.next().transpose()? {
        let sequence = entry.sequence;
        // The file that was checked might have been replaced since.
        import.seen.take(&entry.commit).map_err(|why| backup.not_a_desks(&why))?;
        import.take(entry.commit)?;
        progress(sequence, summary.commits);
    }
    if backup.summary() != summary {
        return Err(backup.not_a_desks("it has changed while it was read"));
    }
    import.write()?;
    import.stop_letters()?;
    let ImportWork { numbers, beside, mut done, .. } = import;
    (done.shift, done.tickets) = (numbers.shift(extent), extent.tickets as u64);
    if done.commits > 0 {
        beside.end(done.commits)?;
    }
    Ok(done)
}

/// Puts what an import has written whole into its place: the next opening does what an import that was cut off could
/// not do itself. Only for the process that has the store, and before the state is opened.
pub(super) fn finish(dir: &Path) -> Result<(), StoreError> {
    let (new, state) = (dir.join(NEW_WAL), dir.join("state"));
    if !new.join(WHOLE).exists() {
        remove_unfinished(dir);
        return Ok(());
    }
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error: std::io::Error| StoreError::io("put in place", &path, &error)
    };
    let place = dir.join("journal");
    let followed = wal::move_behind(&new, &place)?;
    let (new_state, old_state) = (dir.join(NEW_STATE), dir.join(OLD_STATE));
    if followed && new_state.exists() {
        if state.exists() {
            remove_all(&old_state).map_err(failed(&old_state))?;
            fs::rename(&state, &old_state).map_err(failed(&state))?;
        }
        fs::rename(&new_state, &state).and_then(|()| folder::sync_dir(dir)).map_err(failed(&new_state))?;
    }
    // From here on the rest tells nobody anything, and `whole` goes last.
    for path in [old_state, new_state, new] {
        remove_all(&path).map_err(failed(&path))?;
    }
    folder::sync_dir(dir).map_err(failed(dir))
}

/// Removes what was written by an import that was cut off before all of it was there.
fn remove_unfinished(dir: &Path) {
    for name in [NEW_STATE, NEW_WAL] {
        // It takes room and does no other harm.
        let _ = remove_all(&dir.join(name));
    }
}

fn remove_all(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes the empty store that a failed import has made. The lock's file stays while it is held.
fn unmake(dir: &Path) {
    for name in ["state", "journal", "backups", "files"] {
        let _ = remove_all(&dir.join(name));
    }
    folder::remove_schema(dir);
}

fn not_in_place(error: &StoreError) -> StoreError {
    let what = format!("everything is taken in, but does not stand in its place yet: {}", error.what());
    StoreError::new(error.kind().clone(), what, "the next command on this store puts it there, once that is mended")
}

/// The new write-ahead log and the new state while they are written.
struct StagedStore {
    dir: PathBuf,
    wal: Wal,
    state: State,
}

impl StagedStore {
    fn begin(dir: &Path, wal: &Wal, state: &State) -> Result<Self, StoreError> {
        remove_unfinished(dir);
        let (new, copy) = (dir.join(NEW_WAL), dir.join(NEW_STATE));
        folder::private_dir(&new)?;
        state.copy(&copy).map_err(|error| StoreError::io("write", &copy, &error))?;
        let opened = State::open(&copy, Settings::default().cache_bytes).map_err(|fault| fault.about(&copy))?;
        if opened.meta() != state.meta() {
            return Err(StoreError::state(&copy, "the copy is not what it was made of"));
        }
        Ok(Self { dir: dir.to_owned(), wal: wal.begin_behind(&new)?, state: opened })
    }

    fn write(&mut self, commits: Vec<Commit>) -> Result<(), StoreError> {
        let entries = self.wal.append(commits)?;
        let applied = batches(&entries).try_for_each(|some| self.state.apply(some));
        applied.map_err(|fault| fault.about(self.state.folder()))
    }

    /// Syncs everything, and notes that it is whole.
    fn end(self, commits: u64) -> Result<(), StoreError> {
        let folder = self.state.folder().to_owned();
        self.state.sync().map_err(|fault| fault.about(&folder))?;
        drop(self.state);
        if commits >= REOPEN_AFTER {
            drop(State::open(&folder, Settings::default().cache_bytes).map_err(|fault| fault.about(&folder))?);
        }
        let new = self.dir.join(NEW_WAL);
        for folder in [&folder, &new, &self.dir] {
            folder::sync_files(folder).map_err(|error| StoreError::io("write", folder, &error))?;
        }
        folder::write_whole(&new.join(WHOLE), b"").map(drop)
    }
}

struct ImportWork<'a> {
    numbers: Renumbering,
    /// The commits that the store had before, with their sequence numbers.
    known: HashMap<CommitId, u64>,
    ours: OwnCommits<'a>,
    /// What has been read of the file so far.
    seen: ImportCheck,
    beside: StagedStore,
    waiting: PendingCommits,
    /// The letters that wait to be sent.
    outbox: OutboxLetters,
    /// The present moment, or a later one that a commit has.
    newest: Instant,
    done: ImportReport,
}

/// Commits that are written together.
#[derive(Default)]
struct PendingCommits {
    commits: Vec<Commit>,
    bytes: usize,
    /// The tickets that these commits change, by the numbers of the file; `of_tickets` is their size in bytes.
    tickets: BTreeSet<TicketId>,
    of_tickets: usize,
}

impl ImportWork<'_> {
    fn take(&mut self, commit: Commit) -> Result<(), StoreError> {
        if let Some(sequence) = self.known.get(&commit.id).copied() {
            // It was taken in before: its numbers are those that it got then.
            self.numbers.learn(&commit, self.ours.get(sequence)?);
            self.done.known += 1;
            return Ok(());
        }
        let (bytes, changed) = self.weight(&commit);
        let waiting = &self.waiting;
        let full = waiting.commits.len() >= TOGETHER || waiting.bytes + bytes > BYTES_TOGETHER;
        if full || waiting.of_tickets + changed > TICKETS_TOGETHER {
            self.write()?;
        }
        self.waiting.bytes += bytes;
        for (id, _) in commit.edits.iter().filter_map(Edit::on_ticket) {
            if self.waiting.tickets.insert(id) {
                self.waiting.of_tickets += self.seen.size(id).bytes;
            }
        }
        let commit = self.numbers.renumber(commit);
        self.outbox.take(&commit);
        self.newest = self.newest.max(commit.at);
        self.waiting.commits.push(commit);
        self.done.commits += 1;
        Ok(())
    }

    /// Returns about how many bytes a commit has, and how many the tickets that it changes and that do not wait yet.
    fn weight(&self, commit: &Commit) -> (usize, usize) {
        let bytes = serde_json::to_vec(commit).map_or(0, |bytes| bytes.len());
        let new = commit.edits.iter().filter_map(Edit::on_ticket).filter(|(id, _)| !self.waiting.tickets.contains(id));
        (bytes, new.map(|(id, _)| self.seen.size(id).bytes).sum())
    }

    /// Has every letter that waits to be sent wait for somebody's word: an import sends nothing.
    fn stop_letters(&mut self) -> Result<(), StoreError> {
        let (commits, letters) = std::mem::take(&mut self.outbox).stopped(self.newest);
        self.done.letters = letters;
        if commits.is_empty() { Ok(()) } else { self.beside.write(commits) }
    }

    fn write(&mut self) -> Result<(), StoreError> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.commits.is_empty() { Ok(()) } else { self.beside.write(waiting.commits) }
    }
}

/// The commits that the store had before. A caller mostly asks for the next one.
struct OwnCommits<'a> {
    wal: &'a Wal,
    next: Option<(u64, WalEntries)>,
}

impl OwnCommits<'_> {
    fn get(&mut self, sequence: u64) -> Result<Option<WalEntry>, StoreError> {
        let at_hand = self.next.take().filter(|(next, _)| *next == sequence);
        let (_, mut entries) = at_hand.unwrap_or_else(|| (sequence, self.wal.entries(sequence, self.wal.sequence())));
        let entry = entries.next().transpose()?;
        self.next = Some((sequence + 1, entries));
        Ok(entry)
    }
}

/// The number that each ticket and each entry gets here.
struct Renumbering {
    /// The tickets that were taken in before, with the numbers that they got then.
    tickets: HashMap<TicketId, TicketId>,
    entries: HashMap<LedgerRecordId, LedgerRecordId>,
    /// The next revision of each record that is here: one that was taken in before may have been changed here since.
    revisions: HashMap<LedgerRecordId, u32>,
    first_ticket: u64,
    first_entry: u64,
    /// By how much the numbers are higher of what the desk keeps by itself.
    kept_shift: u64,
    /// Whether a ticket got a number that it had not before.
    has_new: bool,
}

impl Renumbering {
    fn of(state: &State, wal: &Wal) -> Result<Self, super::fault::Fault> {
        let meta = state.meta();
        debug_assert_eq!(meta.sequence, wal.sequence(), "an opened state is as far as its journal");
        let ledger = state.ledger()?;
        let next_kept = LedgerRecordId::next_kept(ledger.iter().map(|entry| entry.id));
        let revisions = ledger.into_iter().map(|entry| (entry.id, entry.revision + 1)).collect();
        Ok(Self {
            tickets: HashMap::new(),
            entries: HashMap::new(),
            revisions,
            first_ticket: meta.next_ticket.max(1),
            first_entry: meta.next_entry.max(1),
            kept_shift: next_kept.0 - LedgerRecordId::next_kept(std::iter::empty()).0,
            has_new: false,
        })
    }

    /// Checks whether the numbers of the file fit behind those that are here.
    fn check(&self, file: &Path, extent: ImportExtent) -> Result<(), StoreError> {
        let mut fits = extent.last_ticket.0 + (self.first_ticket - 1) <= TicketId::MOST.0;
        for last in extent.last_entries.into_iter().flatten() {
            fits &= last.0 + self.entry_shift(last) <= last.last_of_sort().0;
        }
        if fits {
            return Ok(());
        }
        let what = format!("the numbers of {} are too high to follow on those that are here", file.display());
        let place = DamagePlace { file: file.to_owned(), offset: None, sequence: None };
        Err(StoreError::new(
            StoreErrorKind::Damaged { place },
            what,
            "nothing was changed; take it into an empty store",
        ))
    }

    /// Returns by how much a ticket's number is higher here at the most.
    fn shift(&self, extent: ImportExtent) -> u64 {
        let learned = self.tickets.iter().map(|(theirs, ours)| ours.0.saturating_sub(theirs.0)).max();
        let new = (self.has_new && extent.tickets > 0).then_some(self.first_ticket - 1);
        learned.max(new).unwrap_or(0)
    }

    /// Returns the ticket's new number. Every number is moved by as much, so that they stay in their order and gaps
    /// stay gaps.
    fn ticket(&mut self, id: TicketId) -> TicketId {
        if let Some(known) = self.tickets.get(&id) {
            return *known;
        }
        self.has_new = true;
        TicketId(id.0 + (self.first_ticket - 1))
    }

    fn entry_shift(&self, id: LedgerRecordId) -> u64 {
        if id.is_kept() { self.kept_shift } else { self.first_entry - 1 }
    }

    fn entry(&self, id: LedgerRecordId) -> LedgerRecordId {
        self.entries.get(&id).copied().unwrap_or_else(|| LedgerRecordId(id.0 + self.entry_shift(id)))
    }

    fn renumber(&mut self, mut commit: Commit) -> Commit {
        for edit in &mut commit.edits {
            match edit {
                Edit::Ticket { id, events } => {
                    *id = self.ticket(*id);
                    for parties in events.iter_mut().filter_map(|event| event.what.parties_mut()) {
                        parties.into_iter().flatten().for_each(|id| *id = self.entry(*id));
                    }
                }
                Edit::Ledger(revision) => self.renumber_entry(revision),
            }
        }
        commit
    }

    fn renumber_entry(&mut self, revision: &mut Revision) {
        revision.id = self.entry(revision.id);
        let next = self.revisions.entry(revision.id).or_default();
        revision.revision = revision.revision.max(*next);
        *next = revision.revision + 1;
        match &mut revision.fact {
            Some(LedgerFact::Outage(outage)) => {
                for id in &mut outage.tickets {
                    *id = self.ticket(*id);
                }
            }
            Some(LedgerFact::Letter(letter)) => {
                letter.like = letter.like.map(|id| self.ticket(id));
                letter.outcome = letter.outcome.map(|outcome| outcome.renumbered(|id| self.ticket(id)));
            }
            // Whose turn it is at another desk says nothing here, and its letters are for it to send; into an empty store it
            // is the same desk.
            Some(LedgerFact::Rota(_) | LedgerFact::Outgoing(_)) if (self.first_ticket, self.first_entry) != (1, 1) => {
                revision.fact = None;
            }
            Some(LedgerFact::Outgoing(letter)) => letter.ticket = self.ticket(letter.ticket),
            Some(fact) => fact.renumber(&|id| self.entry(id)),
            None => {}
        }
    }

    fn learn(&mut self, theirs: &Commit, ours: Option<WalEntry>) {
        for (theirs, ours) in theirs.edits.iter().zip(ours.into_iter().flat_map(|entry| entry.commit.edits)) {
            match (theirs, ours) {
                (Edit::Ticket { id, .. }, Edit::Ticket { id: ours, .. }) => drop(self.tickets.insert(*id, ours)),
                (Edit::Ledger(theirs), Edit::Ledger(ours)) => drop(self.entries.insert(theirs.id, ours.id)),
                _ => {}
            }
        }
    }
}
