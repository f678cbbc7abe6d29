//! Holds a moment while it is typed.

use tui_input::Input;

/// The moment when something happened, while it is typed.
#[derive(Default)]
pub struct MomentLine {
    /// The line that is typed.
    pub line: Input,
    /// The message about what is wrong with it.
    pub wrong: Option<String>,
}
