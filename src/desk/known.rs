//! The contracts as they count: what the files say, with what the ledger knows.

use std::sync::Arc;

use crate::domain::contract::Book;
use crate::domain::ledger::{Entry, Fact, Ledger};

/// Files and ledger, and the book that they come to.
#[derive(Clone, Default)]
pub(super) struct Known {
    files: Arc<Book>,
    ledger: Arc<Ledger>,
    book: Arc<Book>,
}

impl Known {
    pub(super) fn new(files: Arc<Book>, ledger: Ledger) -> Self {
        let book = Arc::new(Book::clone(&files).with_ledger(&ledger));
        Self { files, ledger: Arc::new(ledger), book }
    }

    /// The contracts as they count.
    pub(super) fn book(&self) -> Arc<Book> {
        Arc::clone(&self.book)
    }

    pub(super) fn ledger(&self) -> Arc<Ledger> {
        Arc::clone(&self.ledger)
    }

    /// Takes a revision in. Whether it is any news.
    pub(super) fn put(&mut self, entry: Arc<Entry>) -> bool {
        let before = self.ledger.get(entry.id).cloned();
        let facts = [before.as_deref(), Some(&*entry)].into_iter().flatten().filter_map(|entry| entry.fact.as_ref());
        let counts = facts.into_iter().any(Fact::changes_contracts);
        let news = Arc::make_mut(&mut self.ledger).put(entry);
        if news && counts {
            self.book = Arc::new(Book::clone(&self.files).with_ledger(&self.ledger));
        }
        news
    }
}
