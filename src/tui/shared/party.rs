//! Tells of whom a ticket is: of a person, else of an organisation.

use crate::domain::ledger::{Ledger, LedgerRecordId, Party as _};
use crate::domain::query::TicketSearch;
use crate::domain::text::clean;
use crate::domain::ticket::Ticket;
use crate::domain::time::Instant;

use super::Shared;

/// A person or an organisation, by the number of the record that stays.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PartyId {
    /// A person.
    Person(LedgerRecordId),
    /// An organisation.
    Organisation(LedgerRecordId),
}

impl PartyId {
    /// Returns whose ticket it is: the person's, else the organisation's; none where neither is known.
    pub fn of(ledger: &Ledger, ticket: &Ticket) -> Option<Self> {
        let person = ledger.person_of(ticket).map(|(id, _)| Self::Person(id));
        person.or_else(|| ledger.organisation_of(ticket).map(|(id, _)| Self::Organisation(id)))
    }

    /// Returns whether that ticket is one of theirs.
    pub fn has(self, ledger: &Ledger, ticket: &Ticket) -> bool {
        match self {
            Self::Person(id) => ledger.person_of(ticket).is_some_and(|(of, _)| of == id),
            Self::Organisation(id) => ledger.organisation_of(ticket).is_some_and(|(of, _)| of == id),
        }
    }

    /// Returns the filter that finds their tickets.
    pub fn filter(self) -> String {
        match self {
            Self::Person(id) => format!("person:{id}"),
            Self::Organisation(id) => format!("org:{id}"),
        }
    }

    /// Returns the name that is shown.
    pub fn name(self, ledger: &Ledger) -> String {
        let name = match self {
            Self::Person(id) => ledger.person(id).map(|(_, person)| person.name()),
            Self::Organisation(id) => ledger.organisation(id).map(|(_, organisation)| organisation.name()),
        };
        clean(name.unwrap_or_default()).into_owned()
    }
}

impl Shared {
    /// Returns the search for the newest tickets of somebody, closed ones too, at most so many.
    pub(crate) fn tickets_of(&self, party: PartyId, most: u32, now: Instant) -> TicketSearch {
        TicketSearch {
            filter: party.filter(),
            with_closed: true,
            me: self.me.name.clone(),
            now,
            most,
            before: None,
            zone: Some(self.zone.name().to_owned()),
        }
    }

    /// Says until when somebody of the staff is away; none where they are not. `away until Thu 11 Jan`
    pub(crate) fn away_in_words(&self, staff: &str, now: Instant) -> Option<String> {
        let absence = self.ledger.absence_of(staff, now)?;
        Some(match absence.to {
            None => "away until further notice".to_owned(),
            Some(to) => {
                let wall = self.zone.wall(to);
                // Most are away for whole days.
                let time = if wall.hm() == "00:00" { String::new() } else { format!(" {}", wall.hm()) };
                format!("away until {}{time}", wall.date.short())
            }
        })
    }
}
