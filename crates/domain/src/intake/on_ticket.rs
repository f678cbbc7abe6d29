//! How somebody who writes stands to a ticket. A letter that cites a ticket may have been written by anybody to whom one of its
//! letters was passed on: what it cites says where it belongs, and never who wrote it.

use serde::{Deserialize, Serialize};

use crate::contract::Contract;
use crate::ledger::{Ledger, Organisation, Person, folded};
use crate::letter::{LetterHead, Mailbox};
use crate::ticket::event::{Message, MessageDirection};
use crate::ticket::{EventData, Record, Ticket, live};

/// How the sender of a letter stands to a ticket, as far as the desk knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SenderRole {
    /// The customer, somebody of the customer's organisation, or an address that the desk wrote to as the customer's.
    Customer,
    /// The vendor of the ticket's agreement.
    Vendor,
    /// Somebody of the desk.
    Desk,
    /// Somebody else whom a letter of the desk's or the customer's went to, or whose letter somebody joined to the ticket.
    Copied,
    /// Nobody that the ticket knows.
    Stranger,
}

/// Who wrote a letter on the customer's side of a ticket, where its address does not say so by itself. The store keeps it for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterWriter {
    /// The customer: somebody of the desk said so.
    Customer,
    /// Somebody else, whose word is not the customer's.
    Other,
}

/// A ticket and what is known of those who write on it.
#[derive(Clone, Copy, Debug)]
pub struct TicketParties<'a> {
    /// The ticket with its events.
    pub record: &'a Record,
    /// The people and organisations.
    pub ledger: &'a Ledger,
    /// The ticket's agreement, where it is loaded.
    pub contract: Option<&'a Contract>,
    /// The desk's own address; empty where it has none.
    pub own: &'a str,
}

impl<'a> TicketParties<'a> {
    /// Returns how an address stands to the ticket.
    pub fn role_of(&self, address: &str) -> SenderRole {
        if self.is_customers(address) {
            return SenderRole::Customer;
        }
        if self.is_vendors(address) {
            return SenderRole::Vendor;
        }
        if is_of_desk(address, self.own) {
            return SenderRole::Desk;
        }
        if self.is_copied(address) { SenderRole::Copied } else { SenderRole::Stranger }
    }

    /// Returns whether an address is the customer's: known as theirs, of their organisation, that of the letter which made the
    /// ticket, one that the desk wrote to as theirs, or one whose letter somebody took for theirs.
    pub fn is_customers(&self, address: &str) -> bool {
        is_customers_by_ledger(&self.record.ticket, self.ledger, address)
            || self.customer_mailboxes().iter().any(|mailbox| is_same(&mailbox.address, address))
    }

    /// Returns whether any address of the customer's is known.
    pub fn knows_customer(&self) -> bool {
        let ticket = &self.record.ticket;
        let person = self.ledger.person_of(ticket);
        person.is_some_and(|(_, person)| !person.addresses.is_empty())
            || ticket.customer.as_deref().is_some_and(|typed| typed.contains('@'))
            || !self.customer_mailboxes().is_empty()
    }

    /// Returns the customer's addresses that the letters of the ticket show, the surest first.
    pub fn customer_mailboxes(&self) -> Vec<&'a Mailbox> {
        let messages = self.messages();
        let first = messages.first().filter(|(place, message)| {
            is_in(message) && message.writer != Some(LetterWriter::Other) && self.came_with_the_report(*place)
        });
        let reported = first
            .and_then(|(_, message)| message.passed_on.as_ref().or_else(|| message.letter.as_ref()?.from.as_ref()));
        let written_to = messages.iter().filter(|(_, message)| message.direction == MessageDirection::Out);
        let written_to = written_to.filter_map(|(_, message)| message.letter.as_deref()).flat_map(|letter| &letter.to);
        let said =
            messages.iter().filter(|(_, message)| is_in(message) && message.writer == Some(LetterWriter::Customer));
        let said = said.filter_map(|(_, message)| message.letter.as_ref()?.from.as_ref());
        let all = reported.into_iter().chain(said).chain(written_to);
        all.filter(|mailbox| !is_of_desk(&mailbox.address, self.own)).collect()
    }

    /// Returns whether an address is the vendor's: of a domain that the agreement names, or of those who write and are written to in
    /// the vendor's thread.
    pub(crate) fn is_vendors(&self, address: &str) -> bool {
        let side = self.contract.map(|contract| &contract.vendor_side);
        let mut named = side
            .into_iter()
            .flat_map(|side| side.mail.iter().chain(side.contacts.iter().filter_map(|it| it.mail.as_ref())));
        let in_thread = self.messages().into_iter().filter_map(|(_, message)| {
            let letter = message.letter.as_deref()?;
            match message.direction {
                MessageDirection::VendorIn if message.writer != Some(LetterWriter::Other) => {
                    Some(letter.from.as_slice())
                }
                MessageDirection::VendorOut => Some(letter.to.as_slice()),
                MessageDirection::VendorIn | MessageDirection::In | MessageDirection::Out => None,
            }
        });
        named.any(|known| domain(known).is_some_and(|of| domain(address) == Some(of)))
            || in_thread.flatten().any(|mailbox| is_same(&mailbox.address, address))
    }

    /// Returns whether an event was entered with the ticket, as the letter is that made it.
    fn came_with_the_report(&self, place: usize) -> bool {
        let events = &self.record.events;
        let when = |event: &crate::ticket::Event| (event.happened, event.recorded);
        events.first().zip(events.get(place)).is_some_and(|(logged, event)| when(logged) == when(event))
    }

    fn is_copied(&self, address: &str) -> bool {
        self.messages().into_iter().any(|(_, message)| {
            let Some(letter) = message.letter.as_deref() else { return false };
            let is_from = || letter.from.as_ref().is_some_and(|from| is_same(&from.address, address));
            let is_to = || letter.to.iter().chain(&letter.cc).any(|to| is_same(&to.address, address));
            match message.direction {
                MessageDirection::Out | MessageDirection::VendorOut => is_to(),
                MessageDirection::In => is_from() || (self.is_customers_letter(message, letter) && is_to()),
                MessageDirection::VendorIn => is_from(),
            }
        })
    }

    /// Returns whether the customer's side wrote that letter.
    pub(crate) fn is_customers_letter(&self, message: &Message, letter: &LetterHead) -> bool {
        is_in(message)
            && message.writer != Some(LetterWriter::Other)
            && letter.from.as_ref().is_some_and(|from| self.is_customers(&from.address))
    }

    /// Returns the messages that stand, with their places.
    pub(crate) fn messages(&self) -> Vec<(usize, &'a Message)> {
        let stands = live(&self.record.events);
        let standing = self.record.events.iter().enumerate().filter(|(place, _)| stands[*place]);
        let message = |(place, event): (usize, &'a crate::ticket::Event)| match event.action() {
            Some(EventData::Message(message)) => Some((place, message)),
            _ => None,
        };
        standing.filter_map(message).collect()
    }
}

