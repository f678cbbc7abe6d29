//! What the desk keeps besides tickets: the dates of vendors' releases, and the agreements' texts that tickets were
//! reported under.
//!
//! An entry has a number and revisions; a later revision replaces the one before, or removes it. Every revision is kept:
//! undo brings an earlier one back, and the journal tells who wrote which.

mod check;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::time::{Date, Instant};

pub use check::check_fact;

/// An entry's number, from 1, given by the desk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub u64);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One revision of one entry. The store keeps it for ever: a field may be added with a default, none may change its
/// meaning, none may go.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Which entry.
    pub id: EntryId,
    /// Which revision, from 0.
    pub revision: u32,
    /// When it was written.
    pub at: Instant,
    /// Who wrote it.
    pub by: String,
    /// What it says; none = it was removed.
    pub fact: Option<Fact>,
}

/// What an entry says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A vendor releases on a date.
    Release(Release),
    /// The text of an agreement that a ticket was reported under.
    Agreement(Agreement),
}

/// A release of a vendor's: what is promised "with the next release" (SESAM, error handling) is due at the end of its day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Release {
    /// Contract id.
    pub contract: String,
    /// The local date in the contract's zone.
    pub date: Date,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// An agreement's text. The desk writes it when the first ticket is logged under it, so that the ticket keeps it when the
/// file is replaced.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Agreement {
    /// Contract id.
    pub contract: String,
    /// The version of the agreement's text, as tickets have it.
    pub version: String,
    /// The name of the file that it came from.
    pub file: String,
    /// All of its text.
    pub text: String,
}

impl Fact {
    /// The contract that it is about.
    pub fn contract(&self) -> &str {
        match self {
            Self::Release(release) => &release.contract,
            Self::Agreement(agreement) => &agreement.contract,
        }
    }
}

/// The newest revision of every entry.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: BTreeMap<EntryId, Arc<Entry>>,
}

impl Ledger {
    /// Takes a revision in, unless a later one is there. Whether it did.
    pub fn put(&mut self, entry: Arc<Entry>) -> bool {
        let newer = self.entries.get(&entry.id).is_none_or(|known| known.revision < entry.revision);
        if newer {
            self.entries.insert(entry.id, entry);
        }
        newer
    }

    /// The entry of that number in its newest revision, removed or not.
    pub fn get(&self, id: EntryId) -> Option<&Arc<Entry>> {
        self.entries.get(&id)
    }

    /// Every entry in its newest revision, removed ones too, by number.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.values()
    }

    /// What stands, by number.
    pub fn facts(&self) -> impl Iterator<Item = (EntryId, &Fact)> {
        self.entries.values().filter_map(|entry| entry.fact.as_ref().map(|fact| (entry.id, fact)))
    }

    /// The releases that stand, of one vendor or of all, the earliest first.
    pub fn releases(&self, contract: Option<&str>) -> Vec<(EntryId, &Release)> {
        let mut all: Vec<(EntryId, &Release)> = self
            .facts()
            .filter_map(|(id, fact)| match fact {
                Fact::Release(release) if contract.is_none_or(|c| c == release.contract) => Some((id, release)),
                _ => None,
            })
            .collect();
        all.sort_by_key(|(id, release)| (release.date, *id));
        all
    }

    /// The agreements' texts that stand, the first written first.
    pub fn agreements(&self) -> impl Iterator<Item = &Agreement> {
        self.facts().filter_map(|(_, fact)| match fact {
            Fact::Agreement(agreement) => Some(agreement),
            Fact::Release(_) => None,
        })
    }
}

impl FromIterator<Entry> for Ledger {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut ledger = Self::default();
        for entry in entries {
            ledger.put(Arc::new(entry));
        }
        ledger
    }
}

#[cfg(test)]
mod tests;
