//! Holds a change that came too late: somebody else has changed the ticket since it was looked at.

use crate::desk::Change;
use crate::domain::ticket::{Event, Record, TicketId};
use crate::domain::time::Instant;

/// Seconds that a question stands before its keys count: a key that was pressed before it came is no answer.
const UNREAD: i64 = 1;

/// A change that was not written, until it is applied all the same or dropped.
pub struct Conflict {
    /// The ticket.
    pub ticket: TicketId,
    /// The words for what would have been done.
    pub wanted: String,
    /// The message of the desk.
    pub told: String,
    /// The changes that were asked for.
    pub changes: Vec<Change>,
    /// Whether the change can be undone once it is written.
    pub undoable: bool,
    /// The ticket as it is now, once it has been read. The change is applied to this revision, so that a later change that
    /// is not on the screen yet is a conflict again.
    pub record: Option<Record>,
    /// The moment since which it is asked about.
    pub asked: Option<Instant>,
}

impl Conflict {
    /// Takes in the ticket as it is now, if it is this one.
    pub fn take(&mut self, record: &Record) {
        if self.ticket == record.ticket.id {
            self.record = Some(record.clone());
        }
    }

    /// Returns whether a key can be an answer already.
    pub fn can_be_answered(&self, now: Instant) -> bool {
        stands_long_enough(self.asked, now)
    }

    /// Returns the revision that had been looked at.
    pub fn seen(&self) -> Option<u32> {
        self.changes.iter().find_map(|change| match change {
            Change::Add { revision, .. } => *revision,
            _ => None,
        })
    }

    /// Returns the events of the ticket since then.
    pub fn since(&self) -> &[Event] {
        let events =
            self.record.as_ref().zip(self.seen()).and_then(|(record, seen)| record.events.get(seen as usize..));
        events.unwrap_or_default()
    }

    /// Returns the same changes, made to the ticket as it is now. `known` is its revision where it has not been read again.
    pub fn renewed(&self, known: Option<u32>) -> Vec<Change> {
        let newest = self.record.as_ref().map(|r| r.ticket.revision).or(known);
        let renew = |mut change: Change| {
            if let Change::Add { revision: Some(revision), .. } = &mut change {
                *revision = newest.unwrap_or(*revision);
            }
            change
        };
        self.changes.iter().cloned().map(renew).collect()
    }
}

/// Returns whether a question that came by itself has stood so long that a key can be its answer.
pub fn stands_long_enough(asked: Option<Instant>, now: Instant) -> bool {
    asked.is_some_and(|asked| now.since(asked) > UNREAD)
}
