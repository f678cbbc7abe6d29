//! Carries out `frist person` and `frist organisation`: who reports tickets, and whom they belong to.
//!
//! They are not made of a table of fields: they have lists of names and addresses, belong to no contract, and are named by a
//! name as well as by a number.

mod exchange;
mod import;
mod join;
mod organisation;
mod page;
mod person;

use serde::Serialize;

use super::args::{MergeArgs, OrganisationCommand, PartyListArgs, PartyNumberArgs, PartyRemoveArgs, PersonCommand};
use super::error::CliError;
use super::ledger_records::{RecordType, StandingRecord, none_known, write};
use super::output::{Output, table};
use super::setup::Setup;
use crate::desk::{Change, Desk, Request, SharedDesk};
use crate::domain::audit::AuditSearch;
use crate::domain::ledger::{
    IndexedParty, Ledger, LedgerFact, LedgerKind, LedgerRecordId, Organisation, Party, Person, merge, part,
    said_of_merging,
};
use crate::domain::problem::ProblemKind;
use crate::domain::query::AuditFilter;
use crate::domain::text::{clean, counted};
use crate::domain::ticket::Ticket;

/// Carries out a command for people.
pub(super) fn person(setup: &mut Setup, command: &PersonCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    // A new desk may begin with who its customers are.
    let desk = match command {
        PersonCommand::Add(_) | PersonCommand::Import(_) => setup.open_or_make(output)?,
        _ => setup.open(output)?,
    };
    match command {
        PersonCommand::Add(args) => person::add(setup, &desk, args, output),
        PersonCommand::Set(args) => person::set(setup, &desk, args, output),
        PersonCommand::List(args) => list::<Person>(&desk, args, output),
        PersonCommand::Show(args) => page::show::<Person>(setup, &desk, args, output),
        PersonCommand::Merge(args) => merged::<Person>(setup, &desk, args, output),
        PersonCommand::Unmerge(args) => unmerged::<Person>(setup, &desk, args, output),
        PersonCommand::Remove(args) => removed::<Person>(setup, &desk, args, output),
        PersonCommand::Restore(args) => restored::<Person>(setup, &desk, args, output),
        PersonCommand::Typed { json } => join::typed(setup, &desk, *json, output),
        PersonCommand::Join { name, who, json } => join::join(setup, &desk, (name, who), *json, output),
        PersonCommand::Export { vcard, json, file } => exchange::export_people(&desk, (*vcard, *json), file, output),
        PersonCommand::Import(args) => import::import::<Person>(setup, &desk, args, output),
    }
}

/// Carries out a command for organisations.
pub(super) fn organisation(
    setup: &mut Setup,
    command: &OrganisationCommand,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let desk = match command {
        OrganisationCommand::Add(_) | OrganisationCommand::Import(_) => setup.open_or_make(output)?,
        _ => setup.open(output)?,
    };
    match command {
        OrganisationCommand::Add(args) => organisation::add(setup, &desk, args, output),
        OrganisationCommand::Set(args) => organisation::set(setup, &desk, args, output),
        OrganisationCommand::List(args) => list::<Organisation>(&desk, args, output),
        OrganisationCommand::Show(args) => page::show::<Organisation>(setup, &desk, args, output),
        OrganisationCommand::Merge(args) => merged::<Organisation>(setup, &desk, args, output),
        OrganisationCommand::Unmerge(args) => unmerged::<Organisation>(setup, &desk, args, output),
        OrganisationCommand::Remove(args) => removed::<Organisation>(setup, &desk, args, output),
        OrganisationCommand::Restore(args) => restored::<Organisation>(setup, &desk, args, output),
        OrganisationCommand::Export { json, file } => exchange::export_organisations(&desk, *json, file, output),
        OrganisationCommand::Import(args) => import::import::<Organisation>(setup, &desk, args, output),
    }
}

