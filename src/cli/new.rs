//! Carries out `frist new`: logs a ticket from the command line.

mod presets;

use super::absence::tell_absent;
use super::args::{KindArg, NewArgs};
use super::error::CliError;
use super::file;
use super::json::TicketJson;
use super::output::Output;
use super::setup::{Setup, no_ticket, shorten};
use super::show::targets;
use crate::desk::{Change, Desk, Request, with_texts_as_files};
use crate::domain::contract::{Contract, PriorityStep};
use crate::domain::file::FileRef;
use crate::domain::ledger::Ledger;
use crate::domain::sla::{Sla, Start, Target, TicketRow, list_in_words, start_in_words};
use crate::domain::ticket::event::{Tagged, assignee_named};
use crate::domain::ticket::{Kind, NewTicket};
use crate::domain::time::{Instant, Zone, beside_in, clock_text, in_both_zones, parse_moment};

use self::presets::Presets;

/// Logs a ticket, and prints its number and its targets.
pub(super) fn new(setup: &mut Setup, args: &NewArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let sources = file::open_for_new(&args.attach)?;
    if setup.new_store().is_some() {
        // Input that is not valid makes no store either.
        fill_in(setup, args, &Ledger::default())?;
    }
    let desk = setup.open_or_make(output)?;
    let ledger = desk.ledger();
    let (mut ticket, presets) = fill_in(setup, args, &ledger)?;
    ticket.files = file::send_all(&desk, sources, None)?;
    if let Some(differs) = presets.differs(&ticket) {
        output.remark(&differs);
    }
    if let Some(staff) = &ticket.assignee {
        tell_absent(setup, &ledger, staff, output);
    }
    let said = presets.said(args, &ticket);
    let request = Request::new(&setup.me, vec![Change::New(Box::new(ticket))]);
    let done = desk.commit(with_texts_as_files(&desk, request)?)?;
    let id = done.touched.first().ok_or_else(nothing_logged)?.ticket;
    let record = desk.record(id)?.ok_or_else(|| no_ticket(id))?;
    let row = setup.row(record.ticket);
    output.after(&format!("#{id} is logged"), |output| {
        if args.json {
            return output.json(&TicketJson::new(&row, setup.now()).known_by(&ledger));
        }
        tell(setup, &row, output)?;
        said.map_or(Ok(()), |said| output.line(&said))
    })
}

/// Returns an error that should not occur: a request under a new name always touches what it logs.
fn nothing_logged() -> CliError {
    CliError::input("nothing was logged", "try again")
}

pub(super) fn tell(setup: &Setup, row: &TicketRow, output: &mut Output<'_>) -> Result<(), CliError> {
    output.line(&format!("#{} {}", row.ticket.id, row.ticket.subject))?;
    if !row.ticket.files.is_empty() {
        let files: Vec<String> = row.ticket.files.iter().map(FileRef::in_words).collect();
        output.line(&format!("attached {}", files.join(", ")))?;
    }
    let (Some(contract), Some(sla)) = (&row.contract, &row.sla) else { return Ok(()) };
    let (zone, own, reported) = (contract.zone, setup.own_zone(), row.ticket.reported());
    // A person who gave a time that comes twice is told which of the two was taken, and one in another zone which it is there.
    if !zone.doubled(reported).is_empty() || !beside_in(zone, own, reported).is_empty() {
        output.line(&format!("reported {}", in_both_zones(zone, own, reported)))?;
    }
    output.line(&targets(row, zone, setup.now()))?;
    in_own_time(sla, zone, own).map_or(Ok(()), |words| output.line(&words))?;
    if sla.start == Start::NoClock && !sla.targets.is_empty() {
        output.line(&start_in_words(&row.ticket, contract, sla))?;
    }
    Ok(())
}

/// Says when the targets are due on the person's own clocks; none where they do not differ from the contract's.
fn in_own_time(sla: &Sla, zone: Zone, own: Zone) -> Option<String> {
    let differs = |target: &&Target| target.due.is_some_and(|due| zone.offset(due) != own.offset(due));
    let due = |target: &Target| Some(format!("{} {}", target.words(), clock_text(own, target.due?)));
    let due: Vec<String> = sla.targets.iter().filter(differs).filter_map(due).collect();
    (!due.is_empty()).then(|| format!("in your own time, that of {}: {}", own.name(), due.join(", ")))
}

/// Returns the ticket that these arguments ask for.
pub(super) fn filled_in(setup: &Setup, args: &NewArgs, ledger: &Ledger) -> Result<NewTicket, CliError> {
    fill_in(setup, args, ledger).map(|(ticket, _)| ticket)
}

fn fill_in<'a>(setup: &Setup, args: &NewArgs, ledger: &'a Ledger) -> Result<(NewTicket, Presets<'a>), CliError> {
    let presets = Presets::find(ledger, args)?;
    let id = presets.contract(args)?;
    let newest = setup.contract(id)?;
    let reported = reported(setup, args, newest)?;
    let contract = setup.contract_for_report(id, reported.unwrap_or(setup.now()))?;
    both_missing(args, contract, &presets)?;
    let severity = severity(args, contract, presets.severity(contract))?;
    let mut ticket = NewTicket {
        contract: id.to_owned(),
        plan: plan(args, contract, presets.plan(contract))?,
        channel: channel(args, contract, &severity)?,
        severity,
        subject: args.subject.clone(),
        customer: args.customer.clone(),
        person: None,
        organisation: None,
        reported,
        kind: args.kind.into(),
        impact: args.impact.clone(),
        urgency: args.urgency.clone(),
        description_file: None,
        letter: None,
        description: args.description.clone(),
        note: args.note.clone(),
        assignee: args.assign.as_ref().and_then(|to| assignee_named(to, &setup.me)),
        tags: tags(&args.tag)?,
        vendor_case: args.case.as_ref().map(|case| case.trim().to_owned()),
        files: Vec::new(),
    };
    presets.put_into(&mut ticket);
    Ok((ticket, presets))
}

