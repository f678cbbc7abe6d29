//! Drafts: what is typed is kept while it is typed, stays when a form or a note is left, and comes back when it is
//! opened again.

use crate::config::{Draft, DraftId, DraftOf};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::form::Typing;
use crate::tui::form::keeping::{Keeping, Step};
use crate::tui::host::DraftWork;
use crate::tui::overlay::confirm::{Confirm, Then};
use crate::tui::widget::ToastKind;

use super::{Effects, Shared};

/// The drafts that are not open.
#[derive(Default)]
pub(crate) struct DraftBox {
    /// The oldest first.
    pub(crate) list: Vec<Draft>,
    /// Whether they are kept anywhere but in here.
    pub(crate) stored: bool,
    /// Whether it has been said that there are some.
    told: bool,
    /// Counts what is done about drafts, so that a list that was read before is known to be too old.
    pub(crate) turn: u64,
}

impl DraftBox {
    pub(crate) fn new(stored: bool) -> Self {
        Self { stored, ..Self::default() }
    }
}

impl Shared {
    /// Reads the drafts there are, where they are kept; what this screen keeps in memory only is known.
    pub(crate) fn read_drafts(&self) -> Effects {
        if self.drafts.stored { vec![DraftWork::Read(self.drafts.turn).into()] } else { Vec::new() }
    }

    /// The newest draft of that, which is no longer one that waits. One whose commit is on its way stays.
    pub(crate) fn take_draft(&mut self, of: DraftOf) -> Option<Draft> {
        let place = self.drafts.list.iter().rposition(|draft| draft.of == of && !self.is_on_its_way(draft.id))?;
        // What was said of it is done now.
        self.toast = self.toast.take().filter(|toast| toast.kind != ToastKind::Note);
        Some(self.drafts.list.remove(place))
    }

    fn is_on_its_way(&self, id: DraftId) -> bool {
        self.outbox.pending.values().any(|pending| pending.draft == Some(id))
    }

    /// Whether a note on that ticket was begun and not sent.
    pub fn has_note_draft(&self, id: TicketId) -> bool {
        self.drafts.list.iter().any(|draft| draft.of == DraftOf::Note(id) && !self.is_on_its_way(draft.id))
    }

    /// Leaves what is typed on the page on top; it is kept.
    pub(crate) fn leave_typing(&mut self, typing: &mut dyn Typing, now: Instant) -> Effects {
        self.leave();
        self.keep_behind(typing, now)
    }

    /// Keeps what is typed and is left now.
    pub(crate) fn keep_behind(&mut self, typing: &mut dyn Typing, now: Instant) -> Effects {
        let (step, how) = (typing.keep(now), typing.comes_back());
        let keeping = std::mem::take(typing.keeping());
        self.left_behind(keeping, &how, now);
        self.done_by(step)
    }

    /// Asks before what is typed is dropped; where nothing is, there is nothing to ask.
    pub(crate) fn ask_to_drop(&mut self, typing: &mut dyn Typing, now: Instant) -> Effects {
        if !typing.is_dirty() {
            return self.leave_typing(typing, now);
        }
        let question = typing.drop_question().to_owned();
        self.over(Confirm { question, then: Then::Drop });
        Effects::new()
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

    /// Once, when the screen is started.
    pub(crate) fn tell_drafts(&mut self, now: Instant) {
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

    /// Has that done about drafts.
    pub(crate) fn done_by(&mut self, step: Step) -> Effects {
        let keep = step.keep.map(DraftWork::Keep);
        let work: Vec<DraftWork> = keep.into_iter().chain(step.forget.into_iter().map(DraftWork::Forget)).collect();
        self.drafts.turn += u64::from(!work.is_empty());
        work.into_iter().map(Into::into).collect()
    }

    /// The draft has become what it was to be.
    pub(crate) fn draft_is_sent(&mut self, sent: DraftId) {
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
