//! Makes the changes by which somebody says what becomes of a letter: one request each, so that what comes of it and that it is
//! settled are written together, and undone together. The command line and the screen ask for the same.

use frist_domain::contract::Contract;
use frist_domain::ledger::{
    InboxLetter, Ledger, LedgerFact, LedgerRecord, LedgerRecordId, LetterOutcome, LetterRule, Outgoing, OutgoingState,
    SenderRule,
};
use frist_domain::letter::{Mailbox, SUBJECT_CHARS};
use frist_domain::text::clean;
use frist_domain::ticket::event::Message;
use frist_domain::ticket::{EventData, LINE_LIMIT, MessageDirection, NewTicket, Ticket, TicketId, check_line};
use frist_domain::time::Instant;

use crate::Change;

/// The channel by which letters come.
const EMAIL: &str = "email";
/// The subject of a ticket of a letter that has neither subject nor text.
const NO_SUBJECT: &str = "(no subject)";
/// The most letters of a sender that are settled when the sender is blocked: they are one commit.
const MOST_AT_ONCE: usize = 500;

/// Returns the letter of a record that waits in the inbox.
pub fn waiting_letter(entry: &LedgerRecord) -> Option<&InboxLetter> {
    entry.fact.as_ref()?.letter().filter(|letter| letter.waits())
}

/// Returns the subject of a ticket of that letter: its own, else the first line of its text.
pub fn subject_of_letter(letter: &InboxLetter) -> String {
    let first_line = letter.text.lines().map(str::trim).find(|line| !line.is_empty());
    let subject = Some(letter.head.subject.trim()).filter(|subject| !subject.is_empty()).or(first_line);
    line(subject.unwrap_or(NO_SUBJECT))
}

/// Returns a text as a line that a ticket takes.
fn line(text: &str) -> String {
    let line: String = clean(text).trim().chars().take(LINE_LIMIT.min(SUBJECT_CHARS)).collect();
    let line = line.trim().to_owned();
    if check_line(&line).is_ok() { line } else { NO_SUBJECT.to_owned() }
}

/// Returns what a ticket is given of that letter.
pub fn message_of_letter(letter: &InboxLetter, direction: MessageDirection) -> Message {
    let from = letter.head.from.as_ref();
    Message {
        direction,
        channel: Some(EMAIL.to_owned()),
        with: from.map(|from| line(from.name.as_deref().unwrap_or(&from.address))),
        text: letter.text.clone(),
        keeps_waiting: !letter.head.verdict.counts(),
        text_file: letter.text_file.clone(),
        files: letter.files.clone(),
        letter: Some(Box::new(letter.head.clone())),
        ..Message::default()
    }
}

/// Returns the changes that log a ticket of that letter: what was chosen for it, with the letter as its first message and its
/// receipt as the time of the report. None where the letter waits no more.
pub fn take_letter(entry: &LedgerRecord, new: NewTicket) -> Option<Vec<Change>> {
    let letter = waiting_letter(entry)?;
    let new = NewTicket {
        channel: EMAIL.to_owned(),
        reported: Some(letter.received),
        letter: Some(Box::new(message_of_letter(letter, MessageDirection::In))),
        ..new
    };
    Some(vec![Change::New(Box::new(new)), settled(entry, letter, LetterOutcome::Taken)])
}

/// Returns the changes that join that letter to a ticket; `known` is the ticket with its contract, where it is at hand.
pub fn join_letter(
    entry: &LedgerRecord,
    ticket: TicketId,
    known: Option<(&Ticket, Option<&Contract>)>,
) -> Option<Vec<Change>> {
    let letter = waiting_letter(entry)?;
    let is_vendors = known.and_then(|(_, contract)| contract).is_some_and(|contract| is_vendors(letter, contract));
    let direction = if is_vendors { MessageDirection::VendorIn } else { MessageDirection::In };
    // A ticket that was logged late may have been reported after the letter came.
    let happened = known.map_or(letter.received, |(ticket, _)| letter.received.max(ticket.reported()));
    let what = Box::new(EventData::Message(message_of_letter(letter, direction)));
    let add = Change::Add { ticket, revision: None, happened: Some(happened), what };
    Some(vec![add, settled(entry, letter, LetterOutcome::Joined(ticket))])
}

fn is_vendors(letter: &InboxLetter, contract: &Contract) -> bool {
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
    let from = letter.head.from.as_ref().and_then(|from| domain(&from.address));
    from.is_some() && from == contract.vendor_side.mail.as_deref().and_then(domain)
}

