//! Keeps drafts: what is typed is kept while it is typed, stays when a form or a note is left, and comes back when it is
//! opened again.

use crate::config::{Draft, DraftId, DraftOf};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::composer::draft_in_words;
use crate::tui::form::Typing;
use crate::tui::form::autosave::{Autosave, DraftChanges};
use crate::tui::host::DraftWork;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::widget::ToastKind;

use super::{Effects, Shared};

/// The drafts that are not open.
#[derive(Default)]
pub(crate) struct DraftBox {
    /// The drafts, the oldest first.
    pub(crate) list: Vec<Draft>,
    /// Whether they are kept on the disk, and not only in memory.
    pub(crate) stored: bool,
    /// Whether the person has been told that there are drafts.
    told: bool,
    /// The number of changes to drafts so far, so that a list that was read before one of them is known to be too old.
    pub(crate) turn: u64,
}

impl DraftBox {
    pub(crate) fn new(stored: bool) -> Self {
        Self { stored, ..Self::default() }
    }
}

impl Shared {
    /// Reads the drafts from the disk, where they are kept there; those in memory only are known.
    pub(crate) fn read_drafts(&self) -> Effects {
        if self.drafts.stored { vec![DraftWork::Read(self.drafts.turn).into()] } else { Vec::new() }
    }

    /// Takes the newest draft of that kind out of the box. One whose commit is on its way stays.
    pub(crate) fn take_draft(&mut self, of: DraftOf) -> Option<Draft> {
        let place = self.drafts.list.iter().rposition(|draft| draft.of == of && !self.is_on_its_way(draft.id))?;
        // The message that told of the draft has served its purpose.
        self.toast = self.toast.take().filter(|toast| toast.kind != ToastKind::Note);
        Some(self.drafts.list.remove(place))
    }

    fn is_on_its_way(&self, id: DraftId) -> bool {
        self.outbox.pending.values().any(|pending| pending.draft == Some(id))
    }

    /// Returns whether a note on that ticket was begun and not sent.
    pub fn has_note_draft(&self, id: TicketId) -> bool {
        self.drafts.list.iter().any(|draft| draft.of == DraftOf::Note(id) && !self.is_on_its_way(draft.id))
    }

    /// Says that a letter about that ticket was begun and left: `You have a draft to Kari Nord; M goes on with it`. The drafts of
    /// other people are not known here.
    pub(crate) fn letter_draft_in_words(&self, id: TicketId) -> Option<String> {
        let is_of = |draft: &&Draft| draft.of == DraftOf::Letter(id) && !self.is_on_its_way(draft.id);
        let draft = self.drafts.list.iter().rev().find(is_of)?;
        Some(format!("{}; {} goes on with it", draft_in_words(draft), self.keys.sign(Action::Reply)))
    }

    /// Leaves the page on top and keeps what is typed on it.
    pub(crate) fn leave_typing(&mut self, typing: &mut dyn Typing, now: Instant) -> Effects {
        self.leave();
        self.keep_behind(typing, now)
    }

    /// Keeps what was typed in a form or note that is left now.
    pub(crate) fn keep_behind(&mut self, typing: &mut dyn Typing, now: Instant) -> Effects {
        let (step, how) = (typing.keep(now), self.keys.say(&typing.comes_back()));
        let autosave = std::mem::take(typing.autosave());
        self.left_behind(autosave, &how, now);
        self.done_by(step)
    }

    /// Asks before what is typed is dropped; where nothing is typed, leaves without asking.
    pub(crate) fn ask_to_drop(&mut self, typing: &mut dyn Typing, now: Instant) -> Effects {
        if !typing.is_dirty() {
            return self.leave_typing(typing, now);
        }
        let question = typing.drop_question().to_owned();
        self.over(Confirm { question, then: ConfirmedEffect::Drop });
        Effects::new()
    }

    fn left_behind(&mut self, autosave: Autosave, how: &str, now: Instant) {
        let Some(draft) = autosave.into_draft() else { return };
        let words = if self.is_on_its_way(draft.id) {
            "Kept as a draft until it is written".to_owned()
        } else {
            format!("Draft kept; {how}")
        };
        self.info(words, now);
        self.drafts.list.push(draft);
    }

    /// Says once, when the screen is started, which drafts are kept.
    pub(crate) fn tell_drafts(&mut self, now: Instant) {
        if std::mem::replace(&mut self.drafts.told, true) || self.toast.is_some() {
            return;
        }
        let words =
            match self.drafts.list.iter().rev().find(|draft| !self.is_on_its_way(draft.id)).map(|draft| draft.of) {
                Some(DraftOf::Ticket) => {
                    format!("A draft of a ticket is kept; {} brings it back", self.keys.sign(Action::New))
                }
                Some(DraftOf::Note(id)) => {
                    format!("A draft of a note on #{id} is kept; {} there brings it back", self.keys.sign(Action::Note))
                }
                Some(DraftOf::Letter(id)) => {
                    format!(
                        "A draft of a letter about #{id} is kept; {} there brings it back",
                        self.keys.sign(Action::Reply)
                    )
                }
                Some(DraftOf::Contract) => {
                    self.keys.say("A draft of a contract is kept; {view-vendors}, then {new-contract}, brings it back")
                }
                Some(
                    of @ (DraftOf::Outage
                    | DraftOf::Maintenance
                    | DraftOf::AnnouncedChange
                    | DraftOf::Person
                    | DraftOf::Organisation
                    | DraftOf::Absence),
                ) => {
                    format!("A draft of {} is kept; {}", named(of), self.keys.say(brings_back(of)))
                }
                None => return,
            };
        self.info(words, now);
    }

    /// Returns the work that a step asks for, and counts it as a change of drafts.
    pub(crate) fn done_by(&mut self, step: DraftChanges) -> Effects {
        let keep = step.keep.map(DraftWork::Keep);
        let work: Vec<DraftWork> = keep.into_iter().chain(step.forget.into_iter().map(DraftWork::Forget)).collect();
        self.drafts.turn += u64::from(!work.is_empty());
        work.into_iter().map(Into::into).collect()
    }

    /// Takes away a draft that has been written as what it was to become.
    pub(crate) fn draft_is_sent(&mut self, sent: DraftId) {
        self.drafts.turn += 1;
        self.drafts.list.retain(|draft| draft.id != sent);
    }
}

/// Returns the words for a draft of a ledger record.
const fn named(of: DraftOf) -> &'static str {
    match of {
        DraftOf::Maintenance => "a maintenance",
        DraftOf::AnnouncedChange => "an announced change",
        DraftOf::Person => "a person",
        DraftOf::Organisation => "an organisation",
        DraftOf::Absence => "an absence",
        _ => "an outage",
    }
}

/// Returns which keys bring back a draft of a ledger record.
pub(crate) const fn brings_back(of: DraftOf) -> &'static str {
    match of {
        DraftOf::Maintenance => "{view-uptime}, then {maintenance}, brings it back",
        DraftOf::AnnouncedChange => "{view-uptime}, then {change}, brings it back",
        DraftOf::Person | DraftOf::Organisation => "{people}, then {add-person} in that list, brings it back",
        DraftOf::Absence => "{absences}, then the last row, brings it back",
        _ => "{view-uptime}, then {outage}, brings it back",
    }
}
