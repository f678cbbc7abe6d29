//! Holds a text to read.

use crate::domain::ledger::LedgerRecordId;
use crate::tui::text::{clean_lines, wrap};
use crate::tui::view::letters;
use crate::tui::widget::TextScroll;

/// A text to read.
pub struct Pager {
    /// The title.
    pub title: String,
    /// The lines of the text.
    pub lines: Vec<String>,
    /// The name of the file that it can be written to; none where it is not for others to read.
    pub file: Option<String>,
    /// The letter of the inbox that it shows, if it does, and the line with which the letter's own text begins.
    pub letter: Option<(LedgerRecordId, usize)>,
    /// How far it is scrolled; a line may take several rows of the screen.
    pub scroll: TextScroll,
}

impl Pager {
    /// Creates a text of these lines.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self { title: title.into(), lines, file: None, letter: None, scroll: TextScroll::default() }
    }

    /// Returns the text for others to read: it can be written to a file of this name.
    #[must_use]
    pub fn for_file(mut self, name: String) -> Self {
        self.file = Some(name);
        self
    }

    /// Creates the text of a letter of the inbox: what is said of it, and its own text.
    pub fn of_letter(id: LedgerRecordId, head: Vec<String>, body: Vec<String>) -> Self {
        let letter = Some((id, head.len()));
        Self { letter, ..Self::new(format!("Letter {id}"), head.into_iter().chain(body).collect()) }
    }

    /// Takes in the whole text of a letter, if it shows that one.
    pub fn take_whole(&mut self, letter: LedgerRecordId, text: &str) {
        let Some((_, begins)) = self.letter.filter(|(id, _)| *id == letter) else { return };
        self.lines.truncate(begins);
        let text = clean_lines(text);
        self.lines.extend(text.trim_end().lines().flat_map(|line| wrap(line, letters::PAGE)));
    }
}
