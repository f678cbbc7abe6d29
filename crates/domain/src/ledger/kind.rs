//! What an entry may say: a file for each kind of record, and the table that names them all.
//!
//! A kind's file has its data, which is kept for ever (a field may be added with a default, none may change its meaning, none
//! may go), when it may be entered, its words, who may enter it, what filters call it, and samples of what the store keeps.

mod agreement;
mod amendment;
mod announced_change;
mod form;
mod maintenance;
mod outage;
mod release;
mod rota;
mod vendor_report;

use serde::{Deserialize, Serialize};

use super::check::Scene;
use crate::contract::Contract;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::rota::Rota;
use crate::ticket::TicketId;
use crate::time::{Instant, Zone};

pub use agreement::{Agreement, InForce, KeptCalendar};
pub use amendment::Amendment;
pub use announced_change::AnnouncedChange;
pub use form::{Command, Derived, Input, Row, Takes, Told, Value};
pub use maintenance::Maintenance;
pub use outage::{CAUSES, Outage, check_cause, known_causes, same_party};
pub use release::Release;
pub use vendor_report::VendorReport;

/// What an entry says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A vendor releases on a date.
    Release(Release),
    /// The text of an agreement that is in use.
    Agreement(Box<Agreement>),
    /// What was kept of an agreement is corrected.
    Amendment(Amendment),
    /// The service was down.
    Outage(Outage),
    /// Work on the service.
    Maintenance(Maintenance),
    /// A larger change that has to be announced.
    AnnouncedChange(AnnouncedChange),
    /// A report of a vendor's about a month has come.
    VendorReport(VendorReport),
    /// The rota that is in force from when the entry was written; the desk writes it when it reads a file that says another.
    Rota(Box<Rota>),
}

/// Every kind of record: first what uptime follows from.
pub const KINDS: [&Kind; 8] = [
    &outage::KIND,
    &maintenance::KIND,
    &announced_change::KIND,
    &release::KIND,
    &agreement::KIND,
    &amendment::KIND,
    &rota::KIND,
    &vendor_report::KIND,
];

impl Fact {
    /// What the kind's file says of it.
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
        }
    }

    /// Its kind.
    pub fn kind(&self) -> &'static Kind {
        self.record().kind()
    }

    /// The contract that it is about; nothing for what is the desk's own.
    pub fn contract(&self) -> &str {
        self.record().contract().unwrap_or_default()
    }

    /// Whether contracts count otherwise once it is known: release dates give deadlines, texts are contracts themselves.
    pub fn changes_contracts(&self) -> bool {
        self.kind().changes_contracts
    }

    /// What it is called: `release`, `outage`.
    pub fn words(&self) -> &'static str {
        self.kind().words
    }

    /// What it says, in a few words; moments are in `zone`.
    pub fn says(&self, zone: Zone) -> String {
        self.record().says(zone)
    }

    /// When it was, is or will be, in words; nothing where it has no time of its own.
    pub fn when(&self, zone: Zone, now: Instant) -> String {
        self.record().when(zone, now)
    }

    /// What it is about in a line of its own, as a ticket has a subject; empty where it has none.
    pub fn subject(&self) -> &str {
        self.record().subject().unwrap_or_default()
    }

    /// Every moment in it.
    pub fn moments(&self) -> Vec<Instant> {
        self.record().moments()
    }

    /// Its first moment and the first after it, as far as is known at `now`; none for what no month of uptime is told with.
    pub fn span(&self, now: Instant) -> Option<(Instant, Instant)> {
        self.record().span(now)
    }

    /// What it says in a sentence of its own, behind whose it is.
    pub fn in_full(&self, zone: Zone) -> String {
        self.record().in_full(zone)
    }

    /// What it comes to under its agreement, if that says anything of it.
    pub fn comes_to(&self, contract: &Contract) -> Option<String> {
        self.record().comes_to(contract)
    }

    /// What stands in that field; none where it has no such field, or the kind is entered otherwise than by its fields.
    pub fn value(&self, field: Field) -> Option<Value> {
        self.record().value(field)
    }

    /// The tickets that belong to it.
    pub fn tickets(&self) -> &[TicketId] {
        self.record().tickets()
    }

    /// The outage that it is.
    pub const fn outage(&self) -> Option<&Outage> {
        match self {
            Self::Outage(outage) => Some(outage),
            _ => None,
        }
    }

    /// The maintenance that it is.
    pub const fn maintenance(&self) -> Option<&Maintenance> {
        match self {
            Self::Maintenance(maintenance) => Some(maintenance),
            _ => None,
        }
    }

    /// The vendor's report that it is.
    pub const fn vendor_report(&self) -> Option<&VendorReport> {
        match self {
            Self::VendorReport(report) => Some(report),
            _ => None,
        }
    }

    /// The announced change that it is.
    pub const fn announced_change(&self) -> Option<&AnnouncedChange> {
        match self {
            Self::AnnouncedChange(change) => Some(change),
            _ => None,
        }
    }
}

