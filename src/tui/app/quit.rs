//! Leaving the program: twice where something would be lost or is not written yet.

use crate::domain::time::Instant;
use crate::tui::form::Typing;

use super::App;

/// Seconds that a second Ctrl-C has to come within.
const QUIT_WITHIN: i64 = 3;

impl App {
    /// Asked for twice within a few seconds, it ends the program; what is typed and not saved is named first, and what
    /// waits to be written.
    pub(super) fn quit(&mut self, now: Instant) {
        if self.quit_again(now) {
            return;
        }
        let words = match (self.waiting_words(), self.unsaved()) {
            (Some(waiting), _) => format!("{waiting}; Ctrl-C again quits all the same"),
            (None, Some(what)) if self.shared.drafts.stored => {
                format!("Ctrl-C again quits and keeps the {what} as a draft")
            }
            (None, Some(what)) => format!("Ctrl-C again quits and drops the unsaved {what}"),
            (None, None) => "Ctrl-C again quits".to_owned(),
        };
        self.shared.info(words, now);
    }

    /// Ends the program, but says first what waits to be written.
    pub(super) fn quit_by_leaving(&mut self, now: Instant) {
        match self.waiting_words() {
            None => self.done = true,
            Some(waiting) if !self.quit_again(now) => {
                self.shared.info(format!("{waiting}; q again leaves all the same"), now);
            }
            Some(_) => {}
        }
    }

    /// Whether this is the second time within a few seconds; then it is over.
    fn quit_again(&mut self, now: Instant) -> bool {
        self.done = self.quit_armed.is_some_and(|at| now.since(at) <= QUIT_WITHIN);
        self.quit_armed = Some(now);
        self.done
    }

    fn waiting_words(&self) -> Option<String> {
        match self.shared.waiting() {
            0 => None,
            1 => Some("1 entry is not written yet".to_owned()),
            many => Some(format!("{many} entries are not written yet")),
        }
    }

    /// What has been typed and is nowhere but on the screen: a note, which lies on top, before what is typed on a page.
    fn unsaved(&self) -> Option<&'static str> {
        let notes = self.layers.iter().filter_map(|layer| layer.typing());
        let forms = self.pages.iter().filter_map(|page| page.typing());
        notes.chain(forms).find(|typing| typing.is_dirty()).map(Typing::words)
    }
}
