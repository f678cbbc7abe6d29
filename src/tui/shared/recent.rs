//! Remembers which tickets were looked at last.

use std::collections::VecDeque;

use crate::domain::ticket::{Ticket, TicketId};

/// The number of tickets that are remembered.
const MOST: usize = 10;

/// The tickets that were looked at last, the latest first, each with its subject.
#[derive(Default)]
pub(crate) struct RecentTickets(VecDeque<(TicketId, String)>);

impl RecentTickets {
    /// Notes that a ticket is looked at now.
    pub(crate) fn look_at(&mut self, ticket: &Ticket) {
        self.0.retain(|(id, _)| *id != ticket.id);
        self.0.push_front((ticket.id, ticket.subject.clone()));
        self.0.truncate(MOST);
    }

    /// Returns the tickets, the latest first.
    pub(crate) fn list(&self) -> Vec<(TicketId, String)> {
        self.0.iter().cloned().collect()
    }
}
