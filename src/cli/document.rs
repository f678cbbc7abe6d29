//! Writes the command line as a page of the documents, from the table of arguments.

use std::fmt::Write as _;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command, CommandFactory};

use super::args::Cli;

/// Returns every command with its options, values and help, in Markdown: commands under headings of the second level, theirs
/// under the third. Options of all commands are told of the program alone.
pub fn command_line_markdown() -> String {
    let mut program = Cli::command();
    program.build();
    let mut out = String::new();
    write_command(&mut out, &program, 0);
    out
}

/// Writes the command, and then those below it. `depth` is 0 for the program itself.
fn write_command(out: &mut String, command: &Command, depth: usize) {
    let name = full_name(command);
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace("\n       ", "\n");
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{} {name}\n", "#".repeat(depth.clamp(1, 2) + 1));
    let about = command.get_long_about().or(command.get_about());
    let _ = writeln!(out, "{}\n\n```text\n{usage}\n```\n", words(about).trim_end());
    write_arguments(out, command, depth);
    write_commands(out, command);
    if let Some(after) = command.get_after_help() {
        let _ = writeln!(out, "{}\n", words(Some(after)));
    }
    for below in shown(command) {
        write_command(out, below, depth + 1);
    }
}

/// Returns the name as a person types it: `frist outage add`.
fn full_name(command: &Command) -> String {
    command.get_bin_name().unwrap_or(command.get_name()).to_owned()
}

/// Returns the commands below it that are for people.
fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help")
}

fn write_commands(out: &mut String, command: &Command) {
    let lines: Vec<String> = shown(command)
        .map(|below| {
            let name = full_name(below);
            format!("- [`{name}`](#{}): {}", name.replace(' ', "-"), words(below.get_about()))
        })
        .collect();
    if !lines.is_empty() {
        let _ = writeln!(out, "{}\n", lines.join("\n"));
    }
}

/// Writes a table of the arguments, and below it one for each whose values have a help of their own.
fn write_arguments(out: &mut String, command: &Command, depth: usize) {
    let own = |arg: &&Arg| depth == 0 || !(arg.is_global_set() || arg.get_id() == "help");
    let all: Vec<&Arg> = command.get_arguments().filter(|arg| !arg.is_hide_set()).filter(own).collect();
    let rows: Vec<String> = all.iter().map(|arg| format!("| {} | {} |", name(arg), told(arg))).collect();
    if !rows.is_empty() {
        let _ = writeln!(out, "| argument | what it is |\n| --- | --- |\n{}\n", rows.join("\n"));
    }
    for arg in all {
        let values = values(arg);
        if values.iter().any(|value| value.get_help().is_some()) {
            let row = |value: &PossibleValue| format!("| `{}` | {} |", value.get_name(), words(value.get_help()));
            let rows: Vec<String> = values.iter().map(row).collect();
            let name = name(arg);
            let _ = writeln!(out, "| {name} is one of | |\n| --- | --- |\n{}\n", rows.join("\n"));
        }
    }
}

/// Returns the argument as a person writes it, the short form first.
fn name(arg: &Arg) -> String {
    let long = code(&arg.to_string());
    arg.get_short().map_or_else(|| long.clone(), |short| format!("`-{short}` {long}"))
}

/// Returns the values that it may have, where only some words are allowed.
fn values(arg: &Arg) -> Vec<PossibleValue> {
    if !arg.get_action().takes_values() {
        return Vec::new();
    }
    arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set()).collect()
}

/// Returns its help, with its values and its default.
fn told(arg: &Arg) -> String {
    let mut text = words(arg.get_long_help().or(arg.get_help()));
    let values = values(arg);
    if !values.is_empty() && values.iter().all(|value| value.get_help().is_none()) {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        let _ = write!(text, " [one of: {}]", names.join(", "));
    }
    if arg.get_action().takes_values() && !arg.get_default_values().is_empty() {
        let usual: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let _ = write!(text, " [default: {}]", usual.join(", "));
    }
    text.replace('\n', " ")
}

/// Returns a help text as Markdown, with its signs escaped so that they are no mark-up.
fn words(text: Option<&StyledStr>) -> String {
    let text = text.map(ToString::to_string).unwrap_or_default();
    text.replace('<', "\\<").replace('*', "\\*").replace('|', "\\|")
}

/// Returns Markdown code for a table, with bars escaped because they would end the cell.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_is_there() {
        fn each(command: &Command, text: &str) {
            for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
                assert!(text.contains(&code(&arg.to_string())), "{arg} of {}", command.get_name());
            }
            for below in shown(command) {
                assert!(text.contains(&format!("# {}\n", full_name(below))), "{}", below.get_name());
                each(below, text);
            }
        }
        let mut program = Cli::command();
        program.build();
        each(&program, &command_line_markdown());
    }

    #[test]
    fn what_is_for_completions_alone_is_not_there() {
        assert!(!command_line_markdown().contains("frist complete\n"));
    }

    #[test]
    fn values_are_told_with_their_help_or_in_a_row() {
        let text = command_line_markdown();
        assert!(text.contains("[one of: incident, change-request, question] [default: incident]"), "{text}");
        assert!(text.contains("| `agreed` | The customer agreed to it |"), "{text}");
    }

    #[test]
    fn a_table_has_as_many_cells_in_each_row() {
        for line in command_line_markdown().lines().filter(|line| line.starts_with('|')) {
            assert_eq!(line.matches('|').count() - line.matches("\\|").count(), 3, "{line}");
        }
    }
}
