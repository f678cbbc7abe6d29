//! Defines what a record may say: a file for each kind of record, and the table that names them all.
//!
//! A kind's file has its data, which is kept for ever (a field may be added with a default, none may change its meaning, none
//! may go), when it may be entered, its words, who may enter it, what filters call it, and samples of what the store keeps.

mod absence;
mod agreement;
mod amendment;
mod announced_change;
mod form;
mod letter;
mod letter_alert;
mod maintenance;
mod organisation;
mod outage;
mod outgoing;
mod person;
mod release;
mod rota;
mod saved_view;
mod sender_rule;
mod vendor_report;

use serde::{Deserialize, Serialize};

use super::LedgerRecordId;
use super::check::Scene;
use super::party::Party;
use crate::contract::Contract;
use crate::file::FileRef;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::rota::Rota;
use crate::ticket::TicketId;
use crate::time::{Instant, Zone};

pub use absence::Absence;
pub use agreement::{Agreement, InForce, KeptCalendar};
pub use amendment::Amendment;
pub use announced_change::AnnouncedChange;
pub use form::{DerivedFigure, DerivedValue, LedgerCommand, LedgerFieldType, LedgerInput, LedgerRow, LedgerValue};
pub use letter::{INBOX_TEXT, InboxLetter, InboxReason, LetterOutcome, MOST_LETTER_FILES, is_acknowledged};
pub use letter_alert::{LetterAlertRecord, ToldLetter};
pub use maintenance::Maintenance;
pub use organisation::Organisation;
pub use outage::{CAUSES, Outage, check_affected, check_cause, known_causes, same_party};
pub use outgoing::{Outgoing, OutgoingPurpose, OutgoingState, is_address, short_reason};
pub use person::Person;
pub use release::Release;
pub use saved_view::SavedView;
pub use sender_rule::{LetterRule, SenderRule};
pub use vendor_report::VendorReport;

/// The fact that a record says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerFact {
    /// A vendor's release on a date.
    Release(Release),
    /// The text of an agreement that is in use.
    Agreement(Box<Agreement>),
    /// A correction of what was kept of an agreement.
    Amendment(Amendment),
    /// A time in which the service was down.
    Outage(Outage),
    /// Work on the service.
    Maintenance(Maintenance),
    /// A larger change that has to be announced.
    AnnouncedChange(AnnouncedChange),
    /// A vendor's report about a month.
    VendorReport(VendorReport),
    /// The rota that is in force from when the record was written; the desk writes it when it reads a file that says
    /// another.
    Rota(Box<Rota>),
    /// A filter under a name.
    SavedView(SavedView),
    /// Somebody who reports tickets.
    Person(Box<Person>),
    /// An organisation whose people report tickets.
    Organisation(Box<Organisation>),
    /// A time in which somebody of the staff is away.
    Absence(Absence),
    /// A letter that waits in the inbox, or waited there.
    Letter(Box<InboxLetter>),
    /// What is done with the letters of a sender.
    SenderRule(SenderRule),
    /// A letter in the outbox.
    Outgoing(Box<Outgoing>),
    /// People were told of letters that wait in the inbox; the desk writes it.
    LetterAlert(Box<LetterAlertRecord>),
}

/// Every kind of record, those that uptime follows from first.
pub const LEDGER_KINDS: [&LedgerKind; 16] = [
    &outage::KIND,
    &maintenance::KIND,
    &announced_change::KIND,
    &release::KIND,
    &agreement::KIND,
    &amendment::KIND,
    &rota::KIND,
    &vendor_report::KIND,
    &saved_view::KIND,
    &person::KIND,
    &organisation::KIND,
    &absence::KIND,
    &letter::KIND,
    &sender_rule::KIND,
    &outgoing::KIND,
    &letter_alert::KIND,
];

