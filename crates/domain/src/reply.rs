//! Composes what the desk writes: to whom an answer goes, under which subject, what it quotes, and what it records on its
//! ticket once it has gone.

use crate::contract::{Contract, Pause};
use crate::language::Language;
use crate::ledger::{Ledger, Outgoing, OutgoingPurpose, OutgoingState, folded};
use crate::letter::{LetterHead, MOST_REFERENCES, Mailbox, SUBJECT_CHARS, Verdict};
use crate::problem::{Field, Problem};
use crate::ticket::event::{Closed, Reported};
use crate::ticket::{
    ConversationEntry, EntryKind, Event, EventData, MessageDirection, Record, Ticket, check_event, check_room,
    conversation, unfolded,
};
use crate::time::{Instant, Zone};

/// The channel of what is written as a letter.
pub const EMAIL: &str = "email";
/// The most characters of a text that an answer quotes.
const QUOTED_CHARS: usize = 2_000;

/// Who is written to: each has a thread of their own on a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Correspondent {
    /// The customer.
    Customer,
    /// The vendor.
    Vendor,
}

impl Correspondent {
    fn has(self, kind: EntryKind) -> bool {
        use MessageDirection::{In, Out, VendorIn, VendorOut};
        match kind {
            EntryKind::Message(In | Out) => self == Self::Customer,
            EntryKind::Message(VendorIn | VendorOut) => self == Self::Vendor,
            EntryKind::Description | EntryKind::Note | EntryKind::Files => false,
        }
    }

    const fn inward(self) -> EntryKind {
        EntryKind::Message(match self {
            Self::Customer => MessageDirection::In,
            Self::Vendor => MessageDirection::VendorIn,
        })
    }
}

/// What the sender wants recorded, or left out, beside the answer itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReplyChoice {
    /// Whether the answer is not to count as the response, or as the report to the vendor.
    pub records_only_itself: bool,
    /// Whether the ticket waits for whom it was written to afterwards.
    pub waits: bool,
    /// The closing of the ticket afterwards.
    pub closes: Option<Closed>,
}

/// Returns the Message-IDs of the letters of that thread, the oldest first: the first and the newest, where there are many.
pub fn references(events: &[Event], with: Correspondent) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for letter in letters(events, with).filter_map(|entry| entry.letter) {
        for id in letter.references.iter().chain(&letter.message_id) {
            ids.retain(|known| known != id);
            ids.push(id.clone());
        }
    }
    if ids.len() > MOST_REFERENCES {
        ids.drain(1..=ids.len() - MOST_REFERENCES);
    }
    ids
}

fn letters(events: &[Event], with: Correspondent) -> impl Iterator<Item = ConversationEntry<'_>> {
    conversation(events).into_iter().filter(move |entry| with.has(entry.kind) && entry.letter.is_some())
}

/// Returns the newest letter of a person on that side.
fn newest_in(events: &[Event], with: Correspondent) -> Option<ConversationEntry<'_>> {
    let is_persons = |entry: &ConversationEntry<'_>| {
        entry.kind == with.inward() && entry.letter.is_some_and(|letter| letter.verdict == Verdict::Person)
    };
    letters(events, with).filter(is_persons).last()
}

/// To whom a letter goes: those it is for, and who else gets it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Receivers {
    /// Those it is for.
    pub to: Vec<Mailbox>,
    /// Who else gets it.
    pub cc: Vec<Mailbox>,
}

/// Returns to whom an answer goes where nobody says otherwise: whoever reported the ticket, with the copies of their newest
/// letter, and to `all` that it went to; or the vendor. `own` is the desk's address, which gets none.
///
/// # Errors
///
/// If no address is known.
pub fn receivers(
    record: &Record,
    (ledger, contract): (&Ledger, Option<&Contract>),
    with: Correspondent,
    all: bool,
    own: &str,
) -> Result<Receivers, Problem> {
    let newest = newest_in(&record.events, with).and_then(|entry| entry.letter);
    let (to, letter) = match with {
        Correspondent::Customer => of_customer(&record.ticket, ledger, newest)?,
        Correspondent::Vendor => (of_vendor(&record.ticket, contract, newest)?, newest),
    };
    let mut cc: Vec<Mailbox> = Vec::new();
    let copied = letter.filter(|_| all).map_or(&[][..], |letter| &letter.to);
    let kept = letter.map_or(&[][..], |letter| &letter.cc);
    for mailbox in copied.iter().chain(kept) {
        let known = |other: &Mailbox| folded(&other.address) == folded(&mailbox.address);
        if !is_own(&mailbox.address, own) && !known(&to) && !cc.iter().any(known) {
            cc.push(mailbox.clone());
        }
    }
    Ok(Receivers { to: vec![to], cc })
}

