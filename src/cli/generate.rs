//! Makes completions and the manual pages from the table of arguments.

use std::fs;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::{Cli, GenerateCommand, ShellArg};
use super::complete::complete;
use super::error::CliError;
use super::output::Output;

/// Writes what is asked for to the output.
pub(super) fn generate(
    command: &GenerateCommand,
    themes: &'static [&'static str],
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    match command {
        GenerateCommand::Completions { shell } => completions(*shell, output),
        GenerateCommand::Complete { index, words } => complete(*index, words, themes, output),
        GenerateCommand::ReadLetters => Ok(crate::desk::serve_reader()?),
        GenerateCommand::Man { dir: None } => man(output),
        GenerateCommand::Man { dir: Some(dir) } => pages(dir, output),
    }
}

/// Writes completions for `shell`: for the common shells a script that asks the program, for others one that knows only
/// what the table of arguments says.
fn completions(shell: ShellArg, output: &mut Output<'_>) -> Result<(), CliError> {
    let shell = match shell {
        ShellArg::Bash => return output.safe_lines(include_str!("../../assets/completions/frist.bash")),
        ShellArg::Zsh => return output.safe_lines(include_str!("../../assets/completions/frist.zsh")),
        ShellArg::Fish => return output.safe_lines(include_str!("../../assets/completions/frist.fish")),
        ShellArg::Nushell => return output.safe_lines(include_str!("../../assets/completions/frist.nu")),
        ShellArg::Elvish => Shell::Elvish,
        ShellArg::PowerShell => Shell::PowerShell,
    };
    // The script is written to memory first: the generator panics where its output ends early.
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

/// The manual pages of files, which the table of arguments does not have.
const FILES: [(&str, &str); 2] = [
    ("frist-contract.5", include_str!("../../assets/man/frist-contract.5")),
    ("frist-config.5", include_str!("../../assets/man/frist-config.5")),
];

/// Writes a page for every command, with the options of all commands, and for each sort of file. Pages that are there
/// already are written over, as nothing else makes them.
fn pages(dir: &Path, output: &mut Output<'_>) -> Result<(), CliError> {
    let written = fs::create_dir_all(dir)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), dir))
        .and_then(|()| FILES.iter().try_for_each(|(name, text)| fs::write(dir.join(name), text)));
    written.map_err(|error| {
        let message = format!("the pages cannot be written to {}: {error}", dir.display());
        CliError::input(message, "name another folder with --dir")
    })?;
    let said = format!("the pages are in {}: man -M or man -l reads them", dir.display());
    output.after(&said, |output| output.line(&said))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the keys that a TOML text sets, and its tables, without the names that users choose.
    fn keys(text: &str) -> Vec<String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let set = lines.filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()));
        set.filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
    }

    #[test]
    fn the_page_of_contracts_has_every_key_that_contracts_have() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/contracts");
        let page = FILES[0].1;
        let mut seen = 0;
        for file in fs::read_dir(folder).unwrap() {
            for key in keys(&fs::read_to_string(file.unwrap().path()).unwrap()) {
                seen += 1;
                assert!(page.contains(&key), "{key}");
            }
        }
        assert!(seen > 50, "{seen}");
    }

    #[test]
    fn the_page_of_settings_has_every_setting() {
        let page = include_str!("../../docs/settings.md");
        let table = page.split_once("| setting | what it is |").unwrap().1.split_once("\n\n").unwrap().0;
        let settings: Vec<&str> = table.lines().filter_map(|line| line.split('`').nth(1)).collect();
        assert!(settings.len() > 5, "{settings:?}");
        let page = FILES[1].1.replace("\\-", "-");
        for setting in settings {
            assert!(page.contains(setting.trim_end_matches(']')), "{setting}");
        }
    }
}
