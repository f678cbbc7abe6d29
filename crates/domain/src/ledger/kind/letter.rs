//! The record of a letter that waits in the inbox: it came in, and nobody has said yet what becomes of it.
//!
//! What became of it is a later revision of the same record, written with the commit that did it. Undo brings it back.

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerKind, Record};
use crate::file::{FileHash, FileRef};
use crate::ledger::check::{Scene, in_range};
use crate::letter::{LetterHead, Mailbox};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::text::drives_terminal;
use crate::ticket::TicketId;
use crate::time::{Instant, Zone, clock_text};

/// The most characters of a text in a record of the inbox; where there are more, the whole text is a file.
pub const INBOX_TEXT: usize = crate::letter::TEXT_IN_EVENT;
/// The seconds after its receipt for which a letter is acknowledged: an older one is history.
const ACKNOWLEDGED_WITHIN: i64 = 86_400;
/// The most files of one letter that are kept apart; its original has them all.
pub const MOST_LETTER_FILES: usize = 100;

/// What is known of every letter in the inbox.
pub(super) const KIND: LedgerKind = LedgerKind {
    told: "letter",
    called: "letter",
    ..LedgerKind::new(
        "letter",
        "letter",
        Right::Work,
        "dealing with a letter",
        Entered::Otherwise("frist inbox, for letters that came in"),
        &[
            (
                r#"{"letter":{"head":{"message_id":"1@acme.example","from":{"address":"kari@acme.example"},"subject":"Nede","verdict":"person","trust":"unknown"},"received":1704445200,"text":"Hei","reason":"not_verified"}}"#,
                "letter from kari@acme.example: Nede",
            ),
            (
                r#"{"letter":{"head":{"from":{"address":"kari@acme.example"},"subject":"Nede","verdict":"person","trust":"verified"},"received":1704445200,"text":"Hei","reason":"no_severity","like":7,"outcome":"dropped"}}"#,
                "letter from kari@acme.example dropped: Nede",
            ),
            (
                r#"{"letter":{"head":{"subject":"Nede","verdict":"person","trust":"unknown"},"received":1704445200,"text":"","reason":"not_verified","outcome":{"taken":7}}}"#,
                "letter from nobody named taken as #7: Nede",
            ),
            (
                r#"{"letter":{"head":{"from":{"address":"kari@acme.example"},"subject":"Nede","verdict":"person","trust":"verified"},"received":1704445200,"text":"","reason":"no_severity","may_be_answered":true,"outcome":{"taken":7},"left_unacknowledged":true}}"#,
                "letter from kari@acme.example taken as #7 without an acknowledgement: Nede",
            ),
            (
                r#"{"letter":{"head":{"subject":"Nede","verdict":"list","trust":"failed"},"received":1704445200,"text":"","reason":"not_a_person","outcome":{"joined":7}}}"#,
                "letter from nobody named joined to #7: Nede",
            ),
        ],
    )
};

/// Why a letter is in the inbox and no ticket by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InboxReason {
    /// Nothing proves that it is from whom it says.
    #[default]
    NotVerified,
    /// The mail server found that it is not from whom it says.
    NotGenuine,
    /// A machine or a list wrote it, and it belongs to no ticket.
    NotAPerson,
    /// No contract follows from its sender or the settings.
    NoContract,
    /// A contract follows, but no plan.
    NoPlan,
    /// Contract and plan follow, but no severity.
    NoSeverity,
    /// What follows does not fit the contract any more.
    NotFitting,
    /// Its sender has sent too many letters at once.
    TooMany,
    /// It belongs to a ticket that was closed too long ago.
    LateForTicket,
    /// It belongs to a ticket, and its sender is not known there.
    StrangerToTicket,
    /// It could not be read; the original is attached.
    Unreadable,
    /// It answers to a notice that the desk sent to one of its staff.
    AnswersNotice,
}

