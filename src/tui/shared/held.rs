//! Follows the letter that was sent last from this screen: it is held for a few seconds, in which it can be recalled.

use crate::config::Draft;
use crate::desk::{Change, CommitOutcome};
use crate::domain::ledger::{LedgerRecordId, Outgoing, OutgoingState};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::composer::draft_of;
use crate::tui::host::DraftWork;
use crate::tui::widget::ToastKind;

use super::{Effects, Shared};

/// The seconds for which a message that counts down stays at least.
const SHORTEST: i64 = 5;

/// A letter that was sent from this screen and has not gone.
pub(crate) struct HeldLetter {
    id: LedgerRecordId,
    ticket: TicketId,
    /// To whom it goes, in words.
    to: String,
    /// The number of the message that counts down.
    toast: u64,
}

impl Shared {
    /// Returns the letter that was entered with that outcome, with its number.
    pub(crate) fn entered_letter(done: &CommitOutcome) -> Option<(LedgerRecordId, &Outgoing)> {
        done.entries.iter().find_map(|entry| Some((entry.id, entry.fact.as_ref()?.outgoing()?)))
    }

    /// Says that the letter is held, and counts down until it goes.
    pub(crate) fn hold_letter(&mut self, id: LedgerRecordId, letter: &Outgoing, now: Instant) {
        let to = letter.to_in_brief();
        let held = HeldLetter { id, ticket: letter.ticket, to, toast: 0 };
        let OutgoingState::Held { until } = letter.state else { return };
        self.say(ToastKind::Done, self.countdown(&held, until, now), until.plus(SHORTEST));
        self.held = Some(HeldLetter { toast: self.toast_number(), ..held });
        self.outbox.letters.insert(id);
    }

    fn countdown(&self, held: &HeldLetter, until: Instant, now: Instant) -> String {
        let HeldLetter { ticket, to, .. } = held;
        match until.since(now) {
            left if left > 0 => {
                format!("#{ticket}: the letter to {to} goes in {left} s · {} recalls it", self.keys.sign(Action::Undo))
            }
            _ => format!("#{ticket}: the letter to {to} is on its way"),
        }
    }

    /// Counts down, and says what has become of the letter.
    pub(crate) fn follow_held_letter(&mut self, now: Instant) {
        let Some(held) = self.held.take() else { return };
        match self.outgoing(held.id).map(|letter| letter.state.clone()) {
            Some(OutgoingState::Held { until }) => {
                let text = self.countdown(&held, until, now);
                if let Some(toast) = self.toast.as_mut().filter(|toast| toast.has_number(held.toast)) {
                    toast.text = text;
                }
                self.held = Some(held);
            }
            Some(OutgoingState::Going { .. }) => self.held = Some(held),
            Some(state) => {
                let words = state.in_words(self.zone);
                self.bad(format!("#{}: the letter to {} is in the outbox: {words}", held.ticket, held.to), now);
            }
            None => self.news(format!("#{}: the letter to {} has gone", held.ticket, held.to), now),
        }
    }

    fn outgoing(&self, id: LedgerRecordId) -> Option<&Outgoing> {
        self.ledger.get(id)?.fact.as_ref()?.outgoing()
    }

    /// Returns whether what was done last at this screen is a letter about that ticket that is held yet.
    pub(crate) fn holds_letter_about(&self, ticket: TicketId) -> bool {
        let last = self.outbox.undo.last().and_then(|undo| recalled(&undo.changes));
        last.and_then(|id| self.outgoing(id)).is_some_and(|letter| letter.ticket == ticket)
    }

    /// Returns the draft of the letter that these changes recall, so that it can be written on. The error says that it has gone;
    /// none where they recall none.
    pub(crate) fn draft_of_recalled(&self, changes: &[Change], now: Instant) -> Option<Result<Draft, String>> {
        let id = recalled(changes)?;
        if let Some(letter) = self.outgoing(id) {
            return Some(Ok(draft_of(letter, None, now)));
        }
        let was_letter = self.outbox.letters.contains(&id);
        was_letter.then(|| Err("That letter has gone: it cannot be recalled".to_owned()))
    }

    /// Takes in that a letter was recalled: it is a draft again.
    pub(crate) fn letter_recalled(&mut self, draft: Draft, now: Instant) -> Effects {
        self.held = None;
        let words = match draft.of {
            crate::config::DraftOf::Letter(id) => format!("Recalled; it is a draft, {{reply}} on #{id} opens it"),
            _ => "Recalled".to_owned(),
        };
        let words = self.keys.say(&words);
        self.good(words, now);
        self.drafts.turn += 1;
        self.drafts.list.push(draft.clone());
        vec![DraftWork::Keep(draft).into()]
    }
}

/// Returns the record that these changes take off the ledger, where they do only that.
pub(crate) fn recalled(changes: &[Change]) -> Option<LedgerRecordId> {
    match changes {
        [Change::Enter { entry: Some(id), fact: None, .. }] => Some(*id),
        _ => None,
    }
}
