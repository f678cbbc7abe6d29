//! To whom the letter goes: filled in from the ticket until somebody types another address, and completed by the people that
//! the desk knows.

use crate::domain::ledger::{Ledger, Party as _};
use crate::domain::letter::{Mailbox, last_part, mailboxes_in_line};
use crate::domain::reply::{Receivers, asks_in_words, receivers, subject};
use crate::tui::text::capital;

use super::{Composer, LetterField, LetterKind};

/// The most addresses that are proposed.
const MOST: usize = 4;

/// What was filled in by itself: where it still stands, nobody has typed anything else.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Filled {
    to: String,
    cc: String,
    subject: String,
    /// Where the letter that is answered asks for answers, which does not get them.
    asks_for: Option<Mailbox>,
    /// Why nobody could be filled in.
    no_address: Option<String>,
}

impl Composer {
    /// Fills in to whom it goes and its subject, where nobody has typed that.
    pub fn fill_in(&mut self, ledger: &Ledger) {
        let Some(record) = &self.record else { return };
        let (with, all) = (self.kind.with(), self.kind == LetterKind::All);
        let found = match self.kind {
            LetterKind::Forward => Ok(Receivers::default()),
            _ => receivers(record, (ledger, self.contract.as_deref()), with, all, &self.own),
        };
        let (found, no_address) = match found {
            Ok(found) => (found, None),
            Err(problem) => (Receivers::default(), Some(problem.message)),
        };
        let prefix = if self.kind == LetterKind::Forward { "Fwd: " } else { "Re: " };
        let now = Filled {
            to: mailboxes_in_line(&found.to),
            cc: mailboxes_in_line(&found.cc),
            subject: subject(record, with, prefix),
            asks_for: found.asks_for,
            no_address,
        };
        let before = std::mem::replace(&mut self.filled, now.clone());
        for (line, was, is) in [
            (&mut self.to, before.to, now.to),
            (&mut self.cc, before.cc, now.cc),
            (&mut self.subject, before.subject, now.subject),
        ] {
            if line.value() == was && was != is {
                *line = is.into();
            }
        }
        if self.to.value().is_empty() && self.filled.no_address.is_some() && !self.is_written() {
            self.focus = LetterField::To;
        }
    }

    /// Says that the letter which is answered asks for answers elsewhere, while it goes to whom was filled in.
    pub fn asks_for(&self) -> Option<String> {
        let asked = self.filled.asks_for.as_ref().filter(|_| self.to.value() == self.filled.to)?;
        Some(capital(&asks_in_words(asked)))
    }

    /// Returns whether somebody has typed to whom it goes, who else gets it, or its subject.
    pub(super) fn is_addressed_by_hand(&self) -> bool {
        let Filled { to, cc, subject, .. } = &self.filled;
        [(&self.to, to), (&self.cc, cc), (&self.subject, subject)].iter().any(|(line, filled)| line.value() != **filled)
    }

    /// Returns whether its subject is the one that was filled in.
    pub(super) fn has_filled_subject(&self) -> bool {
        self.subject.value() == self.filled.subject
    }

    /// Says why it goes to nobody.
    pub fn no_address(&self) -> String {
        match &self.filled.no_address {
            _ if self.kind == LetterKind::Forward => "Type to whom it is passed on: a name or an address".to_owned(),
            Some(why) => format!("{}; type a name or an address", capital(why)),
            None => "The letter goes to nobody; type a name or an address".to_owned(),
        }
    }

    /// Returns the words in an empty line of whom it goes to.
    pub fn to_placeholder(&self) -> String {
        if self.kind == LetterKind::Forward { "a name or an address".to_owned() } else { self.no_address() }
    }

    /// Follows what is typed as an address: who may be meant. Nobody is proposed for an address that is whole.
    pub fn follow_people(&mut self, ledger: &Ledger) {
        let typed = match self.focus {
            LetterField::To => self.to.value(),
            LetterField::Cc => self.cc.value(),
            _ => "",
        };
        let part = match typed[last_part(typed)..].trim() {
            "" if typed.trim().is_empty() => self.customer_without_address().unwrap_or_default(),
            part => part,
        };
        let known = ledger.people_proposed(part, MOST).into_iter();
        let mailboxes = known.flat_map(|(_, person)| {
            let name = person.name().to_owned();
            person.addresses.iter().map(move |address| Mailbox { name: Some(name.clone()), address: address.clone() })
        });
        self.proposed = mailboxes.filter(|mailbox| mailbox.address != part).take(MOST).collect();
    }

    /// Returns the customer's name as it was typed on the ticket, where no address of theirs is known: somebody of that name
    /// may be meant.
    fn customer_without_address(&self) -> Option<&str> {
        let is_answer = matches!(self.kind, LetterKind::Customer | LetterKind::All);
        let ticket = self.record.as_ref().filter(|_| is_answer && self.focus == LetterField::To)?;
        ticket.ticket.customer.as_deref().filter(|_| self.filled.no_address.is_some())
    }

    /// Takes the first of those who are proposed. Returns whether there was one.
    pub fn take_proposed(&mut self) -> bool {
        let Some(mailbox) = self.proposed.first() else { return false };
        let line = if self.focus == LetterField::Cc { &mut self.cc } else { &mut self.to };
        let typed = line.value();
        let before = typed[..last_part(typed)].trim_end();
        let blank = if before.is_empty() { "" } else { " " };
        *line = format!("{before}{blank}{}, ", mailbox.in_line()).into();
        self.proposed.clear();
        true
    }
}