impl InboxReason {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::NotVerified,
        Self::NotGenuine,
        Self::NotAPerson,
        Self::NoContract,
        Self::NoPlan,
        Self::NoSeverity,
        Self::NotFitting,
        Self::TooMany,
        Self::LateForTicket,
        Self::StrangerToTicket,
        Self::Unreadable,
        Self::AnswersNotice,
    ];

    /// Returns the key in JSON and records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotVerified => "not_verified",
            Self::NotGenuine => "not_genuine",
            Self::NotAPerson => "not_a_person",
            Self::NoContract => "no_contract",
            Self::NoPlan => "no_plan",
            Self::NoSeverity => "no_severity",
            Self::NotFitting => "not_fitting",
            Self::TooMany => "too_many",
            Self::LateForTicket => "late_for_ticket",
            Self::StrangerToTicket => "stranger_to_ticket",
            Self::Unreadable => "unreadable",
            Self::AnswersNotice => "answers_notice",
        }
    }

    /// Says it in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotVerified => "nothing proves who sent it",
            Self::NotGenuine => "the mail server found that it is not from whom it says",
            Self::NotAPerson => "a machine or a list wrote it",
            Self::NoContract => "no contract follows from its sender",
            Self::NoPlan => "no plan follows from its sender",
            Self::NoSeverity => "no severity follows from its sender",
            Self::NotFitting => "the defaults for its sender do not fit the contract",
            Self::TooMany => "its sender has sent more than ten letters in ten minutes",
            Self::LateForTicket => "its ticket was closed too long ago",
            Self::StrangerToTicket => "its sender is not on the ticket that it names",
            Self::Unreadable => "it could not be read; the original is attached",
            Self::AnswersNotice => "it answers to a notice that the desk sent to one of its staff",
        }
    }
}

/// What became of a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterOutcome {
    /// That ticket was made of it. In a request it is number 0, and the desk writes the one that the same request makes.
    Taken(TicketId),
    /// It was added to that ticket.
    Joined(TicketId),
    /// Nothing: somebody has seen it and it can go.
    Dropped,
    /// Nothing, and its sender is blocked.
    Blocked,
}

impl LetterOutcome {
    /// Returns the key in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Taken(_) => "taken",
            Self::Joined(_) => "joined",
            Self::Dropped => "dropped",
            Self::Blocked => "blocked",
        }
    }

    /// Returns the ticket that it came to, if it came to one.
    pub const fn ticket(self) -> Option<TicketId> {
        match self {
            Self::Taken(ticket) | Self::Joined(ticket) => Some(ticket),
            Self::Dropped | Self::Blocked => None,
        }
    }

    /// Returns the outcome with another number of its ticket.
    #[must_use]
    pub fn renumbered(self, number: impl FnOnce(TicketId) -> TicketId) -> Self {
        match self {
            Self::Taken(ticket) => Self::Taken(number(ticket)),
            Self::Joined(ticket) => Self::Joined(number(ticket)),
            Self::Dropped | Self::Blocked => self,
        }
    }

    /// Returns whether it is what was asked for: the number of a ticket that a request makes is not known to whoever asks.
    pub fn is_of(self, asked: Self) -> bool {
        self == asked || matches!((self, asked), (Self::Taken(_), Self::Taken(TicketId(0))))
    }

    fn words(self) -> String {
        match self {
            Self::Taken(ticket) => format!("taken as #{ticket}"),
            Self::Joined(ticket) => format!("joined to #{ticket}"),
            Self::Dropped => "dropped".to_owned(),
            Self::Blocked => "dropped and its sender blocked".to_owned(),
        }
    }
}

/// A letter that came in and is no part of a ticket. The store keeps it for ever: a field may be added with a default.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct InboxLetter {
    /// What is kept of its head.
    pub head: LetterHead,
    /// The moment at which it was received, from which a ticket made of it counts.
    pub received: Instant,
    /// Its text, or the beginning of it.
    pub text: String,
    /// The whole text as a file, where it is too long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_file: Option<FileRef>,
    /// Its attachments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// Why it is here.
    pub reason: InboxReason,
    /// The ticket that it seems to belong to; nothing but a suggestion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<TicketId>,
    /// Whether its sender is not on the ticket that it names: `like` is that one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_strangers: bool,
    /// The customer, where somebody of the desk passed the letter on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Mailbox>,
    /// Whether a machine may answer it: a person wrote it, who is verified and did not ask for silence, and it is out of no archive.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_be_answered: bool,
    /// What became of it; none while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<LetterOutcome>,
    /// Whether whoever took it said that it is not acknowledged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_unacknowledged: bool,
}

impl InboxLetter {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;