/// Returns whether an address is the customer's by what the ticket and the ledger alone say: the person's, as it was typed, or of
/// somebody of the customer's organisation.
pub fn is_customers_by_ledger(ticket: &Ticket, ledger: &Ledger, address: &str) -> bool {
    let person = ledger.person_of(ticket);
    let is_persons = person.is_some_and(|(_, person)| person.addresses.iter().any(|own| is_same(own, address)));
    let is_typed = ticket.customer.as_deref().is_some_and(|typed| {
        typed.split([' ', '<', '>', ',', ';']).any(|word| word.contains('@') && is_same(word, address))
    });
    is_persons || is_typed || is_of_organisation(ticket, ledger, address)
}

fn is_of_organisation(ticket: &Ticket, ledger: &Ledger, address: &str) -> bool {
    let Some((customers, _)) = ledger.organisation_of(ticket) else { return false };
    let of_person =
        ledger.party_with::<Person>(address).and_then(|(_, person)| ledger.organisation(person.organisation?));
    let of_domain = || -> Option<(_, &Organisation)> { ledger.organisation_of_address(address) };
    of_person.or_else(of_domain).is_some_and(|(id, _)| id == customers)
}

/// Returns whether an address is one of the desk's: its own, with or without what follows a plus, or of its domain.
fn is_of_desk(address: &str, own: &str) -> bool {
    domain(own).is_some_and(|of| domain(address) == Some(of))
}

fn is_in(message: &Message) -> bool {
    message.direction == MessageDirection::In
}

