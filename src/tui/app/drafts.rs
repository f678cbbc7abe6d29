//! Drafts: what is typed is kept while it is typed, stays when a form or a note is left, and comes back when it is
//! opened again.

use crate::config::{Draft, DraftId, DraftOf};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::run::Effect;
use crate::tui::screen::dialog::{Confirm, Note, Overlay, Then};
use crate::tui::screen::keeping::{Keeping, Step};
use crate::tui::widget::ToastKind;

use super::{App, Effects, Screen, Work};

impl App {
    /// Has everything kept that was typed since it was kept last.
    pub(super) fn keep_drafts(&mut self, now: Instant) -> Effects {
        let forms = self.screens.iter_mut().filter_map(|screen| match screen {
            Screen::New(form) => Some(form.keep(now)),
            Screen::Ticket(_) => None,
        });
        let mut steps: Vec<Step> = forms.collect();
        steps.extend(self.notes().map(|note| note.keep(now)));
        steps.into_iter().flat_map(done_by).collect()
    }

    fn notes(&mut self) -> impl Iterator<Item = &mut Note> {
        self.layers.iter_mut().filter_map(|layer| match layer {
            Overlay::Note(note) => Some(&mut **note),
            _ => None,
        })
    }

    /// Reads the drafts there are, where they are kept; what this screen keeps in memory only is known.
    pub(super) fn read_drafts(&self) -> Effects {
        if self.keeps_drafts { vec![Effect::Host(Work::Drafts)] } else { Vec::new() }
    }

    /// The newest draft of that, which is no longer one that waits. One whose commit is on its way stays.
    pub(super) fn take_draft(&mut self, of: DraftOf) -> Option<Draft> {
        let place = self.drafts.iter().rposition(|draft| draft.of == of && !self.is_on_its_way(draft.id))?;
        // What was said of it is done now.
        self.toast = self.toast.take().filter(|toast| toast.kind != ToastKind::Note);
        Some(self.drafts.remove(place))
    }

    fn is_on_its_way(&self, id: DraftId) -> bool {
        self.pending.values().any(|pending| pending.draft == Some(id))
    }

    /// Whether a note on that ticket was begun and not sent.
    pub fn has_note_draft(&self, id: TicketId) -> bool {
        self.drafts.iter().any(|draft| draft.of == DraftOf::Note(id) && !self.is_on_its_way(draft.id))
    }

    /// Leaves the form; what is typed is kept.
    pub(super) fn leave_form(&mut self, now: Instant) -> Effects {
        let Some(Screen::New(mut form)) = self.screens.pop() else { return Vec::new() };
        let step = form.keep(now);
        self.left_behind(form.keeping, "n brings it back", now);
        done_by(step)
    }

    /// Leaves the note; what is typed is kept.
    pub(super) fn leave_note(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Note(mut note)) = self.layers.pop() else { return Vec::new() };
        let step = note.keep(now);
        let how = format!("c on #{} brings it back", note.ticket);
        self.left_behind(note.keeping, &how, now);
        done_by(step)
    }

    fn left_behind(&mut self, keeping: Keeping, how: &str, now: Instant) {
        let Some(draft) = keeping.into_draft() else { return };
        let words = if self.is_on_its_way(draft.id) {
            "Kept as a draft until it is written".to_owned()
        } else {
            format!("Draft kept; {how}")
        };
        self.info(words, now);
        self.drafts.push(draft);
    }

    /// Asks before what is typed is dropped; where nothing is, there is nothing to ask.
    pub(super) fn ask_to_drop(&mut self, now: Instant) -> Effects {
        let (dirty, question, then) = match (self.layers.top(), self.screens.last()) {
            (Some(Overlay::Note(note)), _) => {
                (note.is_dirty(), "Drop this note? What you typed is lost.", Then::DropNote)
            }
            (None, Some(Screen::New(form))) => {
                (form.is_dirty(), "Drop this ticket? What you typed is lost.", Then::DropForm)
            }
            _ => return Vec::new(),
        };
        if dirty {
            self.layers.push(Overlay::Confirm(Confirm { question: question.to_owned(), then }));
            return Vec::new();
        }
        match then {
            Then::DropNote => self.leave_note(now),
            _ => self.leave_form(now),
        }
    }

    /// Drops the form with all that is typed.
    pub(super) fn drop_form(&mut self) -> Effects {
        let Some(Screen::New(form)) = self.screens.last_mut() else { return Vec::new() };
        let step = form.keeping.forget();
        self.screens.pop();
        done_by(step)
    }

    /// Drops the note with all that is typed.
    pub(super) fn drop_note(&mut self) -> Effects {
        let Some(Overlay::Note(note)) = self.layers.top_mut() else { return Vec::new() };
        let step = note.keeping.forget();
        self.layers.pop();
        done_by(step)
    }

    /// These drafts there are: those of before this screen was started, and those of this person's other screens.
    pub(super) fn drafts_read(&mut self, read: Vec<Draft>, now: Instant) {
        let mut gone = false;
        let mut open: Vec<DraftId> = Vec::new();
        for keeping in self.keepings() {
            gone |= keeping.turns_out_gone(&read);
            open.extend(read.iter().map(|draft| draft.id).filter(|id| keeping.has(*id)));
        }
        if gone {
            self.info("Another screen of yours has sent or dropped that draft meanwhile", now);
        }
        self.drafts = read.into_iter().filter(|draft| !open.contains(&draft.id)).collect();
        self.bring_back();
        self.tell_drafts(now);
    }

    fn keepings(&mut self) -> impl Iterator<Item = &mut Keeping> {
        let forms = self.screens.iter_mut().filter_map(|screen| match screen {
            Screen::New(form) => Some(&mut form.keeping),
            Screen::Ticket(_) => None,
        });
        let notes = self.layers.iter_mut().filter_map(|layer| match layer {
            Overlay::Note(note) => Some(&mut note.keeping),
            _ => None,
        });
        forms.chain(notes)
    }

    /// Fills a form or a note in that was opened before it was known that there is a draft for it.
    fn bring_back(&mut self) {
        if let Some(Screen::New(form)) = self.screens.last()
            && form.keeping.is_fresh()
            && !form.is_dirty()
            && let Some(draft) = self.take_draft(DraftOf::Ticket)
            && let Some(Screen::New(form)) = self.screens.last_mut()
        {
            form.bring_back(&draft);
        }
        if let Some(Overlay::Note(note)) = self.layers.top()
            && note.keeping.is_fresh()
            && !note.is_dirty()
            && let Some(draft) = self.take_draft(DraftOf::Note(note.ticket))
            && let Some(Overlay::Note(note)) = self.layers.top_mut()
        {
            note.bring_back(&draft);
        }
    }

    /// Once, when the screen is started.
    fn tell_drafts(&mut self, now: Instant) {
        if std::mem::replace(&mut self.drafts_told, true) || self.toast.is_some() {
            return;
        }
        let words = match self.drafts.iter().rev().find(|draft| !self.is_on_its_way(draft.id)).map(|draft| draft.of) {
            Some(DraftOf::Ticket) => "A draft of a ticket is kept; n brings it back".to_owned(),
            Some(DraftOf::Note(id)) => format!("A draft of a note on #{id} is kept; c there brings it back"),
            None => return,
        };
        self.info(words, now);
    }
}

fn done_by(step: Step) -> Effects {
    let keep = step.keep.map(Work::Keep);
    keep.into_iter().chain(step.forget.into_iter().map(Work::Forget)).map(Effect::Host).collect()
}
