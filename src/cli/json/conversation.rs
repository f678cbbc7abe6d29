//! Writes what was said on a ticket as JSON. These shapes are promised: a key may be added, none may change or go.

use serde::Serialize;

use super::FileJson;
use crate::domain::ticket::{
    ConversationEntry, EntryKind, Event, MessageDirection, conversation, description, unfolded,
};

/// What was said on a ticket.
#[derive(Serialize)]
pub(super) struct ConversationJson<'a> {
    /// The description; none where the subject says it all.
    description: Option<&'a str>,
    /// The messages and notes that stand, in the order in which they were said; the description is not among them.
    messages: Vec<MessageJson<'a>>,
}

/// A message or a note as JSON.
#[derive(Serialize)]
struct MessageJson<'a> {
    /// `in`, `out`, `vendor_in`, `vendor_out` or `note`.
    direction: &'static str,
    /// Who said it, and to whom: a name of the desk's staff, or of the person on the other side where that is known.
    from: Option<&'a str>,
    to: Vec<&'a str>,
    /// The way it took; none where that was not said.
    channel: Option<&'a str>,
    at: String,
    /// The name of the person of the desk who entered it.
    by: &'a str,
    /// What is shown, without what is folded.
    text: String,
    /// What is folded: quoted history and signatures.
    folded: Option<String>,
    /// The files that came with it.
    files: Vec<FileJson<'a>>,
}

impl<'a> ConversationJson<'a> {
    pub(super) fn new(events: &'a [Event]) -> Self {
        let entries = conversation(events).into_iter().filter(|entry| entry.kind != EntryKind::Description);
        Self { description: description(events), messages: entries.map(MessageJson::from).collect() }
    }
}

impl<'a> From<ConversationEntry<'a>> for MessageJson<'a> {
    fn from(entry: ConversationEntry<'a>) -> Self {
        use MessageDirection::{In, Out, VendorIn, VendorOut};
        let (from, to) = match entry.kind {
            EntryKind::Message(Out | VendorOut) => (Some(entry.by), entry.with),
            EntryKind::Message(In | VendorIn) | EntryKind::Description => (entry.with, None),
            EntryKind::Note | EntryKind::Files => (Some(entry.by), None),
        };
        let (text, folded) = unfolded(entry.text);
        Self {
            direction: entry.kind.direction(),
            from,
            to: to.into_iter().collect(),
            channel: entry.channel,
            at: entry.at.to_string(),
            by: entry.by,
            text,
            folded,
            files: entry.files.iter().map(FileJson::from).collect(),
        }
    }
}
