//! Puts ledger records into a commit: numbers them, checks them against what is there, and keeps the agreements' texts
//! that tickets need.

use std::sync::Arc;

use frist_domain::contract::{Book, TextToKeep};
use frist_domain::ledger::{Agreement, Ledger, LedgerFact, LedgerRecord, LedgerRecordId, check_fact};
use frist_domain::time::Instant;

use super::{Problem, ProblemKind};

/// The ledger as one request will leave it.
pub(super) struct LedgerChanges<'a> {
    pub(super) ledger: Arc<Ledger>,
    /// The new revisions in it, in order.
    pub(super) entries: Vec<Arc<LedgerRecord>>,
    /// The number of the next new entry.
    pub(super) next: u64,
    now: Instant,
    by: &'a str,
}

/// Returns whether a person asked for that entry, rather than the desk having written it without being asked.
pub(super) fn asked_for(entry: &LedgerRecord) -> bool {
    !entry.fact.as_ref().is_some_and(|fact| fact.kind().is_desks_own())
}

impl<'a> LedgerChanges<'a> {
    pub(super) fn new(ledger: &Arc<Ledger>, next: u64, now: Instant, by: &'a str) -> Self {
        Self { ledger: Arc::clone(ledger), entries: Vec::new(), next, now, by }
    }

    /// Writes an entry, a new one or the next revision of one; returns its number and revision.
    pub(super) fn enter(
        &mut self,
        id: Option<LedgerRecordId>,
        seen: Option<u32>,
        fact: Option<LedgerFact>,
        book: &Book,
    ) -> Result<(LedgerRecordId, u32), Problem> {
        if let Some(id) = id {
            let standing = self.standing(id)?;
            // A person who removes an entry knows what they wrote themselves.
            if fact.is_some() || standing.by != self.by {
                check_seen(&standing, seen)?;
            }
            check_sort(&standing, fact.as_ref())?;
        }
        match &fact {
            Some(LedgerFact::Agreement(_)) => {
                return Err(refused("the desk keeps agreements by itself", "change the file"));
            }
            Some(fact) => check_fact(fact, id, book, &self.ledger, self.now)?,
            None if id.is_none_or(|id| self.is_removed(id)) => {
                return Err(refused("it was removed already", "there is nothing to remove"));
            }
            None => {}
        }
        let contract = fact.as_ref().map(|fact| fact.contract().to_owned());
        let entered = self.put(id, fact);
        if let Some(contract) = contract {
            self.keep_beside(&contract, book);
        }
        Ok(entered)
    }

    /// Has an entry say again what it said at the revision `found`.
    pub(super) fn restore(
        &mut self,
        seen: Option<u32>,
        found: LedgerRecord,
        book: &Book,
    ) -> Result<(LedgerRecordId, u32), Problem> {
        let standing = self.standing(found.id)?;
        if standing.by != self.by {
            check_seen(&standing, seen)?;
        }
        self.enter(Some(found.id), None, found.fact, book)
    }

    /// Returns the newest revision of an entry that a person asked for; the desk's own are nobody's to change.
    pub(super) fn standing(&self, id: LedgerRecordId) -> Result<Arc<LedgerRecord>, Problem> {
        self.ledger.get(id).filter(|entry| asked_for(entry)).cloned().ok_or_else(|| no_ledger_record(id))
    }

    /// Keeps what the contract promises, now that a ticket is reported under it, unless it is kept already.
    pub(super) fn keep_for_ticket(&mut self, id: &str, book: &Book) {
        for TextToKeep { entry, agreement } in self.to_keep(id, book) {
            self.put(entry, Some(LedgerFact::Agreement(Box::new(agreement))));
        }
    }

    /// Keeps what the agreement promises, now that somebody has entered something about it. What they enter next has
    /// the next number all the same.
    fn keep_beside(&mut self, id: &str, book: &Book) {
        for TextToKeep { entry, agreement } in self.to_keep(id, book) {
            let own = LedgerRecordId::next_kept(self.ledger.records().map(|entry| entry.id));
            self.put(entry.or(Some(own)), Some(LedgerFact::Agreement(Box::new(agreement))));
        }
    }

    fn to_keep(&self, id: &str, book: &Book) -> Vec<TextToKeep> {
        // An earlier request of the same batch may have kept it, which the book does not know yet.
        let is_kept = |keep: &TextToKeep| {
            let same = |kept: &Agreement| {
                kept.contract == id && kept.promise == keep.agreement.promise && kept.in_force.is_some()
            };
            self.ledger.agreements().any(|(_, kept)| same(kept))
        };
        book.to_keep(&self.ledger, id, self.now).into_iter().filter(|keep| !is_kept(keep)).collect()
    }

    fn put(&mut self, id: Option<LedgerRecordId>, fact: Option<LedgerFact>) -> (LedgerRecordId, u32) {
        let id = id.unwrap_or_else(|| {
            self.next += 1;
            LedgerRecordId(self.next - 1)
        });
        let before = self.ledger.get(id);
        let revision = before.map_or(0, |entry| entry.revision + 1);
        let first_by = before.map(|entry| entry.author().to_owned());
        let entry = Arc::new(LedgerRecord { id, revision, at: self.now, by: self.by.to_owned(), first_by, fact });
        Arc::make_mut(&mut self.ledger).put(Arc::clone(&entry));
        self.entries.push(entry);
        (id, revision)
    }

    fn is_removed(&self, id: LedgerRecordId) -> bool {
        self.ledger.get(id).is_none_or(|entry| entry.fact.is_none())
    }
}

/// Refuses a change where somebody else has changed the entry since the asker looked: that is told, not written over.
fn check_seen(standing: &LedgerRecord, seen: Option<u32>) -> Result<(), Problem> {
    if seen.is_none_or(|seen| seen >= standing.revision) {
        return Ok(());
    }
    Err(Problem::new(
        ProblemKind::Conflict,
        format!("{} has changed entry {} meanwhile", standing.by, standing.id),
        "look at it again, then repeat the change",
    ))
}

/// Refuses to make an entry one of another sort: what one may write depends on it.
fn check_sort(standing: &LedgerRecord, fact: Option<&LedgerFact>) -> Result<(), Problem> {
    let (Some(was), Some(is)) = (standing.fact.as_ref().map(LedgerFact::words), fact.map(LedgerFact::words)) else {
        return Ok(());
    };
    if was == is {
        return Ok(());
    }
    Err(refused(&format!("entry {} is kept as {was}, not as {is}", standing.id), "enter a new one"))
}

fn refused(message: &str, hint: &str) -> Problem {
    Problem::new(ProblemKind::Refused, message, hint)
}

pub(super) fn no_ledger_record(id: LedgerRecordId) -> Problem {
    Problem::new(
        ProblemKind::NotFound,
        format!("there is no entry {id}"),
        "frist release list, outage list, maintenance list and change list show the ones there are",
    )
}
