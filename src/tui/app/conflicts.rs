//! Holds changes that came too late: what was meant is kept, and asked about when nothing else is being typed or answered.

use std::collections::BTreeSet;

use crate::desk::{Change, Problem};
use crate::domain::ticket::{Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::overlay::conflict::Conflict;
use crate::tui::overlay::same_cause::SameCause;
use crate::tui::shared::{Effects, PendingCommit};

use crate::tui::host::DeskWork;

use super::App;

impl App {
    /// Keeps a change that was refused because somebody else's came first, and reads the ticket again to show what they
    /// did.
    pub(super) fn came_too_late(&mut self, pending: PendingCommit, error: &Problem, now: Instant) -> Effects {
        let tickets: BTreeSet<TicketId> = pending.changes.iter().filter_map(ticket_of).collect();
        let Some(ticket) = tickets.first().copied() else {
            self.shared.bad(error.to_string(), now);
            return Vec::new();
        };
        // Where a ledger record was settled in the same commit, asking for the ticket's part again would do that part alone.
        if pending.changes.iter().any(|change| matches!(change, Change::Enter { .. } | Change::Restore { .. })) {
            self.shared.bad(format!("{}; nothing was written", error.message), now);
            return Vec::new();
        }
        // A change of one of them says nothing about the others; they are still marked.
        if tickets.len() > 1 {
            self.shared
                .bad(format!("{}; nothing was written, press the key again if you mean it still", error.message), now);
            return Vec::new();
        }
        let PendingCommit { label: wanted, changes, undoable, .. } = pending;
        let told = error.message.clone();
        self.shared.bad(told.clone(), now);
        self.shared.conflicts.push(Conflict { ticket, wanted, told, changes, undoable, record: None, asked: None });
        vec![DeskWork::Load(ticket).into()]
    }

    /// Asks about the next conflict, but never over something else, whose keys would answer it.
    pub(super) fn ask_about_conflict(&mut self, now: Instant) {
        if !self.is_busy() && !self.shared.conflicts.is_empty() {
            self.shared.toast = None;
            let conflict = Conflict { asked: Some(now), ..self.shared.conflicts.remove(0) };
            self.layers.push(Box::new(conflict));
        }
    }

    /// Returns whether something is being typed or answered, so that a question has to wait.
    pub(super) fn is_busy(&self) -> bool {
        !self.layers.is_empty() || self.pages.top().is_busy()
    }

    /// Asks the next question about a common cause, under the same condition.
    pub(super) fn ask_about_cause(&mut self, now: Instant) {
        if !self.is_busy()
            && let Some(question) = self.shared.questions.pop_front()
        {
            self.layers.push(Box::new(SameCause { asked: Some(now), ..question }));
        }
    }

    /// Returns the tickets that conflicts are waiting or asked about.
    pub(super) fn conflicting(&self) -> Vec<TicketId> {
        let asked = self.layers.iter().filter_map(|layer| layer.record());
        self.shared.conflicts.iter().map(|conflict| conflict.ticket).chain(asked).collect()
    }

    pub(super) fn take_in_for_conflicts(&mut self, record: &Record) {
        self.shared.conflicts.iter_mut().for_each(|conflict| conflict.take(record));
        self.layers.iter_mut().for_each(|layer| layer.take_record(record));
    }
}

const fn ticket_of(change: &Change) -> Option<TicketId> {
    match change {
        Change::New(_) | Change::Enter { .. } | Change::Restore { .. } => None,
        Change::Add { ticket, .. } | Change::Retract { ticket, .. } => Some(*ticket),
    }
}
