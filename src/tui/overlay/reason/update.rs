//! Gives keys their meaning in the sentence of a closing.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::time::Instant;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, Stay, Under};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{Reason, view};

impl Overlay for Reason {
    fn mode(&self) -> Mode {
        Mode::Line
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut Under<'_>, _shared: &mut Shared, _now: Instant) {
        self.wrong = None;
    }

    /// Closes the ticket with the sentence that is typed, if the text is allowed.
    fn accept(&mut self, under: &mut Under<'_>, shared: &mut Shared, now: Instant) -> Stay {
        let closing = match self.closing() {
            Ok(closing) => closing,
            Err(error) => {
                self.wrong = Some(error.to_string());
                return Stay::open();
            }
        };
        let words = format!("closed, breach: {}", self.reason.words());
        under.close_choice(self.ticket);
        Stay::Closed(shared.add(self.ticket, self.revision, closing, &words, now))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, &shared.theme);
        None
    }
}
