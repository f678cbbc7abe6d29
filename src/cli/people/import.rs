//! Enters people and organisations from a file of another program: rows with a head, or vCards.
//!
//! Whoever has an address of a line already is that person, and gets what is new in the line; so a file can be taken in again.
//! Everything is checked before anything is written.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::Arc;

use serde_json::json;

use super::exchange::BETWEEN;
use super::person::proposed;
use crate::cli::args::PartyImportArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::setup::Setup;
use crate::config::read_bytes_up_to;
use crate::desk::{Change, Desk, Request, SharedDesk};
use crate::domain::ledger::{
    IndexedParty, Ledger, LedgerRecord, LedgerRecordId, Organisation, Party, Person, check_fact, folded,
};
use crate::domain::problem::ProblemKind;
use crate::domain::vcard::{Card, is_vcard, read_cards};

/// The largest file, in bytes: some hundred thousand people.
const LIMIT: u64 = 64 << 20;
/// The most records that one commit writes.
const TOGETHER: usize = 500;
/// The most lines that are named which cannot be entered.
const NAMED: usize = 20;
/// The number of a record that the desk has not numbered yet is above this while a file is checked.
const PROVISIONAL: u64 = 1 << 39;

/// What a file comes to, checked against the ledger as it will be.
pub(super) struct ImportPlan<'a> {
    setup: &'a Setup,
    /// The ledger with what is planned so far; what is new has provisional numbers.
    ledger: Ledger,
    next: u64,
    people: BTreeMap<LedgerRecordId, Person>,
    organisations: BTreeMap<LedgerRecordId, Organisation>,
    unchanged: usize,
    wrong: Vec<String>,
}

/// What a file can be of.
pub(super) trait ImportedParty: Sized {
    /// The words for one and for several.
    const WORDS: [&'static str; 2];

    /// Reads the file into what is planned.
    fn read(text: &str, plan: &mut ImportPlan<'_>, output: &mut Output<'_>) -> Result<(), CliError>;

    /// Returns what to say of those that are new and those that are changed, of people and of organisations: the counts of what the
    /// file is of, and how many new ones of the other came with them.
    fn counted(people: [usize; 2], organisations: [usize; 2]) -> ([usize; 2], usize);
}

impl ImportedParty for Person {
    const WORDS: [&'static str; 2] = ["person", "people"];

    fn read(text: &str, plan: &mut ImportPlan<'_>, output: &mut Output<'_>) -> Result<(), CliError> {
        if is_vcard(text) {
            for (line, card) in read_cards(text) {
                match card {
                    Ok(card) => plan.person(line, card),
                    Err(why) => plan.wrong.push(format!("the card in line {line}: {why}")),
                }
            }
            return Ok(());
        }
        let wants = "a column called name, or cards that begin with BEGIN:VCARD";
        let rows = CsvRows::read(text, &["name", "names"], wants)?;
        rows.tell_unread(&PERSON_COLUMNS, output);
        for (line, row) in &rows.rows {
            plan.person(*line, rows.card(row));
        }
        plan.wrong.extend(rows.wrong);
        Ok(())
    }

    fn counted(people: [usize; 2], organisations: [usize; 2]) -> ([usize; 2], usize) {
        (people, organisations[0])
    }
}

impl ImportedParty for Organisation {
    const WORDS: [&'static str; 2] = ["organisation", "organisations"];

    fn read(text: &str, plan: &mut ImportPlan<'_>, output: &mut Output<'_>) -> Result<(), CliError> {
        let rows = CsvRows::read(text, &["name", "names"], "a column called name")?;
        let of_people = ["addresses", "address", "email", "mail", "phones", "phone"];
        if rows.head.iter().any(|name| of_people.contains(&name.as_str())) {
            let message = "this is a file of people: it has their addresses or phones";
            return Err(CliError::new(ProblemKind::Refused, message, "frist person import takes it in"));
        }
        rows.tell_unread(&ORGANISATION_COLUMNS, output);
        for (line, row) in &rows.rows {
            plan.organisation(*line, &rows.organisation(row));
        }
        plan.wrong.extend(rows.wrong);
        Ok(())
    }

    fn counted(_people: [usize; 2], organisations: [usize; 2]) -> ([usize; 2], usize) {
        (organisations, 0)
    }
}

/// Enters what a file of `P` has.
pub(super) fn import<P: ImportedParty>(
    setup: &Setup,
    desk: &SharedDesk,
    args: &PartyImportArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let text = text(args)?;
    let mut plan = ImportPlan::new(setup, &desk.ledger());
    P::read(&text, &mut plan, output)?;
    plan.write::<P>(desk, args, output)
}

fn text(args: &PartyImportArgs) -> Result<String, CliError> {
    let file = &args.file;
    let bytes = if args.is_of_input() {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes);
        read.map_err(|error| CliError::input(format!("standard input cannot be read: {error}"), "name a file"))?;
        if bytes.len() as u64 > LIMIT {
            return Err(CliError::input("what stands on standard input is longer than 64 MiB", "take it in in parts"));
        }
        bytes
    } else {
        read_bytes_up_to(file, LIMIT)?
    };
    String::from_utf8(bytes).map_err(|_| {
        CliError::input(format!("{} is not UTF-8 text", file.display()), "save it in UTF-8, as with iconv -t UTF-8")
    })
}

impl<'a> ImportPlan<'a> {
    fn new(setup: &'a Setup, ledger: &Ledger) -> Self {
        let (people, organisations) = (BTreeMap::new(), BTreeMap::new());
        let (ledger, next) = (ledger.clone(), PROVISIONAL);
        Self { setup, ledger, next, people, organisations, unchanged: 0, wrong: Vec::new() }
    }

