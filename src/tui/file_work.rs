//! Sends files of this machine to the desk, and writes files of tickets to new ones here.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::config::write_new;
use crate::desk::{Change, Desk, Problem, Request, fetch_file, send_file};
use crate::domain::file::{FileRef, clean_name, media_type, size_in_words};
use crate::domain::problem::Field;
use crate::domain::ticket::TicketId;

/// The bytes from a file's beginning that its type is told by.
const HEAD: u64 = 4 << 10;

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
    let (file, name, size) = open(path)?;
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head).map_err(|error| cannot_read(path, &error))?;
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

fn cannot_read(path: &Path, error: &std::io::Error) -> Problem {
    Problem::refused(format!("{} cannot be read: {error}", path.display()), "name a file that you may read")
}

/// Opens a plain file; returns it with its name and the number of its bytes.
fn open(path: &Path) -> Result<(File, String, u64), Problem> {
    let cannot = |error: std::io::Error| cannot_read(path, &error);
    // Before it is opened: opening a pipe waits for whoever writes into it.
    let data = path.metadata().map_err(cannot)?;
    if data.is_dir() {
        let message = format!("{} is a folder", path.display());
        return Err(Problem::refused(message, "pack it into one file, as with tar"));
    }
    if !data.is_file() {
        let message = format!("{} is no plain file", path.display());
        return Err(Problem::refused(message, "frist attach takes what a pipe gives"));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((File::open(path).map_err(cannot)?, name, data.len()))
}

/// Sends a file of this machine to the desk; returns what a ticket says of it.
pub(super) fn send(desk: &dyn Desk, path: &Path) -> Result<FileRef, Problem> {
    let (mut file, name, size) = open(path)?;
    send_file(desk, &name, Some(size), &mut file)
}

/// Writes a file of that ticket to a new file in the folder; returns its path.
pub(super) fn save(desk: &dyn Desk, ticket: TicketId, file: &FileRef, folder: &Path) -> Result<PathBuf, Problem> {
    let mut bytes = Vec::new();
    fetch_file(desk, ticket, file, &mut |piece| {
        bytes.extend_from_slice(piece);
        Ok::<(), Problem>(())
    })?;
    write_new(folder, &file.name, &bytes).map_err(|error| {
        let message = format!("{} cannot be written in {}: {error}", file.name, folder.display());
        Problem::refused(message, "frist file writes it to another place")
    })
}
