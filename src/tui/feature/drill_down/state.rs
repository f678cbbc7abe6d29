//! Holds the tickets behind a figure: their numbers, and what has been read of them so far.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::ticket::{Ticket, TicketId};
use crate::tui::widget::Rows;

/// The tickets that are read at a time, around the selected one.
const AT_ONCE: usize = 64;

/// The list of the tickets behind a figure.
pub struct DrillDown {
    /// The words for the figure.
    pub title: String,
    /// The tickets by number, the newest first.
    pub tickets: Vec<TicketId>,
    /// The selected row.
    pub rows: Rows,
    read: BTreeMap<TicketId, Arc<Ticket>>,
    asked: BTreeSet<TicketId>,
}

impl DrillDown {
    /// Creates a list of which nothing has been read yet.
    pub fn new(title: String, mut tickets: Vec<TicketId>) -> Self {
        tickets.sort_unstable_by(|one, other| other.cmp(one));
        Self { title, tickets, rows: Rows::default(), read: BTreeMap::new(), asked: BTreeSet::new() }
    }

    /// Returns the selected ticket.
    pub fn selected(&self) -> Option<TicketId> {
        self.tickets.get(self.rows.selected()).copied()
    }

    /// Returns a ticket as far as it has been read.
    pub fn ticket(&self, id: TicketId) -> Option<&Arc<Ticket>> {
        self.read.get(&id)
    }

    /// Returns the tickets around the selected one that are neither read nor asked for, and notes them as asked for.
    pub fn to_read(&mut self) -> Vec<TicketId> {
        let from = self.rows.selected().saturating_sub(AT_ONCE / 2);
        let around = self.tickets.iter().skip(from).take(AT_ONCE).copied();
        let new: Vec<TicketId> = around.filter(|id| !self.asked.contains(id)).collect();
        self.asked.extend(&new);
        new
    }

    /// Takes in tickets that were read.
    pub fn take(&mut self, tickets: Vec<Arc<Ticket>>) {
        self.read.extend(tickets.into_iter().map(|ticket| (ticket.id, ticket)));
    }

    /// Takes in a ticket that has changed, if it is one of these.
    pub fn put(&mut self, ticket: &Arc<Ticket>) {
        if self.read.contains_key(&ticket.id) {
            self.read.insert(ticket.id, Arc::clone(ticket));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_read_and_only_once() {
        let mut behind = DrillDown::new("t".to_owned(), (1..=1000).map(TicketId).collect());
        assert_eq!(behind.to_read(), (937..=1000).rev().map(TicketId).collect::<Vec<_>>());
        assert_eq!(behind.to_read(), []);
        behind.rows.step(isize::MAX, 1000);
        assert_eq!(behind.to_read(), (1..=33).rev().map(TicketId).collect::<Vec<_>>());
    }
}
