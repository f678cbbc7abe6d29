//! Carries out `frist outage`: when a service was down, why, and what ended it.
//!
//! It is not made of a table of fields: an outage is entered in two steps, and its list, its JSON and its form have its
//! fields in three different orders, which people and scripts know.

use super::args::{
    EntriesArgs, OutageAddArgs, OutageArgs, OutageCommand, OutageEndArgs, OutageListArgs, OutageSetArgs,
    OutageStartArgs, TicketOrNone,
};
use super::error::CliError;
use super::json::OutageJson;
use super::ledger_records::{
    MomentReader, RecordList, SeenRevision, StandingRecord, enter, put_text, remove, tell_in_own_time, vendor, zone,
};
use super::output::Output;
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::contract::{LogItem, cause_in_words, uptime_plan_in_words};
use crate::domain::ledger::{Ledger, LedgerFact, LedgerRecordId, Outage, first_exclusion, tickets_not_excluded};
use crate::domain::problem::ProblemKind;
use crate::domain::text::fit;
use crate::domain::ticket::TicketId;
use crate::domain::time::{CalendarPeriod, Instant, Month, Zone, beside_in, clock_text, duration_text};
use crate::domain::uptime::{
    MonthRound, UptimeQuery, breaks_in_words, end_text, lacks_in_words, log_lacks, outage_in_words, period_round,
    promised_period, promises_in, round_standing_in_words,
};

/// The columns of a symptom or a solution in the table; `--json` has all of it.
const TEXT: usize = 60;

/// The heads of a table of outages, beside the vendor.
pub(super) const HEAD: [&str; 10] =
    ["#", "FROM", "TO", "LASTED", "REPORTED", "CAUSE", "CAUSE OR SYMPTOM", "SOLUTION", "TICKETS", "NEEDS"];

/// Enters, changes, lists or removes outages.
pub(super) fn outage(setup: &mut Setup, command: &OutageCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    let (place, outage, json) = match command {
        OutageCommand::Start(args) => (None, started(setup, args)?, args.about.json),
        OutageCommand::Add(args) => (None, added(setup, args)?, args.about.json),
        OutageCommand::End(args) => {
            let (place, outage) = ended(setup, &desk.ledger(), args)?;
            (place, outage, args.seen.json)
        }
        OutageCommand::Set(args) => {
            let (place, outage) = changed(setup, &desk.ledger(), args)?;
            (place, outage, args.seen.json)
        }
        OutageCommand::List(args) => return list(setup, &desk, args, output),
        OutageCommand::Remove(args) => {
            let said = |standing: &StandingRecord<'_, Outage>| said(setup, standing);
            let when = |outage: &Outage, zone: Zone| outage_in_words(outage, zone, setup.now());
            return remove(setup, &desk, Outage::KIND, (args.id, args.revision, args.json), (said, when), output);
        }
    };
    let tell = |ledger: &Ledger, standing: &StandingRecord<'_, Outage>, output: &mut Output<'_>| {
        tell(setup, ledger, standing, json, output)?;
        if json { Ok(()) } else { tell_same_cause(setup, &desk, standing, output) }
    };
    enter(setup, &desk, place, LedgerFact::Outage(outage), tell, output)
}

fn started(setup: &Setup, args: &OutageStartArgs) -> Result<Outage, CliError> {
    let (outage, moments) = about(setup, &args.about)?;
    let from = moments.or_now(args.at.as_deref())?;
    Ok(Outage { from, reported: outage.reported.or(Some(from)), ..outage })
}

fn added(setup: &Setup, args: &OutageAddArgs) -> Result<Outage, CliError> {
    let (outage, moments) = about(setup, &args.about)?;
    let (from, to) = (moments.read(&args.from)?, moments.read(&args.to)?);
    Ok(Outage { from, to: Some(to), solution: args.solution.clone(), ..outage })
}

/// Returns an outage with everything but its times, and the reader for those.
fn about(setup: &Setup, args: &OutageArgs) -> Result<(Outage, MomentReader), CliError> {
    let moments = MomentReader::of(setup, &setup.contract(&args.contract)?.id);
    let outage = Outage {
        contract: args.contract.clone(),
        reported: args.reported.as_deref().map(|at| moments.read(at)).transpose()?,
        symptom: args.symptom.clone(),
        cause: args.cause.clone(),
        affects: args.affects.clone(),
        tickets: args.tickets.clone(),
        ..Outage::default()
    };
    Ok((outage, moments))
}

fn ended(setup: &Setup, ledger: &Ledger, args: &OutageEndArgs) -> Result<(SeenRevision, Outage), CliError> {
    let standing = match args.id {
        Some(id) => StandingRecord::find(ledger, id, Outage::KIND)?,
        None => the_running_one(setup, ledger)?,
    };
    let outage = standing.fact;
    if let Some(to) = outage.to {
        let (vendor, zone) = (vendor(setup, &outage.contract), zone(setup, &outage.contract));
        let message = format!("outage {} of {vendor} has ended already, on {}", standing.id, clock_text(zone, to));
        let hint = format!("frist outage set {} --to TIME changes when it ended", standing.id);
        return Err(CliError::input(message, hint));
    }
    let to = MomentReader::of(setup, &outage.contract).or_now(args.at.as_deref())?;
    let mut outage = Outage { to: Some(to), ..outage.clone() };
    put_text(args.solution.as_ref(), &mut outage.solution);
    put_text(args.cause.as_ref(), &mut outage.cause);
    Ok((standing.place_of(&outage, args.seen.revision)?, outage))
}

