//! Assigns tickets: to a known person, to the person with the fewest, or to nobody.

use crate::desk::Assignees;
use crate::domain::ticket::{TicketId, Workload};
use crate::domain::time::Instant;
use crate::tui::overlay::assign::{AssignChoice, AssigneeLoad};
use crate::tui::widget::Rows;

use super::Shared;

impl Shared {
    fn assignees(&self) -> Assignees<'_> {
        Assignees { people: &self.people, rota: &self.rota, me: &self.me.name }
    }

    /// Returns the names of those who work here: as the settings have them, else as they stand on tickets.
    pub(crate) fn staff_names(&self) -> Vec<String> {
        let of_settings: Vec<String> = self.people.iter().map(|person| person.name.clone()).collect();
        if of_settings.is_empty() { self.assignees().candidates(self.queue.tickets()) } else { of_settings }
    }

    /// Asks whom these tickets are assigned to.
    pub(crate) fn open_assign(&mut self, ids: &[TicketId], now: Instant) {
        let tickets = ids.iter().map(|id| (*id, self.ticket(*id).map(|ticket| ticket.revision))).collect();
        let have: Vec<Option<&str>> =
            ids.iter().map(|id| self.ticket(*id).and_then(|ticket| ticket.assignee.as_deref())).collect();
        let has_all = |name: &str| have.iter().all(|has| *has == Some(name));
        let names = self.assignees().candidates(self.queue.tickets());
        let loads = Workload::of(&names, self.queue.tickets(), &[]);
        let people =
            loads.into_iter().filter(|load| !has_all(&load.person)).map(|load| self.known(load, now)).collect();
        let shares = self.assignees().shares(ids, self.queue.tickets(), now);
        let taken = have.iter().any(Option::is_some);
        let line = tui_input::Input::default();
        self.over(AssignChoice { tickets, line, people, shares, taken, unknown: None, rows: Rows::default() });
    }

    fn known(&self, Workload { person, open, .. }: Workload, now: Instant) -> AssigneeLoad {
        let has_it = |level: &&str| self.rota.on_call(Some(level), now).is_some_and(|duty| duty.person == person);
        let on_call = self.rota.levels().find(has_it).map(str::to_owned);
        let away = self.away_in_words(&person, now);
        AssigneeLoad { display: self.shown_name(&person), name: person, on_call, away, open }
    }
}
