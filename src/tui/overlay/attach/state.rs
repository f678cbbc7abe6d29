//! Holds the line in which a file's path is typed.

use std::path::PathBuf;

use crate::domain::ticket::TicketId;
use crate::tui::form::path_line::PathLine;

/// The path while it is typed, and while the file is being sent.
pub struct AttachLine {
    /// The ticket.
    pub ticket: TicketId,
    /// The path.
    pub path: PathLine,
    /// The file that is being sent.
    pub sending: Option<PathBuf>,
}

impl AttachLine {
    /// Creates an empty line for a file that is to be attached to that ticket.
    pub fn new(ticket: TicketId, folder: PathBuf) -> Self {
        Self { ticket, path: PathLine::new(folder), sending: None }
    }
}
