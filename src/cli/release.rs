//! `frist release`: vendors' release dates, by which "with the next release" is due.

use serde::Serialize;

use super::args::ReleaseCommand;
use super::error::{CliError, Failure};
use super::output::{Output, table};
use super::setup::Setup;
use crate::desk::{Change, Desk, Request, SharedDesk};
use crate::domain::ledger::{EntryId, Fact, Release};
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
        ReleaseCommand::Remove { id } => remove(setup, &desk, EntryId(*id), output),
    }
}

fn add(
    setup: &Setup,
    desk: &SharedDesk,
    release: &Release,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let fact = Some(Box::new(Fact::Release(release.clone())));
    let done = desk.commit(Request::new(&setup.me, vec![Change::Enter { entry: None, revision: None, fact }]))?;
    let Some((id, _)) = done.entered.first() else { return Ok(()) };
    if json {
        return output.json(&ReleaseJson::new(*id, release));
    }
    output.line(&format!("{id} {}", said(setup, release)))
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
        let hint = "frist release add --contract ID DATE enters one";
        return Err(CliError::new(Failure::NothingMatched, "no release is known", hint));
    }
    if json {
        return releases.iter().try_for_each(|(id, release)| output.json(&ReleaseJson::new(*id, release)));
    }
    let cells = |(id, release): &(EntryId, &Release)| {
        let today = setup.book.get(&release.contract).map(|c| c.zone.wall(setup.now()).date);
        let past = if today.is_some_and(|today| release.date < today) { "past" } else { "" };
        let name = release.name.clone().unwrap_or_default();
        vec![id.to_string(), vendor(setup, release), release.date.long(), name, past.to_owned()]
    };
    output.line(&table(&["#", "VENDOR", "DATE", "NAME", ""], releases.iter().map(cells), &[0]))
}

fn remove(setup: &Setup, desk: &SharedDesk, id: EntryId, output: &mut Output<'_>) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let found = ledger.releases(None).into_iter().find(|(other, _)| *other == id);
    let Some((_, release)) = found else {
        let hint = "frist release list shows the ones there are";
        return Err(CliError::new(Failure::NothingMatched, format!("there is no release {id}"), hint));
    };
    let revision = ledger.get(id).map(|entry| entry.revision);
    desk.commit(Request::new(&setup.me, vec![Change::Enter { entry: Some(id), revision, fact: None }]))?;
    output.line(&format!("removed: {}", said(setup, release)))
}

fn said(setup: &Setup, release: &Release) -> String {
    let name = release.name.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
    format!("{} releases on {}{name}", vendor(setup, release), release.date.long())
}

fn vendor(setup: &Setup, release: &Release) -> String {
    setup.book.get(&release.contract).map_or_else(|| release.contract.clone(), |c| c.vendor.clone())
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
    fn new(id: EntryId, release: &'a Release) -> Self {
        Self { id: id.0, contract: &release.contract, date: release.date, name: release.name.as_deref() }
    }
}
