//! Reports whose fault it was that a promise was broken: the reason that was given when the ticket was closed.

use crate::ticket::{BreachReason, TicketId};

use super::ReportScope;
use super::facts::RoundFacts;
use super::group::Groups;
use super::table::{Cell, Column, Table};

/// The reasons, with key and head of their columns.
const COLUMNS: [(&str, &str); 6] = [
    ("ours", "OURS"),
    ("vendors", "VENDOR'S"),
    ("agreed", "AGREED"),
    ("disputed", "DISPUTED"),
    ("none", "NONE GIVEN"),
    ("open", "STILL OPEN"),
];

/// The tickets with each reason, in the order of the columns.
#[derive(Default)]
struct Reasons([Vec<TicketId>; COLUMNS.len()]);

impl Reasons {
    fn add(&mut self, fact: &RoundFacts) {
        let column = match (fact.closed, fact.reason) {
            (false, _) => 5,
            (true, Some(BreachReason::Ours)) => 0,
            (true, Some(BreachReason::Vendors)) => 1,
            (true, Some(BreachReason::Agreed)) => 2,
            (true, Some(BreachReason::Disputed)) => 3,
            (true, None) => 4,
        };
        self.0[column].push(fact.ticket);
    }

    fn join(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, mut others)| mine.append(&mut others));
    }

    fn cells(&self) -> Vec<Cell> {
        let all = self.0.concat();
        let each = self.0.iter().map(|tickets| Cell::count(tickets.len(), tickets.clone()));
        std::iter::once(Cell::count(all.len(), all)).chain(each).collect()
    }
}

pub(super) fn table(scope: &ReportScope<'_>) -> Table {
    let mut groups: Groups<Reasons> = Groups::new();
    scope.tickets().filter(|fact| fact.is_broken()).for_each(|fact| groups.at(scope.group(fact)).add(fact));
    let columns = std::iter::once(("broken", "BREACHED")).chain(COLUMNS);
    let columns = columns.map(|(key, head)| Column::figures(key, head)).collect();
    let mut table = scope.grouped(groups, columns, Reasons::cells, Some(Reasons::join));
    table.notes =
        vec!["Tickets on which the vendor broke a promise, each once, by the reason given at closing.".to_owned()];
    table
}
