//! Keeps the records of a ledger so that a copy of it costs next to nothing: each request that is checked begins with one.
//!
//! Letters stand by themselves. There may be many thousands of them, and whoever looks for agreements, people or rules is not
//! to go through them all.

use std::collections::BTreeMap;
use std::sync::Arc;

use rpds::RedBlackTreeMapSync;

use super::{LedgerFact, LedgerRecord, LedgerRecordId};

/// The newest revision of every record, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    /// All that are no letters.
    plain: Arc<BTreeMap<LedgerRecordId, Arc<LedgerRecord>>>,
    /// Letters that came or go, the alerts of them, and what was removed before anybody here knew what it was.
    letters: RedBlackTreeMapSync<LedgerRecordId, Arc<LedgerRecord>>,
}

impl Records {
    /// Returns the record of that number.
    pub(super) fn get(&self, id: LedgerRecordId) -> Option<&Arc<LedgerRecord>> {
        self.plain.get(&id).or_else(|| self.letters.get(&id))
    }

    /// Puts a record in the place of the one that has its number.
    pub(super) fn put(&mut self, record: Arc<LedgerRecord>) {
        let id = record.id;
        let is_plain = match &record.fact {
            Some(LedgerFact::Letter(_) | LedgerFact::Outgoing(_) | LedgerFact::LetterAlert(_)) => false,
            Some(_) => true,
            None => self.plain.contains_key(&id),
        };
        if is_plain {
            self.letters.remove_mut(&id);
            Arc::make_mut(&mut self.plain).insert(id, record);
        } else {
            if self.plain.contains_key(&id) {
                Arc::make_mut(&mut self.plain).remove(&id);
            }
            self.letters.insert_mut(id, record);
        }
    }

    /// Returns every record, by number.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<LedgerRecord>> {
        let (mut plain, mut letters) = (self.plain.values().peekable(), self.letters.values().peekable());
        std::iter::from_fn(move || match (plain.peek(), letters.peek()) {
            (Some(one), Some(letter)) if letter.id < one.id => letters.next(),
            (Some(_), _) => plain.next(),
            (None, _) => letters.next(),
        })
    }

    /// Returns every record that is no letter, by number.
    pub(super) fn plain(&self) -> impl Iterator<Item = &Arc<LedgerRecord>> {
        self.plain.values()
    }
}
