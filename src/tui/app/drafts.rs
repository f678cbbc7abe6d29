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

/// The drafts that are not open.
#[derive(Default)]
pub(super) struct DraftBox {
    /// The oldest first.
    list: Vec<Draft>,
    /// Whether they are kept anywhere but in here.
    pub(super) stored: bool,
    /// Whether it has been said that there are some.
    told: bool,
    /// Counts what is done about drafts, so that a list that was read before is known to be too old.
    turn: u64,
}

impl DraftBox {
    pub(super) fn new(stored: bool) -> Self {
        Self { stored, ..Self::default() }
    }
}

impl App {
    /// Has everything kept that was typed since it was kept last.
    pub(super) fn keep_drafts(&mut self, now: Instant) -> Effects {
        let forms = self.screens.iter_mut().filter_map(|screen| match screen {
            Screen::New(form) => Some(form.keep(now)),
            Screen::Entry(form) => Some(form.keep(now)),
            _ => None,
        });
        let mut steps: Vec<Step> = forms.collect();
        steps.extend(self.notes().map(|note| note.keep(now)));
        steps.into_iter().flat_map(|step| self.done_by(step)).collect()
    }

    fn notes(&mut self) -> impl Iterator<Item = &mut Note> {
        self.layers.iter_mut().filter_map(|layer| match layer {
            Overlay::Note(note) => Some(&mut **note),
            _ => None,
        })
    }

    /// Reads the drafts there are, where they are kept; what this screen keeps in memory only is known.
    pub(super) fn read_drafts(&self) -> Effects {
        if self.drafts.stored { vec![Effect::Host(Work::Drafts(self.drafts.turn))] } else { Vec::new() }
    }

    /// The newest draft of that, which is no longer one that waits. One whose commit is on its way stays.
    pub(super) fn take_draft(&mut self, of: DraftOf) -> Option<Draft> {
        let place = self.drafts.list.iter().rposition(|draft| draft.of == of && !self.is_on_its_way(draft.id))?;
        // What was said of it is done now.
        self.toast = self.toast.take().filter(|toast| toast.kind != ToastKind::Note);
        Some(self.drafts.list.remove(place))
    }

    fn is_on_its_way(&self, id: DraftId) -> bool {
        self.pending.values().any(|pending| pending.draft == Some(id))
    }

    /// Whether a note on that ticket was begun and not sent.
    pub fn has_note_draft(&self, id: TicketId) -> bool {
        self.drafts.list.iter().any(|draft| draft.of == DraftOf::Note(id) && !self.is_on_its_way(draft.id))
    }

    /// Leaves the form; what is typed is kept.
    pub(super) fn leave_form(&mut self, now: Instant) -> Effects {
        let (step, keeping, how) = match self.screens.pop() {
            Some(Screen::New(mut form)) => (form.keep(now), form.keeping, "n brings it back"),
            Some(Screen::Entry(mut form)) => (form.keep(now), form.keeping, brings_back(form.sort.draft())),
            _ => return Vec::new(),
        };
        self.left_behind(keeping, how, now);
        self.done_by(step)
    }

