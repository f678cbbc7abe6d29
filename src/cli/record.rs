//! Carries out the commands of the kinds of ledger records that are entered like any other: `frist maintenance`,
//! `frist change`. What they take and show is the kind's table of fields.

use std::collections::BTreeMap;

use super::args::{EntriesArgs, RecordAction, RecordArgs};
use super::entries::{List, Moments, Standing, contract_at, enter, remove, vendor, zone};
use super::error::CliError;
use super::json::RecordJson;
use super::output::Output;
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::contract::Contract;
use crate::domain::ledger::{Command, EntryId, Fact, Input, Kind, Ledger, Takes, Value};
use crate::domain::time::Zone;
use crate::domain::uptime::check_kind;

/// Enters, changes, lists or removes records of a kind.
pub(super) fn record(
    setup: &mut Setup,
    RecordArgs { kind, command, action }: &RecordArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    let (place, fact, json) = match action {
        RecordAction::Add { contract, given, json } => (None, added(setup, command, contract, given)?, *json),
        RecordAction::Set { id, given, seen } => {
            let ledger = desk.ledger();
            let standing = Standing::<Fact>::find(&ledger, *id, kind)?;
            let fact = changed(setup, command, standing.fact, given)?;
            (standing.place_of(&fact, seen.revision)?, fact, seen.json)
        }
        RecordAction::List(which) => return list(setup, &desk, (kind, command), which, output),
        RecordAction::Remove(args) => {
            let said = |standing: &Standing<'_, Fact>| said(setup, standing);
            return remove(setup, &desk, kind, (args.id, args.revision, args.json), said, output);
        }
    };
    let tell = |_: &Ledger, standing: &Standing<'_, Fact>, output: &mut Output<'_>| {
        tell(setup, command, standing, json, output)
    };
    enter(setup, &desk, place, fact, tell, output)
}

fn added(setup: &Setup, command: &Command, contract: &str, given: &BTreeMap<String, String>) -> Result<Fact, CliError> {
    let mut fact = (command.blank)(&setup.contract(contract)?.id);
    for input in command.fields() {
        let text = given.get(input.field.key()).map(String::as_str);
        let text = text.or((input.takes == Takes::MomentOrNever).then_some("now"));
        if let Some(text) = text {
            let value = read(setup, &fact, input, text)?;
            (command.put)(&mut fact, input.field, value);
        }
    }
    Ok(fact)
}

fn changed(
    setup: &Setup,
    command: &Command,
    standing: &Fact,
    given: &BTreeMap<String, String>,
) -> Result<Fact, CliError> {
    let mut fact = standing.clone();
    for input in command.fields() {
        if let Some(text) = given.get(input.field.key()) {
            // In a new record the word is a text like any other.
            let takes_away = matches!(input.takes, Takes::TextOrNone | Takes::Work) && text == "none";
            let value = if takes_away { Value::Text(None) } else { read(setup, &fact, input, text)? };
            (command.put)(&mut fact, input.field, value);
        }
    }
    Ok(fact)
}

/// Reads what is given for a field of that record.
fn read(setup: &Setup, fact: &Fact, input: &Input, text: &str) -> Result<Value, CliError> {
    let moments = Moments::of(setup, fact.contract());
    Ok(match input.takes {
        Takes::Moment | Takes::End => Value::Moment(Some(moments.read(text)?)),
        Takes::MomentOrNever => Value::Moment(moments.unless("never", text)?),
        Takes::Text | Takes::TextOrNone => Value::Text(Some(text.to_owned())),
        Takes::Work => Value::Text(Some(match contract_of(setup, fact) {
            Some(contract) => check_kind(text, contract)?,
            None => text.to_owned(),
        })),
    })
}

/// Returns the contract of a record, in the version that holds when it begins; none where that is not loaded.
fn contract_of<'a>(setup: &'a Setup, fact: &Fact) -> Option<&'a Contract> {
    let contract = match fact.span(setup.now()) {
        Some((from, _)) => contract_at(setup, fact.contract(), from),
        None => setup.book.get(fact.contract()),
    };
    contract.map(AsRef::as_ref)
}

/// Prints a record that was written, and what it comes to.
fn tell(
    setup: &Setup,
    command: &Command,
    standing: &Standing<'_, Fact>,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let contract = contract_of(setup, standing.fact);
    if json {
        return output.json(&RecordJson::new(standing, command, contract));
    }
    output.line(&said(setup, standing))?;
    contract.and_then(|contract| standing.fact.comes_to(contract)).map_or(Ok(()), |words| output.line(&words))
}

fn said(setup: &Setup, standing: &Standing<'_, Fact>) -> String {
    let fact = standing.fact;
    let says = fact.in_full(zone(setup, fact.contract()));
    format!("{} {} of {}: {says}", fact.kind().called, standing.id, vendor(setup, fact.contract()))
}

fn list(
    setup: &Setup,
    desk: &SharedDesk,
    (kind, command): (&Kind, &Command),
    EntriesArgs { contract, month, json }: &EntriesArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let list = List::<Fact>::new(setup, &ledger, kind, (contract.as_deref(), *month), |_| true)?;
    if *json {
        let line =
            |standing: &Standing<'_, Fact>| RecordJson::new(standing, command, contract_of(setup, standing.fact));
        return list.json(line, output);
    }
    let row = |standing: &Standing<'_, Fact>| {
        let fact = standing.fact;
        cells((standing.id, fact), command, contract_of(setup, fact), zone(setup, fact.contract()))
    };
    // The vendor stands behind the number.
    let right: Vec<usize> = right(command).iter().map(|n| if *n > 0 { n + 1 } else { *n }).collect();
    list.table(&head(command), row, &right, output)
}

/// Returns the heads of a table of records, beside the vendor.
pub(super) fn head(command: &Command) -> Vec<&'static str> {
    std::iter::once("#").chain(command.columns().map(|column| column.head)).collect()
}

/// Returns the columns under [`head`] that are set to the right.
pub(super) fn right(command: &Command) -> Vec<usize> {
    let figures = command.columns().enumerate().filter(|(_, column)| column.is_figure);
    std::iter::once(0).chain(figures.map(|(place, _)| place + 1)).collect()
}

/// Returns the cells under [`head`].
pub(super) fn cells(
    (id, fact): (EntryId, &Fact),
    command: &Command,
    contract: Option<&Contract>,
    zone: Zone,
) -> Vec<String> {
    std::iter::once(id.to_string()).chain(command.cells(fact, contract, zone)).collect()
}
