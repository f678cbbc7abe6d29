//! Carries out `frist calc`: answers questions from standard input, one line of JSON each. It needs no store.

use std::io::{self, BufRead, BufReader, Read};

use serde::{Deserialize, Serialize};

use super::error::CliError;
use super::json::{AnswerJson, FiguresJson};
use super::output::Output;
use super::setup::{Setup, shorten};
use crate::domain::contract::Contract;
use crate::domain::ledger::{LedgerRecordId, Maintenance, Outage, check_cause};
use crate::domain::problem::ProblemKind;
use crate::domain::sla::{answer_targets, list_in_words};
use crate::domain::time::{Instant, Month, parse_moment};
use crate::domain::uptime::month_uptime;

/// The longest question, in bytes.
const LIMIT: u64 = 1024 * 1024;

/// A question; its keys say which one it is.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct CalcQuestion {
    contract: Option<String>,
    plan: Option<String>,
    severity: Option<String>,
    reported: Option<String>,
    from: Option<String>,
    to: Option<String>,
    calendar: Option<String>,
    year: Option<i32>,
    month: Option<String>,
    of: Option<String>,
    #[serde(default)]
    outages: Vec<AskedOutage>,
    #[serde(default)]
    maintenance: Vec<AskedMaintenance>,
}

/// An outage in a question; without an end it is still running.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct AskedOutage {
    from: String,
    to: Option<String>,
    reported: Option<String>,
    cause: Option<String>,
    #[serde(default)]
    affects: Vec<String>,
}

/// A maintenance in a question.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct AskedMaintenance {
    from: String,
    to: String,
    announced: Option<String>,
    kind: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum CalcAnswer {
    Targets { targets: Vec<AnswerJson> },
    Elapsed { elapsed_s: i64 },
    Dates { dates: Vec<String> },
    Uptime { uptime: FiguresJson },
    Error { error: String, line: usize },
}

/// Answers every line. A line that cannot be answered gets an error, and the others are answered all the same.
pub(super) fn calc(setup: &Setup, output: &mut Output<'_>) -> Result<(), CliError> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut all_good = true;
    for line in 1.. {
        let Some(question) = read_line(&mut input).map_err(|e| unreadable(&e))? else { break };
        if question.as_ref().is_ok_and(|text| text.trim().is_empty()) {
            continue;
        }
        let answer = question.and_then(|text| answer(setup, &text)).unwrap_or_else(|error| {
            all_good = false;
            CalcAnswer::Error { error, line }
        });
        output.json(&answer)?;
        // A person who asks line by line waits for the answer; one who sends a file does not.
        if input.buffer().is_empty() {
            output.out.flush()?;
        }
    }
    if all_good { Ok(()) } else { Err(CliError::Known(ProblemKind::Refused)) }
}

fn unreadable(error: &io::Error) -> CliError {
    CliError::input(format!("the questions cannot be read: {error}"), "send them as lines on standard input")
}

/// Reads the next line; an `Err` inside is a line that is not UTF-8 text, or too long.
fn read_line(input: &mut impl BufRead) -> io::Result<Option<Result<String, String>>> {
    let mut bytes = Vec::new();
    if input.by_ref().take(LIMIT).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 == LIMIT && bytes.last() != Some(&b'\n') {
        input.skip_until(b'\n')?;
        return Ok(Some(Err("the line is longer than 1 MiB; ask one question a line".to_owned())));
    }
    Ok(Some(String::from_utf8(bytes).map_err(|_| "the line is not UTF-8 text; send UTF-8".to_owned())))
}