    /// Leaves the note; what is typed is kept.
    pub(super) fn leave_note(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Note(mut note)) = self.layers.pop() else { return Vec::new() };
        let step = note.keep(now);
        let how = format!("c on #{} brings it back", note.ticket);
        self.left_behind(note.keeping, &how, now);
        self.done_by(step)
    }

    fn left_behind(&mut self, keeping: Keeping, how: &str, now: Instant) {
        let Some(draft) = keeping.into_draft() else { return };
        let words = if self.is_on_its_way(draft.id) {
            "Kept as a draft until it is written".to_owned()
        } else {
            format!("Draft kept; {how}")
        };
        self.info(words, now);
        self.drafts.list.push(draft);
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
            (None, Some(Screen::Entry(form))) => {
                (form.is_dirty(), "Drop what is typed here? It is lost.", Then::DropForm)
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
        let step = match self.screens.last_mut() {
            Some(Screen::New(form)) => form.keeping.forget(),
            Some(Screen::Entry(form)) => form.keeping.forget(),
            _ => return Vec::new(),
        };
        self.screens.pop();
        self.done_by(step)
    }

    /// Drops the note with all that is typed.
    pub(super) fn drop_note(&mut self) -> Effects {
        let Some(Overlay::Note(note)) = self.layers.top_mut() else { return Vec::new() };
        let step = note.keeping.forget();
        self.layers.pop();
        self.done_by(step)
    }

    /// These drafts there are: those of before this screen was started, and those of this person's other screens.
    /// If something was kept or forgotten since they were asked for, they are asked for again.
    pub(super) fn drafts_read(&mut self, turn: u64, read: Vec<Draft>, now: Instant) -> Effects {
        if turn != self.drafts.turn {
            return self.read_drafts();
        }
        let mut gone = false;
        let mut open: Vec<DraftId> = Vec::new();
        for keeping in self.keepings() {
            gone |= keeping.turns_out_gone(&read);
            open.extend(read.iter().map(|draft| draft.id).filter(|id| keeping.has(*id)));
        }
        if gone {
            self.info("Another screen of yours has sent or dropped that draft meanwhile", now);
        }
        self.drafts.list = read.into_iter().filter(|draft| !open.contains(&draft.id)).collect();
        self.bring_back();
        self.tell_drafts(now);
        Vec::new()
    }

    fn keepings(&mut self) -> impl Iterator<Item = &mut Keeping> {
        let forms = self.screens.iter_mut().filter_map(|screen| match screen {
            Screen::New(form) => Some(&mut form.keeping),
            Screen::Entry(form) => Some(&mut form.keeping),
            _ => None,
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
        if let Some(Screen::Entry(form)) = self.screens.last()
            && form.entry.is_none()
            && form.keeping.is_fresh()
            && !form.is_dirty()
            && !form.is_filled
            && let Some(draft) = self.take_draft(form.sort.draft())
            && let Some(Screen::Entry(form)) = self.screens.last_mut()
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
        if std::mem::replace(&mut self.drafts.told, true) || self.toast.is_some() {
            return;
        }
        let words =
            match self.drafts.list.iter().rev().find(|draft| !self.is_on_its_way(draft.id)).map(|draft| draft.of) {
                Some(DraftOf::Ticket) => "A draft of a ticket is kept; n brings it back".to_owned(),
                Some(DraftOf::Note(id)) => format!("A draft of a note on #{id} is kept; c there brings it back"),
                Some(of @ (DraftOf::Outage | DraftOf::Maintenance | DraftOf::AnnouncedChange)) => {
                    format!("A draft of {} is kept; {}", named(of), brings_back(of))
                }
                None => return,
            };
        self.info(words, now);
    }

    fn done_by(&mut self, step: Step) -> Effects {
        let keep = step.keep.map(Work::Keep);
        let work: Vec<Work> = keep.into_iter().chain(step.forget.into_iter().map(Work::Forget)).collect();
        self.drafts.turn += u64::from(!work.is_empty());
        work.into_iter().map(Effect::Host).collect()
    }

    /// The draft has become what it was to be.
    pub(super) fn draft_is_sent(&mut self, sent: DraftId) {
        self.drafts.turn += 1;
        self.drafts.list.retain(|draft| draft.id != sent);
    }
}

/// What a draft is of that is opened in the uptime view.
const fn named(of: DraftOf) -> &'static str {
    match of {
        DraftOf::Maintenance => "a maintenance",
        DraftOf::AnnouncedChange => "an announced change",
        _ => "an outage",
    }
}

/// Which key brings a draft back that is opened in the uptime view.
const fn brings_back(of: DraftOf) -> &'static str {
    match of {
        DraftOf::Maintenance => "4, then m, brings it back",
        DraftOf::AnnouncedChange => "4, then c, brings it back",
        _ => "4, then l, brings it back",
    }
}
