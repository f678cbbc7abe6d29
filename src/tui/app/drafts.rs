//! Keeps what is typed on pages and overlays as drafts, and fills in what an earlier draft has once drafts have been read.

use crate::config::{Draft, DraftId};
use crate::domain::time::Instant;
use crate::tui::form::Typing;
use crate::tui::form::autosave::DraftChanges;
use crate::tui::shared::Effects;

use super::App;

impl App {
    /// Returns everything that is being typed: first on pages, then in overlays.
    fn typings(&mut self) -> impl Iterator<Item = &mut dyn Typing> {
        let forms = self.pages.iter_mut().filter_map(|page| page.typing_mut());
        forms.chain(self.layers.iter_mut().filter_map(|layer| layer.typing_mut()))
    }

    /// Keeps everything that was typed since it was kept last.
    pub(super) fn keep_drafts(&mut self, now: Instant) -> Effects {
        let steps: Vec<DraftChanges> = self.typings().map(|typing| typing.keep(now)).collect();
        steps.into_iter().flat_map(|step| self.shared.done_by(step)).collect()
    }

    /// Takes in the drafts that are kept: those from before this screen was started, and those of this person's other
    /// screens. If a draft was kept or forgotten since they were asked for, they are asked for again.
    pub(super) fn drafts_read(&mut self, turn: u64, read: Vec<Draft>, now: Instant) -> Effects {
        if turn != self.shared.drafts.turn {
            return self.shared.read_drafts();
        }
        let mut gone = false;
        let mut open: Vec<DraftId> = Vec::new();
        for typing in self.typings() {
            let autosave = typing.autosave();
            gone |= autosave.turns_out_gone(&read);
            open.extend(read.iter().map(|draft| draft.id).filter(|id| autosave.has(*id)));
        }
        if gone {
            self.shared.info("Another screen of yours has sent or dropped that draft meanwhile", now);
        }
        self.shared.drafts.list = read.into_iter().filter(|draft| !open.contains(&draft.id)).collect();
        self.bring_back();
        self.shared.tell_drafts(now);
        Effects::new()
    }

    /// Fills in what was opened, on top of the pages or of the overlays, before the drafts had been read.
    fn bring_back(&mut self) {
        let shared = &mut self.shared;
        let form = self.pages.top_mut().typing_mut();
        let note = self.layers.top_mut().and_then(|layer| layer.typing_mut());
        for typing in form.into_iter().chain(note) {
            if let Some(draft) = typing.wants().and_then(|of| shared.take_draft(of)) {
                typing.bring_back(&draft);
            }
        }
    }

    /// Closes the page or overlay whose commit, by its tag, has been written.
    pub(super) fn close_saved(&mut self, tag: u64) {
        self.pages.retain(|page| page.typing().and_then(Typing::saving) != Some(tag));
        self.layers.retain(|layer| layer.saving() != Some(tag));
    }
}
