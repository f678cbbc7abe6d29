//! Gives keys their meaning in the list of tickets that were looked at last.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{step_of, ticket};
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{RecentList, view};

impl Overlay for RecentList {
    fn mode(&self) -> Mode {
        Mode::Command(Context::List)
    }

    fn act(
        &mut self,
        action: Action,
        _under: &mut OverlayBase<'_>,
        _shared: &mut Shared,
        _now: Instant,
    ) -> Option<OverlayFlow> {
        self.rows.step(step_of(action)?, self.tickets.len());
        Some(OverlayFlow::open())
    }

    fn accept(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) -> OverlayFlow {
        match self.tickets.get(self.rows.selected()) {
            Some((id, _)) if under.page.record() == Some(*id) => OverlayFlow::closed(),
            Some((id, _)) => OverlayFlow::Closed(ticket::open(*id, shared)),
            None => OverlayFlow::open(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared, now))
    }

    fn laid_out(&mut self, shown: &VisibleRows) {
        self.rows.laid_out(shown);
    }
}
