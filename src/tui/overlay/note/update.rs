//! Gives keys their meaning in a note.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui_textarea::TextArea;

use crate::config::{Draft, DraftOf};
use crate::desk::{Change, Problem};
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context, Key};
use crate::tui::form::Typing;
use crate::tui::form::autosave::{Autosave, DraftChanges};
use crate::tui::input::Mode;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::VisibleRows;

use super::state::NoteField;
use super::{Note, view};

impl Overlay for Note {
    fn mode(&self) -> Mode {
        if self.focus == NoteField::Text { Mode::Area } else { Mode::Command(Context::Form) }
    }

    fn act(
        &mut self,
        action: Action,
        _under: &mut OverlayBase<'_>,
        shared: &mut Shared,
        now: Instant,
    ) -> Option<OverlayFlow> {
        if action == Action::Back && self.at != self.began_at {
            self.at = self.began_at;
            let words = self.at.map_or("now", |_| "then");
            shared.info(format!("The note counts for {words} again"), now);
            return Some(OverlayFlow::open());
        }
        if self.saving.is_none() {
            match action {
                Action::NextField => self.step(true),
                Action::PrevField => self.step(false),
                Action::Accept if self.focus != NoteField::Text => self.step(true),
                Action::NextChoice => self.turn(true),
                Action::PrevChoice => self.turn(false),
                _ => return self.drop_when_asked(action, shared),
            }
            return Some(OverlayFlow::open());
        }
        self.drop_when_asked(action, shared)
    }

    fn unbound(&mut self, key: Key, _shared: &mut Shared) -> OverlayFlow {
        // Whoever types means the text; a letter that chose another kind would file it as something else.
        if let (None, Key::Char(typed)) = (self.saving, key) {
            self.focus = NoteField::Text;
            self.text.insert_char(typed);
        }
        OverlayFlow::open()
    }

    /// Returns none while the commit is on its way: what was typed then would be missing from what is written.
    fn area(&mut self) -> Option<&mut TextArea<'static>> {
        (self.saving.is_none() && self.focus == NoteField::Text).then_some(&mut self.text)
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        if self.saving.is_some() {
            return OverlayFlow::open();
        }
        let what = match self.event() {
            Ok(what) => Box::new(what),
            Err(error) => {
                (self.wrong, self.focus) = (Some(error.to_string()), NoteField::Text);
                return OverlayFlow::open();
            }
        };
        let (ticket, happened) = (self.ticket, self.at);
        // A note stands beside whatever others have done: it has no revision, so it is never in conflict.
        let change = Change::Add { ticket, revision: None, happened, what };
        let words = self.kind.done();
        let step = Note::keep(self, now);
        let mut effects = shared.done_by(step);
        let (tag, effect) = shared.commit_draft(format!("#{ticket} {words}"), vec![change], self.autosave.id());
        self.saving = Some(tag);
        shared.use_late_mark(happened);
        effects.push(effect);
        OverlayFlow::Open(effects)
    }

    /// Keeps what is typed as a draft.
    fn leave(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> Effects {
        shared.keep_behind(self, now)
    }

    fn moment(&mut self) -> Option<&mut Option<Instant>> {
        Some(&mut self.at)
    }

    fn counts_for(&self) -> Option<Instant> {
        self.at
    }

    fn typing(&self) -> Option<&dyn Typing> {
        Some(self)
    }

    fn typing_mut(&mut self) -> Option<&mut dyn Typing> {
        Some(self)
    }

    fn saving(&self) -> Option<u64> {
        self.saving
    }

    fn refuse(&mut self, error: &Problem) {
        Typing::refuse(self, error);
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, shared, now);
        None
    }
}

impl Note {
    /// Asks before what is typed is dropped; none where that is not asked for, or nothing is typed.
    fn drop_when_asked(&self, action: Action, shared: &mut Shared) -> Option<OverlayFlow> {
        if action != Action::DropDraft || !self.is_dirty() {
            return None;
        }
        let question = self.drop_question().to_owned();
        shared.over(Confirm { question, then: ConfirmedEffect::Drop });
        Some(OverlayFlow::open())
    }
}

impl Typing for Note {
    fn words(&self) -> &'static str {
        "note"
    }

    fn is_dirty(&self) -> bool {
        Note::is_dirty(self)
    }

    fn keep(&mut self, now: Instant) -> DraftChanges {
        Note::keep(self, now)
    }

    fn autosave(&mut self) -> &mut Autosave {
        &mut self.autosave
    }

    fn wants(&self) -> Option<DraftOf> {
        (self.autosave.is_fresh() && !Note::is_dirty(self)).then_some(DraftOf::Note(self.ticket))
    }

    fn bring_back(&mut self, draft: &Draft) {
        Note::bring_back(self, draft);
    }

    fn comes_back(&self) -> String {
        format!("{{note}} on #{} brings it back", self.ticket)
    }

    fn drop_question(&self) -> &'static str {
        "Drop this note? What you typed is lost."
    }

    fn saving(&self) -> Option<u64> {
        self.saving
    }

    fn refuse(&mut self, error: &Problem) {
        (self.saving, self.wrong) = (None, Some(error.to_string()));
    }
}
