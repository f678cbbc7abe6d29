//! Keeps the store: backups, restoring, checking, taking it out and in. For the command line of the person who runs the
//! desk; what others may ask goes over [`Desk`](super::Desk).
//!
//! Backups and exports are read from the write-ahead log's files, whichever process has the store. Everything else
//! needs the store for itself.

use std::io::Write;
use std::path::Path;

use super::{BackupPlan, Problem, ProblemKind};
use frist_domain::time::Instant;
use frist_store::{
    self as store, CommitHistory, FileStore, NamedFiles, Opened, Store, StoreError, StoreErrorKind, Upgrade,
};

pub use frist_store::{
    Backup, BackupFile, BackupSummary, DamagedFile, ImportReport, RestoreOptions, RestoreReport, SCHEMA, TakenFiles,
    VerifyReport,
};

/// A function that is told how much of how much is done; the second is 0 where that is not known.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// What a check of everything has found.
#[derive(Debug)]
pub struct CheckReport {
    /// What the store holds, if it could be looked into.
    pub store: Result<VerifyReport, Problem>,
    /// The number of commits of the write-ahead log alone, where another frist owns the store.
    pub wal: Option<u64>,
    /// The files that the commits name, where these could be read.
    pub files: Option<FileCheck>,
    /// Each backup, the oldest first, with what is in it.
    pub backups: Vec<(BackupFile, Result<BackupSummary, Problem>)>,
    /// The files that the backups name.
    pub backed_up_files: FileCheck,
    /// What happened on opening the store, in whole sentences.
    pub notices: Vec<String>,
}

/// What a check of files has found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FileCheck {
    /// The number of files that should be there.
    pub files: u64,
    /// Those that are missing or damaged.
    pub damaged: Vec<DamagedFile>,
}

impl FileCheck {
    fn of(named: &NamedFiles, files: &FileStore, progress: Progress<'_>) -> Result<Self, Problem> {
        Ok(Self { files: named.len() as u64, damaged: named.check(files, progress)? })
    }
}

/// Returns when and where a store of an earlier version is backed up before it is opened.
fn upgrade(plan: &BackupPlan, folder: &Path, now: Instant) -> Upgrade {
    Upgrade { backups: plan.of(folder), now: Some(now) }
}

/// Makes a backup now.
///
/// # Errors
///
/// If the write-ahead log is damaged or the backup cannot be written.
pub fn back_up(
    plan: &BackupPlan,
    folder: &Path,
    now: Instant,
    progress: Progress<'_>,
) -> Result<(BackupFile, BackupSummary), Problem> {
    there(folder)?;
    Ok(plan.of(folder).make(folder, now, &|| false, progress)?)
}

/// Restores the store from `backup`, or else from the one that reaches furthest of those that are whole and of this
/// store. Returns which one that was, and a sentence for each that would have come before it.
///
/// # Errors
///
/// If another frist owns the store, commits would be lost, or the disk says no; then what was there is as it was.
pub fn restore(
    plan: &BackupPlan,
    folder: &Path,
    backup: Option<&Path>,
    wish: RestoreOptions,
    now: Instant,
    progress: Progress<'_>,
) -> Result<(RestoreReport, Option<BackupFile>, Vec<String>), Problem> {
    let (newest, broken) = match backup {
        Some(_) => (None, Vec::new()),
        None => plan.of(folder).newest_whole(&CommitHistory::of(folder)?, progress)?,
    };
    let path = backup.or(newest.as_ref().map(|file| file.path.as_path()));
    if path.is_none() && !folder.join("journal").exists() && !folder.join("state").exists() {
        let message =
            format!("there is no backup in {} and no store to take anything from", plan.of(folder).folder().display());
        return Err(Problem::new(ProblemKind::NotFound, message, "name a backup: frist restore FILE"));
    }
    let restored = store::restore(folder, path, wish, now, progress).map_err(alone)?;
    let passed_over = |error: StoreError| format!("passed over: {}", Problem::from(error).message);
    Ok((restored, newest, broken.into_iter().map(passed_over).collect()))
}

