//! Reports the minutes of work that were booked, and those of them that the customer pays for.

use crate::ticket::TicketId;

use super::ReportScope;
use super::facts::RoundFacts;
use super::group::Groups;
use super::table::{Cell, Column, Table};

/// Minutes, and the tickets that they were booked on.
#[derive(Default)]
struct BookedMinutes {
    sum: u64,
    tickets: Vec<TicketId>,
}

#[derive(Default)]
struct BookedTime {
    all: BookedMinutes,
    billable: BookedMinutes,
    unapproved: BookedMinutes,
}

impl BookedMinutes {
    fn add(&mut self, ticket: TicketId, minutes: u64) {
        if minutes > 0 {
            self.sum += minutes;
            self.tickets.push(ticket);
        }
    }

    fn join(&mut self, mut other: Self) {
        self.sum += other.sum;
        self.tickets.append(&mut other.tickets);
    }

    fn cell(&self) -> Cell {
        Cell::minutes(self.sum, self.tickets.clone())
    }

    fn count(&self) -> Cell {
        Cell::count(self.tickets.len(), self.tickets.clone())
    }
}

impl BookedTime {
    fn add(&mut self, fact: &RoundFacts) {
        self.all.add(fact.ticket, fact.minutes);
        self.billable.add(fact.ticket, fact.billable);
        self.unapproved.add(fact.ticket, fact.unapproved);
    }

    fn join(&mut self, other: Self) {
        self.all.join(other.all);
        self.billable.join(other.billable);
        self.unapproved.join(other.unapproved);
    }

    fn cells(&self) -> Vec<Cell> {
        vec![self.all.count(), self.all.cell(), self.billable.count(), self.billable.cell(), self.unapproved.cell()]
    }
}

pub(super) fn table(scope: &ReportScope<'_>) -> Table {
    let mut groups: Groups<BookedTime> = Groups::new();
    scope.tickets().filter(|fact| fact.minutes > 0).for_each(|fact| groups.at(scope.group(fact)).add(fact));
    let columns = [
        ("booked_tickets", "TICKETS"),
        ("minutes", "BOOKED"),
        ("billable_tickets", "BILLABLE"),
        ("billable_minutes", "TIME"),
        ("unapproved_minutes", "UNAPPROVED"),
    ];
    let columns = columns.map(|(key, head)| Column::figures(key, head)).into();
    let mut table = scope.grouped(groups, columns, BookedTime::cells, Some(BookedTime::join));
    table.notes = vec![
        "Hours and minutes of work booked on these tickets, whenever it was done. Billable: excluded for a cause that the \
         agreement has the customer pay for, and not booked as unpaid."
            .to_owned(),
        "Unapproved: of the billable time, what the agreement wants the customer's written approval of, and was worked \
         before there was one."
            .to_owned(),
    ];
    table
}
