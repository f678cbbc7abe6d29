//! Enters an event by name: the command for it, the fields that it takes, and the event that they make.

use crate::problem::{Field, Problem};
use std::collections::BTreeMap;

use super::What;
use crate::contract::{Book, Contract};
use crate::ticket::Ticket;

/// The way in which people enter an event of a sort.
#[derive(Clone, Copy, Debug)]
pub enum Entered {
    /// By commands of its own.
    By(&'static [Command]),
    /// In another way, which the text tells.
    Otherwise(&'static str),
}

/// A command that enters an event.
#[derive(Debug)]
pub struct Command {
    /// The name, as in `frist do NAME`.
    pub name: &'static str,
    /// Another name that it answers to, if it has one.
    pub alias: Option<&'static str>,
    /// The line of help that says what it records.
    pub about: &'static str,
    /// The fields that it takes besides what every command takes: tickets, moment, note.
    pub fields: &'static [Input],
    /// The effect of the command.
    pub does: Does,
}

/// The effect of a command on each ticket.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// Adds an event that needs no data.
    Record {
        /// A function that makes the event.
        what: fn() -> What,
        /// The words for when it is recorded, one or two.
        done: &'static str,
    },
    /// Adds the event that the form makes.
    Add(fn(&Form<'_>) -> Result<What, Problem>),
    /// Retracts the last thing that the person who asks has entered.
    TakeBackLast,
    /// Takes the whole ticket back.
    Withdraw,
}

impl Command {
    /// Makes a command without fields.
    pub const fn plain(name: &'static str, about: &'static str, done: &'static str, what: fn() -> What) -> Self {
        Self { name, alias: None, about, fields: &[], does: Does::Record { what, done } }
    }

    /// Makes a command with these fields.
    pub const fn with(
        name: &'static str,
        about: &'static str,
        fields: &'static [Input],
        make: fn(&Form<'_>) -> Result<What, Problem>,
    ) -> Self {
        Self { name, alias: None, about, fields, does: Does::Add(make) }
    }

    /// Makes the event of what is filled in, or returns none if the command retracts something.
    ///
    /// # Errors
    ///
    /// If a field that it needs is missing in the form.
    pub fn event(&self, form: &Form<'_>) -> Result<Option<What>, Problem> {
        match self.does {
            Does::Record { what, .. } => Ok(Some(what())),
            Does::Add(make) => make(form).map(Some),
            Does::TakeBackLast | Does::Withdraw => Ok(None),
        }
    }

    /// Returns whether the command only retracts what is there: then it takes neither moment nor note.
    pub const fn only_retracts(&self) -> bool {
        matches!(self.does, Does::TakeBackLast | Does::Withdraw)
    }

    /// Returns the command's field of that name, if it has one.
    pub fn field(&self, name: &str) -> Option<&'static Input> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One field that a command takes.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// The name, as in `--NAME`.
    pub name: &'static str,
    /// The line of help that says what it is.
    pub help: &'static str,
    /// The values that it takes.
    pub takes: Takes,
    /// The field without which it says nothing, if there is one.
    pub needs: Option<&'static str>,
    /// The field that it cannot stand beside, if there is one.
    pub excludes: Option<&'static str>,
}

impl Input {
    /// Makes a field that stands by itself.
    pub const fn new(name: &'static str, help: &'static str, takes: Takes) -> Self {
        Self { name, help, takes, needs: None, excludes: None }
    }
}

/// The values that a field takes.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// No value: the field is there or it is not.
    Flag,
    /// Text that a person writes.
    Text,
    /// A number of minutes.
    Minutes,
    /// A name that the desk or its contracts know.
    Name(Names),
    /// One of these words, each with what it means, which may be empty. The first text is the name of such a word in
    /// help.
    OneOf(&'static str, &'static [(&'static str, &'static str)]),
}

impl Takes {
    /// Returns the placeholder of a value in help, as in `--to <NAME>`.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Flag => "",
            Self::Text => "TEXT",
            Self::Minutes => "N",
            Self::Name(Names::People) => "NAME",
            Self::Name(Names::Levels) => "LEVEL",
            Self::Name(Names::Plans) => "PLAN",
            Self::Name(Names::Severities) => "SEVERITY",
            Self::Name(Names::Impacts) => "IMPACT",
            Self::Name(Names::Urgencies) => "URGENCY",
            Self::Name(Names::Channels) => "CHANNEL",
            Self::Name(Names::Causes) => "CAUSE",
            Self::OneOf(called, _) => called,
        }
    }
}

/// The kind of things that names are of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Names {
    /// The people of the desk, `me` among them.
    People,
    /// The desk's levels.
    Levels,
    /// The plans of the contract.
    Plans,
    /// The severities of the contract.
    Severities,
    /// The steps of impact.
    Impacts,
    /// The steps of urgency.
    Urgencies,
    /// The channels of reports.
    Channels,
    /// The causes that a ticket may be excluded for.
    Causes,
}

/// The fields that somebody has filled in for one ticket.
#[derive(Debug)]
pub struct Form<'a> {
    /// The values that are given, by the field's name; a flag that is set has an empty text.
    pub given: &'a BTreeMap<String, String>,
    /// The name of the person who fills it in.
    pub me: &'a str,
    /// The contracts, and the desk's levels.
    pub book: &'a Book,
    /// The ticket, with its contract where that is loaded, or none while only what is missing is asked for.
    pub ticket: Option<(&'a Ticket, Option<&'a Contract>)>,
}

impl Form<'_> {
    /// Returns the text of that field, if it is filled in.
    pub fn text(&self, field: &str) -> Option<String> {
        self.given.get(field).cloned()
    }

    /// Returns whether that flag is set.
    pub fn is_set(&self, flag: &str) -> bool {
        self.given.contains_key(flag)
    }

    /// Returns the text of that field, which must be filled in; `option` says how, as in `to NAME`.
    ///
    /// # Errors
    ///
    /// If the field is not filled in.
    pub fn needed(&self, field: &str, option: &str) -> Result<String, Problem> {
        self.text(field).ok_or_else(|| Problem {
            field: Field::named(field),
            ..Problem::refused("something is missing to record that", format!("give --{option}"))
        })
    }

    /// Returns the person whom that name means: `me` is the person who fills it in, `none` and `nobody` are nobody.
    pub fn person(&self, name: &str) -> Option<String> {
        match name {
            "none" | "nobody" => None,
            "me" => Some(self.me.to_owned()),
            name => Some(name.to_owned()),
        }
    }
}
