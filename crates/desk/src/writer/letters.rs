//! Checks what becomes of letters in the outbox. The desk itself gives them sender, Message-ID, references and the time for
//! which they are held; people write them, recall them and have them tried again, and nothing else.

use std::sync::{Arc, PoisonError};

use uuid::Uuid;

use frist_domain::ledger::{LedgerFact, LedgerRecord, Outgoing, OutgoingPurpose, OutgoingState};
use frist_domain::letter::Mailbox;
pub(crate) use frist_domain::reply::check_letter;
use frist_domain::reply::{Correspondent, references};
use frist_domain::ticket::Record;
use frist_domain::time::Instant;
use frist_letter::ApartLetter;

use super::super::mail::MailInForce;
use super::{Change, DraftCommit, Problem};

impl DraftCommit<'_> {
    /// Returns what is entered where somebody asks for `fact` in the place of `standing`.
    pub(super) fn letter_to_enter(
        &self,
        standing: Option<&LedgerRecord>,
        fact: Option<LedgerFact>,
    ) -> Result<Option<LedgerFact>, Problem> {
        let was = standing.and_then(|standing| standing.fact.as_ref()?.outgoing());
        match (was, fact) {
            (Some(was), None) => self.check_removing(was).map(|()| None),
            (Some(was), Some(LedgerFact::Outgoing(is))) => {
                self.other_state(was, *is).map(|letter| Some(LedgerFact::Outgoing(Box::new(letter))))
            }
            (None, Some(LedgerFact::Outgoing(_))) if standing.is_some() => {
                Err(Problem::refused("that letter has gone or was recalled", "write it again with frist reply"))
            }
            (None, Some(LedgerFact::Outgoing(letter))) => {
                self.completed_letter(*letter).map(|letter| Some(LedgerFact::Outgoing(Box::new(letter))))
            }
            (_, fact) => Ok(fact),
        }
    }

    fn check_removing(&self, was: &Outgoing) -> Result<(), Problem> {
        if !self.is_mail && matches!(was.state, OutgoingState::Going { .. }) {
            return Err(is_going());
        }
        Ok(())
    }

    /// Returns the letter in another state. People can only have it tried again, now.
    fn other_state(&self, was: &Outgoing, is: Outgoing) -> Result<Outgoing, Problem> {
        if self.is_mail {
            return Ok(is);
        }
        if (Outgoing { state: was.state.clone(), ..is.clone() }) != *was {
            let hint = "recall it (frist outbox recall) and write it again";
            return Err(Problem::refused("a letter in the outbox is not changed", hint));
        }
        match (&was.state, &is.state) {
            (OutgoingState::Going { .. }, _) => Err(is_going()),
            (OutgoingState::Unrecorded { .. }, _) => {
                Err(Problem::refused("that letter has gone", "frist outbox recall takes it off the list"))
            }
            (_, OutgoingState::Held { .. }) => {
                let may_be_there = matches!(was.state, OutgoingState::Unsure { .. });
                let state = OutgoingState::Held { until: self.now };
                Ok(Outgoing { state, perhaps_twice: was.perhaps_twice || may_be_there, ..was.clone() })
            }
            _ => Err(Problem::refused("a letter in the outbox is not changed", "recall it, or try it again")),
        }
    }

    /// Returns a new letter with what the desk itself gives it.
    fn completed_letter(&self, letter: Outgoing) -> Result<Outgoing, Problem> {
        if letter.purpose.is_automatic() && !self.is_mail {
            return Err(Problem::refused("the desk writes that letter by itself", "write an answer (frist reply)"));
        }
        let mail = Arc::clone(&self.writer.mail.lock().unwrap_or_else(PoisonError::into_inner));
        let record = self.record(letter.ticket)?;
        if let Some(into) = record.ticket.merged.filter(|_| !self.is_mail) {
            let message = format!("#{} was merged into #{into}", letter.ticket);
            return Err(Problem::refused(message, format!("write on #{into} (frist reply {into})")));
        }
        for what in &letter.then {
            let change =
                Change::Add { ticket: letter.ticket, revision: None, happened: None, what: Box::new(what.clone()) };
            self.permit(&change, Some(&record), None)?;
        }
        let letter = signed(letter, &record, &mail, self.now)?;
        check_letter(&letter, &record, self.contract_of(&record.ticket).as_deref(), self.now)?;
        Ok(letter)
    }
}

fn is_going() -> Problem {
    Problem::refused("that letter is going just now", "frist outbox shows what becomes of it")
}

fn signed(mut letter: Outgoing, record: &Record, mail: &MailInForce, now: Instant) -> Result<Outgoing, Problem> {
    let sender = mail.sender()?;
    let domain = sender.address.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    let head = &mut letter.head;
    head.message_id = Some(sender.secret.message_id(letter.ticket, &Uuid::new_v4().simple().to_string(), domain));
    head.from = Some(Mailbox::of(sender.address));
    head.reply_to = sender.secret.plus_address(sender.address, letter.ticket).map(Mailbox::of);
    if letter.purpose == OutgoingPurpose::Notice {
        // An answer to it must not land on the ticket as though it were the customer's.
        let random = Uuid::new_v4().simple().to_string();
        (head.message_id, head.reply_to) = (Some(sender.secret.apart_id(ApartLetter::Notice, &random, domain)), None);
    }
    head.references = match letter.purpose {
        OutgoingPurpose::Reply | OutgoingPurpose::Acknowledgement => {
            references(&record.events, Correspondent::Customer)
        }
        OutgoingPurpose::Vendor => references(&record.events, Correspondent::Vendor),
        OutgoingPurpose::Forward | OutgoingPurpose::Notice => Vec::new(),
    };
    let hold = if letter.purpose.is_automatic() { 0 } else { mail.settings.hold.as_secs() };
    letter.state = OutgoingState::Held { until: now.plus(hold.cast_signed()) };
    (letter.tries, letter.perhaps_twice) = (0, false);
    Ok(letter)
}

/// Refuses to bring back a letter that has gone or was recalled: it could go a second time.
pub(super) fn check_restoring(found: &LedgerRecord) -> Result<(), Problem> {
    if found.fact.as_ref().is_some_and(|fact| fact.outgoing().is_some()) {
        let hint = "write it again with frist reply";
        return Err(Problem::refused("a letter that has left the outbox does not come back", hint));
    }
    Ok(())
}
