//! Completions and the manual page, made from the table of arguments.

use clap::CommandFactory;

use super::args::{Cli, GenerateCommand};
use super::error::CliError;
use super::output::Output;

/// Writes what is asked for to the output.
pub(super) fn generate(command: &GenerateCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    match command {
        GenerateCommand::Completions { shell } => completions(*shell, output),
        GenerateCommand::Man => man(output),
    }
}

/// Writes completions for `shell`.
fn completions(shell: clap_complete::Shell, output: &mut Output<'_>) -> Result<(), CliError> {
    // Written to memory first: the generator panics where its output ends early.
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "frist", &mut text);
    output.out.write_all(&text)?;
    Ok(())
}

/// Writes the manual page, in roff.
fn man(output: &mut Output<'_>) -> Result<(), CliError> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text)?;
    output.out.write_all(&text)?;
    Ok(())
}
