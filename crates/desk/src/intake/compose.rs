//! Makes what is written of a letter: the event on a ticket, the new ticket, or the record of the inbox.

use frist_domain::file::{FileRef, clean_name};
use frist_domain::intake::{LetterWriter, Reporter, SenderRole, TicketTerms, line_of, message_of, subject_of};
use frist_domain::ledger::{InboxLetter, InboxReason, LedgerFact, LetterOutcome, MOST_LETTER_FILES};
use frist_domain::letter::{Mailbox, TEXT_IN_EVENT};
use frist_domain::ticket::event::{Message, MessageDirection, Undelivered};
use frist_domain::ticket::{EventData, Kind, NewTicket, Record, TicketId};
use frist_domain::time::Instant;
use frist_letter::{Judged, Letter};

use super::look_up::NamedTicket;
use crate::Change;

/// The channel by which letters come.
const EMAIL: &str = "email";
/// The most addresses of `To` or `Cc` that a record of the inbox keeps; the original has them all.
const INBOX_ADDRESSES: usize = 20;

/// Makes what is kept of a letter whose files are in the store; `passed_on` is the customer, where somebody of the desk passed the
/// letter on.
pub(super) fn kept(letter: &Letter, judged: &Judged, passed_on: Option<Mailbox>, files: LetterFiles) -> InboxLetter {
    let mut head = letter.head(judged);
    head.whole_size = files.whole_size;
    head.body = Some(letter.body_hash);
    head.original = Some(files.original);
    head.pictures = files.pictures;
    InboxLetter {
        head,
        received: judged.received_at,
        text: beginning(letter, judged, files.text_file.is_some()),
        text_file: files.text_file,
        files: files.attachments,
        customer: passed_on,
        ..InboxLetter::default()
    }
}

/// Returns the change that adds a letter to a ticket. It says where somebody else than customer or vendor wrote it.
pub(super) fn joined(kept: &InboxLetter, it: &NamedTicket, counts: bool) -> Change {
    let (record, is_theirs) = (&it.record, matches!(it.role, SenderRole::Customer | SenderRole::Vendor));
    let direction = if it.is_vendors { MessageDirection::VendorIn } else { MessageDirection::In };
    let writer = (!is_theirs).then_some(LetterWriter::Other);
    let (came_for, vendor_case) = (it.came_for, it.vendor_case.clone());
    let message = message_of(kept, direction, !counts);
    let what = EventData::Message(Message { writer, came_for, vendor_case, ..message });
    Change::Add {
        ticket: record.ticket.id,
        revision: None,
        happened: Some(happened(kept, record)),
        what: Box::new(what),
    }
}

/// Returns when a letter counts on a ticket: when it was received, but not before the report of one that was logged late.
fn happened(kept: &InboxLetter, record: &Record) -> Instant {
    kept.received.max(record.ticket.reported())
}

/// Returns the change that makes a ticket of a letter.
pub(super) fn as_ticket(kept: &InboxLetter, who: &Reporter, terms: &TicketTerms, follows: Option<TicketId>) -> Change {
    Change::New(Box::new(NewTicket {
        note: follows.map(|full| format!("This goes on #{full}, which is full.")),
        letter: Some(Box::new(message_of(kept, MessageDirection::In, false))),
        ..new_ticket(kept, who, terms)
    }))
}

/// Returns the ticket that a letter makes under these terms, without the letter itself.
pub(crate) fn new_ticket(kept: &InboxLetter, who: &Reporter, terms: &TicketTerms) -> NewTicket {
    NewTicket {
        contract: terms.contract.id.clone(),
        plan: terms.plan.clone(),
        severity: terms.severity.clone(),
        channel: EMAIL.to_owned(),
        subject: subject_of(kept),
        customer: who.name.as_deref().map(line_of),
        person: who.person,
        organisation: who.organisation,
        reported: Some(kept.received),
        kind: Kind::Incident,
        impact: terms.impact.clone(),
        urgency: terms.urgency.clone(),
        ..NewTicket::default()
    }
}

/// Returns the change that puts a letter into the inbox, or keeps it as that of a blocked sender.
pub(super) fn in_inbox(
    mut kept: InboxLetter,
    reason: InboxReason,
    like: Option<TicketId>,
    outcome: Option<LetterOutcome>,
) -> Change {
    kept.head.to.truncate(INBOX_ADDRESSES);
    kept.head.cc.truncate(INBOX_ADDRESSES);
    let letter = InboxLetter { reason, like, outcome, ..kept };
    Change::Enter { entry: None, revision: None, fact: Some(Box::new(LedgerFact::Letter(Box::new(letter)))) }
}

/// Returns the change that notes on a ticket that a letter of the desk's did not arrive.
pub(super) fn undelivered(kept: &InboxLetter, record: &Record, letter: &Letter) -> Option<Change> {
    let report = letter.report.as_ref()?;
    let said = [report.status.as_deref(), report.diagnostic.as_deref()];
    let said = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let what = EventData::Undelivered(Undelivered {
        message_id: report.original_message_id.as_deref().map(line_of)?,
        recipient: report.recipient.as_deref().map(line_of),
        reason: Some(said.as_str()).filter(|said| !said.trim().is_empty()).map(line_of),
        report_id: kept.head.message_id.clone(),
        body: kept.head.body,
        report: kept.head.original.clone(),
    });
    let happened = Some(happened(kept, record));
    Some(Change::Add { ticket: record.ticket.id, revision: None, happened, what: Box::new(what) })
}

/// The files of a letter, as they are kept.
pub(super) struct LetterFiles {
    pub(super) original: FileRef,
    pub(super) text_file: Option<FileRef>,
    pub(super) attachments: Vec<FileRef>,
    pub(super) pictures: Vec<FileRef>,
    /// The bytes that the letter had, where only its beginning was kept.
    pub(super) whole_size: Option<u64>,
}

/// Returns whether a text is too long for an event, so that the whole of it is kept as a file.
pub(super) fn is_long(text: &str) -> bool {
    text.chars().nth(TEXT_IN_EVENT).is_some()
}

/// Returns the text that is kept of a letter in an event, with what could not be read where there is room.
fn beginning(letter: &Letter, judged: &Judged, is_long: bool) -> String {
    let mut text: String = letter.text.chars().take(TEXT_IN_EVENT).collect();
    let disbelieved = judged.disbelieved.map(|at| {
        format!("A server says that it took it at {at}, more than a week before it arrived: the arrival counts.")
    });
    let unkept = letter.parts.len().saturating_sub(MOST_LETTER_FILES);
    let unkept = (unkept > 0).then(|| {
        format!("It has {unkept} more files than the {MOST_LETTER_FILES} that are kept apart: letter.eml has them all.")
    });
    if !is_long && (!letter.faults.is_empty() || disbelieved.is_some() || unkept.is_some()) {
        let faults = letter.faults.iter().chain(&disbelieved).chain(&unkept);
        let faults = faults.map(|fault| format!("[{fault}]")).collect::<Vec<_>>().join("\n");
        let with = if text.trim().is_empty() { faults } else { format!("{text}\n\n{faults}") };
        if with.chars().count() <= TEXT_IN_EVENT {
            text = with;
        }
    }
    text
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
