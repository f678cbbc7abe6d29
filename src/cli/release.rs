//! Carries out `frist release`: vendors' release dates, by which "with the next release" is due.
//!
//! It is not made of a table of fields: a date is entered, listed and removed, but never changed, and belongs to no month.

use serde::Serialize;

use super::args::ReleaseCommand;
use super::error::CliError;
use super::ledger_records::{StandingRecord, none_known, remove, vendor, write};
use super::output::{Output, table};
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::ledger::{LedgerFact, LedgerRecordId, Release};
use crate::domain::time::Date;

/// Enters, lists or removes releases.
pub(super) fn release(setup: &mut Setup, command: &ReleaseCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    match command {
        ReleaseCommand::Add { contract, date, name, json } => {
            let release = Release { contract: contract.clone(), date: *date, name: name.clone() };
            add(setup, &desk, &release, *json, output)
        }
        ReleaseCommand::List { contract, json } => list(setup, &desk, contract.as_deref(), *json, output),
        ReleaseCommand::Remove { id, json } => {
            let said = |standing: &StandingRecord<'_, Release>| said(setup, standing.fact);
            // A release is a day, in whichever zone.
            remove(setup, &desk, Release::KIND, (*id, None, *json), (said, |_: &Release, _| String::new()), output)
        }
    }
}

fn add(
    setup: &Setup,
    desk: &SharedDesk,
    release: &Release,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let Some(id) = write(setup, desk, None, Some(LedgerFact::Release(release.clone())))? else { return Ok(()) };
    output.after(&format!("release {id} is written"), |output| {
        if json {
            return output.json(&ReleaseJson::new(id, release));
        }
        output.line(&format!("{id} {}", said(setup, release)))
    })
}

fn list(
    setup: &Setup,
    desk: &SharedDesk,
    contract: Option<&str>,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    if let Some(id) = contract {
        setup.contract(id)?;
    }
    let ledger = desk.ledger();
    let releases = ledger.releases(contract);
    if releases.is_empty() {
        return Err(none_known(Release::KIND));
    }
    if json {
        return releases.iter().try_for_each(|(id, release)| output.json(&ReleaseJson::new(*id, release)));
    }
    let cells = |(id, release): &(LedgerRecordId, &Release)| {
        let today = setup.book.get(&release.contract).map(|c| c.zone.wall(setup.now()).date);
        let past = if today.is_some_and(|today| release.date < today) { "past" } else { "" };
        let name = release.name.clone().unwrap_or_default();
        vec![id.to_string(), vendor(setup, &release.contract).to_owned(), release.date.long(), name, past.to_owned()]
    };
    output.line(&table(&["#", "VENDOR", "DATE", "NAME", ""], releases.iter().map(cells), &[0]))
}

fn said(setup: &Setup, release: &Release) -> String {
    let name = release.name.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
    format!("{} releases on {}{name}", vendor(setup, &release.contract), release.date.long())
}

/// A release as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct ReleaseJson<'a> {
    id: u64,
    contract: &'a str,
    date: Date,
    name: Option<&'a str>,
}

impl<'a> ReleaseJson<'a> {
    fn new(id: LedgerRecordId, release: &'a Release) -> Self {
        Self { id: id.0, contract: &release.contract, date: release.date, name: release.name.as_deref() }
    }
}
