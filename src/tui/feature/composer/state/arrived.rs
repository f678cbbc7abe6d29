//! What was said on the ticket: the last of it, which stands beside the letter, and what has come while it was written.

use crate::domain::language::Language;
use crate::domain::ledger::Ledger;
use crate::domain::ticket::{ConversationEntry, EntryKind, MessageDirection, Record, conversation, unfolded};
use crate::domain::time::Instant;

use super::Composer;

/// The most things that stand beside the letter.
const MOST: usize = 30;
/// The most characters of one of them.
const MOST_CHARS: usize = 1_200;

/// Something that was said on the ticket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LastWord {
    /// The moment at which it was said.
    pub(crate) at: Instant,
    /// Who said it to whom, and by what way.
    pub(crate) head: String,
    /// The beginning of the text, without what is quoted in it.
    pub(crate) text: String,
    /// Whether only the desk reads it.
    pub(crate) internal: bool,
}

impl LastWord {
    fn of(entry: &ConversationEntry<'_>, customer: Option<&str>) -> Self {
        let (text, _) = unfolded(entry.text);
        let mut short: String = text.chars().take(MOST_CHARS).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        let files = entry.files.iter().map(|file| format!("\n⊕ {}", file.in_words()));
        short.extend(files);
        let internal = matches!(entry.kind, EntryKind::Note | EntryKind::Files);
        Self { at: entry.at, head: entry.in_words(customer), text: short.trim().to_owned(), internal }
    }
}

impl Composer {
    /// Takes in the ticket as it was read. `me` is who writes: their own words do not arrive.
    pub fn put(&mut self, record: Record, me: &str, ledger: &Ledger) {
        let entries = conversation(&record.events);
        let customer = record.ticket.customer.as_deref();
        let customer =
            ledger.person_of(&record.ticket).map_or(customer, |(_, person)| person.names.first().map(String::as_str));
        let seen = *self.seen.get_or_insert_with(|| match self.autosave.since {
            Some(since) => record.events.iter().take_while(|event| event.recorded <= since).count(),
            None => record.events.len(),
        });
        // What somebody enters of a call is their own word; a letter is whoever's it came from.
        let arrived = |entry: &&ConversationEntry<'_>| {
            let came = matches!(entry.kind, EntryKind::Message(MessageDirection::In | MessageDirection::VendorIn));
            entry.place >= seen && (entry.by != me || came && entry.letter.is_some())
        };
        self.arrived = entries.iter().filter(arrived).map(|entry| LastWord::of(entry, customer)).collect();
        self.last_words = entries.iter().rev().take(MOST).map(|entry| LastWord::of(entry, customer)).collect();
        let person = ledger.person_of(&record.ticket).map(|(_, person)| person);
        self.customers_language = Language::of_person(person.and_then(|person| person.language.as_deref()));
        self.record = Some(record);
    }

    /// Takes in that everything that was said has been looked at.
    pub fn saw_all(&mut self) {
        self.seen = self.record.as_ref().map(|record| record.events.len());
        self.arrived.clear();
    }
}