fn is_same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// Returns the domain of an address, in small letters.
pub(crate) fn domain(address: &str) -> Option<String> {
    address
        .rsplit_once('@')
        .map(|(_, domain)| domain.trim_end_matches('.').to_lowercase())
        .filter(|domain| !domain.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{LedgerFact, LedgerRecord, LedgerRecordId};
    use crate::sla::fixture::{TicketCase, built_in, reported};
    use crate::ticket::event::CustomerSet;
    use crate::ticket::{Event, TicketId};
    use crate::time::Instant;

    const OWN: &str = "desk@desk.example";
    const AT: &str = "2024-01-08 10:00";

    fn ledger() -> Ledger {
        let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
        let fjord =
            Organisation { names: texts(&["Fjord AS"]), domains: texts(&["fjord.example"]), ..Organisation::default() };
        let person = |name: &str, address: &str, organisation| Person {
            names: texts(&[name]),
            addresses: texts(&[address]),
            organisation,
            ..Person::default()
        };
        let of = |id: u64, fact| LedgerRecord {
            id: LedgerRecordId(id),
            revision: 0,
            at: Instant::from_secs(0),
            by: "anna".into(),
            first_by: None,
            fact: Some(fact),
        };
        [
            of(1, LedgerFact::Organisation(Box::new(fjord))),
            of(2, LedgerFact::Person(Box::new(person("Kari", "kari@fjord.example", Some(LedgerRecordId(1)))))),
            of(3, LedgerFact::Person(Box::new(person("Per", "per@home.example", Some(LedgerRecordId(1)))))),
            of(4, LedgerFact::Person(Box::new(person("Eva", "eva@evil.example", None)))),
        ]
        .into_iter()
        .collect()
    }

    fn case() -> TicketCase {
        reported(&built_in("markant"), ("standard", "critical"), "phone", "2024-01-08 09:00")
    }

    fn message(direction: MessageDirection, from: &str, to: &str, cc: &str) -> Message {
        let letter = LetterHead {
            from: Some(Mailbox::of(from)),
            to: vec![Mailbox::of(to)],
            cc: vec![Mailbox::of(cc)],
            ..LetterHead::default()
        };
        Message { direction, text: "Hei".into(), letter: Some(Box::new(letter)), ..Message::default() }
    }

    fn with(case: TicketCase, message: Message) -> TicketCase {
        case.then(AT, EventData::Message(message))
    }

    fn logged_with(message: Message) -> TicketCase {
        let mut case = case();
        case.events.push(Event { what: EventData::Message(message).into(), ..case.events[0].clone() });
        case
    }

    fn role(case: &TicketCase, address: &str) -> SenderRole {
        let record = Record::new(TicketId(7), case.events.clone()).unwrap();
        let mut contract = (*built_in("markant")).clone();
        contract.vendor_side.mail = Some("support@markant.example".into());
        TicketParties { record: &record, ledger: &ledger(), contract: Some(&contract), own: OWN }.role_of(address)
    }

    fn of_person(case: TicketCase, customer: &str, person: Option<u64>) -> TicketCase {
        let set = CustomerSet {
            customer: Some(customer.into()),
            person: person.map(LedgerRecordId),
            ..CustomerSet::default()
        };
        case.then(AT, EventData::CustomerSet(set))
    }

    #[test]
    fn who_is_on_a_ticket() {
        use MessageDirection::{In, Out, VendorIn, VendorOut};
        use SenderRole::{Copied, Customer, Desk, Stranger, Vendor};
        let kari = || of_person(case(), "Kari", Some(2));
        let other = |message: Message| Message { writer: Some(LetterWriter::Other), ..message };
        let from_bo = || message(In, "bo@evil.example", OWN, "cara@evil.example");
        let cases = [
            ("the person", kari(), "Kari@fjord.example", Customer),
            ("their organisation by its domain", kari(), "ola@fjord.example", Customer),
            ("a domain below it", kari(), "ola@no.fjord.example", Customer),
            ("a person of it elsewhere", kari(), "per@home.example", Customer),
            ("another person", kari(), "eva@evil.example", Stranger),
            ("a domain that ends alike", kari(), "kari@notfjord.example", Stranger),
            ("an address in another's name", kari(), "kari@fjord.example@evil.example", Stranger),
            ("an address that was typed", of_person(case(), "Kari <kari@x.example>", None), "kari@x.example", Customer),
            ("a name that was typed", of_person(case(), "kari", None), "kari", Stranger),
            ("the letter that made it", logged_with(from_bo()), "bo@evil.example", Customer),
            ("a copy of that", logged_with(from_bo()), "cara@evil.example", Copied),
            ("a letter that came later", with(kari(), from_bo()), "bo@evil.example", Copied),
            ("a copy of a stranger's letter", with(kari(), other(from_bo())), "cara@evil.example", Stranger),
            (
                "to whom the desk wrote",
                with(kari(), message(Out, OWN, "u@x.example", "v@x.example")),
                "u@x.example",
                Customer,
            ),
            ("who had a copy", with(kari(), message(Out, OWN, "u@x.example", "v@x.example")), "v@x.example", Copied),
            ("the vendor of the agreement", kari(), "support@markant.example", Vendor),
            ("a colleague of that", kari(), "per@markant.example", Vendor),
            (
                "written to as the vendor",
                with(kari(), message(VendorOut, OWN, "a@v.example", "b@w.example")),
                "a@v.example",
                Vendor,
            ),
            (
                "a copy of that",
                with(kari(), message(VendorOut, OWN, "a@v.example", "b@w.example")),
                "b@w.example",
                Copied,
            ),
            ("joined as the vendor's", with(kari(), message(VendorIn, "a@v.example", OWN, OWN)), "a@v.example", Vendor),
            (
                "added to the vendor's thread by somebody else",
                with(kari(), other(message(VendorIn, "a@v.example", OWN, OWN))),
                "a@v.example",
                Copied,
            ),
            ("the desk", kari(), "anna@desk.example", Desk),
            ("nobody", kari(), "", Stranger),
        ];
        for (what, case, address, wanted) in cases {
            assert_eq!(role(&case, address), wanted, "{what}");
        }
        let said = Message { writer: Some(LetterWriter::Customer), ..from_bo() };
        assert_eq!(role(&with(kari(), said), "bo@evil.example"), Customer, "somebody said so");
        let passed_on = Message {
            passed_on: Some(Mailbox::of("kari@y.example")),
            ..message(In, "anna@desk.example", OWN, "x@y.example")
        };
        assert_eq!(role(&logged_with(passed_on.clone()), "kari@y.example"), Customer, "passed on by the desk");
        assert_eq!(role(&logged_with(passed_on), "anna@desk.example"), Desk);
    }
}
