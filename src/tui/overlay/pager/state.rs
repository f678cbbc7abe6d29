//! Holds a text to read.

use crate::domain::language::Language;
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
    /// The text in each language, the one that is shown first; none where it is in one only.
    pub languages: Vec<(Language, Vec<String>)>,
    /// How far it is scrolled; a line may take several rows of the screen.
    pub scroll: TextScroll,
}

impl Pager {
    /// Creates a text of these lines.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self {
            title: title.into(),
            lines,
            file: None,
            letter: None,
            languages: Vec::new(),
            scroll: TextScroll::default(),
        }
    }

    /// Creates a document that is written in each language by `write`, and shows it in `first`.
    pub fn in_languages(title: impl Into<String>, first: Language, write: impl Fn(Language) -> String) -> Self {
        let lines = |language: Language| write(language).lines().map(str::to_owned).collect::<Vec<_>>();
        let start = Language::ALL.iter().position(|language| *language == first).unwrap_or_default();
        let order = Language::ALL.into_iter().cycle().skip(start).take(Language::ALL.len());
        let languages: Vec<(Language, Vec<String>)> = order.map(|language| (language, lines(language))).collect();
        let shown = languages.first().map(|(_, lines)| lines.clone()).unwrap_or_default();
        Self { languages, ..Self::new(title, shown) }
    }

    /// Shows the document in its next language; returns its name, none where it is in one only.
    pub fn turn_language(&mut self) -> Option<&'static str> {
        if self.languages.is_empty() {
            return None;
        }
        self.languages.rotate_left(1);
        let (language, lines) = self.languages.first()?;
        self.lines.clone_from(lines);
        Some(language.name())
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
