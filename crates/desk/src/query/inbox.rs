//! Asks for the letters that wait in the inbox, for the files of one, and to take in those that have arrived.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use frist_domain::file::FileHash;
use frist_domain::intake::{EarliestDeadline, inbox_order};
use frist_domain::ledger::{InboxLetter, Ledger, LedgerRecord, LedgerRecordId};

use super::{AnyQuery, Query, QueryCost, whole};
use crate::Problem;
use crate::files::FileBytes;
use crate::intake::IntakeReport;
use crate::view::View;

/// Asks for the letters that wait in the inbox, the one that could be due first at the front.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InboxOf {
    /// The most letters that are wanted.
    pub most: usize,
}

/// A letter that waits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WaitingLetter {
    /// The number of its record.
    pub id: LedgerRecordId,
    /// The revision of its record.
    pub revision: u32,
    /// The letter.
    pub letter: InboxLetter,
    /// The earliest deadline that it could have.
    pub earliest: Option<EarliestDeadline>,
}

/// The letters that wait in the inbox, or the first of them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct InboxPage {
    /// The number of all that wait.
    pub total: usize,
    /// The letters, the one that could be due first at the front.
    pub letters: Vec<WaitingLetter>,
}

/// The letters that go over in one message.
const TOGETHER: usize = 64;

impl InboxPage {
    /// Returns the first of these letters that wait.
    pub(crate) fn of(
        ledger: &Ledger,
        mut all: Vec<(LedgerRecordId, &InboxLetter, Option<EarliestDeadline>)>,
        most: usize,
    ) -> Self {
        all.sort_by(|one, other| inbox_order((one.0, one.1, one.2.as_ref()), (other.0, other.1, other.2.as_ref())));
        let total = all.len();
        let waiting = all.into_iter().take(most).map(|(id, letter, earliest)| {
            let revision = ledger.get(id).map_or(0, |record| record.revision);
            WaitingLetter { id, revision, letter: letter.clone(), earliest }
        });
        Self { total, letters: waiting.collect() }
    }
}

impl From<InboxOf> for AnyQuery {
    fn from(query: InboxOf) -> Self {
        Self::Inbox(query)
    }
}

impl Query for InboxOf {
    type Answer = InboxPage;
    type Part = InboxPage;
    const COST: QueryCost = QueryCost::Reading;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        Ok(view.inbox(self.most))
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        let InboxPage { total, letters } = view.inbox(self.most);
        let parts: Vec<InboxPage> =
            letters.chunks(TOGETHER).map(|some| InboxPage { total, letters: some.to_vec() }).collect();
        let parts = if parts.is_empty() { vec![InboxPage { total, letters: Vec::new() }] } else { parts };
        Ok(parts.into_iter().map(Ok))
    }

    fn join<E>(&self, parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        let mut all: Option<InboxPage> = None;
        for part in parts {
            let part = part?;
            match &mut all {
                Some(all) => all.letters.extend(part.letters),
                None => all = Some(part),
            }
        }
        Ok(all)
    }
}

/// Asks for the record of a letter, whatever became of it; none where there is no such letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RecordedLetter(pub LedgerRecordId);

impl From<RecordedLetter> for AnyQuery {
    fn from(query: RecordedLetter) -> Self {
        Self::RecordedLetter(query)
    }
}

impl Query for RecordedLetter {
    type Answer = Option<Arc<LedgerRecord>>;
    type Part = Option<Arc<LedgerRecord>>;
    const COST: QueryCost = QueryCost::Ticket;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        Ok(view.recorded_letter(self.0))
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        self.answer(view).map(whole)
    }

    fn join<E>(&self, mut parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        parts.next().transpose()
    }
}

/// Asks for a piece of a file of a letter in the inbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RecordFilePiece {
    /// The number of the letter's record.
    pub record: LedgerRecordId,
    /// The hash of the file.
    pub sha256: FileHash,
    /// The place at which the piece begins, in bytes from 0. At 0 all of the file is checked.
    pub at: u64,
}

impl From<RecordFilePiece> for AnyQuery {
    fn from(query: RecordFilePiece) -> Self {
        Self::RecordFilePiece(query)
    }
}

impl Query for RecordFilePiece {
    type Answer = FileBytes;
    type Part = FileBytes;
    const COST: QueryCost = QueryCost::Ticket;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.record_file_piece(self)
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        self.answer(view).map(whole)
    }

    fn join<E>(&self, mut parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        parts.next().transpose()
    }
}

/// Asks to take in some of the letters that have arrived; the answer says whether more wait. Viewers may not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TakeLetters;

impl From<TakeLetters> for AnyQuery {
    fn from(query: TakeLetters) -> Self {
        Self::TakeLetters(query)
    }
}

impl Query for TakeLetters {
    type Answer = IntakeReport;
    type Part = IntakeReport;
    const COST: QueryCost = QueryCost::Reading;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.take_letters()
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        self.answer(view).map(whole)
    }

    fn join<E>(&self, mut parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        parts.next().transpose()
    }
}
