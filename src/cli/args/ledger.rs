//! The commands of the ledger that are more than a kind's fields: for outages, vendors' reports, uptime and claims.
//!
//! What is a moment stays text here: it is read in the zone of a contract, which is not known yet.

use clap::{Args, Subcommand};

use super::{FileArgs, LanguageArgs, ticket_id};
use crate::domain::ledger::LedgerRecordId;
use crate::domain::ticket::TicketId;
use crate::domain::time::{CalendarPeriod, Month};

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum OutageCommand {
    /// Record that an outage has begun and is still running
    Start(OutageStartArgs),
    /// Record that an outage is over
    End(OutageEndArgs),
    /// Enter an outage that is over already
    Add(OutageAddArgs),
    /// Change an outage; what is not given stays as it is
    Set(OutageSetArgs),
    /// List outages, the earliest first
    List(OutageListArgs),
    /// Remove an outage that was entered by mistake
    Remove(RemoveArgs),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct OutageStartArgs {
    #[command(flatten)]
    pub(in crate::cli) about: OutageArgs,
    /// When it began: RFC 3339, "YYYY-MM-DD HH:MM" or HH:MM in the contract's zone, yesterday 16:00, or 10m or 1h ago [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) at: Option<String>,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct OutageAddArgs {
    #[command(flatten)]
    pub(in crate::cli) about: OutageArgs,
    /// When it began: RFC 3339, "YYYY-MM-DD HH:MM" or HH:MM (today) in the contract's zone, yesterday 16:00, or 10m or 1h ago
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) from: String,
    /// When it ended, written likewise
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) to: String,
    /// What ended it, in one line; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(in crate::cli) solution: Option<String>,
}

