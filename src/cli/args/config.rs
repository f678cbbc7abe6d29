//! The arguments of `frist config`.

use clap::{Args, Subcommand};

/// What is done with the settings.
#[derive(Subcommand, Debug)]
pub(in crate::cli) enum ConfigCommand {
    /// Show the settings in force, and where each comes from
    Show(ConfigShowArgs),
    /// Check the settings and what lies beside them, and list every mistake
    Check {
        /// Print a line of JSON for each file that is right and for each mistake
        #[arg(long)]
        json: bool,
    },
    /// Open the settings in the editor of VISUAL or EDITOR, check what was written, and save it
    Edit,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ConfigShowArgs {
    /// List the themes that can be set instead
    #[arg(long)]
    pub(in crate::cli) themes: bool,
    /// Print a line of JSON for each
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