    fn person(&mut self, line: usize, card: Card) {
        let organisation = match card.organisation.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => match self.organisation_called(line, name) {
                Some(id) => Some(id),
                None => return,
            },
            None => proposed(&self.ledger, &card.addresses),
        };
        let Card { names, addresses, phones, language, note, .. } = card;
        let read = Person { names, addresses, phones, organisation, language, note, ..Person::default() }.tidied();
        let known = self.known_person(&read);
        let person = known.map_or_else(|| read.clone(), |(_, known)| united(known, &read));
        if let Some(id) = self.take(line, known.map(|(id, _)| id), &person) {
            self.people.insert(id, person);
        }
    }

    /// Returns the person who has an address of that one, or without addresses the same name in the same organisation.
    fn known_person(&self, read: &Person) -> Option<(LedgerRecordId, &Person)> {
        let with_address = read.addresses.iter().find_map(|address| self.ledger.party_with::<Person>(address));
        let wanted: Vec<String> = read.names.iter().map(|name| folded(name)).collect();
        let same = |person: &Person| {
            person.organisation == read.organisation && person.names.iter().any(|name| wanted.contains(&folded(name)))
        };
        with_address.or_else(|| {
            let alone = read.addresses.is_empty();
            self.ledger.people().find(|(_, person)| alone && same(person))
        })
    }

    fn organisation(&mut self, line: usize, read: &Organisation) {
        let with_domain = read.domains.iter().find_map(|domain| self.ledger.party_with::<Organisation>(domain));
        let known = with_domain.or_else(|| read.names.iter().find_map(|name| called(&self.ledger, name)));
        let organisation = known.map_or_else(|| read.clone(), |(_, known)| united(known, read));
        if let Some(id) = self.take(line, known.map(|(id, _)| id), &organisation) {
            self.organisations.insert(id, organisation);
        }
    }

    /// Returns the organisation of that name or domain; one that is not there is entered with the file.
    fn organisation_called(&mut self, line: usize, name: &str) -> Option<LedgerRecordId> {
        let known = called(&self.ledger, name).or_else(|| self.ledger.party_with::<Organisation>(name));
        if let Some((id, _)) = known {
            return Some(id);
        }
        let new = Organisation { names: vec![name.to_owned()], ..Organisation::default() }.tidied();
        let id = self.take(line, None, &new)?;
        self.organisations.insert(id, new);
        Some(id)
    }

    /// Puts what a line says into the ledger as it will be, under the number of the one that is `known`, or a new one. Returns
    /// that number; none where it says nothing new, or is wrong.
    fn take<P: IndexedParty + PartialEq>(
        &mut self,
        line: usize,
        known: Option<LedgerRecordId>,
        party: &P,
    ) -> Option<LedgerRecordId> {
        let before = known.and_then(|id| self.ledger.own_party::<P>(id));
        if before == Some(party) {
            self.unchanged += 1;
            return None;
        }
        let fact = party.clone().fact();
        let (book, now) = (&self.setup.book, self.setup.now());
        if let Err(refused) = check_fact(&fact, known, book, &self.ledger, now) {
            self.wrong.push(format!("line {line}: {}; {}", refused.message, refused.hint));
            return None;
        }
        let id = known.unwrap_or_else(|| {
            self.next += 1;
            LedgerRecordId(self.next)
        });
        let revision = self.ledger.get(id).map_or(0, |record| record.revision + 1);
        let by = self.setup.me.clone();
        self.ledger.put(Arc::new(LedgerRecord { id, revision, at: now, by, first_by: None, fact: Some(fact) }));
        Some(id)
    }

