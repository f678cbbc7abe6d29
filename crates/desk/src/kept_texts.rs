//! Keeps the texts of agreements when the desk opens a store: whatever its files say otherwise than when they were read
//! last, and in a store of before promises had names what they say for all that was reported so far.

use std::collections::BTreeSet;
use std::sync::Arc;

use frist_domain::contract::{Book, TextToKeep};
use frist_domain::ledger::{Agreement, Ledger, LedgerFact, LedgerRecord, LedgerRecordId};
use frist_domain::ticket::{Commit, CommitId, Edit, EventData, event};
use frist_domain::time::Instant;
use frist_store::{Reader, Store, StoreError, StoreErrorKind};

use super::agreements_in_force::AgreementsInForce;

/// A contract and the version that a ticket was reported under, and the name of its promise where it has one.
type UsedAgreement = (String, String, Option<String>);

/// The entries to keep, on top of a ledger that has those before them.
struct TextsToKeep {
    in_force: AgreementsInForce,
    entries: Vec<LedgerRecord>,
    now: Instant,
    by: String,
}

impl TextsToKeep {
    fn put(&mut self, keep: TextToKeep) {
        let ledger = self.in_force.ledger();
        let id = keep.entry.unwrap_or_else(|| LedgerRecordId::next_kept(ledger.records().map(|entry| entry.id)));
        let before = ledger.get(id);
        let entry = LedgerRecord {
            id,
            revision: before.map_or(0, |entry| entry.revision + 1),
            at: self.now,
            by: self.by.clone(),
            first_by: before.map(|entry| entry.author().to_owned()),
            fact: Some(LedgerFact::Agreement(Box::new(keep.agreement))),
        };
        self.in_force.put(Arc::new(entry.clone()));
        self.entries.push(entry);
    }

    fn keep(&mut self, id: &str) {
        let (book, ledger) = (self.in_force.book(), self.in_force.ledger());
        for keep in book.to_keep(&ledger, id, self.now) {
            self.put(keep);
        }
    }

    /// Keeps what tickets of before promises had names count by, and what those that name a promise need.
    fn keep_used(&mut self, used: BTreeSet<UsedAgreement>) {
        let (book, ledger) = (self.in_force.book(), self.in_force.ledger());
        let (named, others): (Vec<UsedAgreement>, Vec<UsedAgreement>) =
            used.into_iter().partition(|(.., promise)| promise.is_some());
        let ids: BTreeSet<String> = named.iter().chain(&others).map(|(id, ..)| id.clone()).collect();
        let others = others.into_iter().map(|(id, version, _)| (id, version));
        let mut keeps: Vec<TextToKeep> = Vec::new();
        for keep in book.to_keep_of_versions(&ledger, others) {
            keeps.push(only_once_in_force(keep, &keeps));
        }
        for keep in keeps {
            self.put(keep);
        }
        for id in &ids {
            self.keep(id);
        }
    }
}

/// Takes out the time in force where one of `before` has the same text: a text is in force once.
fn only_once_in_force(mut keep: TextToKeep, before: &[TextToKeep]) -> TextToKeep {
    let same = |other: &TextToKeep| {
        (&other.agreement.contract, &other.agreement.promise) == (&keep.agreement.contract, &keep.agreement.promise)
    };
    if before.iter().any(|other| same(other) && other.agreement.in_force.is_some()) {
        keep.agreement.in_force = None;
    }
    keep
}

/// What a store that has just been opened is told, and the contracts as they count from then on.
pub(super) struct KeptTexts {
    pub(super) in_force: AgreementsInForce,
    /// The ledger records that were written.
    pub(super) entries: Vec<Arc<LedgerRecord>>,
    /// A sentence for each contract whose promise has changed.
    pub(super) notices: Vec<String>,
    /// The reason why nothing could be kept, where there is no room: then the store can only be read, and the contracts
    /// count as they did.
    pub(super) no_room: Option<StoreError>,
}