/// Returns the change that drops that letter.
pub fn drop_letter(entry: &LedgerRecord) -> Option<Change> {
    Some(settled(entry, waiting_letter(entry)?, LetterOutcome::Dropped))
}

/// Returns the changes that block the sender of that letter: every letter of theirs that waits is settled by it. None where the
/// letter names no sender.
pub fn block_sender(ledger: &Ledger, entry: &LedgerRecord) -> Option<Vec<Change>> {
    let letter = waiting_letter(entry)?;
    let address = sender_address(letter)?;
    let mut changes = vec![rule_for(ledger, &address, LetterRule::Block)?];
    changes.push(settled(entry, letter, LetterOutcome::Blocked));
    let others = letters_of(ledger, &address).filter(|(other, _)| other.id != entry.id);
    changes.extend(others.take(MOST_AT_ONCE).map(|(entry, letter)| settled(entry, letter, LetterOutcome::Blocked)));
    Some(changes)
}

/// Returns the change by which letters of that letter's sender are always taken in; none where it names no sender.
pub fn always_take(ledger: &Ledger, entry: &LedgerRecord) -> Option<Change> {
    rule_for(ledger, &sender_address(waiting_letter(entry)?)?, LetterRule::Always)
}

/// Returns the address of whoever sent the letter, in small letters.
pub fn sender_address(letter: &InboxLetter) -> Option<String> {
    letter.head.from.as_ref().map(|Mailbox { address, .. }| address.to_lowercase())
}

/// Returns the letters of that address that wait.
pub fn letters_of<'a>(
    ledger: &'a Ledger,
    address: &str,
) -> impl Iterator<Item = (&'a LedgerRecord, &'a InboxLetter)> + use<'a> {
    let address = address.to_owned();
    let of = move |(_, letter): &(LedgerRecordId, &InboxLetter)| sender_address(letter).as_ref() == Some(&address);
    ledger.inbox().filter(of).filter_map(|(id, letter)| Some((ledger.get(id)?.as_ref(), letter)))
}

/// Returns the change that sets the rule of a sender; none where it stands already.
fn rule_for(ledger: &Ledger, address: &str, rule: LetterRule) -> Option<Change> {
    let known = ledger.sender_rules().find(|(_, known)| known.sender == address);
    if known.is_some_and(|(_, known)| known.rule == rule) {
        return None;
    }
    let entry = known.map(|(id, _)| id);
    let revision = entry.and_then(|id| ledger.get(id)).map(|entry| entry.revision);
    let fact = LedgerFact::SenderRule(SenderRule { sender: address.to_owned(), rule });
    Some(Change::Enter { entry, revision, fact: Some(Box::new(fact)) })
}

fn settled(entry: &LedgerRecord, letter: &InboxLetter, outcome: LetterOutcome) -> Change {
    let letter = InboxLetter { outcome: Some(outcome), ..letter.clone() };
    let fact = Some(Box::new(LedgerFact::Letter(Box::new(letter))));
    Change::Enter { entry: Some(entry.id), revision: Some(entry.revision), fact }
}

/// Returns the change that recalls a letter of the outbox, or takes one off the list that has gone.
pub fn recall_letter(entry: &LedgerRecord) -> Change {
    Change::Enter { entry: Some(entry.id), revision: Some(entry.revision), fact: None }
}

/// Returns the change that has a letter of the outbox sent now, or tried again; none where the record is no such letter.
pub fn send_letter_now(entry: &LedgerRecord) -> Option<Change> {
    let letter = entry.fact.as_ref()?.outgoing()?.clone();
    let again = Outgoing { state: OutgoingState::Held { until: Instant::FIRST }, ..letter };
    let fact = Some(Box::new(LedgerFact::Outgoing(Box::new(again))));
    Some(Change::Enter { entry: Some(entry.id), revision: Some(entry.revision), fact })
}

/// Returns the changes that say that a letter has gone of which nobody knew, or that could not be recorded: its ticket gets what
/// it records. None where nothing suggests that it has gone.
pub fn letter_was_sent(entry: &LedgerRecord) -> Option<Vec<Change>> {
    let letter = entry.fact.as_ref()?.outgoing()?;
    let (OutgoingState::Unsure { since: at } | OutgoingState::Unrecorded { at, .. }) = letter.state else {
        return None;
    };
    let add = |what| Change::Add { ticket: letter.ticket, revision: None, happened: Some(at), what: Box::new(what) };
    Some(letter.recorded().into_iter().map(add).chain([recall_letter(entry)]).collect())
}
