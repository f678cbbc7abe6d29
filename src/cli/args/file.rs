//! The arguments of the commands for files of tickets.

use std::path::PathBuf;

use clap::Args;

use super::{FileArgs, ticket_id};

#[derive(Args, Debug)]
pub(in crate::cli) struct AttachArgs {
    /// The ticket's number
    #[arg(value_parser = ticket_id)]
    pub(in crate::cli) id: u64,
    /// The files; - is what comes from standard input, which needs --name
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Keep the one file under this name
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: Option<String>,
    /// Print the ticket as a line of JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct TicketFileArgs {
    /// The ticket's number
    #[arg(value_parser = ticket_id)]
    pub(in crate::cli) id: u64,
    /// Which of its files: its number, from 1, or its name, such as letter.eml; without it they are listed
    #[arg(value_name = "K")]
    pub(in crate::cli) which: Option<String>,
    /// Where it goes; into a folder under its own name, and - is standard output, a terminal too
    #[command(flatten)]
    pub(in crate::cli) to: FileArgs,
    /// Print a line of JSON for each file instead of its bytes
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
