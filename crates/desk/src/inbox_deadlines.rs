//! Keeps the earliest deadlines of the letters that wait: each is worked out once, and again only where what it follows from has
//! changed. Many thousands may wait, and whoever looks at the inbox asks for all of them.

use std::collections::HashMap;
use std::sync::Arc;

use frist_domain::contract::Book;
use frist_domain::intake::{EarliestDeadline, IntakeDefaults, earliest_deadline, reporter};
use frist_domain::ledger::{InboxLetter, Ledger, LedgerRecordId};

/// The deadlines that were worked out last, with what they follow from.
#[derive(Debug, Default)]
pub(crate) struct InboxDeadlines {
    book: Arc<Book>,
    defaults: IntakeDefaults,
    found: HashMap<LedgerRecordId, FoundDeadline>,
}

#[derive(Debug)]
struct FoundDeadline {
    follows_from: FollowsFrom,
    earliest: Option<EarliestDeadline>,
}

/// The revision of the letter, and the record and the revision of its sender's organisation.
type FollowsFrom = (u32, Option<(LedgerRecordId, u32)>);

impl InboxDeadlines {
    /// Returns the letters that wait, by number, each with the earliest deadline that it could have.
    pub(crate) fn of<'l>(
        &mut self,
        ledger: &'l Ledger,
        book: &Arc<Book>,
        defaults: &IntakeDefaults,
    ) -> Vec<(LedgerRecordId, &'l InboxLetter, Option<EarliestDeadline>)> {
        if !Arc::ptr_eq(&self.book, book) || self.defaults != *defaults {
            *self = Self { book: Arc::clone(book), defaults: defaults.clone(), found: HashMap::new() };
        }
        let mut before = std::mem::take(&mut self.found);
        let mut all = Vec::new();
        for (id, letter) in ledger.inbox() {
            let follows_from = follows_from(ledger, id, letter);
            let known = before.remove(&id).filter(|known| known.follows_from == follows_from);
            let found = known.unwrap_or_else(|| FoundDeadline {
                follows_from,
                earliest: earliest_deadline(letter, (ledger, book), defaults),
            });
            all.push((id, letter, found.earliest.clone()));
            self.found.insert(id, found);
        }
        all
    }
}

fn follows_from(ledger: &Ledger, id: LedgerRecordId, letter: &InboxLetter) -> FollowsFrom {
    let revision = |id: LedgerRecordId| ledger.get(id).map_or(0, |record| record.revision);
    let organisation = reporter(ledger, letter.customer()).organisation;
    (revision(id), organisation.map(|id| (id, revision(id))))
}
