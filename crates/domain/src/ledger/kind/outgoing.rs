//! The record of a letter in the outbox: what it says, what it records on its ticket once it has gone, and where it stands.
//!
//! A letter that is held, failed or recalled has recorded nothing. Once it has gone, the commit that adds it to its ticket
//! removes the record.

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerKind, Record};
use crate::file::FileRef;
use crate::ledger::check::{Scene, in_range};
use crate::letter::{LetterHead, Mailbox};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::text::clean;
use crate::ticket::event::{CountsAs, Message, MessageDirection, Note};
use crate::ticket::{EventData, NOTE_LIMIT, TicketId, check_files, check_note, refused_text};
use crate::time::{Instant, Zone, clock_text};

/// What is known of every letter in the outbox.
pub(super) const KIND: LedgerKind = LedgerKind {
    words: "letter in the outbox",
    told: "letter in the outbox",
    called: "letter in the outbox",
    ..LedgerKind::new(
        "outgoing",
        "outgoing",
        Right::Work,
        "writing a letter",
        Entered::Otherwise("frist reply, and frist outbox for what waits"),
        &[
            (
                r#"{"outgoing":{"ticket":7,"purpose":"reply","head":{"message_id":"frist.7.x@acme.example","from":{"address":"desk@acme.example"},"to":[{"address":"kari@acme.example"}],"subject":"Re: Nede","verdict":"person","trust":"unknown"},"text":"Hei","then":["responded"],"state":{"held":{"until":1704445200}}}}"#,
                "letter of #7 to kari@acme.example, held until Fri 5 Jan 2024 10:00: Re: Nede",
            ),
            (
                r#"{"outgoing":{"ticket":7,"purpose":"reply","head":{"to":[{"address":"kari@acme.example"}],"subject":"Re: Nede","verdict":"person","trust":"unknown"},"text":"Hei","counts_as":"acknowledgement","state":{"held":{"until":1704445200}}}}"#,
                "letter of #7 to kari@acme.example, held until Fri 5 Jan 2024 10:00: Re: Nede",
            ),
            (
                r#"{"outgoing":{"ticket":7,"purpose":"vendor","head":{"to":[{"address":"duty@vendor.example"}],"subject":"A disk","verdict":"person","trust":"unknown"},"text":"Well?","state":{"going":{"since":1704445200}}}}"#,
                "letter of #7 to duty@vendor.example, going: A disk",
            ),
            (
                r#"{"outgoing":{"ticket":7,"purpose":"acknowledgement","head":{"to":[{"address":"kari@acme.example"},{"address":"ola@acme.example"}],"subject":"Nede","verdict":"automatic","trust":"unknown"},"text":"We have it","state":{"failed":{"reason":"exit code 75","next":1704445200}},"tries":1,"perhaps_twice":true}}"#,
                "letter of #7 to kari@acme.example and 1 more, failed (exit code 75), tried again at Fri 5 Jan 2024 10:00: Nede",
            ),
            (
                r#"{"outgoing":{"ticket":7,"purpose":"forward","head":{"to":[{"address":"ola@acme.example"}],"subject":"Fwd: Nede","verdict":"person","trust":"unknown"},"text":"See below","state":{"unsure":{"since":1704445200}},"tries":1}}"#,
                "letter of #7 to ola@acme.example, perhaps sent: Fwd: Nede",
            ),
            (
                r#"{"outgoing":{"ticket":7,"purpose":"reply","head":{"to":[{"address":"kari@acme.example"}],"subject":"Re: Nede","verdict":"person","trust":"unknown"},"text":"Hei","state":{"unsure":{"since":1704445200,"restored":true}}}}"#,
                "letter of #7 to kari@acme.example, perhaps sent (restored): Re: Nede",
            ),
            (
                r#"{"outgoing":{"ticket":7,"purpose":"notice","head":{"to":[{"address":"anna@acme.example"}],"subject":"Ticket 7 is yours","verdict":"automatic","trust":"unknown"},"text":"Nede","state":{"unrecorded":{"at":1704445200,"reason":"the ticket is full"}},"tries":1}}"#,
                "letter of #7 to anna@acme.example, sent and not recorded (the ticket is full): Ticket 7 is yours",
            ),
        ],
    )
};

