//! Carries out `frist maintenance`: work on a service, whether it was announced in time, and so whether downtime in it is
//! exempt.

use super::args::{EntriesArgs, MaintenanceAddArgs, MaintenanceCommand, MaintenanceSetArgs};
use super::entries::{List, Moments, Place, Standing, contract_at, enter, put_text, remove, vendor, zone};
use super::error::CliError;
use super::json::MaintenanceJson;
use super::output::Output;
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::contract::{Contract, cause_in_words, span_in_words, standing_window_in_words};
use crate::domain::ledger::{EntryId, Fact, Ledger, Maintenance};
use crate::domain::text::fit;
use crate::domain::time::{Instant, Span, Zone, clock_text, duration_text};
use crate::domain::uptime::{
    Notice, check_kind, end_text, exemption_in_full, notice_in_full, notice_of, stretch_in_words, window_around,
};

/// The columns of a note in the table; `--json` has all of it.
const NOTE: usize = 60;

/// The heads of a table of maintenance, beside the vendor.
pub(super) const HEAD: [&str; 8] = ["#", "FROM", "TO", "LASTS", "ANNOUNCED", "KIND", "WHAT", "NOTICE"];

/// The judgement of a maintenance under its agreement.
pub(super) struct Judged {
    /// The notice of its announcement.
    pub(super) notice: Notice,
    /// The standing window that contains all of it.
    pub(super) window: Option<String>,
    /// The notice and the window in words.
    pub(super) words: String,
}

impl Judged {
    pub(super) fn new(contract: &Contract, maintenance: &Maintenance) -> Self {
        let notice = notice_of(contract, maintenance);
        let window = window_around(contract, maintenance.from, maintenance.to).map(standing_window_in_words);
        let lasts = maintenance.to.since(maintenance.from);
        let consent =
            contract.maintenance.as_ref().and_then(|rule| rule.window_consent).filter(|least| lasts >= *least);
        let words = match (&window, consent.filter(|_| notice.is_late())) {
            (Some(window), Some(least)) => format!(
                "{}; downtime in the standing window {window} is exempt all the same, and the month marks it from {} on",
                notice_in_full(notice, contract.zone),
                span_in_words(Span::Time(least))
            ),
            (Some(window), None) => format!(
                "{}; no entry is needed: downtime in the standing window {window} is exempt",
                notice_in_full(notice, contract.zone)
            ),
            (None, _) => exemption_in_full(notice, contract.zone),
        };
        Self { notice, window, words }
    }

    /// Returns whether downtime in it is exempt, by its notice or by the window.
    pub(super) const fn exempts(&self) -> bool {
        self.notice.exempts() || self.window.is_some()
    }
}

/// Enters, changes, lists or removes maintenance.
pub(super) fn maintenance(
    setup: &mut Setup,
    command: &MaintenanceCommand,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    let (place, maintenance, json) = match command {
        MaintenanceCommand::Add(args) => (None, added(setup, args)?, args.json),
        MaintenanceCommand::Set(args) => {
            let (place, maintenance) = changed(setup, &desk.ledger(), args)?;
            (place, maintenance, args.seen.json)
        }
        MaintenanceCommand::List(args) => return list(setup, &desk, args, output),
        MaintenanceCommand::Remove(args) => {
            return remove(setup, &desk, (args.id, args.revision, args.json), |standing| said(setup, standing), output);
        }
    };
    let tell =
        |_: &Ledger, standing: &Standing<'_, Maintenance>, output: &mut Output<'_>| tell(setup, standing, json, output);
    enter(setup, &desk, place, Fact::Maintenance(maintenance), tell, output)
}

fn added(setup: &Setup, args: &MaintenanceAddArgs) -> Result<Maintenance, CliError> {
    let moments = Moments::of(setup, &setup.contract(&args.contract)?.id);
    let from = moments.read(&args.from)?;
    Ok(Maintenance {
        contract: args.contract.clone(),
        from,
        to: moments.read(&args.to)?,
        announced: moments.unless("never", args.announced.as_deref().unwrap_or("now"))?,
        kind: args.kind.as_ref().map(|kind| kind_of(setup, kind, &args.contract, from)).transpose()?,
        note: args.note.clone(),
    })
}

