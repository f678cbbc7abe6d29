//! Sends files of this machine to the desk, and writes files of tickets to new ones here.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::config::write_new;
use crate::desk::{Desk, Problem, fetch_file, send_file};
use crate::domain::file::FileRef;
use crate::domain::ticket::TicketId;

/// Sends a file of this machine to the desk; returns what a ticket says of it.
pub(super) fn send(desk: &dyn Desk, path: &Path) -> Result<FileRef, Problem> {
    let cannot = |error: std::io::Error| {
        Problem::refused(format!("{} cannot be read: {error}", path.display()), "name a file that you may read")
    };
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
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    send_file(desk, &name, Some(data.len()), &mut File::open(path).map_err(cannot)?)
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
