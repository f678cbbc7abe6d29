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

use super::{DrillDown, DrilledFrom, view};

/// The most tickets of somebody that are listed: nobody reads on behind them.
const MOST_FOUND: u32 = 2_000;

/// Opens the tickets of whoever reported that ticket, closed ones too; says what to do where nobody is known.
pub(crate) fn open_of_ticket(id: TicketId, shared: &mut Shared, now: Instant) -> Effects {
    let Some(party) = shared.party_of(id, now) else { return Effects::new() };
    shared.open(DrillDown::of_party(party));
    vec![ScanWork::PartyTickets(party, Box::new(shared.tickets_of(party, MOST_FOUND, now))).into()]
}

impl Page for DrillDown {
    fn context(&self) -> Context {
        Context::DrillDown
    }

    fn title(&self, shared: &Shared, _now: Instant) -> String {
        match self.of {
            DrilledFrom::Figure(_) => format!("Reports ▸ {}", view::count_in_words(self)),
            DrilledFrom::Party(party) => format!("tickets of {}", party.name(&shared.ledger)),
        }
    }

    fn tab(&self) -> Tab {
        match self.of {
            DrilledFrom::Figure(_) => Tab::Of(Action::ViewReports),
            DrilledFrom::Party(_) => Tab::Below,
        }
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

    fn hear(&mut self, news: DeskNews<'_>, shared: &Shared, _now: Instant) {
        if let DeskNews::Ticket { ticket, .. } = news {
            self.put(ticket, &shared.ledger);
        }
    }

    fn take_answer(&mut self, answer: PageAnswer, _now: Instant) -> Option<PageAnswer> {
        match &answer {
            PageAnswer::DrillDown(Ok(tickets)) => self.take(tickets.clone()),
            PageAnswer::PartyTickets(party, found) => {
                self.take_found(*party, found);
            }
            _ => {}
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
