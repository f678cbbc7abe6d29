//! Joins customers who were typed on tickets so far with people: nothing is joined by itself.

use serde_json::json;

use super::NamedRecord;
use crate::cli::error::CliError;
use crate::cli::output::{Output, table};
use crate::cli::setup::Setup;
use crate::desk::{Change, Desk, Request, SharedDesk, each_ticket};
use crate::domain::ledger::{LedgerRecordId, Party as _, Person, TypedCustomer, TypedCustomers, folded};
use crate::domain::problem::ProblemKind;
use crate::domain::text::counted;
use crate::domain::ticket::event::CustomerSet;
use crate::domain::ticket::{EventData, Ticket};

/// The most tickets that one commit changes.
const TOGETHER: usize = 1_000;

/// Lists the customers that were typed and are no person's, those with the most tickets first.
pub(super) fn typed(setup: &Setup, desk: &SharedDesk, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let mut names = TypedCustomers::default();
    each_ticket(desk, "person:none", setup.now(), |ticket| names.count(ticket))?;
    let found = names.sorted();
    if found.is_empty() {
        let hint = "frist person list shows the people there are";
        return Err(CliError::new(ProblemKind::NotFound, "no ticket has a customer who was only typed", hint));
    }
    let ledger = desk.ledger();
    if json {
        return found.iter().try_for_each(|typed| {
            let (name, tickets, open) = (&typed.name, typed.tickets, typed.open);
            let may_be: Vec<_> = ledger.people_called(name).into_iter().map(NamedRecord::of).collect();
            output.json(&json!({ "name": name, "tickets": tickets, "open": open, "may_be": may_be }))
        });
    }
    let row = |typed: &TypedCustomer| {
        let may_be = ledger.people_called(&typed.name);
        let may_be: Vec<String> = may_be.iter().map(|(id, person)| format!("{id} {}", person.name())).collect();
        vec![typed.name.clone(), typed.tickets.to_string(), typed.open.to_string(), may_be.join(", ")]
    };
    output.line(&table(&["TYPED", "TICKETS", "OPEN", "MAY BE"], found.iter().map(row), &[1, 2]))?;
    output.line("\nfrist person join NAME WHO says who it is")
}

/// Gives every ticket with that typed customer the person.
pub(super) fn join(
    setup: &Setup,
    desk: &SharedDesk,
    (name, who): (&str, &str),
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let (id, person) = ledger.party_meant::<Person>(who)?;
    let wanted = folded(name);
    let mut changes = Vec::new();
    each_ticket(desk, "person:none", setup.now(), |ticket| {
        if ticket.customer.as_deref().is_some_and(|customer| folded(customer) == wanted) {
            changes.push(joined(ticket, id, person));
        }
    })?;
    if changes.is_empty() {
        let message = format!("no ticket has `{name}` as a customer who was only typed");
        return Err(CliError::new(ProblemKind::NotFound, message, "frist person typed lists the names there are"));
    }
    let number = changes.len();
    while !changes.is_empty() {
        let rest = changes.split_off(changes.len().min(TOGETHER));
        desk.commit(Request::new(&setup.me, std::mem::replace(&mut changes, rest)))?;
    }
    let said = format!("{} of {name} {} {}'s now", counted(number as u64, "ticket"), are(number), person.name());
    output.after(&said, |output| {
        if json {
            return output.json(&json!({ "name": name, "person": NamedRecord::of((id, person)), "tickets": number }));
        }
        output.line(&said)
    })
}

const fn are(number: usize) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

/// Returns the change that gives a ticket a person; the name stays as it was typed.
fn joined(ticket: &Ticket, id: LedgerRecordId, person: &Person) -> Change {
    let set = CustomerSet::joining(ticket, id, person);
    let what = Box::new(EventData::CustomerSet(set));
    Change::Add { ticket: ticket.id, revision: Some(ticket.revision), happened: None, what }
}
