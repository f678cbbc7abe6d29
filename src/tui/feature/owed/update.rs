//! Gives keys their meaning on the page of what the vendors owe today.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::query::Filter;
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::queue::counts_seconds;
use crate::tui::feature::{DeskNews, Page, PageFlow, Pages, Tab, step_of, ticket};
use crate::tui::input::Msg;
use crate::tui::overlay::filter::{FilterLine, FilteredList};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::VisibleRows;

use super::{OwedView, view};

/// Goes back to the page where it is open below, else opens it.
pub(crate) fn open(pages: &mut Pages, shared: &mut Shared, now: Instant) -> Effects {
    if !pages.back_to::<OwedView>() {
        let mut page = OwedView::default();
        page.settle(shared, now);
        pages.push(page);
    }
    Effects::new()
}

impl Page for OwedView {
    fn context(&self) -> Context {
        Context::Owed
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        "Owed".to_owned()
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewOwed)
    }

    fn counts_marks(&self) -> bool {
        false
    }

    fn filter_text<'a>(&'a self, _shared: &'a Shared) -> &'a str {
        &self.filter_text
    }

    fn current(&self, _shared: &Shared) -> Option<TicketId> {
        self.selected().map(|(id, _)| id)
    }

    fn vendor(&self, _shared: &Shared) -> Option<String> {
        OwedView::vendor(self).map(|contract| contract.id.clone())
    }

    fn listed(&self, _shared: &Shared) -> Vec<TicketId> {
        self.tickets()
    }

    fn select(&mut self, id: TicketId, _shared: &mut Shared) {
        OwedView::select(self, id);
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        match (action, self.current(shared)) {
            (Action::Open, Some(id)) => return PageFlow::Done(ticket::open(id, shared)),
            (Action::Filter, selected) => {
                shared.over(FilterLine::new(FilteredList::Owed, self.filter_text.clone(), selected));
            }
            (Action::ClearFilter, _) => Page::set_filter(self, "", shared, now).unwrap_or_default(),
            (Action::Back, _) if !self.filter_text.is_empty() => {
                Page::set_filter(self, "", shared, now).unwrap_or_default();
            }
            _ => match step_of(action) {
                Some(by) => self.step(by),
                None => return PageFlow::Pass,
            },
        }
        PageFlow::Done(Effects::new())
    }

    fn set_filter(&mut self, text: &str, shared: &mut Shared, now: Instant) -> Result<(), String> {
        let filter = Filter::parse(text).map_err(|error| error.to_string())?;
        OwedView::set_filter(self, text.trim().to_owned(), filter, shared, now);
        Ok(())
    }

    fn refused(&self, shared: &Shared, now: Instant) -> Vec<(Action, String)> {
        shared.refused_on_current(self.context(), self.current(shared), now)
    }

    fn age(&mut self, shared: &Shared, now: Instant) {
        OwedView::settle(self, shared, now);
    }

    fn settle(&mut self, shared: &Shared, now: Instant) {
        OwedView::settle(self, shared, now);
    }

    fn hear(&mut self, news: DeskNews<'_>, _shared: &Shared, _now: Instant) {
        if !matches!(news, DeskNews::Entered) {
            self.notice_change();
        }
    }

    fn ticks_seconds(&self, shared: &Shared, now: Instant) -> bool {
        self.drawn().filter_map(|id| shared.queue.row(id)).any(|row| counts_seconds(row, now))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now)
    }

    fn laid_out(&mut self, shown: &VisibleRows, _shared: &mut Shared) {
        OwedView::laid_out(self, shown);
    }
}
