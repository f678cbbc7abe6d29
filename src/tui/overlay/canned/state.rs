//! Holds the canned replies that can be taken over.

use std::path::Path;

use crate::config::RenderedReply;
use crate::domain::problem::Problem;
use crate::domain::reply::following_in_words;
use crate::domain::ticket::EventData;
use crate::tui::widget::Rows;

/// A canned reply.
#[derive(Clone)]
pub(crate) struct CannedEntry {
    /// Its name.
    pub(crate) name: String,
    /// What it is for; empty where it does not say.
    pub(crate) about: String,
    /// What it records besides.
    pub(crate) does: Vec<EventData>,
    /// Whether it is not to count as the response.
    pub(crate) is_no_response: bool,
    /// The reply as it is for the ticket, or why it cannot be used.
    pub(crate) rendered: Result<RenderedReply, String>,
}

impl CannedEntry {
    /// Returns the entry for a file that cannot be used.
    pub(crate) fn wrong(problem: &Problem) -> Self {
        let name = Path::new(problem.file()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let rendered = Err(problem.to_string());
        Self { name, about: String::new(), does: Vec::new(), is_no_response: false, rendered }
    }

    /// Says what it does besides saying something; empty where it does nothing.
    pub(crate) fn does_in_words(&self) -> String {
        let no_response = self.is_no_response.then(|| "no response".to_owned());
        self.does.iter().map(following_in_words).chain(no_response).collect::<Vec<_>>().join(", ")
    }
}

/// The canned replies to choose from.
pub(crate) struct CannedList {
    /// The replies.
    pub(crate) entries: Vec<CannedEntry>,
    /// The selected row.
    pub(crate) rows: Rows,
}

impl CannedList {
    /// Creates the list of these.
    pub(crate) fn new(entries: Vec<CannedEntry>) -> Self {
        Self { entries, rows: Rows::default() }
    }

    /// Returns the selected one.
    pub(crate) fn selected(&self) -> Option<&CannedEntry> {
        self.entries.get(self.rows.selected())
    }
}