impl LedgerFact {
    /// Returns the record's own file: all that there is to say of it.
    pub(super) fn record(&self) -> &dyn Record {
        match self {
            Self::Release(record) => record,
            Self::Agreement(record) => &**record,
            Self::Amendment(record) => record,
            Self::Outage(record) => record,
            Self::Maintenance(record) => record,
            Self::AnnouncedChange(record) => record,
            Self::VendorReport(record) => record,
            Self::Rota(record) => &**record,
            Self::SavedView(record) => record,
            Self::Person(record) => &**record,
            Self::Organisation(record) => &**record,
            Self::Absence(record) => record,
            Self::Letter(record) => &**record,
            Self::SenderRule(record) => record,
            Self::Outgoing(record) => &**record,
            Self::LetterAlert(record) => &**record,
        }
    }

    fn record_mut(&mut self) -> &mut dyn Record {
        match self {
            Self::Release(record) => record,
            Self::Agreement(record) => &mut **record,
            Self::Amendment(record) => record,
            Self::Outage(record) => record,
            Self::Maintenance(record) => record,
            Self::AnnouncedChange(record) => record,
            Self::VendorReport(record) => record,
            Self::Rota(record) => &mut **record,
            Self::SavedView(record) => record,
            Self::Person(record) => &mut **record,
            Self::Organisation(record) => &mut **record,
            Self::Absence(record) => record,
            Self::Letter(record) => &mut **record,
            Self::SenderRule(record) => record,
            Self::Outgoing(record) => &mut **record,
            Self::LetterAlert(record) => &mut **record,
        }
    }

    /// Returns the kind of record.
    pub fn kind(&self) -> &'static LedgerKind {
        self.record().kind()
    }

    /// Returns the id of the contract that the fact is about; empty for what is the desk's own.
    pub fn contract(&self) -> &str {
        self.record().contract().unwrap_or_default()
    }

    /// Returns whether contracts count otherwise once the fact is known: release dates give deadlines, texts are
    /// contracts themselves.
    pub fn changes_contracts(&self) -> bool {
        self.kind().changes_contracts
    }

    /// Returns the fact's name: `release`, `outage`.
    pub fn words(&self) -> &'static str {
        self.kind().words
    }

    /// Says the fact in a few words; moments are in `zone`.
    pub fn says(&self, zone: Zone) -> String {
        self.record().says(zone)
    }

    /// Says when it was, is or will be; empty where it has no time of its own.
    pub fn when(&self, zone: Zone, now: Instant) -> String {
        self.record().when(zone, now)
    }

    /// Returns what the fact is about in a line of its own, as a ticket has a subject; empty where it has none.
    pub fn subject(&self) -> &str {
        self.record().subject().unwrap_or_default()
    }

    /// Returns every moment in it.
    pub fn moments(&self) -> Vec<Instant> {
        self.record().moments()
    }

    /// Returns its first moment and the first after it, as far as is known at `now`; none for what is not part of a
    /// month's uptime.
    pub fn span(&self, now: Instant) -> Option<(Instant, Instant)> {
        self.record().span(now)
    }

    /// Says the fact in a sentence of its own, which follows its number and its vendor.
    pub fn in_full(&self, zone: Zone) -> String {
        self.record().in_full(zone)
    }

    /// Says what the fact comes to under its agreement; none where that says nothing of it.
    pub fn comes_to(&self, contract: &Contract) -> Option<String> {
        self.record().comes_to(contract)
    }

    /// Returns what stands in that field; none where it has no such field, or its kind has no table of fields.
    pub fn value(&self, field: Field) -> Option<LedgerValue> {
        self.record().value(field)
    }

    /// Returns the tickets that belong to it.
    pub fn tickets(&self) -> &[TicketId] {
        self.record().tickets()
    }

    /// Returns the right that a person needs who writes it where `before` stood, or nothing.
    pub fn right(&self, before: Option<&Self>) -> RecordRight {
        self.record().right(before)
    }

    /// Returns the numbers of the other records that it names: people and organisations.
    pub fn concerns(&self) -> Vec<LedgerRecordId> {
        self.record().concerns()
    }

    /// Gives the records that it names the numbers that they have elsewhere.
    pub fn renumber(&mut self, number: &dyn Fn(LedgerRecordId) -> LedgerRecordId) {
        self.record_mut().renumber(number);
    }

    /// Returns the files that it names, whose bytes the store must have.
    pub fn files(&self) -> Vec<&FileRef> {
        self.record().files()
    }

    /// Returns the letter, or none if the fact is another.
    pub fn letter(&self) -> Option<&InboxLetter> {
        match self {
            Self::Letter(letter) => Some(letter),
            _ => None,
        }
    }

    /// Returns the letter in the outbox, or none if the fact is another.
    pub const fn outgoing(&self) -> Option<&Outgoing> {
        match self {
            Self::Outgoing(letter) => Some(letter),
            _ => None,
        }
    }

    /// Returns what people were told of letters, or none if the fact is another.
    pub fn letter_alert(&self) -> Option<&LetterAlertRecord> {
        match self {
            Self::LetterAlert(told) => Some(told),
            _ => None,
        }
    }

    /// Returns the outage, or none if the fact is another.
    pub const fn outage(&self) -> Option<&Outage> {
        match self {
            Self::Outage(outage) => Some(outage),
            _ => None,
        }
    }

    /// Returns the maintenance, or none if the fact is another.
    pub const fn maintenance(&self) -> Option<&Maintenance> {
        match self {
            Self::Maintenance(maintenance) => Some(maintenance),
            _ => None,
        }
    }

    /// Returns the vendor's report, or none if the fact is another.
    pub const fn vendor_report(&self) -> Option<&VendorReport> {
        match self {
            Self::VendorReport(report) => Some(report),
            _ => None,
        }
    }

    /// Returns the announced change, or none if the fact is another.
    pub const fn announced_change(&self) -> Option<&AnnouncedChange> {
        match self {
            Self::AnnouncedChange(change) => Some(change),
            _ => None,
        }
    }
}

