//! Writes what was said on a ticket as JSON. These shapes are promised: a key may be added, none may change or go.

use serde::Serialize;

use super::FileJson;
use crate::domain::intake::LetterWriter;
use crate::domain::letter::{LetterHead, Mailbox};
use crate::domain::ticket::event::CountsAs;
use crate::domain::ticket::{ConversationEntry, EntryKind, Event, MessageDirection, conversation, unfolded};

/// What was said on a ticket, and what belongs to it besides.
#[derive(Serialize)]
pub(super) struct ConversationJson<'a> {
    /// The description; none where the subject says it all.
    description: Option<&'a str>,
    /// The whole description as a file, where `description` is only its beginning.
    description_file: Option<FileJson<'a>>,
    /// The messages and notes that stand, in the order in which they were said; the description is not among them.
    messages: Vec<MessageJson<'a>>,
}

/// A message or a note as JSON.
#[derive(Serialize)]
struct MessageJson<'a> {
    /// `in`, `out`, `vendor_in`, `vendor_out` or `note`.
    direction: &'static str,
    /// Who said it, and to whom: a name of the desk's staff, or of the person on the other side where that is known.
    from: Option<String>,
    to: Vec<String>,
    cc: Vec<String>,
    /// The subject of a letter.
    subject: Option<&'a str>,
    /// The way it took; none where that was not said.
    channel: Option<&'a str>,
    at: String,
    /// The name of the person of the desk who entered it.
    by: &'a str,
    /// The Message-ID of a letter, what kind of letter it is, and how far its sender is believed.
    message_id: Option<&'a str>,
    verdict: Option<&'static str>,
    trust: Option<&'static str>,
    /// `other` where somebody else than the customer wrote it, `customer` where somebody of the desk has said that it is theirs.
    writer: Option<LetterWriter>,
    /// What it counts as, where it went to the customer: `update`, `acknowledgement` or `nothing`.
    counts_as: Option<&'static str>,
    /// What is shown, without what is folded.
    text: String,
    /// What is folded: quoted history and signatures.
    folded: Option<String>,
    /// The whole text as a file, where `text` and `folded` are only its beginning.
    text_file: Option<FileJson<'a>>,
    /// The files that came with it.
    files: Vec<FileJson<'a>>,
}

impl<'a> ConversationJson<'a> {
    /// Makes it of the ticket's events. `customer` is the name of who reported the ticket.
    pub(super) fn new(events: &'a [Event], customer: Option<&'a str>) -> Self {
        let mut entries = conversation(events);
        let described = entries.iter().position(|entry| entry.kind == EntryKind::Description);
        let described = described.map(|place| entries.remove(place));
        Self {
            description: described.map(|entry| entry.text),
            description_file: described.and_then(|entry| entry.text_file).map(FileJson::from),
            messages: entries.into_iter().map(|entry| MessageJson::new(entry, customer)).collect(),
        }
    }
}

impl<'a> MessageJson<'a> {
    fn new(entry: ConversationEntry<'a>, customer: Option<&'a str>) -> Self {
        use MessageDirection::{In, Out, VendorIn, VendorOut};
        let letter = entry.letter;
        let (from, to) = match entry.kind {
            EntryKind::Message(Out) => (Some(entry.by), entry.with.or(customer)),
            EntryKind::Message(VendorOut) => (Some(entry.by), entry.with),
            EntryKind::Message(In) => (entry.with.or(customer), None),
            EntryKind::Message(VendorIn) | EntryKind::Description => (entry.with, None),
            EntryKind::Note | EntryKind::Files => (Some(entry.by), None),
        };
        let (from, to) = (from.map(str::to_owned), to.map(str::to_owned));
        let mailboxes = |of: fn(&LetterHead) -> &Vec<Mailbox>| -> Vec<String> {
            letter.into_iter().flat_map(of).map(Mailbox::in_words).collect()
        };
        let (text, folded) = unfolded(entry.text);
        let to_all = mailboxes(|letter| &letter.to);
        Self {
            direction: entry.kind.direction(),
            from: letter.and_then(|letter| letter.from.as_ref()).map(Mailbox::in_words).or(from),
            to: if to_all.is_empty() { to.into_iter().collect() } else { to_all },
            cc: mailboxes(|letter| &letter.cc),
            subject: letter.map(|letter| letter.subject.as_str()),
            channel: entry.channel,
            at: entry.at.to_string(),
            by: entry.by,
            message_id: letter.and_then(|letter| letter.message_id.as_deref()),
            verdict: letter.map(|letter| letter.verdict.key()),
            trust: letter.map(|letter| letter.trust.key()),
            writer: entry.writer,
            counts_as: entry.counts_as.map(CountsAs::key),
            text,
            folded,
            text_file: entry.text_file.map(FileJson::from),
            files: entry.files.iter().map(FileJson::from).collect(),
        }
    }
}
