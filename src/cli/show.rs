//! Carries out `frist show` and `frist why`: one ticket in full, and why its targets are due when they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::args::{ShowArgs, TargetArg, WhyArgs};
use super::error::CliError;
use super::json::TicketJson;
use super::output::{Output, table, with_reason};
use super::setup::{Setup, no_ticket, not_loaded, zone_of};
use crate::desk::{AskDesk as _, Desk, MissingFiles, SharedDesk};
use crate::domain::contract::{Book, TargetKind, vendor_reached_for};
use crate::domain::file::{FileHash, FileRef};
use crate::domain::ledger::{Ledger, Party as _};
use crate::domain::problem::ProblemKind;
use crate::domain::sla::{
    DeadlineChange, Target, TicketRow, Why, WhyLine, ask_in_words, cap_in_words, deadline_changes, exclusion_in_words,
    expected_in_words, missed_updates, needed_actions, reason, rounds_in_words, snooze_in_words, start_in_words,
    state_in_words, waiting_in_words, why as account,
};
use crate::domain::ticket::event::Link;
use crate::domain::ticket::{
    BreachReason, DESK, Event, Record, Ticket, TicketId, TicketSize, Uncounted, conversation, goes_on_in_words, live,
    say_of, uncounted, unfolded, woken_by_clock,
};
use crate::domain::time::{ClockSeconds, Instant, Zone, clock_text, short_duration};

const TARGET_HEAD: [&str; 6] = ["TARGET", "EXPECTED", "DUE", "BREACH AFTER", "LEFT", "STATE"];

/// Shows one ticket.
pub(super) fn show(setup: &mut Setup, args: &ShowArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    let (row, record) = found(setup, &desk, args.id)?;
    let ledger = desk.ledger();
    if args.json {
        let others = linked(&desk, &row.ticket)?;
        return output.json(&TicketJson::whole(&row, &record, &ledger, setup.now()).linked(&others));
    }
    let zone = zone_of(&row, setup.zone);
    output.line(&format!("#{} {}\n", row.ticket.id, row.ticket.subject))?;
    let mut facts = facts(&row, &ledger, (zone, setup.own_zone()), setup.now());
    facts.extend(links(&row.ticket, &linked(&desk, &row.ticket)?));
    output.line(&table(&[], facts, &[]))?;
    if let Some(words) = TicketSize::of(&record.events).warning() {
        output.line(&format!("\n#{} {words}", row.ticket.id))?;
    }
    output.line("")?;
    output.line(&targets(&row, zone, setup.now()))?;
    let missed: Vec<String> =
        row.sla.iter().flat_map(|sla| &sla.targets).flat_map(|target| missed_updates(&row, target)).collect();
    if !missed.is_empty() {
        output.line(&format!("\n{}", missed.join("\n")))?;
    }
    let missing = desk.ask(MissingFiles { ticket: record.ticket.id })?;
    said(&record, &missing, zone, output)?;
    output.line("")?;
    output.line(&table(&["WHEN", "WHO", "WHAT"], timeline(&setup.book, &record, zone, setup.now()), &[]))
}

/// Prints the conversation, each text below what it is; of what is quoted only how much it is, as --json has it.
fn said(record: &Record, missing: &[FileHash], zone: Zone, output: &mut Output<'_>) -> Result<(), CliError> {
    for entry in conversation(&record.events) {
        let (text, folded) = unfolded(entry.text);
        let quoted = folded.map(|folded| format!("({} quoted)", lines_in_words(folded.lines().count())));
        let mark = |file: &FileRef| if missing.contains(&file.sha256) { " · missing in the store" } else { "" };
        let files = entry.files.iter().map(|file| format!("{}{}", file.in_words(), mark(file)));
        let text =
            text.lines().map(str::to_owned).chain(quoted).chain(entry.text_file.map(goes_on_in_words)).chain(files);
        let head = entry.in_words(record.ticket.customer.as_deref());
        let doubt = entry.doubt().map_or_else(String::new, |words| format!("  {words} sender"));
        output.line(&format!("\n{}  {head}  ({}){doubt}", clock_text(zone, entry.at), entry.by))?;
        text.into_iter().try_for_each(|line| output.line(format!("  {line}").trim_end()))?;
    }
    Ok(())
}

fn lines_in_words(lines: usize) -> String {
    if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") }
}

