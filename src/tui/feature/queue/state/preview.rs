//! Decides which ticket the preview beside the list shows: the selected one, once the cursor has come to rest. Under a held
//! arrow key it stays, as it would be drawn again for each row that is passed.

use crate::domain::sla::TicketRow;

use super::Queue;

impl Queue {
    /// Returns the ticket that the preview shows; none where nothing is listed.
    pub fn previewed(&self) -> Option<&TicketRow> {
        let held = self.held_preview.filter(|id| self.keys.contains_key(id));
        held.and_then(|id| self.rows.get(&id)).or_else(|| self.selected())
    }

    /// Returns whether the preview waits for the cursor to rest.
    pub fn preview_waits(&self) -> bool {
        self.held_preview.is_some()
    }

    /// Has the preview follow: the cursor rests.
    pub fn follow_preview(&mut self) {
        self.held_preview = None;
    }

    /// Keeps the preview as it is while the cursor goes on.
    pub(super) fn hold_preview(&mut self) {
        self.held_preview = self.held_preview.or(self.selected);
    }
}
