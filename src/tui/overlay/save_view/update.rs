//! Gives keys their meaning while the name of a filter is typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::ticket::check_line;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::input::Mode;
use crate::tui::overlay::{NOTHING_LATE, Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{SaveViewLine, view};

impl Overlay for SaveViewLine {
    fn mode(&self) -> Mode {
        Mode::Line
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.wrong = None;
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) -> OverlayFlow {
        let name = self.line.value();
        match check_line(name) {
            Ok(()) => OverlayFlow::Closed(shared.save_view(name, &self.filter)),
            Err(error) => {
                self.wrong = Some(format!("{}; {}", error.message(), error.hint()));
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
