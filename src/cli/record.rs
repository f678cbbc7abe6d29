//! The commands of the kinds of ledger records that are entered like any other: `frist maintenance`, `frist change`. What they
//! take and show is the kind's table of fields.

use std::collections::BTreeMap;

use super::args::{Does, EntriesArgs, RecordArgs};
use super::entries::{List, Listed, Moments, Standing, contract_at, enter_named, remove_named, vendor, zone};
use super::error::CliError;
use super::json::RecordJson;
use super::output::Output;
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::contract::Contract;
use crate::domain::ledger::{Command, EntryId, Fact, Input, Ledger, Takes, Value};
use crate::domain::time::{Instant, Zone};
use crate::domain::uptime::check_kind;

/// Enters, changes, lists or removes records of a kind.
pub(super) fn record(setup: &mut Setup, args: &RecordArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    let named = (args.kind.called, args.command.name);
    let (place, fact, json) = match &args.does {
        Does::Add { contract, given, json } => (None, added(setup, args.command, contract, given)?, *json),
        Does::Set { id, given, seen } => {
            let ledger = desk.ledger();
            let standing = find(args, &ledger, *id)?;
            let fact = changed(setup, args.command, standing.fact, given)?;
            (standing.place_named(&fact, seen.revision, named)?, fact, seen.json)
        }
        Does::List(which) => return list(setup, &desk, args, which, output),
        Does::Remove(remove) => {
            let ledger = desk.ledger();
            let standing = find(args, &ledger, remove.id)?;
            let place = (remove.id, remove.revision.unwrap_or(standing.revision));
            let said = said(setup, args, &standing);
            return remove_named(setup, &desk, place, (named, &said, remove.json), output);
        }
    };
    let tell = |ledger: &Ledger, id, output: &mut Output<'_>| tell(setup, args, &find(args, ledger, id)?, json, output);
    enter_named(setup, &desk, place, (fact, args.kind.called), tell, output)
}

fn find<'a>(args: &RecordArgs, ledger: &'a Ledger, id: EntryId) -> Result<Standing<'a, Fact>, CliError> {
    let of = |fact: &'a Fact| (fact.kind().name == args.kind.name).then_some(fact);
    Standing::find_named(ledger, id, (args.kind.called, args.command.name), of)
}

fn added(setup: &Setup, command: &Command, contract: &str, given: &BTreeMap<String, String>) -> Result<Fact, CliError> {
    let mut fact = (command.blank)(&setup.contract(contract)?.id);
    for input in command.fields() {
        let text = given.get(input.field.key()).map(String::as_str);
        // What may never have been was now, where nothing is said.
        let text = text.or((input.takes == Takes::MomentOrNever).then_some("now"));
        if let Some(text) = text {
            let value = read(setup, &fact, input, text, false)?;
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
            let value = read(setup, &fact, input, text, true)?;
            (command.put)(&mut fact, input.field, value);
        }
    }
    Ok(fact)
}

/// What is given for a field of that record, which may say in a word that there is nothing where it stands already.
fn read(setup: &Setup, fact: &Fact, input: &Input, text: &str, stands: bool) -> Result<Value, CliError> {
    let moments = Moments::of(setup, fact.contract());
    Ok(match input.takes {
        Takes::Moment | Takes::End => Value::Moment(Some(moments.read(text)?)),
        Takes::MomentOrNever => Value::Moment(moments.unless("never", text)?),
        Takes::TextOrNone | Takes::Work if stands && text == "none" => Value::Text(None),
        Takes::Text | Takes::TextOrNone => Value::Text(Some(text.to_owned())),
        Takes::Work => {
            let kind =
                contract_of(setup, fact).map_or_else(|| Ok(text.to_owned()), |contract| check_kind(text, contract));
            Value::Text(Some(kind?))
        }
    })
}

/// The agreement in the version that counts when it begins; none where that is not loaded.
fn contract_of<'a>(setup: &'a Setup, fact: &Fact) -> Option<&'a Contract> {
    match fact.span(setup.now()) {
        Some((from, _)) => contract_at(setup, fact.contract(), from).map(|contract| &**contract),
        None => setup.book.get(fact.contract()).map(|contract| &**contract),
    }
}

/// Tells a record that was written, and what it comes to.
fn tell(
    setup: &Setup,
    args: &RecordArgs,
    standing: &Standing<'_, Fact>,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let contract = contract_of(setup, standing.fact);
    if json {
        return output.json(&RecordJson::new(standing, args.command, contract));
    }
    output.line(&said(setup, args, standing))?;
    contract.and_then(|contract| standing.fact.comes_to(contract)).map_or(Ok(()), |words| output.line(&words))
}

fn said(setup: &Setup, args: &RecordArgs, standing: &Standing<'_, Fact>) -> String {
    let contract = standing.fact.contract();
    let says = standing.fact.in_full(zone(setup, contract));
    format!("{} {} of {}: {says}", args.kind.called, standing.id, vendor(setup, contract))
}

fn list(
    setup: &Setup,
    desk: &SharedDesk,
    args: &RecordArgs,
    which: &EntriesArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let (ledger, now) = (desk.ledger(), setup.now());
    let all = ledger.entries().filter_map(|entry| Standing::of_any_kind(entry));
    let all = all.filter(|standing| standing.fact.kind().name == args.kind.name);
    // What has no time of its own is in no month.
    let when = |fact: &Fact| fact.span(now).unwrap_or((Instant::FIRST, Instant::FIRST));
    let all = all.map(|standing| Listed { contract: standing.fact.contract(), when: when(standing.fact), standing });
    let asked = (which.contract.as_deref(), which.month);
    let needs = needs(args.command);
    let named = (args.kind.called, args.command.name);
    let list = List::of(setup, all.collect(), asked, |_| true, (named, &needs))?;
    let contract = |standing: &Standing<'_, Fact>| contract_of(setup, standing.fact);
    if which.json {
        return list.json(|standing| RecordJson::new(standing, args.command, contract(standing)), output);
    }
    let row = |standing: &Standing<'_, Fact>| {
        let zone = zone(setup, standing.fact.contract());
        cells((standing.id, standing.fact), args.command, contract(standing), zone)
    };
    // The vendor stands behind the number.
    let right: Vec<usize> = right(args.command).iter().map(|n| if *n > 0 { n + 1 } else { *n }).collect();
    list.table(&head(args.command), row, &right, output)
}

/// What the command needs to enter one.
fn needs(command: &Command) -> String {
    let needed = command.arguments().filter(|input| input.is_needed);
    let options = needed.map(|input| format!(" --{} {}", input.field.key(), input.takes.placeholder()));
    format!("--contract ID{}", options.collect::<String>())
}

/// What a table of records of that kind has of each, beside the vendor.
pub(super) fn head(command: &Command) -> Vec<&'static str> {
    std::iter::once("#").chain(command.heads().map(|(head, _)| head)).collect()
}

/// The columns that are set to the right.
pub(super) fn right(command: &Command) -> Vec<usize> {
    let figures = command.heads().enumerate().filter(|(_, (_, is_figure))| *is_figure);
    std::iter::once(0).chain(figures.map(|(place, _)| place + 1)).collect()
}

/// What stands in a table under [`head`].
pub(super) fn cells(
    (id, fact): (EntryId, &Fact),
    command: &Command,
    contract: Option<&Contract>,
    zone: Zone,
) -> Vec<String> {
    std::iter::once(id.to_string()).chain(command.cells(fact, contract, zone)).collect()
}
