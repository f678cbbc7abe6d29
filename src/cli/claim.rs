//! Carries out `frist claim`: the draft of a claim for a broken promise of uptime, or the list of what can be claimed.

use super::args::{ClaimArgs, LanguageArgs};
use super::error::CliError;
use super::files;
use super::json::ClaimJson;
use super::output::{Output, WhenNarrow, json_line, room, table_in};
use super::setup::{Setup, shorten};
use super::uptime::queries;
use crate::desk::Desk;
use crate::domain::contract::{Contract, UptimePer};
use crate::domain::ledger::{Ledger, same_party};
use crate::domain::problem::ProblemKind;
use crate::domain::text::{clean, clean_lines};
use crate::domain::time::{CalendarPeriod, Month};
use crate::domain::uptime::{
    MonthRound, UptimeQuery, claim_markdown, claim_standing_in_words, claims_of, for_whom, months_in_words, names_in,
    open_claims, owed_in_words, percent_text, promised_period, whose_promise,
};

/// Writes the claims of a contract, or lists what can be claimed of all vendors.
pub(super) fn claim(setup: &mut Setup, args: &ClaimArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let ledger = setup.open(output)?.ledger();
    let rounds = match &args.contract {
        Some(contract) => rounds(setup, &ledger, contract, args)?,
        None => open(setup, &ledger)?,
    };
    let text = match (args.json, &args.contract) {
        (true, _) => json(&rounds, args.language)?,
        (false, Some(_)) => documents(&rounds, args.language),
        (false, None) => list(&rounds, room(&args.file)),
    };
    let Some(path) = &args.file.output else { return output.safe_lines(&text) };
    let whose = args.contract.as_ref().and_then(|_| rounds.first()).map(|round| round.contract.vendor.clone());
    let said = match whose {
        Some(vendor) => format!("the claim to {vendor} for {} is written down in", months_in_words(&rounds)),
        None => "what can be claimed is written down in".to_owned(),
    };
    files::write_and_tell(path, args.file.force, &text, &said, output)
}

/// Returns every claim that is open.
fn open<'a>(setup: &Setup, ledger: &'a Ledger) -> Result<Vec<MonthRound<'a>>, CliError> {
    let rounds = open_claims(&setup.book, ledger, setup.now());
    if rounds.is_empty() {
        let hint =
            "frist claim CONTRACT --period 2024-03 tells how one month stands; frist uptime shows the present one";
        return Err(CliError::new(ProblemKind::NotFound, "nothing can be claimed of any vendor", hint));
    }
    Ok(rounds)
}

/// Returns a round for each claim of the period; of those customers and promises for which something is owed, or all where
/// nothing is.
fn rounds<'a>(
    setup: &Setup,
    ledger: &'a Ledger,
    contract: &str,
    args: &ClaimArgs,
) -> Result<Vec<MonthRound<'a>>, CliError> {
    let contract = setup.contract(contract)?;
    let last_month = || Month::at(contract.zone, setup.now()).plus(-1);
    let month = args.period.map_or_else(last_month, CalendarPeriod::last);
    let mut rounds = Vec::new();
    for query in queries(setup, &contract.id, (args.plan.as_deref(), args.of.as_deref()), month)? {
        let period = args.period.or_else(|| last_over(setup, &query, month));
        let Some(period) = period else { continue };
        let promise = contract.uptime_of(query.plan.as_deref());
        if args.of.is_some() && promise.is_none_or(|promise| promise.per != UptimePer::Customer) {
            continue;
        }
        let claims = claims_of(&setup.book, ledger, &query, period, setup.now());
        rounds.extend(claims.transpose()?.unwrap_or_default());
    }
    if let Some(of) = &args.of {
        check_party(contract, ledger, !rounds.is_empty(), of)?;
    }
    let is_owed = |round: &MonthRound<'_>| round.uptime.claim().is_owed();
    if rounds.iter().any(is_owed) {
        rounds.retain(is_owed);
    }
    Ok(rounds)
}

/// Checks that a claim can be that one's: a promise that was asked about is each customer's, and an outage names the one.
fn check_party(contract: &Contract, ledger: &Ledger, is_each: bool, of: &str) -> Result<(), CliError> {
    let vendor = &contract.vendor;
    if !is_each {
        let message =
            format!("the uptime that {vendor} promises is not each customer's, so no one of them has a claim");
        let hint = format!("leave --of out: frist claim {}; frist uptime --of shows what one had", contract.id);
        return Err(CliError::input(message, hint));
    }
    let outages = ledger.outages(Some(&contract.id));
    let names = names_in(outages.iter().map(|(_, outage)| *outage));
    if names.iter().any(|name| same_party(name, of)) {
        return Ok(());
    }
    let hint = if names.is_empty() {
        "frist outage set NUMBER --affects NAME says whom an outage hit".to_owned()
    } else {
        format!("name one of {}; frist outage list has the outages", names.join(", "))
    };
    Err(CliError::input(format!("no outage of {vendor} names `{}`", shorten(of)), hint))
}

/// Returns the last period of the promise's length that is over at the end of that month.
fn last_over(setup: &Setup, query: &UptimeQuery, month: Month) -> Option<CalendarPeriod> {
    let around = promised_period(&setup.book, query, month)?;
    Some(if around.last() == month { around } else { around.plus(-1) })
}

/// Returns the claims as documents one below the other.
fn documents(rounds: &[MonthRound<'_>], language: LanguageArgs) -> String {
    let document = |round: &MonthRound<'_>| claim_markdown(round, language.or_of(&round.contract));
    let documents: Vec<String> = rounds.iter().map(document).collect();
    clean_lines(&documents.join("\n")).into_owned()
}

fn json(rounds: &[MonthRound<'_>], language: LanguageArgs) -> Result<String, CliError> {
    let line = |round: &MonthRound<'_>| Ok(json_line(&ClaimJson::new(round, language.or_of(&round.contract)))? + "\n");
    rounds.iter().map(line).collect()
}

/// Returns the open claims as a table, with how one is written.
fn list(rounds: &[MonthRound<'_>], columns: Option<usize>) -> String {
    const HEAD: [&str; 6] = ["VENDOR", "CONTRACT", "PERIOD", "UPTIME", "OWED", "TO BE CLAIMED"];
    let row = |round: &MonthRound<'_>| {
        let uptime = &round.uptime;
        vec![
            clean(&format!("{}{}", whose_promise(round), for_whom(&round.party))).into_owned(),
            round.contract.id.clone(),
            uptime.period.to_string(),
            format!("{} %", percent_text(uptime)),
            owed_in_words(uptime),
            claim_standing_in_words(uptime).unwrap_or_default(),
        ]
    };
    let table = table_in(columns, WhenNarrow::Wrap, &HEAD, rounds.iter().map(row), &[3]);
    let text = format!("{table}\n\nfrist claim CONTRACT --period PERIOD writes the claim.\n");
    clean_lines(&text).into_owned()
}
