//! Carries out `frist contract amend`, which corrects on purpose what was promised in the past. It shows first which
//! tickets, months and promises about many tickets would change, then records it.

use std::collections::VecDeque;
use std::io::{self, BufRead, IsTerminal as _, Read as _};
use std::sync::Arc;

use serde_json::{Value, json};

use super::amend_many::{ManyChange, ManyPromises, all_of};
use crate::cli::args::AmendArgs;
use crate::cli::error::CliError;
use crate::cli::ledger_records;
use crate::cli::output::{Output, table};
use crate::cli::setup::Setup;
use crate::desk::{Change, Desk, Request, SharedDesk, each_ticket_of};
use crate::domain::contract::{Book, Contract, uptime_plan_in_words};
use crate::domain::ledger::{Amendment, Ledger, LedgerFact, LedgerRecord, LedgerRecordId};
use crate::domain::problem::ProblemKind;
use crate::domain::sla::{Target, TicketRow, missed_in_words, state_in_words};
use crate::domain::ticket::Ticket;
use crate::domain::time::{Instant, Month, clock_text};
use crate::domain::uptime::{MonthRound, judged_in_words, percent_text, promised_rounds, uneven_turns};

/// The most tickets that are shown; of more, it says how many.
const SHOWN: usize = 50;
/// The longest answer that is read, in bytes.
const ANSWER_LIMIT: u64 = 100;

/// A change that is about to be recorded: a new amendment, or the removal of one.
struct AmendmentPlan {
    entry: Option<LedgerRecordId>,
    fact: Option<LedgerFact>,
    /// The sentence at the top.
    says: String,
}

/// Shows what would change, and records it with `--yes` or once the person at the terminal has confirmed it.
pub(super) fn amend(setup: &mut Setup, args: &AmendArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    let contract = Arc::clone(setup.contract(&args.id)?);
    let ledger = desk.ledger();
    let plans = if args.back { vec![back(&contract, &ledger)?] } else { forward(setup, &contract, args, output)? };
    let after = after(&setup.book, &ledger, &plans);
    let says: Vec<String> = plans.iter().map(|plan| plan.says.clone()).collect();
    if !args.json {
        says.iter().try_for_each(|says| output.line(says))?;
    }
    let wanted = all_of(setup, &contract, setup.now());
    let mut many = ManyPromises::new(&wanted, [&setup.book, &after], &ledger)?;
    show_tickets(setup, &desk, (&contract, &after), &mut many, args.json, output)?;
    let months = months(setup, &contract, &ledger, &after);
    let many = many.changes();
    let turns = uneven_turns(&after, &contract.id, setup.now());
    let warnings: Vec<String> = turns.into_iter().map(|turn| format!("{}; {}", turn.says, turn.instead)).collect();
    if args.json {
        let line = |row: &Vec<String>| json!({ "month": row.first(), "now": row.get(1), "then": row.get(2) });
        months.iter().try_for_each(|row| output.json(&line(row)))?;
        many.iter().flatten().try_for_each(|change| output.json(&change.json()))?;
    } else {
        show_months(months, output)?;
        show_many(many, output)?;
        warnings.iter().try_for_each(|says| output.line(&format!("\n{says}")))?;
    }
    if !args.yes {
        if args.json {
            output.json(&recorded_json(&contract, args, (&says, &warnings), false))?;
            return Err(CliError::input("nothing was recorded", "add --yes to record it"));
        }
        if !io::stdin().is_terminal() {
            return Err(CliError::input("nothing was recorded", "add --yes to record it"));
        }
        if !confirmed(&mut io::stdin().lock(), output)? {
            return output.line("nothing was recorded");
        }
    }
    record(setup, &desk, plans)?;
    let done = if args.back { "the amendment is retracted" } else { "the amendment is recorded" };
    output.after(done, |output| {
        if args.json {
            return output.json(&recorded_json(&contract, args, (&says, &warnings), true));
        }
        let undoing = if args.back {
            String::new()
        } else {
            format!(", and frist contract amend {} --back undoes it", contract.id)
        };
        output.line(&format!("{done}; frist audit has it{undoing}"))
    })
}

/// Returns the last line: what is amended, and whether it was recorded. The shape of all lines is promised: a key may be
/// added, none may change or go.
fn recorded_json(
    contract: &Contract,
    args: &AmendArgs,
    (says, warnings): (&[String], &[String]),
    recorded: bool,
) -> Value {
    json!({ "contract": contract.id, "back": args.back, "says": says, "warnings": warnings, "recorded": recorded })
}

