//! Gives keys and the desk's answers their meaning on the page of a ticket.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::{Problem, Right, may};
use crate::domain::ticket::{Record, TicketId, conversation};
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::queue::counts_seconds;
use crate::tui::feature::{Page, PageFlow, Tab, scroll, step_of};
use crate::tui::host::DeskWork;
use crate::tui::input::Msg;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::overlay::pager::Pager;
use crate::tui::overlay::retract::RetractChoice;
use crate::tui::shared::{Effects, OpeningState, PendingOpening, Shared, withdraw_question};
use crate::tui::view::letters::has_folded;
use crate::tui::widget::VisibleRows;

use super::{TicketTab, TicketView, view};

/// Opens the page of that ticket, and asks for its events.
pub(crate) fn open(id: TicketId, shared: &mut Shared) -> Effects {
    shared.open(TicketView::new(id));
    shared.waits = OpeningState::For(PendingOpening::Ticket(id));
    vec![DeskWork::Load(id).into()]
}

impl Page for TicketView {
    fn context(&self) -> Context {
        Context::Ticket
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        format!("#{}", self.id)
    }

    fn tab(&self) -> Tab {
        Tab::Below
    }

    fn current(&self, _shared: &Shared) -> Option<TicketId> {
        Some(self.id)
    }

    fn record(&self) -> Option<TicketId> {
        Some(self.id)
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        match action {
            Action::NextTab => self.turn_tab(),
            Action::Unfold => self.unfold(shared, now),
            Action::Open => self.open_event(shared),
            Action::Undo => return PageFlow::Done(self.undo(shared, now)),
            Action::Retract => self.open_retract(shared, now),
            Action::NextTicket => self.go_beside(true, shared, now),
            Action::PrevTicket => self.go_beside(false, shared, now),
            _ if self.tab() == TicketTab::Conversation => {
                return if scroll(&mut self.said, action).is_some() {
                    PageFlow::Done(Effects::new())
                } else {
                    PageFlow::Pass
                };
            }
            _ => {
                let by = match action {
                    Action::PageDown => Some(self.page()),
                    Action::PageUp => Some(-self.page()),
                    _ => step_of(action),
                };
                let Some(by) = by else { return PageFlow::Pass };
                let total = self.events();
                self.timeline.step(by, total);
            }
        }
        PageFlow::Done(Effects::new())
    }

    fn refused(&self, shared: &Shared, now: Instant) -> Vec<(Action, String)> {
        shared.refused_on_current(self.context(), Some(self.id), now)
    }

    /// Returns every action that cannot be done to it.
    fn refused_in_footer(&self, shared: &Shared, now: Instant) -> Vec<Action> {
        self.refused(shared, now).into_iter().map(|(action, _)| action).collect()
    }

    fn take_record(&mut self, id: TicketId, read: &Result<Option<Record>, Problem>, shared: &Shared) {
        if self.id != id {
            return;
        }
        match read {
            Ok(Some(record)) => {
                self.reveal_own(record, &shared.me.name);
                self.put(record.clone(), &shared.book);
            }
            Ok(None) => self.problem = Some(format!("There is no ticket #{id}.")),
            Err(error) => self.problem = Some(error.to_string()),
        }
    }

    fn ticks_seconds(&self, shared: &Shared, now: Instant) -> bool {
        shared.row(self.id, now).is_some_and(|row| counts_seconds(&row, now))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now)
    }

    fn laid_out(&mut self, shown: &VisibleRows, _shared: &mut Shared) {
        if self.tab() == TicketTab::Conversation {
            self.said_laid_out(&shown.rows);
            return;
        }
        self.timeline.laid_out(shown);
        self.drawn = shown.rows.len();
    }
}

impl TicketView {
    /// Goes to the ticket that stands after this one in the list that it was opened from, or to the one before. Where this one
    /// has left the list, the next is the one in its place.
    fn go_beside(&self, forward: bool, shared: &mut Shared, now: Instant) {
        let id = self.id;
        shared.with_pages(move |pages, shared, _| {
            let Some(list) = pages.list_below() else {
                shared.info("This ticket was not opened from a list", now);
                return Effects::new();
            };
            let Some(beside) = beside(&list.listed(shared), id, list.current(shared), forward) else {
                let which = if forward { "last" } else { "first" };
                shared.info(format!("This is the {which} ticket of the list"), now);
                return Effects::new();
            };
            if let Some(list) = pages.list_below_mut() {
                list.select(beside, shared);
            }
            shared.leave();
            open(beside, shared)
        });
    }

