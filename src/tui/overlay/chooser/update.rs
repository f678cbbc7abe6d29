//! Gives keys their meaning in a choice.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ticket::{EventData, TicketId, event};
use crate::domain::time::Instant;
use crate::tui::action::Context;
use crate::tui::input::Mode;
use crate::tui::overlay::one_line::{LineSubject, OneLine};
use crate::tui::overlay::reason::ReasonLine;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::{Rows, VisibleRows};

use super::{Choice, Chooser, view};

impl Overlay for Chooser {
    fn mode(&self) -> Mode {
        Mode::Command(Context::List)
    }

    /// Records the selected choice. One that needs a sentence asks for it first, and this overlay stays below it, for Esc.
    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let Some(choice) = self.selected().cloned() else {
            let keys = shared.keys.up_and_down();
            shared.info(format!("Choose one with {keys} first; nothing is chosen yet"), now);
            return OverlayFlow::open();
        };
        match &choice.what {
            EventData::Closed(event::Closed { reason: Some(reason), .. }) => {
                shared.over(ReasonLine::new(self.ticket, self.revision, *reason));
                OverlayFlow::open()
            }
            EventData::Excluded(event::Excluded { cause, .. }) => {
                shared.over(OneLine::new(self.ticket, self.revision, LineSubject::Exclusion(cause.clone())));
                OverlayFlow::open()
            }
            _ => OverlayFlow::Closed(self.record(choice, shared, now)),
        }
    }

    fn led_to(&self, ticket: TicketId) -> bool {
        self.ticket == ticket
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        Some((&mut self.rows, self.options.len()))
    }
}

impl Chooser {
    fn record(&self, choice: Choice, shared: &mut Shared, now: Instant) -> Effects {
        let words = match &choice.what {
            EventData::SeveritySet(_) => format!("severity {}", choice.label),
            EventData::Reported(_) => format!("reported by {}", choice.label),
            other => shared.choice_words(self.ticket, other, now),
        };
        shared.add(self.ticket, self.revision, choice.what, &words, now)
    }
}