fn of_customer<'a>(
    ticket: &Ticket,
    ledger: &Ledger,
    newest: Option<&'a LetterHead>,
) -> Result<(Mailbox, Option<&'a LetterHead>), Problem> {
    let person = ledger.person_of(ticket).map(|(_, person)| person);
    let writer = newest.and_then(|letter| Some((letter, letter.from.as_ref()?)));
    let is_theirs = |from: &Mailbox| {
        person.is_none_or(|person| {
            person.addresses.is_empty() || person.addresses.iter().any(|own| folded(own) == folded(&from.address))
        })
    };
    if let Some((letter, from)) = writer.filter(|(_, from)| is_theirs(from)) {
        return Ok((letter.reply_to.as_ref().unwrap_or(from).clone(), Some(letter)));
    }
    let person = person.and_then(|person| {
        let address = person.addresses.first()?.clone();
        Some(Mailbox { name: person.names.first().cloned(), address })
    });
    person.map(|to| (to, newest)).ok_or_else(|| {
        let hint = "give an address with --to, or give the ticket's person one (frist person set)";
        Problem::of_field(Field::Address, format!("no address of #{}'s customer is known", ticket.id), hint)
    })
}

fn of_vendor(ticket: &Ticket, contract: Option<&Contract>, newest: Option<&LetterHead>) -> Result<Mailbox, Problem> {
    if let Some(letter) = newest
        && let Some(from) = &letter.from
    {
        return Ok(letter.reply_to.as_ref().unwrap_or(from).clone());
    }
    let mail = contract.and_then(|contract| contract.vendor_side.mail.clone());
    mail.map(Mailbox::of).ok_or_else(|| {
        let message = format!("no address of the vendor of #{} is known", ticket.id);
        Problem::of_field(Field::Address, message, "give one with --to, or write mail under [vendor_side] of its file")
    })
}

/// Returns whether that is the desk's own address, or a plus-address made from it.
pub fn is_own(address: &str, own: &str) -> bool {
    let parts = |text: &str| {
        let (name, domain) = text.rsplit_once('@')?;
        let name = name.split_once('+').map_or(name, |(name, _)| name);
        Some((name.to_lowercase(), domain.to_lowercase()))
    };
    parts(address).is_some_and(|address| Some(address) == parts(own))
}

/// Returns the subject of an answer: that of the thread, or the ticket's, with the ticket's number in it.
pub fn subject(record: &Record, with: Correspondent, prefix: &str) -> String {
    let of_thread = letters(&record.events, with).filter_map(|entry| entry.letter).last();
    let text = of_thread.map_or("", |letter| letter.subject.trim());
    let is_answer = !text.is_empty();
    let text = if is_answer { text } else { record.ticket.subject.trim() };
    let bare = without_prefixes(text);
    let number = format!("[#{}]", record.ticket.id);
    let number = if bare.contains(&number) { String::new() } else { format!("{number} ") };
    let prefix = if is_answer || with == Correspondent::Customer { prefix } else { "" };
    format!("{prefix}{number}{bare}").chars().take(SUBJECT_CHARS).collect()
}

fn without_prefixes(subject: &str) -> &str {
    const PREFIXES: [&str; 7] = ["re:", "sv:", "antw:", "aw:", "fwd:", "fw:", "vs:"];
    let mut rest = subject;
    while let Some(prefix) =
        PREFIXES.iter().find(|prefix| rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)))
    {
        rest = rest[prefix.len()..].trim_start();
    }
    if rest.is_empty() { subject } else { rest }
}

/// Returns what an answer quotes: the newest words of whom it goes to, without what they quoted themselves. None where they
/// have written nothing. An answer to the vendor never quotes the customer.
pub fn quotation(record: &Record, with: Correspondent, zone: Zone, language: Language) -> Option<String> {
    let all = conversation(&record.events);
    let of_customer =
        |entry: &&ConversationEntry<'_>| with == Correspondent::Customer && entry.kind == EntryKind::Description;
    let said = all.iter().rev().find(|entry| entry.kind == with.inward()).or_else(|| all.iter().find(of_customer))?;
    let (text, _) = unfolded(said.text);
    let text: String = text.chars().take(QUOTED_CHARS).collect();
    let lines: Vec<String> = text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    (!lines.is_empty()).then(|| {
        let from = said.letter.and_then(|letter| letter.from.as_ref()).map(Mailbox::in_words);
        let customer = || record.ticket.customer.clone().filter(|_| with == Correspondent::Customer);
        let who = from.or_else(|| said.with.map(str::to_owned)).or_else(customer);
        let at = language.moment(zone, said.at);
        let wrote = who.map_or_else(|| language.you_wrote(&at), |who| language.somebody_wrote(&at, who));
        format!("{wrote}\n{}", lines.join("\n"))
    })
}

/// Returns what an answer records beside itself once it has gone. To the customer the first one is the response; to the
/// vendor, where the contract takes mail and no report has started its clock yet, it is the report.
pub fn recorded_beside(
    ticket: &Ticket,
    contract: Option<&Contract>,
    with: Correspondent,
    choice: &ReplyChoice,
) -> Vec<EventData> {
    let mut then = Vec::new();
    let counts = ticket.is_open() && !choice.records_only_itself;
    match with {
        Correspondent::Customer if counts && ticket.responded.is_none() => then.push(EventData::Responded),
        Correspondent::Vendor if counts && is_report(ticket, contract) => {
            then.push(EventData::Reported(Reported { channel: EMAIL.to_owned() }));
        }
        Correspondent::Customer | Correspondent::Vendor => {}
    }
    if choice.waits {
        let on = match with {
            Correspondent::Customer => Pause::WaitingCustomer,
            Correspondent::Vendor => Pause::WaitingVendor,
        };
        if ticket.waiting().is_none_or(|wait| wait.on != on) {
            then.push(EventData::waiting(on));
        }
    }
    then.extend(choice.closes.clone().map(EventData::Closed));
    then
}

