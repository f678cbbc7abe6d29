//! The line in which a filter is typed.

use tui_input::Input;

use crate::domain::ticket::TicketId;

/// What a filter is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filtered {
    /// The list of tickets.
    Queue,
    /// What was done.
    Journal,
    /// The tickets that reports are about.
    Reports,
}

/// The filter while it is typed.
pub struct FilterLine {
    /// What is typed.
    pub line: Input,
    /// The text that held before: what Esc goes back to.
    pub before: String,
    /// The ticket that was selected before, likewise.
    pub selected: Option<TicketId>,
    /// What it filters.
    pub of: Filtered,
    /// What is wrong with what is typed.
    pub wrong: Option<String>,
}

impl FilterLine {
    /// A line with the filter that holds now; `selected` is the ticket that is selected now.
    pub fn new(of: Filtered, before: String, selected: Option<TicketId>) -> Self {
        Self { line: before.clone().into(), before, selected, of, wrong: None }
    }
}
