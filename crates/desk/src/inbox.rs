//! What people do with a letter of the inbox, as the changes that a request has: all of them, or none.

use frist_domain::contract::Book;
use frist_domain::intake::{IntakeDefaults, TicketTerms, message_of, reporter, terms_for};
use frist_domain::ledger::{
    InboxLetter, InboxReason, Ledger, LedgerFact, LedgerRecord, LedgerRecordId, LetterOutcome, LetterRule, SenderRule,
};
use frist_domain::ticket::event::MessageDirection;
use frist_domain::ticket::{EventData, NewTicket, Record, Ticket, TicketId, live};
use frist_domain::time::Instant;

use super::{Change, WaitingLetter};
use crate::intake::new_ticket;

impl WaitingLetter {
    /// Returns the changes that make a ticket of it; `new` is what was chosen for it. The report's time is the letter's.
    pub fn take(&self, new: NewTicket) -> Vec<Change> {
        let message = message_of(&self.letter, MessageDirection::In, false);
        let new = NewTicket { reported: Some(self.letter.received), letter: Some(Box::new(message)), ..new };
        vec![Change::New(Box::new(new)), self.settled(LetterOutcome::Taken(TicketId(0)))]
    }

    /// Returns the changes that make the ticket of it that follows from its sender or the settings, as though it had come in
    /// verified.
    ///
    /// # Errors
    ///
    /// What does not follow and is still to be chosen.
    pub fn take_as_follows(
        &self,
        of: (&Ledger, &Book),
        defaults: &IntakeDefaults,
    ) -> Result<(Vec<Change>, TicketTerms), InboxReason> {
        let who = reporter(of.0, self.letter.customer());
        let terms = terms_for(&who, of, defaults, self.letter.received)?;
        Ok((self.take(new_ticket(&self.letter, &who, &terms)), terms))
    }

    /// Returns the changes that add it to a ticket, as from the customer or from the vendor.
    pub fn join(&self, ticket: &Ticket, from_vendor: bool) -> Vec<Change> {
        self.added(ticket.id, self.letter.received.max(ticket.reported()), from_vendor)
    }

    /// Returns the changes that add it to a ticket of which only the number is known. They are refused where the letter was
    /// received before the ticket was reported.
    pub fn join_by_number(&self, ticket: TicketId) -> Vec<Change> {
        self.added(ticket, self.letter.received, false)
    }

    fn added(&self, ticket: TicketId, happened: Instant, from_vendor: bool) -> Vec<Change> {
        let direction = if from_vendor { MessageDirection::VendorIn } else { MessageDirection::In };
        let what = EventData::Message(message_of(&self.letter, direction, !self.letter.head.verdict.counts()));
        let added = Change::Add { ticket, revision: None, happened: Some(happened), what: Box::new(what) };
        vec![added, self.settled(LetterOutcome::Joined(ticket))]
    }

    /// Returns the change by which nothing comes of it.
    pub fn drop_it(&self) -> Change {
        self.settled(LetterOutcome::Dropped)
    }

    /// Returns the changes that block its sender too; the rule alone where it names no sender.
    pub fn block(&self, ledger: &Ledger) -> Vec<Change> {
        let sender = self.letter.head.from.as_ref().map(|from| from.address.as_str());
        let rule = sender.and_then(|sender| rule_of_sender(ledger, sender, LetterRule::Block));
        std::iter::once(self.settled(LetterOutcome::Blocked)).chain(rule).collect()
    }

    fn settled(&self, outcome: LetterOutcome) -> Change {
        let letter = InboxLetter { outcome: Some(outcome), ..self.letter.clone() };
        let fact = Some(Box::new(LedgerFact::Letter(Box::new(letter))));
        Change::Enter { entry: Some(self.id), revision: Some(self.revision), fact }
    }
}

/// Returns the changes that bring a letter back into the inbox; `ticket` is the one that it came to, if it came to one. A ticket
/// that was made of it is withdrawn, and what was added to one is retracted. None if it is no letter that something became of.
pub fn bring_back(entry: &LedgerRecord, ticket: Option<&Record>) -> Option<Vec<Change>> {
    let letter = entry.fact.as_ref()?.letter()?;
    let outcome = letter.outcome?;
    let event = ticket.and_then(|record| {
        if matches!(outcome, LetterOutcome::Taken(_)) {
            return (!record.ticket.withdrawn).then_some(0);
        }
        let stands = live(&record.events);
        let is_it = |(place, event): &(usize, &frist_domain::ticket::Event)| match event.action() {
            Some(EventData::Message(message)) => stands[*place] && message.letter.as_deref() == Some(&letter.head),
            _ => false,
        };
        record.events.iter().enumerate().rfind(is_it).map(|(place, _)| place as u32)
    });
    let retracted = ticket.zip(event).map(|(record, event)| Change::Retract { ticket: record.ticket.id, event });
    let fact = LedgerFact::Letter(Box::new(InboxLetter { outcome: None, ..letter.clone() }));
    let back = Change::Enter { entry: Some(entry.id), revision: Some(entry.revision), fact: Some(Box::new(fact)) };
    Some(retracted.into_iter().chain([back]).collect())
}

/// Returns the change by which letters of that sender, an address or a domain with `@` before it, are always taken in or blocked
/// from now on; none where that holds already.
pub fn rule_of_sender(ledger: &Ledger, sender: &str, rule: LetterRule) -> Option<Change> {
    let sender = sender.to_lowercase();
    let known = ledger.sender_rules().find(|(_, known)| known.sender == sender);
    if known.is_some_and(|(_, known)| known.rule == rule) {
        return None;
    }
    let entry: Option<LedgerRecordId> = known.map(|(id, _)| id);
    let fact = Some(Box::new(LedgerFact::SenderRule(SenderRule { sender, rule })));
    Some(Change::Enter { entry, revision: None, fact })
}
