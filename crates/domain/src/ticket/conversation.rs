//! The conversation of a ticket: what was said and written, in the order in which it happened. It is made of the ticket's
//! events and kept nowhere else.

use super::commit::Event;
use super::event::{CountsAs, EventData, MessageDirection, side_in_words};
use super::live::live;
use crate::file::FileRef;
use crate::intake::LetterWriter;
use crate::language::Language;
use crate::letter::{LetterHead, Verdict};
use crate::time::Instant;

/// What an entry of a conversation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryKind {
    /// The description of the ticket: the customer's matter in full.
    Description,
    /// Something that was said or written between the desk and somebody outside.
    Message(MessageDirection),
    /// A note that only the desk reads.
    Note,
    /// Files that were attached.
    Files,
}

impl EntryKind {
    /// Returns the key of its direction in JSON: `in`, `out`, `vendor_in`, `vendor_out` or `note`.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Description => MessageDirection::In.key(),
            Self::Message(direction) => direction.key(),
            Self::Note | Self::Files => "note",
        }
    }
}

/// One thing that was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConversationEntry<'a> {
    /// The place of its event among the ticket's, from 0.
    pub place: usize,
    /// What it is.
    pub kind: EntryKind,
    /// The moment at which it was said.
    pub at: Instant,
    /// The name of the person of the desk who entered it.
    pub by: &'a str,
    /// The way it took, where that was said.
    pub channel: Option<&'a str>,
    /// The name of the person on the other side, where that was said.
    pub with: Option<&'a str>,
    /// The whole text; empty where only files were attached.
    pub text: &'a str,
    /// The files that came with it.
    pub files: &'a [FileRef],
    /// The whole text as a file, where `text` is only its beginning.
    pub text_file: Option<&'a FileRef>,
    /// What is kept of the letter, where it was one.
    pub letter: Option<&'a LetterHead>,
    /// Who wrote it, where that is another than its direction says.
    pub writer: Option<LetterWriter>,
    /// What it counts as, where it went to the customer.
    pub counts_as: Option<CountsAs>,
}

/// Returns the letters themselves that stand on a ticket, in the order of the conversation.
pub fn original_letters(events: &[Event]) -> Vec<FileRef> {
    let entries = conversation(events);
    entries.iter().filter_map(|entry| entry.letter?.original.clone()).collect()
}

impl ConversationEntry<'_> {
    /// Returns the words that say that nothing proves its sender; none where it is no letter that came in, or one that is proved.
    pub fn doubt(&self) -> Option<&'static str> {
        let came_in = matches!(self.kind, EntryKind::Message(MessageDirection::In | MessageDirection::VendorIn));
        self.letter.filter(|_| came_in).and_then(|letter| letter.trust.doubt())
    }

    /// Says what it is and whose: `from the customer by phone, Kari Dahl`; of a person's letter that is no update, that too.
    /// `customer` is the ticket's, for what names nobody.
    pub fn in_words(&self, customer: Option<&str>) -> String {
        let by = self.channel.map_or_else(String::new, |channel| format!(" by {channel}"));
        let (what, with) = match self.kind {
            EntryKind::Description => ("description", customer),
            EntryKind::Note => ("internal note", None),
            EntryKind::Files => ("attached", None),
            EntryKind::Message(direction) => {
                let is_customers = matches!(direction, MessageDirection::In | MessageDirection::Out);
                let is_customers = is_customers && self.writer != Some(LetterWriter::Other);
                (side_in_words(direction, self.writer), customer.filter(|_| is_customers))
            }
        };
        let with = self.with.or(with).map_or_else(String::new, |with| format!(", {with}"));
        let is_persons = self.letter.is_none_or(|letter| letter.verdict == Verdict::Person);
        let is_update = self.counts_as.is_none_or(|counts| counts == CountsAs::Update);
        let no_update = if is_persons && !is_update { Language::English.no_update() } else { String::new() };
        format!("{what}{by}{with}{no_update}")
    }
}

/// Returns what was said on the ticket with these events, in the order in which it happened. What was retracted is not
/// among it, and of several descriptions only the last one is.
pub fn conversation(events: &[Event]) -> Vec<ConversationEntry<'_>> {
    let stands = live(events);
    let standing = || events.iter().enumerate().zip(&stands).filter(|(_, stands)| **stands).map(|(event, _)| event);
    let is_description = |event: &Event| matches!(event.action(), Some(EventData::Described(_)));
    let described = standing().filter(|(_, event)| is_description(event)).map(|(place, _)| place).next_back();
    let wanted = standing().filter(|(place, event)| !is_description(event) || Some(*place) == described);
    let mut entries: Vec<_> = wanted.filter_map(|(place, event)| entry(place, event)).collect();
    // What came in at once stays in the order of entry, and a description stands before what was said of it.
    entries.sort_by_key(|entry| (entry.kind != EntryKind::Description, entry.at));
    entries
}

/// Returns the description that stands on the ticket with these events, if it has one.
pub fn description(events: &[Event]) -> Option<&str> {
    let entry = conversation(events).into_iter().find(|entry| entry.kind == EntryKind::Description)?;
    Some(entry.text)
}

/// Returns what was said by the event at that place, if it is one that stands in a conversation.
pub fn entry_at(events: &[Event], place: usize) -> Option<ConversationEntry<'_>> {
    entry(place, events.get(place)?)
}

fn entry(place: usize, event: &Event) -> Option<ConversationEntry<'_>> {
    let said = |kind, text| ConversationEntry {
        place,
        kind,
        at: event.happened,
        by: &event.by,
        channel: None,
        with: None,
        text,
        files: &[],
        text_file: None,
        letter: None,
        writer: None,
        counts_as: (kind == EntryKind::Message(MessageDirection::Out)).then(CountsAs::default),
    };
    match event.action()? {
        EventData::Described(described) => Some(ConversationEntry {
            text_file: described.text_file.as_ref(),
            ..said(EntryKind::Description, &described.text)
        }),
        EventData::Message(message) => Some(ConversationEntry {
            channel: message.channel.as_deref().filter(|channel| !channel.is_empty()),
            with: message.with.as_deref(),
            files: &message.files,
            text_file: message.text_file.as_ref(),
            letter: message.letter.as_deref(),
            writer: message.writer,
            counts_as: message.counts(),
            ..said(EntryKind::Message(message.direction), &message.text)
        }),
        EventData::Note(note) if note.to_customer => Some(said(EntryKind::Message(MessageDirection::Out), &note.text)),
        EventData::Note(note) => Some(said(EntryKind::Note, &note.text)),
        EventData::RootCauseExplained(cause) => {
            Some(said(EntryKind::Message(MessageDirection::Out), cause.text.as_deref()?))
        }
        EventData::Attached(attached) => {
            Some(ConversationEntry { files: &attached.files, ..said(EntryKind::Files, "") })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
