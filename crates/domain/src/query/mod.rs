//! Reads the filter language: one grammar for `/` in the screen and for the command line.
//!
//! A filter is made of terms with blanks between them, and a ticket must match all of them. `-` or `!` before a term
//! turns it around. `key:value` asks for something named in [`KEYS`]; more values with commas between them mean any of
//! them. `#12` is ticket 12. Any other word is looked for in subject, customer, vendor, assignee and number. What holds
//! blanks, commas or a colon is put in quotes. Capital letters make no difference.
//!
//! Only open tickets match, unless the filter asks for closed or withdrawn ones or names a ticket by its number.
//!
//! The audit log is searched in the same grammar, with keys of its own: see [`AuditFilter`] and [`audit_keys`].

mod audit;
mod find;
mod matching;
mod names;
mod parse;
mod renamed;
#[cfg(test)]
mod tests;

pub use audit::{AuditFilter, audit_keys};
pub use find::{FoundTickets, TicketMatcher, TicketSearch};
pub use names::{UnknownName, first_unknown, terms_meant, unknown_names};
pub use renamed::{OLD_AUDIT_TERMS, OLD_TERMS, Renamed, old_spellings};

use crate::audit::AuditKind as Kinds;
use crate::contract::TargetKind;
use crate::ledger::Ledger;
use crate::problem::{Problem, SourcePlace};
use crate::sla::TicketRow;
use crate::ticket::{Event, Kind, Ticket};
use crate::time::{Instant, Zone};

/// Every key with the values that it takes, for help and hints.
pub const KEYS: [(&str, &str); 20] = [
    ("vendor", "a contract's id or its vendor's name, or how they begin"),
    ("plan", "a plan's id or name, or how they begin"),
    ("sev", "a severity's id or name, or how they begin (also severity:)"),
    ("assignee", "a name, none or me"),
    ("followed", "the name of somebody who follows it, none or me"),
    ("is", STATES),
    ("target", TARGETS),
    ("due", "today, tomorrow, overdue, <2h or <3d (what is overdue counts)"),
    ("kind", "incident, change_request or question"),
    ("channel", "a channel it was reported by"),
    ("customer", "a part of the customer's name"),
    ("person", "who reported it: how a name or an address of theirs begins, a number, or none"),
    ("org", "the organisation: how a name or a domain of it begins, a number, or none (also organisation:)"),
    ("text", "a part of the subject, the customer's name, a note, a file's name or what time was spent for"),
    ("tag", "a tag that is on it, or none"),
    ("case", "a part of the vendor's case number, or none"),
    ("link", "the number of a ticket that it is linked to"),
    ("has", "file: files are attached to it; link: it is linked to another ticket"),
    ("file", "a part of the name of a file that is attached to it"),
    ("id", "a ticket's number, as also #12"),
];

/// The values of `is:`.
const STATES: &str = "breached, at_risk, running, support_closed, paused, to_be_phoned, no_target, met, open, closed, \
                      merged, withdrawn, new, responded, in_work, worked_around, fixed, excluded, waiting, unanswered, proposed, \
                      needs_action, snoozed, parent, child or mine";

/// The values of `target:`.
const TARGETS: &str = "acknowledge, response, work_start, update, workaround, correction, fix or root_cause: a target \
                       that is open; is: and due: then ask about that one";

/// Returns the values of a key that takes one of a few words, of filters of tickets (`is`, `target`, `due`, `kind`, `has`) and
/// of the audit log (`what`); nothing for any other key.
pub fn choices(key: &str) -> Vec<&'static str> {
    let words = match key {
        "is" => STATES,
        "what" => return Kinds::all().map(Kinds::word).collect(),
        "target" => return TargetKind::ALL.iter().map(|kind| kind.key()).collect(),
        "due" => return vec!["today", "tomorrow", "overdue"],
        "has" => return vec!["file", "link"],
        "kind" => return vec!["incident", "change_request", "question"],
        _ => return Vec::new(),
    };
    words.split([',', ' ']).filter(|word| !word.is_empty() && *word != "or").collect()
}

/// A filter that has been read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    terms: Vec<FilterTerm>,
}

/// The error that a filter cannot be read: what is wrong, where, and what would be right.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message} at place {place}; {hint}")]
pub struct FilterError {
    /// What is wrong.
    pub message: String,
    /// The place of the term, in characters from 1.
    pub place: usize,
    /// What would be right.
    pub hint: String,
}

impl From<FilterError> for Problem {
    fn from(FilterError { message, place, hint }: FilterError) -> Self {
        let place = SourcePlace { column: Some(place), ..SourcePlace::default() };
        Self::refused(format!("the filter cannot be read: {message}"), hint).at(place)
    }
}

