//! Takes the card away.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::Instant;
use crate::tui::action::{Context, Key};
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{FirstStart, view};

impl Overlay for FirstStart {
    fn mode(&self) -> Mode {
        Mode::Command(Context::Prefix)
    }

    fn unbound(&mut self, _key: Key, _shared: &mut Shared) -> OverlayFlow {
        OverlayFlow::closed()
    }

    fn is_passing(&self) -> bool {
        true
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared);
        None
    }
}
