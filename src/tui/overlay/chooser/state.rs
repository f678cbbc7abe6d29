//! A choice among things that may happen to a ticket.

use crate::domain::ticket::{TicketId, What};
use crate::tui::widget::Rows;

/// A choice among things that may happen to a ticket.
pub struct Chooser {
    /// The question.
    pub title: String,
    /// Which ticket.
    pub ticket: TicketId,
    /// Its revision when this was opened: what happens to it meanwhile has not been looked at.
    pub revision: Option<u32>,
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// The selected one.
    pub rows: Rows,
}

/// One thing that can be chosen.
#[derive(Clone)]
pub struct Choice {
    /// In a word.
    pub label: String,
    /// What it means.
    pub means: String,
    /// What is recorded.
    pub what: What,
}

impl Chooser {
    /// The selected choice; none while nothing is chosen yet.
    pub fn selected(&self) -> Option<&Choice> {
        self.options.get(self.rows.chosen()?)
    }
}