/// What the command line shows of a person or an organisation.
trait ShownParty: IndexedParty + RecordType + PartialEq {
    /// The kind of record.
    const KIND: &'static LedgerKind;
    /// The heads of a list, behind the number.
    const HEAD: &'static [&'static str];

    /// Returns the cells under them.
    fn cells(&self, ledger: &Ledger) -> Vec<String>;

    /// Returns the facts of its page, name and value.
    fn facts(&self, ledger: &Ledger) -> Vec<(&'static str, String)>;

    /// Returns it as JSON. The shape is promised: a key may be added, none may change or go.
    fn json(standing: &StandingRecord<'_, Self>, ledger: &Ledger) -> serde_json::Value;

    /// Returns the organisation whose agreement its tickets come under: its own, or the person's.
    fn organisation<'a>(&'a self, id: LedgerRecordId, ledger: &'a Ledger)
    -> Option<(LedgerRecordId, &'a Organisation)>;

    /// Returns the key by which filters ask for its tickets.
    fn filter_key() -> &'static str;

    /// Returns whether the ticket is one of those of that record.
    fn is_of(id: LedgerRecordId, ticket: &Ticket, ledger: &Ledger) -> bool;
}

/// The number and the name of a record that another one names.
#[derive(Serialize)]
struct NamedRecord<'a> {
    id: u64,
    name: &'a str,
}

impl<'a> NamedRecord<'a> {
    fn of<P: Party>((id, party): (LedgerRecordId, &'a P)) -> Self {
        Self { id: id.0, name: party.name() }
    }
}

/// Returns the record of a party as it stands.
fn standing<P: ShownParty>(ledger: &Ledger, id: LedgerRecordId) -> Result<StandingRecord<'_, P>, CliError> {
    StandingRecord::find(ledger, id, P::KIND)
}

/// Prints a party that was written, in a line or as JSON.
fn tell<P: ShownParty>(
    desk: &SharedDesk,
    id: LedgerRecordId,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let standing = standing::<P>(&ledger, id)?;
    if json {
        return output.json(&P::json(&standing, &ledger));
    }
    output.line(&format!("{} {id} {}", P::WORDS, in_words(standing.fact, &ledger)))
}

/// Says a party in a line: the name, then what the list shows of it.
fn in_words<P: ShownParty>(party: &P, ledger: &Ledger) -> String {
    party.cells(ledger).into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Writes a party as a new record or the next revision of one, and prints it.
fn enter<P: ShownParty>(
    setup: &Setup,
    desk: &SharedDesk,
    place: Option<(LedgerRecordId, u32)>,
    party: P,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let Some(id) = write(setup, desk, place, Some(party.fact()))? else { return Ok(()) };
    output.after(&format!("{} {id} is written", P::WORDS), |output| tell::<P>(desk, id, json, output))
}

fn list<P: ShownParty>(
    desk: &SharedDesk,
    PartyListArgs { text, json }: &PartyListArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let mut found: Vec<(LedgerRecordId, &P)> = match text {
        Some(text) => ledger.parties_like(text),
        None => ledger.parties().collect(),
    };
    found.sort_by_cached_key(|(id, party)| (party.name().to_lowercase(), *id));
    if found.is_empty() {
        return Err(match text {
            Some(text) => ledger.party_meant::<P>(text).err().map_or_else(|| none_known(P::KIND), CliError::from),
            None => none_known(P::KIND),
        });
    }
    if *json {
        return found.iter().try_for_each(|(id, _)| output.json(&P::json(&standing(&ledger, *id)?, &ledger)));
    }
    let head: Vec<&str> = std::iter::once("#").chain(P::HEAD.iter().copied()).collect();
    let row = |(id, party): &(LedgerRecordId, &P)| {
        std::iter::once(id.to_string()).chain(party.cells(&ledger)).collect::<Vec<_>>()
    };
    output.line(&table(&head, found.iter().map(row), &[0]))
}

fn merged<P: ShownParty>(
    setup: &Setup,
    desk: &SharedDesk,
    MergeArgs { who, into, json }: &MergeArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let (into, _) = ledger.party_meant::<P>(into)?;
    let (from, merged) = own_meant::<P>(&ledger, who)?;
    let name = merged.name().to_owned();
    let of_merging = said_of_merging::<P>(&ledger, from, into);
    let revisions = merge::<P>(&ledger, from, into)?;
    let stays = revisions[1].0;
    commit(setup, desk, &ledger, revisions)?;
    output.after(&format!("{} {from} is merged into {stays}", P::WORDS), |output| {
        if !*json {
            output.line(&format!("{name} ({from}) is merged; frist {} unmerge {from} parts them again", P::WORDS))?;
            of_merging.iter().try_for_each(|said| output.line(said))?;
        }
        tell::<P>(desk, stays, *json, output)
    })
}

/// Finds the record that is to be merged: by its own number, where it has been merged already, so that this is told.
fn own_meant<'a, P: IndexedParty>(ledger: &'a Ledger, who: &str) -> Result<(LedgerRecordId, &'a P), CliError> {
    let own = who.trim().trim_start_matches('#').parse().ok().map(LedgerRecordId);
    match own.and_then(|id| Some((id, ledger.own_party::<P>(id)?))) {
        Some(found) => Ok(found),
        None => Ok(ledger.party_meant(who)?),
    }
}

fn unmerged<P: ShownParty>(
    setup: &Setup,
    desk: &SharedDesk,
    PartyNumberArgs { id, json }: &PartyNumberArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    commit(setup, desk, &ledger, part::<P>(&ledger, *id)?)?;
    output.after(&format!("{} {id} is by itself again", P::WORDS), |output| tell::<P>(desk, *id, *json, output))
}

/// Writes the next revisions of records that are there, as one commit.
fn commit<P: Party>(
    setup: &Setup,
    desk: &SharedDesk,
    ledger: &Ledger,
    revisions: impl IntoIterator<Item = (LedgerRecordId, P)>,
) -> Result<(), CliError> {
    let change = |(id, party): (LedgerRecordId, P)| Change::Enter {
        entry: Some(id),
        revision: ledger.get(id).map(|record| record.revision),
        fact: Some(Box::new(party.fact())),
    };
    desk.commit(Request::new(&setup.me, revisions.into_iter().map(change).collect()))?;
    Ok(())
}

fn removed<P: ShownParty>(
    setup: &Setup,
    desk: &SharedDesk,
    PartyRemoveArgs { who, force, json }: &PartyRemoveArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let (id, party) = ledger.party_meant::<P>(who)?;
    let merged: Vec<String> = ledger.merged_into::<P>(id).map(|id| id.to_string()).collect();
    if !merged.is_empty() {
        let message = format!("{} {} is merged into {} {id}", P::WORDS, merged.join(", "), P::WORDS);
        let hint = format!("part them first: frist {} unmerge {}", P::WORDS, merged[0]);
        return Err(CliError::new(ProblemKind::Refused, message, hint));
    }
    let open = desk.open_tickets()?.iter().filter(|ticket| P::is_of(id, ticket, &ledger)).count();
    if open > 0 && !force {
        let message = format!(
            "{} of {} {} open",
            counted(open as u64, "ticket"),
            clean(party.name()),
            if open == 1 { "is" } else { "are" }
        );
        let hint = "--force removes the record all the same; the tickets keep the name";
        return Err(CliError::new(ProblemKind::Refused, message, hint));
    }
    let said = in_words(party, &ledger);
    write(setup, desk, Some((id, standing::<P>(&ledger, id)?.revision)), None)?;
    output.after(&format!("{} {id} is removed", P::WORDS), |output| {
        if *json {
            return output.json(&serde_json::json!({ "removed": id.0, "kind": P::WORDS, "what": said }));
        }
        output.line(&format!("removed: {} {id} {said}; frist {} restore {id} brings it back", P::WORDS, P::WORDS))
    })
}

/// Has a record that was removed say again what it said before.
fn restored<P: ShownParty>(
    setup: &Setup,
    desk: &SharedDesk,
    PartyNumberArgs { id, json }: &PartyNumberArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let removed = ledger.get(*id).filter(|record| record.fact.is_none());
    let record = if was_ever(setup, desk, *id, P::KIND)? { removed } else { None };
    let Some(before) = record.and_then(|record| record.revision.checked_sub(1)) else {
        let hint = format!("frist audit what:{} shows what was removed, with its number", P::KIND.key);
        return Err(CliError::new(ProblemKind::NotFound, format!("no {} {id} was removed", P::WORDS), hint));
    };
    let change = Change::Restore { entry: *id, revision: before, seen: record.map(|record| record.revision) };
    desk.commit(Request::new(&setup.me, vec![change]))?;
    output.after(&format!("{} {id} is there again", P::WORDS), |output| tell::<P>(desk, *id, *json, output))
}

/// Returns whether the audit log has a record of that number and kind: what was removed says by itself no more what it was.
fn was_ever(setup: &Setup, desk: &SharedDesk, id: LedgerRecordId, kind: &LedgerKind) -> Result<bool, CliError> {
    let filter = AuditFilter::parse(&format!("entry:{id} what:{}", kind.key), &setup.me, setup.zone, setup.now())?;
    let mut search = Some(AuditSearch { filter, limit: 1, ..AuditSearch::default() });
    while let Some(asked) = search.take() {
        let page = desk.audit(asked.clone())?;
        if !page.audit_entries.is_empty() {
            return Ok(true);
        }
        search = page.next.map(|next| AuditSearch { before: Some(next), ..asked });
    }
    Ok(false)
}

/// Puts the texts that are given into their place: none given leaves what is there, the word `none` takes all away.
fn put_texts(given: &[String], place: &mut Vec<String>) {
    match given {
        [] => {}
        [only] if only == "none" => place.clear(),
        given => *place = given.to_vec(),
    }
}

impl RecordType for Person {
    fn of(fact: &LedgerFact) -> Option<&Self> {
        Party::of(fact)
    }
}

impl RecordType for Organisation {
    fn of(fact: &LedgerFact) -> Option<&Self> {
        Party::of(fact)
    }
}
