//! The shapes of `frist intake`, `frist inbox` and `frist mail`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::JsonArgs;
use super::ledger::entry;
use crate::domain::ledger::LedgerRecordId;
use crate::domain::ticket::TicketId;

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct IntakeArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: Option<IntakeCommand>,
    /// Take in every letter of an mbox instead of the one on standard input
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) mbox: Option<PathBuf>,
    /// Print a line of JSON; nothing is printed of a letter on standard input
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum IntakeCommand {
    /// Take in what waits now, as a process that serves does by itself, and print what came of it
    Run(JsonArgs),
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum InboxCommand {
    /// List the letters that wait, the one that could be due first at the top
    List(InboxListArgs),
    /// Show a letter
    Show(InboxLetterArgs),
    /// Make a ticket of a letter; it counts from when the letter was received
    Take(Box<TakeArgs>),
    /// Add a letter to a ticket
    Join(JoinArgs),
    /// Drop letters: nothing comes of them
    Drop(DropArgs),
    /// Bring a letter back that was taken, joined, dropped or blocked; a ticket that was made of it is withdrawn
    Undo(InboxLetterArgs),
    /// Always take in what that sender writes from now on, and what waits of theirs
    Always(SenderArgs),
    /// Block a sender: what they write is kept and asks for nothing; a letter of theirs that is named is dropped
    Block(SenderArgs),
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum MailCommand {
    /// Try the mail's set-up with a letter of the desk to itself, and say step by step what is wrong
    Check(MailCheckArgs),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct MailCheckArgs {
    /// Send it to this address, from which it has to come back too [default: the desk's own]
    #[arg(long, value_name = "ADDRESS")]
    pub(in crate::cli) to: Option<String>,
    /// Wait so many seconds for it
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(0..=3600))]
    pub(in crate::cli) wait: u64,
    /// Print a line of JSON for each step
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct InboxListArgs {
    /// List at most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(in crate::cli) limit: u32,
    /// Print a line of JSON for each
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct InboxLetterArgs {
    /// The letter's number
    #[arg(value_parser = entry)]
    pub(in crate::cli) id: LedgerRecordId,
    /// Print a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct TakeArgs {
    /// The letter's number
    #[arg(value_parser = entry)]
    pub(in crate::cli) id: LedgerRecordId,
    /// The contract's id [default: as it follows from the sender or the settings]
    #[arg(long)]
    pub(in crate::cli) contract: Option<String>,
    /// The plan's id, likewise
    #[arg(long)]
    pub(in crate::cli) plan: Option<String>,
    /// The severity's id, likewise
    #[arg(long)]
    pub(in crate::cli) severity: Option<String>,
    /// How many people it affects, by the contract's matrix
    #[arg(long, requires = "urgency")]
    pub(in crate::cli) impact: Option<String>,
    /// How badly it affects them, by the contract's matrix
    #[arg(long, requires = "impact")]
    pub(in crate::cli) urgency: Option<String>,
    /// What it is about, in one line [default: the letter's subject]
    #[arg(long, allow_hyphen_values = true)]
    pub(in crate::cli) subject: Option<String>,
    /// Who reported it, of the people the desk knows: a name, an address or a number [default: who wrote]
    #[arg(long, value_name = "WHO")]
    pub(in crate::cli) person: Option<String>,
    /// The organisation: a name, a domain or a number [default: the person's, or that of the address]
    #[arg(long, value_name = "WHICH")]
    pub(in crate::cli) organisation: Option<String>,
    /// The assignee: a name, me, or none
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) assign: Option<String>,
    /// Tell nobody by letter that it came
    #[arg(long)]
    pub(in crate::cli) no_acknowledge: bool,
    /// Print the ticket as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct JoinArgs {
    /// The letter's number
    #[arg(value_parser = entry)]
    pub(in crate::cli) id: LedgerRecordId,
    /// The ticket's number
    #[arg(value_parser = super::ledger::ticket)]
    pub(in crate::cli) ticket: TicketId,
    /// It is from the vendor, not from the customer
    #[arg(long)]
    pub(in crate::cli) from_vendor: bool,
    /// It is from the customer, though its address is not known as theirs
    #[arg(long, conflicts_with = "from_vendor")]
    pub(in crate::cli) from_customer: bool,
    /// Print a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct DropArgs {
    /// The letters' numbers
    #[arg(required = true, value_parser = entry)]
    pub(in crate::cli) ids: Vec<LedgerRecordId>,
    /// Print a line of JSON for each
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct SenderArgs {
    /// A letter's number, an address, or a domain as @example.com
    pub(in crate::cli) sender: String,
    /// Print a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
