//! Holds the line in which the name of a filter is typed.

use tui_input::Input;

/// The name while it is typed.
pub struct SaveViewLine {
    /// The line that is typed.
    pub line: Input,
    /// The filter that is saved.
    pub filter: String,
    /// The message about what is wrong with the name, after a try to save it.
    pub wrong: Option<String>,
}

impl SaveViewLine {
    /// Creates an empty line for the name of that filter.
    pub fn new(filter: String) -> Self {
        Self { line: Input::default(), filter, wrong: None }
    }
}
