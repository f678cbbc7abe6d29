//! Carries out the commands of the kinds of ledger records that are entered like any other: `frist maintenance`,
//! `frist change`. What they take and show is the kind's table of fields.

use std::collections::BTreeMap;

use super::args::{EntriesArgs, RecordAction, RecordArgs};
use super::error::CliError;
use super::json::RecordJson;
use super::ledger_records::{
    MomentReader, RecordList, StandingRecord, contract_at, enter, remove, tell_in_own_time, vendor, zone,
};
use super::output::Output;
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::contract::Contract;
use crate::domain::ledger::{
    Ledger, LedgerCommand, LedgerFact, LedgerFieldType, LedgerInput, LedgerKind, LedgerRecordId, LedgerValue,
};
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
            let standing = StandingRecord::<LedgerFact>::find(&ledger, *id, kind)?;
            let fact = changed(setup, command, standing.fact, given)?;
            (standing.place_of(&fact, seen.revision)?, fact, seen.json)
        }
        RecordAction::List(which) => return list(setup, &desk, (kind, command), which, output),
        RecordAction::Remove(args) => {
            let said = |standing: &StandingRecord<'_, LedgerFact>| said(setup, standing);
            let when = |fact: &LedgerFact, zone: Zone| fact.in_full(zone);
            return remove(setup, &desk, kind, (args.id, args.revision, args.json), (said, when), output);
        }
    };
    let tell = |_: &Ledger, standing: &StandingRecord<'_, LedgerFact>, output: &mut Output<'_>| {
        tell(setup, command, standing, json, output)
    };
    enter(setup, &desk, place, fact, tell, output)
}

fn added(
    setup: &Setup,
    command: &LedgerCommand,
    contract: &str,
    given: &BTreeMap<String, String>,
) -> Result<LedgerFact, CliError> {
    let mut fact = (command.blank)(&setup.contract(contract)?.id);
    for input in command.fields() {
        let text = given.get(input.field.key()).map(String::as_str);
        let text = text.or((input.takes == LedgerFieldType::MomentOrNever).then_some("now"));
        if let Some(text) = text {
            let value = read(setup, &fact, input, text)?;
            (command.put)(&mut fact, input.field, value);
        }
    }
    Ok(fact)
}

fn changed(
    setup: &Setup,
    command: &LedgerCommand,
    standing: &LedgerFact,
    given: &BTreeMap<String, String>,
) -> Result<LedgerFact, CliError> {
    let mut fact = standing.clone();
    for input in command.fields() {
        if let Some(text) = given.get(input.field.key()) {
            // In a new record the word is a text like any other.
            let takes_away =
                matches!(input.takes, LedgerFieldType::TextOrNone | LedgerFieldType::Work) && text == "none";
            let value = if takes_away { LedgerValue::Text(None) } else { read(setup, &fact, input, text)? };
            (command.put)(&mut fact, input.field, value);
        }
    }
    Ok(fact)
}

/// Reads what is given for a field of that record.
fn read(setup: &Setup, fact: &LedgerFact, input: &LedgerInput, text: &str) -> Result<LedgerValue, CliError> {
    let moments = MomentReader::of(setup, fact.contract());
    Ok(match input.takes {
        LedgerFieldType::Moment | LedgerFieldType::End => LedgerValue::Moment(Some(moments.read(text)?)),
        LedgerFieldType::MomentOrNever => LedgerValue::Moment(moments.unless("never", text)?),
        LedgerFieldType::Text | LedgerFieldType::TextOrNone => LedgerValue::Text(Some(text.to_owned())),
        LedgerFieldType::Work => LedgerValue::Text(Some(match contract_of(setup, fact) {
            Some(contract) => check_kind(text, contract)?,
            None => text.to_owned(),
        })),
    })
}

/// Returns the contract of a record, in the version that holds when it begins; none where that is not loaded.
fn contract_of<'a>(setup: &'a Setup, fact: &LedgerFact) -> Option<&'a Contract> {
    let contract = match fact.span(setup.now()) {
        Some((from, _)) => contract_at(setup, fact.contract(), from),
        None => setup.book.get(fact.contract()),
    };
    contract.map(AsRef::as_ref)
}

/// Prints a record that was written, and what it comes to.
fn tell(
    setup: &Setup,
    command: &LedgerCommand,
    standing: &StandingRecord<'_, LedgerFact>,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let contract = contract_of(setup, standing.fact);
    if json {
        return output.json(&RecordJson::new(standing, command, contract));
    }
    output.line(&said(setup, standing))?;
    tell_in_own_time(setup, standing.fact.contract(), |zone| standing.fact.in_full(zone), output)?;
    contract.and_then(|contract| standing.fact.comes_to(contract)).map_or(Ok(()), |words| output.line(&words))
}

fn said(setup: &Setup, standing: &StandingRecord<'_, LedgerFact>) -> String {
    let fact = standing.fact;
    let says = fact.in_full(zone(setup, fact.contract()));
    format!("{} {} of {}: {says}", fact.kind().called, standing.id, vendor(setup, fact.contract()))
}

fn list(
    setup: &Setup,
    desk: &SharedDesk,
    (kind, command): (&LedgerKind, &LedgerCommand),
    EntriesArgs { contract, month, json }: &EntriesArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let list = RecordList::<LedgerFact>::new(setup, &ledger, kind, (contract.as_deref(), *month), |_| true)?;
    if *json {
        let line = |standing: &StandingRecord<'_, LedgerFact>| {
            RecordJson::new(standing, command, contract_of(setup, standing.fact))
        };
        return list.json(line, output);
    }
    let row = |standing: &StandingRecord<'_, LedgerFact>| {
        let fact = standing.fact;
        cells((standing.id, fact), command, contract_of(setup, fact), zone(setup, fact.contract()))
    };
    // The vendor stands behind the number.
    let right: Vec<usize> = right(command).iter().map(|n| if *n > 0 { n + 1 } else { *n }).collect();
    list.table(&head(command), row, &right, output)
}

/// Returns the heads of a table of records, beside the vendor.
pub(super) fn head(command: &LedgerCommand) -> Vec<&'static str> {
    std::iter::once("#").chain(command.columns().map(|column| column.head)).collect()
}

/// Returns the columns under [`head`] that are set to the right.
pub(super) fn right(command: &LedgerCommand) -> Vec<usize> {
    let figures = command.columns().enumerate().filter(|(_, column)| column.is_figure);
    std::iter::once(0).chain(figures.map(|(place, _)| place + 1)).collect()
}

/// Returns the cells under [`head`].
pub(super) fn cells(
    (id, fact): (LedgerRecordId, &LedgerFact),
    command: &LedgerCommand,
    contract: Option<&Contract>,
    zone: Zone,
) -> Vec<String> {
    std::iter::once(id.to_string()).chain(command.cells(fact, contract, zone)).collect()
}
