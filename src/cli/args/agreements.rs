//! What tickets count by: contracts, calendars, releases.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::date;
use super::ledger::entry;
use crate::domain::ledger::LedgerRecordId;
use crate::domain::time::Date;

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum ContractCommand {
    /// List the contracts
    List {
        /// Print a line of JSON for each
        #[arg(long)]
        json: bool,
    },
    /// Show what a contract promises, and how its text was read
    Show {
        /// The contract's id
        id: String,
        /// Print it as a line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Check contract files, and list every mistake in them
    Check {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Print a line of JSON for each problem, and for each file that has none
        #[arg(long)]
        json: bool,
    },
    /// Amend past promises: count earlier tickets by the present contract file, after showing what changes
    Amend(AmendArgs),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct AmendArgs {
    /// The contract's id
    pub(in crate::cli) id: String,
    /// Why, in a sentence
    #[arg(long)]
    pub(in crate::cli) text: Option<String>,
    /// Retract the newest amendment of the contract
    #[arg(long, conflicts_with = "text")]
    pub(in crate::cli) back: bool,
    /// Record it without asking
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    /// Print a line of JSON for each target and month that changes, and one for the amendment; nothing is asked
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum ReleaseCommand {
    /// Enter the date of a release
    Add {
        /// The contract's id
        #[arg(long)]
        contract: String,
        /// Its date, YYYY-MM-DD in the contract's zone
        #[arg(value_parser = date)]
        date: Date,
        /// What it is called
        #[arg(long)]
        name: Option<String>,
        /// Print it as a line of JSON
        #[arg(long)]
        json: bool,
    },
    /// List the releases
    List {
        /// Of this contract only
        #[arg(long)]
        contract: Option<String>,
        /// Print a line of JSON for each
        #[arg(long)]
        json: bool,
    },
    /// Remove a release
    Remove {
        /// Its number, as frist release list shows it
        #[arg(value_parser = entry)]
        id: LedgerRecordId,
        /// Print what was removed as a line of JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum CalendarCommand {
    /// List the holiday calendars
    List {
        /// Print a line of JSON for each
        #[arg(long)]
        json: bool,
    },
    /// Show a calendar's holidays
    Show {
        /// The calendar's id
        id: String,
        /// Of this year [default: the present one]
        #[arg(long)]
        year: Option<i32>,
        /// Print a line of JSON for each holiday
        #[arg(long)]
        json: bool,
    },
    /// Make a calendar of an iCalendar file (.ics)
    Import {
        /// The iCalendar file
        file: PathBuf,
        /// The new calendar's id, which contracts name
        #[arg(long)]
        id: String,
        /// The new calendar's name [default: its id]
        #[arg(long)]
        name: Option<String>,
        /// Write it without asking
        #[arg(long)]
        yes: bool,
        /// With --yes: print what was written as a line of JSON
        #[arg(long, requires = "yes")]
        json: bool,
    },
}
