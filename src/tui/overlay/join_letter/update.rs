//! Gives keys their meaning while a ticket is chosen for a letter.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::time::Instant;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::{Rows, VisibleRows};

use super::{LetterJoin, view};

impl Overlay for LetterJoin {
    fn mode(&self) -> Mode {
        Mode::Pick
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) {
        self.follow(shared);
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let Some(ticket) = self.selected() else {
            let keys = shared.keys.up_and_down();
            shared.info(format!("Choose a ticket with {keys}, or type its number"), now);
            return OverlayFlow::open();
        };
        OverlayFlow::Closed(shared.join_letter(self.letter, ticket, now))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        let total = self.found.len();
        Some((&mut self.rows, total))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared, now))
    }
}