fn changed(setup: &Setup, ledger: &Ledger, args: &MaintenanceSetArgs) -> Result<(Place, Maintenance), CliError> {
    let standing = Standing::<Maintenance>::find(ledger, args.id)?;
    let moments = Moments::of(setup, &standing.fact.contract);
    let mut maintenance = standing.fact.clone();
    for (given, moment) in [(&args.from, &mut maintenance.from), (&args.to, &mut maintenance.to)] {
        if let Some(given) = given {
            *moment = moments.read(given)?;
        }
    }
    if let Some(announced) = &args.announced {
        maintenance.announced = moments.unless("never", announced)?;
    }
    let kind = |kind: &String| match kind.as_str() {
        "none" => Ok(kind.clone()),
        kind => kind_of(setup, kind, &maintenance.contract, maintenance.from),
    };
    let kind = args.kind.as_ref().map(kind).transpose()?;
    put_text(kind.as_ref(), &mut maintenance.kind);
    put_text(args.note.as_ref(), &mut maintenance.note);
    Ok((standing.place_of(&maintenance, args.seen.revision)?, maintenance))
}

/// Returns the kind that is given, under the agreement that holds then.
fn kind_of(setup: &Setup, kind: &str, contract: &str, from: Instant) -> Result<String, CliError> {
    let contract = contract_at(setup, contract, from);
    Ok(contract.map_or_else(|| Ok(kind.to_owned()), |contract| check_kind(kind, contract))?)
}

/// Prints a maintenance that was written, and whether it was announced in time.
fn tell(
    setup: &Setup,
    standing: &Standing<'_, Maintenance>,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let judged = judged(setup, standing.fact);
    if json {
        return output.json(&MaintenanceJson::new(standing, judged.as_ref()));
    }
    output.line(&said(setup, standing))?;
    judged.map_or(Ok(()), |judged| output.line(&judged.words))
}

/// Judges a maintenance by the agreement's version that holds when it begins; none where that is not loaded.
fn judged(setup: &Setup, maintenance: &Maintenance) -> Option<Judged> {
    let contract = contract_at(setup, &maintenance.contract, maintenance.from)?;
    Some(Judged::new(contract, maintenance))
}

fn said(setup: &Setup, standing: &Standing<'_, Maintenance>) -> String {
    let maintenance = standing.fact;
    let when = stretch_in_words(maintenance.from, maintenance.to, zone(setup, &maintenance.contract));
    let kind = maintenance.kind.as_deref().map_or_else(String::new, |kind| format!(" ({})", cause_in_words(kind)));
    format!("maintenance {} of {}: {when}{kind}", standing.id, vendor(setup, &maintenance.contract))
}

fn list(
    setup: &Setup,
    desk: &SharedDesk,
    EntriesArgs { contract, month, json }: &EntriesArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let list = List::<Maintenance>::new(setup, &ledger, contract.as_deref(), *month, |_| true)?;
    if *json {
        return list.json(|standing| MaintenanceJson::new(standing, judged(setup, standing.fact).as_ref()), output);
    }
    let row = |standing: &Standing<'_, Maintenance>| {
        let words = judged(setup, standing.fact).map_or_else(String::new, |judged| judged.words);
        cells(standing.id, standing.fact, zone(setup, &standing.fact.contract), words)
    };
    list.table(&HEAD, row, &[0, 4], output)
}

/// Returns the cells under [`HEAD`].
pub(super) fn cells(id: EntryId, maintenance: &Maintenance, zone: Zone, notice: String) -> Vec<String> {
    let Maintenance { from, to, announced, kind, note, .. } = maintenance;
    vec![
        id.to_string(),
        clock_text(zone, *from),
        end_text(zone, *from, *to),
        duration_text(to.since(*from)),
        announced.map_or_else(|| "never".to_owned(), |at| clock_text(zone, at)),
        kind.as_deref().map_or_else(String::new, cause_in_words),
        note.as_deref().map_or_else(String::new, |note| fit(note, NOTE)),
        notice,
    ]
}
