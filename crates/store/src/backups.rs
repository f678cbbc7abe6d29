//! The folder of backups: lists them, makes another one, and removes those that need not be kept.
//!
//! A backup is named by when it was made and how far it reaches: `2026-11-25T20-00-00Z.000000001234.jsonl.gz`. It is made
//! beside, read back to its end, and only then renamed; so every file of such a name was whole once. One that was made before
//! the store was brought to a new version says to which: `2026-11-25T20-00-00Z.000000001234.before-5.jsonl.gz`.
//!
//! Old commits lie in `journal/` of the folder, once for all backups that begin with them; see `backups/shared_log`.
//! The files that the commits name lie in `files/` of the folder, once for all backups; see `backups/shared_files`.

mod shared_files;
mod shared_log;

use std::path::{Path, PathBuf};

use super::backup::{self, Backup, BackupOrigin, BackupSummary};
use super::error::StoreError;
use super::files::{FileStore, NamedFiles};
use super::folder;
use super::history::CommitHistory;
use super::wal::WalSnapshot;
use frist_domain::time::Instant;

pub(crate) use shared_log::{LogPart, lines_of};

const ENDING: &str = ".jsonl.gz";
const BEFORE: &str = ".before-";
/// The end of a file's name while the backup has not been read back yet.
const UNPROVEN: &str = ".new";
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;

/// How many backups are kept: the newest one of each of the last so many hours, days and weeks that have any.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Retention {
    /// The number of hours.
    pub hourly: usize,
    /// The number of days.
    pub daily: usize,
    /// The number of weeks.
    pub weekly: usize,
}

impl Default for Retention {
    fn default() -> Self {
        Self { hourly: 24, daily: 14, weekly: 8 }
    }
}

/// One backup in the folder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct BackupFile {
    /// The moment at which it was made.
    pub at: Instant,
    /// The sequence number of the last commit in it.
    pub sequence: u64,
    /// The schema version that the store was brought to after it, or none where it was not made for an upgrade.
    pub before: Option<u32>,
    /// The path of its file.
    pub path: PathBuf,
}

/// A folder of backups.
#[derive(Clone, Debug)]
pub struct Backups {
    folder: PathBuf,
}

impl Backups {
    /// Returns the backups in `folder`, which need not be there yet.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Returns the path of the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the files that are kept with the backups.
    pub fn files(&self) -> FileStore {
        FileStore::beside(self.folder.join("files"))
    }

