//! Gives keys their meaning in the palette.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::{ShellRequest, step_of};
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{Palette, view};

impl Overlay for Palette {
    fn mode(&self) -> Mode {
        Mode::Pick
    }

    fn act(
        &mut self,
        action: Action,
        _under: &mut OverlayBase<'_>,
        _shared: &mut Shared,
        _now: Instant,
    ) -> Option<OverlayFlow> {
        self.rows.step(step_of(action)?, self.found.len());
        Some(OverlayFlow::open())
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.search();
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        if let Some(action) = self.found.get(self.rows.selected()).map(|entry| entry.action) {
            match self.refusal(action) {
                Some(why) => shared.bad(why.to_owned(), now),
                None => shared.moves.push(ShellRequest::Act(action)),
            }
        }
        OverlayFlow::closed()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, &shared.theme))
    }

    fn laid_out(&mut self, shown: &VisibleRows) {
        self.rows.laid_out(shown);
    }
}