fn answer(setup: &Setup, text: &str) -> Result<CalcAnswer, String> {
    let ask: CalcQuestion = serde_json::from_str(text).map_err(|e| format!("this is not a question in JSON: {e}"))?;
    let has = |key: bool, name| if key { Some(name) } else { None };
    let asked: Vec<&str> = [
        has(ask.reported.is_some(), "reported"),
        has(ask.from.is_some() || ask.to.is_some(), "from"),
        has(ask.calendar.is_some(), "calendar"),
        has(ask.month.is_some(), "month"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match asked.as_slice() {
        ["reported"] => targets(setup, &ask),
        ["from"] => elapsed(setup, &ask),
        ["calendar"] => dates(setup, &ask),
        ["month"] => uptime(setup, &ask),
        _ => Err("this asks for nothing that is known; give contract, severity and reported, contract, from and to, \
                  contract and month, or calendar and year"
            .to_owned()),
    }
}

fn needed<'a, T>(value: Option<&'a T>, key: &str) -> Result<&'a T, String> {
    value.ok_or_else(|| format!("`{key}` is missing; add it"))
}

fn in_words(error: &CliError) -> String {
    match error {
        CliError::Told(problem) => problem.to_string(),
        other => other.to_string(),
    }
}

/// Returns a moment, given as RFC 3339 or as wall-clock time in the contract's zone.
fn moment(setup: &Setup, text: Option<&String>, key: &str, contract: &Contract) -> Result<Instant, String> {
    parse_moment(needed(text, key)?, contract.zone, setup.now()).map_err(|e| format!("{key}: {e}"))
}

fn targets(setup: &Setup, ask: &CalcQuestion) -> Result<CalcAnswer, String> {
    let id = needed(ask.contract.as_ref(), "contract")?;
    let newest = setup.contract(id).map_err(|e| in_words(&e))?;
    let reported = moment(setup, ask.reported.as_ref(), "reported", newest)?;
    let contract = setup.contract_for_report(id, reported).map_err(|e| in_words(&e))?;
    let plan = plan(ask, contract)?;
    let severity = needed(ask.severity.as_ref(), "severity")?;
    if contract.severity(severity).is_none() {
        return Err(unknown("severity", severity, contract, contract.severities.iter().map(|s| &s.id)));
    }
    let answers = answer_targets(contract, plan, severity, reported).map_err(|e| format!("a deadline is {e}"))?;
    Ok(CalcAnswer::Targets { targets: answers.iter().map(AnswerJson::from).collect() })
}

/// Returns the plan that is named, or the only one.
fn plan<'a>(ask: &'a CalcQuestion, contract: &'a Contract) -> Result<&'a str, String> {
    match (&ask.plan, contract.plans.as_slice()) {
        (None, [only]) => Ok(&only.id),
        (Some(plan), _) if contract.plan(plan).is_none() => {
            Err(unknown("plan", plan, contract, contract.plans.iter().map(|p| &p.id)))
        }
        (plan, _) => needed(plan.as_ref(), "plan").map(String::as_str),
    }
}

fn unknown<'a>(what: &str, given: &str, contract: &Contract, known: impl Iterator<Item = &'a String>) -> String {
    let known: Vec<String> = known.cloned().collect();
    format!("{} has no {what} `{}`; write {}", contract.id, shorten(given), list_in_words(&known))
}

fn elapsed(setup: &Setup, ask: &CalcQuestion) -> Result<CalcAnswer, String> {
    let contract = setup.contract(needed(ask.contract.as_ref(), "contract")?).map_err(|e| in_words(&e))?;
    let from = moment(setup, ask.from.as_ref(), "from", contract)?;
    let to = moment(setup, ask.to.as_ref(), "to", contract)?;
    let elapsed_s = contract.support.clock.elapsed(from, to).map_err(|e| format!("that is {e}"))?;
    Ok(CalcAnswer::Elapsed { elapsed_s })
}

fn dates(setup: &Setup, ask: &CalcQuestion) -> Result<CalcAnswer, String> {
    let id = needed(ask.calendar.as_ref(), "calendar")?;
    let year = *needed(ask.year.as_ref(), "year")?;
    let calendar = super::calendar::find(setup, id).map_err(|e| in_words(&e))?;
    let year = super::calendar::year_in_range(year).map_err(|e| in_words(&e))?;
    Ok(CalcAnswer::Dates { dates: calendar.dates(year).keys().map(ToString::to_string).collect() })
}

