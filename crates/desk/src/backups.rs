//! Makes backups without being asked: the process that owns the store and stays makes one when the last is old enough
//! and something has changed since, on a thread of its own, from the write-ahead log's files; nobody waits for it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use frist_config::BackupSettings;
use frist_domain::text::counted;
use frist_domain::time::Instant;
use frist_store::{BackupFile, BackupSummary, Backups, Retention, StoreError, pack_wal, wal_begins};

use super::local::LocalDesk;
use super::{Clock, Problem};

/// The time from the start to the first look: the first screen comes first.
const FIRST: Duration = Duration::from_secs(10);
/// The longest time without a look at the clock.
const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// When backups are made, where, and how long they are kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackupPlan {
    /// The folder of backups, or none for `backups` in the store's folder.
    pub folder: Option<PathBuf>,
    /// The seconds of real time between two backups, or none where none are made without being asked.
    pub every: Option<i64>,
    /// The number of backups that are kept.
    pub keep: Retention,
}

impl Default for BackupPlan {
    fn default() -> Self {
        Self { folder: None, every: Some(3_600), keep: Retention::default() }
    }
}

impl From<&BackupSettings> for BackupPlan {
    fn from(settings: &BackupSettings) -> Self {
        let BackupSettings { every, folder, keep: [hourly, daily, weekly] } = settings.clone();
        Self { folder, every, keep: Retention { hourly, daily, weekly } }
    }
}

impl BackupPlan {
    /// Makes a plan by which no backups are made without being asked.
    pub fn none() -> Self {
        Self { every: None, ..Self::default() }
    }

    /// Returns the backups of the store in that folder.
    pub fn of(&self, store: &Path) -> Backups {
        Backups::in_folder(self.folder.clone().unwrap_or_else(|| store.join("backups")))
    }
}

/// Makes a backup if one is due, removes those that need not be kept, and packs what two backups have of the
/// write-ahead log. Returns the backup that was made.
///
/// # Errors
///
/// If any of that fails; what was done before it stays done.
pub fn keep_up(
    plan: &BackupPlan,
    store: &Path,
    sequence: u64,
    now: Instant,
    stop: &dyn Fn() -> bool,
) -> Result<Option<BackupFile>, StoreError> {
    Ok(make_if_due(plan, store, sequence, now, stop)?.map(|(made, _)| made))
}

/// Does what [`keep_up`] does, and returns what is in the backup as well.
fn make_if_due(
    plan: &BackupPlan,
    store: &Path,
    sequence: u64,
    now: Instant,
    stop: &dyn Fn() -> bool,
) -> Result<Option<(BackupFile, BackupSummary)>, StoreError> {
    let Some(every) = plan.every else { return Ok(None) };
    // Other backups may be of another store, or of what this one was before it was put back.
    let (backups, begins) = (plan.of(store), wal_begins(store)?);
    if !is_due(&backups.of_wal(begins).unwrap_or_default(), sequence, every, now) {
        return Ok(None);
    }
    let made = backups.make(store, now, stop, &mut |_, _| {})?;
    backups.rotate(begins, plan.keep)?;
    let mut reach: Vec<u64> = backups.of_wal(begins)?.iter().map(|file| file.sequence).collect();
    reach.sort_unstable_by(|a, b| b.cmp(a));
    if let Some(covered) = reach.get(1) {
        pack_wal(store, *covered)?;
    }
    Ok(Some(made))
}

fn lacks_files(missing: u64) -> String {
    let (it, is) = if missing == 1 { ("it", "is") } else { ("them", "are") };
    format!(
        "{} of tickets {is} not whole here, and not in the backup: frist verify names {it}",
        counted(missing, "file")
    )
}

/// Returns whether something has changed since the newest of these and it is old enough, or has a time that is still to
/// come, from a clock that has been set back since.
fn is_due(files: &[BackupFile], sequence: u64, every: i64, now: Instant) -> bool {
    let newest = files.iter().max_by_key(|file| file.sequence);
    newest
        .map_or(sequence > 0, |newest| newest.sequence < sequence && (now.since(newest.at) >= every || newest.at > now))
}

/// The thread that makes backups. Dropping this ends a backup that is under way.
pub(super) struct BackupKeeper {
    stop: Arc<StopSignal>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct StopSignal {
    stopped: Mutex<bool>,
    changed: Condvar,
}

impl StopSignal {
    fn is_set(&self) -> bool {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits so long, and returns whether it was stopped meanwhile.
    fn wait(&self, patience: Duration) -> bool {
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(stopped, patience, |stopped| !*stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl BackupKeeper {
    /// Starts to look after the store in `folder`.
    pub(super) fn start(
        desk: &Arc<LocalDesk>,
        folder: PathBuf,
        plan: BackupPlan,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Problem> {
        let stop = Arc::new(StopSignal::default());
        let (desk, stopped) = (Arc::clone(desk), Arc::clone(&stop));
        let wait = plan.every.map_or(LONGEST_WAIT, |every| Duration::from_secs(every.unsigned_abs())).min(LONGEST_WAIT);
        let work = move || {
            let mut patience = FIRST;
            while plan.every.is_some() && !stopped.wait(patience) {
                patience = wait;
                let made = make_if_due(&plan, &folder, desk.sequence(), clock.now(), &|| stopped.is_set());
                match made {
                    Err(error) if !stopped.is_set() => {
                        desk.tell_trouble(&format!("The backup could not be made: {error}"));
                    }
                    Ok(Some((_, BackupSummary { files: (_, missing @ 1..), .. }))) => {
                        desk.tell_trouble(&lacks_files(missing));
                    }
                    _ => {}
                }
            }
        };
        let thread = std::thread::Builder::new().name("backups".to_owned()).spawn(work);
        let thread = thread.map_err(|error| crate::error::no_thread(&error))?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for BackupKeeper {
    fn drop(&mut self) {
        *self.stop.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stop.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // A panic in there has stopped the backups, not the desk.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_that_lacks_files_says_so() {
        let words = "2 files of tickets are not whole here, and not in the backup: frist verify names them";
        assert_eq!(lacks_files(2), words);
        assert!(lacks_files(1).starts_with("1 file of tickets is not whole"));
    }

    #[test]
    fn one_is_due_when_something_changed_and_the_last_is_old_enough() {
        let at = Instant::from_secs;
        let file = |secs, sequence| BackupFile { at: at(secs), sequence, before: None, path: PathBuf::new() };
        assert!(!is_due(&[], 0, 3600, at(0)), "there is nothing to back up");
        assert!(is_due(&[], 1, 3600, at(0)));
        let files = [file(0, 5), file(1000, 9)];
        assert!(!is_due(&files, 9, 3600, at(99_999)), "nothing has changed");
        assert!(!is_due(&files, 10, 3600, at(4599)) && is_due(&files, 10, 3600, at(4600)));
        assert!(is_due(&files, 10, 3600, at(500)), "the clock was set back");
    }
}