/// The most characters of the reason why a letter did not go.
const REASON_CHARS: usize = 300;
/// The most events that a letter records beside itself.
const MOST_EVENTS: usize = 8;

/// What a letter is for, which decides what it records on its ticket.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutgoingPurpose {
    /// It answers the customer.
    #[default]
    Reply,
    /// It is for the vendor, in the vendor's own thread.
    Vendor,
    /// It passes something on to somebody else.
    Forward,
    /// The desk acknowledges by itself that a letter came.
    Acknowledgement,
    /// The desk tells one of its own staff something; the ticket does not have it.
    Notice,
}

impl OutgoingPurpose {
    /// Returns the key in JSON and records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Vendor => "vendor",
            Self::Forward => "forward",
            Self::Acknowledgement => "acknowledgement",
            Self::Notice => "notice",
        }
    }

    /// Returns whether the desk writes it by itself, so that no machine answers it.
    pub const fn is_automatic(self) -> bool {
        matches!(self, Self::Acknowledgement | Self::Notice)
    }
}

/// Where a letter in the outbox stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutgoingState {
    /// It waits, and can be recalled.
    Held {
        /// The moment from which it may go.
        until: Instant,
    },
    /// It is being given to the mail server.
    Going {
        /// The moment at which that began.
        since: Instant,
    },
    /// The mail server did not take it.
    Failed {
        /// The reason, in a few words.
        reason: String,
        /// The moment from which it is tried again, or none where somebody has to look at it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Instant>,
    },
    /// The desk was stopped while it was being given to the mail server, which may have taken it, or the store it waited in was
    /// restored or taken in: somebody has to say.
    Unsure {
        /// The moment at which giving it began, or could have begun.
        since: Instant,
        /// Whether it waited in a backup or an export, and may have gone since that was made.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        restored: bool,
    },
    /// The mail server took it, and the ticket could not be given what it records.
    Unrecorded {
        /// The moment at which the mail server took it.
        at: Instant,
        /// The reason why it could not be recorded.
        reason: String,
    },
}

impl OutgoingState {
    /// Returns the key in JSON.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Going { .. } => "going",
            Self::Failed { .. } => "failed",
            Self::Unsure { .. } => "unsure",
            Self::Unrecorded { .. } => "unrecorded",
        }
    }

    /// Returns the moment from which it may be given to the mail server; none where it may not without somebody's word.
    pub const fn due(&self) -> Option<Instant> {
        match self {
            Self::Held { until } => Some(*until),
            Self::Failed { next, .. } => *next,
            Self::Going { .. } | Self::Unsure { .. } | Self::Unrecorded { .. } => None,
        }
    }

    /// Returns how a letter stands that stood like this in a backup or an export which is restored or taken in at `now`: what
    /// was still to go may have gone since. None where it goes no further by itself anyhow.
    pub fn after_restore(&self, now: Instant) -> Option<Self> {
        let since = match self {
            Self::Going { since } => *since,
            Self::Held { .. } | Self::Failed { .. } => self.due()?.min(now),
            Self::Unsure { .. } | Self::Unrecorded { .. } => return None,
        };
        Some(Self::Unsure { since, restored: true })
    }

    /// Returns whether somebody has to look at it: it goes no further by itself.
    pub const fn needs_a_look(&self) -> bool {
        matches!(self, Self::Failed { next: None, .. } | Self::Unsure { .. } | Self::Unrecorded { .. })
    }

    /// Says it in a few words.
    pub fn in_words(&self, zone: Zone) -> String {
        match self {
            Self::Held { until } => format!("held until {}", clock_text(zone, *until)),
            Self::Going { .. } => "going".to_owned(),
            Self::Failed { reason, next: Some(next) } => {
                format!("failed ({reason}), tried again at {}", clock_text(zone, *next))
            }
            Self::Failed { reason, next: None } => format!("not sent ({reason})"),
            Self::Unsure { restored: false, .. } => "perhaps sent".to_owned(),
            Self::Unsure { restored: true, .. } => "perhaps sent (restored)".to_owned(),
            Self::Unrecorded { reason, .. } => format!("sent and not recorded ({reason})"),
        }
    }
}