/// Returns what takes the newest amendment of the contract back.
fn back(contract: &Contract, ledger: &Ledger) -> Result<AmendmentPlan, CliError> {
    let of_it = ledger.amendments().filter(|(_, amendment)| amendment.contract == contract.id);
    let Some((id, amendment)) = of_it.last() else {
        let message = format!("nothing of {} was amended", contract.id);
        return Err(CliError::new(ProblemKind::NotFound, message, "there is nothing to retract"));
    };
    let says = format!("{} ({}): the amendment “{}” would be retracted", contract.vendor, contract.id, amendment.words);
    Ok(AmendmentPlan { entry: Some(id), fact: None, says })
}

/// Returns what makes the past count by the present files. A text that bears another version is another text and no
/// correction.
fn forward(
    setup: &Setup,
    contract: &Contract,
    args: &AmendArgs,
    output: &mut Output<'_>,
) -> Result<Vec<AmendmentPlan>, CliError> {
    let words = args.text.clone().ok_or_else(|| {
        CliError::input("an amendment needs a sentence that says why", "add --text \"why it is corrected\"")
    })?;
    let mut plans = Vec::new();
    for changed in setup.book.changes(&contract.id) {
        let (same, others): (Vec<_>, Vec<_>) =
            changed.before.into_iter().partition(|former| former.version == changed.version);
        for other in others {
            let version = if other.version.is_empty() { "the text without a version" } else { &other.version };
            output.remark(&format!("{version} is another text of {} and is not amended", contract.id));
        }
        if same.is_empty() {
            continue;
        }
        let (count, at) = (same.len(), clock_text(contract.zone, changed.at));
        let promises = if count == 1 { "the promise".to_owned() } else { format!("the {count} promises") };
        let says = format!(
            "{} ({}): what was reported under {promises} from before {at} would count by {}",
            contract.vendor,
            contract.id,
            file_of(&setup.book, &changed.now)
        );
        let amendment = Amendment {
            contract: contract.id.clone(),
            promises: same.into_iter().map(|former| former.promise).collect(),
            counts_by: changed.now,
            words: words.clone(),
        };
        plans.push(AmendmentPlan { entry: None, fact: Some(LedgerFact::Amendment(amendment)), says });
    }
    if plans.is_empty() {
        let message =
            format!("nothing that was reported under {} counts by another promise than its file's", contract.id);
        return Err(CliError::new(ProblemKind::NotFound, message, "correct the contract file or its calendar first"));
    }
    Ok(plans)
}

fn file_of(book: &Book, promise: &str) -> String {
    book.promised(promise).map_or_else(String::new, |contract| contract.file.clone())
}

/// Returns the contracts as they would count.
fn after(book: &Book, ledger: &Ledger, plans: &[AmendmentPlan]) -> Book {
    let mut after = ledger.clone();
    let next = ledger.records().last().map_or(0, |entry| entry.id.0) + 1;
    for (id, plan) in (next..).map(LedgerRecordId).zip(plans) {
        let id = plan.entry.unwrap_or(id);
        let revision = ledger.get(id).map_or(0, |entry| entry.revision + 1);
        let fact = plan.fact.clone();
        let entry = LedgerRecord { id, revision, at: Instant::default(), by: String::new(), first_by: None, fact };
        after.put(Arc::new(entry));
    }
    book.clone().with_ledger(&after)
}

/// Shows which targets would change: as JSON all of them, the newest ticket's first; else those of the lowest numbers, and
/// how many more there are, so that no more than these are held in memory.
fn show_tickets(
    setup: &Setup,
    desk: &SharedDesk,
    (contract, after): (&Contract, &Book),
    many: &mut ManyPromises<'_>,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let now = setup.now();
    let (mut shown, mut count, mut printed) = (VecDeque::new(), 0, Ok(()));
    each_ticket_of(desk, &contract.id, now, |ticket| {
        many.take(ticket);
        for row in changes(&setup.book, after, ticket, now).into_iter().rev() {
            count += 1;
            if json {
                printed =
                    std::mem::replace(&mut printed, Ok(())).and_then(|()| output.json(&target_json(ticket, &row)));
                continue;
            }
            shown.push_front(row);
            shown.truncate(SHOWN);
        }
    })?;
    printed?;
    if json {
        return Ok(());
    }
    if count == 0 {
        return output.line("\nno ticket would change");
    }
    output.line("")?;
    output.line(&table(&["#", "TARGET", "NOW", "THEN"], shown, &[0]))?;
    match count - count.min(SHOWN) {
        0 => Ok(()),
        more => output.line(&format!("and {more} more targets")),
    }
}

fn target_json(ticket: &Ticket, row: &[String]) -> Value {
    json!({ "ticket": ticket.id, "target": row.get(1), "now": row.get(2), "then": row.get(3) })
}