/// What there is to say of an outage beside its times.
#[derive(Args, Debug)]
pub(in crate::cli) struct OutageArgs {
    /// The contract's id
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) contract: String,
    /// When it was reported [default with start: when it began]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) reported: Option<String>,
    /// Cause or symptom, in one line; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(in crate::cli) symptom: Option<String>,
    /// Where its cause lies, such as vendor or customer; an agreement may exclude some
    #[arg(long)]
    pub(in crate::cli) cause: Option<String>,
    /// A service or customer that it hit; may be given several times [default: all]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) affects: Vec<String>,
    /// A ticket that belongs to it; may be given several times
    #[arg(long = "ticket", value_name = "N", value_parser = ticket)]
    pub(in crate::cli) tickets: Vec<TicketId>,
    /// Print it as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct OutageEndArgs {
    /// Its number; may be left out where only one is running
    #[arg(value_parser = entry)]
    pub(in crate::cli) id: Option<LedgerRecordId>,
    /// When it ended: RFC 3339, "YYYY-MM-DD HH:MM" or HH:MM in the contract's zone, yesterday 16:00, or 10m or 1h ago [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) at: Option<String>,
    /// What ended it, in one line; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(in crate::cli) solution: Option<String>,
    /// Where its cause lies
    #[arg(long)]
    pub(in crate::cli) cause: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) seen: SeenArgs,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct OutageSetArgs {
    /// Its number, as frist outage list shows it
    #[arg(value_parser = entry)]
    pub(in crate::cli) id: LedgerRecordId,
    /// When it began
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) from: Option<String>,
    /// When it ended; or running: it has not
    #[arg(long, value_name = "TIME|running", allow_hyphen_values = true)]
    pub(in crate::cli) to: Option<String>,
    /// When it was reported; or none
    #[arg(long, value_name = "TIME|none", allow_hyphen_values = true)]
    pub(in crate::cli) reported: Option<String>,
    /// Cause or symptom, in one line; or none; - reads it from standard input
    #[arg(long, value_name = "TEXT|none", allow_hyphen_values = true)]
    pub(in crate::cli) symptom: Option<String>,
    /// What ended it, in one line; or none; - reads it from standard input
    #[arg(long, value_name = "TEXT|none", allow_hyphen_values = true)]
    pub(in crate::cli) solution: Option<String>,
    /// Where its cause lies; or none while that is not known
    #[arg(long, value_name = "CAUSE|none")]
    pub(in crate::cli) cause: Option<String>,
    /// The services or customers that it hit, instead of those that were named; or all. May be given several times
    #[arg(long, value_name = "NAME|all")]
    pub(in crate::cli) affects: Vec<String>,
    /// The tickets that belong to it, instead of those that did; or none. May be given several times
    #[arg(long = "ticket", value_name = "N|none", value_parser = ticket_or_none)]
    pub(in crate::cli) tickets: Vec<TicketOrNone>,
    #[command(flatten)]
    pub(in crate::cli) seen: SeenArgs,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct OutageListArgs {
    #[command(flatten)]
    pub(in crate::cli) which: EntriesArgs,
    /// Only those that have not ended
    #[arg(long)]
    pub(in crate::cli) running: bool,
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum VendorReportCommand {
    /// Record that a vendor's report about a month has come
    Add {
        /// The contract's id
        #[arg(long, value_name = "ID")]
        contract: String,
        /// The month that it is about, in the contract's zone
        #[arg(value_name = "YYYY-MM", value_parser = Month::parse)]
        month: Month,
        /// When it came: RFC 3339, "YYYY-MM-DD HH:MM" or HH:MM in the contract's zone, yesterday 16:00, or 10m or 1h ago [default: now]
        #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
        at: Option<String>,
        /// Where it is, or what it says, in one line; - reads it from standard input
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        note: Option<String>,
        /// Print it as a line of JSON
        #[arg(long)]
        json: bool,
    },
    /// List the months whose report has come, and those whose report has not
    List {
        /// Of this contract only
        #[arg(long, value_name = "ID")]
        contract: Option<String>,
        /// Print a line of JSON for each
        #[arg(long)]
        json: bool,
    },
    /// Remove a report that was recorded by mistake
    Remove {
        /// Its number, as frist vendor-report list shows it
        #[arg(value_parser = entry)]
        id: LedgerRecordId,
        /// Print what was removed as a line of JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum ViewCommand {
    /// List the filters under names, your own first, each with how many open tickets it matches
    List {
        /// Print a line of JSON for each
        #[arg(long)]
        json: bool,
    },
    /// Save a filter under a name for everybody at the desk; a name that is taken says this filter from then on
    Save {
        /// The name, such as "late at Markant"
        name: String,
        /// The filter, such as vendor:markant is:breached
        #[arg(required = true)]
        filter: Vec<String>,
        /// Print it as a line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Delete a filter that the desk has under that name; what others saved, leads delete
    Delete {
        /// The name, as frist view list shows it
        name: String,
        /// Print what was deleted as a line of JSON
        #[arg(long)]
        json: bool,
    },
}

/// Which entries to list.
#[derive(Args, Debug)]
pub(in crate::cli) struct EntriesArgs {
    /// Of this contract only
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) contract: Option<String>,
    /// Only what touches this month, in the contract's zone
    #[arg(long, value_name = "YYYY-MM", value_parser = Month::parse)]
    pub(in crate::cli) month: Option<Month>,
    /// Print a line of JSON for each
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// How an entry that is there may be changed.
#[derive(Args, Debug)]
pub(in crate::cli) struct SeenArgs {
    /// Refuse if the entry has a later revision than this: somebody has changed it since
    #[arg(long, value_name = "N")]
    pub(in crate::cli) revision: Option<u32>,
    /// Print it as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct RemoveArgs {
    /// Its number, as the list shows it
    #[arg(value_parser = entry)]
    pub(in crate::cli) id: LedgerRecordId,
    /// Refuse if the entry has a later revision than this: somebody has changed it since
    #[arg(long, value_name = "N")]
    pub(in crate::cli) revision: Option<u32>,
    /// Print what was removed as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct UptimeArgs {
    /// Of this contract only, with what each minute of an outage counted as [default: a line for each vendor]
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) contract: Option<String>,
    /// Which month, in the contract's zone; of a promise for a quarter or a year the one with that month in it [default: the
    /// present one]
    #[arg(long, value_name = "YYYY-MM", value_parser = Month::parse, conflicts_with = "period")]
    pub(in crate::cli) month: Option<Month>,
    /// Just this month, quarter or year: 2024-03, 2024-Q1 or 2024
    #[arg(long, value_name = "PERIOD", value_parser = CalendarPeriod::parse_any)]
    pub(in crate::cli) period: Option<CalendarPeriod>,
    /// By the promise of this plan only, where plans have promises of their own
    #[arg(long, value_name = "ID", requires = "contract")]
    pub(in crate::cli) plan: Option<String>,
    /// Of this service or customer only: without the outages that hit others
    #[arg(long, value_name = "NAME", requires = "contract")]
    pub(in crate::cli) of: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) form: FormArgs,
    #[command(flatten)]
    pub(in crate::cli) file: FileArgs,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ClaimArgs {
    /// The contract's id [default: list every claim that is open, by its last day]
    pub(in crate::cli) contract: Option<String>,
    /// Which month, quarter or year: 2024-03, 2024-Q1 or 2024 [default: the last that is over]
    #[arg(long, value_name = "PERIOD", value_parser = CalendarPeriod::parse_any, requires = "contract")]
    pub(in crate::cli) period: Option<CalendarPeriod>,
    /// By the promise of this plan only, where plans have promises of their own
    #[arg(long, value_name = "ID", requires = "contract")]
    pub(in crate::cli) plan: Option<String>,
    /// For this service or customer only: without the outages that hit others
    #[arg(long, value_name = "NAME", requires = "contract")]
    pub(in crate::cli) of: Option<String>,
    /// Print a line of JSON for each claim
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) language: LanguageArgs,
    #[command(flatten)]
    pub(in crate::cli) file: FileArgs,
}

/// The form of a report; none of them: for a person at a terminal.
#[derive(Args, Debug)]
pub(in crate::cli) struct FormArgs {
    /// A line of JSON for each vendor
    #[arg(long, group = "form")]
    pub(in crate::cli) json: bool,
    /// A Markdown document, for the customer or the vendor
    #[arg(long, group = "form")]
    pub(in crate::cli) markdown: bool,
    /// Rows for a spreadsheet: one for the month or longer period, one for each piece of it
    #[arg(long, group = "form")]
    pub(in crate::cli) csv: bool,
}

/// A ticket, or that there is to be none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::cli) enum TicketOrNone {
    Ticket(TicketId),
    None,
}

pub(super) fn ticket(text: &str) -> Result<TicketId, String> {
    ticket_id(text).map(TicketId)
}

fn ticket_or_none(text: &str) -> Result<TicketOrNone, String> {
    if text == "none" { Ok(TicketOrNone::None) } else { ticket(text).map(TicketOrNone::Ticket) }
}

/// An entry's number.
pub(super) fn entry(text: &str) -> Result<LedgerRecordId, String> {
    text.parse().map(LedgerRecordId).map_err(|_| "an entry's number is a whole number such as 3".to_owned())
}
