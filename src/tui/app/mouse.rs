//! Says what a click means: in a list it selects, twice it opens; on the head of a list it offers the orders; in the footer it is the key.

use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::view;

use super::App;

/// Seconds within which the second click on a row opens it.
const TWICE_WITHIN: i64 = 1;

impl App {
    /// Does what a click at this column and row does by itself; returns the action that it asks for besides, if any.
    pub(super) fn click(&mut self, (x, y): (u16, u16), now: Instant) -> Option<Action> {
        let before = self.clicked.take();
        if self.footer.width > 0 && y == self.footer.y {
            let (page, overlay) = (self.pages.top(), self.layers.top().map(AsRef::as_ref));
            return view::action_in_footer((self.footer.width, x), &self.shared, page, overlay, now);
        }
        if !self.layers.is_empty() || !self.pages.is_at_root() {
            return None;
        }
        let sorts = matches!(self.pages.top().context(), Context::Queue | Context::Breach);
        if sorts && Some(y + 1) == self.list_top {
            return Some(Action::Sort);
        }
        if !self.pages.top_mut().click(y, &mut self.shared) {
            return None;
        }
        self.pages.note_current(&mut self.shared);
        if before.is_some_and(|(row, at)| row == y && now.since(at) <= TWICE_WITHIN) {
            return Some(Action::Open);
        }
        self.clicked = Some((y, now));
        None
    }
}
