//! Does what comes before and after a store of an earlier version is changed: a backup of it as it was, read back to
//! its end, and the note of which version it is from then on.
//!
//! ```text
//! 1  the backup      in the folder of backups, named for the version to come; it says which version it is of itself, so that
//!                    the frist that wrote the store reads it
//! 2  the migration   whatever opening does to bring the state up to this version, beside the one that is there
//! 3  the note        frist.schema; then what was made takes its place
//! ```
//!
//! An upgrade that is cut off before the third begins again with the first at the next opening; a whole backup of the
//! same commits that is there by then is taken for it. Until the third an earlier frist may open the store, which is as
//! it was; from then on it refuses, so that it never takes what it would misread for its own.

use std::path::{Path, PathBuf};

use super::backup::Backup;
use super::backups::{BackupFile, Backups};
use super::error::{StoreError, StoreErrorKind};
use super::folder::{self, SCHEMA};
use super::wal::Wal;
use frist_domain::time::Instant;

/// The place at which a store of an earlier version is backed up before it is changed.
#[derive(Clone, Debug)]
pub struct Upgrade {
    /// The folder that the backup goes to.
    pub backups: Backups,
    /// The moment of the backup, or none where nobody knows, and the moment of the last commit has to do.
    pub now: Option<Instant>,
}

impl Upgrade {
    /// Keeps the backup beside the write-ahead log of the store in `dir`.
    pub fn beside(dir: &Path) -> Self {
        Self { backups: Backups::in_folder(dir.join("backups")), now: None }
    }
}

/// A store that is being brought up to this version.
#[derive(Debug)]
pub(super) struct BegunUpgrade {
    /// The version that it noted, or none where it noted none.
    from: Option<u32>,
    backup: PathBuf,
}

impl BegunUpgrade {
    /// Returns what the user is told once the upgrade is done.
    pub(super) fn notice(&self) -> String {
        let was = match self.from {
            Some(from) => format!("was of schema version {from}"),
            None => "did not say of which schema version it was".to_owned(),
        };
        format!("The store {was} and is of version {SCHEMA} now; as it was before it is in {}.", self.backup.display())
    }
}

/// Backs the store in `dir` up if it is of an earlier version and anything is in it. `noted` is the version that it notes,
/// `progress` is told how much of how much of the backup is done.
///
/// # Errors
///
/// If the write-ahead log is damaged or the backup cannot be written and read back; then nothing was changed, and
/// nothing may be.
pub(super) fn begin(
    dir: &Path,
    noted: Option<u32>,
    wal: &Wal,
    upgrade: &Upgrade,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Option<BegunUpgrade>, StoreError> {
    if noted == Some(SCHEMA) || wal.sequence() == 0 {
        return Ok(None);
    }
    let backup = match made_before(&upgrade.backups, wal, progress)? {
        Some(made) => made,
        None => make(dir, wal, upgrade, progress).map_err(|error| not_backed_up(dir, error))?,
    };
    Ok(Some(BegunUpgrade { from: noted, backup: backup.path }))
}

/// Notes this version: called before anything takes its place that an earlier frist would misread.
pub(super) fn end(dir: &Path) -> Result<(), StoreError> {
    folder::note_schema(dir)
}

/// Returns a whole backup of these very commits that an earlier opening made and was cut off after.
fn made_before(
    backups: &Backups,
    wal: &Wal,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Option<BackupFile>, StoreError> {
    let (commits, chain) = (wal.sequence(), wal.chain_at(wal.sequence())?);
    // A folder that cannot be listed cannot be written either, and the user is told that then.
    let made = backups.list().unwrap_or_default();
    let found = made.into_iter().rev().filter(|file| file.before == Some(SCHEMA) && file.sequence == commits);
    let mut whole = |file: &BackupFile| {
        let read = Backup::open(&file.path).and_then(|backup| backup.verify(&mut |done| progress(done, commits)));
        read.is_ok_and(|read| (read.commits, read.chain) == (commits, chain))
    };
    Ok(found.into_iter().find(|file| whole(file)))
}

fn make(
    dir: &Path,
    wal: &Wal,
    upgrade: &Upgrade,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<BackupFile, StoreError> {
    let now = upgrade.now.map_or_else(|| last_commit(wal), Ok)?;
    let folder = upgrade.backups.folder();
    let was_there = folder.exists();
    let made = upgrade.backups.make_before(SCHEMA, dir, now, progress);
    if made.is_err() && !was_there {
        // It is empty, or not there; a folder of backups and no backup in it would be a change.
        let _ = std::fs::remove_dir(folder);
    }
    made.map(|(file, _)| file)
}

fn last_commit(wal: &Wal) -> Result<Instant, StoreError> {
    let last = wal.entries(wal.sequence(), wal.sequence()).next().transpose()?;
    Ok(last.map_or(Instant::default(), |entry| entry.commit.at))
}

/// Returns the error that the store cannot be backed up. Damage to the write-ahead log is told as such: then it is
/// restored, whatever version it is of.
fn not_backed_up(dir: &Path, error: StoreError) -> StoreError {
    if let StoreErrorKind::Damaged { place } = error.kind()
        && place.file.starts_with(dir.join("journal"))
    {
        return error;
    }
    let what = format!(
        "the store at {} is of an earlier version, and it cannot be backed up before it is changed: {}",
        dir.display(),
        error.what()
    );
    let hint = match error.kind() {
        StoreErrorKind::Full => "nothing was changed; free some space, or name another disk under [backup] folder",
        _ => "nothing was changed; make the folder of backups writable, or name another one under [backup] folder",
    };
    StoreError::new(error.kind().clone(), what, hint)
}
