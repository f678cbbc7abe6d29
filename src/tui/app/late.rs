//! The late mark: the moment that the next entry counts for, where it was not now. It stays until it is used, or dropped
//! with one Esc, wherever it was set.

use crate::domain::time::{Instant, say_moment};
use crate::tui::screen::dialog::Overlay;

use super::App;

impl App {
    /// Drops the mark. Whether there was one: then Esc has done what it was pressed for, and the page stays.
    pub(super) fn drop_late_mark(&mut self, now: Instant) -> bool {
        let dropped = self.at.take().is_some();
        if dropped {
            self.info("The next entry counts for now again", now);
        }
        dropped
    }

    /// That moment has been used by an entry that was sent.
    pub(super) fn use_late_mark(&mut self, happened: Option<Instant>) {
        if happened == self.at {
            self.at = None;
        }
    }

    /// Says that no moment was typed, and what the next entry counts for then.
    pub(super) fn tell_no_moment(&mut self, now: Instant) {
        let (what, at) = match self.layers.top() {
            Some(Overlay::Note(note)) => ("the note", note.at),
            _ => ("the next entry", self.at),
        };
        let when = at.map_or_else(|| "now".to_owned(), |at| say_moment(self.current_zone(), at, now));
        let still = if at.is_some() { "still counts" } else { "counts" };
        self.info(format!("Nothing was typed, so {what} {still} for {when}"), now);
    }
}
