//! Holds the commits on their way to the desk, what waits for them, and what can be undone.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::PathBuf;

use crate::config::{Draft, DraftId};
use crate::desk::{Change, CommitOutcome, Request, undo_of};
use crate::domain::ledger::LedgerRecordId;
use crate::domain::query::Viewer;
use crate::domain::ticket::{EventData, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::host::{DeskWork, Work};
use crate::tui::run::Effect;

use super::held::recalled;
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
    /// The files that are sent before it.
    files: Vec<PathBuf>,
    /// The change that it undoes or does again, where it is no entry of its own.
    pub(crate) step: Option<HistoryStep>,
}

/// A step back or forth among the changes of this person.
pub(crate) enum HistoryStep {
    /// The change is undone.
    Back(UndoableChange),
    /// The change is done again.
    Forth(UndoableChange),
}

/// A change of this person that can be undone.
pub(crate) struct UndoableChange {
    /// The words for what was done.
    pub(crate) label: String,
    /// The changes that undo it.
    pub(crate) changes: Vec<Change>,
}

/// A change of this person that was undone, and can be done again.
pub(crate) struct RedoableChange {
    /// The changes that do it again.
    changes: Vec<Change>,
    /// The change as it could be undone before.
    was: UndoableChange,
}

/// The changes that this screen has asked the desk to write.
#[derive(Default)]
pub(crate) struct Outbox {
    /// The written changes that can be undone, the latest last.
    pub(crate) undo: Vec<UndoableChange>,
    /// The changes that were undone and can be done again, the latest last; a new entry empties it.
    redo: Vec<RedoableChange>,
    /// The commits on their way, by tag.
    pub(crate) pending: HashMap<u64, PendingCommit>,
    /// The events entered for an earlier moment that replace a later one: the ticket, the moment, and what is said once each is
    /// written.
    pub(super) replacing: Vec<(TicketId, Option<Instant>, Box<EventData>, String)>,
    /// The events that wait for one of those, in order.
    pub(super) queued: VecDeque<QueuedEvent>,
    /// The letters that were sent from this screen, by their records.
    pub(super) letters: BTreeSet<LedgerRecordId>,
    /// The drafts of letters that are being recalled, by the tag of the commit that does it.
    pub(crate) recalling: HashMap<u64, Draft>,
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
        let (draft, step, files) = (None, None, Vec::new());
        self.send(PendingCommit { label: label.into(), undoable, changes, outage_changed, draft, step, files })
    }

    /// Sends the changes that undo a change, or do it again.
    pub(crate) fn commit_step(&mut self, label: String, changes: Vec<Change>, step: HistoryStep) -> Effect<Work> {
        let outage_changed = self.changes_outage(&changes);
        let step = Some(step);
        let (draft, files) = (None, Vec::new());
        self.send(PendingCommit { label, undoable: false, changes, outage_changed, draft, step, files }).1
    }

    /// Sends what was typed as a draft; the draft is dropped once it is written.
    pub(crate) fn commit_draft(&mut self, label: String, changes: Vec<Change>, draft: DraftId) -> (u64, Effect<Work>) {
        self.commit_draft_with(label, changes, draft, Vec::new())
    }

    /// Sends a ticket that was typed as a draft, with these files.
    pub(crate) fn commit_draft_with(
        &mut self,
        label: String,
        changes: Vec<Change>,
        draft: DraftId,
        files: Vec<PathBuf>,
    ) -> (u64, Effect<Work>) {
        let draft = Some(draft);
        let outage_changed = self.changes_outage(&changes);
        self.send(PendingCommit { label, undoable: true, changes, outage_changed, draft, step: None, files })
    }

    fn send(&mut self, pending: PendingCommit) -> (u64, Effect<Work>) {
        let tag = self.next_tag();
        self.queue.keep_in_place(pending.changes.iter().filter_map(ticket_of));
        let request = Request::new(self.me.name.clone(), pending.changes.clone());
        let work = DeskWork::Commit { tag, request, draft: pending.draft, files: pending.files.clone() };
        self.outbox.pending.insert(tag, pending);
        (tag, work.into())
    }

    /// Lets the tickets of changes that were not written go where they belong in the lists.
    pub(crate) fn let_go_of(&mut self, changes: &[Change], now: Instant) {
        let viewer = Viewer { me: &self.me.name, zone: Some(self.zone), now, ledger: &self.ledger };
        self.queue.let_go_of(changes.iter().filter_map(ticket_of), viewer);
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
            let undo = self.keys.sign(Action::Undo);
            self.info(format!("The last entry is still being written; press {undo} again"), now);
        }
        writing
    }

    /// Returns whether the last change of this screen is about other tickets than that one.
    pub(crate) fn last_change_is_elsewhere(&self, ticket: TicketId) -> bool {
        let last = self.outbox.undo.last().map_or(&[][..], |undo| undo.changes.as_slice());
        let mut about = last.iter().filter_map(ticket_of).peekable();
        about.peek().is_some() && about.all(|other| other != ticket)
    }

    /// Undoes the last change of this screen; says `otherwise` where there is none.
    pub(crate) fn undo(&mut self, otherwise: &str, now: Instant) -> Effects {
        let Some(undo) = self.outbox.undo.pop() else {
            self.info(otherwise, now);
            return Effects::new();
        };
        let (label, changes) = (format!("undone: {}", undo.label), undo.changes.clone());
        match self.draft_of_recalled(&changes, now) {
            None => vec![self.commit_step(label, changes, HistoryStep::Back(undo))],
            Some(Ok(draft)) => {
                let effect = self.commit_step(label, changes, HistoryStep::Back(undo));
                self.outbox.recalling.insert(self.outbox.tag, draft);
                vec![effect]
            }
            Some(Err(gone)) => {
                self.info(gone, now);
                Effects::new()
            }
        }
    }

    /// Does again what was undone last at this screen.
    pub(crate) fn redo(&mut self, now: Instant) -> Effects {
        if self.outbox.pending.values().any(|pending| pending.step.is_some()) {
            self.info(self.keys.say("The last change is still being written; press {redo} again"), now);
            return Effects::new();
        }
        let Some(RedoableChange { changes, was }) = self.outbox.redo.pop() else {
            self.info("There is nothing to do again; it is for what was undone, until something else is entered", now);
            return Effects::new();
        };
        let label = format!("done again: {}", was.label);
        vec![self.commit_step(label, changes, HistoryStep::Forth(was))]
    }

    /// Notes what can be undone and what can be done again, now that a commit is written.
    pub(crate) fn note_history(&mut self, step: Option<HistoryStep>, entry: Option<String>, done: &CommitOutcome) {
        match step {
            // A letter that was recalled is written on, and not sent again as it was.
            Some(HistoryStep::Back(was))
                if recalled(&was.changes).is_some_and(|id| self.outbox.letters.contains(&id)) => {}
            Some(HistoryStep::Back(was)) => self.outbox.redo.push(RedoableChange { changes: undo_of(done), was }),
            Some(HistoryStep::Forth(was)) => {
                // A ticket's event that stands again is retracted as before; a ledger record has a new revision.
                let events = was.changes.into_iter().filter(|change| matches!(change, Change::Retract { .. }));
                let records = undo_of(done).into_iter().filter(|change| !matches!(change, Change::Retract { .. }));
                let changes = events.chain(records).collect();
                self.outbox.undo.push(UndoableChange { label: was.label, changes });
            }
            None => {
                if let Some(label) = entry {
                    self.outbox.undo.push(UndoableChange { label, changes: undo_of(done) });
                    self.outbox.redo.clear();
                }
            }
        }
    }
}

/// Returns the ticket that a change is about; none for a new one, and for a ledger record.
fn ticket_of(change: &Change) -> Option<TicketId> {
    match change {
        Change::Add { ticket, .. } | Change::Retract { ticket, .. } => Some(*ticket),
        Change::New(_) | Change::Enter { .. } | Change::Restore { .. } => None,
    }
}
