//! The arguments of the commands for letters that go out.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{JsonArgs, ticket_id};
use crate::domain::ledger::LedgerRecordId;
use crate::domain::ticket::BreachReason;

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option that is given or not")]
pub(in crate::cli) struct ReplyArgs {
    /// The ticket's number
    #[arg(value_parser = ticket_id)]
    pub(in crate::cli) id: u64,
    /// What it says; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, required_unless_present = "template")]
    pub(in crate::cli) text: Option<String>,
    /// Write to the vendor, in a thread of the vendor's own, which never quotes the customer
    #[arg(long, conflicts_with_all = ["all", "forward_to"])]
    pub(in crate::cli) to_vendor: bool,
    /// Pass it on to this address instead of answering, with what the customer wrote; may be given several times
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["to", "all", "wait"])]
    pub(in crate::cli) forward_to: Vec<String>,
    /// To whom it goes; may be given several times [default: who reported the ticket, or the vendor]
    #[arg(long, value_name = "ADDRESS")]
    pub(in crate::cli) to: Vec<String>,
    /// Who gets a copy besides; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    pub(in crate::cli) cc: Vec<String>,
    /// To everybody whom the customer's last letter went to
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Leave out those who got a copy of the customer's last letter
    #[arg(long, conflicts_with = "all")]
    pub(in crate::cli) no_cc: bool,
    /// Its subject, in one line [default: that of the thread]
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(in crate::cli) subject: Option<String>,
    /// A file that goes with it; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) attach: Vec<PathBuf>,
    /// Quote below the text what it answers
    #[arg(long)]
    pub(in crate::cli) quote: bool,
    /// Begin with this canned reply, a file in replies/ beside the settings
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) template: Option<String>,
    /// The ticket waits for whom it goes to afterwards
    #[arg(long)]
    pub(in crate::cli) wait: bool,
    /// The ticket is closed afterwards
    #[arg(long, conflicts_with = "wait")]
    pub(in crate::cli) close: bool,
    /// With --close: why a promise was broken
    #[arg(long, value_enum, requires = "close")]
    pub(in crate::cli) reason: Option<ReasonArg>,
    /// With --close: the reason in a sentence
    #[arg(long, value_name = "TEXT", requires = "close", allow_hyphen_values = true)]
    pub(in crate::cli) reason_text: Option<String>,
    /// It does not count as the response, or to the vendor as the report
    #[arg(long)]
    pub(in crate::cli) no_response: bool,
    /// Leave that out of what it records; may be given several times, or several with commas. Without the update there is no
    /// response, and without the acknowledgement neither
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub(in crate::cli) no_record: Vec<RecordArg>,
    /// Show what it would say and record, and send nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Print the letter as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// Something that sending a letter records, and that can be left out.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::cli) enum RecordArg {
    /// That it is the response
    Response,
    /// That the customer has an update
    Update,
    /// That the customer knows that the report has come
    Acknowledgement,
    /// That it is the report to the vendor
    Report,
    /// The severity that a canned reply sets
    Severity,
    /// Whom a canned reply assigns the ticket to
    Assignment,
    /// The tags that a canned reply puts on the ticket, and takes off it
    Tags,
    /// That a canned reply has the ticket wait
    Waiting,
}

/// The party whose breach it is.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub(in crate::cli) enum ReasonArg {
    Ours,
    Vendors,
    Agreed,
    Disputed,
}

impl From<ReasonArg> for BreachReason {
    fn from(reason: ReasonArg) -> Self {
        match reason {
            ReasonArg::Ours => Self::Ours,
            ReasonArg::Vendors => Self::Vendors,
            ReasonArg::Agreed => Self::Agreed,
            ReasonArg::Disputed => Self::Disputed,
        }
    }
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum OutboxCommand {
    /// List the letters that have not gone
    List(JsonArgs),
    /// Show a letter with all that it says and records
    Show(LetterArgs),
    /// Recall a letter: it does not go, and nothing is recorded
    Recall(LetterArgs),
    /// Have a letter tried again now
    Retry(LetterArgs),
    /// Record a letter as sent that was perhaps sent when the desk was stopped
    Sent(LetterArgs),
    /// Send what is due, where nobody serves the store
    Run(JsonArgs),
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum RepliesCommand {
    /// List the canned replies, with what each is for
    List(JsonArgs),
    /// Show a canned reply as it is written, and what it does
    Show {
        /// Its name
        name: String,
        /// The language of whom it goes to, such as nb
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
        /// Print it as a line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Check every canned reply, and name file and line of what is wrong
    Check(JsonArgs),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct LetterArgs {
    /// The letter's number, as frist outbox list has it
    #[arg(value_name = "LETTER", value_parser = letter)]
    pub(in crate::cli) id: LedgerRecordId,
    /// Print it as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

fn letter(text: &str) -> Result<LedgerRecordId, String> {
    text.parse().map(LedgerRecordId).map_err(|_| "a letter's number is a whole number such as 12".to_owned())
}
