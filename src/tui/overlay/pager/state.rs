//! Holds a text to read.

use crate::domain::language::Language;
use crate::tui::widget::TextScroll;

/// A text to read.
pub struct Pager {
    /// The title.
    pub title: String,
    /// The lines of the text.
    pub lines: Vec<String>,
    /// The name of the file that it can be written to; none where it is not for others to read.
    pub file: Option<String>,
    /// The text in each language, the one that is shown first; none where it is in one only.
    pub languages: Vec<(Language, Vec<String>)>,
    /// How far it is scrolled; a line may take several rows of the screen.
    pub scroll: TextScroll,
}

impl Pager {
    /// Creates a text of these lines.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self { title: title.into(), lines, file: None, languages: Vec::new(), scroll: TextScroll::default() }
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
}
