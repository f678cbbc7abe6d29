//! How a record is entered by name and shown: its fields, and what else is told of it. Arguments, JSON, the columns of lists and
//! the form of the screen are made of this.

use serde_json::Value as Json;

use super::Fact;
use crate::contract::{Contract, cause_in_words};
use crate::problem::Field;
use crate::text::fit;
use crate::time::{Instant, Zone, clock_text, duration_text};
use crate::uptime::end_text;

/// Columns of a text in a list; JSON has all of it.
const TEXT: usize = 60;

/// The command that enters the records of a kind, changes, lists and removes them: `frist NAME add`, `set`, `list`, `remove`.
#[derive(Debug)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// What it is about, in a line of help.
    pub about: &'static str,
    /// What `add` does, in a line of help.
    pub add: &'static str,
    /// What `set` does.
    pub set: &'static str,
    /// What `list` does.
    pub list: &'static str,
    /// What `remove` does.
    pub remove: &'static str,
    /// A record under that contract that says nothing yet.
    pub blank: fn(&str) -> Fact,
    /// Puts a value into a field of a record of this kind.
    pub put: fn(&mut Fact, Field, Value),
    /// Its fields besides the contract, and what follows from them, in the order in which they are shown.
    pub rows: &'static [Row],
}

/// One thing that is shown of a record.
#[derive(Debug)]
pub enum Row {
    /// What is entered.
    Field(Input),
    /// What follows from it.
    Told(Derived),
}

/// A field of a record.
#[derive(Debug)]
pub struct Input {
    /// The field, whose name is the option's and the key's in JSON.
    pub field: Field,
    /// What may stand in it.
    pub takes: Takes,
    /// The head of its column.
    pub head: &'static str,
    /// What the form of the screen calls it.
    pub label: &'static str,
    /// What it says, in a line of help.
    pub help: &'static str,
    /// The line of help where it is entered first, if that says something else.
    pub help_to_add: Option<&'static str>,
    /// Whether it must be given.
    pub is_needed: bool,
}

/// What follows from a record, and from the agreement that it is under.
#[derive(Debug)]
pub struct Derived {
    /// Its key in JSON.
    pub key: &'static str,
    /// The head of its column; empty where it has none.
    pub head: &'static str,
    /// What it is; the contract is none where it is not loaded.
    pub of: fn(&Fact, Option<&Contract>) -> Told,
}

/// What may stand in a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takes {
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

/// What stands in a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A moment, or none.
    Moment(Option<Instant>),
    /// A text, or none.
    Text(Option<String>),
}

/// What is told besides the fields.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// Whether something is so; none where that cannot be said.
    Flag(Option<bool>),
    /// A length in seconds.
    Length(i64),
    /// Words, or none.
    Words(Option<String>),
}

impl Command {
    /// The fields, in the order in which they are shown.
    pub fn fields(&self) -> impl Iterator<Item = &'static Input> {
        self.rows.iter().filter_map(|row| match row {
            Row::Field(input) => Some(input),
            Row::Told(_) => None,
        })
    }

    /// The fields as a command line takes them: first those that it needs.
    pub fn arguments(&self) -> impl Iterator<Item = &'static Input> {
        self.fields().filter(|input| input.is_needed).chain(self.fields().filter(|input| !input.is_needed))
    }

    /// What stands above the columns of a list, behind the number; with each whether its cells are set to the right.
    pub fn heads(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let heads = self.rows.iter().map(|row| match row {
            Row::Field(input) => (input.head, false),
            Row::Told(derived) => (derived.head, derived.key == SECONDS),
        });
        heads.filter(|(head, _)| !head.is_empty())
    }

    /// What stands in those columns; moments are in `zone`.
    pub fn cells(&self, fact: &Fact, contract: Option<&Contract>, zone: Zone) -> Vec<String> {
        let cell = |row: &Row| match row {
            Row::Field(input) => Some(input.cell(fact, zone)),
            Row::Told(derived) if derived.head.is_empty() => None,
            Row::Told(derived) => Some((derived.of)(fact, contract).cell()),
        };
        self.rows.iter().filter_map(cell).collect()
    }

    /// What JSON has of it besides number, contract and revision.
    pub fn json(&self, fact: &Fact, contract: Option<&Contract>) -> Vec<(&'static str, Json)> {
        let pair = |row: &Row| match row {
            Row::Field(input) => (input.field.key(), fact.value(input.field).map_or(Json::Null, Value::json)),
            Row::Told(derived) => (derived.key, (derived.of)(fact, contract).json()),
        };
        self.rows.iter().map(pair).collect()
    }
}

/// The key of how long something lasts.
const SECONDS: &str = "seconds";

impl Derived {
    /// How long it lasts, in seconds of real time.
    pub(super) const fn lasts(of: fn(&Fact, Option<&Contract>) -> Told) -> Self {
        Self { key: SECONDS, head: "LASTS", of }
    }
}

impl Input {
    /// A field that must be given; `head` stands above its column, `label` before it in a form.
    pub(super) const fn needed(
        field: Field,
        takes: Takes,
        (head, label): (&'static str, &'static str),
        help: &'static str,
    ) -> Self {
        Self { field, takes, head, label, help, help_to_add: None, is_needed: true }
    }

    /// A field that may be left out.
    pub(super) const fn new(
        field: Field,
        takes: Takes,
        named: (&'static str, &'static str),
        help: &'static str,
    ) -> Self {
        Self { is_needed: false, ..Self::needed(field, takes, named, help) }
    }

    fn cell(&self, fact: &Fact, zone: Zone) -> String {
        match (fact.value(self.field), self.takes) {
            (Some(Value::Moment(Some(at))), Takes::End) => {
                fact.span(at).map_or_else(|| clock_text(zone, at), |(from, _)| end_text(zone, from, at))
            }
            (Some(Value::Moment(Some(at))), _) => clock_text(zone, at),
            (Some(Value::Moment(None)), _) => "never".to_owned(),
            (Some(Value::Text(Some(text))), Takes::Work) => cause_in_words(&text),
            (Some(Value::Text(Some(text))), _) => fit(&text, TEXT),
            (None | Some(Value::Text(None)), _) => String::new(),
        }
    }
}

impl Takes {
    /// The word for nothing, where there may be nothing.
    pub const fn nothing(self) -> Option<&'static str> {
        match self {
            Self::Moment | Self::End | Self::Text => None,
            Self::MomentOrNever => Some("never"),
            Self::TextOrNone | Self::Work => Some("none"),
        }
    }

    /// What stands for it in help.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Moment | Self::End | Self::MomentOrNever => "TIME",
            Self::Text | Self::TextOrNone => "TEXT",
            Self::Work => "KIND",
        }
    }

    /// Whether a person writes it in words of their own.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::TextOrNone)
    }
}

impl Value {
    fn json(self) -> Json {
        match self {
            Self::Moment(at) => at.map_or(Json::Null, |at| Json::String(at.to_string())),
            Self::Text(text) => text.map_or(Json::Null, Json::String),
        }
    }
}

impl Told {
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
