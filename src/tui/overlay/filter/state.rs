//! Holds the line in which a filter is typed.

use tui_input::Input;

use crate::domain::ticket::TicketId;

/// The list that a filter is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FilteredList {
    /// The list of tickets.
    Queue,
    /// The audit log.
    Activity,
    /// The tickets that reports are about.
    Reports,
}

/// The filter while it is typed.
pub struct FilterLine {
    /// The line that is typed.
    pub line: Input,
    /// The text of the filter before, to which Esc goes back.
    pub before: String,
    /// The ticket that was selected before, to which Esc goes back.
    pub selected: Option<TicketId>,
    /// The list that it filters.
    pub of: FilteredList,
    /// The message about what is wrong with what is typed.
    pub wrong: Option<String>,
}

impl FilterLine {
    /// Creates a line with the filter that holds now; `selected` is the ticket that is selected now.
    pub fn new(of: FilteredList, before: String, selected: Option<TicketId>) -> Self {
        Self { line: before.clone().into(), before, selected, of, wrong: None }
    }
}
