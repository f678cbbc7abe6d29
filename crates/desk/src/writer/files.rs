//! Counts by other files of contracts from now on, and keeps what they promise.

use std::sync::{Arc, PoisonError};

use frist_config::People;
use frist_domain::contract::Book;
use frist_domain::ledger::Ledger;

use super::super::kept_texts;
use super::super::local::lock;
use super::super::{CommitOutcome, Notice, Problem};
use super::{WriteJob, WriteOrder, Writer};

impl Writer {
    /// Returns the people, and what each may do, as the settings say it now.
    pub(super) fn people(&self) -> Arc<People> {
        Arc::clone(&self.people.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts by the files of that order, and answers with the ledger records that were written for it.
    pub(super) fn count_by(&mut self, job: &WriteJob) {
        if let WriteOrder::Files(_, book, by) = &job.order {
            let outcome = self.keep_texts(book, by);
            // The asker may have gone.
            drop(job.reply.send(outcome));
        }
    }

    fn keep_texts(&mut self, book: &Arc<Book>, by: &str) -> Result<CommitOutcome, Problem> {
        if let Some(broken) = &lock(&self.owner_state).broken {
            return Err(broken.clone());
        }
        let ledger = Ledger::clone(&lock(&self.owner_state).in_force.ledger());
        let now = self.clock.now();
        let kept = kept_texts::keep(&mut self.store, &self.reader, Arc::clone(book), ledger, (now, by));
        let failed = match kept {
            Ok(kept) => match kept.no_room {
                None => {
                    let mut owner_state = lock(&self.owner_state);
                    owner_state.in_force = kept.in_force;
                    kept.entries.iter().for_each(|entry| owner_state.tell(&Notice::Entered(Arc::clone(entry))));
                    let sequence = self.store.sequence();
                    return Ok(CommitOutcome { sequence, touched: vec![], entered: vec![], entries: kept.entries });
                }
                Some(no_room) => no_room,
            },
            Err(error) => error,
        };
        let failed = Problem::from(failed);
        self.break_down(failed.clone());
        Err(failed)
    }
}
