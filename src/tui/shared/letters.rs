//! Does what is done with letters: with those that wait in the inbox, and with those that have not gone.

use std::sync::Arc;

use crate::desk::{Change, JoinedAs, WaitingLetter, check, letter_was_sent, recall_letter, send_letter_now};
use crate::domain::contract::Contract;
use crate::domain::ledger::{InboxLetter, LedgerRecord, LedgerRecordId, Outgoing, OutgoingPurpose, OutgoingState};
use crate::domain::text::{clean, counted};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::feature::composer::draft_of;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};

use super::{Effects, Shared};

/// The most letters of a sender that are dropped when the sender is blocked: they are one commit.
const MOST_AT_ONCE: usize = 500;

/// Returns whether the letter comes from the contract's vendor.
fn is_vendors(letter: &InboxLetter, contract: &Contract) -> bool {
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
    let from = letter.head.from.as_ref().and_then(|from| domain(&from.address));
    from.is_some() && from == contract.vendor_side.mail.as_deref().and_then(domain)
}

impl Shared {
    /// Returns whether letters are shown at all: the desk has an address, or there are some.
    pub fn has_letters(&self) -> bool {
        self.mail.is_set_up() || self.ledger.inbox_count() > 0 || self.ledger.outbox().next().is_some()
    }

    /// Returns how many letters of the outbox go no further by themselves.
    pub fn letters_to_look_at(&self) -> usize {
        self.ledger.outbox().filter(|(_, letter)| letter.state.needs_a_look()).count()
    }

    /// Returns a letter that waits in the inbox.
    pub(crate) fn inbox_letter(&self, id: LedgerRecordId) -> Option<&InboxLetter> {
        self.ledger.get(id)?.fact.as_ref()?.letter().filter(|letter| letter.waits())
    }

    /// Returns a letter that waits in the inbox with its revision, as the changes that settle it want it.
    pub(crate) fn waiting_letter(&self, id: LedgerRecordId) -> Option<WaitingLetter> {
        let (letter, revision) = (self.inbox_letter(id)?.clone(), self.ledger.get(id)?.revision);
        Some(WaitingLetter { id, revision, letter, earliest: None })
    }

    /// Returns the address of whoever sent that letter.
    pub(super) fn sender_of(&self, id: LedgerRecordId) -> Option<String> {
        self.inbox_letter(id)?.head.from.as_ref().map(|from| from.address.to_lowercase())
    }

    /// Returns the letters of that address that wait, as far as they are dealt with at once.
    pub(super) fn waiting_of(&self, address: &str) -> Vec<LedgerRecordId> {
        let of =
            |letter: &InboxLetter| letter.head.from.as_ref().is_some_and(|from| from.address.to_lowercase() == address);
        self.ledger.inbox().filter(|(_, letter)| of(letter)).map(|(id, _)| id).take(MOST_AT_ONCE).collect()
    }

    /// Returns the record of a letter in the outbox.
    pub(crate) fn outgoing_letter(&self, id: LedgerRecordId) -> Option<(&Arc<LedgerRecord>, &Outgoing)> {
        let record = self.ledger.get(id)?;
        Some((record, record.fact.as_ref()?.outgoing()?))
    }

    /// Returns why this person may not do anything with that letter, if they may not.
    pub(crate) fn letter_refusal(&self, id: LedgerRecordId) -> Option<String> {
        let record = self.ledger.get(id)?;
        let same = record.fact.clone().map(Box::new);
        let change = Change::Enter { entry: Some(id), revision: Some(record.revision), fact: same };
        check(&self.people, &self.me, &change, None, Some(&**record)).err().map(|refused| refused.to_string())
    }

    /// Says that what is selected has been settled meanwhile.
    pub(super) fn tell_settled(&mut self, now: Instant) -> Effects {
        self.info("Somebody has settled that letter meanwhile", now);
        Effects::new()
    }

    /// Drops these letters; of several it asks first.
    pub(crate) fn drop_letters(&mut self, letters: &[LedgerRecordId], now: Instant) -> Effects {
        if letters.len() > 1 {
            let question = format!("Drop {} letters? Nothing comes of them; undo brings them back.", letters.len());
            self.over(Confirm { question, then: ConfirmedEffect::DropLetters(letters.to_vec()) });
            return Effects::new();
        }
        self.drop_letters_now(letters, now)
    }

    /// Drops these letters without asking.
    pub(crate) fn drop_letters_now(&mut self, letters: &[LedgerRecordId], now: Instant) -> Effects {
        let changes: Vec<Change> = letters.iter().filter_map(|id| Some(self.waiting_letter(*id)?.drop_it())).collect();
        let label = match (letters, changes.as_slice()) {
            (_, []) => return self.tell_settled(now),
            ([one], _) => format!("dropped: {}", self.letter_in_words(*one)),
            (_, many) => format!("{} dropped", counted(many.len() as u64, "letter")),
        };
        vec![self.commit(label, changes, true).1]
    }

    /// Says whose letter that is: `the letter of kari@acme.example`.
    fn letter_in_words(&self, id: LedgerRecordId) -> String {
        let sender = self.inbox_letter(id).map(InboxLetter::sender);
        clean(&format!("the letter of {}", sender.unwrap_or_default())).into_owned()
    }

    /// Joins that letter to a ticket.
    pub(crate) fn join_letter(&mut self, id: LedgerRecordId, ticket: TicketId, now: Instant) -> Effects {
        if self.inbox_letter(id).is_none() {
            return self.tell_settled(now);
        }
        let changes = self.joining(id, ticket, now);
        let label = format!("#{ticket} has {}", self.letter_in_words(id));
        vec![self.commit(label, changes, true).1]
    }

