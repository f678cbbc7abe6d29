//! Gives keys their meaning in the menu of orders.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::Instant;
use crate::tui::action::Context;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Shared, SortBy};
use crate::tui::widget::{Rows, VisibleRows};

use super::{SortMenu, view};

impl Overlay for SortMenu {
    fn mode(&self) -> Mode {
        Mode::Command(Context::List)
    }

    fn accept(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let sort = self.order(self.rows.selected());
        under.page.set_sort(sort, shared, now);
        shared.info(format!("Sorted by {}: {}", sort.by.word(), sort.words()), now);
        OverlayFlow::closed()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, &shared.theme))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        Some((&mut self.rows, SortBy::ALL.len()))
    }
}
