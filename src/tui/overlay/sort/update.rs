//! Gives keys their meaning in the menu of orders.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::step_of;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Shared, SortBy};
use crate::tui::widget::VisibleRows;

use super::{SortMenu, view};

impl Overlay for SortMenu {
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
        self.rows.step(step_of(action)?, SortBy::ALL.len());
        Some(OverlayFlow::open())
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

    fn laid_out(&mut self, shown: &VisibleRows) {
        self.rows.laid_out(shown);
    }
}
