//! One ticket's view: its record, and how far its timeline is scrolled.

use crate::domain::ticket::{Record, TicketId};
use crate::tui::widget::Rows;

/// The state of the ticket view.
pub struct TicketView {
    /// Which ticket.
    pub id: TicketId,
    /// The ticket with its events, once it has been read.
    pub record: Option<Record>,
    /// Why it cannot be shown.
    pub problem: Option<String>,
    /// The selected line of the timeline, the newest first.
    pub timeline: Rows,
}

impl TicketView {
    /// The view of that ticket, which is still to be read.
    pub fn new(id: TicketId) -> Self {
        Self { id, record: None, problem: None, timeline: Rows::default() }
    }

    /// How many lines the timeline has.
    pub fn events(&self) -> usize {
        self.record.as_ref().map_or(0, |r| r.events.len())
    }
}