    fn write<P: ImportedParty>(
        mut self,
        desk: &SharedDesk,
        args: &PartyImportArgs,
        output: &mut Output<'_>,
    ) -> Result<(), CliError> {
        let failed = self.wrong.len();
        self.wrong.iter().take(NAMED).for_each(|wrong| output.remark(wrong));
        if failed > NAMED {
            output.remark(&format!("{} more lines cannot be entered", failed - NAMED));
        }
        if failed > 0 && !args.keep_going {
            let message = format!("nothing was entered: {failed} of the lines cannot be");
            return Err(CliError::input(message, "mend them, or add --keep-going to enter the others"));
        }
        let before = desk.ledger();
        let organisations = std::mem::take(&mut self.organisations);
        let of_organisations = counts(&before, organisations.keys());
        let numbers = enter(self.setup, desk, &before, organisations)?;
        let given = |person: Person| {
            let organisation = person.organisation.map(|id| numbers.get(&id).copied().unwrap_or(id));
            Person { organisation, ..person }
        };
        let people: BTreeMap<_, _> =
            std::mem::take(&mut self.people).into_iter().map(|(id, it)| (id, given(it))).collect();
        let of_people = counts(&before, people.keys());
        enter(self.setup, desk, &before, people)?;
        let ([entered, changed], beside) = P::counted(of_people, of_organisations);
        let [one, many] = P::WORDS;
        let unchanged = self.unchanged;
        output.after("the file is taken in", |output| {
            if args.json {
                return output.json(&json!({
                    "entered": entered, "changed": changed, "unchanged": unchanged, "failed": failed, "organisations": beside,
                }));
            }
            let what = if entered == 1 { one } else { many };
            let beside = if beside > 0 { format!(", {beside} new organisations with them") } else { String::new() };
            output.line(&format!("{entered} {what} entered{beside}; {changed} changed, {unchanged} as they were, {failed} left out"))
        })
    }
}

/// Returns how many of these records are new, and how many are there.
fn counts<'i>(before: &Ledger, ids: impl Iterator<Item = &'i LedgerRecordId>) -> [usize; 2] {
    ids.fold([0, 0], |mut counts, id| {
        counts[usize::from(before.get(*id).is_some())] += 1;
        counts
    })
}

/// Writes records, and returns the numbers that the new ones got.
fn enter<P: Party>(
    setup: &Setup,
    desk: &SharedDesk,
    before: &Ledger,
    planned: BTreeMap<LedgerRecordId, P>,
) -> Result<BTreeMap<LedgerRecordId, LedgerRecordId>, CliError> {
    let mut numbers = BTreeMap::new();
    let planned: Vec<(LedgerRecordId, P)> = planned.into_iter().collect();
    for some in planned.chunks(TOGETHER) {
        let change = |(id, party): &(LedgerRecordId, P)| {
            let place = before.get(*id).map(|record| (record.id, record.revision));
            let (entry, revision) = place.unzip();
            Change::Enter { entry, revision, fact: Some(Box::new(party.clone().fact())) }
        };
        let done = desk.commit(Request::new(&setup.me, some.iter().map(change).collect()))?;
        let given = some.iter().zip(&done.entered);
        numbers.extend(given.map(|((planned, _), (given, _))| (*planned, *given)));
    }
    Ok(numbers)
}

/// Returns the organisation that is called so.
fn called<'a>(ledger: &'a Ledger, name: &str) -> Option<(LedgerRecordId, &'a Organisation)> {
    let wanted = folded(name);
    ledger.organisations().find(|(_, found)| found.names.iter().any(|name| folded(name) == wanted))
}

/// What a line says of a record that is there already.
trait Unites: Party {
    /// Takes what stands in `read` besides names and what it is reached by.
    fn take_rest(&mut self, read: &Self);
}

impl Unites for Person {
    fn take_rest(&mut self, read: &Self) {
        self.organisation = read.organisation.or(self.organisation);
        self.language = read.language.clone().or(self.language.take());
        self.note = read.note.clone().or(self.note.take());
    }
}

