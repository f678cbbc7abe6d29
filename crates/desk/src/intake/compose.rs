//! Makes what is written of a letter: the event on a ticket, the new ticket, or the record of the inbox.

use frist_domain::file::{FileRef, clean_name};
use frist_domain::intake::{Reporter, TicketTerms};
use frist_domain::ledger::{InboxLetter, InboxReason, LedgerFact, LetterOutcome, MOST_LETTER_FILES};
use frist_domain::letter::{LetterHead, Mailbox, SUBJECT_CHARS, TEXT_IN_EVENT};
use frist_domain::text::clean;
use frist_domain::ticket::event::{Message, MessageDirection, Undelivered};
use frist_domain::ticket::{EventData, Kind, LINE_LIMIT, NewTicket, Record, TicketId};
use frist_domain::time::Instant;
use frist_letter::{Judged, Letter};

use crate::Change;

/// The channel by which letters come.
const EMAIL: &str = "email";
/// The most addresses of `To` or `Cc` that a record of the inbox keeps; the original has them all.
const INBOX_ADDRESSES: usize = 20;
/// What a ticket is called whose letter has neither subject nor text.
const NO_SUBJECT: &str = "(no subject)";

/// What is kept of a letter, with its files.
pub(super) struct KeptLetter {
    pub(super) head: LetterHead,
    pub(super) received: Instant,
    /// Its text, or the beginning of it.
    pub(super) text: String,
    pub(super) text_file: Option<FileRef>,
    pub(super) files: Vec<FileRef>,
    /// The customer, where somebody of the desk passed the letter on.
    pub(super) customer: Option<Mailbox>,
}

impl KeptLetter {
    /// Makes what is kept: `files` are the attachments and `pictures` those that the text shows, which are in the store.
    pub(super) fn of(letter: &Letter, judged: &Judged, passed_on: Option<Mailbox>, files: LetterFiles) -> Self {
        let mut head = letter.head(judged);
        head.body = Some(letter.body_hash);
        head.original = Some(files.original);
        head.pictures = files.pictures;
        let text = beginning(letter, files.text_file.is_some());
        Self {
            head,
            received: judged.received_at,
            text,
            text_file: files.text_file,
            files: files.attachments,
            customer: passed_on,
        }
    }

    fn message(&self, direction: MessageDirection, keeps_waiting: bool) -> Message {
        Message {
            direction,
            channel: Some(EMAIL.to_owned()),
            with: self.head.from.as_ref().map(|from| line(from.name.as_deref().unwrap_or(&from.address))),
            text: self.text.clone(),
            keeps_waiting,
            text_file: self.text_file.clone(),
            files: self.files.clone(),
            letter: Some(Box::new(self.head.clone())),
        }
    }

    /// Returns the change that adds it to a ticket.
    pub(super) fn joined(&self, record: &Record, is_vendors: bool, counts: bool) -> Change {
        let direction = if is_vendors { MessageDirection::VendorIn } else { MessageDirection::In };
        let message = self.message(direction, !counts);
        Change::Add {
            ticket: record.ticket.id,
            revision: None,
            // A letter that was received before the report that it is about, as one that was logged late.
            happened: Some(self.received.max(record.ticket.reported())),
            what: Box::new(EventData::Message(message)),
        }
    }

    /// Returns the change that makes a ticket of it.
    pub(super) fn as_ticket(&self, who: &Reporter, terms: &TicketTerms, follows: Option<TicketId>) -> Change {
        Change::New(Box::new(NewTicket {
            contract: terms.contract.id.clone(),
            plan: terms.plan.clone(),
            severity: terms.severity.clone(),
            channel: EMAIL.to_owned(),
            subject: self.subject(),
            customer: who.name.as_deref().map(line),
            person: who.person,
            organisation: who.organisation,
            reported: Some(self.received),
            kind: Kind::Incident,
            impact: terms.impact.clone(),
            urgency: terms.urgency.clone(),
            note: follows.map(|full| format!("This goes on #{full}, which is full.")),
            letter: Some(Box::new(self.message(MessageDirection::In, false))),
            ..NewTicket::default()
        }))
    }