/// Returns a month's figures, of one service or customer where `of` names it. Entries have no numbers here, so they are
/// counted in the order of the question.
fn uptime(setup: &Setup, ask: &CalcQuestion) -> Result<CalcAnswer, String> {
    let id = needed(ask.contract.as_ref(), "contract")?;
    let newest = setup.contract(id).map_err(|e| in_words(&e))?;
    let month = Month::parse(needed(ask.month.as_ref(), "month")?).map_err(|e| e.to_string())?;
    let (from, _) = month.bounds(newest.zone).map_err(|e| format!("that is {e}"))?;
    let contract = setup.contract_for_report(id, from).map_err(|e| in_words(&e))?;
    let outages = ask.outages.iter().map(|asked| outage(setup, asked, contract)).collect::<Result<Vec<_>, _>>()?;
    let maintenance =
        ask.maintenance.iter().map(|asked| maintenance(setup, asked, contract)).collect::<Result<Vec<_>, _>>()?;
    if ask.plan.is_some() {
        plan(ask, contract)?;
    }
    let hit: Vec<_> = numbered(&outages).into_iter().filter(|(_, outage)| outage.hits(ask.of.as_deref())).collect();
    let uptime = month_uptime(contract, month, &hit, &numbered(&maintenance), setup.now());
    let uptime = uptime.map_err(|e| format!("that is {e}"))?;
    Ok(CalcAnswer::Uptime { uptime: FiguresJson::from(&uptime) })
}

fn numbered<T>(all: &[T]) -> Vec<(LedgerRecordId, &T)> {
    (1..).map(LedgerRecordId).zip(all).collect()
}

fn outage(setup: &Setup, asked: &AskedOutage, contract: &Contract) -> Result<Outage, String> {
    let from = moment(setup, Some(&asked.from), "from", contract)?;
    let to = asked.to.as_ref().map(|to| moment(setup, Some(to), "to", contract)).transpose()?;
    if to.is_some_and(|to| to < from) {
        return Err("an outage ends before it begins; give an end after its beginning".to_owned());
    }
    let reported = asked.reported.as_ref().map(|at| moment(setup, Some(at), "reported", contract)).transpose()?;
    asked.cause.as_ref().map_or(Ok(()), |cause| check_cause(cause, contract)).map_err(|e| e.to_string())?;
    let (cause, affects) = (asked.cause.clone(), asked.affects.clone());
    Ok(Outage { contract: contract.id.clone(), from, to, reported, cause, affects, ..Outage::default() })
}

fn maintenance(setup: &Setup, asked: &AskedMaintenance, contract: &Contract) -> Result<Maintenance, String> {
    let from = moment(setup, Some(&asked.from), "from", contract)?;
    let to = moment(setup, Some(&asked.to), "to", contract)?;
    if to < from {
        return Err("a maintenance ends before it begins; give an end after its beginning".to_owned());
    }
    let announced = asked.announced.as_ref().map(|at| moment(setup, Some(at), "announced", contract)).transpose()?;
    Ok(Maintenance { contract: contract.id.clone(), from, to, announced, kind: asked.kind.clone(), note: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_no_text_leave_the_next_one_whole() {
        let mut input: &[u8] = b"one\n\xff\xfe\nthree";
        assert_eq!(read_line(&mut input).unwrap(), Some(Ok("one\n".into())));
        assert!(read_line(&mut input).unwrap().unwrap().is_err());
        assert_eq!(read_line(&mut input).unwrap(), Some(Ok("three".into())));
        assert_eq!(read_line(&mut input).unwrap(), None);
    }

    #[test]
    fn a_line_without_end_is_passed_over() {
        let long = [vec![b'x'; LIMIT as usize + 10], b"\nnext\n".to_vec()].concat();
        let mut input: &[u8] = &long;
        assert!(read_line(&mut input).unwrap().unwrap().is_err());
        assert_eq!(read_line(&mut input).unwrap(), Some(Ok("next\n".into())));
    }
}
