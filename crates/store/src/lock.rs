//! `frist.lock`: the process that holds it owns the store. The lock decides; the text in the file only says who to ask.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::error::{StoreError, StoreErrorKind};
use super::folder;
use frist_domain::time::Instant;

/// The process that has the store open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Holder {
    /// The process's id.
    pub pid: u32,
    /// The user's login name on this machine.
    pub user: String,
    /// The moment at which it opened the store.
    pub since: Instant,
}

/// The lock, held until this is dropped or the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of the store in `dir`, or fails with who has it. It never waits.
    pub(super) fn take(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join("frist.lock");
        let opened = folder::private().create(true).truncate(false).open(&path);
        let mut file = opened.map_err(|error| StoreError::io("write", &path, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(locked(dir, &mut file)),
            Err(TryLockError::Error(error)) => return Err(no_locks(dir, &error)),
        }
        sign(&mut file).map_err(|error| StoreError::io("write", &path, &error))?;
        Ok(Self { file })
    }

    /// Returns whether a process holds the lock of the store in `dir`; it may be making that store just now. Nothing is
    /// written.
    pub(super) fn is_held(dir: &Path) -> bool {
        let Ok(file) = File::open(dir.join("frist.lock")) else { return false };
        let held = matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
        // A lock taken to find out goes back at once; where none was taken there is nothing to give back.
        let _ = file.unlock();
        held
    }
}

impl Drop for Lock {
    /// Gives the lock back at once. Closing the file would not do: a process that another thread is about to start has
    /// a copy of it until it runs its own program, and the lock would be held for as long.
    fn drop(&mut self) {
        // Where this fails, closing the file is all that is left.
        let _ = self.file.unlock();
    }
}

/// Writes which process holds the lock. The text of a killed process is overwritten; nobody reads it while the lock is
/// free.
fn sign(file: &mut File) -> io::Result<()> {
    let mut text = serde_json::to_vec(&me())?;
    text.push(b'\n');
    file.set_len(0)?;
    file.write_all(&text)
}

fn me() -> Holder {
    let uid = nix::unistd::Uid::current();
    let user = nix::unistd::User::from_uid(uid).ok().flatten().map_or_else(|| uid.to_string(), |user| user.name);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    Holder { pid: std::process::id(), user, since: Instant::from_secs(since) }
}

fn locked(dir: &Path, file: &mut File) -> StoreError {
    let holder = read(file);
    let who = holder.as_ref().map_or_else(String::new, describe);
    let what = format!("the store at {} is open in another frist{who}", dir.display());
    StoreError::new(StoreErrorKind::Locked { holder }, what, "close that one first")
}

fn read(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn describe(holder: &Holder) -> String {
    let since = holder.since.to_string().replacen('T', " ", 1);
    let minutes = since.get(..16).unwrap_or(&since);
    format!(" (pid {}, user {}, since {minutes} UTC)", holder.pid, holder.user)
}

fn no_locks(dir: &Path, error: &io::Error) -> StoreError {
    let what = format!(
        "the file system that holds {} cannot lock files, so two frists could write there at once ({error})",
        dir.display()
    );
    StoreError::new(StoreErrorKind::NoLocks, what, "put the store on a local disk with --store DIR")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_decides_and_not_the_text() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("frist.lock"), r#"{"pid":1,"user":"gone","since":0}"#).unwrap();
        let lock = Lock::take(dir.path()).expect("nobody holds it, whatever the text says");
        let refused = Lock::take(dir.path()).unwrap_err();
        let StoreErrorKind::Locked { holder: Some(holder) } = refused.kind() else { panic!("{refused}") };
        assert_eq!(holder.pid, std::process::id());
        assert!(refused.to_string().contains(&format!("(pid {}, user ", std::process::id())), "{refused}");
        assert!(Lock::is_held(dir.path()));
        drop(lock);
        assert!(!Lock::is_held(dir.path()));
        Lock::take(dir.path()).expect("it is free again");
    }

    #[test]
    fn a_copy_of_the_file_in_a_process_just_starting_does_not_keep_it() {
        let dir = tempfile::tempdir().unwrap();
        let lock = Lock::take(dir.path()).unwrap();
        let _copy = lock.file.try_clone().unwrap();
        drop(lock);
        Lock::take(dir.path()).expect("whoever held it has gone");
    }

    #[test]
    fn a_text_that_says_nothing_still_leaves_a_sentence() {
        let dir = tempfile::tempdir().unwrap();
        let _lock = Lock::take(dir.path()).unwrap();
        std::fs::write(dir.path().join("frist.lock"), "?").unwrap();
        let refused = Lock::take(dir.path()).unwrap_err();
        assert_eq!(refused.kind(), &StoreErrorKind::Locked { holder: None });
        assert!(refused.to_string().ends_with("is open in another frist; close that one first"), "{refused}");
    }

    #[test]
    fn the_holder_is_told_in_plain_words() {
        let holder = Holder { pid: 123, user: "anna".into(), since: Instant::parse("2026-11-22T14:31:07Z").unwrap() };
        assert_eq!(describe(&holder), " (pid 123, user anna, since 2026-11-22 14:31 UTC)");
    }
}