/// Returns whether a letter to the vendor would be the report that starts the clock.
fn is_report(ticket: &Ticket, contract: Option<&Contract>) -> bool {
    let Some(contract) = contract else { return false };
    let takes = |channel: &str| contract.takes(&ticket.severity, channel);
    takes(EMAIL) && !ticket.reports.iter().any(|report| takes(&report.channel))
}

/// Says what a letter records on its ticket once it has gone.
pub fn recorded_in_words(letter: &Outgoing, ticket: &Ticket, contract: Option<&Contract>) -> String {
    let itself = match letter.purpose {
        OutgoingPurpose::Reply => "a word to the customer",
        OutgoingPurpose::Vendor => "a letter to the vendor",
        OutgoingPurpose::Forward => "an internal note that it was forwarded",
        OutgoingPurpose::Acknowledgement => "an acknowledgement",
        OutgoingPurpose::Notice => return "nothing".to_owned(),
    };
    let words: Vec<String> =
        std::iter::once(itself.to_owned()).chain(letter.then.iter().map(following_in_words)).collect();
    let words = words.join(", ");
    let unanswered = contract.filter(|_| letter.purpose == OutgoingPurpose::Vendor).filter(|contract| {
        let counts = |report: &crate::ticket::Report| contract.takes(&ticket.severity, &report.channel);
        !contract.takes(&ticket.severity, EMAIL) && !ticket.reports.iter().any(counts)
    });
    match unanswered {
        Some(contract) => {
            let channels = contract.channels(&ticket.severity).join(" or ");
            format!("{words}; no report: {} counts reports by {channels}", contract.vendor)
        }
        None => words,
    }
}

/// Checks whether the ticket could be given now what the letter records.
///
/// # Errors
///
/// If the ticket takes one of its events no more, or has no room for it.
pub fn check_letter(
    letter: &Outgoing,
    record: &Record,
    contract: Option<&Contract>,
    now: Instant,
) -> Result<(), Problem> {
    let mut record = record.clone();
    for what in letter.recorded() {
        check_event(&record.ticket, contract, &what, now, now)?;
        let event = Event { happened: now, recorded: now, by: String::new(), what: what.into() };
        check_room(&record.ticket, &record.events, &event)?;
        let mut events = record.events.to_vec();
        events.push(event);
        record = Record::new(letter.ticket, events).unwrap_or(record);
    }
    Ok(())
}

/// Says what happens to the ticket with an answer, besides that it was written: `the response`.
pub fn following_in_words(what: &EventData) -> String {
    match what {
        EventData::Responded => "the response".to_owned(),
        EventData::ReceiptConfirmed => "the acknowledgement".to_owned(),
        EventData::Reported(_) => "the report to the vendor".to_owned(),
        EventData::Waiting(wait) if wait.on == Pause::WaitingVendor => "waiting on the vendor".to_owned(),
        EventData::Waiting(_) => "waiting on the customer".to_owned(),
        EventData::Closed(_) => "the closing".to_owned(),
        EventData::Fixed => "the fix".to_owned(),
        EventData::Assigned(assigned) => match &assigned.to {
            Some(to) => format!("assigned to {to}"),
            None => "assigned to nobody".to_owned(),
        },
        EventData::SeveritySet(set) => format!("severity {}", set.severity),
        other => other.sort().name.replace('_', " "),
    }
}

/// Makes the letter with which the desk acknowledges by itself that a letter came. It is entered as any other letter of the
/// outbox; whether it may be sent is for the desk to know.
pub fn acknowledgement(ticket: &Ticket, to: Mailbox, language: Option<&str>) -> Outgoing {
    let number = ticket.id;
    let text = Language::of_person(language).we_have_received(number);
    let subject = format!("[#{number}] {}", without_prefixes(ticket.subject.trim()));
    Outgoing {
        head: LetterHead {
            to: vec![to],
            subject: subject.chars().take(SUBJECT_CHARS).collect(),
            verdict: Verdict::Automatic,
            ..LetterHead::default()
        },
        purpose: OutgoingPurpose::Acknowledgement,
        ..letter(number, text)
    }
}

/// Makes a letter of a ticket that says nothing but a text: the rest is to be filled in.
pub fn letter(ticket: crate::ticket::TicketId, text: String) -> Outgoing {
    Outgoing {
        ticket,
        purpose: OutgoingPurpose::Reply,
        head: LetterHead::default(),
        text,
        files: Vec::new(),
        then: Vec::new(),
        state: OutgoingState::Held { until: Instant::FIRST },
        tries: 0,
        perhaps_twice: false,
    }
}

#[cfg(test)]
mod tests;
