//! Carries out `frist uptime`: the uptime of a month or of the longer period that a promise is for, of one vendor in full or
//! of all in a table.

mod plain;

use std::collections::BTreeMap;

use super::args::{FormArgs, UptimeArgs};
use super::error::CliError;
use super::files;
use super::json::UptimeJson;
use super::output::{Output, json_line, room};
use super::setup::{Setup, shorten};
use super::spreadsheet;
use crate::desk::Desk;
use crate::domain::contract::Contract;
use crate::domain::ledger::Ledger;
use crate::domain::problem::ProblemKind;
use crate::domain::text::clean_lines;
use crate::domain::time::{CalendarPeriod, Month};
use crate::domain::uptime::{
    MonthRound, UptimeParty, UptimeQuery, csv_rows, markdown, months_in_words, period_round, promised_round,
    promises_in, round_markdown,
};

/// Prints the period in the requested form, or writes it to a file.
pub(super) fn uptime(setup: &mut Setup, args: &UptimeArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let ledger = setup.open(output)?.ledger();
    let rounds = rounds(setup, &ledger, args)?;
    let text = text(&rounds, &ledger, args)?;
    let Some(path) = &args.file.output else { return output.safe_lines(&text) };
    let contracts: BTreeMap<&str, &str> =
        rounds.iter().map(|round| (round.contract.id.as_str(), round.contract.vendor.as_str())).collect();
    let whose = match contracts.values().collect::<Vec<_>>().as_slice() {
        [only] => (**only).to_owned(),
        all => format!("{} vendors", all.len()),
    };
    let whom = args.of.as_ref().map_or_else(String::new, |of| format!(" for {of}"));
    let said = format!("the uptime of {whose}{whom} in {} is written down in", months_in_words(&rounds));
    files::write_and_tell(path, args.file.force, &text, &said, output)
}

/// Returns a row for each of these rounds, as text that is safe for a terminal.
pub(super) fn of_all(rounds: &[MonthRound<'_>]) -> String {
    clean_lines(&plain::of_all(rounds, super::output::columns())).into_owned()
}

/// Returns a round for each promise of the contract that is named, or of each there is.
fn rounds<'a>(setup: &Setup, ledger: &'a Ledger, args: &UptimeArgs) -> Result<Vec<MonthRound<'a>>, CliError> {
    let ids: Vec<&str> = match &args.contract {
        Some(id) => vec![&setup.contract(id)?.id],
        None => setup.book.known().into_iter().map(|contract| contract.id.as_str()).collect(),
    };
    if ids.is_empty() {
        let hint = format!("put contract files into {}", setup.paths.contracts.display());
        return Err(CliError::new(ProblemKind::NotFound, "there are no contracts", hint));
    }
    let mut rounds = Vec::new();
    for id in ids {
        let month = args.period.map(CalendarPeriod::first).or(args.month);
        let month = month.unwrap_or_else(|| Month::at(super::ledger_records::zone(setup, id), setup.now()));
        for query in queries(setup, id, (args.plan.as_deref(), args.of.as_deref()), month)? {
            let round = match args.period {
                Some(period) => period_round(&setup.book, ledger, &query, period, setup.now()),
                None => promised_round(&setup.book, ledger, &query, month, setup.now()),
            };
            rounds.extend(round.transpose()?);
        }
    }
    Ok(rounds)
}

/// Returns a question for each promise of uptime that a contract has in that month, or for the one of a plan, about all or one
/// service or customer.
///
/// # Errors
///
/// If the plan does not exist, or the name of the service or customer is empty.
pub(super) fn queries(
    setup: &Setup,
    id: &str,
    (plan, of): (Option<&str>, Option<&str>),
    month: Month,
) -> Result<Vec<UptimeQuery>, CliError> {
    if of.is_some_and(|of| of.trim().is_empty()) {
        return Err(CliError::input("--of names nobody", "name a service or a customer, or leave it out"));
    }
    let party = UptimeParty::named(of);
    let queries = match plan {
        // A plan without a promise of its own has the contract's.
        Some(plan) => {
            let own = setup.contract(id)?;
            let has_own = check_plan(own, plan)?;
            vec![UptimeQuery::of(id).in_plan(has_own.then_some(plan))]
        }
        None => promises_in(&setup.book, id, month),
    };
    Ok(queries.into_iter().map(|query| query.for_party(party.clone())).collect())
}

/// Returns whether that plan has a promise of uptime of its own.
fn check_plan(contract: &Contract, plan: &str) -> Result<bool, CliError> {
    let Some(found) = contract.plan(plan) else {
        let known: Vec<&str> = contract.plans.iter().map(|plan| plan.id.as_str()).collect();
        let message = format!("{} has no plan `{}`", contract.vendor, shorten(plan));
        return Err(CliError::input(message, format!("name one of {}", known.join(", "))));
    };
    Ok(found.uptime.is_some())
}

/// Returns the report as text that is safe for a terminal, with a line break behind each line.
fn text(rounds: &[MonthRound<'_>], ledger: &Ledger, args: &UptimeArgs) -> Result<String, CliError> {
    let of_one = args.contract.is_some();
    let one = rounds.first().filter(|_| of_one && rounds.len() == 1);
    let text = match (&args.form, one) {
        (FormArgs { json: true, .. }, _) => return json(rounds, ledger),
        (FormArgs { csv: true, .. }, _) => spreadsheet::rows(rounds.iter().flat_map(csv_rows))?,
        (FormArgs { markdown: true, .. }, Some(round)) => markdown(round),
        (FormArgs { markdown: true, .. }, None) => round_markdown(rounds),
        (_, _) if of_one => {
            rounds.iter().map(|round| plain::of_one(round, room(&args.file))).collect::<Vec<_>>().join("\n")
        }
        (_, _) => plain::of_all(rounds, room(&args.file)),
    };
    Ok(clean_lines(&text).into_owned())
}

fn json(rounds: &[MonthRound<'_>], ledger: &Ledger) -> Result<String, CliError> {
    let line = |round| Ok(json_line(&UptimeJson::new(round, ledger))? + "\n");
    rounds.iter().map(line).collect()
}
