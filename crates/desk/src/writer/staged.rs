//! Collects what a batch of requests does before the write-ahead log has it.

use std::collections::HashMap;
use std::sync::Arc;

use frist_domain::audit::{
    AuditKind, AuditLine, AuditPosition, RecordedLine, contract_of, line_of_ledger_record, lines_of_events,
};
use frist_domain::contract::Book;
use frist_domain::ledger::{Ledger, LedgerRecord};
use frist_domain::ticket::{Commit, Edit, Record, TicketId};

use super::WriteJob;
use crate::{CommitOutcome, TouchedTicket};

/// What a batch will have done once the write-ahead log has it.
#[derive(Default)]
pub(super) struct StagedBatch {
    pub(super) tickets: HashMap<TicketId, ChangedRecord>,
    pub(super) entries: Vec<Arc<LedgerRecord>>,
    pub(super) book: Arc<Book>,
    pub(super) ledger: Arc<Ledger>,
    pub(super) commits: Vec<Commit>,
    /// The outcome of each request that is in `commits`, in their order.
    pub(super) accepted: Vec<(WriteJob, CommitOutcome)>,
    /// The requests that came twice, and the place of their first coming in `commits`: they are answered when that is.
    pub(super) again: Vec<(WriteJob, usize)>,
    pub(super) next_id: u64,
    pub(super) next_entry: u64,
}

/// A ticket as a batch leaves it.
pub(super) struct ChangedRecord {
    pub(super) record: Record,
    /// The place of the first event that the batch adds.
    pub(super) first: u32,
    /// The name of the person who changed it last; none where the desk has only kept alerts with it.
    pub(super) by: Option<String>,
}

impl StagedBatch {
    /// Takes in what one order has made of tickets, in the name of that person or by the desk itself.
    pub(super) fn take_in(&mut self, changed: Vec<Record>, touched: &[TouchedTicket], by: Option<&str>) {
        for record in changed {
            let id = record.ticket.id;
            let new = touched.iter().find(|touched| touched.ticket == id).map_or(record.ticket.revision, |t| t.first);
            let before = self.tickets.remove(&id);
            let first = before.as_ref().map_or(new, |before| before.first);
            let by = by.map(str::to_owned).or_else(|| before.and_then(|before| before.by));
            self.tickets.insert(id, ChangedRecord { record, first, by });
        }
    }
}

/// Returns the edits of a request on tickets, as they are written.
pub(super) fn edits(changed: &[Record], touched: &[TouchedTicket]) -> Vec<Edit> {
    let new_of = |t: &TouchedTicket| {
        let record = changed.iter().find(|r| r.ticket.id == t.ticket)?;
        Some(Edit::Ticket { id: t.ticket, events: record.events[t.first as usize..].to_vec() })
    };
    touched.iter().filter_map(new_of).collect()
}

/// Returns the audit entries of a batch, in order; `ledger` is as it was before.
pub(super) fn audit_entries(staged: &StagedBatch, ledger: &Ledger, first_sequence: u64) -> Vec<RecordedLine> {
    let mut audit_entries = Vec::new();
    for ((sequence, commit), (_, done)) in (first_sequence..).zip(&staged.commits).zip(&staged.accepted) {
        let lines = commit.edits.iter().flat_map(|edit| lines(edit, done, staged, ledger));
        audit_entries.extend((0..).zip(lines).map(|(number, line)| RecordedLine {
            place: AuditPosition { sequence, number },
            recorded: commit.at,
            by: commit.by.clone(),
            line,
        }));
    }
    audit_entries
}

fn lines(edit: &Edit, done: &CommitOutcome, staged: &StagedBatch, ledger: &Ledger) -> Vec<AuditLine> {
    match edit {
        Edit::Ticket { id, events } => {
            let first = done.touched.iter().find(|touched| touched.ticket == *id).map_or(0, |touched| touched.first);
            let all = staged.tickets.get(id).map_or(&[][..], |changed| &changed.record.events);
            let contract = contract_of(&all[..all.len().min(first as usize + events.len())]);
            lines_of_events(*id, first, contract, events).collect()
        }
        Edit::Ledger(entry) => {
            let earlier = staged.entries.iter().filter(|other| other.id == entry.id && other.revision < entry.revision);
            let known = ledger.get(entry.id).into_iter().chain(earlier).filter_map(|before| before.fact.as_ref());
            let before = known.reduce(|_, later| later);
            vec![line_of_ledger_record(entry, before.map(|fact| (AuditKind::from(fact), fact.contract())))]
        }
    }
}
