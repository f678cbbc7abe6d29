//! Takes letters in by itself, in the process that has the store and stays: it is told of new files where the system tells, and
//! looks every few seconds.

use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;

use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};
use std::os::fd::AsFd as _;

use super::engine::SharedIntake;
use crate::Problem;
use crate::local::LocalDesk;

/// The milliseconds between two looks into the folders at most: a maildir on another machine's disk tells nothing.
const EVERY: u16 = 5_000;
/// The same where the system tells of every new letter.
const EVERY_TOLD: u16 = 60_000;

/// The intake at work. Dropping it stops it, once the letters that are under way are committed.
pub(crate) struct IntakeService {
    stop: Arc<AtomicBool>,
    /// Closed to wake the thread.
    bell: Option<UnixStream>,
    thread: Option<JoinHandle<()>>,
}

impl IntakeService {
    /// Starts taking letters in.
    pub(crate) fn start(desk: &Arc<LocalDesk>) -> Result<Self, Problem> {
        let stop = Arc::new(AtomicBool::new(false));
        let (desk, stopped) = (Arc::clone(desk), Arc::clone(&stop));
        let (bell, hears) = UnixStream::pair().map_err(|error| crate::error::no_thread(&error))?;
        let run = move || IntakeLoop { intake: desk.intake(), desk, told: None, watch: None, hears }.run(&stopped);
        let thread = std::thread::Builder::new().name("intake".to_owned()).spawn(run);
        let thread = thread.map_err(|error| crate::error::no_thread(&error))?;
        Ok(Self { stop, bell: Some(bell), thread: Some(thread) })
    }
}

impl Drop for IntakeService {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.bell = None;
        if let Some(thread) = self.thread.take() {
            // A panic in there has stopped the intake, not the desk.
            let _ = thread.join();
        }
    }
}

struct IntakeLoop {
    intake: SharedIntake,
    desk: Arc<LocalDesk>,
    /// What was said last of letters that cannot be taken in.
    told: Option<String>,
    watch: Option<(Inotify, Vec<PathBuf>)>,
    /// Closed at the other end when it is to stop.
    hears: UnixStream,
}

impl IntakeLoop {
    fn run(&mut self, stop: &AtomicBool) {
        while !stop.load(Ordering::SeqCst) {
            self.watch();
            let turn = catch_unwind(AssertUnwindSafe(|| {
                self.intake.lock().unwrap_or_else(PoisonError::into_inner).turn(&self.desk)
            }));
            let more = match turn {
                Ok(Ok(report)) => {
                    self.told = None;
                    report.more
                }
                Ok(Err(problem)) => {
                    self.tell(problem.to_string());
                    false
                }
                Err(_) => {
                    self.tell(
                        "Letters are not taken in by a fault of frist's own; they wait where they are".to_owned(),
                    );
                    false
                }
            };
            if !more {
                self.wait();
            }
        }
    }

    fn tell(&mut self, words: String) {
        if self.told.as_ref() != Some(&words) {
            self.desk.tell_trouble(&words);
            self.told = Some(words);
        }
    }

    /// Has the system tell of new files, where it does and the folders are there.
    fn watch(&mut self) {
        let intake = self.intake.lock().unwrap_or_else(PoisonError::into_inner);
        // A folder that is not there yet will come into being below one that is.
        let there = |folder: PathBuf| folder.ancestors().find(|folder| folder.is_dir()).map(Path::to_owned);
        let folders: Vec<PathBuf> = intake.sources(&self.desk.mail()).folders().into_iter().filter_map(there).collect();
        drop(intake);
        if self.watch.as_ref().is_some_and(|(_, watched)| *watched == folders) {
            return;
        }
        let flags = AddWatchFlags::IN_MOVED_TO | AddWatchFlags::IN_CLOSE_WRITE | AddWatchFlags::IN_CREATE;
        let watch = Inotify::init(InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC).and_then(|watch| {
            folders.iter().try_for_each(|folder| watch.add_watch(folder, flags).map(drop))?;
            Ok(watch)
        });
        self.watch = watch.ok().map(|watch| (watch, folders));
    }

    /// Waits until something has happened in the folders, it is to stop, or it is time to look again.
    fn wait(&self) {
        let mut there = vec![PollFd::new(self.hears.as_fd(), PollFlags::POLLIN)];
        there.extend(self.watch.iter().map(|(watch, _)| PollFd::new(watch.as_fd(), PollFlags::POLLIN)));
        // Where it is cut short by a signal, a look too many does no harm.
        let is_told_of_all = self.watch.is_some() && self.desk.mail().settings.maildir.is_none();
        let _ = poll(&mut there, if is_told_of_all { EVERY_TOLD } else { EVERY });
        if let Some((watch, _)) = &self.watch {
            // What happened is seen by looking into the folders.
            while watch.read_events().is_ok_and(|events| !events.is_empty()) {}
        }
    }
}
