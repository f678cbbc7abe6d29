//! Looks up what the store has that decides about a letter: whether it is there already, the tickets that it names, and how they
//! stand to it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use frist_domain::contract::Contract;
use frist_domain::intake::{
    SenderRole, ThreadClues, TicketClue, TicketParties, TicketStand, bare_subject, tickets_named,
};
use frist_domain::ledger::{LetterOutcome, MOST_LETTER_FILES};
use frist_domain::letter::{LetterHead, LetterKey, Mailbox, TEXT_IN_EVENT, Trust};
use frist_domain::reply::Correspondent;
use frist_domain::ticket::event::{Message, MessageDirection};
use frist_domain::ticket::{Event, EventData, Record, Ticket, TicketId, check_room};
use frist_domain::time::{ClockKind, Instant, Span};
use frist_letter::{Judged, Letter, MarkedThread, Secret};
use frist_store::{LetterHome, LetterPlace};

use crate::local::LocalDesk;
use crate::{Desk as _, Problem};

/// The seconds within which the same sender and the same subject may be about the same.
const ALIKE_WITHIN: i64 = 14 * 86_400;

/// The most tickets that one is followed through to where it goes on.
const MOST_MERGED: usize = 1_000;

/// About how many bytes a file has in the event of its letter.
const ABOUT_A_FILE: usize = 400;

/// A ticket that a letter names, and how it stands to it.
pub(super) struct NamedTicket {
    pub(super) record: Record,
    /// The ticket that the letter itself names, where that was merged into this one.
    pub(super) came_for: Option<TicketId>,
    pub(super) clue: TicketClue,
    /// How the letter's sender stands to it.
    pub(super) role: SenderRole,
    pub(super) stand: TicketStand,
    /// Whether the letter is the vendor's, or goes on what was written between the desk and the vendor.
    pub(super) is_vendors: bool,
    /// The vendor's number of the case that the vendor's letter names, where the ticket has none yet.
    pub(super) vendor_case: Option<String>,
}

/// What is looked up for letters.
pub(super) struct LookUp<'a> {
    pub(super) desk: &'a LocalDesk,
    pub(super) reopen_business_days: u32,
    pub(super) secret: Option<&'a Secret>,
    /// The desk's own address; empty where it has none.
    pub(super) own: &'a str,
}

