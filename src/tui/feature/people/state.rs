//! Holds the page of people: which list shows, what of it matches, and what was counted over all tickets.

use std::collections::BTreeMap;

use crate::domain::ledger::{
    IndexedParty, Ledger, LedgerRecordId, Organisation, Person, TypedCustomer, TypedCustomers, folded,
};
use crate::domain::sla::TargetState;
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::Instant;
use crate::tui::shared::{PartyId, Shared};
use crate::tui::widget::Rows;

/// A list of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PeopleTab {
    /// The organisations.
    #[default]
    Organisations,
    /// The people.
    People,
    /// The names that were typed on tickets and are nobody's that the desk knows.
    Typed,
}

/// A row of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PeopleRow {
    /// A person or an organisation.
    Known(PartyId),
    /// A name that was typed.
    Typed(TypedCustomer),
}

/// What was counted over all tickets, closed ones too.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CustomerFigures {
    /// The names that were typed, those with the most tickets first.
    pub typed: Vec<TypedCustomer>,
    /// The newest ticket of each person and organisation, with when it was reported.
    pub last: BTreeMap<PartyId, (TicketId, Instant)>,
}

/// The figures while tickets are counted, the newest first.
#[derive(Debug, Default)]
pub struct CustomerCount {
    typed: TypedCustomers,
    last: BTreeMap<PartyId, (TicketId, Instant)>,
}

impl CustomerCount {
    /// Counts a ticket.
    pub fn count(&mut self, ticket: &Ticket, ledger: &Ledger) {
        if ledger.person_of(ticket).is_none() {
            self.typed.count(ticket);
        }
        for party in PartyId::all_of(ledger, ticket) {
            self.last.entry(party).or_insert((ticket.id, ticket.reported()));
        }
    }

    /// Returns the figures.
    pub fn done(self) -> CustomerFigures {
        CustomerFigures { typed: self.typed.sorted(), last: self.last }
    }
}

/// The state of the page.
#[derive(Default)]
pub struct PeopleView {
    /// The list that shows.
    pub tab: PeopleTab,
    /// The rows that match the filter.
    pub list: Vec<PeopleRow>,
    /// How many there are in each list; of typed names none while they are being counted.
    pub totals: (usize, usize, Option<usize>),
    /// The open tickets of each, with those of them that are breached.
    pub open: BTreeMap<PartyId, (usize, usize)>,
    /// The selected row.
    pub rows: Rows,
    /// The filter as it was entered.
    pub filter_text: String,
    /// What was counted over all tickets; none while that goes on.
    pub figures: Option<CustomerFigures>,
    /// Why it could not be counted.
    pub problem: Option<String>,
    /// Whether the tickets have to be counted, anew or for the first time.
    pub(super) wants_count: bool,
    /// Whether they are being counted.
    pub(super) is_counting: bool,
    /// The record that was entered here and is to be selected.
    pub(super) wanted: Option<LedgerRecordId>,
    /// The typed name that the form above was opened for.
    pub(super) naming: Option<TypedCustomer>,
    /// Whether something has changed since the list was made.
    pub(super) is_stale: bool,
}

impl PeopleView {
    /// Creates the page with that list.
    pub fn new(tab: PeopleTab) -> Self {
        Self { tab, wants_count: true, is_stale: true, ..Self::default() }
    }

    /// Returns the selected row.
    pub fn selected(&self) -> Option<&PeopleRow> {
        self.list.get(self.rows.selected())
    }

    /// Returns the selected person or organisation.
    pub fn party(&self) -> Option<PartyId> {
        match self.selected()? {
            PeopleRow::Known(party) => Some(*party),
            PeopleRow::Typed(_) => None,
        }
    }

    /// Shows the next list, or the one before.
    pub fn turn(&mut self, forward: bool) {
        use PeopleTab::{Organisations, People, Typed};
        self.tab = match (self.tab, forward) {
            (Organisations, true) | (Typed, false) => People,
            (People, true) | (Organisations, false) => Typed,
            (Typed, true) | (People, false) => Organisations,
        };
        (self.rows, self.is_stale) = (Rows::default(), true);
    }

    /// Makes the list again, if anything has changed; the selected row stays selected.
    pub fn arrange(&mut self, shared: &Shared) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        let selected = self.selected().cloned();
        self.count_open(shared);
        let ledger = &shared.ledger;
        let typed = self.figures.as_ref().map(|figures| figures.typed.as_slice());
        self.totals = (ledger.organisations().count(), ledger.people().count(), typed.map(<[_]>::len));
        self.list = match self.tab {
            PeopleTab::Organisations => known::<Organisation>(ledger, &self.filter_text, PartyId::Organisation),
            PeopleTab::People => known::<Person>(ledger, &self.filter_text, PartyId::Person),
            PeopleTab::Typed => {
                let wanted = folded(&self.filter_text);
                let fits = |typed: &&TypedCustomer| folded(&typed.name).contains(&wanted);
                typed.unwrap_or_default().iter().filter(fits).cloned().map(PeopleRow::Typed).collect()
            }
        };
        let wanted = self.wanted.take();
        let entered = |row: &PeopleRow| matches!(row, PeopleRow::Known(party) if Some(party.number()) == wanted);
        let same = |row: &PeopleRow| match (row, &selected) {
            (PeopleRow::Typed(one), Some(PeopleRow::Typed(other))) => folded(&one.name) == folded(&other.name),
            (row, Some(other)) => row == other,
            (_, None) => false,
        };
        let place = self.list.iter().position(entered).or_else(|| self.list.iter().position(same));
        let place = place.unwrap_or_else(|| self.rows.selected());
        self.rows.follow_from_top(place, self.list.len());
    }

    fn count_open(&mut self, shared: &Shared) {
        self.open.clear();
        for row in shared.queue.open_rows() {
            let breached = usize::from(row.state() == Some(TargetState::Breached));
            for party in PartyId::all_of(&shared.ledger, &row.ticket) {
                let count = self.open.entry(party).or_default();
                *count = (count.0 + 1, count.1 + breached);
                if let Some(figures) = &mut self.figures {
                    let last = figures.last.entry(party).or_insert((row.ticket.id, row.ticket.reported()));
                    *last = (*last).max((row.ticket.id, row.ticket.reported()));
                }
            }
        }
    }
}

/// Returns those that match, by name; all where nothing is typed.
fn known<P: IndexedParty>(ledger: &Ledger, typed: &str, id: impl Fn(LedgerRecordId) -> PartyId) -> Vec<PeopleRow> {
    let mut found: Vec<_> =
        if typed.trim().is_empty() { ledger.parties::<P>().collect() } else { ledger.parties_like::<P>(typed) };
    found.sort_by_cached_key(|(id, party)| (folded(party.name()), *id));
    found.into_iter().map(|(number, _)| PeopleRow::Known(id(number))).collect()
}
