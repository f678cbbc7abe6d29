//! Carries out `frist calc`: answers questions from standard input, one line of JSON each. It needs no store.

mod question;

use std::io::{self, BufRead, BufReader, Read};

use serde::Serialize;

use self::question::{AskedMaintenance, AskedOutage, CalcQuestion, Question};
use super::error::CliError;
use super::json::{AnswerJson, FiguresJson};
use super::output::Output;
use super::setup::{Setup, shorten};
use crate::domain::contract::{Contract, Promises, TargetKind};
use crate::domain::ledger::{LedgerRecordId, Maintenance, Outage, check_affected, check_cause};
use crate::domain::problem::ProblemKind;
use crate::domain::sla::{Happened, answer_targets_since, list_in_words};
use crate::domain::time::{CalendarPeriod, ClockKind, ClockSeconds, Instant, PeriodLength, parse_moment};
use crate::domain::uptime::period_uptime;

/// The longest question, in bytes.
const LIMIT: u64 = 1024 * 1024;

#[derive(Serialize)]
#[serde(untagged)]
enum CalcAnswer {
    Targets { targets: Vec<AnswerJson> },
    Elapsed { elapsed_s: ClockSeconds },
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
    let (ask, question) = CalcQuestion::read(text)?;
    match question {
        Question::Targets => targets(setup, &ask),
        Question::Elapsed => elapsed(setup, &ask),
        Question::Dates => dates(setup, &ask),
        Question::Uptime(length) => uptime(setup, &ask, length),
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
    let happened = happened(setup, ask, contract, reported)?;
    counts(ask, contract.promises(plan, severity))?;
    let answers = answer_targets_since(contract, plan, severity, reported, &happened);
    let answers = answers.map_err(|e| format!("a deadline is {e}"))?;
    Ok(CalcAnswer::Targets { targets: answers.iter().map(AnswerJson::from).collect() })
}

/// Returns what the question says has happened since the report.
fn happened(setup: &Setup, ask: &CalcQuestion, contract: &Contract, reported: Instant) -> Result<Happened, String> {
    let since = |text: &String, key: &str| {
        let at = moment(setup, Some(text), key, contract)?;
        if at < reported {
            return Err(format!("{key}: that is before the report; give a moment at or after `reported`"));
        }
        at.checked().map_err(|e| format!("{key}: that is {e}"))
    };
    let mut happened = Happened::default();
    for (key, text) in &ask.happened {
        let kind = TargetKind::of_key(key).filter(|kind| *kind != TargetKind::Update);
        let Some(kind) = kind else {
            let known = TargetKind::ALL.into_iter().filter(|kind| *kind != TargetKind::Update);
            let known: Vec<String> = known.map(|kind| kind.key().to_owned()).collect();
            let words = if key == "update" { "; words to the customer stand under told" } else { "" };
            let given = shorten(key);
            return Err(format!("happened: there is no target `{given}`; write {}{words}", list_in_words(&known)));
        };
        happened.met.insert(kind, since(text, &format!("happened.{key}"))?);
    }
    let told = ask.told.iter().map(|text| since(text, "told")).collect::<Result<Vec<_>, _>>()?;
    if told.windows(2).any(|pair| pair[1] < pair[0]) {
        return Err("told: the words to the customer are not in order; give the earliest first".to_owned());
    }
    happened.told = told.last().copied();
    Ok(happened)
}

/// Checks that something counts from what has happened: what nothing counts from would change no answer.
fn counts(ask: &CalcQuestion, promises: Option<&Promises>) -> Result<(), String> {
    let froms = || promises.into_iter().flat_map(Promises::all).filter_map(|(_, promise)| promise.from);
    for key in ask.happened.keys() {
        let kind = TargetKind::of_key(key);
        let mends = matches!(kind, Some(TargetKind::Workaround | TargetKind::Fix));
        if !froms().any(|from| Some(from) == kind || mends && from == TargetKind::Correction) {
            return Err(format!("happened: no target of this plan and severity counts from `{key}`; leave it out"));
        }
    }
    let updates = promises.is_some_and(|promises| promises.update.is_some());
    if !ask.told.is_empty() && !updates {
        return Err("told: this plan and severity promise no update; leave it out".to_owned());
    }
    Ok(())
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
    let support = ("support", contract.support.clock.as_ref());
    let sets = contract.hours.iter().map(|set| (set.name.as_str(), set.clock.as_ref()));
    let name = ask.clock.as_deref().unwrap_or("support");
    let (kind, clock) = match std::iter::once(support).chain(sets.clone()).find(|(known, _)| *known == name) {
        Some((_, clock)) => (ClockKind::Support, clock),
        None if name == "calendar" => (ClockKind::Calendar, support.1),
        None => {
            let names: Vec<String> =
                ["support", "calendar"].into_iter().chain(sets.map(|(name, _)| name)).map(str::to_owned).collect();
            return Err(unknown("clock", name, contract, names.iter()));
        }
    };
    let elapsed_s = clock.elapsed_on(kind, from, to).map_err(|e| format!("that is {e}"))?;
    Ok(CalcAnswer::Elapsed { elapsed_s })
}

fn dates(setup: &Setup, ask: &CalcQuestion) -> Result<CalcAnswer, String> {
    let id = needed(ask.calendar.as_ref(), "calendar")?;
    let year = needed(ask.year.as_ref(), "year")?.period().map_err(|e| e.to_string())?;
    let calendar = super::calendar::find(setup, id).map_err(|e| in_words(&e))?;
    Ok(CalcAnswer::Dates {
        dates: calendar.dates(year.first().first().year()).keys().map(ToString::to_string).collect(),
    })
}

/// Returns the figures of a month, a quarter or a year, of one service or customer where `of` names it. Entries have no
/// numbers here, so they are counted in the order of the question.
fn uptime(setup: &Setup, ask: &CalcQuestion, length: PeriodLength) -> Result<CalcAnswer, String> {
    let id = needed(ask.contract.as_ref(), "contract")?;
    let newest = setup.contract(id).map_err(|e| in_words(&e))?;
    let period = match length {
        PeriodLength::Month => CalendarPeriod::parse(length, needed(ask.month.as_ref(), "month")?),
        PeriodLength::Quarter => CalendarPeriod::parse(length, needed(ask.quarter.as_ref(), "quarter")?),
        PeriodLength::Year => needed(ask.year.as_ref(), "year")?.period(),
    };
    let period = period.map_err(|e| e.to_string())?;
    let (from, _) = period.bounds(newest.zone).map_err(|e| format!("that is {e}"))?;
    let contract = setup.contract_for_report(id, from).map_err(|e| in_words(&e))?;
    let outages = ask.outages.iter().map(|asked| outage(setup, asked, contract)).collect::<Result<Vec<_>, _>>()?;
    let maintenance =
        ask.maintenance.iter().map(|asked| maintenance(setup, asked, contract)).collect::<Result<Vec<_>, _>>()?;
    let plan = ask.plan.as_ref().map(|_| plan(ask, contract)).transpose()?;
    if ask.of.as_ref().is_some_and(|of| of.trim().is_empty()) {
        return Err("`of` names nobody; name a service or a customer, or leave it out".to_owned());
    }
    let hit: Vec<_> = numbered(&outages).into_iter().filter(|(_, outage)| outage.hits(ask.of.as_deref())).collect();
    let uptime = period_uptime(contract, plan, period, &hit, &numbered(&maintenance), setup.now());
    let uptime = uptime.map_err(|e| format!("that is {e}"))?;
    Ok(CalcAnswer::Uptime { uptime: FiguresJson::of_question(&uptime) })
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
    check_affected(&asked.affects).map_err(|e| e.to_string())?;
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
