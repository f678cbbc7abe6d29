//! Tells which line of commits a backup belongs to. A store that was put back to an earlier backup goes on another way
//! from there: what was backed up before that may reach further, and is not what became of the store. Two stores may
//! also keep their backups in one folder.
//!
//! A commit's name is its own, so two lines are one up to a commit if that has the same name in both.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Settings;
use super::backup::Backup;
use super::backups::BackupFile;
use super::error::{DamagePlace, StoreError, StoreErrorKind};
use super::guard;
use super::salvage::SalvagedCommits;
use super::state::State;
use frist_domain::ticket::CommitId;

/// The line of commits of a store, as far as there is anything of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CommitHistory {
    dir: PathBuf,
    /// The sequence number and the name of the last commit that is whole.
    last: Option<(u64, CommitId)>,
}

impl CommitHistory {
    /// Returns the line of the store in `dir`, as its write-ahead log tells it, however damaged that is.
    ///
    /// # Errors
    ///
    /// If the write-ahead log's folder cannot be read.
    pub fn of(dir: &Path) -> Result<Self, StoreError> {
        let folder = dir.join("journal");
        let last = if folder.is_dir() { SalvagedCommits::last(&folder)? } else { None };
        Ok(Self { dir: dir.to_owned(), last })
    }

    /// Returns the line as [`CommitHistory::of`] does; where the write-ahead log tells nothing, as the state does. Only for the
    /// process that has the store.
    pub(super) fn of_all(dir: &Path) -> Result<Self, StoreError> {
        let line = Self::of(dir)?;
        let last = line.last.or_else(|| guard::quietly(|| last_of_state(&dir.join("state"))));
        Ok(Self { last, ..line })
    }

    /// Returns the number of the last commit that is whole; 0 = there is none.
    pub(super) fn reach(&self) -> u64 {
        self.last.map_or(0, |(sequence, _)| sequence)
    }

    /// Returns whether the line reaches to that commit. The last one of a backup that it reaches to tells whether the
    /// backup is of the line.
    pub(super) fn reaches(&self, sequence: u64) -> bool {
        sequence <= self.reach()
    }

    /// Returns whether a backup can be of the line, where `met` is its last commit that the line reaches to, or none.
    /// What cannot be told any more may have been so.
    pub(super) fn can_have(&self, met: Option<(u64, CommitId)>) -> Result<bool, StoreError> {
        let Some((sequence, name)) = met else { return Ok(true) };
        let folder = self.dir.join("journal");
        match self.last {
            Some((last, own)) if last == sequence => Ok(own == name),
            _ if folder.is_dir() => SalvagedCommits::fits(&folder, sequence, name),
            _ => Ok(true),
        }
    }

    /// Reads a backup to its end. Fails where it is not whole, or not of this line.
    pub(super) fn check(&self, file: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), StoreError> {
        let mut met = None;
        for entry in Backup::open(file)? {
            let entry = entry?;
            if self.reaches(entry.sequence) {
                met = Some((entry.sequence, entry.commit.id));
            }
            progress(entry.sequence);
        }
        if self.can_have(met)? { Ok(()) } else { Err(another(file)) }
    }

    /// Returns the backups in the order in which they are to be tried, the best last: by how far they reach, as clocks
    /// are set back now and then. Where there is nothing of the line that they could be measured by, those of the
    /// write-ahead log that was backed up last come first.
    ///
    /// # Errors
    ///
    /// If nothing tells of which of several stores they should be.
    pub(super) fn in_order(&self, mut files: Vec<BackupFile>) -> Result<Vec<BackupFile>, StoreError> {
        files.sort_by_key(|file| (file.sequence, file.at));
        if self.last.is_some() {
            return Ok(files);
        }
        let heads: Vec<(u32, Option<CommitId>)> = files.iter().map(|file| head(&file.path)).collect();
        let stores: BTreeSet<_> = heads.iter().filter_map(|(_, first)| first.map(|first| first.0)).collect();
        if stores.len() > 1 {
            return Err(several(&files, &heads));
        }
        let newest =
            |begins: u32| files.iter().zip(&heads).filter(|(_, head)| head.0 == begins).map(|(file, _)| file.at).max();
        let ages: Vec<_> = heads.iter().map(|(begins, _)| newest(*begins)).collect();
        let mut ordered: Vec<_> = ages.into_iter().zip(files).collect();
        // The sort is stable: those of one write-ahead log stay in their order.
        ordered.sort_by_key(|(age, _)| *age);
        Ok(ordered.into_iter().map(|(_, file)| file).collect())
    }
}

/// Returns the last commit that the state knows by name.
fn last_of_state(folder: &Path) -> Option<(u64, CommitId)> {
    let state = folder.exists().then(|| State::open(folder, Settings::default().cache_bytes).ok())??;
    let sequence = state.meta().sequence;
    let names = state.commits().ok()?;
    names.into_iter().find(|(_, number)| *number == sequence).map(|(name, _)| (sequence, name))
}

/// Returns the checksum that a backup's write-ahead log begins with, and the name of the first commit; of one that
/// cannot be read 0 and none.
fn head(path: &Path) -> (u32, Option<CommitId>) {
    let Ok(mut backup) = Backup::open(path) else { return (0, None) };
    let first = backup.next().and_then(Result::ok).map(|entry| entry.commit.id);
    (backup.begins(), first)
}

/// Returns the error that a backup is of another line.
pub(super) fn another(path: &Path) -> StoreError {
    let place = DamagePlace { file: path.to_owned(), offset: None, sequence: None };
    let what = format!(
        "{} is of another store than the one that is here, or of what this one was before it was put back to an earlier backup",
        path.display()
    );
    let hint = "nothing was changed; restore it into an empty folder with --store DIR, or leave what is here out with --only-backup";
    StoreError::new(StoreErrorKind::Damaged { place }, what, hint)
}

fn several(files: &[BackupFile], heads: &[(u32, Option<CommitId>)]) -> StoreError {
    let mut last_of_each: Vec<(CommitId, &BackupFile)> = Vec::new();
    for (file, first) in files.iter().zip(heads).filter_map(|(file, (_, first))| Some((file, (*first)?))) {
        last_of_each.retain(|(other, _)| *other != first);
        last_of_each.push((first, file));
    }
    let paths: Vec<String> = last_of_each.iter().map(|(_, file)| file.path.display().to_string()).collect();
    let file = files.first().map(|file| file.path.clone()).unwrap_or_default();
    let place = DamagePlace { file, offset: None, sequence: None };
    let what = format!("the backups are of {} stores; the last of each: {}", paths.len(), paths.join(", "));
    StoreError::new(
        StoreErrorKind::Damaged { place },
        what,
        "nothing was changed; name the one you mean: frist restore FILE",
    )
}
