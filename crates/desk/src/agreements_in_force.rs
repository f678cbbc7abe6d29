//! Knows the contracts as they count: what the files say, with what the ledger knows.

use std::sync::Arc;

use frist_domain::contract::Book;
use frist_domain::ledger::{Ledger, LedgerFact, LedgerRecord};

/// The ledger, and the book that it and the files make together.
#[derive(Clone, Default)]
pub(super) struct AgreementsInForce {
    ledger: Arc<Ledger>,
    book: Arc<Book>,
}

impl AgreementsInForce {
    pub(super) fn new(files: Arc<Book>, ledger: Ledger) -> Self {
        let book = Arc::new(Arc::unwrap_or_clone(files).with_ledger(&ledger));
        Self { ledger: Arc::new(ledger), book }
    }

    /// Returns the contracts as they count.
    pub(super) fn book(&self) -> Arc<Book> {
        Arc::clone(&self.book)
    }

    pub(super) fn ledger(&self) -> Arc<Ledger> {
        Arc::clone(&self.ledger)
    }

    /// Takes a revision in, and returns whether it is news.
    pub(super) fn put(&mut self, entry: Arc<LedgerRecord>) -> bool {
        let before = self.ledger.get(entry.id).cloned();
        let facts = [before.as_deref(), Some(&*entry)].into_iter().flatten().filter_map(|entry| entry.fact.as_ref());
        let counts = facts.into_iter().any(LedgerFact::changes_contracts);
        let news = Arc::make_mut(&mut self.ledger).put(entry);
        if news && counts {
            // The book knows the texts that it has read.
            self.book = Arc::new(Book::clone(&self.book).with_ledger(&self.ledger));
        }
        news
    }
}