/// Keeps what is to be kept in a store that has just been opened with these contracts, in the name of `by`.
///
/// # Errors
///
/// If the store cannot be read, or the disk refuses for another reason than that it is full.
pub(super) fn keep(
    store: &mut Store,
    reader: &Reader,
    book: Arc<Book>,
    ledger: Ledger,
    (now, by): (Instant, &str),
) -> Result<KeptTexts, StoreError> {
    let named = ledger.agreements().any(|(_, kept)| kept.promise.is_some());
    let unnamed = ledger.agreements().any(|(_, kept)| kept.promise.is_none());
    let used = if named { BTreeSet::new() } else { used(reader)? };
    let in_use = contracts_of(&ledger);
    let before = AgreementsInForce::new(book, ledger);
    let mut keeping = TextsToKeep { in_force: before.clone(), entries: Vec::new(), now, by: by.to_owned() };
    if unnamed || !used.is_empty() {
        keeping.keep_used(used);
    }
    for id in &in_use {
        keeping.keep(id);
    }
    let TextsToKeep { in_force, entries, .. } = keeping;
    if entries.is_empty() {
        return Ok(KeptTexts { in_force, entries: Vec::new(), notices: Vec::new(), no_room: None });
    }
    let notices = entries.iter().filter_map(notice).collect();
    let written = entries.iter().cloned().map(Arc::new).collect();
    match store.append(&[commit(entries, now, by)]).and_then(|_| store.apply()) {
        Ok(()) => Ok(KeptTexts { in_force, entries: written, notices, no_room: None }),
        Err(error) if *error.kind() == StoreErrorKind::Full => {
            Ok(KeptTexts { in_force: before, entries: Vec::new(), notices: Vec::new(), no_room: Some(error) })
        }
        Err(error) => Err(error),
    }
}

/// Returns the entries that keep everything of these contracts as their files say it, in a store that has nothing yet.
pub(super) fn first_entries(book: &Book, now: Instant, by: &str) -> Vec<LedgerRecord> {
    let in_force = AgreementsInForce::new(Arc::new(book.clone()), Ledger::default());
    let mut keeping = TextsToKeep { in_force, entries: Vec::new(), now, by: by.to_owned() };
    book.contracts().for_each(|contract| keeping.keep(&contract.id));
    keeping.entries
}

fn commit(entries: Vec<LedgerRecord>, at: Instant, by: &str) -> Commit {
    let edits = entries.into_iter().map(Edit::Ledger).collect();
    Commit { id: CommitId(uuid::Uuid::now_v7()), at, by: by.to_owned(), edits }
}

/// Says that a promise has changed without a new date: the person who changed the file should know what that does.
pub(super) fn notice(entry: &LedgerRecord) -> Option<String> {
    let Some(LedgerFact::Agreement(agreement)) = &entry.fact else { return None };
    let Agreement { contract, file, in_force: Some(in_force), .. } = &**agreement else { return None };
    if in_force.until.is_some() {
        return Some(format!(
            "{file}: the file is gone, so {contract} counts by its other versions from now on; what was reported before keeps its promise"
        ));
    }
    in_force.since.map(|_| {
        format!(
            "{file}: what {contract} promises has changed, and holds for reports from now on; what was reported before keeps its \
             promise (frist contract list counts it, frist contract amend {contract} corrects it)"
        )
    })
}

/// Returns the contracts that the ledger has anything of.
fn contracts_of(ledger: &Ledger) -> BTreeSet<String> {
    ledger.facts().map(|(_, fact)| fact.contract().to_owned()).collect()
}

/// Returns what the tickets of a store were reported under: it reads all of them, once in a store's life.
fn used(reader: &Reader) -> Result<BTreeSet<UsedAgreement>, StoreError> {
    let mut used = BTreeSet::new();
    if reader.ticket_count() == 0 {
        return Ok(used);
    }
    for group in reader.blocks() {
        for record in group?.read()? {
            if let Some(EventData::Logged(event::Logged { contract, version, promise, .. })) =
                record.events.first().and_then(|e| e.action())
                && !used.contains(&(contract.clone(), version.clone(), promise.clone()))
            {
                used.insert((contract.clone(), version.clone(), promise.clone()));
            }
        }
    }
    Ok(used)
}
