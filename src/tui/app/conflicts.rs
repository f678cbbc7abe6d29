//! Changes that came too late: what was meant is kept, and asked about when nothing else is being typed or answered.

use std::collections::BTreeSet;

use crate::desk::{Change, Problem};
use crate::domain::ticket::{Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::run::Effect;
use crate::tui::screen::conflict::Conflict;
use crate::tui::screen::dialog::Overlay;

use super::{App, Effects, Pending, Screen, Work};

impl App {
    /// Keeps a change that was not written because somebody else's came first, and reads what they have done.
    pub(super) fn came_too_late(&mut self, pending: Pending, error: &Problem, now: Instant) -> Effects {
        let tickets: BTreeSet<TicketId> = pending.changes.iter().filter_map(ticket_of).collect();
        let Some(ticket) = tickets.first().copied() else {
            self.bad(error.to_string(), now);
            return Vec::new();
        };
        // What one of them has become says nothing about the others; they are still marked.
        if tickets.len() > 1 {
            self.bad(format!("{}; nothing was written, press the key again if you mean it still", error.message), now);
            return Vec::new();
        }
        let Pending { label: wanted, changes, undoable, .. } = pending;
        let told = error.message.clone();
        self.bad(told.clone(), now);
        self.conflicts.push(Conflict { ticket, wanted, told, changes, undoable, record: None, asked: None });
        vec![Effect::Host(Work::Load(ticket))]
    }

    /// Asks about the next one. Never over something else, whose keys would answer it.
    pub(super) fn ask_about_conflict(&mut self, now: Instant) {
        if !self.is_busy() && !self.conflicts.is_empty() {
            self.toast = None;
            let conflict = Conflict { asked: Some(now), ..self.conflicts.remove(0) };
            self.layers.push(Overlay::Conflict(Box::new(conflict)));
        }
    }

    /// Whether something is being typed or answered, so that a question has to wait.
    pub(super) fn is_busy(&self) -> bool {
        !self.layers.is_empty() || matches!(self.screens.last(), Some(Screen::New(_) | Screen::Entry(_)))
    }

    /// The tickets that there are conflicts about.
    pub(super) fn conflicting(&self) -> Vec<TicketId> {
        let asked = self.layers.iter().filter_map(|layer| match layer {
            Overlay::Conflict(conflict) => Some(conflict.ticket),
            _ => None,
        });
        self.conflicts.iter().map(|conflict| conflict.ticket).chain(asked).collect()
    }

    pub(super) fn take_in_for_conflicts(&mut self, record: &Record) {
        let asked = self.layers.iter_mut().filter_map(|layer| match layer {
            Overlay::Conflict(conflict) => Some(&mut **conflict),
            _ => None,
        });
        for conflict in self.conflicts.iter_mut().chain(asked).filter(|c| c.ticket == record.ticket.id) {
            conflict.record = Some(record.clone());
        }
    }

    /// Whether a question lies on top that came by itself and that nobody can have read yet; then says so.
    pub(super) fn is_unread(&mut self, now: Instant) -> bool {
        let unread = match self.layers.top() {
            Some(Overlay::Conflict(conflict)) => !conflict.can_be_answered(now),
            Some(Overlay::SameCause(question)) => !question.can_be_answered(now),
            _ => false,
        };
        if unread {
            self.info("This has come just now: read it, then answer", now);
        }
        unread
    }

    /// Applies it to the ticket as it is now.
    pub(super) fn apply_all_the_same(&mut self) -> Effects {
        let Some(Overlay::Conflict(conflict)) = self.layers.pop() else { return Vec::new() };
        let known = self.ticket(conflict.ticket).map(|ticket| ticket.revision);
        let (wanted, undoable) = (conflict.wanted.clone(), conflict.undoable);
        vec![self.commit(wanted, conflict.renewed(known), undoable).1]
    }
}

const fn ticket_of(change: &Change) -> Option<TicketId> {
    match change {
        Change::New(_) | Change::Enter { .. } | Change::Restore { .. } => None,
        Change::Add { ticket, .. } | Change::TakeBack { ticket, .. } => Some(*ticket),
    }
}
