//! Carries out `frist contract`: what the vendors promise, and whether a contract file is valid.

mod amend;
mod amend_many;
mod check;
mod explain;
mod new;
mod show;

use std::path::Path;

use serde::Serialize;

use super::Screen;
use super::args::ContractCommand;
use super::error::CliError;
use super::output::{Output, table};
use super::setup::Setup;
use crate::desk::{SharedDesk, each_ticket_of};
use crate::domain::contract::{ChangedPromise, Contract, opening_in_words};
use crate::domain::problem::ProblemKind;
use crate::domain::time::clock_text;
use crate::domain::uptime::uneven_turns;

/// One contract in a list.
#[derive(Serialize)]
struct ContractJson<'a> {
    id: &'a str,
    vendor: &'a str,
    short: Option<&'a str>,
    service: Option<&'a str>,
    version: &'a str,
    time_zone: &'static str,
    plans: Vec<&'a str>,
    severities: Vec<&'a str>,
    channels: &'a [String],
    /// The name of its promise.
    promise: &'a str,
    /// The changes of its promise without a new date.
    changed: Vec<ChangedJson>,
    /// What changes of its text leave without a promise of uptime, or count twice.
    warnings: Vec<String>,
    /// Present only where its file cannot be read and its promise stays in force: what is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Carries out `frist contract` with its commands. A new file goes into `folder`, or where none is named beside the settings.
pub(super) fn contract(
    mut setup: Setup,
    command: &ContractCommand,
    folder: Option<&Path>,
    output: &mut Output<'_>,
    screen: Screen,
) -> Result<(), CliError> {
    match command {
        ContractCommand::New(args) => new::new(setup, args, folder, output, screen),
        ContractCommand::Templates { json } => new::templates(*json, output),
        ContractCommand::Explain(args) => explain::explain(&mut setup, args, output),
        ContractCommand::List { json } => list(&mut setup, *json, output),
        ContractCommand::Show { id, json } => show_all(&mut setup, id, *json, output),
        ContractCommand::Check { files, json } => check::check(&setup, files, *json, output),
        ContractCommand::Amend(args) => amend::amend(&mut setup, args, output),
    }
}

fn show_all(setup: &mut Setup, id: &str, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.reach(output);
    let changed = changed(setup, desk.as_ref(), id)?;
    if json {
        return output.json(&show::to_json(&setup.book, setup.contract(id)?, &changed, setup.now()));
    }
    show::show(&setup.book, setup.contract(id)?, setup.now(), output)?;
    tell_changed(setup, &changed, output)
}

/// A promise that has changed, and how many tickets keep what was promised before.
#[derive(Serialize)]
struct ChangedJson {
    contract: String,
    /// The moment when it was first read.
    at: String,
    version: String,
    effective: Option<String>,
    /// The number of tickets, closed ones too.
    tickets: usize,
    #[serde(skip)]
    said: String,
}

/// Returns the changes of that contract's promise without a new date.
fn changed(setup: &Setup, desk: Option<&SharedDesk>, id: &str) -> Result<Vec<ChangedJson>, CliError> {
    let changes = setup.book.changes(id);
    let (Some(desk), false) = (desk, changes.is_empty()) else { return Ok(Vec::new()) };
    let mut keep = vec![0; changes.len()];
    each_ticket_of(desk, id, setup.now(), |ticket| {
        for (count, change) in keep.iter_mut().zip(&changes) {
            *count += usize::from(setup.book.is_before(change, ticket));
        }
    })?;
    let zone = setup.contract(id)?.zone;
    let say = |(change, tickets): (ChangedPromise, usize)| ChangedJson {
        contract: id.to_owned(),
        at: change.at.to_string(),
        tickets,
        effective: change.effective.map(|date| date.to_string()),
        said: clock_text(zone, change.at),
        version: change.version,
    };
    Ok(changes.into_iter().zip(keep).map(say).collect())
}

