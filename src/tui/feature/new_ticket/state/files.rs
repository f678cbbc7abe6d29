//! The files that go with the ticket: their paths, and what was seen of each.

use std::path::{Path, PathBuf};

use super::{TicketField, TicketForm};
use crate::domain::problem::{Field, Problem};
use crate::tui::file_work::SeenFile;
use crate::tui::form::path_line::PathLine;

/// The files that go with the ticket.
#[derive(Debug, Default)]
pub struct FormFiles {
    /// The folder that a path without a beginning is in; none where no file may be read from here.
    folder: Option<PathBuf>,
    /// The path that is being typed.
    pub line: PathLine,
    list: Vec<FormFile>,
}

/// A file that goes with the ticket.
#[derive(Debug)]
pub struct FormFile {
    /// The path.
    pub path: PathBuf,
    /// What was seen of it; none while it is being looked at.
    pub seen: Option<SeenFile>,
    is_asked: bool,
}

impl FormFiles {
    /// Has files read from here: a path without a beginning is in that folder.
    pub fn begin_in(&mut self, folder: Option<PathBuf>) {
        self.line = folder.clone().map(PathLine::new).unwrap_or_default();
        self.folder = folder;
    }

    /// Returns whether files can be read from here.
    pub const fn are_read(&self) -> bool {
        self.folder.is_some()
    }

    /// Returns the files, in the order in which they were named.
    pub fn list(&self) -> &[FormFile] {
        &self.list
    }

    /// Returns the paths, in the same order.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.list.iter().map(|file| file.path.clone()).collect()
    }

    /// Returns whether anything was typed or named.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && !self.line.is_typed()
    }

    /// Adds these files; one that is there already is not there twice.
    fn add(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for path in paths {
            if self.list.iter().all(|file| file.path != path) {
                self.list.push(FormFile { path, seen: None, is_asked: false });
            }
        }
    }

    /// Returns the paths that nobody has been asked to look at; from now on they are.
    pub fn take_unseen(&mut self) -> Vec<PathBuf> {
        let ask = |file: &mut FormFile| (!std::mem::replace(&mut file.is_asked, true)).then(|| file.path.clone());
        self.list.iter_mut().filter_map(ask).collect()
    }
}

impl TicketForm {
    /// Adds the files whose paths are typed. Returns whether any was.
    pub fn take_files(&mut self) -> bool {
        if !self.files.are_read() {
            return false;
        }
        let paths = self.files.line.take_paths();
        let any = !paths.is_empty();
        self.files.add(paths);
        any
    }

    /// Takes the last file off again. Returns whether there was one and no path is being typed.
    pub fn drop_last_file(&mut self) -> bool {
        let drops = self.focus == TicketField::Files && self.files.line.line.value().is_empty();
        if drops {
            self.wrong.forget(Some(Field::Files));
        }
        drops && self.files.list.pop().is_some()
    }

    /// Takes in what was seen of a file. One that cannot be sent is named at the field, and its path can be typed again.
    pub fn take_seen(&mut self, path: &Path, seen: Result<SeenFile, Problem>) {
        let Some(place) = self.files.list.iter().position(|file| file.path == *path) else { return };
        match seen {
            Ok(seen) => self.files.list[place].seen = Some(seen),
            Err(problem) => {
                self.files.list.remove(place);
                if !self.files.line.is_typed() {
                    self.files.line.put(path);
                }
                self.wrong.put(Problem { field: Some(Field::Files), ..problem });
            }
        }
    }

    /// Returns what a draft keeps of the files: a path a line.
    pub(super) fn files_kept(&self) -> String {
        let typed = Some(self.files.line.line.value().to_owned()).filter(|typed| !typed.trim().is_empty());
        let paths = self.files.list.iter().map(|file| file.path.display().to_string());
        paths.chain(typed).collect::<Vec<_>>().join("\n")
    }

    /// Names the files again that a draft kept.
    pub(super) fn bring_files_back(&mut self, kept: &str) {
        let Some(folder) = self.files.folder.clone() else { return };
        self.files.add(kept.lines().map(|path| folder.join(path)));
    }
}
