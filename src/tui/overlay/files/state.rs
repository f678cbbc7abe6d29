//! Holds the list of a ticket's files.

use crate::domain::file::FileRef;
use crate::domain::ticket::TicketId;
use crate::tui::widget::Rows;

/// The files of a ticket; behind them stands that one can be attached.
pub struct FilesList {
    /// The ticket.
    pub ticket: TicketId,
    /// Its files, in the order in which `frist file` counts them.
    pub files: Vec<FileRef>,
    /// Why this person may attach none, if so: then no row offers it.
    pub refused: Option<String>,
    /// The selected row.
    pub rows: Rows,
}

impl FilesList {
    /// Creates the list of these files; the newest is selected.
    pub fn new(ticket: TicketId, files: Vec<FileRef>, refused: Option<String>) -> Self {
        let mut rows = Rows::default();
        rows.step(files.len().saturating_sub(1) as isize, files.len() + 1);
        Self { ticket, files, refused, rows }
    }

    /// Returns how many rows there are.
    pub const fn total(&self) -> usize {
        self.files.len() + if self.refused.is_none() { 1 } else { 0 }
    }
}