/// A letter in the outbox. The store keeps it for ever: a field may be added with a default.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outgoing {
    /// The number of its ticket.
    pub ticket: TicketId,
    /// What it is for.
    pub purpose: OutgoingPurpose,
    /// Its head. The desk gives it its sender, its Message-ID and its references.
    pub head: LetterHead,
    /// Its text.
    pub text: String,
    /// The files that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// What an answer to the customer counts as; every other letter has nothing to leave out here.
    #[serde(default, skip_serializing_if = "CountsAs::is_update")]
    pub counts_as: CountsAs,
    /// What happens to the ticket once it has gone, besides that it was written, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<EventData>,
    /// Where it stands.
    pub state: OutgoingState,
    /// How often it was given to the mail server.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub tries: u32,
    /// Whether an earlier try may have sent it already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub perhaps_twice: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Outgoing {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;

    /// Returns whether what was asked for is what was entered: the desk adds the sender, the Message-ID, the references and
    /// until when it is held.
    pub fn is_of(&self, asked: &Self) -> bool {
        let plain = |letter: &Self| Self {
            head: LetterHead {
                message_id: None,
                references: Vec::new(),
                from: None,
                reply_to: None,
                ..letter.head.clone()
            },
            state: OutgoingState::Held { until: Instant::FIRST },
            ..letter.clone()
        };
        plain(self) == plain(asked)
    }

    /// Returns what the ticket gets once the mail server has taken it, in order; nothing for a notice.
    pub fn recorded(&self) -> Vec<EventData> {
        let head = LetterHead { perhaps_twice: self.perhaps_twice, ..self.head.clone() };
        let message = |direction, acknowledges| {
            EventData::Message(Message {
                direction,
                channel: Some("email".to_owned()),
                text: self.text.clone(),
                files: self.files.clone(),
                acknowledges,
                counts_as: if self.purpose == OutgoingPurpose::Reply { self.counts_as } else { CountsAs::default() },
                letter: Some(Box::new(head.clone())),
                ..Message::default()
            })
        };
        let itself = match self.purpose {
            OutgoingPurpose::Reply => message(MessageDirection::Out, false),
            OutgoingPurpose::Acknowledgement => message(MessageDirection::Out, true),
            OutgoingPurpose::Vendor => message(MessageDirection::VendorOut, false),
            OutgoingPurpose::Forward => {
                let text = format!("Forwarded to {}\n\n{}", self.receivers().join(", "), self.text);
                let text = text.chars().take(NOTE_LIMIT).collect();
                EventData::Note(Note { text, to_customer: false })
            }
            OutgoingPurpose::Notice => return Vec::new(),
        };
        std::iter::once(itself).chain(self.then.iter().cloned()).collect()
    }

    /// Returns everybody it goes to, in words.
    pub fn receivers(&self) -> Vec<String> {
        self.head.to.iter().chain(&self.head.cc).map(Mailbox::in_words).collect()
    }

    /// Returns to whom it goes, the first by name: `Kari Nord and 1 more`.
    pub fn to_in_brief(&self) -> String {
        let all = self.head.to.len() + self.head.cc.len();
        let first = self.head.to.first().map_or("nobody", |first| first.name.as_ref().unwrap_or(&first.address));
        if all > 1 { format!("{first} and {} more", all - 1) } else { first.to_owned() }
    }

    /// Says what became of it when it left the outbox, where it stood so until then.
    pub fn left_in_words(&self) -> String {
        let what = match self.state {
            OutgoingState::Going { .. } => "sent",
            OutgoingState::Unrecorded { .. } => "taken off the list",
            OutgoingState::Unsure { .. } => "no longer in doubt",
            OutgoingState::Held { .. } | OutgoingState::Failed { .. } => "recalled",
        };
        format!("letter of #{} to {} {what}: {}", self.ticket, self.to_in_words(), self.head.subject)
    }

    fn to_in_words(&self) -> String {
        let all = self.head.to.len() + self.head.cc.len();
        let first = self.head.to.first().map_or("nobody", |first| &first.address);
        if all > 1 { format!("{first} and {} more", all - 1) } else { first.to_owned() }
    }

    fn check_receivers(&self) -> Result<(), Problem> {
        if self.head.to.is_empty() {
            let hint = "give an address with --to, or give the ticket's person one (frist person set)";
            return Err(Problem::of_field(Field::Address, "the letter goes to nobody", hint));
        }
        let wrong = |mailbox: &&Mailbox| !is_address(&mailbox.address);
        match self.head.to.iter().chain(&self.head.cc).find(wrong) {
            Some(wrong) => {
                let message = format!("{} is not an address that letters can go to", clean(&wrong.address));
                Err(Problem::of_field(Field::Address, message, "write one such as kari@acme.example"))
            }
            None => Ok(()),
        }
    }
}

