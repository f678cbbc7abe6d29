//! Carries out `frist contract`: what the vendors promise, and whether a contract file is valid.

mod amend;
mod explain;
mod new;

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Value, json};

use super::Screen;
use super::args::ContractCommand;
use super::error::CliError;
use super::output::{Output, table};
use super::setup::Setup;
use crate::config::read_text;
use crate::desk::{SharedDesk, each_ticket_of};
use crate::domain::contract::{
    ChangedPromise, Contract, Plan, TargetKind, attainment_in_words, claim_in_words, clock_in_words, credit_in_words,
    hours_in_words, kinds_in_words, odd_days_in_words, opening_in_words, read_contract, releases_in_words,
    review_in_words, sets_in_words, severity_in_words, terms_in_words, uptime_hours_in_words, uptime_in_words,
};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::sla::{list_in_words, promise_in_words};
use crate::domain::time::{Date, Instant, clock_text};

/// One contract in a list.
#[derive(Serialize)]
struct ContractJson<'a> {
    id: &'a str,
    vendor: &'a str,
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
        ContractCommand::Check { files, json } => check(&setup, files, *json, output),
        ContractCommand::Amend(args) => amend::amend(&mut setup, args, output),
    }
}

fn show_all(setup: &mut Setup, id: &str, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.reach(output);
    let changed = changed(setup, desk.as_ref(), id)?;
    if json {
        return output.json(&shown_json(setup.contract(id)?, &changed, setup.now()));
    }
    show(setup.contract(id)?, setup.now(), output)?;
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
    if contracts.is_empty() {
        let hint = format!("put contract files into {}", setup.paths.contracts.display());
        return Err(CliError::new(ProblemKind::NotFound, "there are no contracts", hint));
    }
    if json {
        let lines = contracts.iter().zip(changed);
        return lines.into_iter().try_for_each(|(c, changed)| output.json(&ContractJson { changed, ..(*c).into() }));
    }
    let now = setup.now();
    let line = |c: &&Contract| vec![c.id.clone(), c.vendor.clone(), plan_ids(c), opening_in_words(c, now)];
    output.line(&table(&["ID", "VENDOR", "PLANS", "SUPPORT"], contracts.iter().map(line), &[]))?;
    for problem in setup.book.kept_problems() {
        output.remark(&problem.to_string());
    }
    tell_changed(setup, &changed.into_iter().flatten().collect::<Vec<_>>(), output)
}

fn plan_ids(contract: &Contract) -> String {
    contract.plans.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join(", ")
}

fn show(contract: &Contract, now: Instant, output: &mut Output<'_>) -> Result<(), CliError> {
    output.line(&format!("{} ({})\n", contract.vendor, contract.id))?;
    output.line(&table(&[], facts(contract, now), &[]))?;
    output.line("\nHours")?;
    output.line(&table(&[], hours(contract), &[]))?;
    output.line("\nSeverities")?;
    output.line(&table(&["ID", "NAME", "COUNTS BY", "MEANS"], severities(contract), &[]))?;
    for plan in &contract.plans {
        output.line(&format!("\nPlan {} ({})", plan.name, plan.id))?;
        let promised = targets(contract, &plan.id);
        if promised.is_empty() {
            output.line("no times are promised")?;
        } else {
            output.line(&table(&["SEVERITY", "TARGET", "PROMISE"], promised, &[]))?;
        }
    }
    if !contract.notes.is_empty() {
        output.line("\nHow the text was read")?;
    }
    contract.notes.iter().try_for_each(|note| output.line(&format!("- {note}")))
}

/// Returns everything that is shown of a contract as JSON, in the same words. The shape is promised: a key may be added,
/// none may change or go.
fn shown_json(contract: &Contract, changed: &[ChangedJson], now: Instant) -> Value {
    let named = |rows: Vec<Vec<String>>, keys: &[&str]| -> Vec<Value> {
        let object =
            |row: Vec<String>| keys.iter().zip(row).map(|(key, text)| ((*key).to_owned(), text.into())).collect();
        rows.into_iter().map(|row| Value::Object(object(row))).collect()
    };
    let plan = |plan: &Plan| {
        let promised = named(targets(contract, &plan.id), &["severity", "target", "promise"]);
        json!({ "id": plan.id, "name": plan.name, "targets": promised })
    };
    json!({
        "id": contract.id, "vendor": contract.vendor, "version": contract.version, "time_zone": contract.zone.name(),
        "facts": named(facts(contract, now), &["name", "text"]), "hours": named(hours(contract), &["days", "hours"]),
        "severities": named(severities(contract), &["id", "name", "counts_by", "means"]),
        "plans": contract.plans.iter().map(plan).collect::<Vec<_>>(), "notes": contract.notes,
        "changed": changed,
    })
}

