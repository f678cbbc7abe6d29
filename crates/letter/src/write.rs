//! Writes letters.

use frist_domain::letter::Mailbox;
use frist_domain::time::Instant;

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

/// Writes a letter as bytes with lines that end in CRLF, as `sendmail` takes it. No text in it can add a header: what would
/// is left out.
pub fn write(letter: &Outgoing) -> Vec<u8> {
    let mailbox = |mailbox: &Mailbox| (mailbox.name.clone().unwrap_or_default(), mailbox.address.clone());
    mail_builder::MessageBuilder::new()
        .message_id(letter.message_id.clone())
        .from(mailbox(&letter.from))
        .to(letter.to.iter().map(mailbox).collect::<Vec<_>>())
        .subject(letter.subject.clone())
        .date(letter.date.secs())
        .text_body(letter.text.clone())
        .write_to_vec()
        .unwrap_or_default()
}
