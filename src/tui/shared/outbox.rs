//! What is on its way to the desk, what waits for that, and what can be taken back.

use std::collections::{HashMap, VecDeque};

use crate::config::DraftId;
use crate::desk::{Change, Request};
use crate::domain::time::Instant;
use crate::tui::host::{DeskWork, Work};
use crate::tui::run::Effect;

use super::held::Held;
use super::{Effects, Shared};

/// A commit on its way.
pub(crate) struct Pending {
    /// What is said once it is there.
    pub(crate) label: String,
    /// Whether it can be taken back then.
    pub(crate) undoable: bool,
    /// What was asked for, to ask for it again after a conflict.
    pub(crate) changes: Vec<Change>,
    /// Whether it gives an outage another cause or other tickets.
    pub(crate) outage_changed: bool,
    /// The draft that it was typed as.
    pub(crate) draft: Option<DraftId>,
}

/// Something that this person has done and can take back.
pub(crate) struct Undo {
    /// What was done.
    pub(crate) label: String,
    /// What takes it back.
    pub(crate) changes: Vec<Change>,
}

/// What this screen has asked the desk to write.
#[derive(Default)]
pub(crate) struct Outbox {
    /// What has been written and can be taken back, the last one last.
    pub(crate) undo: Vec<Undo>,
    /// What is on its way, by its tag.
    pub(crate) pending: HashMap<u64, Pending>,
    /// What waits for some of that, in order.
    pub(super) held: VecDeque<Held>,
    /// The last number that was given to a commit or a question.
    tag: u64,
}

impl Outbox {
    /// How much is not written yet.
    pub(crate) fn len(&self) -> usize {
        self.pending.len() + self.held.len()
    }
}

impl Shared {
    /// Sends changes to the desk. The label is what the screen says once they are on the disk.
    pub(crate) fn commit(
        &mut self,
        label: impl Into<String>,
        changes: Vec<Change>,
        undoable: bool,
    ) -> (u64, Effect<Work>) {
        let outage_changed = self.changes_outage(&changes);
        self.send(Pending { label: label.into(), undoable, changes, outage_changed, draft: None })
    }

    /// Sends what was typed as a draft, which goes once it is written.
    pub(crate) fn commit_draft(&mut self, label: String, change: Change, draft: DraftId) -> (u64, Effect<Work>) {
        let changes = vec![change];
        let outage_changed = self.changes_outage(&changes);
        self.send(Pending { label, undoable: true, changes, outage_changed, draft: Some(draft) })
    }

    fn send(&mut self, pending: Pending) -> (u64, Effect<Work>) {
        let tag = self.next_tag();
        let request = Request::new(self.me.name.clone(), pending.changes.clone());
        let work = DeskWork::Commit { tag, request, draft: pending.draft };
        self.outbox.pending.insert(tag, pending);
        (tag, work.into())
    }

    /// How many entries wait for somebody to have the store. While somebody has, they are written in a moment.
    pub fn waiting(&self) -> usize {
        if self.away.is_some() { self.outbox.len() } else { 0 }
    }

    /// A number that no commit and no question has had.
    pub(crate) fn next_tag(&mut self) -> u64 {
        self.outbox.tag += 1;
        self.outbox.tag
    }

    /// Says so where the last entry is still being written: else what was done before it would be taken back.
    pub(crate) fn tell_still_writing(&mut self, now: Instant) -> bool {
        let writing = self.is_still_writing();
        if writing {
            self.info("The last entry is still being written; press u again", now);
        }
        writing
    }

    /// Takes the last thing back that was done at this screen; says `otherwise` where there is none.
    pub(crate) fn undo(&mut self, otherwise: &str, now: Instant) -> Effects {
        let Some(undo) = self.outbox.undo.pop() else {
            self.info(otherwise, now);
            return Effects::new();
        };
        vec![self.commit(format!("taken back: {}", undo.label), undo.changes, false).1]
    }
}
