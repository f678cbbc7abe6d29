//! Holds a text to read.

use crate::tui::widget::Rows;

/// A text to read.
pub struct Pager {
    /// The title.
    pub title: String,
    /// The lines of the text.
    pub lines: Vec<String>,
    /// The selected line, around which the text is scrolled.
    pub rows: Rows,
    /// The name of the file that it can be written to; none where it is not for others to read.
    pub file: Option<String>,
    /// The scroll position in rows of the screen; a line may take several.
    pub offset: usize,
}

impl Pager {
    /// Creates a text of these lines.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        let (title, rows, offset) = (title.into(), Rows::default(), 0);
        Self { title, lines, rows, file: None, offset }
    }

    /// Returns the text for others to read: it can be written to a file of this name.
    #[must_use]
    pub fn for_file(mut self, name: String) -> Self {
        self.file = Some(name);
        self
    }
}
