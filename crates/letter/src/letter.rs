//! What a letter says, as it was read and before it is judged.

use serde::{Deserialize, Serialize};

use frist_domain::file::FileHash;
use frist_domain::letter::{LetterHead, MOST_REFERENCES, Mailbox};
use frist_domain::time::Instant;

use crate::judge::Judged;

/// A letter that was read. All of its texts are cleaned: nothing in them drives a terminal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Letter {
    /// Its Message-ID without the angle brackets; none where it has none, or one that is too long to be kept.
    pub message_id: Option<String>,
    /// The Message-IDs of `In-Reply-To`.
    pub in_reply_to: Vec<String>,
    /// The Message-IDs of `References`, the oldest first: the first and the newest of them.
    pub references: Vec<String>,
    /// Who wrote it: the first address of `From`.
    pub from: Option<Mailbox>,
    /// Whether `From` has several addresses, or stands there several times: then nobody knows who wrote it.
    pub has_many_senders: bool,
    /// The address of `Sender`.
    pub sender: Option<Mailbox>,
    /// The first address of `Reply-To`.
    pub reply_to: Option<Mailbox>,
    /// To whom it went.
    pub to: Vec<Mailbox>,
    /// Who else got it.
    pub cc: Vec<Mailbox>,
    /// The addresses that servers noted as the one it was delivered to.
    pub delivered_to: Vec<String>,
    /// Its subject, cleaned and shortened; empty where it has none.
    pub subject: String,
    /// The moment that its `Date` names. It is shown and never counted from.
    pub dated: Option<Instant>,
    /// The servers that it went through, the last one first.
    pub received: Vec<Received>,
    /// What servers say of its sender, in the order in which it stands in the letter. Anybody can have written these.
    pub authentication: Vec<AuthenticationResults>,
    /// What shows that a machine wrote it.
    pub signals: Signals,
    /// What it reports of a letter that went out; it counts only where the verdict is that it is a report.
    pub report: Option<DeliveryReport>,
    /// Its whole text, HTML as plain text.
    pub text: String,
    /// The hash of its body, by which the same letter is known again whichever way it came.
    pub body_hash: FileHash,
    /// Its attachments and pictures, in their order.
    pub parts: Vec<Part>,
    /// The letter that it passes on, where that stands first in it or the writer asked for it by `@fwd`.
    pub forwarded: Option<Forwarded>,
    /// What looks like the desk's marker lines, which are not in its text; [`judge`](crate::judge()) says whether one holds.
    pub markers: Vec<String>,
    /// What could not be read, a sentence each, for people.
    pub faults: Vec<String>,
}

impl Default for Letter {
    fn default() -> Self {
        Self {
            message_id: None,
            in_reply_to: Vec::new(),
            references: Vec::new(),
            from: None,
            has_many_senders: false,
            sender: None,
            reply_to: None,
            to: Vec::new(),
            cc: Vec::new(),
            delivered_to: Vec::new(),
            subject: String::new(),
            dated: None,
            received: Vec::new(),
            authentication: Vec::new(),
            signals: Signals::default(),
            report: None,
            text: String::new(),
            body_hash: FileHash::of(b""),
            parts: Vec::new(),
            forwarded: None,
            markers: Vec::new(),
            faults: Vec::new(),
        }
    }
}

impl Letter {
    /// Returns what is kept of it beside its text and its files; `original` and `pictures` are left to whoever stores them.
    pub fn head(&self, judged: &Judged) -> LetterHead {
        LetterHead {
            message_id: self.message_id.clone(),
            references: self.thread(),
            from: self.from.clone(),
            reply_to: self.reply_to.clone().filter(|to| Some(to) != self.from.as_ref()),
            to: self.to.clone(),
            cc: self.cc.clone(),
            subject: self.subject.clone(),
            dated: self.dated,
            verdict: judged.verdict,
            trust: judged.trust,
            ..LetterHead::default()
        }
    }

    /// Returns the Message-IDs that it answers to, the oldest first, that of `In-Reply-To` last: at most [`MOST_REFERENCES`].
    pub fn thread(&self) -> Vec<String> {
        let answered = self.in_reply_to.first();
        let mut thread: Vec<String> = self.references.iter().filter(|id| Some(*id) != answered).cloned().collect();
        thread.extend(answered.cloned());
        if thread.len() > MOST_REFERENCES {
            thread.drain(1..=thread.len() - MOST_REFERENCES);
        }
        thread
    }

