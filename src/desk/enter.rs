//! Entries of the ledger on their way into a commit: numbered, checked against what is there, and the agreements' texts
//! that tickets need kept.

use std::sync::Arc;

use crate::domain::contract::{Book, Contract};
use crate::domain::ledger::{Agreement, Entry, EntryId, Fact, Ledger, check_fact};
use crate::domain::time::Instant;

use super::{DeskError, DeskErrorKind};

/// The ledger as one request will leave it.
pub(super) struct Entering<'a> {
    pub(super) ledger: Arc<Ledger>,
    /// What is new in it, in order.
    pub(super) entries: Vec<Arc<Entry>>,
    /// The number of the next new entry.
    pub(super) next: u64,
    now: Instant,
    by: &'a str,
}

/// Whether somebody asked for that, rather than the desk having written it by itself.
pub(super) fn asked_for(entry: &Entry) -> bool {
    !matches!(entry.fact, Some(Fact::Agreement(_)))
}

impl<'a> Entering<'a> {
    pub(super) fn new(ledger: &Arc<Ledger>, next: u64, now: Instant, by: &'a str) -> Self {
        Self { ledger: Arc::clone(ledger), entries: Vec::new(), next, now, by }
    }

    /// Writes an entry, a new one or the next revision of one; gives its number and revision.
    pub(super) fn enter(
        &mut self,
        id: Option<EntryId>,
        seen: Option<u32>,
        fact: Option<Fact>,
        book: &Book,
    ) -> Result<(EntryId, u32), DeskError> {
        if let Some(id) = id {
            self.check_there(id, seen)?;
        }
        match &fact {
            Some(Fact::Agreement(_)) => return Err(refused("the desk keeps agreements by itself", "change the file")),
            Some(fact) => check_fact(fact, id, book, &self.ledger, self.now)?,
            None if id.is_none_or(|id| self.is_removed(id)) => {
                return Err(refused("it was removed already", "there is nothing to remove"));
            }
            None => {}
        }
        Ok(self.put(id, fact))
    }

    /// Has an entry say again what it said at a revision; `before` are its revisions as they are stored.
    pub(super) fn restore(
        &mut self,
        id: EntryId,
        revision: u32,
        before: Vec<Entry>,
        book: &Book,
    ) -> Result<(EntryId, u32), DeskError> {
        let found = before.into_iter().find(|entry| entry.revision == revision);
        let found = found.ok_or_else(|| not_found(id))?;
        self.enter(Some(id), None, found.fact, book)
    }

    /// Keeps the text that a ticket is reported under, unless it is kept already.
    pub(super) fn keep_agreement(&mut self, contract: &Contract) {
        let same = |kept: &Agreement| kept.contract == contract.id && kept.version == contract.version;
        let there = self.ledger.facts().find_map(|(id, fact)| match fact {
            Fact::Agreement(kept) if same(kept) => Some((id, kept.text == contract.source)),
            _ => None,
        });
        if there.is_some_and(|(_, same_text)| same_text) {
            return;
        }
        let agreement = Agreement {
            contract: contract.id.clone(),
            version: contract.version.clone(),
            file: contract.file.clone(),
            text: contract.source.clone(),
        };
        self.put(there.map(|(id, _)| id), Some(Fact::Agreement(agreement)));
    }

    fn put(&mut self, id: Option<EntryId>, fact: Option<Fact>) -> (EntryId, u32) {
        let id = id.unwrap_or_else(|| {
            self.next += 1;
            EntryId(self.next - 1)
        });
        let revision = self.ledger.get(id).map_or(0, |entry| entry.revision + 1);
        let entry = Arc::new(Entry { id, revision, at: self.now, by: self.by.to_owned(), fact });
        Arc::make_mut(&mut self.ledger).put(Arc::clone(&entry));
        self.entries.push(entry);
        (id, revision)
    }

    fn is_removed(&self, id: EntryId) -> bool {
        self.ledger.get(id).is_none_or(|entry| entry.fact.is_none())
    }

    fn check_there(&self, id: EntryId, seen: Option<u32>) -> Result<(), DeskError> {
        let entry = self.ledger.get(id).filter(|entry| asked_for(entry)).ok_or_else(|| not_found(id))?;
        if seen.is_some_and(|seen| seen < entry.revision) {
            return Err(DeskError::new(
                DeskErrorKind::Conflict,
                format!("{} has changed entry {id} meanwhile", entry.by),
                "look at it again, then repeat what you meant",
            ));
        }
        Ok(())
    }
}

fn refused(message: &str, hint: &str) -> DeskError {
    DeskError::new(DeskErrorKind::Refused, message, hint)
}

fn not_found(id: EntryId) -> DeskError {
    DeskError::new(
        DeskErrorKind::NotFound,
        format!("there is no entry {id}"),
        "frist release list, outage list, maintenance list and change list show the ones there are",
    )
}
