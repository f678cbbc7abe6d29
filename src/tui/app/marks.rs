//! Marks tickets in a list, and directs actions to those that are marked.

use std::collections::BTreeSet;

use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::input::Msg;
use crate::tui::shared::{Effects, MarkedRange};

use super::App;

impl App {
    /// Returns the marked tickets of the list on top, in its order.
    fn marked(&self) -> Vec<TicketId> {
        if self.shared.marks.is_empty() {
            return Vec::new();
        }
        let listed = self.pages.top().listed(&self.shared).into_iter();
        listed.filter(|id| self.shared.is_marked(*id)).collect()
    }

    /// Unmarks tickets that have left the list: nothing happens to what cannot be seen.
    pub(super) fn prune_marks(&mut self) {
        if !self.shared.marks.is_empty() && self.layers.is_empty() && self.pages.top().can_mark() {
            self.shared.marks = self.marked().into_iter().collect();
        }
    }

    /// Marks, or does an action to what is marked. Returns none for every other action, and where nothing is marked.
    pub(super) fn act_on_marks(&mut self, action: Action, now: Instant) -> Option<Effects> {
        if !self.pages.top().can_mark() {
            return None;
        }
        match action {
            Action::Mark => self.turn_mark(now),
            Action::MarkAll => self.mark_all(),
            Action::MarkRange => self.turn_range(now),
            Action::Back if !self.shared.marks.is_empty() => self.shared.unmark(),
            _ if action.is_on_ticket() => {
                let marked = self.marked();
                self.shared.range = None;
                return (!marked.is_empty()).then(|| self.shared.record_on_marked(action, &marked, now));
            }
            _ => return None,
        }
        Some(Effects::new())
    }

    /// Begins a range at the selected ticket, or ends the one that is being marked.
    fn turn_range(&mut self, now: Instant) {
        if self.shared.range.take().is_some() {
            let marked = self.shared.marks();
            self.shared.info(format!("{marked} marked; what you record applies to all of them"), now);
        } else if let Some(from) = self.shared.current {
            self.shared.range = Some(MarkedRange { from, before: self.shared.marks.clone() });
            let words = self.shared.keys.say("Go to the other end of the range; {mark-range} ends it, Esc drops it");
            self.shared.info(words, now);
        }
    }

    /// Marks what lies between the beginning of the range and the selected ticket, and what was marked before. A range whose
    /// beginning has left the list ends.
    pub(super) fn extend_range(&mut self) {
        let Some(range) = &self.shared.range else { return };
        if !self.pages.top().can_mark() {
            return;
        }
        let listed = self.pages.top().listed(&self.shared);
        let place = |id: TicketId| listed.iter().position(|listed| *listed == id);
        let ends = place(range.from).zip(self.shared.current.and_then(place));
        let Some((from, to)) = ends else {
            self.shared.range = None;
            return;
        };
        let between = listed[from.min(to)..=from.max(to)].iter().copied();
        self.shared.marks = range.before.iter().copied().chain(between).collect();
    }

    /// Marks the selected ticket or takes its mark away, and selects the next.
    fn turn_mark(&mut self, now: Instant) {
        let Some(id) = self.shared.current else { return };
        if !self.shared.marks.remove(&id) {
            self.shared.marks.insert(id);
        }
        self.pages.top_mut().update(&Msg::Do(Action::Down), &mut self.shared, now);
    }

    fn mark_all(&mut self) {
        let all: BTreeSet<TicketId> = self.pages.top().listed(&self.shared).into_iter().collect();
        self.shared.marks = if self.shared.marks == all { BTreeSet::new() } else { all };
    }
}