/// Returns whether a letter can go to that address: a name, an `@` and a domain, and nothing that a mail server or its
/// command would read otherwise.
pub fn is_address(text: &str) -> bool {
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[]\\,;:\"@".contains(c);
    text.rsplit_once('@').is_some_and(|(name, domain)| {
        let parts = [name, domain];
        parts.iter().all(|part| !part.is_empty() && part.chars().all(is_plain)) && !name.starts_with('-')
    })
}

/// Returns whether a letter may record that beside itself: what an answer says or settles, and what macros do.
fn may_follow(what: &EventData) -> bool {
    matches!(
        what,
        EventData::Reported(_)
            | EventData::ReceiptConfirmed
            | EventData::Responded
            | EventData::WorkStarted
            | EventData::WorkaroundGiven
            | EventData::Fixed
            | EventData::SeveritySet(_)
            | EventData::PrioritySet(_)
            | EventData::Assigned(_)
            | EventData::Tagged(_)
            | EventData::Waiting(_)
            | EventData::Resumed
            | EventData::Closed(_)
    )
}

impl Record for Outgoing {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn check(&self, _on: &Scene<'_>) -> Result<(), Problem> {
        self.head.check()?;
        self.check_receivers()?;
        if self.head.subject.is_empty() {
            return Err(Problem::of_field(Field::Subject, "the letter has no subject", "give it one"));
        }
        check_note(&self.text).map_err(|error| refused_text(Field::Text, &error))?;
        check_files(&self.files)?;
        if let Some(what) = self.then.iter().find(|what| !may_follow(what)) {
            let message = format!("a letter does not record {}", what.sort().name.replace('_', " "));
            return Err(Problem::refused(message, "record it with frist do"));
        }
        if self.then.len() > MOST_EVENTS {
            return Err(Problem::refused("a letter records too much", "record some of it with frist do"));
        }
        if let OutgoingState::Failed { reason, .. } | OutgoingState::Unrecorded { reason, .. } = &self.state
            && reason.chars().count() > REASON_CHARS
        {
            return Err(Problem::refused("the reason is too long", "shorten it"));
        }
        self.moments().into_iter().try_for_each(|at| in_range(Field::At, at))
    }

    fn says(&self, zone: Zone) -> String {
        let subject = &self.head.subject;
        format!("letter of #{} to {}, {}: {subject}", self.ticket, self.to_in_words(), self.state.in_words(zone))
    }

    fn subject(&self) -> Option<&str> {
        Some(&self.head.subject)
    }

    fn moments(&self) -> Vec<Instant> {
        match &self.state {
            OutgoingState::Held { until } => vec![*until],
            OutgoingState::Going { since } | OutgoingState::Unsure { since, .. } => vec![*since],
            OutgoingState::Failed { next, .. } => next.iter().copied().collect(),
            OutgoingState::Unrecorded { at, .. } => vec![*at],
        }
    }

    fn files(&self) -> Vec<&FileRef> {
        self.files.iter().chain(self.head.files()).collect()
    }
}

/// Shortens the reason why a letter did not go to what is kept of it, in one line.
pub fn short_reason(reason: &str) -> String {
    clean(reason).chars().take(REASON_CHARS).collect()
}
