//! The late mark: the moment that the next entry counts for, where it was not now. It stays until it is used, or dropped
//! with one Esc, wherever it was set.

use crate::domain::time::Instant;

use super::Shared;

impl Shared {
    /// Drops the mark. Whether there was one: then Esc has done what it was pressed for, and the page stays.
    pub(crate) fn drop_late_mark(&mut self, now: Instant) -> bool {
        let dropped = self.at.take().is_some();
        if dropped {
            self.info("The next entry counts for now again", now);
        }
        dropped
    }

    /// That moment has been used by an entry that was sent.
    pub(crate) fn use_late_mark(&mut self, happened: Option<Instant>) {
        if happened == self.at {
            self.at = None;
        }
    }
}
