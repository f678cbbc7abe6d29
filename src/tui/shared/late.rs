//! Keeps the late mark: the moment that the next entry counts for, where that is not now. It stays until it is used, or
//! dropped with one Esc, wherever it was set.

use crate::domain::time::Instant;

use super::Shared;

impl Shared {
    /// Drops the mark. Returns whether there was one: then Esc has done what it was pressed for, and the page stays.
    pub(crate) fn drop_late_mark(&mut self, now: Instant) -> bool {
        let dropped = self.at.take().is_some();
        if dropped {
            self.info("The next entry counts for now again", now);
        }
        dropped
    }

    /// Drops the mark once an entry that was sent has used it.
    pub(crate) fn use_late_mark(&mut self, happened: Option<Instant>) {
        if happened == self.at {
            self.at = None;
        }
    }
}
