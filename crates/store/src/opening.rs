//! Opens a store: checks who may, what is in the write-ahead log and whether sled agrees, and mends sled where it does
//! not. Nothing is changed before the write-ahead log is known to be whole and at least as far as sled, nor before a
//! store of an earlier version is backed up.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::COMMITS;
use super::error::{DamagePlace, StoreError, StoreErrorKind};
use super::fault::Fault;
use super::folder;
use super::lock::Lock;
use super::state::State;
use super::upgrade::{self, Upgrade};
use super::wal::{TornTail, Wal, WalEntry};
use super::{Settings, guard, import, restore, state, trees};
use frist_domain::ledger::LedgerRecord as Revision;
use frist_domain::text::counted;
use frist_domain::ticket::Ticket;

/// The number of commits between two syncs of sled while it catches up.
const SYNC_EVERY: u64 = 16 * COMMITS;
/// The number of commits after which sled is opened once more: it writes its snapshot only then, and the next start
/// would have to go through all of them.
const REOPEN_AFTER: u64 = 1_000;

/// What an opening returns.
pub(super) struct OpenedParts {
    pub wal: Wal,
    pub state: State,
    pub lock: Lock,
    pub open: Vec<Arc<Ticket>>,
    pub ledger: Vec<Revision>,
    pub notices: Vec<String>,
}

/// What an opening does where there is no store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum IfAbsent {
    /// It makes one.
    Make,
    /// It fails.
    Refuse,
}

/// Opens the store in `dir`; `progress` is told how many commits of how many are in a backup, or in sled again, while that
/// takes long.
pub(super) fn open(
    dir: &Path,
    settings: Settings,
    (upgrade, absent): (&Upgrade, IfAbsent),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<OpenedParts, StoreError> {
    let lock = own(dir)?;
    // Only now: the process that had the lock may have been making a store, and have given it up.
    if absent == IfAbsent::Refuse && !folder::is_begun(dir) {
        return Err(StoreError::missing(dir));
    }
    let noted = folder::check_schema(dir)?;
    restore::finish_renaming(dir)?;
    import::finish(dir)?;
    restore::remove_unfinished(dir);
    let wal = open_wal(dir, settings)?;
    let begun = upgrade::begin(dir, noted, &wal, upgrade, progress)?;
    let notices = begun.map(|begun| begun.notice()).into_iter().collect();
    let mut opening = StoreOpening { dir, settings, wal, notices, progress };
    let ReadyState { state, open, ledger } = guard::quietly(|| opening.state())?;
    upgrade::end(dir)?;
    Ok(OpenedParts { wal: opening.wal, state, lock, open, ledger, notices: opening.notices })
}

/// Makes the folder a store of this process's alone.
///
/// The process that has the state has the store, also where the lock's file was taken away under it: two that append to
/// one write-ahead log would lose what was acknowledged.
pub(super) fn own(dir: &Path) -> Result<Lock, StoreError> {
    folder::private_dir(dir)?;
    let lock = Lock::take(dir)?;
    if trees::is_used(&dir.join("state")) {
        return Err(StoreError::used(dir));
    }
    Ok(lock)
}

/// Has the next opening build the state anew. A store of an earlier version is backed up before even that is asked for.
pub(super) fn ask_to_build(
    dir: &Path,
    upgrade: &Upgrade,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), StoreError> {
    let _lock = own(dir)?;
    let noted = folder::check_schema(dir)?;
    restore::finish_renaming(dir)?;
    import::finish(dir)?;
    upgrade::begin(dir, noted, &open_wal(dir, Settings::default())?, upgrade, progress)?;
    let state = dir.join("state");
    if state.exists() {
        super::state::ask_to_build(&state).map_err(|error| StoreError::io("write", &state, &error))?;
    }
    Ok(())
}

fn open_wal(dir: &Path, settings: Settings) -> Result<Wal, StoreError> {
    let folder = dir.join("journal");
    if let Ok(true) = folder.try_exists()
        && let Some(wal) = Wal::open(&folder, settings.segment_bytes)?
    {
        return Ok(wal);
    }
    let left = [
        ("state", "there is a state but no journal"),
        ("backups", "there are backups but no journal"),
        ("files", "there are files but no journal"),
    ];
    if let Some((_, why)) = left.into_iter().find(|(name, _)| dir.join(name).exists()) {
        let place = DamagePlace { file: folder, offset: None, sequence: Some(1) };
        return Err(StoreError::wal(place, why));
    }
    folder::note_schema(dir)?;
    folder::private_dir(&folder)?;
    Wal::create(&folder, settings.segment_bytes)
}

struct StoreOpening<'a> {
    dir: &'a Path,
    settings: Settings,
    wal: Wal,
    notices: Vec<String>,
    progress: &'a mut dyn FnMut(u64, u64),
}