    /// Returns the number of the ticket that its subject names as `[#N]`. Anybody can write that.
    pub fn ticket_in_subject(&self) -> Option<frist_domain::ticket::TicketId> {
        crate::secret::ticket_in_subject(&self.subject)
    }
}

/// A server's note that a letter went through it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Received {
    /// The name of the server that took it, in small letters.
    pub by: Option<String>,
    /// The name under which the sender introduced itself, in small letters.
    pub from: Option<String>,
    /// When.
    pub at: Option<Instant>,
}

/// What one `Authentication-Results` says.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AuthenticationResults {
    /// The name of the server that is said to have written it, in small letters.
    pub authserv: String,
    /// The number of `Received` that stand above it. A server adds its own above all that it was given.
    pub received_above: usize,
    /// Whether it stands above all that a sender writes, such as `From`.
    pub is_in_trace: bool,
    /// The results.
    pub results: Vec<Authenticated>,
}

/// One result of one method.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Authenticated {
    /// The method.
    pub method: AuthenticationMethod,
    /// The result, such as `pass`, in small letters.
    pub result: String,
    /// The domain that it is about, in small letters.
    pub domain: Option<String>,
}

/// A way to find out whether a sender's domain is right.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthenticationMethod {
    /// The sending server is one of the domain's.
    Spf,
    /// The letter was signed by the domain.
    Dkim,
    /// Either of them holds for the domain of `From`.
    Dmarc,
}

/// What shows that a machine wrote a letter.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a header of its own that is there or not")]
pub struct Signals {
    /// The keyword of `Auto-Submitted`, in small letters.
    pub auto_submitted: Option<String>,
    /// Whether it has `X-Autoreply`, `X-Autorespond` or one of their kin.
    pub autoreply: bool,
    /// The value of `Precedence`, in small letters.
    pub precedence: Option<String>,
    /// Whether it has `List-Id`, `List-Unsubscribe` or `Feedback-ID`.
    pub list: bool,
    /// Whether it has `X-Auto-Response-Suppress`.
    pub response_suppress: bool,
    /// Whether it has `X-MS-Exchange-Inbox-Rules-Loop`, and the addresses in it.
    pub inbox_rules_loop: Option<String>,
    /// The addresses of `X-Loop`.
    pub loops: Vec<String>,
    /// Whether its Return-Path is empty.
    pub null_return_path: bool,
    /// Whether it is a `multipart/report`.
    pub is_report: bool,
}

/// What a letter reports of one that went out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeliveryReport {
    /// What became of it.
    pub action: DeliveryAction,
    /// The address that it did or did not reach; the first that failed, where there are several.
    pub recipient: Option<String>,
    /// The status, such as `5.1.1`.
    pub status: Option<String>,
    /// What the other server said, in one line.
    pub diagnostic: Option<String>,
    /// The Message-ID of the letter that went out.
    pub original_message_id: Option<String>,
    /// The subject of the letter that went out.
    pub original_subject: Option<String>,
}

impl DeliveryReport {
    /// Returns whether it says that the letter did not arrive and will not.
    pub fn is_failure(&self) -> bool {
        self.action == DeliveryAction::Failed
    }
}

/// What became of a letter that went out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryAction {
    /// It did not arrive.
    Failed,
    /// It has not arrived yet.
    Delayed,
    /// It arrived, or went on to a server that does not report.
    Delivered,
    /// Somebody has read or deleted it.
    Read,
    /// The report does not say.
    #[default]
    Unknown,
}

/// An attachment or picture.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// Its name, cleaned as a file's; one by its type where it has none.
    pub name: String,
    /// Its media type, such as `application/pdf`, in small letters.
    pub media_type: String,
    /// Its bytes. They are no part of its JSON; see [`frames`](crate::frames).
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// Whether it is a picture that the text shows.
    pub is_shown_picture: bool,
}

/// A letter that another one passes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Forwarded {
    /// Who wrote it.
    pub from: Mailbox,
    /// Its subject, where it is there.
    pub subject: Option<String>,
    /// Its text, without the head.
    pub text: String,
}
