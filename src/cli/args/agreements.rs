//! What tickets count by: contracts, calendars, releases.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use super::date;
use super::ledger::entry;
use crate::domain::contract::ContractTemplate;
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
    /// Write a contract file: on a terminal by asking for its parts, else from a template and these options
    New(Box<NewContractArgs>),
    /// List the templates that a contract file can begin with
    Templates {
        /// Print a line of JSON for each
        #[arg(long)]
        json: bool,
    },
    /// Explain in words what would happen to a report: when each target is due, why, and what stops its clock
    Explain(ExplainArgs),
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

#[derive(Args, Debug)]
pub(in crate::cli) struct NewContractArgs {
    /// The contract's id [default: made of the vendor's name]
    pub(in crate::cli) id: Option<String>,
    /// Begin with this template, and ask for nothing
    #[arg(long, value_name = "NAME", value_parser = template_parser())]
    pub(in crate::cli) template: Option<&'static ContractTemplate>,
    /// The name of the vendor
    #[arg(long)]
    pub(in crate::cli) vendor: Option<String>,
    /// The name of the service
    #[arg(long)]
    pub(in crate::cli) service: Option<String>,
    /// The time zone, such as Europe/Oslo [default: the machine's]
    #[arg(long, value_name = "ZONE")]
    pub(in crate::cli) time_zone: Option<String>,
    /// The holiday calendars, such as "NO, DE-BY" [default: that of the time zone, where there is one]
    #[arg(long, value_name = "IDS")]
    pub(in crate::cli) holidays: Option<String>,
    /// The support hours, such as "mon-thu 08:00-16:00, fri 08:00-14:00"
    #[arg(long)]
    pub(in crate::cli) hours: Option<String>,
    /// The time of day from which on a report counts from the next support day, such as "15:00"; none for none
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) cut_off: Option<String>,
    /// The days that are closed besides holidays, such as "12-24, 2026-05-15, easter-1"; none for none
    #[arg(long, value_name = "DAYS")]
    pub(in crate::cli) closed: Option<String>,
    /// The channels that a report may come by, such as "phone, email"; none for any
    #[arg(long, value_name = "CHANNELS")]
    pub(in crate::cli) channels: Option<String>,
    /// The uptime that is promised for a month, in percent, such as 99.5; none for none
    #[arg(long, value_name = "PERCENT")]
    pub(in crate::cli) uptime: Option<String>,
    /// The names of the severities, the most severe first, such as "P1, P2, P3"
    #[arg(long, value_name = "NAMES")]
    pub(in crate::cli) severities: Option<String>,
    /// The names of the plans, such as "Basic, Premium"
    #[arg(long, value_name = "NAMES")]
    pub(in crate::cli) plans: Option<String>,
    /// Write it to this file; - prints it [default: contracts/ID.toml beside the settings]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Write over a file that is there, and take the place of a contract of the same id
    #[arg(long)]
    pub(in crate::cli) force: bool,
    /// Print a line of JSON about the file
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

impl NewContractArgs {
    /// Returns whether anything is said of the contract besides its id, so that nothing is asked for.
    pub(in crate::cli) fn says_more(&self) -> bool {
        let head = [&self.vendor, &self.service, &self.time_zone];
        let days = [&self.holidays, &self.hours, &self.cut_off, &self.closed];
        let others = [&self.channels, &self.uptime, &self.severities, &self.plans];
        let mut parts = head.into_iter().chain(days).chain(others);
        self.template.is_some() || parts.any(Option::is_some) || self.out.is_some() || self.json
    }
}

/// Reads the name of a template.
fn template_parser() -> impl TypedValueParser<Value = &'static ContractTemplate> {
    let value = |template: &ContractTemplate| PossibleValue::new(template.name).help(template.summary());
    let names = PossibleValuesParser::new(ContractTemplate::ALL.iter().map(value));
    names.try_map(|name| ContractTemplate::named(&name).ok_or("there is no such template"))
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ExplainArgs {
    /// The contract's id, or a contract file
    #[arg(value_name = "ID|FILE")]
    pub(in crate::cli) contract: String,
    /// The severity, by its id or its name
    #[arg(long)]
    pub(in crate::cli) severity: String,
    /// The plan, by its id or its name; needed where there are several
    #[arg(long)]
    pub(in crate::cli) plan: Option<String>,
    /// When it is reported: "2024-01-05 15:50" in the contract's zone, or "Fri 15:50", the next one [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) reported: Option<String>,
    /// Print it as a line of JSON
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
