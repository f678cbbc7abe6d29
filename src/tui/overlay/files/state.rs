//! Holds the list of the files of a ticket or of a letter.

use crate::desk::FileHome;
use crate::domain::file::FileRef;
use crate::domain::ledger::LedgerRecordId;
use crate::domain::ticket::TicketId;
use crate::tui::widget::Rows;

/// The files of a ticket or of a letter in the inbox; behind those of a ticket stands that one can be attached.
pub struct FilesList {
    /// What they belong to.
    pub of: FileHome,
    /// Its files, in the order in which `frist file` counts them.
    pub files: Vec<FileRef>,
    /// Why none can be attached, if so: then no row offers it.
    pub refused: Option<String>,
    /// The selected row.
    pub rows: Rows,
}

impl FilesList {
    /// Creates the list of these files; the newest is selected.
    pub fn new(ticket: TicketId, files: Vec<FileRef>, refused: Option<String>) -> Self {
        let mut rows = Rows::default();
        rows.step(files.len().saturating_sub(1) as isize, files.len() + 1);
        Self { of: FileHome::Ticket(ticket), files, refused, rows }
    }

    /// Creates the list of the files of a letter that waits, to which none can be attached.
    pub fn of_letter(letter: LedgerRecordId, files: Vec<FileRef>) -> Self {
        let refused = Some("A letter stays as it came".to_owned());
        Self { of: FileHome::Letter(letter), files, refused, rows: Rows::default() }
    }

    /// Says whose files they are.
    pub fn title(&self) -> String {
        match self.of {
            FileHome::Ticket(id) => format!("Files of #{id}"),
            FileHome::Letter(id) => format!("Files of letter {id}"),
        }
    }

    /// Returns how many rows there are.
    pub const fn total(&self) -> usize {
        self.files.len() + if self.refused.is_none() { 1 } else { 0 }
    }
}