impl Unites for Organisation {
    fn take_rest(&mut self, read: &Self) {
        if read.contract.is_some() {
            self.contract.clone_from(&read.contract);
            self.plan.clone_from(&read.plan);
            self.severity.clone_from(&read.severity);
        }
        self.note = read.note.clone().or(self.note.take());
    }
}

/// Returns what is known with what is new in a line.
fn united<P: Unites>(known: &P, read: &P) -> P {
    let mut united = known.clone();
    for (mine, theirs) in united.lists_mut().into_iter().zip(read.lists()) {
        for text in theirs {
            if !mine.iter().any(|known| folded(known) == folded(text)) {
                mine.push(text.clone());
            }
        }
    }
    united.take_rest(read);
    united
}

/// The columns that are read of a file of people, and of one of organisations, by each of their names; a number is given anew.
const PERSON_COLUMNS: [&str; 15] = [
    "id",
    "names",
    "name",
    "addresses",
    "address",
    "email",
    "mail",
    "phones",
    "phone",
    "organisation",
    "organization",
    "org",
    "company",
    "language",
    "note",
];
const ORGANISATION_COLUMNS: [&str; 9] =
    ["id", "names", "name", "domains", "domain", "contract", "plan", "severity", "note"];

/// The rows of a file with the names of their columns.
struct CsvRows {
    head: Vec<String>,
    rows: Vec<(usize, csv::StringRecord)>,
    wrong: Vec<String>,
}

impl CsvRows {
    /// Reads a file whose head has one of the columns `needed`; `wants` says what it is to have.
    fn read(text: &str, needed: &[&str], wants: &str) -> Result<Self, CliError> {
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        // Spreadsheets write semicolons where a comma stands in numbers.
        let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let head =
            reader.headers().map_err(|error| CliError::input(format!("the head cannot be read: {error}"), ""))?;
        let head: Vec<String> = head.iter().map(|name| name.trim().to_lowercase()).collect();
        if !head.iter().any(|name| needed.contains(&name.as_str())) {
            let hint = "frist person export and frist organisation export write such files";
            return Err(CliError::new(ProblemKind::Refused, format!("the file has to have {wants}"), hint));
        }
        let (mut rows, mut wrong) = (Vec::new(), Vec::new());
        for record in reader.records() {
            match record {
                Ok(row) => {
                    let line = row.position().map_or(0, |place| place.line() as usize);
                    rows.push((line, row));
                }
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    wrong.push(format!("line {line}: it has not as many cells as the head"));
                }
            }
        }
        Ok(Self { head, rows, wrong })
    }

    /// Says which columns are not read: one may only be misspelt.
    fn tell_unread(&self, known: &[&str], output: &mut Output<'_>) {
        let unread = self.head.iter().filter(|name| !name.is_empty() && !known.contains(&name.as_str()));
        let unread: Vec<String> = unread.map(|name| format!("`{name}`")).collect();
        if !unread.is_empty() {
            let known = known.join(", ");
            output.remark(&format!("not read: {}; the columns that are read are {known}", unread.join(", ")));
        }
    }

    /// Returns the cell of the first of these columns that has one, without the apostrophe that keeps it from being a formula.
    fn cell(&self, row: &csv::StringRecord, names: &[&str]) -> Option<String> {
        let cells = self.head.iter().zip(row).filter(|(name, _)| names.contains(&name.as_str()));
        let text = cells.map(|(_, cell)| cell.trim()).find(|cell| !cell.is_empty())?;
        let formula = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
        Some(formula.unwrap_or(text).to_owned())
    }

    fn cells(&self, row: &csv::StringRecord, names: &[&str]) -> Vec<String> {
        let cell = self.cell(row, names).unwrap_or_default();
        cell.split(BETWEEN.trim()).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
    }

    fn card(&self, row: &csv::StringRecord) -> Card {
        Card {
            names: self.cells(row, &["names", "name"]),
            addresses: self.cells(row, &["addresses", "address", "email", "mail"]),
            phones: self.cells(row, &["phones", "phone"]),
            organisation: self.cell(row, &["organisation", "organization", "org", "company"]),
            language: self.cell(row, &["language"]),
            note: self.cell(row, &["note"]),
        }
    }

    fn organisation(&self, row: &csv::StringRecord) -> Organisation {
        Organisation {
            names: self.cells(row, &["names", "name"]),
            domains: self.cells(row, &["domains", "domain"]),
            contract: self.cell(row, &["contract"]),
            plan: self.cell(row, &["plan"]),
            severity: self.cell(row, &["severity"]),
            note: self.cell(row, &["note"]),
            ..Organisation::default()
        }
        .tidied()
    }
}