/// Returns a row for each target of the ticket that would change.
fn changes(book: &Book, after: &Book, ticket: &Arc<Ticket>, now: Instant) -> Vec<Vec<String>> {
    let targets = |book: &Book| -> Vec<(String, String)> {
        let row = TicketRow::new(Arc::clone(ticket), book.of_ticket(ticket), now);
        let targets = row.sla.iter().flat_map(|sla| &sla.targets).filter(|target| !target.house);
        targets.map(|target| (target.words(), stands(target, &row))).collect()
    };
    let (was, is) = (targets(book), targets(after));
    let of = |all: &[(String, String)], name: &str| {
        all.iter()
            .find(|(other, _)| other == name)
            .map_or_else(|| "nothing promised".to_owned(), |(_, says)| says.clone())
    };
    let mut names: Vec<&String> = was.iter().chain(&is).map(|(name, _)| name).collect();
    names.dedup();
    let mut rows = Vec::new();
    for name in names {
        let (was, is) = (of(&was, name), of(&is, name));
        if was != is && !rows.iter().any(|row: &Vec<String>| row[1] == *name) {
            rows.push(vec![ticket.id.to_string(), name.clone(), was, is]);
        }
    }
    rows
}

/// Returns when a target is due, its state, and which updates came too late.
fn stands(target: &Target, row: &TicketRow) -> String {
    let zone = row.contract.as_ref().map(|contract| contract.zone);
    let due = target.due.zip(zone).map_or_else(String::new, |(due, zone)| format!("due {}, ", clock_text(zone, due)));
    let missed = missed_in_words(target).map_or_else(String::new, |missed| format!("; {missed}"));
    format!("{due}{}{missed}", state_in_words(row, target))
}

/// Returns a row for each month, or longer period that a promise is for, that would change.
fn months(setup: &Setup, contract: &Contract, ledger: &Ledger, after: &Book) -> Vec<Vec<String>> {
    let (now, zone) = (setup.now(), ledger_records::zone(setup, &contract.id));
    let begins = ledger.outages(Some(&contract.id)).first().map(|(_, outage)| outage.from);
    let Some(first) = begins.map(|at| Month::at(zone, at)) else { return Vec::new() };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for month in (0..).map(|n| first.plus(n)).take_while(|month| *month <= Month::at(zone, now)) {
        let (was, is) =
            (figures(&setup.book, ledger, contract, month, now), figures(after, ledger, contract, month, now));
        let names = was.iter().chain(&is).map(|(name, _)| name);
        for name in names {
            let of = |all: &[(String, String)]| {
                all.iter().find(|(other, _)| other == name).map_or("nothing promised", |(_, says)| says).to_owned()
            };
            let row = vec![name.clone(), of(&was), of(&is)];
            if row[1] != row[2] && !rows.iter().any(|other| other[0] == row[0]) {
                rows.push(row);
            }
        }
    }
    rows
}

/// Returns the figures of each promise that the contract has in that month, with the name of the period.
fn figures(book: &Book, ledger: &Ledger, contract: &Contract, month: Month, now: Instant) -> Vec<(String, String)> {
    let rounds = promised_rounds(book, ledger, &contract.id, month, now).unwrap_or_default();
    let of = |round: &MonthRound<'_>| {
        let plans = uptime_plan_in_words(&round.contract, round.plan.as_deref());
        let name = format!("{}{}", round.uptime.period, plans.map(|plans| format!(", {plans}")).unwrap_or_default());
        (name, format!("{} %, {}", percent_text(round.uptime.judged()), judged_in_words(&round.uptime)))
    };
    rounds.iter().map(of).collect()
}

fn show_months(months: Vec<Vec<String>>, output: &mut Output<'_>) -> Result<(), CliError> {
    if months.is_empty() {
        return output.line("\nno month would change");
    }
    output.line("")?;
    output.line(&table(&["MONTH", "NOW", "THEN"], months, &[]))
}

fn show_many(many: Option<Vec<ManyChange>>, output: &mut Output<'_>) -> Result<(), CliError> {
    let Some(many) = many else { return Ok(()) };
    if many.is_empty() {
        return output.line("\nno promise about many tickets would come out otherwise");
    }
    output.line("")?;
    let rows = many.iter().map(ManyChange::row);
    output.line(&table(&["PERIOD", "TARGET", "SEVERITY", "NOW", "THEN"], rows, &[]))
}

/// Asks whether to record it. Only a plain yes counts.
fn confirmed(input: &mut impl BufRead, output: &mut Output<'_>) -> Result<bool, CliError> {
    write!(output.out, "\nRecord this? [y/N] ")?;
    output.out.flush()?;
    let mut answer = String::new();
    // An answer that cannot be read is no yes.
    let read = input.take(ANSWER_LIMIT).read_line(&mut answer).is_ok();
    Ok(read && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

fn record(setup: &Setup, desk: &SharedDesk, plans: Vec<AmendmentPlan>) -> Result<(), CliError> {
    let change =
        |plan: AmendmentPlan| Change::Enter { entry: plan.entry, revision: None, fact: plan.fact.map(Box::new) };
    desk.commit(Request::new(&setup.me, plans.into_iter().map(change).collect()))?;
    Ok(())
}
