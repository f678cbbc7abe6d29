//! Holds a text to read.

use crate::tui::widget::TextScroll;

/// A text to read.
pub struct Pager {
    /// The title.
    pub title: String,
    /// The lines of the text.
    pub lines: Vec<String>,
    /// The name of the file that it can be written to; none where it is not for others to read.
    pub file: Option<String>,
    /// How far it is scrolled; a line may take several rows of the screen.
    pub scroll: TextScroll,
}

impl Pager {
    /// Creates a text of these lines.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self { title: title.into(), lines, file: None, scroll: TextScroll::default() }
    }

    /// Returns the text for others to read: it can be written to a file of this name.
    #[must_use]
    pub fn for_file(mut self, name: String) -> Self {
        self.file = Some(name);
        self
    }
}
