//! Enters a record by name and shows it: its fields, and what follows from them. Arguments, JSON, the columns of lists and
//! the form of the screen are made of this.

use serde_json::Value as Json;

use super::LedgerFact;
use crate::contract::{Contract, cause_in_words};
use crate::problem::Field;
use crate::text::fit;
use crate::time::{Instant, Zone, clock_text, duration_text};
use crate::uptime::end_text;

/// The columns of a text in a list; JSON has all of it.
const TEXT: usize = 60;

/// The command that enters the records of a kind, changes, lists and removes them: `frist NAME add`, `set`, `list`,
/// `remove`.
#[derive(Debug)]
pub struct LedgerCommand {
    /// The name, as in `frist NAME`.
    pub name: &'static str,
    /// The line of help that says what the records are.
    pub about: &'static str,
    /// The line of help of `add`.
    pub add: &'static str,
    /// The line of help of `set`.
    pub set: &'static str,
    /// The line of help of `list`.
    pub list: &'static str,
    /// The line of help of `remove`.
    pub remove: &'static str,
    /// A function that makes a record under the contract of that id which says nothing yet.
    pub blank: fn(&str) -> LedgerFact,
    /// A function that puts a value into a field of a record of this kind.
    pub put: fn(&mut LedgerFact, Field, LedgerValue),
    /// The fields besides the contract, and what follows from them, in the order in which they are shown.
    pub rows: &'static [LedgerRow],
}

/// One thing that a list and JSON show of a record.
#[derive(Debug)]
pub enum LedgerRow {
    /// What is entered.
    Field(LedgerInput),
    /// What follows from it.
    DerivedFigure(DerivedFigure),
}

/// A field of a record.
#[derive(Debug)]
pub struct LedgerInput {
    /// The field, whose key is the option's name and the key in JSON.
    pub field: Field,
    /// The values that it takes.
    pub takes: LedgerFieldType,
    /// The head of its column.
    pub head: &'static str,
    /// The label in the form of the screen.
    pub label: &'static str,
    /// The line of help.
    pub help: &'static str,
    /// The line of help of `add`, if that says something else.
    pub help_to_add: Option<&'static str>,
    /// Whether it must be given.
    pub is_needed: bool,
}

/// What follows from a record, and from the agreement that it is under.
#[derive(Debug)]
pub struct DerivedFigure {
    /// The key in JSON.
    pub key: &'static str,
    /// The column in a list, if it has one.
    pub column: Option<Column>,
    /// A function that works it out; the contract is none where it is not loaded.
    pub of: fn(&LedgerFact, Option<&Contract>) -> DerivedValue,
}

/// A column of a list.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The head above it.
    pub head: &'static str,
    /// Whether it holds figures, which are set to the right.
    pub is_figure: bool,
}

/// The values that a field takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LedgerFieldType {
    /// A moment.
    Moment,
    /// The moment at which it ends.
    End,
    /// A moment, or that it never was; where nothing is said, now.
    MomentOrNever,
    /// A line of text.
    Text,
    /// A line of text, or none.
    TextOrNone,
    /// A kind of work that the agreement names, or none.
    Work,
}

/// The value of a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LedgerValue {
    /// A moment, or none.
    Moment(Option<Instant>),
    /// A text, or none.
    Text(Option<String>),
}

/// The value of what follows from a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DerivedValue {
    /// Whether something is so; none where that cannot be said.
    Flag(Option<bool>),
    /// A length in seconds of real time.
    Length(i64),
    /// Words, or none.
    Words(Option<String>),
}

impl LedgerCommand {
    /// Returns the fields, in the order in which they are shown.
    pub fn fields(&self) -> impl Iterator<Item = &'static LedgerInput> {
        self.rows.iter().filter_map(|row| match row {
            LedgerRow::Field(input) => Some(input),
            LedgerRow::DerivedFigure(_) => None,
        })
    }

    /// Returns the fields as a command line takes them, those that must be given first.
    pub fn arguments(&self) -> impl Iterator<Item = &'static LedgerInput> {
        self.fields().filter(|input| input.is_needed).chain(self.fields().filter(|input| !input.is_needed))
    }

    /// Returns the arguments that must be given to enter a record, as a command line has them.
    pub(super) fn needs(&self) -> String {
        let needed = self.fields().filter(|input| input.is_needed);
        let options = needed.map(|input| format!(" --{} {}", input.field.key(), input.takes.placeholder()));
        format!("--contract ID{}", options.collect::<String>())
    }

    /// Returns the columns of a list, behind the number.
    pub fn columns(&self) -> impl Iterator<Item = Column> {
        self.rows.iter().filter_map(LedgerRow::column)
    }

    /// Returns the cells in those columns; moments are in `zone`.
    pub fn cells(&self, fact: &LedgerFact, contract: Option<&Contract>, zone: Zone) -> Vec<String> {
        let cell = |row: &LedgerRow| match row {
            LedgerRow::Field(input) => input.cell(fact, zone),
            LedgerRow::DerivedFigure(derived) => (derived.of)(fact, contract).cell(),
        };
        self.rows.iter().filter(|row| row.column().is_some()).map(cell).collect()
    }

    /// Returns the keys and values in JSON, besides those that every record has.
    pub fn json(&self, fact: &LedgerFact, contract: Option<&Contract>) -> Vec<(&'static str, Json)> {
        let pair = |row: &LedgerRow| match row {
            LedgerRow::Field(input) => {
                (input.field.key(), fact.value(input.field).map_or(Json::Null, LedgerValue::json))
            }
            LedgerRow::DerivedFigure(derived) => (derived.key, (derived.of)(fact, contract).json()),
        };
        self.rows.iter().map(pair).collect()
    }
}

