//! Holds back what is entered on a ticket while an earlier entry of this screen is still on its way. It is meant for the
//! ticket as that will leave it, so it waits until that is written; else the desk would refuse it as a change that came too
//! late.

use crate::desk::{Change, CommitOutcome, TouchedTicket};
use crate::domain::ticket::{EventData, TicketId};
use crate::domain::time::Instant;

use super::{Effects, PendingCommit, Shared};

/// An event that waits for its turn.
pub(super) struct QueuedEvent {
    ticket: TicketId,
    happened: Option<Instant>,
    what: Box<EventData>,
    /// The message once it is written.
    label: String,
}

impl QueuedEvent {
    fn change(self, revision: Option<u32>) -> (String, Change) {
        let Self { ticket, happened, what, label } = self;
        (label, Change::Add { ticket, revision, happened, what })
    }
}

impl Shared {
    /// Sends an event of a ticket whose revision is known, or keeps it until what is on its way to that ticket is written.
    /// The same event with the same moment is a key that was pressed twice, and is dropped.
    pub(crate) fn send_in_turn(&mut self, label: String, change: Change) -> Effects {
        let Change::Add { ticket, happened, what, .. } = &change else { return self.send_now(label, change) };
        let asked = self.asked_last(*ticket);
        if asked == Some((what.as_ref(), *happened)) {
            return Effects::new();
        }
        if asked.is_none() {
            return self.send_now(label, change);
        }
        self.outbox.queued.push_back(QueuedEvent { ticket: *ticket, happened: *happened, what: what.clone(), label });
        Effects::new()
    }

    fn send_now(&mut self, label: String, change: Change) -> Effects {
        vec![self.commit(label, vec![change], true).1]
    }

    /// Returns the last event asked for on that ticket that is not written yet.
    fn asked_last(&self, id: TicketId) -> Option<(&EventData, Option<Instant>)> {
        let queued = self
            .outbox
            .queued
            .iter()
            .rfind(|queued| queued.ticket == id)
            .map(|queued| (queued.what.as_ref(), queued.happened));
        let sent = || self.outbox.pending.iter().filter_map(|(tag, pending)| Some((tag, added(pending, id)?)));
        queued.or_else(|| sent().max_by_key(|(tag, _)| **tag).map(|(_, added)| added))
    }

    /// Returns whether something that was entered at this screen is not written yet.
    pub(crate) fn is_still_writing(&self) -> bool {
        !self.outbox.queued.is_empty() || self.outbox.pending.values().any(|pending| pending.undoable)
    }

    /// Sends what waited for a commit that is written now, one event for each ticket.
    pub(crate) fn send_queued(&mut self, done: &CommitOutcome) -> Effects {
        done.touched.iter().filter_map(|touched| self.send_queued_of(touched)).collect()
    }

    fn send_queued_of(&mut self, touched: &TouchedTicket) -> Option<crate::tui::run::Effect<crate::tui::host::Work>> {
        let place = self.outbox.queued.iter().position(|queued| queued.ticket == touched.ticket)?;
        let (label, change) = self.outbox.queued.remove(place)?.change(Some(touched.first + touched.count));
        Some(self.commit(label, vec![change], true).1)
    }

    /// Drops what waited for a commit that was refused: it was meant for another ticket than there is.
    pub(crate) fn drop_queued(&mut self, pending: &PendingCommit) {
        self.outbox.queued.retain(|queued| added(pending, queued.ticket).is_none());
    }

    /// Sends everything that waits, without a revision, when the screen ends; it goes behind what it waited for.
    pub(crate) fn send_all_queued(&mut self) -> Effects {
        let queued = std::mem::take(&mut self.outbox.queued);
        queued
            .into_iter()
            .map(|queued| queued.change(None))
            .flat_map(|(label, change)| self.send_now(label, change))
            .collect()
    }
}

/// Returns the event that this commit would add to that ticket.
fn added(pending: &PendingCommit, id: TicketId) -> Option<(&EventData, Option<Instant>)> {
    pending.changes.iter().find_map(|change| match change {
        Change::Add { ticket, happened, what, .. } if *ticket == id => Some((what.as_ref(), *happened)),
        _ => None,
    })
}
