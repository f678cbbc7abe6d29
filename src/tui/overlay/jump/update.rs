//! Gives keys their meaning while a ticket's number is typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::ticket;
use crate::tui::input::Mode;
use crate::tui::overlay::{NOTHING_LATE, Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{JumpLine, view};

impl Overlay for JumpLine {
    fn mode(&self) -> Mode {
        Mode::Line
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.wrong = None;
    }

    fn accept(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) -> OverlayFlow {
        match self.ticket() {
            Some(id) if under.page.record() == Some(id) => OverlayFlow::closed(),
            Some(id) => OverlayFlow::Closed(ticket::open(id, shared)),
            None => {
                self.wrong = Some("A ticket's number is made of digits: 117".to_owned());
                OverlayFlow::open()
            }
        }
    }

    fn unused(&self) -> &'static [Action] {
        NOTHING_LATE
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, shared);
        None
    }
}
