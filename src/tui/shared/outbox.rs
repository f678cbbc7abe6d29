//! Holds the commits on their way to the desk, what waits for them, and what can be undone.

use std::collections::{HashMap, VecDeque};

use crate::config::DraftId;
use crate::desk::{Change, Request};
use crate::domain::ticket::{EventData, TicketId};
use crate::domain::time::Instant;
use crate::tui::host::{DeskWork, Work};
use crate::tui::run::Effect;

use super::queued::QueuedEvent;
use super::{Effects, Shared};

/// A commit on its way.
pub(crate) struct PendingCommit {
    /// The message once it is written.
    pub(crate) label: String,
    /// Whether it can be undone once it is written.
    pub(crate) undoable: bool,
    /// The changes that were asked for, to ask for them again after a conflict.
    pub(crate) changes: Vec<Change>,
    /// Whether it gives an outage another cause or other tickets.
    pub(crate) outage_changed: bool,
    /// The draft that it was typed as.
    pub(crate) draft: Option<DraftId>,
}

/// A change of this person that can be undone.
pub(crate) struct UndoableChange {
    /// The words for what was done.
    pub(crate) label: String,
    /// The changes that undo it.
    pub(crate) changes: Vec<Change>,
}

/// The changes that this screen has asked the desk to write.
#[derive(Default)]
pub(crate) struct Outbox {
    /// The written changes that can be undone, the latest last.
    pub(crate) undo: Vec<UndoableChange>,
    /// The commits on their way, by tag.
    pub(crate) pending: HashMap<u64, PendingCommit>,
    /// The events entered for an earlier moment that replace a later one: the ticket, the moment, and what is said once each is
    /// written.
    pub(super) replacing: Vec<(TicketId, Option<Instant>, Box<EventData>, String)>,
    /// The events that wait for one of those, in order.
    pub(super) queued: VecDeque<QueuedEvent>,
    /// The last number that was given to a commit or a question.
    tag: u64,
}

impl Outbox {
    /// Returns how many entries are not written yet.
    pub(crate) fn len(&self) -> usize {
        self.pending.len() + self.queued.len()
    }
}

impl Shared {
    /// Sends changes to the desk and returns their tag. The label is the message once they are on the disk.
    pub(crate) fn commit(
        &mut self,
        label: impl Into<String>,
        changes: Vec<Change>,
        undoable: bool,
    ) -> (u64, Effect<Work>) {
        let outage_changed = self.changes_outage(&changes);
        self.send(PendingCommit { label: label.into(), undoable, changes, outage_changed, draft: None })
    }

    /// Sends what was typed as a draft; the draft is dropped once it is written.
    pub(crate) fn commit_draft(&mut self, label: String, change: Change, draft: DraftId) -> (u64, Effect<Work>) {
        let changes = vec![change];
        let outage_changed = self.changes_outage(&changes);
        self.send(PendingCommit { label, undoable: true, changes, outage_changed, draft: Some(draft) })
    }

    fn send(&mut self, pending: PendingCommit) -> (u64, Effect<Work>) {
        let tag = self.next_tag();
        let request = Request::new(self.me.name.clone(), pending.changes.clone());
        let work = DeskWork::Commit { tag, request, draft: pending.draft };
        self.outbox.pending.insert(tag, pending);
        (tag, work.into())
    }

    /// Returns how many entries wait until some process owns the store; none while one does, as they are written in a
    /// moment.
    pub fn waiting(&self) -> usize {
        if self.away.is_some() { self.outbox.len() } else { 0 }
    }

    /// Returns a number that no commit and no question has had.
    pub(crate) fn next_tag(&mut self) -> u64 {
        self.outbox.tag += 1;
        self.outbox.tag
    }

    /// Says so where the last entry is still being written, and returns whether it is: undo would else undo the one before
    /// it.
    pub(crate) fn tell_still_writing(&mut self, now: Instant) -> bool {
        let writing = self.is_still_writing();
        if writing {
            self.info("The last entry is still being written; press u again", now);
        }
        writing
    }

    /// Undoes the last change of this screen; says `otherwise` where there is none.
    pub(crate) fn undo(&mut self, otherwise: &str, now: Instant) -> Effects {
        let Some(undo) = self.outbox.undo.pop() else {
            self.info(otherwise, now);
            return Effects::new();
        };
        vec![self.commit(format!("undone: {}", undo.label), undo.changes, false).1]
    }
}