/// Prints why the targets of a ticket are due when they are.
pub(super) fn why(setup: &mut Setup, args: &WhyArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (row, _) = find(setup, args.id, output)?;
    let wanted = args.target.map(TargetKind::from);
    let targets = row.sla.iter().flat_map(|sla| &sla.targets);
    let targets = targets.filter(|target| wanted.is_none_or(|wanted| wanted == target.kind));
    let accounts: Vec<Why> = targets.filter_map(|target| account(&row, target, setup.now())).collect();
    if accounts.is_empty() {
        if row.contract.is_none() {
            return Err(no_contract(setup, &row));
        }
        return Err(CliError::new(ProblemKind::NotFound, not_promised(&row, wanted), "frist show lists the targets"));
    }
    if args.json {
        return accounts.iter().try_for_each(|why| output.json(&WhyJson::new(row.ticket.id, why)));
    }
    let accounts: Vec<String> = accounts.iter().map(Why::to_text).collect();
    output.line(accounts.join("\n").trim_end())
}

/// The account of a target's due moment, as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct WhyJson<'a> {
    ticket: u64,
    target: &'static str,
    internal: bool,
    /// The same by the word of earlier versions.
    house: bool,
    /// The whole account in words, as it is printed.
    text: String,
    /// What is promised and the present state, a sentence each.
    opening: &'a [String],
    standing: &'a str,
    days: Vec<WhyDayJson<'a>>,
    closing: &'a [String],
}

/// A stretch of days, with the seconds that counted on it and so far.
#[derive(Serialize)]
pub(super) struct WhyDayJson<'a> {
    days: &'a str,
    hours: &'a str,
    counted_s: ClockSeconds,
    total_s: ClockSeconds,
}

impl<'a> From<&'a WhyLine> for WhyDayJson<'a> {
    fn from(line: &'a WhyLine) -> Self {
        Self { days: &line.days, hours: &line.hours, counted_s: line.support, total_s: line.total }
    }
}

impl<'a> WhyJson<'a> {
    fn new(ticket: TicketId, why: &'a Why) -> Self {
        Self {
            ticket: ticket.0,
            target: why.target.key(),
            internal: why.house,
            house: why.house,
            text: why.to_text(),
            opening: &why.opening,
            standing: &why.standing,
            days: why.days.iter().map(WhyDayJson::from).collect(),
            closing: &why.closing,
        }
    }
}

pub(super) fn find(setup: &mut Setup, id: u64, output: &mut Output<'_>) -> Result<(TicketRow, Record), CliError> {
    let desk = setup.open(output)?;
    found(setup, &desk, id)
}

fn found(setup: &Setup, desk: &SharedDesk, id: u64) -> Result<(TicketRow, Record), CliError> {
    let id = TicketId(id);
    let record = desk.record(id)?.ok_or_else(|| no_ticket(id))?;
    Ok((setup.row(record.ticket.clone()), record))
}

/// Returns the error that a ticket's contract is not there, with where it belongs.
pub(super) fn no_contract(setup: &Setup, row: &TicketRow) -> CliError {
    let hint = format!("put its file into {}", setup.paths.contracts.display());
    CliError::new(ProblemKind::NotFound, not_loaded(&row.ticket), hint)
}

fn not_promised(row: &TicketRow, wanted: Option<TargetKind>) -> String {
    let what = wanted.map_or("time", TargetKind::words);
    match &row.contract {
        Some(contract) => format!("{} promises no {what} for {}", contract.vendor, row.severity_name()),
        None => not_loaded(&row.ticket),
    }
}

