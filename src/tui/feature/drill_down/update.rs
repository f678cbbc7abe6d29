//! Gives keys their meaning in the list of tickets behind a figure.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{DeskNews, Page, PageFlow, Tab, step_of, ticket};
use crate::tui::host::{PageAnswer, ScanWork};
use crate::tui::input::Msg;
use crate::tui::run::ShellEffect;
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::VisibleRows;

use super::{DrillDown, view};

impl Page for DrillDown {
    fn context(&self) -> Context {
        Context::DrillDown
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        format!("Reports ▸ {}", view::count_in_words(self))
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewReports)
    }

    fn current(&self, _shared: &Shared) -> Option<TicketId> {
        self.selected()
    }

    fn listed(&self, _shared: &Shared) -> Vec<TicketId> {
        self.tickets.clone()
    }

    fn select(&mut self, id: TicketId, _shared: &mut Shared) {
        if let Some(place) = self.tickets.iter().position(|ticket| *ticket == id) {
            self.rows.select(place, self.tickets.len());
        }
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        match (action, self.selected()) {
            (Action::Copy, _) => {
                let numbers: Vec<String> = self.tickets.iter().map(|id| format!("#{id}")).collect();
                shared.copied("The numbers", now);
                return PageFlow::Done(vec![ShellEffect::Copy(numbers.join(", ")).into()]);
            }
            (Action::Open, Some(id)) => return PageFlow::Done(ticket::open(id, shared)),
            _ => {}
        }
        let Some(by) = step_of(action) else { return PageFlow::Pass };
        self.rows.step(by, self.tickets.len());
        PageFlow::Done(self.wants())
    }

    /// Asks for the tickets near the selected one that are neither read nor asked for.
    fn wants(&mut self) -> Effects {
        let ids = self.to_read();
        if ids.is_empty() { Effects::new() } else { vec![ScanWork::DrillDown(ids).into()] }
    }

    fn hear(&mut self, news: DeskNews<'_>, _shared: &Shared, _now: Instant) {
        if let DeskNews::Ticket { ticket, .. } = news {
            self.put(ticket);
        }
    }

    fn take_answer(&mut self, answer: PageAnswer, _now: Instant) -> Option<PageAnswer> {
        if let PageAnswer::DrillDown(Ok(tickets)) = &answer {
            self.take(tickets.clone());
        }
        Some(answer)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, shared, self, now))
    }

    fn laid_out(&mut self, shown: &VisibleRows, _shared: &mut Shared) {
        self.rows.laid_out(shown);
    }
}
