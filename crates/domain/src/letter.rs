//! What is kept of a letter beside its text: who wrote it, to whom, under which Message-ID, what kind of letter it was, and
//! how far its sender is to be believed. Letters are read elsewhere; these are the words for them.

mod line;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use line::{last_part, mailboxes_in_line, read_mailboxes};

use crate::file::{FileHash, FileRef};
use crate::problem::{Field, Problem};
use crate::text::clean;
use crate::time::Instant;

/// The most characters of a letter's text that an event holds; where there are more, the whole text is a file.
pub const TEXT_IN_EVENT: usize = 4_000;
/// The most characters of a subject; a longer one is shortened, and the letter itself has it whole.
pub const SUBJECT_CHARS: usize = 200;
/// The most Message-IDs that are kept of a letter's `References`: the first, and the newest.
pub const MOST_REFERENCES: usize = 50;
/// The most addresses that are kept of `To` or `Cc`; the letter itself has them all.
pub const MOST_ADDRESSES: usize = 200;
/// The most bytes of a Message-ID or an address. RFC 5322 allows a line 998.
const ID_BYTES: usize = 998;

/// What kind of letter it was: whether a person wrote it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A person wrote it.
    #[default]
    Person,
    /// A machine answered by itself: an out-of-office, a receipt.
    Automatic,
    /// A report on a letter that did or did not arrive.
    Bounce,
    /// A mailing list or newsletter.
    List,
    /// One of the desk's own letters, come back.
    Loop,
}

impl Verdict {
    /// Returns the key in JSON and records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Automatic => "automatic",
            Self::Bounce => "bounce",
            Self::List => "list",
            Self::Loop => "loop",
        }
    }

    /// Returns whether it counts as a word of the customer's: it ends the waiting for them.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Person)
    }
}

/// How far the sender is to be believed, by the `Authentication-Results` of the server that the settings name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// The server that the settings name has found the sender's domain right.
    Verified,
    /// It has found it wrong.
    Failed,
    /// Nothing is known.
    #[default]
    Unknown,
}

impl Trust {
    /// Returns the key in JSON and records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the words that stand wherever the name of a sender could be taken for a proof; none where there is one.
    pub const fn doubt(self) -> Option<&'static str> {
        match self {
            Self::Verified => None,
            Self::Failed => Some("not genuine"),
            Self::Unknown => Some("unverified"),
        }
    }
}

/// Somebody's mail address, with the name that stood before it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Mailbox {
    /// The name, cleaned; none where the letter had none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address, such as `kari@acme.example`, as it was written.
    pub address: String,
}

impl Mailbox {
    /// Makes one without a name.
    pub fn of(address: impl Into<String>) -> Self {
        Self { name: None, address: address.into() }
    }

    /// Says who it is: `Kari Nord <kari@acme.example>`, or the address alone.
    pub fn in_words(&self) -> String {
        let address = self.shown_address();
        self.name.as_ref().map_or_else(|| address.clone(), |name| format!("{name} <{address}>"))
    }

    /// Returns the address with only one `@`, the one before its domain: a quoted name may have further ones, and another's
    /// address before them.
    pub fn shown_address(&self) -> String {
        match self.address.rsplit_once('@') {
            Some((name, domain)) if name.contains('@') => format!("{}@{domain}", name.replace('@', "(at)")),
            _ => self.address.clone(),
        }
    }

    /// Says who it is in short: by the name, but by the address where the name looks like one, which may be another's.
    pub fn short(&self) -> Cow<'_, str> {
        let name = self.name.as_deref().filter(|name| !name.contains(['@', '＠', '﹫']));
        name.map_or_else(|| Cow::Owned(self.shown_address()), Cow::Borrowed)
    }

    pub(crate) fn check(&self) -> Result<(), Problem> {
        let name = self.name.as_deref().unwrap_or_default();
        let is_sound = |text: &str| text.len() <= ID_BYTES && clean(text) == text;
        if is_sound(name) && is_sound(&self.address) && !self.address.is_empty() {
            return Ok(());
        }
        Err(Problem::of_field(Field::Person, "a mail address cannot be kept as it is", "write it in one plain line"))
    }
}

/// What a stored letter is found by: the hash of its Message-ID, or of all its bytes where it has none. No name and no address
/// stands in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LetterKey(pub [u8; 16]);

impl LetterKey {
    /// Returns that of a Message-ID without its brackets.
    pub fn of_id(id: &str) -> Self {
        Self(FileHash::of(id.as_bytes()).half())
    }

    /// Returns that of a letter with this Message-ID, or without one and with these bytes; none where neither is known.
    pub fn of(id: Option<&str>, original: Option<FileHash>) -> Option<Self> {
        id.map(Self::of_id).or_else(|| original.map(|hash| Self(hash.half())))
    }
}

/// A letter that the store has, as it is found again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StoredLetter {
    /// What it is found by.
    pub key: LetterKey,
    /// The hash of its body; none where the desk wrote it.
    pub body: Option<FileHash>,
}

