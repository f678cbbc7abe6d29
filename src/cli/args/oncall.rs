//! The arguments of `frist oncall` and `frist alerts`.

use clap::{Args, Subcommand};

use super::JsonArgs;

/// Who is on call.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct OncallArgs {
    /// At this moment: RFC 3339, "YYYY-MM-DD HH:MM" or HH:MM in the rota's zone, yesterday 16:00, or 10m or 1h ago [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) at: Option<String>,
    /// At this level [default: all of them]
    #[arg(long, value_name = "LEVEL")]
    pub(in crate::cli) level: Option<String>,
    /// Print a line of JSON for each level
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(subcommand)]
    pub(in crate::cli) command: Option<OncallCommand>,
}

#[derive(Subcommand, Debug)]
pub(in crate::cli) enum OncallCommand {
    /// List who is on call when
    List(OncallListArgs),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct OncallListArgs {
    /// From this moment on [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(in crate::cli) from: Option<String>,
    /// For so many days
    #[arg(long, value_name = "N", default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..=366))]
    pub(in crate::cli) days: u16,
    /// At this level [default: all of them]
    #[arg(long, value_name = "LEVEL")]
    pub(in crate::cli) level: Option<String>,
    /// Print a line of JSON for each stretch
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Subcommand, Clone, Copy, Debug)]
pub(in crate::cli) enum AlertsCommand {
    /// Give the alerts now that are held back because the machine's clock has jumped
    Now(JsonArgs),
}
