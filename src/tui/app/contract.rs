//! Takes in that a contract file was written, and ends a screen that was opened for nothing else.

use std::path::PathBuf;
use std::sync::mpsc::Sender;

use crate::desk::Problem;
use crate::domain::time::Instant;
use crate::tui::feature::new_contract;
use crate::tui::shared::Effects;

use super::App;

impl App {
    /// Opens the form for a contract file, with that id; the screen ends with the form and tells `written` of the file.
    pub fn open_new_contract(&mut self, id: Option<&str>, over: bool, written: Sender<PathBuf>, now: Instant) {
        new_contract::open_asked(&mut self.pages, &mut self.shared, (id, over), now);
        self.written = Some(written);
    }

    /// Ends the screen where it was opened for a form that has been left.
    pub(super) fn end_with_form(&mut self) {
        self.done |= self.written.is_some() && self.pages.is_at_root();
    }

    /// Takes in that a contract file was written, or why not.
    pub(super) fn contract_written(&mut self, tag: u64, written: Result<PathBuf, Problem>, now: Instant) -> Effects {
        let path = match written {
            Ok(path) => path,
            Err(error) => {
                self.failed(tag, &error, now);
                return Effects::new();
            }
        };
        let step = {
            let mut forms = self.pages.iter_mut().filter_map(|page| page.typing_mut());
            forms.find(|typing| typing.saving() == Some(tag)).map(|typing| typing.autosave().forget())
        };
        let effects = step.map_or_else(Effects::new, |step| self.shared.done_by(step));
        self.shared.good(format!("Wrote {}. {}", path.display(), new_contract::COUNTS_WHEN), now);
        if let Some(told) = &self.written {
            // Nobody listens where the screen is not open for that alone.
            let _ = told.send(path);
        }
        self.close_saved(tag);
        effects
    }
}
