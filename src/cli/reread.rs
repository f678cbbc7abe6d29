//! Reads settings, contracts and the rota again whenever their files change, for as long as a screen or a service runs.
//!
//! The desk goes by them at once where this process has the store: who may do what is decided by the newest `[staff]`.

use std::io;
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};

use super::setup::{Setup, mail_setup};
use crate::config::{FileWatch, FilesToRead, LoadedFiles, Paths, RereadFiles, WatchStopper};
use crate::desk::{AlertSetup, BackupPlan, Desk, DeskFiles, SharedDesk};
use crate::domain::problem::Problem;

/// What came of it: what was read, and what there is to say besides, a sentence each.
pub(super) struct Reread {
    pub(super) files: RereadFiles,
    pub(super) said: Vec<String>,
    /// What is wrong in the files, and was not when they were read before.
    pub(super) new_problems: Vec<Problem>,
}

/// The thread that reads files again. It ends when this is dropped.
pub(super) struct Rereading {
    stop: Option<WatchStopper>,
    thread: Option<JoinHandle<()>>,
}

impl Rereading {
    /// Reads the files of that setup again whenever they change, has the desk go by them, and tells `tell`.
    pub(super) fn start(
        setup: &Setup,
        desk: &Arc<SharedDesk>,
        tell: impl Fn(Reread) + Send + 'static,
    ) -> io::Result<Self> {
        let (mut watch, stop) = FileWatch::start(setup.to_read.clone(), setup.stamps.clone())?;
        let (to_read, mut before, desk) = (setup.to_read.clone(), setup.files.clone(), Arc::downgrade(desk));
        let read = move || {
            while watch.wait() {
                let Some(reread) = read_again(&to_read, &before, &desk) else { return };
                before = reread.files.files.clone();
                tell(reread);
            }
        };
        let thread = thread::Builder::new().name("settings".to_owned()).spawn(read)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Rereading {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in there has stopped the reading, not the desk.
            let _ = thread.join();
        }
    }
}

/// Reads the files again and has the desk go by them; none where the desk has gone.
fn read_again(to_read: &FilesToRead, before: &LoadedFiles, desk: &Weak<SharedDesk>) -> Option<Reread> {
    let desk = desk.upgrade()?;
    let mut files = to_read.load_again(before);
    let new_problems = files.files.problems.iter().filter(|problem| !before.problems.contains(problem));
    let new_problems = new_problems.cloned().collect();
    let said = match desk.renew(&desk_files(&files.files, &to_read.paths), &files.changes) {
        Ok(said) => said,
        Err(problem) => vec![problem.to_string()],
    };
    files.files.problems.extend_from_slice(desk.book().kept_problems());
    Some(Reread { files, said, new_problems })
}

/// Returns what a desk is run by, of these files.
pub(super) fn desk_files(files: &LoadedFiles, paths: &Paths) -> DeskFiles {
    DeskFiles {
        book: Arc::clone(&files.book),
        sources: files.sources.clone(),
        people: files.settings.people.clone(),
        alerting: AlertSetup { rules: files.alerts.rules.clone(), command: files.alerts.command.clone() },
        backups: BackupPlan::from(&files.settings.backup),
        files: files.settings.files,
        mail: mail_setup(&files.settings, paths),
    }
}