fn the_running_one<'a>(setup: &Setup, ledger: &'a Ledger) -> Result<StandingRecord<'a, Outage>, CliError> {
    let running: Vec<LedgerRecordId> = ledger.running().map(|(id, _)| id).collect();
    match running.as_slice() {
        [only] => StandingRecord::find(ledger, *only, Outage::KIND),
        [] => {
            let hint = "frist outage list shows the ones there are";
            Err(CliError::new(ProblemKind::NotFound, "no outage is running", hint))
        }
        many => {
            let of = |(id, outage): (LedgerRecordId, &Outage)| format!("{id} of {}", vendor(setup, &outage.contract));
            let which: Vec<String> = ledger.running().map(of).collect();
            let message = format!("{} outages are running", many.len());
            Err(CliError::input(message, format!("say which one is over: {}", which.join(", "))))
        }
    }
}

fn changed(setup: &Setup, ledger: &Ledger, args: &OutageSetArgs) -> Result<(SeenRevision, Outage), CliError> {
    let standing = StandingRecord::<Outage>::find(ledger, args.id, Outage::KIND)?;
    let moments = MomentReader::of(setup, &standing.fact.contract);
    let mut outage = standing.fact.clone();
    if let Some(from) = &args.from {
        outage.from = moments.read(from)?;
    }
    if let Some(to) = &args.to {
        outage.to = moments.unless("running", to)?;
    }
    if let Some(reported) = &args.reported {
        outage.reported = moments.unless("none", reported)?;
    }
    put_text(args.symptom.as_ref(), &mut outage.symptom);
    put_text(args.solution.as_ref(), &mut outage.solution);
    put_text(args.cause.as_ref(), &mut outage.cause);
    if !args.affects.is_empty() {
        outage.affects = args.affects.iter().filter(|name| *name != "all").cloned().collect();
    }
    if !args.tickets.is_empty() {
        let named = |ticket: &TicketOrNone| match ticket {
            TicketOrNone::Ticket(id) => Some(*id),
            TicketOrNone::None => None,
        };
        outage.tickets = args.tickets.iter().filter_map(named).collect();
    }
    Ok((standing.place_of(&outage, args.seen.revision)?, outage))
}

/// Prints an outage that was written, and its month's present figures.
fn tell(
    setup: &Setup,
    ledger: &Ledger,
    standing: &StandingRecord<'_, Outage>,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    if json {
        return output.json(&OutageJson::new(standing, &lacks(setup, standing.fact), setup.now()));
    }
    output.line(&said(setup, standing))?;
    let when = |zone| outage_in_words(standing.fact, zone, setup.now());
    tell_in_own_time(setup, &standing.fact.contract, when, output)?;
    if let Some(words) = to_complete(setup, standing) {
        output.line(&words)?;
    }
    periods(setup, standing.fact).iter().try_for_each(|(query, period)| {
        let round = period_round(&setup.book, ledger, query, *period, setup.now());
        let Some(round) = round.transpose()? else { return Ok(()) };
        let breaks = round.breaks_at.map(|at| {
            let zone = round.uptime.zone;
            format!("; it {}{}", breaks_in_words(at, zone), beside_in(zone, setup.own_zone(), at))
        });
        let (whose, stands) = (promise_of(&round), round_standing_in_words(&round));
        output.line(&format!("{}{whose}: {stands}{}", period.long(), breaks.unwrap_or_default()))
    })
}

/// Names the plans whose promise a round is about, behind its period, where not all plans share one.
fn promise_of(round: &MonthRound<'_>) -> String {
    let plans = uptime_plan_in_words(&round.contract, round.plan.as_deref());
    plans.map_or_else(String::new, |plans| format!(", {plans}"))
}

