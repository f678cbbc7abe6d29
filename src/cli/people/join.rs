//! Joins customers who were typed on tickets so far with people: nothing is joined by itself.

use std::collections::BTreeMap;

use serde_json::json;

use super::NamedRecord;
use crate::cli::error::CliError;
use crate::cli::output::{Output, table};
use crate::cli::setup::Setup;
use crate::desk::{Change, Desk, Request, SharedDesk, each_ticket};
use crate::domain::ledger::{Ledger, LedgerRecordId, Party as _, Person, folded};
use crate::domain::problem::ProblemKind;
use crate::domain::text::counted;
use crate::domain::ticket::event::CustomerSet;
use crate::domain::ticket::{EventData, Ticket};

/// The most tickets that one commit changes.
const TOGETHER: usize = 1_000;

/// The tickets that one name was typed on.
#[derive(Default)]
struct TypedCustomer {
    /// The name as it was typed last.
    name: String,
    tickets: u64,
    open: u64,
}

/// Lists the customers that were typed and are no person's, those with the most tickets first.
pub(super) fn typed(setup: &Setup, desk: &SharedDesk, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let mut names: BTreeMap<String, TypedCustomer> = BTreeMap::new();
    each_ticket(desk, "person:none", setup.now(), |ticket| {
        let Some(name) = ticket.customer.as_deref() else { return };
        let typed = names.entry(folded(name)).or_default();
        if typed.name.is_empty() {
            name.clone_into(&mut typed.name);
        }
        typed.tickets += 1;
        typed.open += u64::from(ticket.is_open());
    })?;
    let mut found: Vec<TypedCustomer> = names.into_values().collect();
    found.sort_by(|a, b| b.tickets.cmp(&a.tickets).then_with(|| a.name.cmp(&b.name)));
    if found.is_empty() {
        let hint = "frist person list shows the people there are";
        return Err(CliError::new(ProblemKind::NotFound, "no ticket has a customer who was only typed", hint));
    }
    let ledger = desk.ledger();
    if json {
        return found.iter().try_for_each(|typed| {
            let (name, tickets, open) = (&typed.name, typed.tickets, typed.open);
            let may_be: Vec<_> = candidates(&ledger, name).into_iter().map(NamedRecord::of).collect();
            output.json(&json!({ "name": name, "tickets": tickets, "open": open, "may_be": may_be }))
        });
    }
    let row = |typed: &TypedCustomer| {
        let may_be = candidates(&ledger, &typed.name);
        let may_be: Vec<String> = may_be.iter().map(|(id, person)| format!("{id} {}", person.name())).collect();
        vec![typed.name.clone(), typed.tickets.to_string(), typed.open.to_string(), may_be.join(", ")]
    };
    output.line(&table(&["TYPED", "TICKETS", "OPEN", "MAY BE"], found.iter().map(row), &[1, 2]))?;
    output.line("\nfrist person join NAME WHO says who it is")
}

/// Returns the people who are called so; capital letters and blanks make no difference.
fn candidates<'a>(ledger: &'a Ledger, name: &str) -> Vec<(LedgerRecordId, &'a Person)> {
    let wanted = folded(name);
    ledger.people().filter(|(_, person)| person.names.iter().any(|name| folded(name) == wanted)).collect()
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
    let set = CustomerSet {
        customer: ticket.customer.clone(),
        person: Some(id),
        organisation: ticket.organisation.or(person.organisation),
        was: None,
    };
    let what = Box::new(EventData::CustomerSet(set));
    Change::Add { ticket: ticket.id, revision: Some(ticket.revision), happened: None, what }
}
