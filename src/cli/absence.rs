//! Carries out `frist absence`: who of the staff is away, and until when.
//!
//! It is not made of a table of fields: it belongs to no contract, and is entered and removed, never changed.

use serde::Serialize;

use super::args::{AbsenceCommand, RemoveArgs};
use super::error::CliError;
use super::ledger_records::{RecordType, StandingRecord, enter, none_known, remove};
use super::output::{Output, table};
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::ledger::{Absence, Ledger, LedgerFact, LedgerRecordId};
use crate::domain::ticket::event::assignee_named;
use crate::domain::time::{Zone, clock_text};

/// Enters, lists or removes absences.
pub(super) fn absence(setup: &mut Setup, command: &AbsenceCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    match command {
        AbsenceCommand::Add { name, from, to, note, json } => {
            let zone = setup.own_zone();
            let absence = Absence {
                staff: staff_named(setup, &desk, name)?,
                from: from.as_deref().map_or(Ok(setup.now()), |from| Absence::read_from(from, zone, setup.now()))?,
                to: to.as_deref().map(|to| Absence::read_to(to, zone, setup.now())).transpose()?,
                note: note.clone(),
            };
            let tell = |_: &Ledger, standing: &StandingRecord<'_, Absence>, output: &mut Output<'_>| {
                if *json {
                    return output.json(&AbsenceJson::new(standing.id, standing.fact, standing.by));
                }
                output.line(&said(standing, zone))
            };
            enter(setup, &desk, None, LedgerFact::Absence(absence), tell, output)
        }
        AbsenceCommand::List { all, json } => list(setup, &desk, *all, *json, output),
        AbsenceCommand::Remove(RemoveArgs { id, revision, json }) => {
            let zone = setup.own_zone();
            let say = |standing: &StandingRecord<'_, Absence>| said(standing, zone);
            remove(setup, &desk, Absence::KIND, (*id, *revision, *json), (say, |_: &Absence, _| String::new()), output)
        }
    }
}

/// Says on standard error that a person is away who is given work, and until when.
pub(super) fn tell_absent(setup: &Setup, ledger: &Ledger, staff: &str, output: &mut Output<'_>) {
    if let Some(absence) = ledger.absence_of(staff, setup.now()) {
        output.remark(&format!("{staff} is absent {}", absence.until_in_words(setup.own_zone())));
    }
}

/// Returns the name of somebody of the staff, as the settings have it.
fn staff_named(setup: &Setup, desk: &SharedDesk, name: &str) -> Result<String, CliError> {
    let named = assignee_named(name, &setup.me)
        .ok_or_else(|| CliError::input("nobody cannot be absent", "give a name of the staff, or me"))?;
    Ok(desk.people().named(&named).map_or(named, |person| person.name.clone()))
}

fn said(standing: &StandingRecord<'_, Absence>, zone: Zone) -> String {
    let absence = standing.fact;
    let from = clock_text(zone, absence.from);
    format!("absence {}: {} is away from {from} {}", standing.id, absence.staff, absence.until_in_words(zone))
}

fn list(setup: &Setup, desk: &SharedDesk, all: bool, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let (ledger, zone, now) = (desk.ledger(), setup.own_zone(), setup.now());
    let wanted = |absence: &Absence| all || absence.to.is_none_or(|to| now < to);
    let mut found: Vec<(LedgerRecordId, &Absence)> = ledger.absences().filter(|(_, it)| wanted(it)).collect();
    found.sort_by_key(|(id, absence)| (absence.from, *id));
    if found.is_empty() {
        return Err(none_known(Absence::KIND));
    }
    if json {
        return found.iter().try_for_each(|(id, absence)| {
            let by = ledger.get(*id).map_or("", |record| record.by.as_str());
            output.json(&AbsenceJson::new(*id, absence, by))
        });
    }
    let row = |(id, absence): &(LedgerRecordId, &Absence)| {
        let to = absence.to.map_or_else(|| "open".to_owned(), |to| clock_text(zone, to));
        let state = if absence.holds_at(now) { "away" } else { "" };
        let note = absence.note.clone().unwrap_or_default();
        vec![id.to_string(), absence.staff.clone(), clock_text(zone, absence.from), to, state.to_owned(), note]
    };
    output.line(&table(&["#", "WHO", "FROM", "BACK", "", "WHY"], found.iter().map(row), &[0]))
}

/// An absence as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct AbsenceJson<'a> {
    id: u64,
    staff: &'a str,
    from: String,
    /// The first moment at which they are back; null where that is not known.
    to: Option<String>,
    note: Option<&'a str>,
    by: &'a str,
}

impl<'a> AbsenceJson<'a> {
    fn new(id: LedgerRecordId, absence: &'a Absence, by: &'a str) -> Self {
        Self {
            id: id.0,
            staff: &absence.staff,
            from: absence.from.to_string(),
            to: absence.to.map(|to| to.to_string()),
            note: absence.note.as_deref(),
            by,
        }
    }
}

impl RecordType for Absence {
    fn of(fact: &LedgerFact) -> Option<&Self> {
        match fact {
            LedgerFact::Absence(absence) => Some(absence),
            _ => None,
        }
    }
}
