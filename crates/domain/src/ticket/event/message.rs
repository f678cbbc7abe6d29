//! The event that something was said or written between the desk and the customer, or the desk and the vendor: a call, a
//! chat, a letter that was copied in.

use serde::{Deserialize, Serialize};

use super::attached::check_files;
use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, NameKind, ReachesBack,
    SayAt, Until,
};
use crate::contract::Pause;
use crate::file::FileRef;
use crate::intake::LetterWriter;
use crate::language::Language;
use crate::letter::{LetterHead, Mailbox};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::{EventContext, check_channel, line, refused_text};
use crate::ticket::commit::{Event, TicketId};
use crate::ticket::long_text::with_rest;
use crate::ticket::state::{FoldedEvent, Ticket, keep_first};
use crate::ticket::text::check_note;

/// The channel of a call, as every contract that has one names it.
const PHONE: &str = "phone";

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "message",
    "message",
    Right::Work,
    EntryMode::By(&[EventCommand::with(
        "message",
        "Record what was said or written (--from or --to customer or vendor, --text)",
        FIELDS,
        make,
    )]),
    &[
        (
            r#"{"message":{"direction":"in","channel":"phone","with":"Kari Dahl","text":"It is\nback"}}"#,
            "from the customer by phone (Kari Dahl): It is\nback",
        ),
        (r#"{"message":{"direction":"in","text":"hm","keeps_waiting":true}}"#, "from the customer: hm"),
        (r#"{"message":{"direction":"out","channel":"chat","text":"Soon"}}"#, "to the customer by chat: Soon"),
        (
            r#"{"message":{"direction":"in","channel":"email","text":"Hei","files":[{"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","name":"a.txt","media_type":"text/plain","size":3}],"letter":{"message_id":"1@acme.example","from":{"address":"kari@acme.example"},"subject":"Nede","verdict":"person","trust":"verified"}}}"#,
            "from the customer by email: Hei",
        ),
        (
            r#"{"message":{"direction":"in","channel":"email","with":"Bo","text":"Hei","keeps_waiting":true,"writer":"other","passed_on":{"address":"kari@acme.example"}}}"#,
            "from somebody else by email (Bo): Hei",
        ),
        (
            r#"{"message":{"direction":"out","channel":"email","text":"We have it","acknowledges":true}}"#,
            "to the customer by email: We have it",
        ),
        (
            r#"{"message":{"direction":"out","channel":"email","text":"Hei","counts_as":"nothing"}}"#,
            "to the customer by email, no update: Hei",
        ),
        (r#"{"message":{"direction":"in","text":"hm","came_for":12}}"#, "from the customer, for #12: hm"),
        (r#"{"message":{"direction":"vendor_in","text":"A disk"}}"#, "from the vendor: A disk"),
        (
            r#"{"message":{"direction":"vendor_out","with":"Duty desk","text":"Well?"}}"#,
            "to the vendor (Duty desk): Well?",
        ),
    ],
);

/// Who said something to whom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageDirection {
    /// The customer to the desk.
    #[default]
    In,
    /// The desk to the customer.
    Out,
    /// The vendor to the desk.
    VendorIn,
    /// The desk to the vendor.
    VendorOut,
}

impl MessageDirection {
    /// Every direction, in the order of a choice.
    pub const ALL: [Self; 4] = [Self::In, Self::Out, Self::VendorIn, Self::VendorOut];

    /// Returns the key in JSON and records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::VendorIn => "vendor_in",
            Self::VendorOut => "vendor_out",
        }
    }

    /// Says it in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::In => "from the customer",
            Self::Out => "to the customer",
            Self::VendorIn => "from the vendor",
            Self::VendorOut => "to the vendor",
        }
    }

    fn said(self, language: Language) -> String {
        match self {
            Self::In => language.by_customer(),
            Self::Out => language.to_customer(),
            Self::VendorIn => language.by_vendor(),
            Self::VendorOut => language.to_vendor(),
        }
    }
}

/// What something that the desk said to the customer counts as: each of them is the one before as well.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountsAs {
    /// Nothing that was promised: whoever wrote it has left that out.
    Nothing,
    /// The acknowledgement, and no update.
    Acknowledgement,
    /// A word to the customer: an update, which acknowledges too.
    #[default]
    Update,
}

impl CountsAs {
    /// Returns the key in JSON and records.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Acknowledgement => "acknowledgement",
            Self::Update => "update",
        }
    }

    /// Returns the one of that key, if there is one.
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::Nothing, Self::Acknowledgement, Self::Update].into_iter().find(|known| known.key() == key)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    pub(crate) fn is_update(&self) -> bool {
        *self == Self::Update
    }
}

