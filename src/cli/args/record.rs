//! `frist maintenance` and `frist change`: the kinds of ledger records that are entered like any other. Each command is made
//! of the kind's table of fields.

use std::collections::BTreeMap;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args as _, FromArgMatches, Subcommand};

use super::ledger::{EntriesArgs, RemoveArgs, SeenArgs, entry};
use crate::domain::ledger::{LEDGER_KINDS, LedgerCommand, LedgerFieldType, LedgerInput, LedgerKind, LedgerRecordId};

const CONTRACT: &str = "contract";
const ID: &str = "id";
const JSON: &str = "json";
/// The ways in which a moment is written.
const MOMENT: &str = "RFC 3339, \"YYYY-MM-DD HH:MM\" or HH:MM (today) in the contract's zone";
/// The end of the help of every text.
const FROM_INPUT: &str = "; - reads it from standard input";

/// A command for the records of a kind.
#[derive(Debug)]
pub(in crate::cli) struct RecordArgs {
    /// The kind.
    pub(in crate::cli) kind: &'static LedgerKind,
    /// The kind's command.
    pub(in crate::cli) command: &'static LedgerCommand,
    /// What the command does.
    pub(in crate::cli) action: RecordAction,
}

/// What a command does to the records of its kind.
#[derive(Debug)]
pub(in crate::cli) enum RecordAction {
    /// Enters a new one.
    Add {
        /// The contract's id.
        contract: String,
        /// What is given for the fields, by their names.
        given: BTreeMap<String, String>,
        /// Whether it is printed as a line of JSON.
        json: bool,
    },
    /// Changes one.
    Set {
        /// Its number.
        id: LedgerRecordId,
        /// What is given for the fields that change, by their names.
        given: BTreeMap<String, String>,
        /// The revision that was seen, and how the record is printed.
        seen: SeenArgs,
    },
    /// Lists them.
    List(EntriesArgs),
    /// Removes one.
    Remove(RemoveArgs),
}

impl RecordArgs {
    /// Returns the texts that a person writes, which may be `-`.
    pub(super) fn texts(&mut self) -> Vec<&mut String> {
        let (RecordAction::Add { given, .. } | RecordAction::Set { given, .. }) = &mut self.action else {
            return Vec::new();
        };
        let command = self.command;
        let is_text = |name: &str| command.fields().any(|input| input.field.key() == name && input.takes.is_text());
        given.iter_mut().filter(|(name, _)| is_text(name)).map(|(_, text)| text).collect()
    }
}

/// Returns the kinds whose command is made of their fields.
fn kinds() -> impl Iterator<Item = (&'static LedgerKind, &'static LedgerCommand)> {
    LEDGER_KINDS.into_iter().filter_map(|kind| Some((kind, kind.form()?)))
}

impl FromArgMatches for RecordArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let (kind, command) = kinds().find(|(_, command)| command.name == name).ok_or_else(missing)?;
        let (action, matches) = matches.subcommand().ok_or_else(missing)?;
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let given = || command.fields().map(|input| input.field.key());
        let given = || given().filter_map(|name| Some((name.to_owned(), text(name)?))).collect();
        let action = match action {
            "add" => RecordAction::Add {
                contract: text(CONTRACT).ok_or_else(missing)?,
                given: given(),
                json: matches.get_flag(JSON),
            },
            "set" => RecordAction::Set {
                id: matches.get_one(ID).copied().ok_or_else(missing)?,
                given: given(),
                seen: SeenArgs::from_arg_matches(matches)?,
            },
            "list" => RecordAction::List(EntriesArgs::from_arg_matches(matches)?),
            _ => RecordAction::Remove(RemoveArgs::from_arg_matches(matches)?),
        };
        Ok(Self { kind, command, action })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for RecordArgs {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        command.subcommands(kinds().map(|(_, command)| subcommand(command)))
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        kinds().any(|(_, command)| command.name == name)
    }
}

fn subcommand(command: &'static LedgerCommand) -> clap::Command {
    let json = Arg::new(JSON).long(JSON).action(ArgAction::SetTrue).help("Print it as a line of JSON");
    let contract = Arg::new(CONTRACT).long(CONTRACT).value_name("ID").required(true).help("The contract's id");
    let id = Arg::new(ID).value_name("ID").required(true).value_parser(entry);
    let id = id.help(format!("Its number, as frist {} list shows it", command.name));
    let add = clap::Command::new("add").about(command.add).arg(contract).args(to_add(command)).arg(json);
    let set = clap::Command::new("set").arg(id).args(command.arguments().map(to_set));
    // Arguments that are added bring an `about` of their own along, so that of the command is set after them.
    let (set, list) = (SeenArgs::augment_args(set), EntriesArgs::augment_args(clap::Command::new("list")));
    let remove = RemoveArgs::augment_args(clap::Command::new("remove"));
    clap::Command::new(command.name)
        .about(command.about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(add)
        .subcommand(set.about(command.set))
        .subcommand(list.about(command.list))
        .subcommand(remove.about(command.remove))
}

fn argument(input: &'static LedgerInput) -> Arg {
    let name = input.field.key();
    Arg::new(name).long(name).allow_hyphen_values(input.takes != LedgerFieldType::Work)
}

/// Returns the arguments for the fields of a new one. The help of the first moment tells how moments are written.
fn to_add(command: &'static LedgerCommand) -> impl Iterator<Item = Arg> {
    let mut is_first = true;
    command.arguments().map(move |input| {
        let more = match input.takes {
            LedgerFieldType::Moment | LedgerFieldType::End if std::mem::take(&mut is_first) => format!(": {MOMENT}"),
            LedgerFieldType::Moment | LedgerFieldType::End => ", written likewise".to_owned(),
            LedgerFieldType::MomentOrNever => "; or never [default: now]".to_owned(),
            LedgerFieldType::Text | LedgerFieldType::TextOrNone => FROM_INPUT.to_owned(),
            LedgerFieldType::Work => String::new(),
        };
        let placeholder = match input.takes {
            LedgerFieldType::MomentOrNever => "TIME|never",
            takes => takes.placeholder(),
        };
        let help = input.help_to_add.unwrap_or(input.help);
        argument(input).value_name(placeholder).required(input.is_needed).help(format!("{help}{more}"))
    })
}

/// Returns the argument for a field of one that is changed.
fn to_set(input: &'static LedgerInput) -> Arg {
    let (or, nothing) =
        input.takes.nothing().map_or_else(Default::default, |word| (format!("|{word}"), format!("; or {word}")));
    let from_input = if input.takes.is_text() { FROM_INPUT } else { "" };
    let arg = argument(input).value_name(format!("{}{or}", input.takes.placeholder()));
    arg.help(format!("{}{nothing}{from_input}", input.help))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;

    #[test]
    fn every_kind_that_is_entered_by_its_fields_has_a_command_with_them() {
        let cli = Cli::command();
        for (_, command) in kinds() {
            let of_kind = cli.find_subcommand(command.name).unwrap();
            let names: Vec<&str> = of_kind.get_subcommands().map(clap::Command::get_name).collect();
            assert_eq!(names, ["add", "set", "list", "remove"]);
            for does in ["add", "set"] {
                let of = of_kind.find_subcommand(does).unwrap();
                let has = |name: &str| of.get_arguments().any(|arg| arg.get_long() == Some(name));
                assert!(command.fields().all(|input| has(input.field.key())), "{} {does}", command.name);
            }
        }
    }
}
