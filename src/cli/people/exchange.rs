//! Writes people and organisations for other programs: rows for a spreadsheet, and vCards.

use super::{ShownParty, standing};
use crate::cli::args::FileArgs;
use crate::cli::error::CliError;
use crate::cli::files;
use crate::cli::ledger_records::none_known;
use crate::cli::output::{Output, json_line};
use crate::cli::spreadsheet::records;
use crate::desk::{Desk, SharedDesk};
use crate::domain::ledger::{Ledger, LedgerRecordId, Organisation, Party as _, Person};
use crate::domain::text::{clean_lines, counted};
use crate::domain::vcard::{Card, write_card};

/// What stands between several values of one cell.
pub(super) const BETWEEN: &str = "; ";
/// The columns of people.
pub(super) const OF_PEOPLE: [&str; 7] = ["id", "names", "addresses", "phones", "organisation", "language", "note"];
/// The columns of organisations.
pub(super) const OF_ORGANISATIONS: [&str; 7] = ["id", "names", "domains", "contract", "plan", "severity", "note"];

/// Writes all people, by number.
pub(super) fn export_people(
    desk: &SharedDesk,
    (vcard, json): (bool, bool),
    file: &FileArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let number = ledger.people().count();
    if number == 0 {
        return Err(none_known(Person::KIND));
    }
    let text = if json {
        lines::<Person>(&ledger)?
    } else if vcard {
        ledger
            .people()
            .map(|(_, person)| clean_lines(&write_card(&card(person, &ledger))).replace('\n', "\r\n"))
            .collect()
    } else {
        let row = |(id, person): (_, &Person)| {
            let lists = [&person.names, &person.addresses, &person.phones].map(|list| list.join(BETWEEN));
            let rest = [organisation(person, &ledger), person.language.clone(), person.note.clone()];
            let rest = rest.map(Option::unwrap_or_default);
            std::iter::once(format!("{id}")).chain(lists).chain(rest).collect()
        };
        records(OF_PEOPLE.map(str::to_owned).to_vec(), ledger.people().map(row))?
    };
    write(&text, &format!("{} written to", people_are(number)), file, output)
}

/// Writes all organisations, by number.
pub(super) fn export_organisations(
    desk: &SharedDesk,
    json: bool,
    file: &FileArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let number = ledger.organisations().count();
    if number == 0 {
        return Err(none_known(Organisation::KIND));
    }
    let row = |(id, it): (_, &Organisation)| {
        let lists = [&it.names, &it.domains].map(|list| list.join(BETWEEN));
        let rest = [&it.contract, &it.plan, &it.severity, &it.note].map(|text| text.clone().unwrap_or_default());
        std::iter::once(format!("{id}")).chain(lists).chain(rest).collect()
    };
    let text = if json {
        lines::<Organisation>(&ledger)?
    } else {
        records(OF_ORGANISATIONS.map(str::to_owned).to_vec(), ledger.organisations().map(row))?
    };
    let are = if number == 1 { "is" } else { "are" };
    write(&text, &format!("{} {are} written to", counted(number as u64, "organisation")), file, output)
}

/// Returns a line of JSON for each, by number.
fn lines<P: ShownParty>(ledger: &Ledger) -> Result<String, CliError> {
    let line = |(id, _): (LedgerRecordId, &P)| Ok(json_line(&P::json(&standing(ledger, id)?, ledger))? + "\n");
    ledger.parties::<P>().map(line).collect()
}

fn people_are(number: usize) -> String {
    if number == 1 { "1 person is".to_owned() } else { format!("{number} people are") }
}

fn write(text: &str, said: &str, file: &FileArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    match &file.output {
        Some(path) => files::write_and_tell(path, file.force, text, said, output),
        None => output.safe_lines(text),
    }
}

fn organisation(person: &Person, ledger: &Ledger) -> Option<String> {
    ledger.organisation(person.organisation?).map(|(_, found)| found.name().to_owned())
}

fn card(person: &Person, ledger: &Ledger) -> Card {
    Card {
        names: person.names.clone(),
        addresses: person.addresses.clone(),
        phones: person.phones.clone(),
        organisation: organisation(person, ledger),
        language: person.language.clone(),
        note: person.note.clone(),
    }
}
