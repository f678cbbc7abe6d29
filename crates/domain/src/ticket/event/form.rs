//! How an event is entered by name: the command for it, the fields that it takes, and what they make.

use crate::problem::{Field, Problem};
use std::collections::BTreeMap;

use super::What;
use crate::contract::{Book, Contract};
use crate::ticket::Ticket;

/// How people enter an event of a sort.
#[derive(Clone, Copy, Debug)]
pub enum Entered {
    /// By a command of its own.
    By(&'static [Command]),
    /// In another way, which is told.
    Otherwise(&'static str),
}

/// A command that enters an event.
#[derive(Debug)]
pub struct Command {
    /// Its name, as in `frist do NAME`.
    pub name: &'static str,
    /// Another name that it answers to.
    pub alias: Option<&'static str>,
    /// What it records, in a line of help.
    pub about: &'static str,
    /// What it takes besides what every command takes: tickets, moment, note.
    pub fields: &'static [Input],
    /// What it does.
    pub does: Does,
}

/// What a command does to each ticket.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// Adds an event that says nothing more.
    Record {
        /// The event.
        what: fn() -> What,
        /// What is said when it is recorded, in a word or two.
        done: &'static str,
    },
    /// Adds the event that the form makes.
    Add(fn(&Form<'_>) -> Result<What, Problem>),
    /// Takes back the last thing that whoever asks has entered.
    TakeBackLast,
    /// Takes the whole ticket back.
    Withdraw,
}

impl Command {
    /// Returns a command without fields.
    pub const fn plain(name: &'static str, about: &'static str, done: &'static str, what: fn() -> What) -> Self {
        Self { name, alias: None, about, fields: &[], does: Does::Record { what, done } }
    }

    /// Returns a command with these fields.
    pub const fn with(
        name: &'static str,
        about: &'static str,
        fields: &'static [Input],
        make: fn(&Form<'_>) -> Result<What, Problem>,
    ) -> Self {
        Self { name, alias: None, about, fields, does: Does::Add(make) }
    }

    /// Returns the event that it adds, by what is filled in, or none if it takes something back.
    ///
    /// # Errors
    ///
    /// If something is missing in the form.
    pub fn event(&self, form: &Form<'_>) -> Result<Option<What>, Problem> {
        match self.does {
            Does::Record { what, .. } => Ok(Some(what())),
            Does::Add(make) => make(form).map(Some),
            Does::TakeBackLast | Does::Withdraw => Ok(None),
        }
    }

    /// Returns whether it only takes back what is there: then it takes neither moment nor note.
    pub const fn takes_back(&self) -> bool {
        matches!(self.does, Does::TakeBackLast | Does::Withdraw)
    }

    /// Returns its field of that name.
    pub fn field(&self, name: &str) -> Option<&'static Input> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One thing that a command takes.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// Its name, as in `--NAME`.
    pub name: &'static str,
    /// What it says, in a line of help.
    pub help: &'static str,
    /// What may stand in it.
    pub takes: Takes,
    /// The field without which it says nothing.
    pub needs: Option<&'static str>,
    /// The field that it cannot stand beside.
    pub excludes: Option<&'static str>,
}

impl Input {
    /// Returns a field that stands by itself.
    pub const fn new(name: &'static str, help: &'static str, takes: Takes) -> Self {
        Self { name, help, takes, needs: None, excludes: None }
    }
}

/// What may stand in a field.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// Nothing: it is there or it is not.
    Flag,
    /// Text that a person writes.
    Text,
    /// A number of minutes.
    Minutes,
    /// A name that the desk or its contracts know.
    Name(Names),
    /// One of these words, each with what it means; the meaning may be empty. First what such a word is called in help.
    OneOf(&'static str, &'static [(&'static str, &'static str)]),
}

impl Takes {
    /// Returns what stands for it in help, as in `--to <NAME>`.
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

/// Whose names they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Names {
    /// People of the desk, `me` among them.
    People,
    /// The desk's levels.
    Levels,
    /// Plans.
    Plans,
    /// Severities.
    Severities,
    /// Steps of impact.
    Impacts,
    /// Steps of urgency.
    Urgencies,
    /// Channels.
    Channels,
    /// Causes that a ticket may be excluded for.
    Causes,
}

/// What somebody has filled in for one ticket.
#[derive(Debug)]
pub struct Form<'a> {
    /// What is given, by the field's name; a flag that is set has an empty text.
    pub given: &'a BTreeMap<String, String>,
    /// Who fills it in.
    pub me: &'a str,
    /// The contracts, and the desk's levels.
    pub book: &'a Book,
    /// The ticket, with its contract where that is loaded; none while only what is missing is asked for.
    pub ticket: Option<(&'a Ticket, Option<&'a Contract>)>,
}

impl Form<'_> {
    /// Returns what stands in that field.
    pub fn text(&self, field: &str) -> Option<String> {
        self.given.get(field).cloned()
    }

    /// Returns whether that flag is set.
    pub fn is_set(&self, flag: &str) -> bool {
        self.given.contains_key(flag)
    }

    /// Returns what stands in that field, which must be filled in; `option` says how, as in `to NAME`.
    ///
    /// # Errors
    ///
    /// If nothing stands there.
    pub fn needed(&self, field: &str, option: &str) -> Result<String, Problem> {
        self.text(field).ok_or_else(|| Problem {
            field: Field::named(field),
            ..Problem::refused("something is missing to record that", format!("give --{option}"))
        })
    }

    /// Returns the person whom that name means: `me` is whoever fills it in, `none` and `nobody` are nobody.
    pub fn person(&self, name: &str) -> Option<String> {
        match name {
            "none" | "nobody" => None,
            "me" => Some(self.me.to_owned()),
            name => Some(name.to_owned()),
        }
    }
}
