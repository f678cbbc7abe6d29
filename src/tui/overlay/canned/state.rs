//! Holds the canned replies that can be taken over.

use std::path::Path;

use tui_input::Input;

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
    entries: Vec<CannedEntry>,
    /// The line in which a digit or words are typed.
    pub(crate) line: Input,
    /// The places of those that fit what is typed.
    found: Vec<usize>,
    /// The selected row.
    pub(crate) rows: Rows,
}

impl CannedList {
    /// Creates the list of these.
    pub(crate) fn new(entries: Vec<CannedEntry>) -> Self {
        let found = (0..entries.len()).collect();
        Self { entries, line: Input::default(), found, rows: Rows::default() }
    }

    /// Returns those that fit what is typed, each with the digit that takes it, if one does.
    pub(crate) fn found(&self) -> impl ExactSizeIterator<Item = (Option<usize>, &CannedEntry)> {
        let digit = |place: usize| Some(place + 1).filter(|digit| *digit <= 9);
        self.found.iter().map(move |place| (digit(*place), &self.entries[*place]))
    }

    /// Returns the selected one.
    pub(crate) fn selected(&self) -> Option<&CannedEntry> {
        self.found.get(self.rows.selected()).map(|place| &self.entries[*place])
    }

    /// Returns the one of that name, if there is one.
    pub(crate) fn named(&self, name: &str) -> Option<&CannedEntry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// Looks for what is typed in names and in what they are for.
    pub(crate) fn search(&mut self) {
        let typed = self.line.value().trim().to_lowercase();
        let fits = |entry: &CannedEntry| {
            [&entry.name, &entry.about].iter().any(|words| words.to_lowercase().contains(typed.as_str()))
        };
        self.found = (0..self.entries.len()).filter(|place| fits(&self.entries[*place])).collect();
        self.rows = Rows::default();
    }

    /// Selects the one whose digit is all that is typed. Returns whether there is one.
    pub(crate) fn select_by_digit(&mut self) -> bool {
        let place = match self.line.value().trim().as_bytes() {
            [digit @ b'1'..=b'9'] => usize::from(digit - b'1'),
            _ => return false,
        };
        let is_there = place < self.entries.len();
        if is_there {
            self.line = Input::default();
            self.search();
            self.rows.select(place, self.found.len());
        }
        is_there
    }
}
