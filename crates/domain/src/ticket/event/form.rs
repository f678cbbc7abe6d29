//! Enters an event by name: the command for it, the fields that it takes, and the event that they make.

use crate::problem::{Field, Problem};
use std::collections::BTreeMap;

use super::EventData;
use crate::contract::{Book, Contract};
use crate::ledger::Ledger;
use crate::ticket::Ticket;
use crate::time::Instant;

/// The way in which people enter an event of a sort.
#[derive(Clone, Copy, Debug)]
pub enum EntryMode {
    /// By commands of its own.
    By(&'static [EventCommand]),
    /// In another way, which the text tells.
    Otherwise(&'static str),
}

/// A command that enters an event.
#[derive(Debug)]
pub struct EventCommand {
    /// The name, as in `frist do NAME`.
    pub name: &'static str,
    /// Another name that it answers to, if it has one.
    pub alias: Option<&'static str>,
    /// The line of help that says what it records.
    pub about: &'static str,
    /// The fields that it takes besides what every command takes: tickets, moment, note.
    pub fields: &'static [EventInput],
    /// The effect of the command.
    pub does: CommandEffect,
}

/// The effect of a command on each ticket.
#[derive(Clone, Copy, Debug)]
pub enum CommandEffect {
    /// Adds an event that needs no data.
    Record {
        /// A function that makes the event.
        what: fn() -> EventData,
        /// The words for when it is recorded, one or two.
        done: &'static str,
    },
    /// Adds the event that the form makes.
    Add(fn(&EventForm<'_>) -> Result<EventData, Problem>),
    /// Retracts the last thing that the person who asks has entered.
    TakeBackLast,
    /// Does again what the person who asks has undone last.
    DoAgain,
    /// Takes the whole ticket back.
    Withdraw,
}

impl EventCommand {
    /// Makes a command without fields.
    pub const fn plain(name: &'static str, about: &'static str, done: &'static str, what: fn() -> EventData) -> Self {
        Self { name, alias: None, about, fields: &[], does: CommandEffect::Record { what, done } }
    }

    /// Makes a command with these fields.
    pub const fn with(
        name: &'static str,
        about: &'static str,
        fields: &'static [EventInput],
        make: fn(&EventForm<'_>) -> Result<EventData, Problem>,
    ) -> Self {
        Self { name, alias: None, about, fields, does: CommandEffect::Add(make) }
    }

    /// Makes the event of what is filled in, or returns none if the command retracts something.
    ///
    /// # Errors
    ///
    /// If a field that it needs is missing in the form.
    pub fn event(&self, form: &EventForm<'_>) -> Result<Option<EventData>, Problem> {
        match self.does {
            CommandEffect::Record { what, .. } => Ok(Some(what())),
            CommandEffect::Add(make) => make(form).map(Some),
            CommandEffect::TakeBackLast | CommandEffect::DoAgain | CommandEffect::Withdraw => Ok(None),
        }
    }

    /// Returns whether the command only retracts what is there: then it takes neither moment nor note.
    pub const fn only_retracts(&self) -> bool {
        matches!(self.does, CommandEffect::TakeBackLast | CommandEffect::DoAgain | CommandEffect::Withdraw)
    }

    /// Returns the command's field of that name, if it has one.
    pub fn field(&self, name: &str) -> Option<&'static EventInput> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One field that a command takes.
#[derive(Clone, Copy, Debug)]
pub struct EventInput {
    /// The name, as in `--NAME`.
    pub name: &'static str,
    /// The line of help that says what it is.
    pub help: &'static str,
    /// The values that it takes.
    pub takes: InputType,
    /// The field without which it says nothing, if there is one.
    pub needs: Option<&'static str>,
    /// The field that it cannot stand beside, if there is one.
    pub excludes: Option<&'static str>,
}

impl EventInput {
    /// Makes a field that stands by itself.
    pub const fn new(name: &'static str, help: &'static str, takes: InputType) -> Self {
        Self { name, help, takes, needs: None, excludes: None }
    }
}

/// The values that a field takes.
#[derive(Clone, Copy, Debug)]
pub enum InputType {
    /// No value: the field is there or it is not.
    Flag,
    /// Text that a person writes.
    Text,
    /// The number of a ticket.
    Ticket,
    /// A number of minutes.
    Minutes,
    /// A moment that has passed. What is filled in is RFC 3339 by the time an event is made of it.
    Moment,
    /// A moment to come, or a time from now on. What is filled in is RFC 3339 by the time an event is made of it.
    Coming,
    /// A name that the desk or its contracts know.
    Name(NameKind),
    /// Words that stand behind the tickets' numbers, with blanks between them; the text is the name of one in help.
    Words(&'static str),
    /// One of these words, each with what it means, which may be empty. The first text is the name of such a word in
    /// help.
    OneOf(&'static str, &'static [(&'static str, &'static str)]),
}

impl InputType {
    /// Returns the placeholder of a value in help, as in `--to <NAME>`.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Flag => "",
            Self::Text => "TEXT",
            Self::Ticket => "ID",
            Self::Minutes => "N",
            Self::Moment | Self::Coming => "TIME",
            Self::Name(NameKind::Contracts) => "CONTRACT",
            Self::Name(NameKind::People) => "NAME",
            Self::Name(NameKind::Levels) => "LEVEL",
            Self::Name(NameKind::Plans) => "PLAN",
            Self::Name(NameKind::Severities) => "SEVERITY",
            Self::Name(NameKind::Impacts) => "IMPACT",
            Self::Name(NameKind::Urgencies) => "URGENCY",
            Self::Name(NameKind::Channels) => "CHANNEL",
            Self::Name(NameKind::Causes) => "CAUSE",
            Self::Name(NameKind::Persons) => "WHO",
            Self::Name(NameKind::Organisations) => "WHICH",
            Self::OneOf(called, _) | Self::Words(called) => called,
        }
    }
}

/// The kind of things that names are of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameKind {
    /// The people of the desk, `me` among them.
    People,
    /// The desk's levels.
    Levels,
    /// The contracts.
    Contracts,
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
    /// The people who report tickets.
    Persons,
    /// The organisations whose people report tickets.
    Organisations,
}

/// The fields that somebody has filled in for one ticket.
#[derive(Debug)]
pub struct EventForm<'a> {
    /// The values that are given, by the field's name; a flag that is set has an empty text.
    pub given: &'a BTreeMap<String, String>,
    /// The name of the person who fills it in.
    pub me: &'a str,
    /// The contracts, and the desk's levels.
    pub book: &'a Book,
    /// The ledger, or none while only what is missing is asked for.
    pub ledger: Option<&'a Ledger>,
    /// The ticket, with its contract where that is loaded, or none while only what is missing is asked for.
    pub ticket: Option<(&'a Ticket, Option<&'a Contract>)>,
}

/// Returns the person whom a name for an assignee means: `me` is the person who says it; `none`, `nobody` and
/// `unassigned` are nobody. Written in capitals too, these are never somebody's name.
pub fn assignee_named(name: &str, me: &str) -> Option<String> {
    match name.to_lowercase().as_str() {
        "none" | "nobody" | "unassigned" => None,
        "me" => Some(me.to_owned()),
        _ => Some(name.to_owned()),
    }
}

impl EventForm<'_> {
    /// Returns the text of that field, if it is filled in.
    pub fn text(&self, field: &str) -> Option<String> {
        self.given.get(field).cloned()
    }

    /// Returns whether that flag is set.
    pub fn is_set(&self, flag: &str) -> bool {
        self.given.contains_key(flag)
    }

    /// Returns the moment of that field, if it is filled in; none while only what is missing is asked for.
    ///
    /// # Errors
    ///
    /// If the text is no moment in RFC 3339.
    pub fn moment(&self, field: &str) -> Result<Option<Instant>, Problem> {
        let text = self.text(field).filter(|_| self.ticket.is_some());
        text.map(|text| Instant::parse(&text).map_err(Problem::from)).transpose()
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

    /// Returns the person whom that name means, if any.
    pub fn person(&self, name: &str) -> Option<String> {
        assignee_named(name, self.me)
    }
}