/// Says which tickets of a written outage are not excluded for its cause, or which cause they are excluded for where it has
/// none; whether the cause is the same is for people to say.
fn tell_same_cause(
    setup: &Setup,
    desk: &SharedDesk,
    standing: &StandingRecord<'_, Outage>,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let (id, outage) = (standing.id, standing.fact);
    let Some(contract) = setup.book.get(&outage.contract) else { return Ok(()) };
    let mut tickets = Vec::new();
    for ticket in &outage.tickets {
        tickets.extend(desk.record(*ticket)?.map(|record| record.ticket));
    }
    let find = |id: TicketId| tickets.iter().find(|ticket| ticket.id == id).map(AsRef::as_ref);
    let others = tickets_not_excluded(outage, contract, find, setup.now());
    if let (Some(cause), false) = (&outage.cause, others.is_empty()) {
        let named: Vec<String> = others.iter().map(|id| format!("#{id}")).collect();
        let ids: Vec<String> = others.iter().map(ToString::to_string).collect();
        let are = if others.len() == 1 { "belongs to it and is" } else { "belong to it and are" };
        let command = format!("frist do exclude {} --cause {cause} --text TEXT", ids.join(" "));
        output.line(&format!("{} {are} not excluded; if the cause is the same: {command}", named.join(", ")))?;
    }
    let theirs = first_exclusion(outage, contract, find).filter(|_| outage.cause.is_none());
    theirs.map_or(Ok(()), |(ticket, cause)| {
        let words = cause_in_words(cause);
        output.line(&format!(
            "#{ticket}, which belongs to it, is excluded: {words}; if the cause is the same: frist outage set {id} \
             --cause {cause}"
        ))
    })
}

/// Returns what the log of that outage lacks; empty where its contract is not loaded.
fn lacks(setup: &Setup, outage: &Outage) -> Vec<LogItem> {
    setup.book.get(&outage.contract).map(|contract| log_lacks(outage, contract)).unwrap_or_default()
}

/// Returns a sentence on what its log lacks, with the command that enters it; none where it lacks nothing.
fn to_complete(setup: &Setup, standing: &StandingRecord<'_, Outage>) -> Option<String> {
    let lacks = lacks(setup, standing.fact);
    let option = |item: &LogItem| match item {
        LogItem::Reported => " --reported TIME",
        LogItem::Cause => " --symptom TEXT",
        LogItem::Solution => " --solution TEXT",
        LogItem::Duration => "",
    };
    let options: String = lacks.iter().map(option).collect();
    let (vendor, id, words) = (vendor(setup, &standing.fact.contract), standing.id, lacks_in_words(&lacks));
    (!lacks.is_empty())
        .then(|| format!("✉ needs action: the log that {vendor} wants lacks {words}; frist outage set {id}{options}"))
}

/// Returns the periods that an outage touches, in order, for each promise of its contract.
fn periods(setup: &Setup, outage: &Outage) -> Vec<(UptimeQuery, CalendarPeriod)> {
    let (zone, now) = (zone(setup, &outage.contract), setup.now());
    let last = outage.until(now).plus(-1).max(outage.from);
    let (first, last) = (Month::at(zone, outage.from), Month::at(zone, last));
    let mut periods: Vec<(UptimeQuery, CalendarPeriod)> = Vec::new();
    for month in (0..).map(|n| first.plus(n)).take_while(|month| *month <= last) {
        for query in promises_in(&setup.book, &outage.contract, month) {
            let period = promised_period(&setup.book, &query, month).map(|period| (query, period));
            periods.extend(period.filter(|period| !periods.contains(period)));
        }
    }
    periods
}

/// Returns an outage in a line: `outage 7 of Markant: since Mon 8 Jan 2024 10:00, running for 42m`.
pub(super) fn said(setup: &Setup, standing: &StandingRecord<'_, Outage>) -> String {
    let outage = standing.fact;
    let when = outage_in_words(outage, zone(setup, &outage.contract), setup.now());
    format!("outage {} of {}: {when}", standing.id, vendor(setup, &outage.contract))
}

fn list(
    setup: &Setup,
    desk: &SharedDesk,
    OutageListArgs { which: EntriesArgs { contract, month, json }, running }: &OutageListArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let (ledger, now) = (desk.ledger(), setup.now());
    let wanted = |outage: &Outage| !running || outage.to.is_none();
    let list = RecordList::new(setup, &ledger, Outage::KIND, (contract.as_deref(), *month), wanted)?;
    if *json {
        return list.json(|standing| OutageJson::new(standing, &lacks(setup, standing.fact), now), output);
    }
    let row = |standing: &StandingRecord<'_, Outage>| {
        let outage = standing.fact;
        cells((standing.id, outage), &lacks(setup, outage), zone(setup, &outage.contract), now)
    };
    list.table(&HEAD, row, &[0, 4], output)
}

/// Returns the cells under [`HEAD`]: everything that SESAM wants logged ("Availability"), and more.
pub(super) fn cells(
    (id, outage): (LedgerRecordId, &Outage),
    lacks: &[LogItem],
    zone: Zone,
    now: Instant,
) -> Vec<String> {
    let text = |text: &Option<String>| text.as_deref().map_or_else(String::new, |text| fit(text, TEXT));
    let tickets: Vec<String> = outage.tickets.iter().map(|ticket| format!("#{ticket}")).collect();
    vec![
        id.to_string(),
        clock_text(zone, outage.from),
        outage.to.map_or_else(|| "running".to_owned(), |to| end_text(zone, outage.from, to)),
        duration_text(outage.lasts(now)),
        outage.reported.map_or_else(String::new, |at| clock_text(zone, at)),
        outage.cause.as_deref().map_or_else(String::new, cause_in_words),
        text(&outage.symptom),
        text(&outage.solution),
        tickets.join(", "),
        lacks_in_words(lacks),
    ]
}
