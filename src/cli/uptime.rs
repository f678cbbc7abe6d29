//! Carries out `frist uptime`: the uptime of a month, of one vendor in full or of all in a table.

mod plain;

use super::args::{FormArgs, UptimeArgs};
use super::error::CliError;
use super::files;
use super::json::UptimeJson;
use super::output::{Output, json_line, room};
use super::setup::Setup;
use super::spreadsheet;
use crate::desk::Desk;
use crate::domain::ledger::Ledger;
use crate::domain::problem::ProblemKind;
use crate::domain::text::clean_lines;
use crate::domain::time::Month;
use crate::domain::uptime::{MonthRound, csv_rows, markdown, month_round_of, months_in_words, round_markdown};

/// Prints the month in the requested form, or writes it to a file.
pub(super) fn uptime(setup: &mut Setup, args: &UptimeArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let ledger = setup.open(output)?.ledger();
    let rounds = rounds(setup, &ledger, args)?;
    let text = text(&rounds, &ledger, args)?;
    let Some(path) = &args.file.output else { return output.safe_lines(&text) };
    let whose = match rounds.as_slice() {
        [only] => only.contract.vendor.clone(),
        all => format!("{} vendors", all.len()),
    };
    let whom = args.of.as_ref().map_or_else(String::new, |of| format!(" for {of}"));
    let said = format!("the uptime of {whose}{whom} in {} is written down in", months_in_words(&rounds));
    files::write_and_tell(path, args.file.force, &text, &said, output)
}

/// Returns the month of the contract that is named, or of each there is.
fn rounds<'a>(setup: &Setup, ledger: &'a Ledger, args: &UptimeArgs) -> Result<Vec<MonthRound<'a>>, CliError> {
    let ids: Vec<&str> = match &args.contract {
        Some(id) => vec![&setup.contract(id)?.id],
        None => setup.book.known().into_iter().map(|contract| contract.id.as_str()).collect(),
    };
    if ids.is_empty() {
        let hint = format!("put contract files into {}", setup.paths.contracts.display());
        return Err(CliError::new(ProblemKind::NotFound, "there are no contracts", hint));
    }
    let round = |id: &str| {
        let month = args.month.unwrap_or_else(|| Month::at(super::ledger_records::zone(setup, id), setup.now()));
        month_round_of(&setup.book, ledger, (id, args.of.as_deref()), month, setup.now()).transpose()
    };
    Ok(ids.into_iter().filter_map(|id| round(id).transpose()).collect::<Result<_, _>>()?)
}

/// Returns the report as text that is safe for a terminal, with a line break behind each line.
fn text(rounds: &[MonthRound<'_>], ledger: &Ledger, args: &UptimeArgs) -> Result<String, CliError> {
    let one = rounds.first().filter(|_| args.contract.is_some());
    let text = match (&args.form, one) {
        (FormArgs { json: true, .. }, _) => return json(rounds, ledger),
        (FormArgs { csv: true, .. }, _) => spreadsheet::rows(rounds.iter().flat_map(csv_rows))?,
        (FormArgs { markdown: true, .. }, Some(round)) => markdown(round),
        (FormArgs { markdown: true, .. }, None) => round_markdown(rounds),
        (_, Some(round)) => plain::of_one(round, room(&args.file)),
        (_, None) => plain::of_all(rounds, room(&args.file)),
    };
    Ok(clean_lines(&text).into_owned())
}

fn json(rounds: &[MonthRound<'_>], ledger: &Ledger) -> Result<String, CliError> {
    let line = |round| Ok(json_line(&UptimeJson::new(round, ledger))? + "\n");
    rounds.iter().map(line).collect()
}