/// What is known of every record of one kind, whatever it says.
#[derive(Debug)]
pub struct Kind {
    /// Its name in what the store keeps.
    pub name: &'static str,
    /// What it is called: `release`, `change`.
    pub words: &'static str,
    /// What it is called where it is told what was done to it: `release date`, `change`.
    pub told: &'static str,
    /// What it is called in full: `release`, `announced change`.
    pub called: &'static str,
    /// What filters of the journal and JSON call it.
    pub key: &'static str,
    /// The right that whoever enters it needs.
    pub right: Right,
    /// What entering it is called where that is refused, before `is for leads`.
    pub doing: &'static str,
    /// How it is entered.
    pub entered: Entered,
    /// Whether contracts count otherwise once it is known.
    pub changes_contracts: bool,
    /// Whether it holds whole files, whose texts have no limit but that of a commit.
    pub holds_files: bool,
    /// Each form that it has in the store, and how it is told that it was entered, in Norwegian time.
    pub samples: &'static [(&'static str, &'static str)],
}

/// How a record of a kind is entered.
#[derive(Clone, Copy, Debug)]
pub enum Entered {
    /// By people, as its table of fields says.
    By(&'static Command),
    /// By people, with the command of that name, which lists and removes it too and has more to it than a table of fields.
    Command(&'static str),
    /// By people in another way, which is told.
    Otherwise(&'static str),
    /// By the desk itself, when that is so.
    Desk(&'static str),
}

impl Kind {
    /// A kind that is called in people's words as in the store, and by which no contract counts otherwise.
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

    /// The command that enters, lists and removes it; none for what is entered otherwise.
    pub const fn command(&self) -> Option<&'static str> {
        match self.entered {
            Entered::By(command) => Some(command.name),
            Entered::Command(name) => Some(name),
            Entered::Otherwise(_) | Entered::Desk(_) => None,
        }
    }

    /// Its command, where that is made of its table of fields.
    pub const fn form(&self) -> Option<&'static Command> {
        match self.entered {
            Entered::By(command) => Some(command),
            Entered::Command(_) | Entered::Otherwise(_) | Entered::Desk(_) => None,
        }
    }

    /// Whether the desk itself writes it, and nobody asks for it.
    pub const fn is_desks_own(&self) -> bool {
        matches!(self.entered, Entered::Desk(_))
    }
}

/// Something that an entry may say: all that there is to tell of it.
pub(super) trait Record {
    /// Its kind.
    fn kind(&self) -> &'static Kind;

    /// The contract that it is about; none for what is the desk's own.
    fn contract(&self) -> Option<&str> {
        None
    }

    /// Whether it may be entered.
    fn check(&self, on: &Scene<'_>) -> Result<(), Problem>;

    /// What it says, in a few words.
    fn says(&self, zone: Zone) -> String;

    /// When it was, is or will be, in words.
    fn when(&self, _zone: Zone, _now: Instant) -> String {
        String::new()
    }

    /// What it is about in a line of its own.
    fn subject(&self) -> Option<&str> {
        None
    }

    /// Every moment in it.
    fn moments(&self) -> Vec<Instant> {
        Vec::new()
    }

    /// Its first moment and the first after it, of what a month of uptime is told with.
    fn span(&self, _now: Instant) -> Option<(Instant, Instant)> {
        None
    }

    /// What it says in a sentence of its own.
    fn in_full(&self, zone: Zone) -> String {
        self.says(zone)
    }

    /// What it comes to under its agreement.
    fn comes_to(&self, _contract: &Contract) -> Option<String> {
        None
    }

    /// What stands in that field.
    fn value(&self, _field: Field) -> Option<Value> {
        None
    }

    /// The tickets that belong to it.
    fn tickets(&self) -> &[TicketId] {
        &[]
    }
}

#[cfg(test)]
mod tests;