    /// Shows what is quoted, or folds it again.
    fn unfold(&mut self, shared: &mut Shared, now: Instant) {
        let quotes = |record: &Record| conversation(&record.events).iter().any(has_folded);
        if self.record.as_ref().is_none_or(|record| !quotes(record)) {
            shared.info("Nothing is quoted in this conversation", now);
            return;
        }
        self.unfolded = !self.unfolded;
        self.show(TicketTab::Conversation);
    }

    /// Opens the whole conversation, or the selected event, as a text that can be copied.
    fn open_event(&self, shared: &mut Shared) {
        if self.tab() == TicketTab::Conversation {
            let Some(record) = &self.record else { return };
            shared.over(Pager::new("Conversation", view::conversation_text(record, shared.zone, shared)));
            return;
        }
        let text = self.record.as_ref().and_then(|record| {
            let place = record.events.len().checked_sub(self.timeline.selected() + 1)?;
            Some(view::event_text(record, place, shared.zone))
        });
        if let Some(lines) = text {
            shared.over(Pager::new("Event", lines));
        }
    }

    /// Undoes the person's newest event of this ticket, else the last change of this screen, unless that is about other tickets.
    fn undo(&self, shared: &mut Shared, now: Instant) -> Effects {
        if shared.tell_still_writing(now) {
            return Effects::new();
        }
        if shared.holds_letter_about(self.id) {
            return shared.undo("There is nothing to undo at this screen", now);
        }
        let Some(event) = self.record.as_ref().and_then(|record| record.last_own(&shared.me.name)) else {
            let lists = shared.keys.say("You have nothing to undo on this ticket; {retract} retracts an earlier entry");
            if shared.last_change_is_elsewhere(self.id) {
                shared.info(lists, now);
                return Effects::new();
            }
            return shared.undo(&lists, now);
        };
        if event == 0 && shared.ticket(self.id).is_some_and(|ticket| !ticket.withdrawn) {
            let question = withdraw_question(self.id);
            shared.over(Confirm { question, then: ConfirmedEffect::Withdraw(self.id) });
            return Effects::new();
        }
        shared.retract(self.id, event, "undone")
    }

    fn open_retract(&self, shared: &mut Shared, now: Instant) {
        let Some(record) = &self.record else { return };
        let everybodys = may(shared.me.role, Right::TakeBackOthers);
        let choice = RetractChoice::new(record, &shared.me.name, everybodys);
        if choice.entries.is_empty() {
            let whose = if everybodys { "" } else { " of yours" };
            shared.info(format!("There is nothing{whose} to retract on this ticket"), now);
        } else {
            shared.over(choice);
        }
    }
}

/// Returns the ticket after or before `id` in a list. Where the list has it no more, its place is that of the selected one.
fn beside(listed: &[TicketId], id: TicketId, selected: Option<TicketId>, forward: bool) -> Option<TicketId> {
    let place = |wanted: TicketId| listed.iter().position(|listed| *listed == wanted);
    let beside = match place(id) {
        Some(place) if forward => place + 1,
        Some(place) => place.checked_sub(1)?,
        None if forward => selected.and_then(place)?,
        None => selected.and_then(place)?.checked_sub(1)?,
    };
    listed.get(beside).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_ticket_is_the_one_after_it_or_in_its_place() {
        let listed = [4, 2, 9].map(TicketId);
        let from = |id: u64, selected: u64, forward| beside(&listed, TicketId(id), Some(TicketId(selected)), forward);
        assert_eq!((from(4, 4, true), from(4, 4, false)), (Some(TicketId(2)), None));
        assert_eq!((from(9, 9, true), from(9, 4, false)), (None, Some(TicketId(2))));
        // It was closed: the list has another one in its place.
        assert_eq!((from(7, 2, true), from(7, 2, false)), (Some(TicketId(2)), Some(TicketId(4))));
        assert_eq!((from(7, 4, false), beside(&[], TicketId(7), None, true)), (None, None));
    }
}