/// What is kept of a letter beside its text and its attachments.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LetterHead {
    /// Its Message-ID without the angle brackets; none where it had none that could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// The Message-IDs that it answers to, the oldest first, the one of `In-Reply-To` last; at most [`MOST_REFERENCES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// Who wrote it; none where it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Mailbox>,
    /// Where answers go, where that is another address than the sender's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Mailbox>,
    /// To whom it went.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Mailbox>,
    /// Who else got it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Mailbox>,
    /// Its subject, cleaned and shortened; empty where it had none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The moment that its `Date` names, which is shown and never counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Instant>,
    /// What kind of letter it was.
    #[serde(default)]
    pub verdict: Verdict,
    /// How far its sender is to be believed.
    #[serde(default)]
    pub trust: Trust,
    /// The hash of its body: a letter of the same Message-ID and the same body is the same letter. None for one that the desk
    /// wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<FileHash>,
    /// The letter itself, byte for byte; none for one that the desk wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<FileRef>,
    /// Pictures that its text shows, and files that come with every letter of its sender: folded where files are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<FileRef>,
    /// Whether it was perhaps sent twice: the desk was stopped between giving it to the mail server and noting it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub perhaps_twice: bool,
    /// The bytes that it had, where only its beginning could be kept as it was too large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole_size: Option<u64>,
}

impl LetterHead {
    /// Returns how the letter is found again; none where nothing tells it from others.
    pub fn stored(&self) -> Option<StoredLetter> {
        let original = self.original.as_ref().map(|file| file.sha256);
        Some(StoredLetter { key: LetterKey::of(self.message_id.as_deref(), original)?, body: self.body })
    }

    /// Returns every file that belongs to it, besides the attachments of the message.
    pub fn files(&self) -> impl Iterator<Item = &FileRef> {
        self.original.iter().chain(&self.pictures)
    }

    /// Checks whether it may be kept: one line each, within the limits.
    ///
    /// # Errors
    ///
    /// If a line was not cleaned, or there is too much of something.
    pub fn check(&self) -> Result<(), Problem> {
        let too_many = |what: &str, most: usize| {
            Problem::refused(format!("a letter has too many {what}"), format!("keep at most {most}"))
        };
        if self.references.len() > MOST_REFERENCES {
            return Err(too_many("references", MOST_REFERENCES));
        }
        if self.to.len().max(self.cc.len()) > MOST_ADDRESSES {
            return Err(too_many("addresses", MOST_ADDRESSES));
        }
        let is_id = |id: &String| !id.is_empty() && id.len() <= ID_BYTES && clean(id) == **id;
        if !self.message_id.iter().chain(&self.references).all(is_id) {
            return Err(Problem::refused("a Message-ID cannot be kept as it is", "leave it out"));
        }
        if self.subject.chars().count() > SUBJECT_CHARS || clean(&self.subject) != self.subject {
            return Err(Problem::of_field(
                Field::Subject,
                "a letter's subject was not cleaned",
                "clean and shorten it",
            ));
        }
        self.from.iter().chain(&self.reply_to).chain(&self.to).chain(&self.cc).try_for_each(Mailbox::check)?;
        self.files().try_for_each(FileRef::check)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_kept_in_plain_lines_only() {
        let kept = |head: LetterHead| head.check().is_ok();
        let mailbox = |name: &str, address: &str| Some(Mailbox { name: Some(name.into()), address: address.into() });
        assert!(kept(LetterHead::default()));
        assert!(kept(LetterHead { from: mailbox("Kari Nord", "kari@acme.example"), ..LetterHead::default() }));
        assert!(!kept(LetterHead { from: mailbox("Kari\u{1b}", "kari@acme.example"), ..LetterHead::default() }));
        assert!(!kept(LetterHead { reply_to: mailbox("Kari", ""), ..LetterHead::default() }));
        assert!(!kept(LetterHead { subject: "a\nb".into(), ..LetterHead::default() }));
        assert!(!kept(LetterHead { subject: "a".repeat(SUBJECT_CHARS + 1), ..LetterHead::default() }));
        assert!(!kept(LetterHead { message_id: Some(String::new()), ..LetterHead::default() }));
        assert!(!kept(LetterHead { references: vec!["a@b".into(); MOST_REFERENCES + 1], ..LetterHead::default() }));
        assert!(!kept(LetterHead { cc: vec![Mailbox::of("a@b"); MOST_ADDRESSES + 1], ..LetterHead::default() }));
    }

    #[test]
    fn a_head_without_anything_is_short_and_read_again() {
        let head = LetterHead { from: Some(Mailbox::of("kari@acme.example")), ..LetterHead::default() };
        let text = serde_json::to_string(&head).unwrap();
        assert_eq!(text, r#"{"from":{"address":"kari@acme.example"},"verdict":"person","trust":"unknown"}"#);
        assert_eq!(serde_json::from_str::<LetterHead>(&text).unwrap(), head);
    }
}
