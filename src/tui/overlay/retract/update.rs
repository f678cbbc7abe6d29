//! Gives keys their meaning in the list of events to retract.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::Instant;
use crate::tui::action::Context;
use crate::tui::input::Mode;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Shared, withdraw_question};
use crate::tui::widget::{Rows, VisibleRows};

use super::{RetractChoice, view};

impl Overlay for RetractChoice {
    fn mode(&self) -> Mode {
        Mode::Command(Context::List)
    }

    /// Takes the chosen event back; somebody else's, or a whole ticket, only after a question.
    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) -> OverlayFlow {
        let (ticket, Some(entry)) = (self.ticket, self.selected()) else { return OverlayFlow::closed() };
        let who = shared.shown_name(&entry.by);
        let (question, then) = match entry.event {
            0 => (withdraw_question(ticket), ConfirmedEffect::Withdraw(ticket)),
            event if entry.by == shared.me.name => {
                return OverlayFlow::Closed(shared.retract(ticket, event, "retracted"));
            }
            event => (format!("Retract what {who} entered: {}?", entry.words), ConfirmedEffect::Retract(ticket, event)),
        };
        shared.over(Confirm { question, then });
        OverlayFlow::closed()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared, now))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        Some((&mut self.rows, self.entries.len()))
    }
}
