//! Gives keys their meaning in the help.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::scroll;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::{TextScroll, VisibleRows};

use super::{Help, view};

impl Overlay for Help {
    fn mode(&self) -> Mode {
        Mode::Search
    }

    fn act(
        &mut self,
        action: Action,
        _under: &mut OverlayBase<'_>,
        _shared: &mut Shared,
        _now: Instant,
    ) -> Option<OverlayFlow> {
        match action {
            Action::Help => return Some(OverlayFlow::closed()),
            Action::Back if !self.line.value().is_empty() => self.line = Input::default(),
            _ => scroll(&mut self.scroll, action)?,
        }
        Some(OverlayFlow::open())
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    /// Searches; the key that searches elsewhere is not looked for, nor is the one that opens the help.
    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        if matches!(self.line.value(), "/" | "?") {
            self.line = Input::default();
        }
        self.scroll = TextScroll::default();
    }

    fn is_help(&self) -> bool {
        true
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, &shared.keys, &shared.theme))
    }

    fn laid_out(&mut self, shown: &VisibleRows) {
        self.scroll.laid_out(&shown.rows);
    }
}