/// What is known of every record of one kind, whatever it says.
#[derive(Debug)]
pub struct LedgerKind {
    /// The name in what the store keeps.
    pub name: &'static str,
    /// The word for a record of the kind: `release`, `change`.
    pub words: &'static str,
    /// The word for it where the audit log says what was done to it: `release date`, `change`.
    pub told: &'static str,
    /// The word where its number follows: `release`, `announced change`.
    pub called: &'static str,
    /// The key in filters of the audit log and in JSON.
    pub key: &'static str,
    /// The right that a person who enters it needs.
    pub right: Right,
    /// The words for entering it where that is refused, before `is for leads`.
    pub doing: &'static str,
    /// The way in which it is entered.
    pub entered: Entered,
    /// Whether contracts count otherwise once it is known.
    pub changes_contracts: bool,
    /// Whether it holds whole files, whose texts have no limit but that of a commit.
    pub holds_files: bool,
    /// The forms that it has in the store, each with its words when it was entered, in Norwegian time.
    pub samples: &'static [(&'static str, &'static str)],
}

/// What somebody needs who writes a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordRight {
    /// The right.
    pub right: Right,
    /// The words for it where it is refused, before `is for leads`.
    pub doing: &'static str,
}

impl RecordRight {
    /// Returns what a person or an organisation needs: more, where it is merged into another or parted from it.
    fn of_party<P: Party>(party: &P, before: Option<&LedgerFact>, kind: &LedgerKind, merging: &'static str) -> Self {
        let was = before.and_then(P::of).and_then(Party::merged_into);
        if party.merged_into() == was {
            return Self { right: kind.right, doing: kind.doing };
        }
        Self { right: Right::Merge, doing: merging }
    }
}

