//! Gives keys their meaning in the sentence of a closing.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::ticket::EventData;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::composer::{Composer, SendHow};
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::VisibleRows;

use super::{ReasonLine, view};

impl Overlay for ReasonLine {
    fn mode(&self) -> Mode {
        Mode::Line
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    /// A letter closes its ticket when it goes, and at no other moment.
    fn unused(&self) -> &'static [Action] {
        if self.by_letter {
            &[Action::NextField, Action::PrevField, Action::Earlier, Action::DropDraft]
        } else {
            &[Action::NextField, Action::PrevField]
        }
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.wrong = None;
    }

    /// Closes the ticket with the sentence that is typed, if the text is allowed.
    fn accept(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let closing = match self.closing() {
            Ok(closing) => closing,
            Err(error) => {
                self.wrong = Some(error.to_string());
                return OverlayFlow::open();
            }
        };
        under.close_choice(self.ticket);
        if self.by_letter {
            shared.with_pages(move |pages, shared, now| {
                let composer = pages.top_as::<Composer>();
                composer.map_or_else(Effects::new, |composer| composer.send(&SendHow::AndClose(closing), shared, now))
            });
            return OverlayFlow::closed();
        }
        let (words, closing) = (format!("closed, breach: {}", self.reason.words()), EventData::Closed(closing));
        OverlayFlow::Closed(shared.add(self.ticket, self.revision, closing, &words, now))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, shared);
        None
    }
}