    /// Returns the changes that join that letter to a ticket; none where it waits no more.
    pub(super) fn joining(&self, id: LedgerRecordId, ticket: TicketId, now: Instant) -> Vec<Change> {
        let Some(letter) = self.waiting_letter(id) else { return Vec::new() };
        match self.row(ticket, now) {
            Some(row) => {
                let contract = row.contract.as_deref();
                let is_vendors = contract.is_some_and(|contract| is_vendors(&letter.letter, contract));
                let writer = letter.writer_on(&row.ticket, &self.ledger);
                letter.join(&row.ticket, if is_vendors { JoinedAs::Vendor } else { writer })
            }
            None => letter.join_by_number(ticket),
        }
    }

    /// Asks whether the sender of that letter is to be blocked.
    pub(crate) fn ask_block(&mut self, id: LedgerRecordId, now: Instant) {
        let Some(address) = self.sender_of(id) else {
            return self.info("That letter names no sender", now);
        };
        let letters = match self.waiting_of(&address).len() {
            1 => "This letter is dropped".to_owned(),
            many => format!("{many} letters of theirs are dropped"),
        };
        let question = format!("Block {}? {letters}, and nobody is asked about later ones.", clean(&address));
        self.over(Confirm { question, then: ConfirmedEffect::BlockSender(id) });
    }

    /// Blocks the sender of that letter.
    pub(crate) fn block_sender(&mut self, id: LedgerRecordId, now: Instant) -> Effects {
        let (Some(address), Some(letter)) = (self.sender_of(id), self.waiting_letter(id)) else {
            return self.tell_settled(now);
        };
        let mut changes = letter.block(&self.ledger);
        let others = self.waiting_of(&address).into_iter().filter(|other| *other != id);
        changes.extend(others.filter_map(|other| Some(self.waiting_letter(other)?.drop_it())));
        let label = clean(&format!("{address} blocked")).into_owned();
        vec![self.commit(label, changes, true).1]
    }

    /// Recalls a letter of the outbox, or takes one off the list that has gone. That is not undone, as it could go twice.
    pub(crate) fn recall_letter(&mut self, id: LedgerRecordId, now: Instant) -> Effects {
        let Some((record, letter)) = self.outgoing_letter(id) else { return self.tell_gone(now) };
        let words = match letter.state {
            OutgoingState::Unrecorded { .. } => "taken off the list; it has gone, and its ticket has nothing of it",
            OutgoingState::Unsure { .. } => "recalled; it was perhaps sent before, and its ticket has nothing of it",
            OutgoingState::Held { .. } | OutgoingState::Going { .. } | OutgoingState::Failed { .. } => {
                "recalled; it does not go"
            }
        };
        let (label, change) = (format!("#{}: the letter is {words}", letter.ticket), recall_letter(record));
        // What has gone, or perhaps has, is not to be sent again without a thought.
        let may_have_gone = matches!(letter.state, OutgoingState::Unrecorded { .. } | OutgoingState::Unsure { .. });
        let is_persons = !matches!(letter.purpose, OutgoingPurpose::Acknowledgement | OutgoingPurpose::Notice);
        let by = Some(record.author()).filter(|by| *by != self.me.name);
        let draft = (is_persons && !may_have_gone).then(|| draft_of(letter, by, now));
        let (tag, effect) = self.commit(label, vec![change], false);
        self.outbox.recalling.extend(draft.map(|draft| (tag, draft)));
        vec![effect]
    }

    fn tell_gone(&mut self, now: Instant) -> Effects {
        self.info("That letter has left the outbox meanwhile", now);
        Effects::new()
    }

    /// Has a letter sent now, or tried again; one that perhaps went is asked about first.
    pub(crate) fn send_letter(&mut self, id: LedgerRecordId, now: Instant) -> Effects {
        match self.outgoing_letter(id).map(|(_, letter)| &letter.state) {
            None => self.tell_gone(now),
            Some(OutgoingState::Unsure { .. }) => {
                let question =
                    "Send it again? It was perhaps sent already: whoever gets it may get it twice.".to_owned();
                self.over(Confirm { question, then: ConfirmedEffect::SendLetter(id) });
                Effects::new()
            }
            Some(_) => self.send_letter_now(id, now),
        }
    }

    /// Has a letter sent now without asking.
    pub(crate) fn send_letter_now(&mut self, id: LedgerRecordId, now: Instant) -> Effects {
        let Some((record, letter)) = self.outgoing_letter(id) else { return self.tell_gone(now) };
        let Some(change) = send_letter_now(record) else { return self.tell_gone(now) };
        let label = format!("#{}: the letter goes now", letter.ticket);
        vec![self.commit(label, vec![change], false).1]
    }

    /// Says that a letter has gone, so that its ticket gets what it records.
    pub(crate) fn letter_was_sent(&mut self, id: LedgerRecordId, now: Instant) -> Effects {
        let Some((record, letter)) = self.outgoing_letter(id) else { return self.tell_gone(now) };
        let Some(changes) = letter_was_sent(record) else {
            let words = "That is for letters that were perhaps sent: nothing suggests that this one was";
            self.info(words, now);
            return Effects::new();
        };
        let label = format!("#{}: the letter is recorded as sent", letter.ticket);
        vec![self.commit(label, changes, false).1]
    }
}
