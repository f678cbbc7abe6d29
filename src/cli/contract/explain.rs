//! Carries out `frist contract explain`: what would happen to a report, in words.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use crate::cli::args::ExplainArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::setup::{Setup, shorten};
use crate::cli::show::WhyDayJson;
use crate::config::read_text;
use crate::domain::contract::{Contract, TargetKind, read_contract};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::reader::{any_of, nearest};
use crate::domain::sla::{ExplainedTarget, explain as explanation};
use crate::domain::time::{Instant, parse_coming};

/// Explains what would happen to a report.
pub(super) fn explain(setup: &mut Setup, args: &ExplainArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let Some((newest, is_file)) = find(setup, args, output)? else { return Err(CliError::Known(ProblemKind::Refused)) };
    let reported = reported(args, &newest, setup.now())?;
    // A report falls under the version that is in force then.
    let in_force = setup.book.for_report(&newest.id, reported).filter(|_| !is_file);
    let contract = in_force.unwrap_or(&newest);
    let (plan, severity) = (plan(args, contract)?, severity(args, contract)?);
    let explained = explanation(contract, &plan, &severity, reported)?;
    if args.json {
        let targets: Vec<ExplainedJson<'_>> = explained.targets.iter().map(ExplainedJson::from).collect();
        return output.json(&json!({
            "contract": contract.id, "plan": plan, "severity": severity, "reported": reported.to_string(),
            "opening": explained.opening, "targets": targets, "closing": explained.closing, "text": explained.to_text(),
        }));
    }
    output.line(&explained.to_text())?;
    if explained.targets.is_empty() {
        output.line(&format!("\n{} promises no time for this.", contract.vendor))?;
    }
    Ok(())
}

fn severity(args: &ExplainArgs, contract: &Contract) -> Result<String, CliError> {
    let known = contract.severities.iter().map(|severity| (severity.id.as_str(), severity.name.as_str()));
    choose("severity", &args.severity, &known.collect::<Vec<_>>(), contract)
}

fn plan(args: &ExplainArgs, contract: &Contract) -> Result<String, CliError> {
    let known: Vec<(&str, &str)> = contract.plans.iter().map(|plan| (plan.id.as_str(), plan.name.as_str())).collect();
    match (&args.plan, known.as_slice()) {
        (Some(plan), _) => choose("plan", plan, &known, contract),
        (None, [(only, _)]) => Ok((*only).to_owned()),
        (None, several) => {
            let hint = format!("add --plan with {}", any_of(several.iter().map(|(id, _)| id)));
            Err(CliError::input(format!("{} has several plans", contract.id), hint))
        }
    }
}

fn reported(args: &ExplainArgs, contract: &Contract, now: Instant) -> Result<Instant, CliError> {
    let Some(text) = &args.reported else { return Ok(now) };
    parse_coming(text, contract.zone, now).map_err(|error| {
        let hint = error.hint().map(|hint| format!("{hint}; ")).unwrap_or_default();
        CliError::input(
            format!("--reported: {}", error.message()),
            format!("{hint}a weekday is the next one: \"Fri 15:50\""),
        )
    })
}

fn is_file(name: &str) -> bool {
    name.contains('/') || Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// A contract, and whether it is from a file that was named.
type Found = (Arc<Contract>, bool);

/// Returns the contract of that id, or the one in that file; none where the file has mistakes, which are printed.
fn find(setup: &mut Setup, args: &ExplainArgs, output: &mut Output<'_>) -> Result<Option<Found>, CliError> {
    let name = &args.contract;
    if setup.jailed || !is_file(name) {
        // The desk knows the vendor's releases, and what was promised before.
        let _desk = setup.reach(output);
        let known = setup.book.get(name).cloned();
        let file_of_that_name = !setup.jailed && Path::new(name).is_file();
        if known.is_some() || !file_of_that_name {
            return known.map_or_else(|| setup.contract(name).cloned(), Ok).map(|contract| Some((contract, false)));
        }
    }
    let text = read_text(Path::new(name)).map_err(Problem::from)?;
    match read_contract(name, &text, setup.book.calendars()) {
        Ok(contract) => Ok(Some((Arc::new(contract), true))),
        Err(problems) => {
            for problem in &problems {
                output.remark(&problem.to_string());
            }
            Ok(None)
        }
    }
}

/// Returns the id of the severity or plan of that id or name.
fn choose(what: &str, text: &str, known: &[(&str, &str)], contract: &Contract) -> Result<String, CliError> {
    let is_called = |(id, name): &&(&str, &str)| name.eq_ignore_ascii_case(text) || id.eq_ignore_ascii_case(text);
    let wanted = known.iter().find(|(id, _)| *id == text);
    let called: Vec<&(&str, &str)> = known.iter().filter(is_called).collect();
    if wanted.is_none() && called.len() > 1 {
        let message = format!("{} has more than one {what} `{}`", contract.id, shorten(text));
        return Err(CliError::input(message, format!("write the id: {}", any_of(called.iter().map(|(id, _)| id)))));
    }
    let wanted = wanted.or_else(|| called.first().copied());
    wanted.map(|(id, _)| (*id).to_owned()).ok_or_else(|| {
        let ids = known.iter().map(|(id, _)| *id);
        let hint = match nearest(text, ids.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", any_of(ids)),
        };
        CliError::input(format!("{} has no {what} `{}`", contract.id, shorten(text)), hint)
    })
}

/// What would happen to one target, as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct ExplainedJson<'a> {
    target: &'static str,
    expected: Option<String>,
    due: Option<String>,
    breach_after: Option<String>,
    otherwise: Option<String>,
    waits_for: Option<&'static str>,
    /// What is promised and from when it counts, a sentence each.
    opening: &'a [String],
    days: Vec<WhyDayJson<'a>>,
    /// When it is due and breached, a sentence each.
    closing: &'a [String],
    /// What meets it and what stops its clock, a sentence each.
    further: &'a [String],
}

impl<'a> From<&'a ExplainedTarget> for ExplainedJson<'a> {
    fn from(target: &'a ExplainedTarget) -> Self {
        let deadline = &target.deadline;
        Self {
            target: deadline.target.key(),
            expected: deadline.expected.as_ref().map(Instant::to_string),
            due: deadline.due.as_ref().map(Instant::to_string),
            breach_after: deadline.breach_after.as_ref().map(Instant::to_string),
            otherwise: deadline.otherwise.as_ref().map(Instant::to_string),
            waits_for: deadline.waits_for.map(TargetKind::key),
            opening: &target.why.opening,
            days: target.why.days.iter().map(WhyDayJson::from).collect(),
            closing: &target.why.closing,
            further: &target.further,
        }
    }
}
