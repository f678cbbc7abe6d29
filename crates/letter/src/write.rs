//! Writes letters.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};

use frist_domain::file::{FileHasher, clean_name};
use frist_domain::letter::Mailbox;
use frist_domain::text::{clean, clean_lines};
use frist_domain::time::Instant;

use crate::marker::with_marker;

/// A letter that goes out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outgoing {
    /// Its Message-ID, without brackets.
    pub message_id: String,
    /// Who writes it.
    pub from: Mailbox,
    /// Where answers go, where that is another address: the ticket's plus-address.
    pub reply_to: Option<Mailbox>,
    /// To whom it goes.
    pub to: Vec<Mailbox>,
    /// Who else gets it.
    pub cc: Vec<Mailbox>,
    /// Its subject.
    pub subject: String,
    /// The Message-ID that it answers to, without brackets.
    pub in_reply_to: Option<String>,
    /// The Message-IDs of its thread, the oldest first, without brackets.
    pub references: Vec<String>,
    /// Its text.
    pub text: String,
    /// The marker of its thread, which its text ends with.
    pub marker: Option<String>,
    /// Its attachments.
    pub files: Vec<OutgoingFile>,
    /// Why it is written by a machine; none where a person wrote it.
    pub automatic: Option<Automatic>,
    /// When it was written.
    pub date: Instant,
    /// The language of its text, such as `nb`.
    pub language: Option<String>,
}

/// An attachment of a letter that goes out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OutgoingFile {
    /// Its name.
    pub name: String,
    /// Its media type, such as `text/plain`.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a machine writes a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Automatic {
    /// It answers a letter: an acknowledgement.
    Replied,
    /// It answers none: a notice.
    Generated,
}

impl Automatic {
    const fn keyword(self) -> &'static str {
        match self {
            Self::Replied => "auto-replied",
            Self::Generated => "auto-generated",
        }
    }
}

/// Writes a letter as bytes with lines that end in CRLF, as `sendmail` takes it. No text in it can add a header: what would
/// is left out.
pub fn write(letter: &Outgoing) -> Vec<u8> {
    let mut builder = MessageBuilder::new()
        .message_id(MessageId::new(id(&letter.message_id)))
        .date(letter.date.secs())
        .from(address(&letter.from))
        .subject(one_line(&letter.subject));
    if let Some(to) = &letter.reply_to {
        builder = builder.reply_to(address(to));
    }
    for (name, mailboxes) in [("To", &letter.to), ("Cc", &letter.cc)] {
        if !mailboxes.is_empty() {
            builder = builder.header(name, Address::new_list(mailboxes.iter().map(address).collect()));
        }
    }
    if let Some(answered) = letter.in_reply_to.as_deref().map(id).filter(|id| !id.is_empty()) {
        builder = builder.in_reply_to(MessageId::new(answered));
    }
    let references: Vec<String> = letter.references.iter().map(|of| id(of)).filter(|id| !id.is_empty()).collect();
    if !references.is_empty() {
        builder = builder.references(MessageId::new_list(references.into_iter()));
    }
    if let Some(automatic) = letter.automatic {
        // Exchange knows nothing of the first, and answers what has not got the second.
        builder = builder.header("Auto-Submitted", Raw::new(automatic.keyword()));
        builder = builder.header("X-Auto-Response-Suppress", Raw::new("All"));
    }
    if let Some(language) = &letter.language {
        let language: String = language.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(35).collect();
        builder = builder.header("Content-Language", Raw::new(language));
    }
    // Writing into memory does not fail.
    builder.body(body(letter)).write_to_vec().unwrap_or_default()
}

fn body(letter: &Outgoing) -> MimePart<'_> {
    let text = clean_lines(&letter.text);
    let marked = letter.marker.as_ref().map(|marker| with_marker(&text, marker));
    let mut text = marked.as_deref().unwrap_or(&text).trim_end().replace('\n', "\r\n");
    text.push_str("\r\n");
    let text = MimePart::new("text/plain", BodyPart::Text(text.into()));
    if letter.files.is_empty() {
        return text;
    }
    let files = letter.files.iter().map(|file| {
        MimePart::new(media_type(&file.media_type), BodyPart::Binary(file.bytes.as_slice().into()))
            .attachment(clean_name(&file.name))
    });
    let kind = ContentType::new("multipart/mixed").attribute("boundary", boundary(letter));
    MimePart::new(kind, BodyPart::Multipart(std::iter::once(text).chain(files).collect()))
}

/// Returns what parts the text from the files: the same for the same letter, and nothing that stands in it, as no text has its own
/// hash within it and files are sent in base64.
fn boundary(letter: &Outgoing) -> String {
    let mut hasher = FileHasher::default();
    hasher.update(letter.message_id.as_bytes());
    hasher.update(letter.text.as_bytes());
    let hash = hasher.finish().to_string();
    format!("=_{}", &hash[..40])
}

fn address(mailbox: &Mailbox) -> Address<'static> {
    let address: String =
        clean(&mailbox.address).chars().filter(|c| !c.is_whitespace() && !"<>,;:\"()[]\\".contains(*c)).collect();
    let name = mailbox.name.as_deref().map(one_line).filter(|name| !name.is_empty());
    Address::new_address(name, address)
}

fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn id(id: &str) -> String {
    clean(id).chars().filter(|c| !c.is_whitespace() && !"<>".contains(*c)).collect()
}

/// Returns the media type, or the one that says nothing in place of one that is none. A file is sent as the bytes that it is,
/// whatever its type asks for.
fn media_type(given: &str) -> String {
    let is_plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte))
    };
    let is_sound = given.split_once('/').is_some_and(|(kind, of)| is_plain(kind) && is_plain(of));
    let is_compound = given.starts_with("multipart/") || given.starts_with("message/");
    if is_sound && !is_compound { given.to_owned() } else { "application/octet-stream".to_owned() }
}

#[cfg(test)]
mod tests;
