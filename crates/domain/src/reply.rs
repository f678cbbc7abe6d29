//! Composes what the desk writes: to whom an answer goes, under which subject, what it quotes, and what it records on its
//! ticket once it has gone.

use crate::contract::{Contract, Pause, TargetKind};
use crate::intake::{LetterWriter, TicketParties, domain};
use crate::language::Language;
use crate::ledger::{Ledger, Outgoing, OutgoingPurpose, OutgoingState, folded, is_address};
use crate::letter::{LetterHead, MOST_REFERENCES, Mailbox, SUBJECT_CHARS, Verdict};
use crate::problem::{Field, Problem};
use crate::ticket::event::{Closed, CountsAs, Message, Reported};
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

/// To whom a letter goes: those it is for, and who else gets it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Receivers {
    /// Those it is for.
    pub to: Vec<Mailbox>,
    /// Who else gets it.
    pub cc: Vec<Mailbox>,
    /// The address to which the letter that is answered asks for answers, where it does not go there: it is not known as its
    /// sender's.
    pub asks_for: Option<Mailbox>,
}

/// Somebody to write to, by which letter of theirs, and where that asks for answers without getting them.
struct Addressee<'a> {
    to: Mailbox,
    letter: Option<&'a LetterHead>,
    asks_for: Option<Mailbox>,
}

/// Returns to whom an answer goes where nobody says otherwise: the ticket's customer, with the copies of the newest letter from
/// their side, and to `all` that it went to; or the vendor. Whoever else wrote last gets it by nothing but that. `own` is the desk's
/// address, which gets none.
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
    let parties = TicketParties { record, ledger, contract, own };
    let Addressee { to, letter, asks_for } = match with {
        Correspondent::Customer => of_customer(&parties)?,
        Correspondent::Vendor => of_vendor(&parties)?,
    };
    let mut cc: Vec<Mailbox> = Vec::new();
    let writer = letter.and_then(|letter| letter.from.as_ref());
    let copied = letter.filter(|_| all).map_or(&[][..], |letter| &letter.to);
    let others = if all && with == Correspondent::Customer { others(&parties) } else { Vec::new() };
    let kept = letter.map_or(&[][..], |letter| &letter.cc);
    for mailbox in writer.into_iter().chain(copied).chain(kept).chain(others) {
        let known = |other: &Mailbox| folded(&other.address) == folded(&mailbox.address);
        if !is_own(&mailbox.address, own) && !known(&to) && !cc.iter().any(known) {
            cc.push(mailbox.clone());
        }
    }
    // Whose answers go elsewhere by their own wish gets no copy besides.
    cc.retain(|copy| {
        letter.is_none_or(|letter| letter.reply_to.as_ref() != Some(&to) || letter.from.as_ref() != Some(copy))
    });
    Ok(Receivers { to: vec![to], cc, asks_for })
}

/// Returns the newest letter of a person on that side, of those that `is_theirs` takes.
fn newest_in<'a>(
    parties: &TicketParties<'a>,
    direction: MessageDirection,
    is_theirs: impl Fn(&Message, &LetterHead) -> bool,
) -> Option<&'a LetterHead> {
    let mut messages = parties.messages();
    messages.sort_by_key(|(place, _)| parties.record.events.get(*place).map(|event| event.happened));
    messages.into_iter().rev().find_map(|(_, message)| {
        let letter = message.letter.as_deref()?;
        let is_persons = message.direction == direction && letter.verdict == Verdict::Person;
        (is_persons && letter.from.is_some() && is_theirs(message, letter)).then_some(letter)
    })
}

/// Returns those who wrote on the customer's side without being of it.
fn others<'a>(parties: &TicketParties<'a>) -> Vec<&'a Mailbox> {
    let is_others =
        |message: &Message| message.direction == MessageDirection::In && message.writer == Some(LetterWriter::Other);
    let letters = parties.messages().into_iter().filter(|(_, message)| is_others(message));
    let letters = letters.filter_map(|(_, message)| message.letter.as_deref());
    letters.filter(|letter| letter.verdict == Verdict::Person).filter_map(|letter| letter.from.as_ref()).collect()
}