    fn subject(&self) -> String {
        let first_line = self.text.lines().map(str::trim).find(|line| !line.is_empty());
        let subject = Some(self.head.subject.trim()).filter(|subject| !subject.is_empty()).or(first_line);
        line(subject.unwrap_or(NO_SUBJECT))
    }

    /// Returns the change that puts it into the inbox, or keeps it as that of a blocked sender.
    pub(super) fn in_inbox(
        mut self,
        reason: InboxReason,
        like: Option<TicketId>,
        outcome: Option<LetterOutcome>,
    ) -> Change {
        self.head.to.truncate(INBOX_ADDRESSES);
        self.head.cc.truncate(INBOX_ADDRESSES);
        let letter = InboxLetter {
            head: self.head,
            received: self.received,
            text: self.text,
            text_file: self.text_file,
            files: self.files,
            reason,
            like,
            customer: self.customer,
            outcome,
        };
        Change::Enter { entry: None, revision: None, fact: Some(Box::new(LedgerFact::Letter(Box::new(letter)))) }
    }

    /// Returns the change that notes on a ticket that a letter of the desk's did not arrive.
    pub(super) fn undelivered(self, record: &Record, letter: &Letter) -> Option<Change> {
        let report = letter.report.as_ref()?;
        let said = [report.status.as_deref(), report.diagnostic.as_deref()];
        let said = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let what = EventData::Undelivered(Undelivered {
            message_id: report.original_message_id.as_deref().map(line)?,
            recipient: report.recipient.as_deref().map(line),
            reason: Some(said.as_str()).filter(|said| !said.trim().is_empty()).map(line),
            report_id: self.head.message_id,
            body: self.head.body,
            report: self.head.original,
        });
        let happened = Some(self.received.max(record.ticket.reported()));
        Some(Change::Add { ticket: record.ticket.id, revision: None, happened, what: Box::new(what) })
    }
}

/// The files of a letter, as they are kept.
pub(super) struct LetterFiles {
    pub(super) original: FileRef,
    pub(super) text_file: Option<FileRef>,
    pub(super) attachments: Vec<FileRef>,
    pub(super) pictures: Vec<FileRef>,
}

/// Returns whether a text is too long for an event, so that the whole of it is kept as a file.
pub(super) fn is_long(text: &str) -> bool {
    text.chars().nth(TEXT_IN_EVENT).is_some()
}

/// Returns the text that is kept of a letter in an event, with what could not be read where there is room.
fn beginning(letter: &Letter, is_long: bool) -> String {
    let mut text: String = letter.text.chars().take(TEXT_IN_EVENT).collect();
    if !is_long && !letter.faults.is_empty() {
        let faults = letter.faults.iter().map(|fault| format!("[{fault}]")).collect::<Vec<_>>().join("\n");
        let with = if text.trim().is_empty() { faults } else { format!("{text}\n\n{faults}") };
        if with.chars().count() <= TEXT_IN_EVENT {
            text = with;
        }
    }
    text
}

/// Returns a text as a line that a ticket takes.
fn line(text: &str) -> String {
    let line: String = clean(text).trim().chars().take(LINE_LIMIT.min(SUBJECT_CHARS)).collect();
    let line = line.trim().to_owned();
    if frist_domain::ticket::check_line(&line).is_ok() { line } else { NO_SUBJECT.to_owned() }
}

/// Returns the parts of a letter that are kept as files of their own; the original has all of them.
pub(super) fn kept_parts(letter: &Letter) -> impl Iterator<Item = (&frist_letter::Part, String, String)> {
    letter.parts.iter().take(MOST_LETTER_FILES).map(|part| {
        let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        let is_type = part.media_type.len() <= 100
            && part.media_type.split_once('/').is_some_and(|(kind, of)| is_plain(kind) && is_plain(of));
        let media_type = if is_type { part.media_type.clone() } else { "application/octet-stream".to_owned() };
        (part, clean_name(&part.name), media_type)
    })
}
