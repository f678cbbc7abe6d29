//! Holds the page of a person or an organisation.

use std::sync::Arc;

use crate::domain::sla::TicketRow;
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::Instant;
use crate::tui::shared::{PartyId, Shared};

/// The number of tickets that are shown, the last ones.
pub const LAST: u32 = 10;

/// The state of the page.
pub struct PartyPage {
    /// Whose page it is.
    pub party: PartyId,
    /// The last tickets, open or not, the newest first; none while they are being read.
    pub last: Option<Vec<Arc<Ticket>>>,
    /// Why they could not be read.
    pub problem: Option<String>,
    /// The place of the selected ticket among those that show.
    pub selected: usize,
    /// The first line that shows.
    pub scroll: usize,
}

impl PartyPage {
    /// Creates the page, whose last tickets are not read yet.
    pub const fn new(party: PartyId) -> Self {
        Self { party, last: None, problem: None, selected: 0, scroll: 0 }
    }

    /// Returns their open tickets, what breaks first at the top.
    pub fn open_tickets(&self, shared: &Shared, now: Instant) -> Vec<TicketRow> {
        let theirs = shared.queue.open_rows().filter(|row| self.party.has(&shared.ledger, &row.ticket));
        let mut rows: Vec<TicketRow> = theirs.map(|row| row.at(now)).collect();
        rows.sort_by_cached_key(|row| row.order(now));
        rows
    }

    /// Returns the rows of their last tickets.
    pub fn last_tickets(&self, shared: &Shared, now: Instant) -> Vec<TicketRow> {
        let row = |ticket: &Arc<Ticket>| TicketRow::new(Arc::clone(ticket), shared.book.of_ticket(ticket), now);
        self.last.iter().flatten().map(row).collect()
    }

    /// Returns the numbers of the tickets in the order in which they show.
    pub fn tickets(&self, shared: &Shared, now: Instant) -> Vec<TicketId> {
        let open = self.open_tickets(shared, now).into_iter().map(|row| row.ticket.id);
        open.chain(self.last.iter().flatten().map(|ticket| ticket.id)).collect()
    }

    /// Takes in tickets that were read, and keeps the last ones.
    pub fn take(&mut self, tickets: impl IntoIterator<Item = Arc<Ticket>>) {
        let last = self.last.get_or_insert_default();
        for ticket in tickets {
            last.retain(|known| known.id != ticket.id);
            last.push(ticket);
        }
        last.sort_by_key(|ticket| std::cmp::Reverse(ticket.id));
        last.truncate(LAST as usize);
    }
}
