//! Reads what has been applied, from any thread.

use std::collections::HashMap;
use std::sync::Arc;

use super::archive::{Block, TimeSpan};
use super::error::StoreError;
use super::fault::Fault;
use super::letters::LetterPlace;
use super::lock::Lock;
use super::record::TicketRecord;
use super::state::State;
use frist_domain::audit::{AuditPosition, RecordedLine};
use frist_domain::ledger::{LedgerRecord, LedgerRecordId};
use frist_domain::letter::LetterKey;
use frist_domain::ticket::{CommitId, TicketId};
use frist_domain::time::Instant;

/// What the store and its readers share: sled, and the lock that goes once nobody has sled any more.
#[derive(Debug)]
pub(super) struct SharedState {
    pub state: State,
    // Behind `state`: fields are dropped in their order, and sled must be closed before another process may open it.
    _lock: Lock,
}

impl SharedState {
    pub(super) fn new(state: State, lock: Lock) -> Self {
        Self { state, _lock: lock }
    }

    /// Returns the error for the caller; a damaged state is built again at the next opening.
    pub(super) fn failed(&self, fault: Fault) -> StoreError {
        self.state.suspect(&fault);
        fault.about(self.state.folder())
    }
}

/// A handle for reading what has been applied; cheap to clone. A commit is seen whole or not at all. An error here
/// means that sled's files are damaged; the next opening builds them again.
#[derive(Clone, Debug)]
pub struct Reader {
    shared: Arc<SharedState>,
}

impl Reader {
    pub(super) fn new(shared: Arc<SharedState>) -> Self {
        Self { shared }
    }

    /// Returns the ticket with this number, or none if there is no such ticket.
    pub fn ticket(&self, id: TicketId) -> Result<Option<TicketRecord>, StoreError> {
        self.shared.state.ticket(id).map_err(|fault| self.shared.failed(fault))
    }

    /// Returns all open tickets in the order of their numbers, at one moment.
    pub fn open_tickets(&self) -> Result<Vec<TicketRecord>, StoreError> {
        self.shared.state.open_tickets().map_err(|fault| self.shared.failed(fault))
    }

    /// Returns all tickets in the order of their numbers, each as it is when its turn comes.
    pub fn tickets(&self) -> Tickets {
        Tickets { blocks: self.blocks(), read: Vec::new().into_iter() }
    }

    /// Returns all tickets in the order of their numbers, a block at a time, so that several threads can share them.
    pub fn blocks(&self) -> TicketBlocks {
        self.blocks_of(TimeSpan::ALWAYS)
    }

    /// Returns the blocks as [`Reader::blocks`] does, without most of those of whose tickets nothing happened between
    /// these moments, both counted.
    pub fn blocks_within(&self, first: Instant, last: Instant) -> TicketBlocks {
        self.blocks_of(TimeSpan::between(first, last))
    }

    fn blocks_of(&self, within: TimeSpan) -> TicketBlocks {
        TicketBlocks { reader: self.clone(), from: Some(Block::FIRST), within }
    }

    /// Returns the names of all commits with their sequence numbers.
    pub fn commits(&self) -> Result<HashMap<CommitId, u64>, StoreError> {
        self.shared.state.commits().map_err(|fault| self.shared.failed(fault))
    }

    /// Returns every revision of every ledger record, by number and revision.
    pub fn ledger(&self) -> Result<Vec<LedgerRecord>, StoreError> {
        self.shared.state.ledger().map_err(|fault| self.shared.failed(fault))
    }

    /// Returns the revisions of one ledger record, in order; none if there is no such entry.
    pub fn entry(&self, id: LedgerRecordId) -> Result<Vec<LedgerRecord>, StoreError> {
        self.shared.state.entry(id).map_err(|fault| self.shared.failed(fault))
    }

    /// Returns the places of the letters that are found by that key, in the order in which they were stored.
    pub fn letter(&self, key: LetterKey) -> Result<Vec<LetterPlace>, StoreError> {
        self.shared.state.letter(key).map_err(|fault| self.shared.failed(fault))
    }

    /// Returns the audit entries before that place, the newest first.
    pub fn audit_entries(&self, before: AuditPosition) -> AuditEntries {
        let end = AuditPosition { sequence: self.sequence() + 1, number: 0 };
        AuditEntries { reader: self.clone(), before: Some(before.min(end)), read: Vec::new(), latest: None }
    }

    /// Returns the first commit from which on no commit was taken before `at`; one more than the last where there is none.
    pub fn commits_from(&self, at: Instant) -> Result<u64, StoreError> {
        self.shared.state.commits_from(at).map_err(|fault| self.shared.failed(fault))
    }

    /// Returns how many tickets there are, open and closed.
    pub fn ticket_count(&self) -> u64 {
        self.shared.state.meta().tickets
    }

    /// Returns the sequence number of the last commit that has been applied; 0 = none.
    pub fn sequence(&self) -> u64 {
        self.shared.state.meta().sequence
    }