    /// Returns all backups in the folder, the oldest first. Files with other names are passed over.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read; one that is not there has none.
    pub fn list(&self) -> Result<Vec<BackupFile>, StoreError> {
        let failed = |error: std::io::Error| StoreError::io("read the folder", &self.folder, &error);
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            found.extend(parse(path));
        }
        found.sort();
        Ok(found)
    }

    /// Makes a backup of the write-ahead log of the store in `store`, as far as it reaches now, and reads it back. The
    /// process that has the store goes on meanwhile. It ends with an error soon after `stop` says so. `progress` is
    /// told how many commits of how many are done, writing and reading counted.
    ///
    /// # Errors
    ///
    /// If the write-ahead log is damaged, or the backup cannot be written or read back; then there is none.
    pub fn make(
        &self,
        store: &Path,
        now: Instant,
        stop: &dyn Fn() -> bool,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(BackupFile, BackupSummary), StoreError> {
        self.write(None, store, now, stop, progress)
    }

    /// Makes a backup as [`Backups::make`] does, before the store is brought to schema version `before`.
    pub(super) fn make_before(
        &self,
        before: u32,
        store: &Path,
        now: Instant,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(BackupFile, BackupSummary), StoreError> {
        self.write(Some(before), store, now, &|| false, progress)
    }

    fn write(
        &self,
        before: Option<u32>,
        store: &Path,
        now: Instant,
        stop: &dyn Fn() -> bool,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(BackupFile, BackupSummary), StoreError> {
        let schema = folder::schema_for_copies(store)?;
        let look = WalSnapshot::at(&store.join("journal"))?;
        folder::private_dir(&self.folder)?;
        self.remove_unfinished();
        let path = self.folder.join(name(now, look.sequence(), before));
        // Two processes may make one at once.
        let unproven = path.with_added_extension(format!("{:08x}{UNPROVEN}", fastrand::u32(..)));
        // An earlier frist reads only what is in one file.
        let parts = if before.is_none() { self.share_log(&look, schema, stop)? } else { Vec::new() };
        let origin = BackupOrigin { schema, begins: look.begins(), first: 1, parts: &parts };
        let total = look.sequence() * 2;
        let mut named = NamedFiles::default();
        let entries = look.entries().inspect(|entry| entry.iter().for_each(|entry| named.take(&entry.commit)));
        let entries = entries.map(|entry| if stop() { Err(stopped(&unproven)) } else { entry });
        // The file is held until it has its name: by this others know that somebody writes it.
        let file = folder::held(&unproven).map_err(|error| StoreError::io("write", &unproven, &error))?;
        let written = backup::write((&file, &unproven), origin, entries, &mut |done| progress(done, total));
        let failed = |error: std::io::Error| StoreError::io("rename", &path, &error);
        let whole = written.and_then(|written| {
            let read = Backup::open(&unproven)?.verify(&mut |done| progress(look.sequence() + done, total))?;
            if read != written {
                return Err(other(&unproven));
            }
            // A backup that cannot have its name is to leave no files behind, and these must be there before it has it.
            if path.is_dir() {
                return Err(failed(std::io::ErrorKind::IsADirectory.into()));
            }
            let missing = self.share_files(look.begins(), &named, &FileStore::of(store))?;
            let files = (named.len() as u64 - missing, missing);
            std::fs::rename(&unproven, &path).and_then(|()| folder::sync_dir(&self.folder)).map_err(failed)?;
            Ok(BackupSummary { files, ..read })
        });
        if whole.is_err() {
            // What is left of it is no backup, and takes room that may be wanted.
            let _ = std::fs::remove_file(&unproven);
        }
        let summary = whole?;
        Ok((BackupFile { at: now, sequence: look.sequence(), before, path }, summary))
    }

    /// Returns the backups of the write-ahead log that begins with that checksum, the oldest first. One that cannot be
    /// read is left out.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn of_wal(&self, begins: u32) -> Result<Vec<BackupFile>, StoreError> {
        let own = |file: &BackupFile| Backup::open(&file.path).is_ok_and(|backup| backup.begins() == begins);
        Ok(self.list()?.into_iter().filter(own).collect())
    }

    /// Removes those backups of the write-ahead log that begins with that checksum which need not be kept, and returns
    /// how many. The newest always stays, and so does the last one from before an upgrade. Files go that no backup names any
    /// more.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read, or one cannot be removed.
    pub fn rotate(&self, begins: u32, keep: Retention) -> Result<usize, StoreError> {
        let mut removed = 0;
        for file in outdated(&self.of_wal(begins)?, keep) {
            std::fs::remove_file(&file.path).map_err(|error| StoreError::io("remove", &file.path, &error))?;
            removed += 1;
        }
        self.remove_unneeded_files()?;
        Ok(removed)
    }

    /// Removes what a killed frist left of backups that it had begun: a process that still writes one holds the file.
    fn remove_unfinished(&self) {
        super::files::remove_unfinished(&self.files());
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let left = entry.file_name().to_str().is_some_and(|name| name.contains(ENDING) && name.ends_with(UNPROVEN));
            if left {
                folder::remove_unheld(&entry.path());
            }
        }
    }

    /// Returns the backup that reaches furthest of those that are whole and of that line, read to its end, and those
    /// that would have come before it, each with why it did not. `progress` is told how many commits of how many of one
    /// are done.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read, or nothing tells of which of several stores it should be.
    pub fn newest_whole(
        &self,
        line: &CommitHistory,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(Option<BackupFile>, Vec<StoreError>), StoreError> {
        let mut passed_over = Vec::new();
        for file in line.in_order(self.list()?)?.into_iter().rev() {
            match line.check(&file.path, &mut |done| progress(done, file.sequence)) {
                Ok(()) => return Ok((Some(file), passed_over)),
                Err(error) => passed_over.push(error),
            }
        }
        Ok((None, passed_over))
    }
}

fn stopped(path: &Path) -> StoreError {
    StoreError::io("write", path, &std::io::Error::other("frist was closed meanwhile"))
}

fn other(path: &Path) -> StoreError {
    StoreError::io("read back", path, &std::io::Error::other("it is not what was written"))
}

fn name(at: Instant, sequence: u64, before: Option<u32>) -> String {
    let stamp = at.to_string().replace(':', "-");
    let before = before.map_or(String::new(), |schema| format!("{BEFORE}{schema}"));
    format!("{stamp}.{sequence:012}{before}{ENDING}")
}

/// Reads a backup's file name, or returns none if it is the name of something else.
pub(super) fn parse(path: PathBuf) -> Option<BackupFile> {
    let (stamp, rest) = path.file_name()?.to_str()?.strip_suffix(ENDING)?.split_once('.')?;
    let (sequence, before) = match rest.split_once(BEFORE) {
        Some((sequence, schema)) => (sequence, Some(schema.parse().ok()?)),
        None => (rest, None),
    };
    let (date, time) = stamp.split_once('T')?;
    let at = Instant::parse(&format!("{date}T{}", time.replace('-', ":"))).ok()?;
    let plain = sequence.len() >= 12 && sequence.bytes().all(|b| b.is_ascii_digit());
    let sequence = sequence.parse().ok().filter(|_| plain)?;
    Some(BackupFile { at, sequence, before, path })
}

/// Returns those of `files`, the oldest first, that need not be kept. Kept are the newest one of each of the last
/// hours, days and weeks that have any, the one that reaches furthest, and the last one from before an upgrade: a user
/// who finds out weeks later what the upgrade has done still has it.
fn outdated(files: &[BackupFile], keep: Retention) -> Vec<&BackupFile> {
    let mut kept = vec![false; files.len()];
    for (length, count) in [(HOUR, keep.hourly), (DAY, keep.daily), (WEEK, keep.weekly)] {
        let mut periods = Vec::new();
        for (place, file) in files.iter().enumerate().rev() {
            // A week begins on a Monday: 1 January 1970 was a Thursday.
            let period = (file.at.secs() + if length == WEEK { 3 * DAY } else { 0 }).div_euclid(length);
            if periods.last() != Some(&period) {
                periods.push(period);
                if periods.len() > count {
                    break;
                }
                kept[place] = true;
            }
        }
    }
    // The one that reaches furthest, which need not be the last one where the clock was set back.
    let furthest = (0..files.len()).max_by_key(|place| (files[*place].sequence, files[*place].at));
    let before = (0..files.len()).filter(|place| files[*place].before.is_some());
    let last_before = before.max_by_key(|place| (files[*place].before, files[*place].sequence, files[*place].at));
    for place in furthest.into_iter().chain(last_before) {
        kept[place] = true;
    }
    files.iter().zip(kept).filter(|(_, kept)| !kept).map(|(file, _)| file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(hours: i64) -> BackupFile {
        // Monday 5 January 2026, midnight.
        let at = Instant::from_secs(1_767_571_200).plus(hours * HOUR);
        let path = PathBuf::from(name(at, hours.unsigned_abs(), None));
        BackupFile { at, sequence: hours.unsigned_abs(), before: None, path }
    }

    #[test]
    fn a_name_tells_when_and_how_far() {
        let file = file(5);
        assert_eq!(file.path.to_str(), Some("2026-01-05T05-00-00Z.000000000005.jsonl.gz"));
        assert_eq!(parse(file.path.clone()), Some(file.clone()));
        let path = PathBuf::from("2026-01-05T05-00-00Z.000000000005.before-7.jsonl.gz");
        let before = BackupFile { before: Some(7), path, ..file };
        assert_eq!(name(before.at, 5, Some(7)), before.path.to_str().unwrap());
        assert_eq!(parse(before.path.clone()), Some(before));
        for other in [
            "x",
            "2026-01-05T05-00-00Z.5.jsonl.gz",
            "2026-01-05T05-00-00Z.000000000005.jsonl.gz.new",
            "2026-01-05T05-00-00Z.000000000005.before-.jsonl.gz",
            "2026-01-05T05-00-00Z.000000000005.after-7.jsonl.gz",
            "a.b.jsonl.gz",
        ] {
            assert_eq!(parse(PathBuf::from(other)), None, "{other}");
        }
    }

    #[test]
    fn the_newest_of_each_hour_day_and_week_stay() {
        let keep = Retention { hourly: 3, daily: 2, weekly: 2 };
        let all: Vec<BackupFile> = (0..24 * 20).map(file).collect();
        let gone = outdated(&all, keep);
        let left: Vec<u64> = all.iter().filter(|f| !gone.contains(f)).map(|f| f.sequence).collect();
        // The last three hours of Saturday the 24th; Friday's last; the last of the week before, on Sunday the 18th.
        assert_eq!(left, [335, 455, 477, 478, 479]);
        assert_eq!(outdated(&all[..1], Retention { hourly: 0, daily: 0, weekly: 0 }).len(), 0, "the newest stays");
        assert_eq!(outdated(&[], keep).len(), 0);
    }

    #[test]
    fn the_backup_that_reaches_furthest_stays_when_the_clock_was_set_back() {
        let keep = Retention { hourly: 1, daily: 1, weekly: 1 };
        let ahead = BackupFile { sequence: 5, ..file(99) };
        let now = BackupFile { sequence: 6, ..file(1) };
        assert_eq!(outdated(&[now.clone(), ahead.clone()], keep).len(), 0);
        assert_eq!(outdated(&[BackupFile { sequence: 4, ..now }, ahead], keep).len(), 1);
    }

    #[test]
    fn the_one_from_before_the_last_upgrade_stays_however_old_it_is() {
        let keep = Retention { hourly: 1, daily: 1, weekly: 1 };
        let before = |hours, schema| BackupFile { before: Some(schema), ..file(hours) };
        let all = [before(0, 5), before(1, 6), file(24 * 400)];
        assert_eq!(outdated(&all, keep), [&all[0]]);
        assert_eq!(outdated(&[all[0].clone(), file(24 * 400)], keep).len(), 0, "until there is the next one");
    }

    #[test]
    fn rotating_again_and_again_leaves_what_rotating_once_would() {
        let keep = Retention::default();
        let all: Vec<BackupFile> = (0..24 * 100).map(file).collect();
        let mut left: Vec<BackupFile> = Vec::new();
        for file in &all {
            left.push(file.clone());
            let gone: Vec<BackupFile> = outdated(&left, keep).into_iter().cloned().collect();
            left.retain(|file| !gone.contains(file));
        }
        let gone = outdated(&all, keep);
        let once: Vec<BackupFile> = all.iter().filter(|file| !gone.contains(file)).cloned().collect();
        assert_eq!(left, once);
        assert!(left.len() <= 24 + 14 + 8);
    }
}
