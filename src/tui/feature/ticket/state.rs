//! Holds one ticket's page: its record, and how far its timeline is scrolled.

use crate::domain::contract::Contract;
use crate::domain::sla::{DeadlineChange, deadline_changes};
use crate::domain::ticket::{Record, TicketId};
use crate::tui::widget::Rows;

/// The state of the ticket's page.
pub struct TicketView {
    /// The ticket.
    pub id: TicketId,
    /// The ticket with its events, once it has been read.
    pub record: Option<Record>,
    /// What each of its events did to deadlines; empty without its contract.
    pub changes: Vec<Vec<DeadlineChange>>,
    /// Whether what was read last was older than what is shown, so that it is read again.
    pub doubted: bool,
    /// The reason why it cannot be shown.
    pub problem: Option<String>,
    /// The selected line of the timeline, the newest first.
    pub timeline: Rows,
    /// The number of events that were drawn last, each with what it did to deadlines.
    pub drawn: usize,
}

impl TicketView {
    /// Creates the page of that ticket, which is still to be read.
    pub fn new(id: TicketId) -> Self {
        Self {
            id,
            record: None,
            changes: Vec::new(),
            doubted: false,
            problem: None,
            timeline: Rows::default(),
            drawn: 0,
        }
    }

    /// Takes in the ticket as it was read, under its contract where that is loaded.
    pub fn put(&mut self, record: Record, contract: Option<&Contract>) {
        let changes = contract.map(|contract| deadline_changes(record.ticket.id, &record.events, contract));
        (self.changes, self.record) = (changes.unwrap_or_default(), Some(record));
    }

    /// Returns what the event at that place did to deadlines.
    pub fn changes_at(&self, place: usize) -> &[DeadlineChange] {
        self.changes.get(place).map_or(&[], Vec::as_slice)
    }

    /// Returns how far a page key goes: as far as the events that show, one of which stays.
    pub fn page(&self) -> isize {
        self.drawn.saturating_sub(1).max(1) as isize
    }

    /// Returns how many events the timeline has.
    pub fn events(&self) -> usize {
        self.record.as_ref().map_or(0, |r| r.events.len())
    }
}
