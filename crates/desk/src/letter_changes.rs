//! Makes the changes by which somebody says what becomes of a letter of the outbox: one request each. The command line and the
//! screen ask for the same.

use frist_domain::ledger::{LedgerFact, LedgerRecord, Outgoing, OutgoingState};
use frist_domain::time::Instant;

use crate::Change;

/// Returns the change that recalls a letter of the outbox, or takes one off the list that has gone.
pub fn recall_letter(entry: &LedgerRecord) -> Change {
    Change::Enter { entry: Some(entry.id), revision: Some(entry.revision), fact: None }
}

/// Returns the change that has a letter of the outbox sent now, or tried again; none where the record is no such letter.
pub fn send_letter_now(entry: &LedgerRecord) -> Option<Change> {
    let letter = entry.fact.as_ref()?.outgoing()?.clone();
    let again = Outgoing { state: OutgoingState::Held { until: Instant::FIRST }, ..letter };
    let fact = Some(Box::new(LedgerFact::Outgoing(Box::new(again))));
    Some(Change::Enter { entry: Some(entry.id), revision: Some(entry.revision), fact })
}

/// Returns the changes that say that a letter has gone of which nobody knew, or that could not be recorded: its ticket gets what
/// it records. None where nothing suggests that it has gone.
pub fn letter_was_sent(entry: &LedgerRecord) -> Option<Vec<Change>> {
    let letter = entry.fact.as_ref()?.outgoing()?;
    let (OutgoingState::Unsure { since: at, .. } | OutgoingState::Unrecorded { at, .. }) = letter.state else {
        return None;
    };
    let add = |what| Change::Add { ticket: letter.ticket, revision: None, happened: Some(at), what: Box::new(what) };
    Some(letter.recorded().into_iter().map(add).chain([recall_letter(entry)]).collect())
}
