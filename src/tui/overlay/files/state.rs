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
    /// The selected row.
    pub rows: Rows,
}

impl FilesList {
    /// Creates the list of these files; the newest is selected.
    pub fn new(ticket: TicketId, files: Vec<FileRef>) -> Self {
        let mut rows = Rows::default();
        rows.step(files.len().saturating_sub(1) as isize, files.len() + 1);
        Self { ticket, files, rows }
    }
}