fn tags(given: &[String]) -> Result<Vec<String>, CliError> {
    let tags = Tagged::of_words(&given.join(" "))?;
    if tags.remove.is_empty() {
        return Ok(tags.add);
    }
    Err(CliError::input("a tag does not begin with -", "leave the sign away"))
}

fn reported(setup: &Setup, args: &NewArgs, contract: &Contract) -> Result<Option<Instant>, CliError> {
    Ok(args.at.as_deref().map(|at| parse_moment(at, contract.zone, setup.now())).transpose()?)
}

/// Names plan and severity together where both are missing, so that nobody is sent back twice.
fn both_missing(args: &NewArgs, contract: &Contract, presets: &Presets<'_>) -> Result<(), CliError> {
    let severity = args.severity.is_none() && args.impact.is_none() && args.urgency.is_none();
    let severity = severity && presets.severity(contract).is_none();
    if !severity || args.plan.is_some() || presets.plan(contract).is_some() || contract.plans.len() < 2 {
        return Ok(());
    }
    let hint = format!("give {} and {}", plan_option(contract), severity_option(contract));
    Err(CliError::input("the plan and the severity are missing", hint))
}

fn plan(args: &NewArgs, contract: &Contract, preset: Option<&str>) -> Result<String, CliError> {
    match (args.plan.as_deref().or(preset), contract.plans.as_slice()) {
        (Some(plan), _) => Ok(plan.to_owned()),
        (None, [only]) => Ok(only.id.clone()),
        (None, _) => {
            let message = format!("{} has more than one plan", contract.id);
            Err(CliError::input(message, format!("give {}", plan_option(contract))))
        }
    }
}

fn plan_option(contract: &Contract) -> String {
    let plans: Vec<String> = contract.plans.iter().map(|p| p.id.clone()).collect();
    format!("--plan {}", list_in_words(&plans))
}

fn severity_option(contract: &Contract) -> String {
    let known: Vec<String> = contract.severities.iter().map(|s| s.id.clone()).collect();
    if contract.priority.is_some() {
        return "--impact and --urgency".to_owned();
    }
    format!("--severity {}", list_in_words(&known))
}

/// Returns the severity as given, from impact and urgency, or as it is preset.
fn severity(args: &NewArgs, contract: &Contract, preset: Option<&str>) -> Result<String, CliError> {
    let followed = match (&args.impact, &args.urgency) {
        (Some(impact), Some(urgency)) => Some(by_matrix(contract, impact, urgency)?),
        _ => None,
    };
    match (followed, &args.severity) {
        (Some(severity), Some(given)) if severity != *given => {
            let message = format!("impact and urgency make severity {severity}, not {}", shorten(given));
            Err(CliError::input(message, "leave --severity out, or --impact and --urgency"))
        }
        (Some(severity), _) => Ok(severity),
        (None, Some(given)) => Ok(given.clone()),
        (None, None) if preset.is_some() => Ok(preset.unwrap_or_default().to_owned()),
        (None, None) => Err(CliError::input("the severity is missing", format!("give {}", severity_option(contract)))),
    }
}

/// Returns the severity that the contract's matrix makes of impact and urgency.
pub(super) fn by_matrix(contract: &Contract, impact: &str, urgency: &str) -> Result<String, CliError> {
    let Some(priority) = &contract.priority else {
        let message = format!("{} has no matrix of impact and urgency", contract.id);
        return Err(CliError::input(message, "give --severity instead"));
    };
    known("impact", impact, &priority.impact)?;
    known("urgency", urgency, &priority.urgency)?;
    let follows = priority.severity_of(impact, urgency).map(str::to_owned);
    follows.ok_or_else(|| CliError::input("the contract's matrix has no such combination", "give --severity instead"))
}

fn known(what: &str, given: &str, scale: &[PriorityStep]) -> Result<(), CliError> {
    if scale.iter().any(|step| step.id == given) {
        return Ok(());
    }
    let ids: Vec<String> = scale.iter().map(|step| step.id.clone()).collect();
    let hint = format!("give --{what} {}", list_in_words(&ids));
    Err(CliError::input(format!("there is no {what} `{}`", shorten(given)), hint))
}

fn channel(args: &NewArgs, contract: &Contract, severity: &str) -> Result<String, CliError> {
    let (all, counting) = (&contract.support.channels, contract.channels(severity));
    match &args.channel {
        Some(channel) => Ok(channel.clone()),
        None if counting.is_empty() => Ok(String::new()),
        None => {
            let known = if all.is_empty() { counting } else { all };
            let only = if known == counting {
                String::new()
            } else {
                format!(" (for {} only {} counts)", shorten(severity), list_in_words(counting))
            };
            let hint = format!("give --channel {}{only}", list_in_words(known));
            Err(CliError::input(format!("{} needs to know how it was reported", contract.id), hint))
        }
    }
}

impl From<KindArg> for Kind {
    fn from(arg: KindArg) -> Self {
        match arg {
            KindArg::Incident => Self::Incident,
            KindArg::ChangeRequest => Self::ChangeRequest,
            KindArg::Question => Self::Question,
        }
    }
}
