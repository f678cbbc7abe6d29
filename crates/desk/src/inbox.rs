//! What people do with a letter of the inbox, as the changes that a request has: all of them, or none.

use frist_domain::contract::Book;
use frist_domain::intake::{
    IntakeDefaults, LetterWriter, TicketTerms, is_customers_by_ledger, message_of, reporter, terms_for,
};
use frist_domain::ledger::{
    InboxLetter, InboxReason, Ledger, LedgerFact, LedgerRecord, LedgerRecordId, LetterOutcome, LetterRule, SenderRule,
};
use frist_domain::ticket::event::{Message, MessageDirection};
use frist_domain::ticket::{EventData, NewTicket, Record, Ticket, TicketId, live};
use frist_domain::time::Instant;

use super::{Change, WaitingLetter};
use crate::intake::new_ticket;

/// As whose letter one of the inbox is added to a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JoinedAs {
    /// As the customer's, which its address says or nothing speaks against.
    Known,
    /// As the customer's, since somebody says so: they may write from that address from now on.
    Customer,
    /// As somebody else's: it ends no waiting for the customer.
    Other,
    /// As the vendor's.
    Vendor,
}

impl WaitingLetter {
    /// Returns the changes that make a ticket of it; `new` is what was chosen for it. The report's time is the letter's.
    pub fn take(&self, new: NewTicket) -> Vec<Change> {
        let message = message_of(&self.letter, MessageDirection::In, false);
        let new = NewTicket { reported: Some(self.letter.received), letter: Some(Box::new(message)), ..new };
        vec![Change::New(Box::new(new)), self.settled(LetterOutcome::Taken(TicketId(0)))]
    }

    /// Returns the same changes, with which nobody is told by letter that it came.
    pub fn take_unacknowledged(&self, new: NewTicket) -> Vec<Change> {
        let letter = InboxLetter { left_unacknowledged: true, ..self.letter.clone() };
        Self { letter, ..self.clone() }.take(new)
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

    /// Returns the changes that add it to a ticket.
    pub fn join(&self, ticket: &Ticket, writer: JoinedAs) -> Vec<Change> {
        self.added(ticket.id, self.letter.received.max(ticket.reported()), writer)
    }

    /// Returns as whose letter it is added to that ticket where nobody says: the intake has found whether its sender is on the
    /// ticket that it names; of another ticket, what ticket and ledger say of the customer decides. Where no address of theirs is
    /// known there, the letter is taken for theirs.
    pub fn writer_on(&self, ticket: &Ticket, ledger: &Ledger) -> JoinedAs {
        let Some(from) = self.letter.customer() else { return JoinedAs::Other };
        if is_customers_by_ledger(ticket, ledger, &from.address) {
            return JoinedAs::Known;
        }
        let is_known = ledger.person_of(ticket).is_some_and(|(_, person)| !person.addresses.is_empty());
        if is_known || self.is_strangers_on(ticket.id) { JoinedAs::Other } else { JoinedAs::Known }
    }

    fn is_strangers_on(&self, ticket: TicketId) -> bool {
        self.letter.is_strangers && self.letter.like == Some(ticket)
    }

    /// Returns the changes that add it to a ticket of which only the number is known. They are refused where the letter was
    /// received before the ticket was reported.
    pub fn join_by_number(&self, ticket: TicketId) -> Vec<Change> {
        let writer = if self.is_strangers_on(ticket) { JoinedAs::Other } else { JoinedAs::Known };
        self.added(ticket, self.letter.received, writer)
    }

    fn added(&self, ticket: TicketId, happened: Instant, writer: JoinedAs) -> Vec<Change> {
        let is_vendors = writer == JoinedAs::Vendor;
        let direction = if is_vendors { MessageDirection::VendorIn } else { MessageDirection::In };
        let keeps_waiting = writer == JoinedAs::Other || !self.letter.head.verdict.counts();
        let writer = match writer {
            JoinedAs::Customer => Some(LetterWriter::Customer),
            JoinedAs::Other => Some(LetterWriter::Other),
            JoinedAs::Known | JoinedAs::Vendor => None,
        };
        let what = EventData::Message(Message { writer, ..message_of(&self.letter, direction, keeps_waiting) });
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
    let fact =
        LedgerFact::Letter(Box::new(InboxLetter { outcome: None, left_unacknowledged: false, ..letter.clone() }));
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
