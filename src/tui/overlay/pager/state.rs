//! A text to read.

use crate::tui::widget::Rows;

/// A text to read.
pub struct Pager {
    /// Its head.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// The selected line, around which it is scrolled.
    pub rows: Rows,
    /// The places of lines about what cannot be done just now.
    pub quiet: Vec<usize>,
    /// The name of the file that it can be written to; none: it is not for others to read.
    pub file: Option<String>,
    /// How far it is scrolled, in rows of the screen: a line may take several.
    pub offset: usize,
}

impl Pager {
    /// A text of these lines.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Self {
        let (title, rows, offset) = (title.into(), Rows::default(), 0);
        Self { title, lines, rows, quiet: Vec::new(), file: None, offset }
    }

    /// The same, for others to read too: it can be written to a file of this name.
    #[must_use]
    pub fn for_file(mut self, name: String) -> Self {
        self.file = Some(name);
        self
    }
}

/// The keys of where one is.
pub struct Help(pub Pager);
