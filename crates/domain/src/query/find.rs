//! Looks for tickets among all there are, closed ones too: where their events are at hand, which a row has not.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Filter, FilterCondition, FilterError, Viewer};
use crate::contract::Book;
use crate::ledger::{Ledger, Party as _};
use crate::sla::TicketRow;
use crate::ticket::{Event, Ticket, TicketId, live};
use crate::time::{Instant, Zone};

/// How the events of a ticket with a person say so, in JSON.
const PERSON_KEY: &str = "\"person\":";
/// How the events of a ticket with a link say so, in JSON.
const LINK_KEY: &str = "\"linked\":";

/// The tickets that are looked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TicketSearch {
    /// The filter, as it was typed.
    pub filter: String,
    /// Whether closed tickets match that the filter does not ask for. Withdrawn ones do only where it asks for them.
    pub with_closed: bool,
    /// The name of the person who asks, which is what `assignee:me` means.
    pub me: String,
    /// The moment for which targets are worked out.
    pub now: Instant,
    /// The most tickets to find: the newest are looked for first.
    pub most: u32,
    /// The number below which tickets are looked for, if any: a caller that wants all of them asks for some at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<TicketId>,
    /// The time zone whose days `due:today` means, by its IANA name; none: that of each ticket's contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

impl TicketSearch {
    /// Returns whether a ticket of that number is looked for at all.
    pub fn reaches(&self, id: TicketId) -> bool {
        self.before.is_none_or(|before| id < before)
    }
}

/// The tickets that were found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FoundTickets {
    /// The tickets, by number.
    pub tickets: Vec<Arc<Ticket>>,
    /// Whether older tickets may match that were not looked for any more.
    pub cut: bool,
}

/// Tells of one ticket after the other whether it is among those that are looked for.
#[derive(Debug)]
pub struct TicketMatcher<'a> {
    find: &'a TicketSearch,
    filter: Filter,
    book: &'a Book,
    ledger: &'a Ledger,
}

impl<'a> TicketMatcher<'a> {
    /// Makes a finder for what is looked for.
    ///
    /// # Errors
    ///
    /// If the filter cannot be read.
    pub fn new(find: &'a TicketSearch, book: &'a Book, ledger: &'a Ledger) -> Result<Self, FilterError> {
        Ok(Self { find, filter: Filter::parse(&find.filter)?, book, ledger })
    }

    /// Returns whether only open tickets can match.
    pub fn wants_only_open(&self) -> bool {
        !self.find.with_closed && !self.filter.wants_closed()
    }

    /// Returns the ticket with these events, if it is one that is looked for.
    pub fn take(&self, id: TicketId, events: &[Event]) -> Option<Arc<Ticket>> {
        self.find.reaches(id).then_some(())?;
        let ticket = Arc::new(Ticket::fold(id, events)?);
        let contract = self.book.of_ticket(&ticket);
        let row = TicketRow::new(Arc::clone(&ticket), contract, self.find.now);
        let zone = self.find.zone.as_deref().and_then(Zone::named);
        let viewer = Viewer { me: &self.find.me, zone, now: self.find.now, ledger: self.ledger };
        let shown_too = self.find.with_closed && !ticket.withdrawn;
        (shown_too || self.filter.may_match(&ticket)).then_some(())?;
        self.filter.holds_with(&row, events, viewer).then_some(ticket)
    }

    /// Returns texts that each are in the events of every ticket that matches, in small letters: plain ones, which look
    /// the same wherever they are kept. A ticket that has not all of them need not be read.
    pub fn needles(&self) -> Vec<&str> {
        let positive = || self.filter.terms.iter().filter(|term| !term.negated);
        let of_person = |term: &&super::FilterTerm| match &term.test {
            FilterCondition::Person(texts) => texts.iter().all(|text| text != "none"),
            _ => false,
        };
        let with_person = positive().any(|term| of_person(&term)).then_some(PERSON_KEY);
        let with_link = positive().any(|term| matches!(term.test, FilterCondition::Link(_))).then_some(LINK_KEY);
        let needles = positive().filter_map(|term| match &term.test {
            // Of several any will do.
            FilterCondition::Text(texts) | FilterCondition::Customer(texts) if texts.len() == 1 => {
                texts.first().filter(|text| !self.is_in_a_name(text))
            }
            FilterCondition::Tag(tags) if tags.len() == 1 && tags[0] != "none" => tags.first(),
            FilterCondition::Case(cases) if cases.len() == 1 && cases[0] != "none" => cases.first(),
            FilterCondition::Word(word) if !self.may_be_elsewhere(word) => Some(word),
            _ => None,
        });
        needles.map(String::as_str).filter(|text| is_plain(text)).chain(with_person).chain(with_link).collect()
    }

    /// Returns whether a word is also looked for in what is not said by a ticket's events: its number, and the vendor's
    /// name.
    fn may_be_elsewhere(&self, word: &str) -> bool {
        let number = word.bytes().all(|byte| byte == b'#' || byte.is_ascii_digit());
        number
            || self.is_in_a_name(word)
            || self.book.contracts().any(|contract| super::matching::holds(&contract.vendor, word))
    }
}

impl TicketMatcher<'_> {
    /// Returns whether a text is in the name of a person: a ticket of theirs may have an earlier one.
    fn is_in_a_name(&self, text: &str) -> bool {
        self.ledger.people().any(|(_, person)| super::matching::holds(person.name(), text))
    }
}

/// Returns whether a text looks the same in JSON.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'))
}

/// Returns whether a note that was not retracted, or another text of the events or the name of a file, holds `wanted`, which
/// is in small letters.
pub(super) fn texts_hold(events: &[Event], wanted: &str) -> bool {
    let standing = live(events);
    let standing = events.iter().zip(standing).filter(|(_, stands)| *stands).map(|(event, _)| &event.what);
    let mut texts = standing
        .flat_map(|what| what.searched().into_iter().chain(what.files().into_iter().map(|file| file.name.as_str())));
    texts.any(|text| super::matching::holds(text, wanted))
}
