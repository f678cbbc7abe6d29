//! The letters of the outbox in a store that is put together from a backup or an export: whether they have gone since, it does not
//! know. So none of them goes by itself.

use std::collections::BTreeMap;

use frist_domain::ledger::{LedgerFact, LedgerRecord as Revision, LedgerRecordId, Outgoing};
use frist_domain::ticket::{Commit, CommitId, DESK, Edit};
use frist_domain::time::Instant;

/// The most letters in one commit: each is as long as a text and its events may be.
const TOGETHER: usize = 64;

/// The newest revision of each letter of the outbox, in the commits that were taken so far.
#[derive(Debug, Default)]
pub(super) struct OutboxLetters(BTreeMap<LedgerRecordId, Revision>);

impl OutboxLetters {
    /// Takes the next commit.
    pub(super) fn take(&mut self, commit: &Commit) {
        for edit in &commit.edits {
            let Edit::Ledger(revision) = edit else { continue };
            match revision.fact {
                Some(LedgerFact::Outgoing(_)) => drop(self.0.insert(revision.id, revision.clone())),
                _ => drop(self.0.remove(&revision.id)),
            }
        }
    }

    /// Returns the commits after which none of them goes without somebody's word, and the number of letters that they are about.
    pub(super) fn stopped(self, now: Instant) -> (Vec<Commit>, u64) {
        let edits: Vec<Edit> = self.0.into_values().filter_map(|revision| stop(&revision, now)).collect();
        let commit = |edits: &[Edit]| Commit {
            id: CommitId(uuid::Uuid::now_v7()),
            at: now,
            by: DESK.to_owned(),
            edits: edits.to_vec(),
        };
        (edits.chunks(TOGETHER).map(commit).collect(), edits.len() as u64)
    }
}

fn stop(revision: &Revision, now: Instant) -> Option<Edit> {
    let Some(LedgerFact::Outgoing(letter)) = &revision.fact else { return None };
    let stopped = Outgoing { state: letter.state.after_restore(now)?, ..Outgoing::clone(letter) };
    let first_by = Some(revision.author().to_owned());
    Some(Edit::Ledger(Revision {
        revision: revision.revision + 1,
        at: now,
        by: DESK.to_owned(),
        first_by,
        fact: Some(LedgerFact::Outgoing(Box::new(stopped))),
        ..revision.clone()
    }))
}