/// Who asks, and when: what `is:mine` and `due:today` mean.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    /// The name of the person at the screen.
    pub me: &'a str,
    /// The zone whose days `due:today` and `due:tomorrow` mean: the person's on a screen. None: that of each ticket's
    /// contract.
    pub zone: Option<Zone>,
    /// The moment that the rows were worked out for.
    pub now: Instant,
    /// The ledger, which knows people and organisations.
    pub ledger: &'a Ledger,
}

/// One thing that must hold, or must not.
#[derive(Clone, PartialEq, Eq, Debug)]
struct FilterTerm {
    negated: bool,
    test: FilterCondition,
}

/// What a term asks of a ticket. Any of the values will do. Texts are in small letters.
#[derive(Clone, PartialEq, Eq, Debug)]
enum FilterCondition {
    Word(String),
    Id(Vec<u64>),
    Vendor(Vec<String>),
    Plan(Vec<String>),
    Severity(Vec<String>),
    Assignee(Vec<Assignee>),
    Followed(Vec<Assignee>),
    Is(Vec<StateCondition>),
    Target(Vec<TargetKind>),
    Due(Vec<DueCondition>),
    Kind(Vec<Kind>),
    Channel(Vec<String>),
    Customer(Vec<String>),
    Person(Vec<String>),
    Organisation(Vec<String>),
    Text(Vec<String>),
    Has(Vec<Belonging>),
    File(Vec<String>),
    Tag(Vec<String>),
    Link(Vec<u64>),
    Case(Vec<String>),
}

/// What a ticket may have with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Belonging {
    /// At least one file.
    File,
    /// At least one link to another ticket.
    Link,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Assignee {
    Nobody,
    Me,
    Named(String),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum StateCondition {
    State(crate::sla::TargetState),
    /// The clock of the next target does not run, for that reason.
    Stopped(crate::sla::Stoppage),
    Status(crate::ticket::Status),
    NoTarget,
    Met,
    Open,
    Excluded,
    /// The ticket asks for something besides its targets.
    Asking,
    Waiting,
    /// The customer wrote last.
    Unanswered,
    /// A letter of the vendor's proposes when it responded.
    Proposed,
    /// The ticket is out of the queue until it wakes.
    Snoozed,
    Parent,
    Child,
    Mine,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum DueCondition {
    Today,
    Tomorrow,
    Overdue,
    /// The target is due within so many seconds of real time from now.
    Within(i64),
}

impl Filter {
    /// Reads a filter; an empty text matches every open ticket.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        parse::terms(text).map(|terms| Self { terms })
    }

    /// Returns whether the row is one that is looked for. What is asked of its notes is taken to hold: a row has none.
    pub fn matches(&self, row: &TicketRow, viewer: Viewer<'_>) -> bool {
        self.may_match(&row.ticket) && self.holds(row, viewer)
    }

    fn may_match(&self, ticket: &Ticket) -> bool {
        ticket.is_at_hand() || self.wants_closed()
    }

    /// Returns whether every term holds for the row, be its ticket open or not: for a list that shows closed ones as
    /// well.
    pub fn holds(&self, row: &TicketRow, viewer: Viewer<'_>) -> bool {
        matching::all_hold(&self.terms, row, None, viewer)
    }

    /// Returns whether every term holds for the row of the ticket with these events.
    pub fn holds_with(&self, row: &TicketRow, events: &[Event], viewer: Viewer<'_>) -> bool {
        matching::all_hold(&self.terms, row, Some(events), viewer)
    }

    /// Returns whether a list by it leaves snoozed tickets out: it does unless the filter looks for words or a number, or asks
    /// for what is snoozed, breached or overdue.
    pub fn hides_snoozed(&self) -> bool {
        !self.terms.iter().any(FilterTerm::finds_snoozed)
    }

    /// Returns whether tickets that are closed can match: only then must they be read.
    pub fn wants_closed(&self) -> bool {
        self.terms.iter().any(FilterTerm::wants_closed)
    }

    /// Returns the words that a text must hold, in small letters, for a list to mark them where they stand.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let asked = self.terms.iter().filter(|term| !term.negated);
        asked
            .flat_map(|term| match &term.test {
                FilterCondition::Word(word) => std::slice::from_ref(word),
                FilterCondition::Text(words) => words.as_slice(),
                _ => &[],
            })
            .map(String::as_str)
    }

    /// Returns whether it asks for words in notes: only code that has a ticket's events can tell.
    pub fn wants_notes(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.test, FilterCondition::Text(_)))
    }
}