/// The data of something that was said or written.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Message {
    /// Who said it to whom.
    pub direction: MessageDirection,
    /// The way it took, as a contract or the desk names its channels, or none where nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The name of the person on the other side, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// What was said, which may have several lines.
    pub text: String,
    /// Whether the desk goes on waiting for the customer, whose word ends that else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keeps_waiting: bool,
    /// The ticket that it came for or was written on, which was merged into this one: where that is undone, it goes back there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_for: Option<TicketId>,
    /// Whether the desk wrote it by itself to say that a letter came: it acknowledges, and is no word to the customer else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub acknowledges: bool,
    /// What it counts as, where it goes from the desk to the customer.
    #[serde(default, skip_serializing_if = "CountsAs::is_update")]
    pub counts_as: CountsAs,
    /// The whole text as a file, where it is too long for an event; `text` is its beginning then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_file: Option<FileRef>,
    /// The files that came or went with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// The vendor's number of the case, where the vendor's letter names one and the ticket had none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_case: Option<String>,
    /// What is kept of the letter, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<Box<LetterHead>>,
    /// Who wrote it, where that is another than its direction says, or somebody has said that it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writer: Option<LetterWriter>,
    /// Whose letter it is that somebody of the desk passed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_on: Option<Mailbox>,
}

impl Message {
    /// Returns every file that belongs to it, whose bytes the store must have.
    pub fn all_files(&self) -> Vec<&FileRef> {
        let of_letter = self.letter.iter().flat_map(|letter| letter.files());
        self.text_file.iter().chain(&self.files).chain(of_letter).collect()
    }

    /// Checks what it says, whatever ticket it is on.
    pub(in crate::ticket) fn check_content(&self) -> Result<(), Problem> {
        if let Some(with) = &self.with {
            line(Field::Person, with)?;
        }
        self.vendor_case.as_ref().map_or(Ok(()), |case| line(Field::Case, case))?;
        check_files(&self.files)?;
        self.text_file.as_ref().map_or(Ok(()), FileRef::check)?;
        self.letter.as_ref().map_or(Ok(()), |letter| letter.check())?;
        self.passed_on.as_ref().map_or(Ok(()), Mailbox::check)?;
        // A letter may have no text, as one that only brings a file.
        if self.letter.is_some() && self.text.chars().all(char::is_whitespace) {
            return Ok(());
        }
        check_note(&self.text).map_err(|error| refused_text(Field::Text, &error))
    }

    /// Returns whether a person on the customer's side wrote it as a letter, the customer or somebody whom they copied in.
    fn is_persons_letter(&self) -> bool {
        self.direction == MessageDirection::In && self.letter.as_ref().is_some_and(|letter| letter.verdict.counts())
    }

    /// Returns whether a person of the vendor's wrote it as a letter; a machine's answer is no response.
    fn is_vendors_letter(&self) -> bool {
        self.direction == MessageDirection::VendorIn
            && self.writer.is_none()
            && self.letter.as_ref().is_some_and(|letter| letter.verdict.counts())
    }

    /// Returns what it counts as for the customer; none where it does not go to them. What the desk sent by itself for a letter
    /// acknowledges.
    pub fn counts(&self) -> Option<CountsAs> {
        let counts = if self.acknowledges { CountsAs::Acknowledgement } else { self.counts_as };
        (self.direction == MessageDirection::Out).then_some(counts)
    }

    /// Returns whether somebody of the desk said it to the customer, whatever it counts as.
    fn answers_customer(&self) -> bool {
        self.direction == MessageDirection::Out && !self.acknowledges
    }

    /// Returns whether it is something that the customer wrote and that can lie unanswered; a call is answered while it lasts.
    fn is_written_by_customer(&self) -> bool {
        let is_call = self.letter.is_none() && self.channel.as_deref() == Some(PHONE);
        self.may_end_waiting() && !is_call && self.letter.as_ref().is_none_or(|letter| letter.verdict.counts())
    }

    fn side_in(&self, language: Language) -> String {
        match (self.direction, self.writer) {
            (MessageDirection::In | MessageDirection::VendorIn, Some(LetterWriter::Other)) => language.by_other(),
            (direction, _) => direction.said(language),
        }
    }

    /// Returns whether a waiting for the customer ends with it.
    pub(crate) fn may_end_waiting(&self) -> bool {
        self.direction == MessageDirection::In && !self.keeps_waiting
    }
}

