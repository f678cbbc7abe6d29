//! Carries out `frist change`: larger changes that the customer has to be told of, and whether that was done in time.

use super::args::{ChangeAddArgs, ChangeCommand, ChangeSetArgs, EntriesArgs};
use super::entries::{List, Moments, Place, Standing, contract_at, enter, remove, vendor, zone};
use super::error::CliError;
use super::json::ChangeJson;
use super::output::Output;
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::ledger::{AnnouncedChange, EntryId, Fact, Ledger};
use crate::domain::text::fit;
use crate::domain::time::{Zone, clock_text};
use crate::domain::uptime::{Notice, notice_in_full, notice_of_change};

/// The columns of a note in the table; `--json` has all of it.
const NOTE: usize = 60;

/// The heads of a table of announced changes, beside the vendor.
pub(super) const HEAD: [&str; 5] = ["#", "TAKES EFFECT", "ANNOUNCED", "WHAT", "NOTICE"];

/// Enters, changes, lists or removes announced changes.
pub(super) fn change(setup: &mut Setup, command: &ChangeCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    let (place, change, json) = match command {
        ChangeCommand::Add(args) => (None, added(setup, args)?, args.json),
        ChangeCommand::Set(args) => {
            let (place, change) = changed(setup, &desk.ledger(), args)?;
            (place, change, args.seen.json)
        }
        ChangeCommand::List(args) => return list(setup, &desk, args, output),
        ChangeCommand::Remove(args) => {
            return remove(setup, &desk, (args.id, args.revision, args.json), |standing| said(setup, standing), output);
        }
    };
    let tell = |_: &Ledger, standing: &Standing<'_, AnnouncedChange>, output: &mut Output<'_>| {
        tell(setup, standing, json, output)
    };
    enter(setup, &desk, place, Fact::AnnouncedChange(change), tell, output)
}

fn added(setup: &Setup, args: &ChangeAddArgs) -> Result<AnnouncedChange, CliError> {
    let moments = Moments::of(setup, &setup.contract(&args.contract)?.id);
    Ok(AnnouncedChange {
        contract: args.contract.clone(),
        from: moments.read(&args.from)?,
        announced: moments.unless("never", args.announced.as_deref().unwrap_or("now"))?,
        note: args.note.clone(),
    })
}

fn changed(setup: &Setup, ledger: &Ledger, args: &ChangeSetArgs) -> Result<(Place, AnnouncedChange), CliError> {
    let standing = Standing::<AnnouncedChange>::find(ledger, args.id)?;
    let moments = Moments::of(setup, &standing.fact.contract);
    let mut change = standing.fact.clone();
    if let Some(from) = &args.from {
        change.from = moments.read(from)?;
    }
    if let Some(announced) = &args.announced {
        change.announced = moments.unless("never", announced)?;
    }
    change.note = args.note.clone().unwrap_or(change.note);
    Ok((standing.place_of(&change, args.seen.revision)?, change))
}

/// Prints a change that was written, and whether it was announced in time.
fn tell(
    setup: &Setup,
    standing: &Standing<'_, AnnouncedChange>,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let notice = notice(setup, standing.fact);
    if json {
        return output.json(&ChangeJson::new(standing, notice, zone(setup, &standing.fact.contract)));
    }
    output.line(&said(setup, standing))?;
    notice.map_or(Ok(()), |notice| output.line(&notice_in_full(notice, zone(setup, &standing.fact.contract))))
}

/// Returns the notice of a change, by the agreement's version that holds when it takes effect; none where that is not
/// loaded.
fn notice(setup: &Setup, change: &AnnouncedChange) -> Option<Notice> {
    contract_at(setup, &change.contract, change.from).map(|contract| notice_of_change(contract, change))
}

fn said(setup: &Setup, standing: &Standing<'_, AnnouncedChange>) -> String {
    let AnnouncedChange { contract, from, note, .. } = standing.fact;
    let (vendor, when) = (vendor(setup, contract), clock_text(zone(setup, contract), *from));
    format!("announced change {} of {vendor}: {note}, takes effect on {when}", standing.id)
}

fn list(
    setup: &Setup,
    desk: &SharedDesk,
    EntriesArgs { contract, month, json }: &EntriesArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let list = List::<AnnouncedChange>::new(setup, &ledger, contract.as_deref(), *month, |_| true)?;
    let zone = |change: &AnnouncedChange| zone(setup, &change.contract);
    if *json {
        return list
            .json(|standing| ChangeJson::new(standing, notice(setup, standing.fact), zone(standing.fact)), output);
    }
    let row = |standing: &Standing<'_, AnnouncedChange>| {
        cells(standing.id, standing.fact, notice(setup, standing.fact), zone(standing.fact))
    };
    list.table(&HEAD, row, &[0], output)
}

/// Returns the cells under [`HEAD`].
pub(super) fn cells(id: EntryId, change: &AnnouncedChange, notice: Option<Notice>, zone: Zone) -> Vec<String> {
    vec![
        id.to_string(),
        clock_text(zone, change.from),
        change.announced.map_or_else(|| "never".to_owned(), |at| clock_text(zone, at)),
        fit(&change.note, NOTE),
        notice.map_or_else(String::new, |notice| notice_in_full(notice, zone)),
    ]
}
