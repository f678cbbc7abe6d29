//! Finds the records that concern a person: where their names, addresses and phones, and what they wrote, can stand. Everything
//! else of a store has nothing of theirs, which a test holds.
//!
//! Revisions and events that were retracted or replaced count as well: they are kept, and hold what they held.

use std::collections::BTreeSet;

use frist_domain::file::FileHash;
use frist_domain::ledger::{Ledger, LedgerFact, LedgerRecordId, Person};
use frist_domain::ticket::{Event, TicketId};

use super::error::StoreError;
use super::reader::Reader;

/// The records of a store that concern a person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PersonPlaces {
    /// The ledger records: the person's own, those of people that it was ever merged with, letters of the inbox from and to
    /// their addresses, and rules of these.
    pub records: BTreeSet<LedgerRecordId>,
    /// The tickets that were ever theirs, whoever's they are now.
    pub tickets: BTreeSet<TicketId>,
    /// The files of those tickets, by what is in them. The same bytes may have been attached to tickets of others too.
    pub files: BTreeSet<FileHash>,
}

/// Returns the records that concern the person of that number, or anybody who is the same person now.
///
/// # Errors
///
/// If the state cannot be read.
pub fn places_of(reader: &Reader, person: LedgerRecordId) -> Result<PersonPlaces, StoreError> {
    let revisions = reader.ledger()?;
    let ledger: Ledger = revisions.iter().cloned().collect();
    let stays = ledger.person(person).map_or(person, |(stays, _)| stays);
    let same: BTreeSet<LedgerRecordId> =
        [person, stays].into_iter().chain(ledger.merged_into::<Person>(stays)).collect();
    let mut records = same.clone();
    // A record that one was merged with and parted from again still has it in a revision of that time.
    let merged = revisions.iter().filter_map(|entry| match &entry.fact {
        Some(LedgerFact::Person(was)) => Some((entry.id, was.merged_into?)),
        _ => None,
    });
    for (from, into) in merged {
        if same.contains(&from) || same.contains(&into) {
            records.extend([from, into]);
        }
    }
    let mut files = BTreeSet::new();
    let addresses: BTreeSet<String> = revisions
        .iter()
        .filter(|entry| records.contains(&entry.id))
        .filter_map(|entry| match &entry.fact {
            Some(LedgerFact::Person(person)) => Some(person.addresses.iter().map(|address| address.to_lowercase())),
            _ => None,
        })
        .flatten()
        .collect();
    for entry in &revisions {
        if entry.fact.as_ref().is_some_and(|fact| is_of(fact, &addresses)) {
            records.insert(entry.id);
            files.extend(entry.fact.iter().flat_map(LedgerFact::files).map(|file| file.sha256));
        }
    }
    let needles: Vec<Vec<u8>> = same.iter().map(|id| format!("\"person\":{id}").into_bytes()).collect();
    let may_name = |bytes: &[u8]| needles.iter().any(|needle| bytes.windows(needle.len()).any(|part| part == needle));
    let mut tickets = BTreeSet::new();
    for block in reader.blocks() {
        for ticket in block?.read_if(may_name)? {
            if ticket.events.iter().any(|event| names(event, &same)) {
                tickets.insert(ticket.id);
                files.extend(ticket.events.iter().flat_map(|event| event.what.files()).map(|file| file.sha256));
            }
        }
    }
    Ok(PersonPlaces { records, tickets, files })
}

/// Returns whether a record is about letters of one of these addresses, which are in small letters.
fn is_of(fact: &LedgerFact, addresses: &BTreeSet<String>) -> bool {
    let has = |address: &str| addresses.contains(&address.to_lowercase());
    match fact {
        LedgerFact::Letter(letter) => {
            let head = &letter.head;
            let named = head.from.iter().chain(&head.reply_to).chain(&head.to).chain(&head.cc).chain(&letter.customer);
            named.into_iter().any(|mailbox| has(&mailbox.address))
        }
        LedgerFact::SenderRule(rule) => has(&rule.sender),
        _ => false,
    }
}

fn names(event: &Event, people: &BTreeSet<LedgerRecordId>) -> bool {
    event.what.person().is_some_and(|person| people.contains(&person))
}