fn of_customer<'a>(parties: &TicketParties<'a>) -> Result<Addressee<'a>, Problem> {
    let ticket = &parties.record.ticket;
    let theirs =
        newest_in(parties, MessageDirection::In, |message, letter| parties.is_customers_letter(message, letter));
    let person = parties.ledger.person_of(ticket).map(|(_, person)| person);
    let own: Vec<Mailbox> = person.map_or_else(Vec::new, |person| {
        let name = person.names.first();
        person.addresses.iter().map(|address| Mailbox { name: name.cloned(), address: address.clone() }).collect()
    });
    let typed = ticket.customer.iter().flat_map(|typed| typed.split([' ', '<', '>', ',', ';']));
    let typed = typed.filter(|word| is_address(word)).map(Mailbox::of);
    let shown = parties.customer_mailboxes().into_iter().cloned();
    // Of a customer who has several addresses the one that they wrote from last.
    let wrote =
        |mailbox: &&Mailbox| theirs.and_then(|letter| letter.from.as_ref()).is_some_and(|from| is_same(from, mailbox));
    let first = own.iter().find(wrote).cloned().or_else(|| own.first().cloned());
    let known = |address: &str| parties.is_customers(address);
    if let Some(to) = first.or_else(|| typed.chain(shown).next()) {
        return Ok(match theirs.filter(|letter| letter.from.as_ref().is_some_and(|from| is_same(from, &to))) {
            Some(letter) => {
                answering(letter, known, parties.own).unwrap_or(Addressee { to, letter: theirs, asks_for: None })
            }
            None => Addressee { to, letter: theirs, asks_for: None },
        });
    }
    // Nobody knows an address of theirs: whoever wrote as they, or was taken for them when the letter was joined.
    let is_taken = |message: &Message, _: &LetterHead| message.writer != Some(LetterWriter::Other);
    let taken = newest_in(parties, MessageDirection::In, is_taken);
    taken.and_then(|letter| answering(letter, known, parties.own)).ok_or_else(|| {
        let hint = "give an address with --to, or give the ticket's person one (frist person set)";
        Problem::of_field(Field::Address, format!("no address of #{}'s customer is known", ticket.id), hint)
    })
}

fn of_vendor<'a>(parties: &TicketParties<'a>) -> Result<Addressee<'a>, Problem> {
    let is_theirs = |message: &Message, _: &LetterHead| message.writer != Some(LetterWriter::Other);
    let newest = newest_in(parties, MessageDirection::VendorIn, is_theirs);
    let answered = newest.and_then(|letter| answering(letter, |address| parties.is_vendors(address), parties.own));
    let mail = parties.contract.and_then(|contract| contract.vendor_side.mail.clone());
    let written = || vendor_written_with(parties.record).map(|(_, mailbox)| mailbox);
    let named = || Some(Addressee { to: mail.map(Mailbox::of).or_else(written)?, letter: newest, asks_for: None });
    answered.or_else(named).ok_or_else(|| {
        let message = format!("no address of the vendor of #{} is known", parties.record.ticket.id);
        Problem::of_field(Field::Address, message, "give one with --to, or write mail under [vendor_side] of its file")
    })
}

/// Returns the vendor's address in the newest letter to or from them on a ticket, with the moment of that letter.
pub fn vendor_written_with(record: &Record) -> Option<(Instant, Mailbox)> {
    let found = letters(&record.events, Correspondent::Vendor).filter_map(|entry| {
        let letter = entry.letter?;
        let theirs = match entry.kind {
            EntryKind::Message(MessageDirection::VendorIn) => letter.from.as_ref(),
            _ => letter.to.first(),
        };
        Some((entry.at, theirs?.clone()))
    });
    found.last()
}

/// Returns to whom an answer to that letter goes: where it asks for answers, if that is of its sender's domain or known as theirs;
/// else to its sender. Anybody can write any address there. None where that would be the desk itself or a machine.
fn answering<'a>(letter: &'a LetterHead, is_known: impl Fn(&str) -> bool, own: &str) -> Option<Addressee<'a>> {
    let takes = |mailbox: &Mailbox| !is_own(&mailbox.address, own) && !is_mailer(&mailbox.address);
    let from = letter.from.as_ref().filter(|from| takes(from));
    let Some(asked) = letter.reply_to.as_ref() else {
        return Some(Addressee { to: from?.clone(), letter: Some(letter), asks_for: None });
    };
    let is_theirs = from.is_some_and(|from| is_within(&asked.address, &from.address)) || is_known(&asked.address);
    if is_theirs && takes(asked) {
        return Some(Addressee { to: asked.clone(), letter: Some(letter), asks_for: None });
    }
    Some(Addressee { to: from?.clone(), letter: Some(letter), asks_for: Some(asked.clone()) })
}

