//! Holds a choice among things that may happen to a ticket.

use crate::domain::ticket::{EventData, TicketId};
use crate::tui::widget::Rows;

/// A choice among things that may happen to a ticket.
pub struct Chooser {
    /// The question in the title.
    pub title: String,
    /// The ticket.
    pub ticket: TicketId,
    /// The ticket's revision when this was opened; what happens to it later has not been looked at.
    pub revision: Option<u32>,
    /// The choices.
    pub options: Vec<Choice>,
    /// The selected row.
    pub rows: Rows,
}

/// One of the choices.
#[derive(Clone)]
pub struct Choice {
    /// The label, in a word.
    pub label: String,
    /// The sentence that says what it means.
    pub means: String,
    /// The event that it records.
    pub what: EventData,
}

impl Chooser {
    /// Returns the selected choice; none while nothing is chosen yet.
    pub fn selected(&self) -> Option<&Choice> {
        self.options.get(self.rows.chosen()?)
    }
}