/// A state that is as far as the write-ahead log, and what opening reads of it to check it.
struct ReadyState {
    state: State,
    open: Vec<Arc<Ticket>>,
    ledger: Vec<Revision>,
}

impl ReadyState {
    fn of(state: State) -> Result<Self, Fault> {
        let (open, ledger) = (state.fold_open()?, state.ledger()?);
        Ok(Self { state, open, ledger })
    }
}

/// The reason why there is no state yet.
enum OpeningStop {
    /// Another state must be built.
    Build(RebuildReason),
    /// Nothing helps.
    Error(StoreError),
}

/// The reason why a state is built.
enum RebuildReason {
    /// There is none.
    Missing,
    /// The state that is there is damaged; the text says how.
    Damaged(String),
    /// An earlier frist laid out the state that is there.
    Earlier,
    /// The person who runs the desk asked for it.
    Asked,
}

impl From<StoreError> for OpeningStop {
    fn from(error: StoreError) -> Self {
        OpeningStop::Error(error)
    }
}

impl StoreOpening<'_> {
    fn state(&mut self) -> Result<ReadyState, StoreError> {
        match self.existing() {
            Ok(ready) => Ok(ready),
            Err(OpeningStop::Build(why)) => self.build(why),
            Err(OpeningStop::Error(error)) => Err(error),
        }
    }

    /// Opens the state that is there and brings it up to the write-ahead log.
    fn existing(&mut self) -> Result<ReadyState, OpeningStop> {
        let folder = self.folder();
        if !folder.exists() {
            return Err(OpeningStop::Build(RebuildReason::Missing));
        }
        let state = State::open(&folder, self.settings.cache_bytes).map_err(|fault| self.stop(fault))?;
        self.compare(&state)?;
        if state.is_earlier() {
            return Err(OpeningStop::Build(RebuildReason::Earlier));
        }
        let ready = ReadyState::of(state).map_err(|fault| self.stop(fault))?;
        self.cut()?;
        if ready.state.meta().sequence == self.wal.sequence() {
            return Ok(ready);
        }
        let state = self.catch_up(ready.state)?;
        ReadyState::of(state).map_err(|fault| self.stop(fault))
    }

    fn folder(&self) -> PathBuf {
        self.dir.join("state")
    }

    fn stop(&self, fault: Fault) -> OpeningStop {
        match fault {
            Fault::Damaged(why) if why == state::ASKED => OpeningStop::Build(RebuildReason::Asked),
            Fault::Damaged(why) => OpeningStop::Build(RebuildReason::Damaged(why)),
            other => OpeningStop::Error(other.about(&self.folder())),
        }
    }

    /// Checks whether the state is one that this write-ahead log led to.
    fn compare(&self, state: &State) -> Result<(), OpeningStop> {
        let meta = state.meta();
        if meta.sequence > self.wal.sequence() {
            return Err(OpeningStop::Error(self.ahead(meta.sequence)));
        }
        if self.wal.chain_at(meta.sequence)? != meta.chain {
            let why = format!("it does not belong to commit {} of the journal", meta.sequence);
            return Err(OpeningStop::Build(RebuildReason::Damaged(why)));
        }
        Ok(())
    }

    fn ahead(&self, applied: u64) -> StoreError {
        let end = self.wal.sequence();
        let (file, offset) = self.wal.end();
        let place = DamagePlace { file, offset: Some(offset), sequence: Some(end + 1) };
        let what =
            format!("the journal ends too early: the state has commits up to {applied}, the journal up to {end}");
        let hint = format!(
            "nothing was changed; frist restore brings everything back from the newest backup, the journal and the \
             state ({place})"
        );
        StoreError::new(StoreErrorKind::Damaged { place }, what, hint)
    }

    fn cut(&mut self) -> Result<(), StoreError> {
        if let Some(torn) = self.wal.cut()? {
            self.notices.push(cut_notice(&torn));
        }
        Ok(())
    }

    /// Applies the write-ahead log's last commits, which the state does not have yet.
    fn catch_up(&mut self, state: State) -> Result<State, OpeningStop> {
        let before = state.meta().sequence;
        let behind = self.wal.sequence() - before;
        if behind == 0 {
            return Ok(state);
        }
        self.wal.sync()?;
        self.apply(&state, before + 1)?;
        self.notices.push(behind_notice(behind));
        self.reopen(state, behind)
    }

    /// Opens the state once more if many commits were put in, so that sled writes its snapshot.
    fn reopen(&self, state: State, commits: u64) -> Result<State, OpeningStop> {
        if commits < REOPEN_AFTER {
            return Ok(state);
        }
        let folder = state.folder().to_owned();
        drop(state);
        State::open(&folder, self.settings.cache_bytes).map_err(|fault| self.stop(fault))
    }

    /// Applies all commits from `from` on, a block in a transaction, and syncs.
    fn apply(&mut self, state: &State, from: u64) -> Result<(), OpeningStop> {
        let to = self.wal.sequence();
        let mut waiting = Vec::<WalEntry>::new();
        for entry in self.wal.entries(from, to) {
            let entry = entry?;
            let sequence = entry.sequence;
            waiting.push(entry);
            if sequence.is_multiple_of(COMMITS) {
                state.apply(&waiting).map_err(|fault| self.stop(fault))?;
                waiting.clear();
                (self.progress)(sequence, to);
            }
            if sequence.is_multiple_of(SYNC_EVERY) {
                state.sync().map_err(|fault| self.stop(fault))?;
            }
        }
        state.apply(&waiting).and_then(|()| state.sync()).map_err(|fault| self.stop(fault))?;
        (self.progress)(to, to);
        Ok(())
    }

    /// Builds the state from the whole write-ahead log, beside, and puts it in the place of the old one, which is set
    /// aside.
    fn build(&mut self, why: RebuildReason) -> Result<ReadyState, StoreError> {
        self.cut()?;
        self.wal.sync()?;
        self.build_beside().map_err(|stop| match stop {
            OpeningStop::Error(error) => error,
            OpeningStop::Build(RebuildReason::Damaged(why)) => StoreError::state(&self.beside(), &why),
            OpeningStop::Build(_) => StoreError::state(&self.beside(), "it is not what was built"),
        })?;
        upgrade::end(self.dir)?;
        let aside = self.put_in_place()?;
        if let (RebuildReason::Earlier, Some(aside)) = (&why, &aside) {
            // Nothing was wrong with the old state, and the new one has all of it.
            std::fs::remove_dir_all(aside).map_err(|error| StoreError::io("remove", aside, &error))?;
        }
        self.notices.extend(build_notice(self.wal.sequence(), why, aside));
        let folder = self.folder();
        let state = State::open(&folder, self.settings.cache_bytes).map_err(|fault| fault.about(&folder))?;
        ReadyState::of(state).map_err(|fault| fault.about(&folder))
    }

    fn beside(&self) -> PathBuf {
        self.dir.join("state.building")
    }

    fn build_beside(&mut self) -> Result<(), OpeningStop> {
        let beside = self.beside();
        if beside.exists() {
            // A building that was cut short left it; nothing was ever read from it.
            std::fs::remove_dir_all(&beside).map_err(|error| StoreError::io("remove", &beside, &error))?;
        }
        folder::private_dir(&beside)?;
        let chain = self.wal.chain_at(0)?;
        let state = State::create(&beside, self.settings.cache_bytes, chain).map_err(|fault| self.stop(fault))?;
        self.apply(&state, 1)?;
        drop(state);
        folder::sync_files(&beside).map_err(|error| StoreError::io("write", &beside, &error))?;
        Ok(())
    }

    /// Swaps the built state in and returns where the old one is now, if there was one.
    fn put_in_place(&self) -> Result<Option<PathBuf>, StoreError> {
        let folder = self.folder();
        let failed = |error: io::Error| StoreError::io("rename", &folder, &error);
        let mut aside = None;
        if folder.exists() {
            let free = (1_u64..).map(|number| self.dir.join(format!("state.damaged-{number}")));
            aside = free.into_iter().find(|path| !path.exists());
        }
        if let Some(aside) = &aside {
            std::fs::rename(&folder, aside).map_err(failed)?;
        }
        std::fs::rename(self.beside(), &folder).and_then(|()| folder::sync_dir(self.dir)).map_err(failed)?;
        Ok(aside)
    }
}

