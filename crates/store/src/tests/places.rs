//! What a store has of a person stands in the trees and files that are named here, and in the records that `places_of` names.

use super::*;
use crate::{PersonPlaces, places_of};
use frist_domain::file::{FileHash, FileRef};
use frist_domain::ledger::{LedgerFact, LedgerRecord, LedgerRecordId, Party as _, Person, merge, part};
use frist_domain::ticket::event::{Attached, Closed, CustomerSet, Described, Message, Note};

/// The name and the address that stand nowhere else.
const NAME: &str = "Zylpha Quorn";
const ADDRESS: &str = "zylpha@quorn.example";

fn person(names: &[&str], addresses: &[&str]) -> Person {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Person { names: texts(names), addresses: texts(addresses), ..Person::default() }
}

/// The bytes of a file of hers, and of one of somebody else's.
const HERS: &[u8] = b"zylpha wrote this";
const OLAS: &[u8] = b"ola wrote this";

/// A store with its ledger, to which one commit after the other is written.
struct Filled {
    store: Store,
    revisions: Vec<LedgerRecord>,
    commits: u32,
}

impl Filled {
    fn commit(&mut self, edits: Vec<Edit>) {
        self.commits += 1;
        let id = CommitId(uuid::Uuid::from_u128(1_000 + u128::from(self.commits)));
        let at = Instant::from_secs(1_700_000_000 + i64::from(self.commits));
        self.store.append(&[Commit { id, at, by: "anna".into(), edits }]).unwrap();
        self.store.apply().unwrap();
    }

    fn enter(&mut self, id: LedgerRecordId, fact: Option<LedgerFact>) {
        let revision = self.revisions.iter().filter(|entry| entry.id == id).count() as u32;
        let at = Instant::from_secs(1_700_000_000);
        let entry = LedgerRecord { id, revision, at, by: "anna".into(), first_by: None, fact };
        self.revisions.push(entry.clone());
        self.commit(vec![Edit::Ledger(entry)]);
    }

    fn all(&mut self, people: impl IntoIterator<Item = (LedgerRecordId, Person)>) {
        people.into_iter().for_each(|(id, person)| self.enter(id, Some(person.fact())));
    }

    fn ledger(&self) -> frist_domain::ledger::Ledger {
        self.revisions.iter().cloned().collect()
    }

    fn add(&mut self, ticket: u64, what: EventData) {
        let at = Instant::from_secs(1_700_000_000);
        let event = Event { happened: at, recorded: at, by: "anna".into(), what: what.into() };
        self.commit(vec![Edit::Ticket { id: TicketId(ticket), events: vec![event] }]);
    }

    fn log(&mut self, ticket: u64, person: Option<u64>) {
        let Edit::Ticket { events, .. } = commit(1).edits.remove(0) else { panic!("it is about a ticket") };
        let Some(EventData::Logged(mut logged)) = events[0].action().cloned() else { panic!("it is logged") };
        logged.customer = person.map(|_| NAME.to_owned());
        logged.person = person.map(LedgerRecordId);
        self.add(ticket, EventData::Logged(logged));
    }
}

fn filled(dir: &Path) -> Filled {
    let mut filled = Filled { store: Store::open(dir).unwrap().store, revisions: Vec::new(), commits: 0 };
    let id = LedgerRecordId;
    filled.all([(id(1), person(&[NAME], &[ADDRESS])), (id(2), person(&["Ola"], &[])), (id(3), person(&["Z."], &[]))]);
    filled.all([(id(4), person(&["Per"], &[]))]);
    // She is merged with Ola by mistake, and parted from him; the other record of hers stays merged.
    let merged = merge::<Person>(&filled.ledger(), id(1), id(2)).unwrap();
    filled.all(merged);
    let parted = part::<Person>(&filled.ledger(), id(1)).unwrap();
    filled.all(parted);
    let merged = merge::<Person>(&filled.ledger(), id(3), id(1)).unwrap();
    filled.all(merged);
    for (ticket, person) in [(1, Some(1)), (2, Some(3)), (3, None), (4, Some(2)), (5, None), (6, Some(1))] {
        filled.log(ticket, person);
    }
    filled.add(1, EventData::Note(Note { text: format!("{NAME} <{ADDRESS}> called"), to_customer: false }));
    // What was said, and a file: they are known by the ticket.
    filled.add(1, EventData::Described(Described { text: format!("{NAME} has no prints"), text_file: None }));
    let said = Message { text: format!("{NAME} here"), with: Some(NAME.to_owned()), ..Message::default() };
    filled.add(2, EventData::Message(said));
    for (ticket, bytes) in [(1, HERS), (4, OLAS)] {
        let mut coming = filled.store.files().begin().unwrap();
        coming.write(bytes).unwrap();
        let (size, sha256) = (bytes.len() as u64, coming.keep().unwrap());
        let file = FileRef { sha256, name: "log.txt".to_owned(), media_type: "text/plain".to_owned(), size };
        filled.add(ticket, EventData::Attached(Attached { files: vec![file] }));
    }
    // Theirs for a while, and theirs since somebody joined a name that was typed.
    let set = |person: u64, name: &str| {
        EventData::CustomerSet(CustomerSet {
            customer: Some(name.into()),
            person: Some(id(person)),
            ..CustomerSet::default()
        })
    };
    filled.add(3, set(1, NAME));
    filled.add(6, set(4, "Per"));
    filled.add(1, EventData::Closed(Closed { reason: None, words: None }));
    filled
}