impl LookUp<'_> {
    /// Returns whether that very letter is in the store: the same Message-ID, or without one the same bytes, the same body, and the
    /// same sender. A letter of the desk's own that has come back is one that it has. One that is proved now and was not when it came
    /// before is another: nobody may take a letter's place by sending it first.
    pub(super) fn has(&self, key: LetterKey, letter: &Letter, trust: Trust) -> Result<bool, Problem> {
        let body = letter.body_hash.half();
        for place in self.desk.reader.letter(key)? {
            if place.is_own() || (place.body == body && self.is_same(&place, key, letter, trust)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns the ticket that was made of that letter, if one was.
    pub(super) fn made_of(&self, key: LetterKey) -> Result<Option<TicketId>, Problem> {
        let is_it = |message: &Message| {
            message.letter.as_ref().and_then(|head| head.stored()).is_some_and(|stored| stored.key == key)
        };
        for place in self.desk.reader.letter(key)? {
            let LetterHome::Ticket(id) = place.home else { continue };
            let Some(record) = self.desk.stored(id)? else { continue };
            let first = record.events.iter().find_map(|event| match event.action() {
                Some(EventData::Message(message)) => Some(message),
                _ => None,
            });
            if first.is_some_and(|message| message.direction == MessageDirection::In && is_it(message)) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Returns whether what stands there is as good as this letter: from the same sender, and no less proved.
    fn is_same(&self, place: &LetterPlace, key: LetterKey, letter: &Letter, trust: Trust) -> Result<bool, Problem> {
        let sender = |head: &LetterHead| head.from.as_ref().map(|from| from.address.to_lowercase());
        let own = letter.from.as_ref().map(|from| from.address.to_lowercase());
        let is_it = |head: &LetterHead| head.stored().is_some_and(|stored| stored.key == key);
        let stands_for = |head: &LetterHead, is_taken: bool| {
            sender(head) == own && (is_taken || trust != Trust::Verified || head.trust == Trust::Verified)
        };
        match place.home {
            LetterHome::Ticket(id) => {
                let Some(record) = self.desk.stored(id)? else { return Ok(true) };
                let mut heads = record.events.iter().filter_map(|event| match event.action() {
                    Some(EventData::Message(message)) => message.letter.as_deref(),
                    _ => None,
                });
                // What is no message is a report that a letter did not arrive: that has no sender.
                let mut found = heads.clone().filter(|head| is_it(head)).peekable();
                Ok(found.peek().is_none() || heads.any(|head| is_it(head) && stands_for(head, true)))
            }
            LetterHome::Record(id) => {
                let ledger = self.desk.ledger();
                let Some(known) = ledger.get(id).and_then(|record| record.fact.as_ref()?.letter()) else {
                    return Ok(true);
                };
                Ok(stands_for(&known.head, known.outcome.and_then(LetterOutcome::ticket).is_some()))
            }
        }
    }

    /// Returns the ticket that has the letter of that Message-ID, in or out; the last one where several have.
    pub(super) fn ticket_of(&self, id: &str) -> Result<Option<TicketId>, Problem> {
        let places = self.desk.reader.letter(LetterKey::of_id(id))?;
        let found = places.iter().rev().find_map(|place| match place.home {
            LetterHome::Ticket(id) => Some(id),
            LetterHome::Record(_) => None,
        });
        // One that the desk signed is its own, also where its store was put back to before it went.
        Ok(found.or_else(|| self.secret?.ticket_of_id(id)))
    }

    /// Returns the ticket that has a letter of the desk's own with that Message-ID.
    pub(super) fn ticket_of_own(&self, id: &str) -> Result<Option<TicketId>, Problem> {
        let places = self.desk.reader.letter(LetterKey::of_id(id))?;
        let own = places.iter().rev().filter(|place| place.is_own());
        let ticket = own.filter_map(|place| match place.home {
            LetterHome::Ticket(id) => Some(id),
            LetterHome::Record(_) => None,
        });
        for id in ticket {
            if self.desk.stored(id)?.is_some_and(|record| !record.ticket.withdrawn) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Returns the tickets that a letter names and that are there, the surest first.
    pub(super) fn named(&self, letter: &Letter, judged: &Judged) -> Result<Vec<NamedTicket>, Problem> {
        let references = letter.references.iter().rev().filter(|id| !letter.in_reply_to.contains(id));
        let clues = ThreadClues {
            plus_address: judged.plus,
            answers_to: letter.in_reply_to.iter().chain(references).cloned().collect(),
            marker: judged.marker.map(|thread| thread.ticket),
            vendor_cases: self.with_case_of(letter),
            subject: letter.subject.clone(),
        };
        let mut named = Vec::new();
        for (id, clue) in tickets_named(&clues, |id| self.ticket_of(id))? {
            let Some(record) = self.desk.stored(id)?.filter(|record| !record.ticket.withdrawn) else { continue };
            let ticket = self.stands(record, clue, letter, judged)?;
            if named.iter().all(|other: &NamedTicket| other.record.ticket.id != ticket.record.ticket.id) {
                named.push(ticket);
            }
        }
        Ok(named)
    }

    /// Returns how the ticket stands to the letter. Of one that was merged into another, that one takes it; whoever is on
    /// either of them is known.
    fn stands(
        &self,
        record: Record,
        clue: TicketClue,
        letter: &Letter,
        judged: &Judged,
    ) -> Result<NamedTicket, Problem> {
        let (mut role, mut is_vendors) = self.part_in(&record, letter, judged);
        let came_for = record.ticket.merged.map(|_| record.ticket.id).or_else(|| came_for(&record, letter));
        let mut at = record;
        for _ in 0..MOST_MERGED {
            let Some(into) = at.ticket.merged else { break };
            let Some(next) = self.desk.stored(into)? else { break };
            at = next;
            let (role_there, is_vendors_there) = self.part_in(&at, letter, judged);
            role = if role == SenderRole::Stranger { role_there } else { role };
            is_vendors |= is_vendors_there;
        }
        let stand = self.stand(&at, letter, judged);
        let vendor_case = (role == SenderRole::Vendor).then(|| self.case_learnt(&at.ticket, letter)).flatten();
        Ok(NamedTicket { record: at, came_for, clue, role, stand, is_vendors, vendor_case })
    }

    /// Returns how the sender stands to a ticket, and whether the letter is the vendor's there.
    fn part_in(&self, record: &Record, letter: &Letter, judged: &Judged) -> (SenderRole, bool) {
        let role = letter.from.as_ref().map_or(SenderRole::Stranger, |from| self.role(record, from));
        let marked = MarkedThread { ticket: record.ticket.id, with: Correspondent::Vendor };
        let is_vendors = match role {
            SenderRole::Vendor => true,
            SenderRole::Copied => answers_vendor(record, letter) || judged.marker == Some(marked),
            SenderRole::Customer | SenderRole::Desk | SenderRole::Stranger => false,
        };
        (role, is_vendors)
    }

    /// Returns the open tickets whose vendor's case number a letter of that vendor's names.
    fn with_case_of(&self, letter: &Letter) -> Vec<TicketId> {
        let Some(from) = &letter.from else { return Vec::new() };
        let book = self.desk.book();
        let mut found = Vec::new();
        for contract in book.contracts().filter(|contract| contract.vendor_side.is_theirs(&from.address)) {
            let cases = cases_in(letter, contract);
            if cases.is_empty() {
                continue;
            }
            let is_it = |own: &str| cases.iter().any(|case| case.eq_ignore_ascii_case(own));
            let tickets = self.desk.tickets();
            let named = tickets.iter().filter(|ticket| ticket.contract == contract.id);
            found.extend(named.filter(|it| it.vendor_case.as_deref().is_some_and(is_it)).map(|it| it.id));
        }
        found
    }

    /// Returns the vendor's number of the case that a letter names, where the ticket has none and the letter names only one.
    fn case_learnt(&self, ticket: &Ticket, letter: &Letter) -> Option<String> {
        let contract = self.desk.book().of_ticket(ticket).filter(|_| ticket.vendor_case.is_none())?;
        match cases_in(letter, &contract).as_slice() {
            [case] => Some((*case).to_owned()),
            _ => None,
        }
    }

    fn stand(&self, record: &Record, letter: &Letter, judged: &Judged) -> TicketStand {
        let (ticket, at) = (&record.ticket, judged.received_at);
        let contract = self.desk.book().of_ticket(ticket);
        if ticket.closed.as_ref().is_some_and(|closed| self.is_late(contract.as_deref(), closed.at, at)) {
            return TicketStand::Late;
        }
        // Its files are not kept yet: their place in the event is as long as this.
        let files = letter.parts.len().min(MOST_LETTER_FILES) + 2;
        let text = letter.text.chars().take(TEXT_IN_EVENT).chain(std::iter::repeat_n('x', files * ABOUT_A_FILE));
        let head = Some(Box::new(letter.head(judged)));
        let what = EventData::Message(Message { text: text.collect(), letter: head, ..Message::default() });
        let event = Event { happened: at, recorded: at, by: String::new(), what: what.into() };
        match check_room(ticket, &record.events, &event) {
            Ok(()) => TicketStand::Takes,
            Err(_) => TicketStand::Full,
        }
    }

    fn is_late(&self, contract: Option<&Contract>, closed: Instant, at: Instant) -> bool {
        let days = self.reopen_business_days;
        let until = match contract {
            Some(contract) => contract
                .clock(None)
                .deadline(closed, Span::SupportDays(days), ClockKind::Support)
                .map(|until| until.due),
            None => Ok(closed.plus(i64::from(days) * 86_400)),
        };
        // Where the years of the clock end, nothing is late.
        until.is_ok_and(|until| at > until)
    }

    /// Returns how somebody stands to a ticket.
    fn role(&self, record: &Record, sender: &Mailbox) -> SenderRole {
        let (ledger, contract) = (self.desk.ledger(), self.desk.book().of_ticket(&record.ticket));
        let parties = TicketParties { record, ledger: &ledger, contract: contract.as_deref(), own: self.own };
        parties.role_of(&sender.address)
    }
}

/// Returns the merged ticket that a letter is about where it answers to one that came for that ticket.
fn came_for(record: &Record, letter: &Letter) -> Option<TicketId> {
    let named: HashSet<&str> = letter.in_reply_to.iter().chain(&letter.references).map(String::as_str).collect();
    record.events.iter().rev().find_map(|event| match event.action() {
        Some(EventData::Message(Message { came_for, letter: Some(head), .. })) => {
            let is_answered = head.message_id.as_deref().is_some_and(|id| named.contains(id));
            came_for.filter(|_| is_answered)
        }
        _ => None,
    })
}

/// Returns the vendor's case numbers that a letter names: those of its subject, else those of its text.
fn cases_in<'l>(letter: &'l Letter, contract: &Contract) -> Vec<&'l str> {
    let of_subject = contract.vendor_side.cases_in(&letter.subject);
    if of_subject.is_empty() { contract.vendor_side.cases_in(&letter.text) } else { of_subject }
}

/// Returns whether a letter answers to one that the desk wrote to the vendor, or had from them.
fn answers_vendor(record: &Record, letter: &Letter) -> bool {
    let named: HashSet<&str> = letter.in_reply_to.iter().chain(&letter.references).map(String::as_str).collect();
    record.events.iter().any(|event| match event.action() {
        Some(EventData::Message(Message { direction, letter: Some(head), .. })) => {
            let is_vendors = matches!(direction, MessageDirection::VendorIn | MessageDirection::VendorOut);
            is_vendors && head.message_id.as_deref().is_some_and(|id| named.contains(id))
        }
        _ => false,
    })
}

/// The open tickets by their subjects, for suggesting one where the same sender writes of the same.
#[derive(Default)]
pub(super) struct AlikeTickets(BTreeMap<String, Vec<Arc<Ticket>>>);

impl AlikeTickets {
    pub(super) fn of(tickets: Vec<Arc<Ticket>>) -> Self {
        let mut all: BTreeMap<String, Vec<Arc<Ticket>>> = BTreeMap::new();
        for ticket in tickets {
            all.entry(bare_subject(&ticket.subject)).or_default().push(ticket);
        }
        Self(all)
    }

    /// Returns a ticket of the same customer with the same subject that was reported not long before.
    pub(super) fn alike(
        &self,
        subject: &str,
        (name, person): (Option<&str>, Option<frist_domain::ledger::LedgerRecordId>),
        at: Instant,
    ) -> Option<TicketId> {
        let same = |ticket: &&Arc<Ticket>| {
            let who =
                (person.is_some() && ticket.person == person) || (name.is_some() && ticket.customer.as_deref() == name);
            who && (0..=ALIKE_WITHIN).contains(&at.since(ticket.reported()))
        };
        self.0.get(&bare_subject(subject))?.iter().rev().find(same).map(|ticket| ticket.id)
    }
}
