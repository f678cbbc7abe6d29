//! Notices that the settings, or a file beside them, have changed.
//!
//! The system tells (inotify), so that nothing wakes while nothing changes; where it does not, as for want of watches, the files
//! are looked at once a minute. Folders are watched rather than files, as editors put a new file in the place of the old one.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::AsFd as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::files::toml_files;
use super::folder_watch::{FolderEvents, FolderWatch};
use super::loaded::FilesToRead;

/// The time between two looks where the system does not tell, in milliseconds.
const LOOK_EVERY: u16 = 60_000;
/// The time in which nothing more happens before files are read, in milliseconds: an editor takes several steps to save one.
const QUIET_FOR: u16 = 100;
/// The most steps of other programs that are waited for.
const MOST_STEPS: usize = 50;

/// What each file was at one moment: another one has another stamp.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileStamps(BTreeMap<PathBuf, (u64, u64, i64, i64)>);

/// A watch over the files of a desk.
pub struct FileWatch {
    files: FilesToRead,
    seen: FileStamps,
    told: Option<FolderWatch>,
    stop: PipeReader,
}

/// Ends a watch when it is dropped.
pub struct WatchStopper(#[expect(dead_code, reason = "it is closed when it is dropped")] PipeWriter);

impl FileStamps {
    /// Looks at the files.
    pub fn of(files: &FilesToRead) -> Self {
        let FilesToRead { paths, instead, .. } = files;
        let folders = [Some(&paths.contracts), Some(&paths.holidays), Some(&paths.themes), instead.as_ref()];
        let in_folders = folders.into_iter().flatten().flat_map(|folder| toml_files(folder).unwrap_or_default());
        let stamp = |path: PathBuf| {
            let found = fs::metadata(&path).ok()?;
            let changed = (found.ino(), found.size(), found.mtime().wrapping_mul(1_000_000_000) + found.mtime_nsec());
            Some((path, (changed.0, changed.1, changed.2, found.ctime_nsec())))
        };
        Self([paths.config.clone(), paths.rota.clone()].into_iter().chain(in_folders).filter_map(stamp).collect())
    }
}

impl FileWatch {
    /// Watches these files, as they were `seen` last. The watch ends with the stopper.
    pub fn start(files: FilesToRead, seen: FileStamps) -> io::Result<(Self, WatchStopper)> {
        let (stop, stopper) = io::pipe()?;
        Ok((Self { files, seen, told: FolderWatch::new(), stop }, WatchStopper(stopper)))
    }

    /// Waits until a file has changed; returns false once the watch has ended.
    pub fn wait(&mut self) -> bool {
        loop {
            let told = self.watch_folders();
            let now = FileStamps::of(&self.files);
            if now != self.seen {
                if !self.settle() {
                    return false;
                }
                self.seen = FileStamps::of(&self.files);
                return true;
            }
            let patience = if told { PollTimeout::NONE } else { LOOK_EVERY.into() };
            if self.poll(patience) == Step::Stopped {
                return false;
            }
        }
    }

    /// Watches each folder of the files, or what is there of the way to it. Returns whether the system tells of all of them.
    fn watch_folders(&self) -> bool {
        let Some(told) = &self.told else { return false };
        let FilesToRead { paths, instead, .. } = &self.files;
        let above = |file: &Path| file.parent().map(Path::to_owned);
        let linked = [&paths.config, &paths.rota].map(|file| fs::canonicalize(file).ok().and_then(|file| above(&file)));
        let own = [above(&paths.config), Some(paths.contracts.clone()), Some(paths.holidays.clone())];
        let folders = own.into_iter().chain([Some(paths.themes.clone()), instead.clone()]).chain(linked);
        folders.flatten().all(|folder| {
            let there = folder.ancestors().find(|folder| folder.is_dir()).map(Path::to_owned);
            // A relative name has no ancestor that is there but the folder of the process.
            let there = there.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| PathBuf::from("."));
            told.add(&there, FolderEvents::Contents)
        })
    }

    /// Waits until nothing more happens for a moment; returns false once the watch has ended.
    fn settle(&self) -> bool {
        for _ in 0..MOST_STEPS {
            match self.poll(QUIET_FOR.into()) {
                Step::Stopped => return false,
                Step::Nothing => return true,
                Step::Told => {}
            }
        }
        true
    }

    fn poll(&self, patience: PollTimeout) -> Step {
        let mut fds = vec![PollFd::new(self.stop.as_fd(), PollFlags::POLLIN)];
        fds.extend(self.told.as_ref().map(|told| PollFd::new(told.as_fd(), PollFlags::POLLIN)));
        // A signal ends the wait early, and nothing has happened then.
        let ready = poll(&mut fds, patience).unwrap_or(0);
        let is_ready = |at: usize| ready > 0 && fds.get(at).and_then(PollFd::any) == Some(true);
        if is_ready(0) {
            return Step::Stopped;
        }
        if !is_ready(1) {
            return Step::Nothing;
        }
        if let Some(told) = &self.told {
            told.clear();
        }
        Step::Told
    }
}

/// What ended a wait.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Stopped,
    Told,
    Nothing,
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;
    use crate::{PathOptions, Paths};

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn it_notices_each_way_of_saving_and_what_comes_into_a_new_folder() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("not/yet/there");
        let config = folder.join("config.toml");
        let asked = PathOptions { store: Some("/s".into()), config: Some(config.clone()), ..PathOptions::default() };
        let files = FilesToRead { paths: Paths::find(asked).unwrap(), instead: None, themes: &[] };
        let (mut watch, stopper) = FileWatch::start(files.clone(), FileStamps::of(&files)).unwrap();
        let (tell, told) = channel();
        let thread = std::thread::spawn(move || while watch.wait() && tell.send(()).is_ok() {});
        let next = |what: &str| assert!(told.recv_timeout(LONG).is_ok(), "{what}");
        fs::create_dir_all(&folder).unwrap();
        fs::write(&config, "a").unwrap();
        next("a file that is made");
        fs::write(folder.join("beside"), "bb").unwrap();
        fs::rename(folder.join("beside"), &config).unwrap();
        next("another that takes its place");
        fs::create_dir(folder.join("contracts")).unwrap();
        fs::write(folder.join("contracts/acme.toml"), "x").unwrap();
        next("a file in a folder that is made");
        fs::remove_file(&config).unwrap();
        next("a file that is removed");
        drop(stopper);
        thread.join().unwrap();
        assert!(told.try_recv().is_err(), "nothing more has changed");
    }

    #[test]
    fn what_changed_before_it_began_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("config.toml");
        let asked = PathOptions { store: Some("/s".into()), config: Some(config.clone()), ..PathOptions::default() };
        let files = FilesToRead { paths: Paths::find(asked).unwrap(), instead: None, themes: &[] };
        let seen = FileStamps::of(&files);
        fs::write(&config, "a").unwrap();
        let (mut watch, _stopper) = FileWatch::start(files, seen).unwrap();
        assert!(watch.wait());
    }
}