#[test]
fn every_record_that_concerns_a_person_is_named_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let filled = filled(dir.path());
    let reader = filled.store.reader();
    let places = places_of(&reader, LedgerRecordId(1)).unwrap();
    let records = [1, 2, 3].map(LedgerRecordId).into();
    let (tickets, files) = ([1, 2, 3, 6].map(TicketId).into(), [FileHash::of(HERS)].into());
    assert_eq!(places, PersonPlaces { records, tickets, files });
    assert_eq!(places_of(&reader, LedgerRecordId(3)).unwrap(), places, "it is the same person");
    let ola = places_of(&reader, LedgerRecordId(2)).unwrap();
    assert_eq!((&ola.tickets, &ola.files), (&[TicketId(4)].into(), &[FileHash::of(OLAS)].into()));
    assert_eq!(places_of(&reader, LedgerRecordId(9)).unwrap().tickets, [].into());
    // Each record that has her name or address is among them.
    for ticket in reader.tickets() {
        let ticket = ticket.unwrap();
        let text = serde_json::to_string(&ticket.events).unwrap();
        let hers = text.contains(ADDRESS) || (text.contains(NAME) && !ola.tickets.contains(&ticket.id));
        assert!(!hers || places.tickets.contains(&ticket.id), "ticket {}", ticket.id);
    }
    for entry in reader.ledger().unwrap() {
        let text = serde_json::to_string(&entry).unwrap();
        assert!(!text.contains(ADDRESS) || places.records.contains(&entry.id), "record {}", entry.id);
    }
}

#[test]
fn only_the_trees_of_tickets_and_of_the_ledger_hold_what_a_person_is_called() {
    let dir = tempfile::tempdir().unwrap();
    let filled = filled(dir.path());
    let folder = filled.store.shared.state.folder().to_owned();
    drop(filled);
    // A copy, as a program that another test starts may hold the lock of the first one for a moment longer.
    let copied = dir.path().join("copied");
    frist_testkit::commits::copy(&folder, &copied);
    let db = sled::open(copied).unwrap();
    let holds =
        |bytes: &[u8]| [NAME, ADDRESS].iter().any(|text| bytes.windows(text.len()).any(|w| w == text.as_bytes()));
    let mut names: Vec<String> = Vec::new();
    for name in db.tree_names() {
        let tree = db.open_tree(&name).unwrap();
        let found = tree.iter().map(Result::unwrap).any(|(key, value)| holds(&key) || holds(&value));
        names.extend(found.then(|| String::from_utf8_lossy(&name).into_owned()));
    }
    names.sort_unstable();
    assert_eq!(names, ["closed", "ledger", "open"]);
}

/// The bytes of a file stand in one place of the store's folder, under their hash.
#[test]
fn the_bytes_of_a_persons_file_stand_in_one_place() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(dir.path()));
    let mut found = Vec::new();
    let mut folders = vec![dir.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read(&path).unwrap().windows(HERS.len()).any(|part| part == HERS) {
                found.push(path);
            }
        }
    }
    let hash = FileHash::of(HERS).to_string();
    assert_eq!(found, [dir.path().join("files").join(&hash[..2]).join(&hash)]);
}
