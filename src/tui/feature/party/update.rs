//! Gives keys their meaning on the page of a person or an organisation.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{DeskNews, Page, PageFlow, Tab, ledger_form, step_of, ticket};
use crate::tui::host::{PageAnswer, ScanWork};
use crate::tui::input::Msg;
use crate::tui::shared::{Effects, PartyId, Shared};
use crate::tui::widget::VisibleRows;

use super::state::LAST;
use super::{PartyPage, view};

impl PartyPage {
    /// Opens the page.
    pub(crate) fn open(party: PartyId, shared: &mut Shared, now: Instant) -> Effects {
        shared.open(Self::new(party));
        vec![ScanWork::PartyTickets(party, Box::new(shared.tickets_of(party, LAST, now))).into()]
    }

    fn selected(&self, shared: &Shared) -> Option<TicketId> {
        let tickets = self.tickets(shared, shared.last_key);
        tickets.get(self.selected.min(tickets.len().saturating_sub(1))).copied()
    }
}

impl Page for PartyPage {
    fn context(&self) -> Context {
        Context::Party
    }

    fn title(&self, shared: &Shared, _now: Instant) -> String {
        self.party.name(&shared.ledger)
    }

    fn tab(&self) -> Tab {
        Tab::Below
    }

    fn current(&self, shared: &Shared) -> Option<TicketId> {
        self.selected(shared)
    }

    fn listed(&self, shared: &Shared) -> Vec<TicketId> {
        self.tickets(shared, shared.last_key)
    }

    fn select(&mut self, id: TicketId, shared: &mut Shared) {
        let tickets = self.tickets(shared, shared.last_key);
        self.selected = tickets.iter().position(|ticket| *ticket == id).unwrap_or(self.selected);
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        match action {
            Action::Open => {
                return PageFlow::Done(self.selected(shared).map_or_else(Effects::new, |id| ticket::open(id, shared)));
            }
            Action::EditParty => ledger_form::open_to_change(self.party.number(), shared, now),
            Action::RemoveEntry => shared.ask_remove(self.party, now),
            Action::MergeParty => shared.ask_merge(self.party, now),
            _ => {
                let Some(by) = step_of(action) else { return PageFlow::Pass };
                let last = self.tickets(shared, now).len().saturating_sub(1);
                self.selected = self.selected.min(last).saturating_add_signed(by).min(last);
            }
        }
        PageFlow::Done(Effects::new())
    }

    fn refused(&self, shared: &Shared, now: Instant) -> Vec<(Action, String)> {
        let of_ticket = shared.refused_on_current(self.context(), self.current(shared), now);
        of_ticket.into_iter().chain(shared.party_refusals()).collect()
    }

    fn refused_in_footer(&self, shared: &Shared, now: Instant) -> Vec<Action> {
        let of_ticket = shared.never_allowed(self.context(), self.current(shared), now);
        of_ticket.into_iter().chain(shared.party_refusals().into_iter().map(|(action, _)| action)).collect()
    }

    fn hear(&mut self, news: DeskNews<'_>, shared: &Shared, _now: Instant) {
        if let DeskNews::Ticket { ticket, .. } = news {
            let known = self.last.iter().flatten().any(|known| known.id == ticket.id);
            if self.party.has(&shared.ledger, ticket) {
                self.take([Arc::clone(ticket)]);
            } else if known {
                self.last.iter_mut().for_each(|last| last.retain(|known| known.id != ticket.id));
            }
        }
    }

    fn take_answer(&mut self, answer: PageAnswer, _now: Instant) -> Option<PageAnswer> {
        if let PageAnswer::PartyTickets(party, found) = &answer
            && *party == self.party
        {
            match found {
                Ok(found) => self.take(found.tickets.iter().cloned()),
                Err(error) => self.problem = Some(error.to_string()),
            }
        }
        Some(answer)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, shared, self, now))
    }

    fn laid_out(&mut self, shown: &VisibleRows, _shared: &mut Shared) {
        self.scroll = shown.rows.start;
    }
}

/// Returns whether that page is of a person.
pub(super) const fn is_person(party: PartyId) -> bool {
    matches!(party, PartyId::Person(_))
}
