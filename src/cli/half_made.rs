//! What a command has half made, which goes when a signal ends it.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use super::error::{CliError, Failure};

/// How often it is tried to take away what is being written at the same time.
const TRIES: usize = 1_000;

/// While there is one of these, a signal takes away what was made, and ends the program with 128 and the signal's number.
pub(super) struct HalfMade {
    signals: Handle,
    remover: Option<JoinHandle<()>>,
}

impl HalfMade {
    /// What comes into `folder` from now on is half made; all of it where there is no such folder yet.
    ///
    /// # Errors
    ///
    /// If signals cannot be heard.
    pub(super) fn folder(folder: &Path) -> Result<Self, CliError> {
        Self::start(Made { path: folder.to_owned(), before: names(folder).ok() })
    }

    /// That file, which this command has made, is half made.
    ///
    /// # Errors
    ///
    /// If signals cannot be heard.
    pub(super) fn file(file: &Path) -> Result<Self, CliError> {
        Self::start(Made { path: file.to_owned(), before: None })
    }

    fn start(made: Made) -> Result<Self, CliError> {
        let mut heard = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM]).map_err(|error| unheard(&error))?;
        let signals = heard.handle();
        let remove = move || {
            if let Some(signal) = heard.forever().next() {
                made.remove();
                std::process::exit(128 + signal);
            }
        };
        let remover = std::thread::Builder::new().name("signals".to_owned()).spawn(remove);
        Ok(Self { signals, remover: Some(remover.map_err(|error| unheard(&error))?) })
    }
}

impl Drop for HalfMade {
    /// It is whole, or has failed for another reason. Where a signal has come, the program ends in here.
    fn drop(&mut self) {
        self.signals.close();
        if let Some(remover) = self.remover.take() {
            let _ = remover.join();
        }
    }
}

fn unheard(error: &io::Error) -> CliError {
    CliError::new(Failure::Store, format!("signals cannot be heard: {error}"), "close other programs")
}

/// A file or folder, and what was in it before; none: it was not there.
struct Made {
    path: PathBuf,
    before: Option<HashSet<OsString>>,
}

impl Made {
    /// Takes away what was not there before. It is still being written, so that more may come while it goes.
    fn remove(&self) {
        let _ = (0..TRIES).find(|_| self.remove_once());
    }

    /// Whether nothing of it is left.
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

/// What cannot be taken away stays, and is tried again.
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
        let made = Made { path: dir.path().to_owned(), before: names(dir.path()).ok() };
        fs::create_dir_all(dir.path().join("journal/a")).unwrap();
        fs::write(dir.path().join("journal/a/b"), "y").unwrap();
        fs::write(dir.path().join("schema"), "4").unwrap();
        made.remove();
        assert_eq!(names(dir.path()).unwrap(), HashSet::from(["mine".into()]));
    }

    #[test]
    fn a_folder_or_file_that_was_not_there_goes_whole() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("store");
        let made = Made { path: store.clone(), before: names(&store).ok() };
        fs::create_dir_all(store.join("journal")).unwrap();
        made.remove();
        let file = dir.path().join("all.jsonl");
        fs::write(&file, "half").unwrap();
        Made { path: file, before: None }.remove();
        assert_eq!(names(dir.path()).unwrap(), HashSet::new());
    }
}
