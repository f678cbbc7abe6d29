//! Enters and changes people, and says what a list and JSON show of them.

use serde_json::{Value, json};

use super::{NamedRecord, ShownParty, enter, put_texts, standing};
use crate::cli::args::{PersonAddArgs, PersonSetArgs};
use crate::cli::error::CliError;
use crate::cli::ledger_records::{StandingRecord, put_text};
use crate::cli::output::Output;
use crate::cli::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::ledger::{Ledger, LedgerKind, LedgerRecordId, Organisation, Party as _, Person};
use crate::domain::ticket::Ticket;

/// Enters a person.
pub(super) fn add(
    setup: &Setup,
    desk: &SharedDesk,
    args: &PersonAddArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let organisation = match args.organisation.as_deref() {
        Some("none") => None,
        Some(which) => Some(ledger.party_meant::<Organisation>(which)?.0),
        None => proposed(&ledger, &args.address),
    };
    let person = Person {
        names: args.name.clone(),
        addresses: args.address.clone(),
        phones: args.phone.clone(),
        organisation,
        language: args.language.clone(),
        note: args.note.clone(),
        ..Person::default()
    };
    enter(setup, desk, None, person.tidied(), args.json, output)
}

/// Returns the organisation that the domain of one of the addresses belongs to.
pub(super) fn proposed(ledger: &Ledger, addresses: &[String]) -> Option<LedgerRecordId> {
    addresses.iter().find_map(|address| ledger.organisation_of_address(address)).map(|(id, _)| id)
}

/// Changes a person.
pub(super) fn set(
    setup: &Setup,
    desk: &SharedDesk,
    args: &PersonSetArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let (id, _) = ledger.party_meant::<Person>(&args.who)?;
    let standing = standing::<Person>(&ledger, id)?;
    let mut person = standing.fact.clone();
    put_texts(&args.name, &mut person.names);
    put_texts(&args.address, &mut person.addresses);
    put_texts(&args.phone, &mut person.phones);
    match args.organisation.as_deref() {
        None => {}
        Some("none") => person.organisation = None,
        Some(which) => person.organisation = Some(ledger.party_meant::<Organisation>(which)?.0),
    }
    put_text(args.language.as_ref(), &mut person.language);
    put_text(args.note.as_ref(), &mut person.note);
    let person = person.tidied();
    let place = standing.place_of(&person, args.seen.revision)?;
    enter(setup, desk, place, person, args.seen.json, output)
}

impl ShownParty for Person {
    const KIND: &'static LedgerKind = Self::KIND;
    const HEAD: &'static [&'static str] = &["NAME", "ADDRESS", "PHONE", "ORGANISATION"];

    fn cells(&self, ledger: &Ledger) -> Vec<String> {
        let first = |list: &[String]| list.first().cloned().unwrap_or_default();
        let organisation = self.organisation.and_then(|id| ledger.organisation(id));
        let organisation = organisation.map_or_else(String::new, |(_, found)| found.name().to_owned());
        vec![self.name().to_owned(), first(&self.addresses), first(&self.phones), organisation]
    }

    fn facts(&self, ledger: &Ledger) -> Vec<(&'static str, String)> {
        let organisation = self.organisation.and_then(|id| ledger.organisation(id));
        let organisation = organisation.map_or_else(String::new, |(id, found)| format!("{id} {}", found.name()));
        vec![
            ("also called", self.names.get(1..).unwrap_or_default().join(", ")),
            ("addresses", self.addresses.join(", ")),
            ("phones", self.phones.join(", ")),
            ("organisation", organisation),
            ("language", self.language.clone().unwrap_or_default()),
            ("note", self.note.clone().unwrap_or_default()),
        ]
    }

    fn json(standing: &StandingRecord<'_, Self>, ledger: &Ledger) -> Value {
        let person = standing.fact;
        let organisation = person.organisation.and_then(|id| ledger.organisation(id));
        json!({
            "id": standing.id.0,
            "name": person.name(),
            "names": person.names,
            "addresses": person.addresses,
            "phones": person.phones,
            "organisation": organisation.map(NamedRecord::of),
            "language": person.language,
            "note": person.note,
            "merged_into": person.merged_into.map(|id| id.0),
            "merged": ledger.merged_into::<Self>(standing.id).map(|id| id.0).collect::<Vec<_>>(),
            "revision": standing.revision,
            "by": standing.by,
        })
    }

    fn organisation<'a>(
        &'a self,
        _id: LedgerRecordId,
        ledger: &'a Ledger,
    ) -> Option<(LedgerRecordId, &'a Organisation)> {
        ledger.organisation(self.organisation?)
    }

    fn is_of(id: LedgerRecordId, ticket: &Ticket, ledger: &Ledger) -> bool {
        ledger.person_of(ticket).is_some_and(|(of, _)| of == id)
    }

    fn filter_key() -> &'static str {
        "person"
    }
}