fn facts(contract: &Contract, now: Instant) -> Vec<Vec<String>> {
    let support = &contract.support;
    let some = |list: &[String]| (!list.is_empty()).then(|| list.join(", "));
    let all = [
        ("service", contract.service.clone()),
        ("version", (!contract.version.is_empty()).then(|| contract.version.clone())),
        ("effective", contract.effective.map(|d| d.to_string())),
        ("next review", review_in_words(contract, now)),
        ("time zone", Some(contract.zone.name().to_owned())),
        ("support", Some(opening_in_words(contract, now))),
        ("clock", Some(clock_in_words(support.default_clock).to_owned())),
        ("kinds", kinds_in_words(contract)),
        ("channels", Some(some(&support.channels).unwrap_or_else(|| "any".to_owned()))),
        ("holidays", some(&support.holidays)),
        ("releases", Some(releases_in_words(contract, now, Date::long))),
    ];
    let own = contract.plans.iter().filter_map(own_uptime);
    let many = contract.attainment.iter();
    let many = many.map(|attainment| vec!["attainment".to_owned(), attainment_in_words(contract, attainment)]);
    let sets = sets_in_words(contract).into_iter().map(|(name, words)| vec![name, words]);
    all.into_iter()
        .chain(terms_in_words(contract))
        .filter_map(|(name, value)| Some(vec![name.to_owned(), value?]))
        .chain(own)
        .chain(many)
        .chain(sets)
        .collect()
}

/// Returns the uptime that a plan promises itself, with what is owed where it is broken.
fn own_uptime(plan: &Plan) -> Option<Vec<String>> {
    let uptime = plan.uptime.as_ref()?;
    let parts = [
        Some(uptime_in_words(uptime)),
        uptime_hours_in_words(uptime),
        credit_in_words(uptime).map(|credit| format!("credit {credit}")),
        claim_in_words(uptime).map(|claim| format!("claim {claim}")),
    ];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
    Some(vec![format!("uptime of {}", plan.name), words])
}

/// Returns the hours of each weekday, and the days that differ.
fn hours(contract: &Contract) -> Vec<Vec<String>> {
    let lines = hours_in_words(contract).into_iter().chain(odd_days_in_words(contract));
    lines.map(|(days, hours)| vec![days, hours]).collect()
}

fn severities(contract: &Contract) -> Vec<Vec<String>> {
    let line = |s: &crate::domain::contract::Severity| {
        let channels = contract.channels(&s.id);
        let counts = if channels.is_empty() { "any".to_owned() } else { list_in_words(channels) };
        vec![s.id.clone(), severity_in_words(s), counts, s.means.clone()]
    };
    contract.severities.iter().map(line).collect()
}

/// Returns what the plan promises: severity, target, promise.
fn targets(contract: &Contract, plan: &str) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    for severity in &contract.severities {
        let Some(promises) = contract.promises(plan, &severity.id) else { continue };
        for kind in TargetKind::ALL {
            let promise = promises.get(kind).map(promise_in_words);
            lines.extend(promise.map(|words| vec![severity.name.clone(), kind.words().to_owned(), words]));
        }
    }
    lines
}

/// Checks files, and prints `ok` or every problem of each.
fn check(setup: &Setup, files: &[PathBuf], json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let mut all_good = true;
    for file in files {
        let name = file.display().to_string();
        let problems = match read_text(file) {
            Ok(text) => read_contract(&name, &text, setup.book.calendars()).err(),
            Err(error) => {
                let said = Problem::from(error).to_string();
                all_good = false;
                if json {
                    output.json(&json!({ "file": name, "ok": false, "message": said }))?;
                } else {
                    output.line(&said)?;
                }
                continue;
            }
        };
        match problems {
            None if json => output.json(&json!({ "file": name, "ok": true }))?,
            None => output.line(&format!("{name}: ok"))?,
            Some(problems) => {
                all_good = false;
                problems.iter().try_for_each(|problem| {
                    if json { output.json(&problem_json(problem)) } else { output.line(&problem.to_string()) }
                })?;
            }
        }
    }
    if all_good { Ok(()) } else { Err(CliError::Known(ProblemKind::Refused)) }
}

fn problem_json(problem: &Problem) -> Value {
    let (file, line, key) = (problem.file(), problem.line(), problem.key());
    json!({ "file": file, "ok": false, "line": line, "key": key, "message": problem.message, "hint": problem.hint })
}

impl<'a> From<&'a Contract> for ContractJson<'a> {
    fn from(contract: &'a Contract) -> Self {
        Self {
            id: &contract.id,
            vendor: &contract.vendor,
            service: contract.service.as_deref(),
            version: &contract.version,
            time_zone: contract.zone.name(),
            plans: contract.plans.iter().map(|p| p.id.as_str()).collect(),
            severities: contract.severities.iter().map(|s| s.id.as_str()).collect(),
            channels: &contract.support.channels,
            promise: &contract.promise,
            changed: Vec::new(),
        }
    }
}
