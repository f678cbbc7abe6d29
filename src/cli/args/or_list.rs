//! Commands that list what there is where nothing else is said: `frist outbox` is `frist outbox list`.

use clap::{Args, Subcommand};

use super::JsonArgs;
use super::mail::{InboxCommand, InboxListArgs};
use super::reply::OutboxCommand;

/// A command of such a group, or the options of its list.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct OrList<C: Subcommand, L: Args> {
    #[command(flatten)]
    list: L,
    #[command(subcommand)]
    command: Option<C>,
}

impl<C: Subcommand + From<L>, L: Args> OrList<C, L> {
    /// Returns the command that was given, else the list.
    pub(in crate::cli) fn chosen(self) -> C {
        self.command.unwrap_or_else(|| self.list.into())
    }
}

impl From<InboxListArgs> for InboxCommand {
    fn from(list: InboxListArgs) -> Self {
        Self::List(list)
    }
}

impl From<JsonArgs> for OutboxCommand {
    fn from(list: JsonArgs) -> Self {
        Self::List(list)
    }
}