    /// Returns whether it waits for somebody to say what becomes of it.
    pub const fn waits(&self) -> bool {
        self.outcome.is_none()
    }

    /// Returns whether it says what `other` does, whatever became of either.
    pub fn came_as(&self, other: &Self) -> bool {
        let Self { outcome, left_unacknowledged, .. } = *other;
        Self { outcome, left_unacknowledged, ..self.clone() } == *other
    }

    /// Returns who is the customer: who wrote it, or whose letter was passed on.
    pub fn customer(&self) -> Option<&Mailbox> {
        self.customer.as_ref().or(self.head.from.as_ref())
    }

    /// Returns to whom it is acknowledged that it came, should a ticket be made of it at `now`: its sender, where a machine may answer
    /// and it came within a day. Of whom the desk has answered today only the desk knows.
    pub fn acknowledged_to(&self, now: Instant) -> Option<&Mailbox> {
        self.head.from.as_ref().filter(|_| is_acknowledged(self.may_be_answered, self.received, now))
    }

    /// Says why it is here, and of a stranger to which ticket; `customer` is the customer of that ticket, where that is known.
    pub fn reason_in_words(&self, customer: Option<&str>) -> String {
        let Some(ticket) = self.like.filter(|_| self.is_strangers) else { return self.reason.words().to_owned() };
        let sender = self.head.from.as_ref().map_or_else(|| "nobody named".to_owned(), Mailbox::shown_address);
        let whose = customer.map_or_else(String::new, |customer| format!(", whose customer is {customer}"));
        let stranger = format!("{sender} is a stranger to #{ticket}{whose}");
        if self.reason == InboxReason::StrangerToTicket {
            return stranger;
        }
        format!("{}; {stranger}", self.reason.words())
    }

    /// Says who sent it.
    pub fn sender(&self) -> String {
        self.head.from.as_ref().map_or_else(|| "nobody named".to_owned(), Mailbox::in_words)
    }

    /// Returns every file that belongs to it.
    pub fn all_files(&self) -> Vec<&FileRef> {
        self.text_file.iter().chain(&self.files).chain(self.head.files()).collect()
    }

    /// Returns the hash of its body, by which it is known again; none in what came from outside without one.
    pub fn body(&self) -> Option<FileHash> {
        self.head.body
    }
}

/// Returns whether it is acknowledged that a letter came, of which a ticket is made at `now`: a machine may answer it, and it was
/// received within a day.
pub fn is_acknowledged(may_be_answered: bool, received: Instant, now: Instant) -> bool {
    may_be_answered && now.since(received) <= ACKNOWLEDGED_WITHIN
}

impl Record for InboxLetter {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        self.head.check()?;
        in_range(Field::Reported, self.received)?;
        if self.received > on.now {
            let message = "a letter cannot be received in the future";
            return Err(Problem::of_field(Field::Reported, message, "give a time that has passed"));
        }
        let bad = |c: char| drives_terminal(c) && c != '\n' && c != '\t';
        if self.text.chars().count() > INBOX_TEXT || self.text.chars().any(bad) {
            return Err(Problem::of_field(Field::Text, "a letter's text was not cleaned", "clean and shorten it"));
        }
        if self.files.len() > MOST_LETTER_FILES {
            let message = format!("a letter has at most {MOST_LETTER_FILES} files");
            return Err(Problem::refused(message, "the original has them all"));
        }
        self.all_files().into_iter().try_for_each(FileRef::check)
    }

    fn says(&self, _zone: Zone) -> String {
        let quietly = if self.left_unacknowledged { " without an acknowledgement" } else { "" };
        let outcome = self.outcome.map_or_else(String::new, |outcome| format!(" {}{quietly}", outcome.words()));
        let subject = if self.head.subject.is_empty() { "no subject" } else { &self.head.subject };
        format!("letter from {}{outcome}: {subject}", self.sender())
    }

    fn when(&self, zone: Zone, _now: Instant) -> String {
        clock_text(zone, self.received)
    }

    fn subject(&self) -> Option<&str> {
        Some(&self.head.subject)
    }

    fn moments(&self) -> Vec<Instant> {
        vec![self.received]
    }

    fn files(&self) -> Vec<&FileRef> {
        self.all_files()
    }
}
