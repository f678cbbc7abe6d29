//! The shapes of `frist person`, `frist organisation` and `frist absence`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::FileArgs;
use super::ledger::entry;
use crate::domain::ledger::LedgerRecordId;

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum PersonCommand {
    /// Enter somebody who reports tickets
    Add(PersonAddArgs),
    /// Change a person; what is not given stays as it is
    Set(PersonSetArgs),
    /// List people, by name
    List(PartyListArgs),
    /// Show a person: how they are reached, whom they belong to, their open targets and last tickets, the plan, uptime
    Show(PartyShowArgs),
    /// Make one of two records that are the same person; the other one's addresses and phones go over
    Merge(MergeArgs),
    /// Part a record again from the person that it was merged into
    Unmerge(PartyNumberArgs),
    /// Remove a person who was entered by mistake; tickets keep the name
    Remove(PartyRemoveArgs),
    /// Bring back a person who was removed
    Restore(PartyNumberArgs),
    /// List the customers that were typed so far, with how many tickets each has and who they may be
    Typed {
        /// Print a line of JSON for each
        #[arg(long)]
        json: bool,
    },
    /// Say that a customer who was typed on tickets so far is this person
    Join {
        /// The name as it was typed; capital letters and blanks make no difference
        name: String,
        /// The person: a name, an address or a number
        who: String,
        /// Print a line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Write all people as rows for a spreadsheet, or as vCards
    Export {
        /// Write vCards (version 4.0) instead of rows
        #[arg(long, group = "form")]
        vcard: bool,
        /// Write a line of JSON for each instead of rows
        #[arg(long, group = "form")]
        json: bool,
        #[command(flatten)]
        file: FileArgs,
    },
    /// Enter people from a file: rows with a head, or vCards; who has an address of it already is changed
    Import(PartyImportArgs),
}

impl PersonCommand {
    /// Returns whether it reads and writes no file. Standard input is the asker's own.
    pub(in crate::cli) fn names_no_file(&self) -> bool {
        match self {
            Self::Export { file, .. } => file.output.is_none(),
            Self::Import(import) => import.is_of_input(),
            _ => true,
        }
    }
}

impl OrganisationCommand {
    /// Returns whether it reads and writes no file. Standard input is the asker's own.
    pub(in crate::cli) fn names_no_file(&self) -> bool {
        match self {
            Self::Export { file, .. } => file.output.is_none(),
            Self::Import(import) => import.is_of_input(),
            _ => true,
        }
    }
}

impl PartyImportArgs {
    /// Returns whether it reads standard input.
    pub(in crate::cli) fn is_of_input(&self) -> bool {
        self.file.as_os_str() == "-"
    }
}

#[derive(Args, Debug)]
pub(in crate::cli) struct PersonAddArgs {
    /// The name, the one to show first; may be given several times
    #[arg(long, required = true, allow_hyphen_values = true)]
    pub(in crate::cli) name: Vec<String>,
    /// A mail address, the usual one first; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    pub(in crate::cli) address: Vec<String>,
    /// A phone number as it is dialled; may be given several times
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub(in crate::cli) phone: Vec<String>,
    /// The organisation: a name, a domain or a number [default: the one that the address's domain belongs to]
    #[arg(long, value_name = "WHICH|none")]
    pub(in crate::cli) organisation: Option<String>,
    /// The language that they are written to in, such as en, nb or nl
    #[arg(long, value_name = "LANGUAGE")]
    pub(in crate::cli) language: Option<String>,
    /// What else there is to know; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(in crate::cli) note: Option<String>,
    /// Print it as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct PersonSetArgs {
    /// The person: a name, an address or a number
    pub(in crate::cli) who: String,
    /// The names instead of those there are, the one to show first; may be given several times
    #[arg(long, allow_hyphen_values = true)]
    pub(in crate::cli) name: Vec<String>,
    /// The mail addresses instead of those there are, or none; may be given several times
    #[arg(long, value_name = "ADDRESS|none")]
    pub(in crate::cli) address: Vec<String>,
    /// The phone numbers instead of those there are, or none; may be given several times
    #[arg(long, value_name = "NUMBER|none", allow_hyphen_values = true)]
    pub(in crate::cli) phone: Vec<String>,
    /// The organisation: a name, a domain or a number; or none
    #[arg(long, value_name = "WHICH|none")]
    pub(in crate::cli) organisation: Option<String>,
    /// The language that they are written to in; or none
    #[arg(long, value_name = "LANGUAGE|none")]
    pub(in crate::cli) language: Option<String>,
    /// What else there is to know; or none; - reads it from standard input
    #[arg(long, value_name = "TEXT|none", allow_hyphen_values = true)]
    pub(in crate::cli) note: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) seen: super::SeenArgs,
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum OrganisationCommand {
    /// Enter an organisation whose people report tickets
    Add(OrganisationAddArgs),
    /// Change an organisation; what is not given stays as it is
    Set(OrganisationSetArgs),
    /// List organisations, by name
    List(PartyListArgs),
    /// Show an organisation: its agreement, its people, open targets and last tickets, uptime
    Show(PartyShowArgs),
    /// Make one of two records that are the same organisation; the other one's domains go over
    Merge(MergeArgs),
    /// Part a record again from the organisation that it was merged into
    Unmerge(PartyNumberArgs),
    /// Remove an organisation that was entered by mistake; its people stay
    Remove(PartyRemoveArgs),
    /// Bring back an organisation that was removed
    Restore(PartyNumberArgs),
    /// Write all organisations as rows for a spreadsheet
    Export {
        /// Write a line of JSON for each instead of rows
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        file: FileArgs,
    },
    /// Enter organisations from a file of rows with a head; what has a name or domain of it already is changed
    Import(PartyImportArgs),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct OrganisationAddArgs {
    /// The name, the one to show first; may be given several times
    #[arg(long, required = true, allow_hyphen_values = true)]
    pub(in crate::cli) name: Vec<String>,
    /// A mail domain of its people; may be given several times
    #[arg(long, value_name = "DOMAIN")]
    pub(in crate::cli) domain: Vec<String>,
    /// The id of the contract that its tickets come under
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) contract: Option<String>,
    /// The id of its plan
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) plan: Option<String>,
    /// The id of the severity that its tickets have where nothing else is said
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) severity: Option<String>,
    /// What else there is to know; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(in crate::cli) note: Option<String>,
    /// Print it as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct OrganisationSetArgs {
    /// The organisation: a name, a domain or a number
    pub(in crate::cli) which: String,
    /// The names instead of those there are, the one to show first; may be given several times
    #[arg(long, allow_hyphen_values = true)]
    pub(in crate::cli) name: Vec<String>,
    /// The mail domains instead of those there are, or none; may be given several times
    #[arg(long, value_name = "DOMAIN|none")]
    pub(in crate::cli) domain: Vec<String>,
    /// The id of the contract that its tickets come under; or none
    #[arg(long, value_name = "ID|none")]
    pub(in crate::cli) contract: Option<String>,
    /// The id of its plan; or none
    #[arg(long, value_name = "ID|none")]
    pub(in crate::cli) plan: Option<String>,
    /// The id of the severity that its tickets have where nothing else is said; or none
    #[arg(long, value_name = "ID|none")]
    pub(in crate::cli) severity: Option<String>,
    /// What else there is to know; or none; - reads it from standard input
    #[arg(long, value_name = "TEXT|none", allow_hyphen_values = true)]
    pub(in crate::cli) note: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) seen: super::SeenArgs,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct PartyListArgs {
    /// Only those with a name, an address or a domain that begins so
    pub(in crate::cli) text: Option<String>,
    /// Print a line of JSON for each
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct PartyShowArgs {
    /// A name, an address or domain, or a number
    pub(in crate::cli) who: String,
    /// Print it as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct PartyRemoveArgs {
    /// A name, an address or domain, or a number
    pub(in crate::cli) who: String,
    /// Remove it although tickets of theirs are open; these keep the name
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// Print what was removed as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct MergeArgs {
    /// The one that goes: a name, an address or domain, or a number
    pub(in crate::cli) who: String,
    /// The one that stays
    #[arg(long, value_name = "WHO")]
    pub(in crate::cli) into: String,
    /// Print the one that stays as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct PartyNumberArgs {
    /// The number of the record, as show and the audit log have it
    #[arg(value_parser = entry)]
    pub(in crate::cli) id: LedgerRecordId,
    /// Print it as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct PartyImportArgs {
    /// The file; - reads standard input
    pub(in crate::cli) file: PathBuf,
    /// Enter what can be entered, and name what cannot; without this nothing is entered where anything is wrong
    #[arg(long)]
    pub(in crate::cli) keep_going: bool,
    /// Print a line of JSON with how many were entered, changed and left
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum AbsenceCommand {
    /// Enter that somebody of the staff is away
    Add {
        /// Their name at the desk, or me
        name: String,
        /// From when: a date, or "YYYY-MM-DD HH:MM" in your own zone [default: now]
        #[arg(long, value_name = "TIME")]
        from: Option<String>,
        /// Until when: a date, which is the last day away, or a time [default: not known yet]
        #[arg(long, value_name = "TIME")]
        to: Option<String>,
        /// Why, in one line; - reads it from standard input
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        note: Option<String>,
        /// Print it as a line of JSON
        #[arg(long)]
        json: bool,
    },
    /// List who is away, and who will be
    List {
        /// Those that are over too
        #[arg(long)]
        all: bool,
        /// Print a line of JSON for each
        #[arg(long)]
        json: bool,
    },
    /// Remove an absence: it was entered by mistake, or they are back
    Remove(super::RemoveArgs),
}
