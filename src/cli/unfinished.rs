//! Removes what a command has half made when a signal ends it.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use super::error::CliError;
use crate::domain::problem::ProblemKind;

/// The most tries to remove what is being written at the same time.
const TRIES: usize = 1_000;
/// The time for the writer to stand still before the files are removed all the same.
const TO_STAND: Duration = Duration::from_secs(5);

/// A guard: while it exists, a signal removes what was made and ends the program with 128 and the signal's number.
pub(super) struct UnfinishedOutput {
    signals: Handle,
    remover: Option<JoinHandle<()>>,
}

impl UnfinishedOutput {
    /// Guards what comes into `folder` from now on; the whole folder where it does not exist yet. The writer asks, for as
    /// long as it writes, whether it may go on.
    ///
    /// # Errors
    ///
    /// If signals cannot be heard.
    pub(super) fn folder(folder: &Path) -> Result<(Self, WritePermit), CliError> {
        let (stop, (says, stands)) = (Arc::new(AtomicBool::new(false)), channel());
        let writing = WritePermit { stop: Arc::clone(&stop), stands: says };
        let made = CreatedFiles {
            path: folder.to_owned(),
            before: names(folder).ok(),
            writer: Some(WriterState { stop, stands }),
        };
        Ok((Self::start(made)?, writing))
    }

    /// Guards that file, which this command has made.
    ///
    /// # Errors
    ///
    /// If signals cannot be heard.
    pub(super) fn file(file: &Path) -> Result<Self, CliError> {
        Self::start(CreatedFiles { path: file.to_owned(), before: None, writer: None })
    }

    fn start(made: CreatedFiles) -> Result<Self, CliError> {
        let mut heard = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM]).map_err(|error| unheard(&error))?;
        let signals = heard.handle();
        let remove = move || {
            if let Some(signal) = heard.forever().next() {
                made.remove();
                std::process::exit(128 + signal);
            }
        };
        let remover = thread::Builder::new().name("signals".to_owned()).spawn(remove);
        Ok(Self { signals, remover: Some(remover.map_err(|error| unheard(&error))?) })
    }
}

impl Drop for UnfinishedOutput {
    /// Ends the guard, as the files are whole or writing has failed for another reason. Where a signal has come, the
    /// program ends in here.
    fn drop(&mut self) {
        self.signals.close();
        if let Some(remover) = self.remover.take() {
            let _ = remover.join();
        }
    }
}

fn unheard(error: &io::Error) -> CliError {
    CliError::new(ProblemKind::Store, format!("signals cannot be heard: {error}"), "close other programs")
}

/// The writer's end: what it writes while the folder is removed would make the folder again.
pub(super) struct WritePermit {
    stop: Arc<AtomicBool>,
    stands: Sender<()>,
}

impl WritePermit {
    /// Returns unless a signal has come; then never, as the program ends.
    pub(super) fn go_on(&self) {
        while self.stop.load(Ordering::Acquire) {
            let _ = self.stands.send(());
            thread::park();
        }
    }
}

/// The other end of [`WritePermit`].
struct WriterState {
    stop: Arc<AtomicBool>,
    stands: Receiver<()>,
}

impl WriterState {
    /// Waits until the writer stands still or writes no more.
    fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        let _ = self.stands.recv_timeout(TO_STAND);
    }
}

/// A file or folder, what was in it before (none: it did not exist), and its writer.
struct CreatedFiles {
    path: PathBuf,
    before: Option<HashSet<OsString>>,
    writer: Option<WriterState>,
}

impl CreatedFiles {
    /// Removes what was not there before. The store's own threads still write, so that more may come while it goes.
    fn remove(&self) {
        if let Some(writer) = &self.writer {
            writer.stop();
        }
        let _ = (0..TRIES).find(|_| self.remove_once());
    }

    /// Returns whether nothing of it is left.
    fn remove_once(&self) -> bool {
        let Some(before) = &self.before else {
            remove(&self.path);
            return matches!(self.path.try_exists(), Ok(false));
        };
        let new = names(&self.path).unwrap_or_default();
        let new: Vec<&OsString> = new.iter().filter(|name| !before.contains(*name)).collect();
        for name in &new {
            remove(&self.path.join(name));
        }
        new.is_empty()
    }
}

/// Removes a file or folder. What cannot be removed stays, and is tried again.
fn remove(path: &Path) {
    let is_folder = path.symlink_metadata().is_ok_and(|data| data.is_dir());
    let _ = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
}

fn names(folder: &Path) -> io::Result<HashSet<OsString>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_there_before_stays_and_all_else_goes() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("mine"), "x").unwrap();
        let made = CreatedFiles { path: dir.path().to_owned(), before: names(dir.path()).ok(), writer: None };
        fs::create_dir_all(dir.path().join("journal/a")).unwrap();
        fs::write(dir.path().join("journal/a/b"), "y").unwrap();
        fs::write(dir.path().join("schema"), "4").unwrap();
        made.remove();
        assert_eq!(names(dir.path()).unwrap(), HashSet::from(["mine".into()]));
    }

    #[test]
    fn nothing_goes_before_whoever_writes_stands_still() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("store");
        let (stop, (says, stands)) = (Arc::new(AtomicBool::new(false)), channel());
        let (writing, path) = (WritePermit { stop: Arc::clone(&stop), stands: says }, store.clone());
        // The writer's thread stays parked, as it does until the program ends.
        thread::spawn(move || {
            loop {
                writing.go_on();
                fs::create_dir_all(path.join("journal")).unwrap();
            }
        });
        while !store.exists() {
            thread::yield_now();
        }
        CreatedFiles { path: store.clone(), before: None, writer: Some(WriterState { stop, stands }) }.remove();
        assert!(!store.exists());
    }

    #[test]
    fn whoever_writes_no_more_is_not_waited_for() {
        let (says, stands) = channel::<()>();
        drop(says);
        let writer = WriterState { stop: Arc::default(), stands };
        writer.stop();
        assert!(writer.stop.load(Ordering::Acquire));
    }

    #[test]
    fn a_folder_or_file_that_was_not_there_goes_whole() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("store");
        let made = CreatedFiles { path: store.clone(), before: names(&store).ok(), writer: None };
        fs::create_dir_all(store.join("journal")).unwrap();
        made.remove();
        let file = dir.path().join("all.jsonl");
        fs::write(&file, "half").unwrap();
        CreatedFiles { path: file, before: None, writer: None }.remove();
        assert_eq!(names(dir.path()).unwrap(), HashSet::new());
    }
}