    /// Returns the sequence number of the commit with this name, or none if there is no such commit, or it is not
    /// applied yet.
    pub fn commit_sequence(&self, id: CommitId) -> Result<Option<u64>, StoreError> {
        self.shared.state.commit_sequence(id).map_err(|fault| self.shared.failed(fault))
    }
}

/// The audit entries, the newest first. The iterator ends after an error.
#[derive(Debug)]
pub struct AuditEntries {
    reader: Reader,
    /// The place at which the records begin that were read last, or none where there are no more.
    before: Option<AuditPosition>,
    /// The audit entries that were read and not given yet, the newest last.
    read: Vec<RecordedLine>,
    /// The latest moment of any commit up to the one that was given last.
    latest: Option<Instant>,
}

impl AuditEntries {
    /// Returns a moment after which no commit up to that of the audit entry given last was taken.
    pub fn latest(&self) -> Option<Instant> {
        self.latest
    }

    fn refill(&mut self, before: AuditPosition) -> Result<(), StoreError> {
        let shared = &self.reader.shared;
        let records = shared.state.audit_entries_before(before).map_err(|fault| shared.failed(fault))?;
        self.latest = records.last().map(|record| record.latest);
        let audit_entries = records.into_iter().flat_map(|record| record.audit_entries);
        self.read = audit_entries.filter(|audit_entry| audit_entry.place < before).collect();
        self.before = self.read.first().map(|audit_entry| audit_entry.place);
        self.check(before)
    }

    /// Checks that no audit entry is missing. Every commit did something: where one is missing, what is read is not
    /// what was written.
    fn check(&self, before: AuditPosition) -> Result<(), StoreError> {
        let places = self.read.iter().map(|audit_entry| audit_entry.place);
        let follows = |(one, next): (AuditPosition, AuditPosition)| {
            next == AuditPosition { number: one.number + 1, ..one }
                || next == AuditPosition { sequence: one.sequence + 1, number: 0 }
        };
        let whole = places.clone().zip(places.skip(1)).all(follows);
        let end = self.read.last().map_or(0, |audit_entry| audit_entry.place.sequence);
        if whole && before.sequence <= end + 1 {
            return Ok(());
        }
        let shared = &self.reader.shared;
        Err(shared.failed(Fault::Damaged(format!("what was done before commit {} is not all there", before.sequence))))
    }
}

impl Iterator for AuditEntries {
    type Item = Result<RecordedLine, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.read.is_empty()
            && let Some(before) = self.before.take()
            && let Err(error) = self.refill(before)
        {
            return Some(Err(error));
        }
        self.read.pop().map(Ok)
    }
}

/// All tickets in the order of their numbers. The iterator ends after an error.
#[derive(Debug)]
pub struct Tickets {
    blocks: TicketBlocks,
    read: std::vec::IntoIter<TicketRecord>,
}

impl Iterator for Tickets {
    type Item = Result<TicketRecord, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ticket) = self.read.next() {
                return Some(Ok(ticket));
            }
            match self.blocks.next()?.and_then(|some| some.read()) {
                Ok(read) => self.read = read.into_iter(),
                Err(error) => {
                    self.blocks.from = None;
                    return Some(Err(error));
                }
            }
        }
    }
}

/// Tickets in the order of their numbers, a block at a time. The iterator ends after an error.
#[derive(Debug)]
pub struct TicketBlocks {
    reader: Reader,
    /// The first block that was not looked at, or none where there are no more.
    from: Option<Block>,
    within: TimeSpan,
}

/// The tickets of one block, to be read by any thread.
#[derive(Debug)]
pub struct TicketBlock {
    reader: Reader,
    block: Block,
}

impl Iterator for TicketBlocks {
    type Item = Result<TicketBlock, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let shared = &self.reader.shared;
        match shared.state.next_block(self.from.take()?, self.within) {
            Ok(block) => {
                let block = block?;
                self.from = block.next();
                Some(Ok(TicketBlock { reader: self.reader.clone(), block }))
            }
            Err(fault) => Some(Err(shared.failed(fault))),
        }
    }
}

impl TicketBlock {
    /// Returns the lowest number that a ticket of the block can have.
    pub fn first(&self) -> TicketId {
        self.block.first()
    }

    /// Returns the block's tickets as they are now, in the order of their numbers.
    pub fn read(&self) -> Result<Vec<TicketRecord>, StoreError> {
        self.read_if(|_| true)
    }

    /// Returns those of the block's tickets for whose kept bytes `wanted` returns true. The bytes are JSON: a text of
    /// plain ASCII without quotation marks and backslashes stands in it as it is.
    pub fn read_if(&self, wanted: impl Fn(&[u8]) -> bool) -> Result<Vec<TicketRecord>, StoreError> {
        let shared = &self.reader.shared;
        shared.state.block(self.block, wanted).map_err(|fault| shared.failed(fault))
    }
}