/// Returns the facts of a ticket, name and value, with whose times they are where the person's own differ.
fn facts(row: &TicketRow, ledger: &Ledger, (zone, own): (Zone, Zone), now: Instant) -> Vec<Vec<String>> {
    let ticket = &row.ticket;
    let (customer, organisation) = customer(ticket, ledger);
    let plan = row.contract.as_ref().and_then(|c| c.plan(&ticket.plan)).map_or(ticket.plan.as_str(), |p| &p.name);
    let version = if ticket.version.is_empty() { String::new() } else { format!(", version {}", ticket.version) };
    let minutes = (ticket.minutes > 0).then(|| format!("{} min", ticket.minutes));
    let all = [
        ("vendor", Some(format!("{} ({}{version})", row.vendor(), ticket.contract))),
        ("plan", Some(plan.to_owned())),
        ("severity", Some(severity(row))),
        ("impact", ticket.impact.clone()),
        ("urgency", ticket.urgency.clone()),
        ("status", Some(ticket.status().words().to_owned())),
        ("customer", customer),
        ("organisation", organisation),
        ("reported", Some(clock_text(zone, ticket.reported()))),
        ("clock", row.contract.as_ref().zip(row.sla.as_ref()).map(|(c, sla)| start_in_words(ticket, c, sla))),
        ("age", row.sla.as_ref().map(|sla| format!("{} of support time", short_duration(sla.age.secs())))),
        ("assignee", ticket.assignee.clone()),
        ("level", ticket.level.clone()),
        ("rounds", rounds_in_words(row, zone, now)),
        ("excluded", exclusion_in_words(row, zone, now)),
        ("waiting", waiting_in_words(row, zone, now)),
        ("snooze", snooze_in_words(row, zone, now)),
        ("breach", ticket.breach_reason.map(|reason| breach(reason, ticket.breach_words.as_deref()))),
        ("time spent", minutes),
        ("approval", ticket.approval.clone()),
        ("times", (zone.offset(now) != own.offset(now)).then(|| format!("those of {}", zone.name()))),
        ("passed on to", ticket.passed_on.clone()),
        ("merged", merged_in_words(ticket)),
        ("vendor's case", ticket.vendor_case.clone()),
        ("proposed", ticket.proposed_response().map(|at| proposed(ticket, at, zone))),
        ("tags", (!ticket.tags.is_empty()).then(|| ticket.tags.join(", "))),
        ("followed by", (!ticket.followers.is_empty()).then(|| ticket.followers.join(", "))),
        ("files", files(ticket)),
    ];
    let reached = row.contract.as_ref().filter(|_| ticket.is_open()).into_iter();
    let reached = reached.flat_map(|it| vendor_reached_for(it, ticket.vendor_case.as_deref()));
    let reached = reached.map(|(name, value)| (reached_name(name), Some(value)));
    let asked = needed_actions(row, now).into_iter().map(|ask| ("needs action", Some(ask_in_words(ask, zone, now))));
    let known = all.into_iter().chain(reached).chain(asked).filter_map(|(name, value)| Some((name, value?)));
    known.map(|(name, value)| vec![name.to_owned(), value]).collect()
}

/// Says into which ticket it was merged, or which were merged into it; none where neither is so.
fn merged_in_words(ticket: &Ticket) -> Option<String> {
    if let Some(into) = ticket.merged {
        return Some(format!("into #{into}, which goes on; frist show {into} shows it"));
    }
    let from: Vec<String> = ticket.merged_from.iter().map(|from| format!("#{from}")).collect();
    (!from.is_empty()).then(|| format!("{} into it", from.join(", ")))
}

