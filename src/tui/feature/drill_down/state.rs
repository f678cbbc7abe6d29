//! Holds the tickets behind a figure, or of somebody: their numbers, and what has been read of them so far.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::desk::Problem;
use crate::domain::ledger::Ledger;
use crate::domain::query::FoundTickets;
use crate::domain::ticket::{Ticket, TicketId};
use crate::tui::shared::PartyId;
use crate::tui::widget::Rows;

/// The tickets that are read at a time, around the selected one.
const AT_ONCE: usize = 64;

/// What the tickets of a list have in common.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DrilledFrom {
    /// They stand behind a figure of a report, in its words.
    Figure(String),
    /// They are those of a person or an organisation.
    Party(PartyId),
}

/// The list of the tickets behind a figure, or of somebody.
pub struct DrillDown {
    /// What the tickets have in common.
    pub of: DrilledFrom,
    /// Why they could not be read.
    pub problem: Option<String>,
    /// Whether they are being looked for.
    pub is_searching: bool,
    /// The tickets by number, the newest first.
    pub tickets: Vec<TicketId>,
    /// The selected row.
    pub rows: Rows,
    read: BTreeMap<TicketId, Arc<Ticket>>,
    asked: BTreeSet<TicketId>,
}

impl DrillDown {
    /// Creates a list of the tickets behind a figure, of which nothing has been read yet.
    pub fn new(title: String, tickets: Vec<TicketId>) -> Self {
        Self { tickets: newest_first(tickets), ..Self::empty(DrilledFrom::Figure(title)) }
    }

    /// Creates a list of somebody's tickets, which are being looked for.
    pub fn of_party(party: PartyId) -> Self {
        Self { is_searching: true, ..Self::empty(DrilledFrom::Party(party)) }
    }

    fn empty(of: DrilledFrom) -> Self {
        let (tickets, rows, read, asked) = (Vec::new(), Rows::default(), BTreeMap::new(), BTreeSet::new());
        Self { of, problem: None, is_searching: false, tickets, rows, read, asked }
    }

    /// Takes in the tickets of that person or organisation, or why they cannot be read; returns whether it lists theirs.
    pub fn take_found(&mut self, party: PartyId, found: &Result<FoundTickets, Problem>) -> bool {
        if self.of != DrilledFrom::Party(party) {
            return false;
        }
        self.is_searching = false;
        match found {
            Ok(FoundTickets { tickets, .. }) => {
                let known = self.tickets.iter().copied().chain(tickets.iter().map(|ticket| ticket.id));
                self.tickets = newest_first(known.collect());
                self.asked.extend(&self.tickets);
                self.take(tickets.clone());
            }
            Err(error) => self.problem = Some(error.to_string()),
        }
        true
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

    /// Takes in a ticket that has changed, if it is one of these, or has become one of somebody's.
    pub fn put(&mut self, ticket: &Arc<Ticket>, ledger: &Ledger) {
        let id = ticket.id;
        let belongs = matches!(self.of, DrilledFrom::Party(party) if party.has(ledger, ticket));
        if belongs && !self.tickets.contains(&id) {
            let selected = self.selected();
            self.tickets = newest_first(self.tickets.iter().copied().chain([id]).collect());
            self.asked.insert(id);
            let place = selected.and_then(|selected| self.tickets.iter().position(|ticket| *ticket == selected));
            self.rows.follow_from_top(place.unwrap_or(0), self.tickets.len());
        }
        if belongs || self.read.contains_key(&id) {
            self.read.insert(id, Arc::clone(ticket));
        }
    }
}

fn newest_first(mut tickets: Vec<TicketId>) -> Vec<TicketId> {
    tickets.sort_unstable_by(|one, other| other.cmp(one));
    tickets.dedup();
    tickets
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
