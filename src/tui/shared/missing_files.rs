//! Holds which files of tickets are not in the store, as far as the desk was asked.

use crate::desk::Problem;
use crate::domain::file::{FileHash, FileRef};
use crate::domain::text::clean;
use crate::domain::ticket::Ticket;
use crate::tui::host::DeskWork;

use super::{Effects, Shared};

/// The sentence behind a file that is not in the store.
const MISSING: &str = "missing in the store";

impl Shared {
    /// Asks whether the files of a ticket are in the store.
    pub(crate) fn look_for_files(ticket: &Ticket) -> Effects {
        let hashes: Vec<FileHash> = ticket.files.iter().map(|file| file.sha256).collect();
        if hashes.is_empty() { Effects::new() } else { vec![DeskWork::LookForFiles(ticket.id, hashes).into()] }
    }

    /// Takes in which of the files that were asked for are missing. Where the desk could not say so, none is said to be.
    pub(crate) fn take_missing(&mut self, asked: &[FileHash], missing: Result<Vec<FileHash>, Problem>) {
        for hash in asked {
            self.missing_files.remove(hash);
        }
        self.missing_files.extend(missing.unwrap_or_default());
    }

    /// Returns whether a file is known not to be in the store.
    pub(crate) fn is_missing(&self, file: &FileRef) -> bool {
        self.missing_files.contains(&file.sha256)
    }

    /// Says what file it is, and whether it is missing: `error.log (text/plain, 12 KiB) · missing in the store`.
    pub(crate) fn file_in_words(&self, file: &FileRef) -> String {
        let words = file.in_words();
        let mark = if self.is_missing(file) { format!(" · {MISSING}") } else { String::new() };
        format!("{}{mark}", clean(&words))
    }
}
