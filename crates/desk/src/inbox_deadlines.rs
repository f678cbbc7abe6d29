//! Keeps the earliest deadlines of the letters that wait: each is worked out once, and again only where what it follows from has
//! changed. Many thousands may wait, and whoever looks at the inbox asks for all of them.

use std::collections::HashMap;
use std::sync::Arc;

use frist_domain::contract::Book;
use frist_domain::intake::{
    EarliestDeadline, IntakeDefaults, PhoneProspect, earliest_deadline, phone_prospect, reporter,
};
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
    /// The severity under which the letter would have to be phoned.
    phone: Option<PhoneProspect>,
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
        self.go_by(book, defaults);
        let mut before = std::mem::take(&mut self.found);
        let mut all = Vec::new();
        for (id, letter) in ledger.inbox() {
            let follows_from = follows_from(ledger, id, letter);
            let known = before.remove(&id).filter(|known| known.follows_from == follows_from);
            let found = known.unwrap_or_else(|| FoundDeadline {
                follows_from,
                earliest: earliest_deadline(letter, (ledger, book), defaults),
                phone: phone_prospect(letter, (ledger, book), defaults),
            });
            all.push((id, letter, found.earliest.clone()));
            self.found.insert(id, found);
        }
        all
    }

    /// Returns the earliest deadline that one letter which waits could have, and the severity under which it would have to be
    /// phoned.
    pub(crate) fn of_letter(
        &mut self,
        (id, letter): (LedgerRecordId, &InboxLetter),
        ledger: &Ledger,
        book: &Arc<Book>,
        defaults: &IntakeDefaults,
    ) -> (Option<EarliestDeadline>, Option<PhoneProspect>) {
        self.go_by(book, defaults);
        let follows_from = follows_from(ledger, id, letter);
        let known = self.found.remove(&id).filter(|known| known.follows_from == follows_from);
        let found = known.unwrap_or_else(|| FoundDeadline {
            follows_from,
            earliest: earliest_deadline(letter, (ledger, book), defaults),
            phone: phone_prospect(letter, (ledger, book), defaults),
        });
        let (earliest, phone) = (found.earliest.clone(), found.phone.clone());
        self.found.insert(id, found);
        (earliest, phone)
    }

    /// Forgets what was worked out by other contracts or settings.
    fn go_by(&mut self, book: &Arc<Book>, defaults: &IntakeDefaults) {
        if !Arc::ptr_eq(&self.book, book) || self.defaults != *defaults {
            *self = Self { book: Arc::clone(book), defaults: defaults.clone(), found: HashMap::new() };
        }
    }
}

fn follows_from(ledger: &Ledger, id: LedgerRecordId, letter: &InboxLetter) -> FollowsFrom {
    let revision = |id: LedgerRecordId| ledger.get(id).map_or(0, |record| record.revision);
    let organisation = reporter(ledger, letter.customer()).organisation;
    (revision(id), organisation.map(|id| (id, revision(id))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use frist_domain::ledger::{LedgerFact, LedgerRecord, Organisation};
    use frist_domain::letter::Mailbox;
    use frist_domain::time::Instant;

    fn entry(id: u64, revision: u32, fact: LedgerFact) -> Arc<LedgerRecord> {
        let (at, by) = (Instant::from_secs(1_700_000_000), "anna".to_owned());
        Arc::new(LedgerRecord { id: LedgerRecordId(id), revision, at, by, first_by: None, fact: Some(fact) })
    }

    /// Returns the numbers of the letters, each with the contract of its deadline.
    fn contracts(
        deadlines: &mut InboxDeadlines,
        ledger: &Ledger,
        book: &Arc<Book>,
        default: Option<&str>,
    ) -> Vec<(u64, String)> {
        let defaults = IntakeDefaults { contract: default.map(str::to_owned), ..IntakeDefaults::default() };
        let all = deadlines.of(ledger, book, &defaults);
        let fresh = InboxDeadlines::default().of(ledger, book, &defaults);
        assert_eq!(all, fresh, "what is kept is what would be worked out");
        all.into_iter().map(|(id, _, found)| (id.0, found.unwrap().contract)).collect()
    }

    #[test]
    fn what_is_kept_changes_with_all_that_it_follows_from() {
        let of = |contract: &str| {
            let (names, domains) = (vec!["Fjord".to_owned()], vec!["fjord.example".to_owned()]);
            let contract = Some(contract.to_owned());
            LedgerFact::Organisation(Box::new(Organisation { names, domains, contract, ..Organisation::default() }))
        };
        let letter = |from: &str| {
            let mut letter = InboxLetter { received: Instant::from_secs(1_700_000_000), ..InboxLetter::default() };
            letter.head.from = Some(Mailbox::of(from));
            LedgerFact::Letter(Box::new(letter))
        };
        let (book, mut ledger, mut deadlines) =
            (Arc::new(Book::built_in()), Ledger::default(), InboxDeadlines::default());
        ledger.put(entry(1, 0, letter("kari@fjord.example")));
        ledger.put(entry(2, 0, letter("ola@berg.example")));
        let mut now = |ledger: &Ledger, default: &str| contracts(&mut deadlines, ledger, &book, Some(default));
        let is = |first: &str, second: &str| vec![(1, first.to_owned()), (2, second.to_owned())];
        assert_eq!(now(&ledger, "markant"), is("markant", "markant"));
        assert_eq!(now(&ledger, "sesam"), is("sesam", "sesam"));
        ledger.put(entry(3, 0, of("markant")));
        assert_eq!(now(&ledger, "sesam"), is("markant", "sesam"));
        ledger.put(entry(3, 1, of("sesam")));
        assert_eq!(now(&ledger, "sesam"), is("sesam", "sesam"));
    }
}
