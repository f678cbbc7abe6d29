//! Keeps which ticket or which ledger record has a letter, by the hash of its Message-ID: a tree of the state that follows from
//! the write-ahead log as all of it does. It has nothing but hashes and numbers, so no name and no address stands in it.
//!
//! ```text
//! key     the hash (16 bytes)
//! value   for each place, in the order of the commits: sort (1)  number (8)  hash of the body (16, zeros where the desk wrote it)
//! ```

use std::collections::{BTreeMap, HashMap};

use super::change::KeyWrite;
use super::fault::Fault;
use super::trees::TargetTree;
use frist_domain::file::FileHash;
use frist_domain::ledger::{LedgerFact, LedgerRecordId};
use frist_domain::letter::{LetterKey, StoredLetter};
use frist_domain::ticket::{Commit, Edit, TicketId};

const PLACE_BYTES: usize = 25;
const ON_TICKET: u8 = 1;
const IN_LEDGER: u8 = 2;

/// Where a letter is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LetterHome {
    /// On a ticket.
    Ticket(TicketId),
    /// In the inbox, or it was there.
    Record(LedgerRecordId),
}

/// A place where a letter is, and the letter's body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LetterPlace {
    /// Where it is.
    pub home: LetterHome,
    /// The first half of the hash of its body; zeros where the desk wrote the letter.
    pub body: [u8; 16],
}

impl LetterPlace {
    fn of(home: LetterHome, letter: &StoredLetter) -> Self {
        Self { home, body: letter.body.map_or([0; 16], FileHash::half) }
    }

    /// Returns whether the desk wrote the letter.
    pub fn is_own(&self) -> bool {
        self.body == [0; 16]
    }

    fn write(&self, to: &mut Vec<u8>) {
        let (sort, number) = match self.home {
            LetterHome::Ticket(id) => (ON_TICKET, id.0),
            LetterHome::Record(id) => (IN_LEDGER, id.0),
        };
        to.push(sort);
        to.extend_from_slice(&number.to_be_bytes());
        to.extend_from_slice(&self.body);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (sort, rest) = bytes.split_first()?;
        let (number, body) = rest.split_first_chunk()?;
        let number = u64::from_be_bytes(*number);
        let home = match *sort {
            ON_TICKET => LetterHome::Ticket(TicketId(number)),
            IN_LEDGER => LetterHome::Record(LedgerRecordId(number)),
            _ => return None,
        };
        Some(Self { home, body: body.try_into().ok()? })
    }
}

/// Returns the places that stand in a value.
pub(super) fn places(value: &[u8]) -> Result<Vec<LetterPlace>, Fault> {
    let parts = value.chunks(PLACE_BYTES);
    let read = parts.map(|part| if part.len() == PLACE_BYTES { LetterPlace::read(part) } else { None });
    let read: Option<Vec<LetterPlace>> = read.collect();
    read.ok_or_else(|| Fault::Damaged("the place of a letter cannot be read".into()))
}

/// Returns the letters that a commit stores, in order.
pub(super) fn of_commit(commit: &Commit) -> Vec<(LetterKey, LetterPlace)> {
    let mut all = Vec::new();
    for edit in &commit.edits {
        match edit {
            Edit::Ticket { id, events } => {
                let letters = events.iter().filter_map(|event| event.what.stored_letter());
                all.extend(letters.map(|letter| (letter.key, LetterPlace::of(LetterHome::Ticket(*id), &letter))));
            }
            // The revisions behind the first are about the same letter.
            Edit::Ledger(entry) if entry.revision == 0 => {
                let letter = entry.fact.as_ref().and_then(LedgerFact::letter).and_then(|letter| letter.head.stored());
                all.extend(letter.map(|letter| (letter.key, LetterPlace::of(LetterHome::Record(entry.id), &letter))));
            }
            Edit::Ledger(_) => {}
        }
    }
    all
}

/// The places of letters that commits add to.
#[derive(Debug, Default)]
pub(super) struct LetterIndex(BTreeMap<LetterKey, Vec<u8>>);

impl LetterIndex {
    /// Adds the letters of a commit, and returns how many they are; `find` looks up what is there.
    pub(super) fn add(
        &mut self,
        commit: &Commit,
        find: impl Fn(LetterKey) -> Result<Option<Vec<u8>>, Fault>,
    ) -> Result<u64, Fault> {
        use std::collections::btree_map::Entry;
        let mut added = 0;
        for (key, place) in of_commit(commit) {
            let value = match self.0.entry(key) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => free.insert(find(key)?.unwrap_or_default()),
            };
            place.write(value);
            added += 1;
        }
        Ok(added)
    }

    /// Returns the writes that keep them.
    pub(super) fn writes(self) -> impl Iterator<Item = KeyWrite> {
        let write = |(key, value): (LetterKey, Vec<u8>)| KeyWrite {
            to: TargetTree::Letters,
            key: key.0.to_vec(),
            value: Some(value),
        };
        self.0.into_iter().map(write)
    }
}

/// The checksum of what should stand under each key, by the commits.
#[derive(Debug, Default)]
pub(super) struct LetterSums(HashMap<LetterKey, u32>);

impl LetterSums {
    /// Adds the letters of the next commit.
    pub(super) fn add(&mut self, commit: &Commit) {
        let mut bytes = Vec::with_capacity(PLACE_BYTES);
        for (key, place) in of_commit(commit) {
            bytes.clear();
            place.write(&mut bytes);
            let sum = self.0.entry(key).or_default();
            *sum = sum_on(*sum, &bytes);
        }
    }

    /// Takes out a key; returns whether that is what should stand under it.
    pub(super) fn take(&mut self, key: LetterKey, value: &[u8]) -> bool {
        self.0.remove(&key) == Some(sum_on(0, value))
    }

    /// Returns whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Returns the checksum of some bytes behind those of which `sum` is that.
pub(super) fn sum_on(sum: u32, bytes: &[u8]) -> u32 {
    let mut on = crc32fast::Hasher::new_with_initial(sum);
    on.update(bytes);
    on.finalize()
}
