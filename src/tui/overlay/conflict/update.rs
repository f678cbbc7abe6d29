//! Does what an answer to a change that came too late asks for.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ticket::{Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::VisibleRows;

use super::{Conflict, view};

impl Overlay for Conflict {
    fn mode(&self) -> Mode {
        Mode::Confirm
    }

    /// Applies the change to the ticket as it is now.
    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) -> OverlayFlow {
        let known = shared.ticket(self.ticket).map(|ticket| ticket.revision);
        let changes = self.renewed(known);
        OverlayFlow::Closed(vec![shared.commit(self.wanted.clone(), changes, self.undoable).1])
    }

    fn leave(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> Effects {
        shared.info(format!("Dropped: {}", self.wanted), now);
        Effects::new()
    }

    fn is_unread(&self, now: Instant) -> bool {
        !self.can_be_answered(now)
    }

    fn record(&self) -> Option<TicketId> {
        Some(self.ticket)
    }

    fn take_record(&mut self, record: &Record) {
        self.take(record);
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, shared, now);
        None
    }
}
