//! When it happened, while it is typed.

use tui_input::Input;

/// When it happened, while it is typed.
#[derive(Default)]
pub struct When {
    /// What is typed.
    pub line: Input,
    /// What is wrong with it.
    pub wrong: Option<String>,
}
