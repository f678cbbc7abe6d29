//! Leaves the program, at the second asking where something would be lost or is not written yet.

use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::form::Typing;

use super::App;

/// Seconds within which a second Ctrl-C has to come.
const QUIT_WITHIN: i64 = 3;

impl App {
    /// Ends the program when asked for twice within a few seconds; the first time it names what is typed and not saved, and
    /// what waits to be written.
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
                let leave = self.shared.keys.sign(Action::Leave);
                self.shared.info(format!("{waiting}; {leave} again leaves all the same"), now);
            }
            Some(_) => {}
        }
    }

    /// Ends the program if this is the second asking within a few seconds. Returns whether it was.
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

    /// Returns words for what was typed and stands only on the screen: a note, which lies on top, before what is typed on a
    /// page.
    fn unsaved(&self) -> Option<&'static str> {
        let notes = self.layers.iter().filter_map(|layer| layer.typing());
        let forms = self.pages.iter().filter_map(|page| page.typing());
        notes.chain(forms).find(|typing| typing.is_dirty()).map(Typing::words)
    }
}