/// Returns the name of a way to reach the vendor, beside what is said of the ticket.
fn reached_name(name: &'static str) -> &'static str {
    match name {
        "call" => "call the vendor",
        "contact" => "vendor's contact",
        name => name,
    }
}

/// Says when the vendor's letter proposes that it responded, and the commands that settle it.
fn proposed(ticket: &Ticket, at: Instant, zone: Zone) -> String {
    let (id, when) = (ticket.id, clock_text(zone, at));
    format!("the vendor responded {when}, by its letter: frist do respond {id} --at {at}, or frist do review {id}")
}

/// Returns the tickets that the ticket is linked to, each once.
pub(super) fn linked(desk: &dyn Desk, ticket: &Ticket) -> Result<Vec<Arc<Ticket>>, CliError> {
    let others: BTreeSet<TicketId> = ticket.links.iter().map(|link| link.to).collect();
    let records = others.into_iter().map(|id| desk.record(id)).collect::<Result<Vec<_>, _>>()?;
    Ok(records.into_iter().flatten().map(|record| record.ticket).collect())
}

/// Returns a fact for each link, with how the other ticket stands.
fn links(ticket: &Ticket, others: &[Arc<Ticket>]) -> Vec<Vec<String>> {
    let said = |link: &Link| {
        let other = others.iter().find(|other| other.id == link.to);
        let stands = other.map_or_else(String::new, |other| format!(", {}: {}", other.status().words(), other.subject));
        vec!["link".to_owned(), format!("{}{stands}", link.in_words())]
    };
    ticket.links.iter().map(said).collect()
}

/// Returns the files with their numbers, as `frist file` takes them; none where there are none.
fn files(ticket: &Ticket) -> Option<String> {
    let numbered = |(number, file): (usize, &FileRef)| format!("{number}: {}", file.in_words());
    let files: Vec<String> = (1..).zip(&ticket.files).map(numbered).collect();
    (!files.is_empty()).then(|| files.join("; "))
}

/// Returns who reported a ticket and for whom, each with the number of the record; a plan that is not the organisation's is
/// told.
fn customer(ticket: &Ticket, ledger: &Ledger) -> (Option<String>, Option<String>) {
    let number = ledger.person_of(ticket).map_or_else(String::new, |(id, _)| format!(" (person {id})"));
    let customer = ledger.customer_of(ticket).map(|name| format!("{name}{number}"));
    let organisation = ledger.organisation_of(ticket).map(|(id, found)| {
        let differs = found.differing_plan(&ticket.contract, &ticket.plan);
        let differs = differs.map_or_else(String::new, |differs| format!("; {differs}"));
        format!("{} (organisation {id}){differs}", found.name())
    });
    (customer, organisation)
}

fn breach(reason: BreachReason, words: Option<&str>) -> String {
    let why = words.map_or_else(String::new, |words| format!(": {words}"));
    format!("{}{why}", reason.words())
}

fn severity(row: &TicketRow) -> String {
    cap_in_words(row).unwrap_or_else(|| row.severity_name().to_owned())
}

/// Returns the targets as a table, or a sentence where nothing is promised.
pub(super) fn targets(row: &TicketRow, zone: Zone, now: Instant) -> String {
    match row.sla.as_ref() {
        Some(sla) if !sla.targets.is_empty() => {
            table(&TARGET_HEAD, sla.targets.iter().map(|t| target_cells(row, t, zone, now)), &[4])
        }
        _ => not_promised(row, None),
    }
}

fn target_cells(row: &TicketRow, target: &Target, zone: Zone, now: Instant) -> Vec<String> {
    let moment = |at: Option<Instant>| at.map_or_else(|| "–".to_owned(), |at| clock_text(zone, at));
    vec![
        target.words(),
        expected_in_words(target, zone, now, absolute).unwrap_or_else(|| "–".to_owned()),
        moment(target.due),
        moment(target.breach_after),
        target.left.map_or_else(String::new, |left| short_duration(left.secs())),
        with_reason(&state_in_words(row, target), &reason(row, target, zone, now)),
    ]
}

/// Says a moment with its whole date.
fn absolute(zone: Zone, at: Instant, _now: Instant) -> String {
    clock_text(zone, at)
}

/// Returns everything that happened, in the order of entry, each with the deadlines that it changed below it.
fn timeline(book: &Book, record: &Record, zone: Zone, now: Instant) -> Vec<Vec<String>> {
    let stands = live(&record.events);
    let mut changes = deadline_changes(record.ticket.id, &record.events, &|ticket| book.of_ticket(ticket)).into_iter();
    let below = |change: &DeadlineChange| {
        vec![String::new(), String::new(), format!("  {}", change.in_words(|at| clock_text(zone, at)))]
    };
    let counts = stands.into_iter().zip(uncounted(&record.events));
    let line = |(event, (stands, uncounted)): (&Event, (bool, Option<Uncounted>))| {
        let late = event.recorded > event.happened;
        let entered = if late { format!(" (entered {})", clock_text(zone, event.recorded)) } else { String::new() };
        let taken = match uncounted {
            _ if !stands => " (retracted)".to_owned(),
            Some(why) => format!(" ({})", why.in_words(|at| clock_text(zone, at))),
            None => String::new(),
        };
        let said = say_of(record, event, stands, &|at| clock_text(zone, at));
        vec![clock_text(zone, event.happened), event.by.clone(), format!("{said}{taken}{entered}")]
    };
    let with_changes = |line| {
        let lines: Vec<_> = changes.next().unwrap_or_default().iter().map(below).collect();
        std::iter::once(line).chain(lines).collect::<Vec<_>>()
    };
    let mut blocks: Vec<_> = record.events.iter().zip(counts).map(line).map(with_changes).collect();
    for (place, at) in woken_by_clock(&record.events, now).into_iter().rev() {
        blocks.insert(place, vec![vec![clock_text(zone, at), DESK.to_owned(), "woken: its snooze is over".to_owned()]]);
    }
    blocks.into_iter().flatten().collect()
}

impl From<TargetArg> for TargetKind {
    fn from(arg: TargetArg) -> Self {
        match arg {
            TargetArg::Acknowledge => Self::Acknowledge,
            TargetArg::Response => Self::Response,
            TargetArg::WorkStart => Self::WorkStart,
            TargetArg::Update => Self::Update,
            TargetArg::Workaround => Self::Workaround,
            TargetArg::Correction => Self::Correction,
            TargetArg::Fix => Self::Fix,
            TargetArg::RootCause => Self::RootCause,
        }
    }
}