/// Reads everything that there is: the write-ahead log and the state, held one against the other, and every backup.
///
/// # Errors
///
/// If there is no store, or the folder of backups cannot be read. Damage is in the outcome.
pub fn check(plan: &BackupPlan, folder: &Path, now: Instant, progress: Progress<'_>) -> Result<CheckReport, Problem> {
    there(folder)?;
    let mut notices = Vec::new();
    let store = opened(plan, folder, now, progress).and_then(|opened| {
        let Opened { mut store, notices: said, .. } = opened;
        notices = said;
        Ok(store.verify(progress)?)
    });
    let mut checked = CheckReport {
        store,
        wal: None,
        files: None,
        backups: Vec::new(),
        backed_up_files: FileCheck::default(),
        notices,
    };
    let mut named = checked.store.as_ref().ok().map(|found| found.files.clone());
    if checked.store.as_ref().is_err_and(|error| error.kind == ProblemKind::Away) {
        let (commits, files) = store::named_files(folder, progress)?;
        (checked.wal, named) = (Some(commits), Some(files));
    }
    checked.files = named.map(|named| FileCheck::of(&named, &FileStore::of(folder), progress)).transpose()?;
    let mut named = NamedFiles::default();
    for file in plan.of(folder).list()? {
        let read = Backup::open(&file.path).and_then(|backup| {
            let (summary, files) = backup.verify_naming(&mut |done| progress(done, file.sequence))?;
            named.join(files);
            Ok(summary)
        });
        checked.backups.push((file, read.map_err(Problem::from)));
    }
    checked.backed_up_files = FileCheck::of(&named, &plan.of(folder).files(), progress)?;
    Ok(checked)
}

/// Returns the backups of the store in `folder`, the oldest first; nothing is read of what is in them.
///
/// # Errors
///
/// If their folder cannot be read.
pub fn backups(plan: &BackupPlan, folder: &Path) -> Result<Vec<BackupFile>, Problem> {
    Ok(plan.of(folder).list()?)
}

fn opened(plan: &BackupPlan, folder: &Path, now: Instant, progress: Progress<'_>) -> Result<Opened, Problem> {
    Store::open_upgrading(folder, &upgrade(plan, folder, now), progress).map_err(alone)
}

/// Builds the state anew from the write-ahead log; the old one is set aside. Takes files that are missing or damaged from the
/// backups. Returns what there is to say, a sentence each, and what became of the files.
///
/// # Errors
///
/// If another frist owns the store, the write-ahead log is damaged, or the disk says no.
pub fn repair(
    plan: &BackupPlan,
    folder: &Path,
    now: Instant,
    progress: Progress<'_>,
) -> Result<(Vec<String>, TakenFiles), Problem> {
    there(folder)?;
    // The store stays this process's until its files are mended.
    let opened = store::rebuild(folder, &upgrade(plan, folder, now), progress).map_err(alone)?;
    let (_, named) = store::named_files(folder, progress)?;
    let others = [plan.of(folder).files(), FileStore::beside(folder.join("backups/files"))];
    let taken = named.mend(&FileStore::of(folder), &others)?;
    Ok((opened.notices, taken))
}

/// Writes every commit out as JSON Lines.
///
/// # Errors
///
/// If the write-ahead log is damaged or `out` takes no more.
pub fn export(folder: &Path, out: &mut dyn Write, progress: Progress<'_>) -> Result<BackupSummary, Problem> {
    there(folder)?;
    Ok(store::export(folder, out, progress)?)
}

/// Writes the files that the commits name into the folder `to`, each once; what is there is not written again.
///
/// # Errors
///
/// If the write-ahead log is damaged or the disk says no.
pub fn export_files(folder: &Path, to: &Path, progress: Progress<'_>) -> Result<TakenFiles, Problem> {
    there(folder)?;
    Ok(store::export_files(folder, to, progress)?)
}

/// Returns how many files of tickets the store in `folder` has.
///
/// # Errors
///
/// If there is no store, or its folders cannot be read.
pub fn files(folder: &Path) -> Result<u64, Problem> {
    there(folder)?;
    Ok(FileStore::of(folder).count()?)
}

/// Takes in what a backup or an export has, all of it or nothing, with its files: those of the folder `files`, else
/// of `files/` beside it. Also returns what there is to say of the opening.
///
/// # Errors
///
/// If another frist owns the store, the file is not whole or not a desk's, or the disk says no; then the store is as it was.
pub fn import(
    plan: &BackupPlan,
    folder: &Path,
    (file, files): (&Path, Option<&Path>),
    now: Instant,
    progress: Progress<'_>,
) -> Result<(ImportReport, Vec<String>), Problem> {
    store::import(folder, &upgrade(plan, folder, now), (file, files), progress).map_err(alone)
}

/// Checks that there is a store in `folder`, or what is left of one, and writes nothing there. A command that must not
/// make a new store asks this first: a mistyped name would else be answered by an empty desk.
///
/// # Errors
///
/// If there is none.
pub fn there(folder: &Path) -> Result<(), Problem> {
    Ok(store::check_there(folder)?)
}

/// Returns the problem with what to do about it where another frist owns the store.
fn alone(error: StoreError) -> Problem {
    let locked = matches!(error.kind(), StoreErrorKind::Locked { .. });
    let error = Problem::from(error);
    if !locked {
        return error;
    }
    let hint = "close every frist on this store, frist serve too, then try again";
    Problem::new(ProblemKind::Away, error.message, hint)
}