impl Happening for Message {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        if let Some(channel) = &self.channel {
            check_channel(channel, on.contract, &on.ticket.severity)?;
        }
        self.check_content()
    }

    // A customer's word ends the waiting for them at the moment it came, be it by letter or by phone.
    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        let at = entry.event.happened;
        ticket.files.extend(self.text_file.iter().chain(&self.files).cloned());
        if self.is_vendors_letter() {
            ticket.vendor_wrote.get_or_insert(at);
        }
        if let Some(case) = &self.vendor_case {
            ticket.vendor_case.get_or_insert_with(|| case.clone());
        }
        if self.tells_customer() {
            ticket.was_told(entry);
        } else if self.counts() == Some(CountsAs::Acknowledgement) {
            keep_first(&mut ticket.receipt, entry.mark());
        }
        if self.answers_customer() {
            (ticket.wrote_after_closing, ticket.undelivered, ticket.letter_cut) = (None, None, None);
            ticket.customer_wrote = ticket.customer_wrote.filter(|wrote| self.tells_customer() || *wrote > at);
        }
        if self.is_written_by_customer() {
            ticket.customer_wrote = ticket.customer_wrote.max(Some(at));
        }
        if self.is_persons_letter() && ticket.closed.as_ref().is_some_and(|closed| closed.at <= at) {
            ticket.wrote_after_closing.get_or_insert(at);
        }
        if self.letter.as_ref().is_some_and(|letter| letter.whole_size.is_some()) {
            ticket.letter_cut.get_or_insert(at);
        }
        let waits = ticket.waiting().is_some_and(|wait| wait.on == Pause::WaitingCustomer && wait.from <= at);
        if waits && self.may_end_waiting() {
            ticket.end_wait(at);
        }
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let by = self.channel.as_ref().filter(|channel| !channel.is_empty());
        let by = by.map_or_else(String::new, |channel| language.by_channel(language.channel(channel)));
        let with = self.with.as_ref().map_or_else(String::new, |with| format!(" ({with})"));
        let text = with_rest(language, &self.text, self.text_file.as_ref());
        let came_for = self.came_for.map_or_else(String::new, |ticket| language.came_for(ticket));
        let left_out =
            if self.answers_customer() && !self.tells_customer() { language.no_update() } else { String::new() };
        format!("{}{by}{with}{came_for}{left_out}: {text}", self.side_in(language))
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn tells_customer(&self) -> bool {
        self.counts() == Some(CountsAs::Update)
    }

    fn moves_deadlines(&self) -> bool {
        self.may_end_waiting() || self.counts_as == CountsAs::Acknowledgement
    }

    fn reaches_back(&self) -> ReachesBack {
        if self.direction == MessageDirection::Out { ReachesBack::Round } else { ReachesBack::Report }
    }

    fn files(&self) -> Vec<&FileRef> {
        self.all_files()
    }

    fn searched(&self) -> Option<&str> {
        Some(&self.text)
    }
}

/// Says who said it to whom: `from the customer`, or `from somebody else` where it was not they who wrote.
pub(in crate::ticket) const fn side_in_words(
    direction: MessageDirection,
    writer: Option<LetterWriter>,
) -> &'static str {
    match (direction, writer) {
        (MessageDirection::In | MessageDirection::VendorIn, Some(LetterWriter::Other)) => "from somebody else",
        _ => direction.words(),
    }
}

const SIDES: &[(&str, &str)] = &[("customer", ""), ("vendor", "")];

const FIELDS: &[EventInput] = &[
    EventInput { excludes: Some("to"), ..EventInput::new("from", "Who said it", InputType::OneOf("WHOM", SIDES)) },
    EventInput::new("to", "To whom the desk said it", InputType::OneOf("WHOM", SIDES)),
    EventInput::new("channel", "The way it took, such as phone or chat", InputType::Name(NameKind::Channels)),
    EventInput::new("person", "The name of the person on the other side", InputType::Text),
    EventInput::new("text", "What was said; --note does as well", InputType::Text),
    EventInput::new("keep-waiting", "The ticket goes on waiting for the customer", InputType::Flag),
];

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let direction = match (form.text("from").as_deref(), form.text("to").as_deref()) {
        (Some("vendor"), _) => MessageDirection::VendorIn,
        (Some(_), _) => MessageDirection::In,
        (None, Some("vendor")) => MessageDirection::VendorOut,
        (None, Some(_)) => MessageDirection::Out,
        (None, None) => {
            let message = "it is not said who said it to whom";
            return Err(Problem::of_field(Field::From, message, "give --from or --to, with customer or vendor"));
        }
    };
    let text = form.text("text").map_or_else(|| form.needed("note", "text TEXT"), Ok)?;
    Ok(EventData::Message(Message {
        direction,
        channel: form.text("channel"),
        with: form.text("person"),
        text,
        keeps_waiting: form.is_set("keep-waiting"),
        ..Message::default()
    }))
}
