//! Sends files of this machine to the desk, and writes files of tickets to new ones here.

use std::fs::DirEntry;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::config::{FileToAttach, write_new};
use crate::desk::{Change, Desk, FileHome, Problem, Request, fetch_file, send_file};
use crate::domain::file::{FileRef, clean_name, media_type, size_in_words};
use crate::domain::ledger::LedgerRecordId;
use crate::domain::problem::Field;
use crate::domain::text::drives_terminal;
use crate::tui::form::path_line::{PathNames, PathQuestion};

/// The most names that are proposed to complete a path.
const MOST_NAMES: usize = 12;

/// The bytes from a file's beginning that its type is told by.
const HEAD: u64 = 4 << 10;

/// The most bytes of a letter's text that are read on the screen.
const MOST_READ: u64 = 1 << 20;

/// What there is to see of a file of this machine that can be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenFile {
    /// The name that a ticket says of it.
    pub name: String,
    /// The media type, as far as its beginning tells.
    pub media_type: &'static str,
    /// The number of its bytes.
    pub size: u64,
}

impl SeenFile {
    /// Says what file it is: `error.log (text/plain, 12 KB)`.
    pub fn in_words(&self) -> String {
        format!("{} ({}, {})", self.name, self.media_type, size_in_words(self.size))
    }
}

/// Looks at a file of this machine that is to be sent.
pub(super) fn look_at(path: &Path) -> Result<SeenFile, Problem> {
    let FileToAttach { name, size, file } = FileToAttach::open(path)?;
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head).map_err(|error| {
        Problem::refused(format!("{} cannot be read: {error}", path.display()), "name a file that you may read")
    })?;
    let name = clean_name(&name);
    Ok(SeenFile { media_type: media_type(&name, &head), name, size })
}

/// Sends these files of this machine to the desk; returns the request with them on the ticket that it logs.
pub(super) fn send_with(desk: &dyn Desk, mut request: Request, paths: &[PathBuf]) -> Result<Request, Problem> {
    let sent: Result<Vec<FileRef>, Problem> = paths.iter().map(|path| send(desk, path)).collect();
    let sent = sent.map_err(|problem| Problem { field: Some(Field::Files), ..problem })?;
    for change in &mut request.changes {
        if let Change::New(new) = change {
            new.files.clone_from(&sent);
        }
    }
    Ok(request)
}

/// Sends a file of this machine to the desk; returns what a ticket says of it.
pub(super) fn send(desk: &dyn Desk, path: &Path) -> Result<FileRef, Problem> {
    let mut opened = FileToAttach::open(path)?;
    send_file(desk, &opened.name, Some(opened.size), &mut opened.file)
}

/// Returns the names that a path which is typed can be completed to. A folder that cannot be read has none.
pub(super) fn names(PathQuestion { folder, begins }: &PathQuestion) -> PathNames {
    let wanted = |entry: DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        // What is hidden is proposed to whoever types its dot, and what drives a terminal to nobody.
        let is_hidden = name.starts_with('.') && !begins.starts_with('.');
        let fits = name.starts_with(begins.as_str()) && !is_hidden && !name.chars().any(drives_terminal);
        fits.then(|| if entry.path().is_dir() { format!("{name}/") } else { name })
    };
    let mut names: Vec<String> =
        folder.read_dir().into_iter().flatten().filter_map(|entry| entry.ok().and_then(wanted)).collect();
    names.sort_unstable();
    let shared = match (names.first(), names.last()) {
        // What the first and the last in order share, all between them do.
        (Some(first), Some(last)) => {
            first.chars().zip(last.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
        }
        _ => String::new(),
    };
    let total = names.len();
    names.truncate(MOST_NAMES);
    PathNames { names, total, shared }
}

/// Reads a file of a ticket or of a letter whole.
fn read(desk: &dyn Desk, of: FileHome, file: &FileRef) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    fetch_file(desk, of, file, &mut |piece| {
        bytes.extend_from_slice(piece);
        Ok::<(), Problem>(())
    })?;
    Ok(bytes)
}

/// Reads the whole text of a letter that waits, where that is no more than can be read on a screen.
pub(super) fn read_text(desk: &dyn Desk, letter: LedgerRecordId, file: &FileRef) -> Result<String, Problem> {
    if file.size > MOST_READ {
        let message = format!("{} has {}, too much to read here", file.name, size_in_words(file.size));
        return Err(Problem::refused(message, "save the letter's files"));
    }
    Ok(String::from_utf8_lossy(&read(desk, FileHome::Letter(letter), file)?).into_owned())
}

/// Writes a file of a ticket or of a letter to a new file in the folder; returns its path.
pub(super) fn save(desk: &dyn Desk, of: FileHome, file: &FileRef, folder: &Path) -> Result<PathBuf, Problem> {
    let bytes = read(desk, of, file)?;
    write_new(folder, &file.name, &bytes).map_err(|error| {
        let message = format!("{} cannot be written in {}: {error}", file.name, folder.display());
        Problem::refused(message, "frist file writes it to another place")
    })
}
