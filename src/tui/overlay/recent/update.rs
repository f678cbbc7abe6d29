//! Gives keys their meaning in the list of tickets that were looked at last.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::Instant;
use crate::tui::action::Context;
use crate::tui::feature::ticket;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::{Rows, VisibleRows};

use super::{RecentList, view};

impl Overlay for RecentList {
    fn mode(&self) -> Mode {
        Mode::Command(Context::List)
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

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        Some((&mut self.rows, self.tickets.len()))
    }
}
