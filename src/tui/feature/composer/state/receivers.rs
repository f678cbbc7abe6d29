//! To whom the letter goes: filled in from the ticket until somebody types another address, and completed by the people that
//! the desk knows.

use crate::domain::ledger::{Ledger, Party as _, Person};
use crate::domain::letter::{Mailbox, last_part, mailboxes_in_line, read_mailboxes};
use crate::domain::reply::{Receivers, asks_in_words, receivers, subject};
use crate::tui::text::{capital, clean};

use super::{Composer, LetterField, LetterKind};

/// The most addresses that are proposed.
const MOST: usize = 4;

/// What was filled in by itself: where it still stands, nobody has typed anything else.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Filled {
    pub(super) to: String,
    pub(super) cc: String,
    pub(super) subject: String,
    /// Where the letter that is answered asks for answers, which does not get them.
    asks_for: Option<Mailbox>,
    /// Why nobody could be filled in.
    no_address: Option<String>,
}

impl Filled {
    /// Returns what stands behind a head that was typed before and is back: where it goes to somebody, copies that it has not
    /// were taken off by hand, and are not filled in again.
    pub(super) fn behind(to: &str) -> Self {
        let cc = if to.trim().is_empty() { String::new() } else { "taken off".to_owned() };
        Self { cc, ..Self::default() }
    }
}

/// An address that is proposed, with what tells it from others of the same name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ProposedAddress {
    /// The address.
    pub(crate) mailbox: Mailbox,
    /// Whose it is besides: the organisation, or that it is the vendor's.
    pub(crate) of: Option<String>,
}

impl ProposedAddress {
    /// Returns name, address and whose it is: `Kari Nord <kari@acme.example>, Acme AS`.
    pub(crate) fn in_words(&self) -> String {
        let of = self.of.as_ref().map_or_else(String::new, |of| format!(", {of}"));
        clean(&format!("{}{of}", self.mailbox.in_words())).into_owned()
    }
}

/// The addresses that are proposed, and which of them is selected.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct ProposedAddresses {
    found: Vec<ProposedAddress>,
    selected: usize,
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
    }

    /// Begins where something is missing: with the address where none is known. Only when the letter is opened, as the keys are
    /// the writer's from then on.
    pub(in crate::tui::feature::composer) fn begin_at_missing(&mut self) {
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
            || !self.heads_typed().is_empty()
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

    /// Says what is wrong with what a field has, to stand below it: what sending has found, else what is no address although
    /// nobody types there any more.
    pub(crate) fn wrong_at(&self, field: LetterField) -> Option<String> {
        if let Some(wrong) = self.wrong.as_ref().filter(|wrong| wrong.field == Some(field)) {
            return Some(wrong.words.clone());
        }
        let line = match field {
            LetterField::Files => return self.path.wrong.clone(),
            _ if self.focus == field => return None,
            LetterField::To => &self.to,
            LetterField::Cc => &self.cc,
            _ => return None,
        };
        read_mailboxes(line.value()).err().map(|problem| problem.to_string())
    }

    /// Returns who is proposed for the address that is typed, the likeliest first.
    pub(crate) fn proposed(&self) -> &[ProposedAddress] {
        &self.proposed.found
    }

    /// Returns the place of the selected one of them.
    pub(crate) const fn selected_proposal(&self) -> usize {
        self.proposed.selected
    }

    /// Selects the next of those who are proposed, or the one before. Returns whether there is one.
    pub(in crate::tui::feature::composer) fn step_proposed(&mut self, forward: bool) -> bool {
        let selected = self.proposed.selected;
        let next = if forward { Some(selected + 1) } else { selected.checked_sub(1) };
        let there = next.filter(|next| *next < self.proposed.found.len());
        self.proposed.selected = there.unwrap_or(selected);
        there.is_some()
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
        let people = known.flat_map(|(_, person)| addresses_of(ledger, person));
        let vendor = self.vendor_proposed(part).into_iter();
        let found: Vec<_> = vendor.chain(people).filter(|found| found.mailbox.address != part).take(MOST).collect();
        if found != self.proposed.found {
            self.proposed = ProposedAddresses { found, selected: 0 };
        }
    }

    /// Returns the vendor with whom letters of other tickets were written, where the letter goes to them and what is typed may
    /// mean them.
    fn vendor_proposed(&self, part: &str) -> Option<ProposedAddress> {
        let mailbox = self.vendor_address.clone()?;
        let is_asked = self.kind == LetterKind::Vendor && self.focus == LetterField::To;
        let fits = mailbox.in_words().to_lowercase().contains(&part.to_lowercase());
        let is_there = self.to.value().contains(&mailbox.address);
        let of = Some("written to before".to_owned());
        (is_asked && fits && !is_there).then_some(ProposedAddress { mailbox, of })
    }

    /// Returns the contract whose vendor's address is to be looked for in letters of other tickets, once, where none is known.
    pub(in crate::tui::feature::composer) fn vendor_to_look_for(&mut self) -> Option<String> {
        let is_unknown = self.kind == LetterKind::Vendor && self.filled.no_address.is_some();
        let record = self.record.as_ref().filter(|_| is_unknown && !self.asked_for_vendor)?;
        self.asked_for_vendor = true;
        Some(record.ticket.contract.clone())
    }

    /// Proposes that address of the vendor.
    pub(in crate::tui::feature::composer) fn propose_vendor(&mut self, found: Option<Mailbox>) {
        self.vendor_address = found;
    }

    /// Returns the customer's name as it was typed on the ticket, where no address of theirs is known: somebody of that name
    /// may be meant.
    fn customer_without_address(&self) -> Option<&str> {
        let is_answer = matches!(self.kind, LetterKind::Customer | LetterKind::All);
        let ticket = self.record.as_ref().filter(|_| is_answer && self.focus == LetterField::To)?;
        ticket.ticket.customer.as_deref().filter(|_| self.filled.no_address.is_some())
    }

    /// Takes the selected one of those who are proposed. Returns whether there was one.
    pub fn take_proposed(&mut self) -> bool {
        let Some(proposed) = self.proposed.found.get(self.proposed.selected) else { return false };
        let line = if self.focus == LetterField::Cc { &mut self.cc } else { &mut self.to };
        let typed = line.value();
        let before = typed[..last_part(typed)].trim_end();
        let blank = if before.is_empty() { "" } else { " " };
        *line = format!("{before}{blank}{}, ", proposed.mailbox.in_line()).into();
        self.proposed = ProposedAddresses::default();
        true
    }
}

/// Returns the addresses of a person, with the organisation that they belong to.
fn addresses_of(ledger: &Ledger, person: &Person) -> Vec<ProposedAddress> {
    let of = person.organisation.and_then(|id| ledger.organisation(id)).map(|(_, it)| it.name().to_owned());
    let name = person.name().to_owned();
    let mailbox = |address: &String| Mailbox { name: Some(name.clone()), address: address.clone() };
    person.addresses.iter().map(|address| ProposedAddress { mailbox: mailbox(address), of: of.clone() }).collect()
}