impl LedgerRow {
    const fn column(&self) -> Option<Column> {
        match self {
            Self::Field(input) => Some(Column { head: input.head, is_figure: false }),
            Self::DerivedFigure(derived) => derived.column,
        }
    }
}

impl DerivedFigure {
    /// Makes what only JSON has.
    pub(super) const fn new(key: &'static str, of: fn(&LedgerFact, Option<&Contract>) -> DerivedValue) -> Self {
        Self { key, column: None, of }
    }

    /// Makes the length of a record, in seconds of real time.
    pub(super) const fn lasts(of: fn(&LedgerFact, Option<&Contract>) -> DerivedValue) -> Self {
        Self { key: "seconds", column: Some(Column { head: "LASTS", is_figure: true }), of }
    }

    /// Makes the words for what the record comes to under its agreement, as [`LedgerFact::comes_to`] says it.
    pub(super) const fn notice() -> Self {
        let of = |fact: &LedgerFact, contract: Option<&Contract>| {
            DerivedValue::Words(contract.and_then(|contract| fact.comes_to(contract)))
        };
        Self { key: "notice", column: Some(Column { head: "NOTICE", is_figure: false }), of }
    }
}

impl LedgerInput {
    /// Makes a field that must be given; `head` stands above its column, `label` before it in a form.
    pub(super) const fn needed(
        field: Field,
        takes: LedgerFieldType,
        (head, label): (&'static str, &'static str),
        help: &'static str,
    ) -> Self {
        Self { field, takes, head, label, help, help_to_add: None, is_needed: true }
    }

    /// Makes a field that may be left out.
    pub(super) const fn new(
        field: Field,
        takes: LedgerFieldType,
        named: (&'static str, &'static str),
        help: &'static str,
    ) -> Self {
        Self { is_needed: false, ..Self::needed(field, takes, named, help) }
    }

    fn cell(&self, fact: &LedgerFact, zone: Zone) -> String {
        match (fact.value(self.field), self.takes) {
            (Some(LedgerValue::Moment(Some(at))), LedgerFieldType::End) => {
                fact.span(at).map_or_else(|| clock_text(zone, at), |(from, _)| end_text(zone, from, at))
            }
            (Some(LedgerValue::Moment(Some(at))), _) => clock_text(zone, at),
            (Some(LedgerValue::Moment(None)), _) => "never".to_owned(),
            (Some(LedgerValue::Text(Some(text))), LedgerFieldType::Work) => cause_in_words(&text),
            (Some(LedgerValue::Text(Some(text))), _) => fit(&text, TEXT),
            (None | Some(LedgerValue::Text(None)), _) => String::new(),
        }
    }
}

impl LedgerFieldType {
    /// Returns the word for nothing, where there may be nothing.
    pub const fn nothing(self) -> Option<&'static str> {
        match self {
            Self::Moment | Self::End | Self::Text => None,
            Self::MomentOrNever => Some("never"),
            Self::TextOrNone | Self::Work => Some("none"),
        }
    }

    /// Returns what stands for the value in help.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Moment | Self::End | Self::MomentOrNever => "TIME",
            Self::Text | Self::TextOrNone => "TEXT",
            Self::Work => "KIND",
        }
    }

    /// Returns whether a person writes the value in words of their own.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::TextOrNone)
    }
}

impl LedgerValue {
    fn json(self) -> Json {
        match self {
            Self::Moment(at) => at.map_or(Json::Null, |at| Json::String(at.to_string())),
            Self::Text(text) => text.map_or(Json::Null, Json::String),
        }
    }
}

impl DerivedValue {
    fn json(self) -> Json {
        match self {
            Self::Flag(is_so) => is_so.map_or(Json::Null, Json::Bool),
            Self::Length(seconds) => seconds.into(),
            Self::Words(words) => words.map_or(Json::Null, Json::String),
        }
    }

    fn cell(self) -> String {
        match self {
            Self::Flag(is_so) => is_so.map_or("", |is_so| if is_so { "yes" } else { "no" }).to_owned(),
            Self::Length(seconds) => duration_text(seconds),
            Self::Words(words) => words.unwrap_or_default(),
        }
    }
}