fn tell_changed(setup: &Setup, changed: &[ChangedJson], output: &mut Output<'_>) -> Result<(), CliError> {
    changed.iter().try_for_each(|change| {
        let (id, vendor) = (&change.contract, super::ledger_records::vendor(setup, &change.contract));
        let keep = match change.tickets {
            0 => "no ticket keeps what was promised before".to_owned(),
            1 => format!("1 ticket keeps what was promised before; frist contract amend {id} corrects it"),
            n => format!("{n} tickets keep what was promised before; frist contract amend {id} corrects them"),
        };
        let effective = change.effective.as_ref().map_or_else(String::new, |date| format!(" (effective {date})"));
        output.line(&format!("\n{vendor}{effective}: the promise changed on {}; {keep}", change.said))
    })
}

fn list(setup: &mut Setup, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.reach(output);
    let ids: Vec<String> = setup.book.contracts().map(|contract| contract.id.clone()).collect();
    let changed = ids.iter().map(|id| changed(setup, desk.as_ref(), id)).collect::<Result<Vec<_>, _>>()?;
    let contracts: Vec<&Contract> = setup.book.contracts().map(AsRef::as_ref).collect();
    let unreadable = setup.book.unreadable();
    if contracts.is_empty() && unreadable.is_empty() {
        let hint = format!("put contract files into {}", setup.paths.contracts.display());
        return Err(CliError::new(ProblemKind::NotFound, "there are no contracts", hint));
    }
    if json {
        let lines = contracts.iter().zip(changed);
        lines.into_iter().try_for_each(|(c, changed)| {
            let warnings = uneven(setup, &c.id);
            output.json(&ContractJson { changed, warnings, ..(*c).into() })
        })?;
        return unreadable.iter().try_for_each(|(contract, problem)| {
            output.json(&ContractJson { problem: Some(problem.to_string()), ..contract.as_ref().into() })
        });
    }
    let now = setup.now();
    let line = |c: &&Contract| vec![c.id.clone(), c.vendor.clone(), plan_ids(c), opening_in_words(c, now)];
    let kept = unreadable.iter().map(|(contract, _)| contract.as_ref());
    let all = contracts.iter().copied().chain(kept);
    output.line(&table(&["ID", "VENDOR", "PLANS", "SUPPORT"], all.map(|contract| line(&contract)), &[]))?;
    for (contract, problem) in &unreadable {
        output.line(&format!(
            "\n{}: its file cannot be read, so what it promised last goes on: {problem}",
            contract.id
        ))?;
    }
    for problem in setup.book.kept_problems() {
        output.remark(&problem.to_string());
    }
    tell_changed(setup, &changed.into_iter().flatten().collect::<Vec<_>>(), output)?;
    for contract in contracts {
        uneven(setup, &contract.id)
            .iter()
            .try_for_each(|says| output.line(&format!("\n{}: {says}", contract.vendor)))?;
    }
    Ok(())
}

/// Says of each change of the contract's text what it leaves without a promise of uptime, or counts twice.
fn uneven(setup: &Setup, id: &str) -> Vec<String> {
    let turns = uneven_turns(&setup.book, id, setup.now()).into_iter();
    turns.map(|turn| format!("{}; {}", turn.says, turn.instead)).collect()
}

fn plan_ids(contract: &Contract) -> String {
    contract.plans.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join(", ")
}

impl<'a> From<&'a Contract> for ContractJson<'a> {
    fn from(contract: &'a Contract) -> Self {
        Self {
            id: &contract.id,
            vendor: &contract.vendor,
            short: contract.short.as_deref(),
            service: contract.service.as_deref(),
            version: &contract.version,
            time_zone: contract.zone.name(),
            plans: contract.plans.iter().map(|p| p.id.as_str()).collect(),
            severities: contract.severities.iter().map(|s| s.id.as_str()).collect(),
            channels: &contract.support.channels,
            promise: &contract.promise,
            changed: Vec::new(),
            warnings: Vec::new(),
            problem: None,
        }
    }
}
