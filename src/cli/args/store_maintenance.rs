//! The arguments of the commands that keep the store.

use std::path::PathBuf;

use clap::Args;

/// The form of an answer.
#[derive(Args, Debug, Clone, Copy)]
pub(in crate::cli) struct JsonArgs {
    /// Print JSON, an object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct RestoreArgs {
    /// The backup or export; without one the newest that is whole
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: Option<PathBuf>,
    /// Leave out what the store has beyond the backup
    #[arg(long)]
    pub(in crate::cli) only_backup: bool,
    /// Go on although commits are lost
    #[arg(long)]
    pub(in crate::cli) accept_loss: bool,
    #[command(flatten)]
    pub(in crate::cli) form: JsonArgs,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ExportArgs {
    /// A new file; compressed if its name ends in .gz [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Write the files of tickets into this folder as well, each once under its hash
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) files: Option<PathBuf>,
    /// With --output: print what was written as a line of JSON
    #[arg(long, requires = "output")]
    pub(in crate::cli) json: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ImportArgs {
    /// A backup or an export
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// The folder that has the files of its tickets [default: files/ beside it]
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) files: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) form: JsonArgs,
}