fn behind_notice(commits: u64) -> String {
    let (last, were) = if commits == 1 {
        ("The last commit".to_owned(), "was")
    } else {
        (format!("The last {commits} commits"), "were")
    };
    format!("{last} {were} in the journal and not yet in the state, and {were} put in now: nothing was lost.")
}

fn cut_notice(torn: &TornTail) -> String {
    format!(
        "The journal's last write was only half done ({} in {}): it was never acknowledged and has been cut off.",
        counted(torn.bytes, "byte"),
        torn.place
    )
}

/// Returns what the user is told about a state that was built, or none where the store was empty and there was none
/// before.
fn build_notice(commits: u64, why: RebuildReason, aside: Option<PathBuf>) -> Option<String> {
    let again = format!("built again from the journal's {}", counted(commits, "commit"));
    match (why, aside) {
        (RebuildReason::Damaged(why), Some(aside)) => Some(format!(
            "The state was damaged ({why}) and has been {again}: nothing was lost. The damaged files are kept in {}.",
            aside.display()
        )),
        (RebuildReason::Asked, Some(aside)) => {
            Some(format!("The state is {again}, as was asked; the old one is in {}.", aside.display()))
        }
        // The user has been told that the store is of another version now.
        (RebuildReason::Earlier, _) => None,
        _ if commits > 0 => Some(format!("The state was missing and has been {again}: nothing was lost.")),
        _ => None,
    }
}