/// Says that a letter asks for answers to an address that gets none by itself.
pub fn asks_in_words(address: &Mailbox) -> String {
    format!("their letter asks for answers to {}, which is not known as theirs", address.shown_address())
}

/// Returns whether an address is of the domain of the other, or of one below it.
fn is_within(address: &str, other: &str) -> bool {
    let (Some(inner), Some(outer)) = (domain(address), domain(other)) else { return false };
    inner.strip_suffix(&outer).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn is_same(one: &Mailbox, other: &Mailbox) -> bool {
    folded(&one.address) == folded(&other.address)
}

/// Returns whether an address is one under which mail servers write.
pub fn is_mailer(address: &str) -> bool {
    let name = address.split('@').next().unwrap_or_default().to_ascii_lowercase();
    ["mailer-daemon", "mailerdaemon", "mail-daemon"].contains(&name.as_str())
        || name.starts_with("microsoftexchange329e71ec")
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
    let theirs = letters(&record.events, with).filter(|entry| entry.writer != Some(LetterWriter::Other));
    let of_thread = theirs.filter_map(|entry| entry.letter).last();
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
    let is_theirs =
        |entry: &&ConversationEntry<'_>| entry.kind == with.inward() && entry.writer != Some(LetterWriter::Other);
    let said = all.iter().rev().find(is_theirs).or_else(|| all.iter().find(of_customer))?;
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

/// Returns what an answer to the customer counts as where its writer leaves out the update, the acknowledgement or neither. Every
/// update acknowledges; without the update it acknowledges only where that is still to be done.
pub fn counts_as_without(
    (update, acknowledgement): (bool, bool),
    ticket: &Ticket,
    contract: Option<&Contract>,
) -> CountsAs {
    match (update, acknowledgement) {
        (false, false) => CountsAs::Update,
        (true, false) if is_to_acknowledge(ticket, contract) => CountsAs::Acknowledgement,
        _ => CountsAs::Nothing,
    }
}

/// Returns whether an acknowledgement is promised on the ticket, by the vendor or the desk, and the customer has had none.
pub fn is_to_acknowledge(ticket: &Ticket, contract: Option<&Contract>) -> bool {
    let Some(contract) = contract else { return false };
    let terms = (ticket.plan.as_str(), ticket.severity.as_str());
    let is_promised = |house| contract.promise(house, terms, TargetKind::Acknowledge).is_some();
    ticket.acknowledged().is_none() && (is_promised(false) || is_promised(true))
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
        OutgoingPurpose::Reply => match letter.counts_as {
            CountsAs::Update => "a word to the customer",
            CountsAs::Acknowledgement => "a letter to the customer, which acknowledges and is no update",
            CountsAs::Nothing => "a letter to the customer, which is no update",
        },
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
    after_letter(letter, record, contract, now).map(|_| ())
}

/// Returns the ticket as it is once it has what the letter records.
///
/// # Errors
///
/// If the ticket takes one of its events no more, or has no room for it.
pub fn after_letter(
    letter: &Outgoing,
    record: &Record,
    contract: Option<&Contract>,
    now: Instant,
) -> Result<Record, Problem> {
    let mut record = record.clone();
    for what in letter.recorded() {
        check_event(&record.ticket, contract, &what, now, now)?;
        let event = Event { happened: now, recorded: now, by: String::new(), what: what.into() };
        check_room(&record.ticket, &record.events, &event)?;
        let mut events = record.events.to_vec();
        events.push(event);
        record = Record::new(letter.ticket, events).unwrap_or(record);
    }
    Ok(record)
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
        EventData::Tagged(tags) => format!("tags {}", tags.words()),
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
        counts_as: CountsAs::default(),
        then: Vec::new(),
        state: OutgoingState::Held { until: Instant::FIRST },
        tries: 0,
        perhaps_twice: false,
    }
}

#[cfg(test)]
mod tests;
