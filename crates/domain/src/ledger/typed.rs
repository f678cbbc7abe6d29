//! Counts the customers who were typed on tickets and are no person that the desk knows, and says who they may be.

use std::collections::BTreeMap;

use super::party::{Party as _, folded};
use super::{Ledger, LedgerRecordId, Person};
use crate::ticket::Ticket;
use crate::ticket::event::CustomerSet;

/// A name that was typed, and the tickets that have it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TypedCustomer {
    /// The name as it was typed last.
    pub name: String,
    /// The number of tickets.
    pub tickets: u64,
    /// The number of those that are open.
    pub open: u64,
}

/// The names that were typed; capital letters and blanks make no difference.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TypedCustomers(BTreeMap<String, TypedCustomer>);

impl TypedCustomers {
    /// Counts a ticket of no known person; the newest ticket comes first.
    pub fn count(&mut self, ticket: &Ticket) {
        let Some(name) = ticket.customer.as_deref() else { return };
        let typed = self.0.entry(folded(name)).or_default();
        if typed.name.is_empty() {
            name.clone_into(&mut typed.name);
        }
        typed.tickets += 1;
        typed.open += u64::from(ticket.is_open());
    }

    /// Returns the names, those with the most tickets first.
    pub fn sorted(self) -> Vec<TypedCustomer> {
        let mut found: Vec<TypedCustomer> = self.0.into_values().collect();
        found.sort_by(|a, b| b.tickets.cmp(&a.tickets).then_with(|| a.name.cmp(&b.name)));
        found
    }
}

impl Ledger {
    /// Returns the people who are called so; capital letters and blanks make no difference.
    pub fn people_called(&self, name: &str) -> Vec<(LedgerRecordId, &Person)> {
        let wanted = folded(name);
        self.people().filter(|(_, person)| person.names().iter().any(|name| folded(name) == wanted)).collect()
    }
}

impl CustomerSet {
    /// Returns what gives a ticket that person; the name stays as it was typed.
    pub fn joining(ticket: &Ticket, id: LedgerRecordId, person: &Person) -> Self {
        Self {
            customer: ticket.customer.clone(),
            person: Some(id),
            organisation: ticket.organisation.or(person.organisation),
            was: None,
        }
    }
}
