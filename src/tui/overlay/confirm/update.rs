//! Does what an answer asks for.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::Instant;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, Stay, Under};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{Confirm, Then, view};

impl Overlay for Confirm {
    fn mode(&self) -> Mode {
        Mode::Confirm
    }

    fn accept(&mut self, under: &mut Under<'_>, shared: &mut Shared, now: Instant) -> Stay {
        Stay::Closed(match &self.then {
            Then::Drop => under.drop_typing(shared),
            Then::Withdraw(id) => shared.retract(*id, 0, "retracted"),
            Then::Retract(id, event) => shared.retract(*id, *event, "retracted"),
            Then::Record(bulk) => shared.record_bulk(Clone::clone(bulk.as_ref()), now),
        })
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, &shared.theme);
        None
    }
}
