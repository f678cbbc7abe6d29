//! Gives keys their meaning on the breach page.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::queue::counts_seconds;
use crate::tui::feature::{DeskNews, Page, PageFlow, Pages, Tab, step_of, ticket};
use crate::tui::input::Msg;
use crate::tui::overlay::sort::SortMenu;
use crate::tui::shared::{Effects, ListSort, Shared};
use crate::tui::widget::VisibleRows;

use super::{BreachCounter, BreachView, view};

/// Seconds without a key after which the wall counts as left alone.
const UNATTENDED: i64 = 60;

/// Opens the page, at its worst ticket.
pub(crate) fn open(pages: &mut Pages, shared: &mut Shared, now: Instant) -> Effects {
    open_as(false, pages, shared, now)
}

/// Opens the page in large figures.
pub(crate) fn open_wall(pages: &mut Pages, shared: &mut Shared, now: Instant) -> Effects {
    open_as(true, pages, shared, now)
}

fn open_as(wall: bool, pages: &mut Pages, shared: &Shared, now: Instant) -> Effects {
    if pages.top_as::<BreachView>().is_none() {
        pages.push(BreachView::new(&shared.queue, shared.zone, now));
    }
    if let Some(view) = pages.top_as::<BreachView>() {
        view.set_wall(wall);
    }
    Effects::new()
}

impl Page for BreachView {
    fn context(&self) -> Context {
        Context::Breach
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        "Breach".to_owned()
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewBreach)
    }

    fn current(&self, _shared: &Shared) -> Option<TicketId> {
        self.selected()
    }

    fn can_mark(&self) -> bool {
        true
    }

    fn listed(&self, _shared: &Shared) -> Vec<TicketId> {
        BreachView::listed(self).collect()
    }

    fn select(&mut self, id: TicketId, shared: &mut Shared) {
        BreachView::select(self, id);
        shared.move_on(shared.last_key);
    }

    fn has_jumped(&self, _shared: &Shared, now: Instant) -> bool {
        BreachView::has_jumped(self, now)
    }

    fn told_of_jump(&mut self, _shared: &mut Shared) {
        self.forget_jump();
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        match (action, self.selected()) {
            (Action::NextCounter, _) => self.turn(true),
            (Action::PrevCounter, _) => self.turn(false),
            (Action::ClearFilter, _) => self.choose(BreachCounter::All),
            (Action::Sort, _) => {
                shared.over(SortMenu::new(self.sort));
                return PageFlow::Done(Effects::new());
            }
            (Action::Wall, _) => self.set_wall(!self.wall),
            (Action::Back, _) if self.wall => self.set_wall(false),
            (Action::Back, _) if self.counter != BreachCounter::All => self.choose(BreachCounter::All),
            (Action::Open, Some(id)) => return PageFlow::Done(ticket::open(id, shared)),
            _ => {
                let Some(by) = step_of(action) else { return PageFlow::Pass };
                self.step(by);
                if shared.queue.acted_on().next().is_none() {
                    return PageFlow::Done(Effects::new());
                }
            }
        }
        shared.move_on(now);
        self.refresh(&shared.queue, shared.zone, now);
        PageFlow::Done(Effects::new())
    }

    fn sort(&self, _shared: &Shared) -> Option<ListSort> {
        Some(self.sort)
    }

    fn set_sort(&mut self, sort: ListSort, shared: &mut Shared, now: Instant) {
        self.sort = sort;
        shared.move_on(now);
        self.refresh(&shared.queue, shared.zone, now);
    }

    fn refused(&self, shared: &Shared, now: Instant) -> Vec<(Action, String)> {
        shared.refused_on_current(self.context(), self.selected(), now)
    }

    fn age(&mut self, shared: &Shared, now: Instant) {
        if now.since(shared.last_key) >= UNATTENDED {
            self.leave_alone();
        }
        if self.has_aged(now) {
            self.refresh(&shared.queue, shared.zone, now);
        }
    }

    fn settle(&mut self, shared: &Shared, now: Instant) {
        if self.is_changed() || self.keeps_others(&shared.queue) {
            self.refresh(&shared.queue, shared.zone, now);
        }
    }

    /// Notes that tickets have changed: hundreds can change between two frames, so the page is worked out before the next
    /// one. Works it out at once where everything was read again.
    fn hear(&mut self, news: DeskNews<'_>, shared: &Shared, now: Instant) {
        match news {
            DeskNews::Ticket { shows: true, .. } => self.notice_change(),
            DeskNews::Anew => self.refresh(&shared.queue, shared.zone, now),
            DeskNews::Ticket { .. } | DeskNews::Entered | DeskNews::Ledger | DeskNews::Resync => {}
        }
    }

    fn ticks_seconds(&self, shared: &Shared, now: Instant) -> bool {
        self.drawn().filter_map(|id| shared.queue.row(id)).any(|row| counts_seconds(row, now))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, shared, self, now))
    }

    fn laid_out(&mut self, shown: &VisibleRows, _shared: &mut Shared) {
        BreachView::laid_out(self, shown);
    }
}