/// The way in which a record of a kind is entered.
#[derive(Clone, Copy, Debug)]
pub enum Entered {
    /// By people, with a command that is made of its table of fields.
    By(&'static LedgerCommand),
    /// By people, with a command that has more to it than fields, and which lists and removes it too.
    LedgerCommand {
        /// The name of the command.
        name: &'static str,
        /// The arguments that its `add` needs.
        needs: &'static str,
    },
    /// By people under a name, with the command that the text tells, which lists and deletes it too.
    UnderName(&'static str),
    /// By people in another way, which the text tells.
    Otherwise(&'static str),
    /// By the desk itself, at the moment that the text tells.
    Desk(&'static str),
}

impl LedgerKind {
    /// Makes a kind whose word is its name in the store, and which changes no contract and holds no file.
    const fn new(
        name: &'static str,
        key: &'static str,
        right: Right,
        doing: &'static str,
        entered: Entered,
        samples: &'static [(&'static str, &'static str)],
    ) -> Self {
        let (words, told, called, changes_contracts, holds_files) = (name, name, name, false, false);
        Self { name, words, told, called, key, right, doing, entered, changes_contracts, holds_files, samples }
    }

    /// Returns the name of the command that enters, lists and removes it; none for what people do not enter by itself.
    pub const fn command(&self) -> Option<&'static str> {
        match self.entered {
            Entered::By(command) => Some(command.name),
            Entered::LedgerCommand { name, .. } => Some(name),
            Entered::UnderName(_) | Entered::Otherwise(_) | Entered::Desk(_) => None,
        }
    }

    /// Returns whether its text says by itself what was done, as no command lists and removes it.
    pub const fn tells_itself(&self) -> bool {
        matches!(self.entered, Entered::Otherwise(_) | Entered::Desk(_))
    }

    /// Returns the arguments that its command needs to enter one, as a command line has them.
    pub fn needs(&self) -> String {
        match self.entered {
            Entered::By(command) => command.needs(),
            Entered::LedgerCommand { needs, .. } => needs.to_owned(),
            Entered::UnderName(_) | Entered::Otherwise(_) | Entered::Desk(_) => String::new(),
        }
    }

    /// Returns the command that is made of its table of fields, if it has one.
    pub const fn form(&self) -> Option<&'static LedgerCommand> {
        match self.entered {
            Entered::By(command) => Some(command),
            Entered::LedgerCommand { .. } | Entered::UnderName(_) | Entered::Otherwise(_) | Entered::Desk(_) => None,
        }
    }

    /// Returns whether the desk itself writes it, without having been asked.
    pub const fn is_desks_own(&self) -> bool {
        matches!(self.entered, Entered::Desk(_))
    }
}

/// A kind is the same as another of the same name: there is one of each in the table.
impl PartialEq for LedgerKind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for LedgerKind {}

/// Something that a record may say: all that there is to say of it.
pub(super) trait Record {
    /// Returns the kind of record.
    fn kind(&self) -> &'static LedgerKind;

    /// Returns the id of the contract that it is about; none for what is the desk's own.
    fn contract(&self) -> Option<&str> {
        None
    }

    /// Returns the right that a person needs who writes it where `before` stood, or nothing.
    fn right(&self, _before: Option<&LedgerFact>) -> RecordRight {
        RecordRight { right: self.kind().right, doing: self.kind().doing }
    }

    /// Returns the numbers of the other records that it names.
    fn concerns(&self) -> Vec<LedgerRecordId> {
        Vec::new()
    }

    /// Gives the records that it names the numbers that they have elsewhere.
    fn renumber(&mut self, _number: &dyn Fn(LedgerRecordId) -> LedgerRecordId) {}

    /// Checks whether it may be entered.
    fn check(&self, on: &Scene<'_>) -> Result<(), Problem>;

    /// Says it in a few words.
    fn says(&self, zone: Zone) -> String;

    /// Says when it was, is or will be.
    fn when(&self, _zone: Zone, _now: Instant) -> String {
        String::new()
    }

    /// Returns what it is about in a line of its own.
    fn subject(&self) -> Option<&str> {
        None
    }

    /// Returns every moment in it.
    fn moments(&self) -> Vec<Instant> {
        Vec::new()
    }

    /// Returns its first moment and the first after it, if it is part of a month's uptime.
    fn span(&self, _now: Instant) -> Option<(Instant, Instant)> {
        None
    }

    /// Says it in a sentence of its own.
    fn in_full(&self, zone: Zone) -> String {
        self.says(zone)
    }

    /// Says what it comes to under its agreement.
    fn comes_to(&self, _contract: &Contract) -> Option<String> {
        None
    }

    /// Returns what stands in that field.
    fn value(&self, _field: Field) -> Option<LedgerValue> {
        None
    }

    /// Returns the tickets that belong to it.
    fn tickets(&self) -> &[TicketId] {
        &[]
    }

    /// Returns the files that it names, whose bytes the store must have.
    fn files(&self) -> Vec<&FileRef> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests;
