//! Gives keys and the desk's answers their meaning on the page of a ticket.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::{Problem, Right, may};
use crate::domain::ticket::{Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::queue::counts_seconds;
use crate::tui::feature::{Page, PageFlow, Tab, step_of};
use crate::tui::host::DeskWork;
use crate::tui::input::Msg;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::overlay::pager::Pager;
use crate::tui::overlay::retract::RetractChoice;
use crate::tui::shared::{Effects, OpeningState, PendingOpening, Shared, withdraw_question};
use crate::tui::widget::VisibleRows;

use super::{TicketView, view};

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
            Action::Open => self.open_event(shared),
            Action::Undo => return PageFlow::Done(self.undo(shared, now)),
            Action::Retract => self.open_retract(shared, now),
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
                let contract = shared.book.of_ticket(&record.ticket);
                self.put(record.clone(), contract.as_deref());
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
        self.timeline.laid_out(shown);
        self.drawn = shown.rows.len();
    }
}

impl TicketView {
    fn open_event(&self, shared: &mut Shared) {
        let text = self.record.as_ref().and_then(|record| {
            let place = record.events.len().checked_sub(self.timeline.selected() + 1)?;
            Some(view::event_text(record, place, shared.zone))
        });
        if let Some(lines) = text {
            shared.over(Pager::new("Event", lines));
        }
    }

    /// Undoes the person's newest event of this ticket, else the last change of this screen.
    fn undo(&self, shared: &mut Shared, now: Instant) -> Effects {
        if shared.tell_still_writing(now) {
            return Effects::new();
        }
        let Some(event) = self.record.as_ref().and_then(|record| record.last_own(&shared.me.name)) else {
            return shared.undo("You have nothing to undo on this ticket", now);
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
