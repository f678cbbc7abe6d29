//! Carries out `frist config check`: every mistake of the settings and of what lies beside them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::Setup;
use crate::cli::Screen;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::config::{Settings, read_text};
use crate::domain::alert::read_alerts;
use crate::domain::contract::read_internal_targets;
use crate::domain::problem::{Problem, ProblemKind};

/// Prints `ok` for each file in which nothing is wrong, else every mistake with its line and what would be right.
///
/// # Errors
///
/// If anything is wrong.
pub(super) fn check(setup: &Setup, as_json: bool, output: &mut Output<'_>, screen: Screen) -> Result<(), CliError> {
    let (wrong, doubts) = problems(setup, screen);
    for problem in &wrong {
        if as_json { output.json(&wrong_json(problem))? } else { output.line(&problem.to_string())? }
    }
    for file in files(setup) {
        let name = file.display().to_string();
        if !wrong.iter().any(|problem| problem.file() == name) {
            tell_right(&name, &doubts, as_json, output)?;
        }
    }
    let of_settings = |problem: &Problem| Path::new(problem.file()) == setup.paths.config;
    if !as_json && !setup.paths.config.exists() && !wrong.iter().any(of_settings) {
        output.line("there is no settings file, so everything is as usual; frist config edit makes one")?;
    }
    if wrong.is_empty() { Ok(()) } else { Err(CliError::Known(ProblemKind::Refused)) }
}

/// Returns what is wrong with the settings and the files beside them, and what may be meant otherwise.
pub(super) fn problems(setup: &Setup, screen: Screen) -> (Vec<Problem>, Vec<Problem>) {
    let config = &setup.paths.config;
    let text = read_text(config).unwrap_or_default();
    let (of_screen, doubts) = (screen.check_settings)(config, &text);
    let mut wrong = setup.problems.clone();
    wrong.extend(of_screen);
    (in_order(wrong), doubts)
}

/// Returns what is wrong with this text as that of the settings file, and what may be meant otherwise.
pub(super) fn problems_of_text(setup: &Setup, text: &str, screen: Screen) -> (Vec<Problem>, Vec<Problem>) {
    let config = &setup.paths.config;
    let name = config.display().to_string();
    let themes = setup.to_read.theme_names();
    let themes: Vec<&str> = themes.iter().map(String::as_str).collect();
    let mut wrong = Settings::read(&name, text, &themes).1;
    wrong.extend(read_internal_targets(&name, text, &setup.book).1);
    wrong.extend(read_alerts(&name, text, &setup.book).1);
    let (of_screen, doubts) = (screen.check_settings)(config, text);
    wrong.extend(of_screen);
    // What is wrong in other files is no matter of this text.
    wrong.retain(|problem| problem.file() == name);
    (in_order(wrong), doubts)
}

/// Returns problems by file and line.
fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    let mut files: Vec<String> = Vec::new();
    for problem in &problems {
        if !files.iter().any(|file| file == problem.file()) {
            files.push(problem.file().to_owned());
        }
    }
    problems.sort_by_key(|problem| (files.iter().position(|file| file == problem.file()), problem.line()));
    problems
}

/// Returns the files that are there: the settings, the rota, contracts and calendars of the user's own.
fn files(setup: &Setup) -> Vec<PathBuf> {
    let paths = &setup.paths;
    let single = [paths.config.clone(), paths.rota.clone()];
    let of = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let mut found: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "toml"))
            .collect();
        found.sort();
        found
    };
    let beside = [&paths.contracts, &paths.holidays, &paths.themes].into_iter().flat_map(|folder| of(folder));
    single.into_iter().filter(|path| path.is_file()).chain(beside).collect()
}

fn tell_right(name: &str, doubts: &[Problem], as_json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let own: Vec<&Problem> = doubts.iter().filter(|doubt| doubt.file() == name).collect();
    if as_json {
        let warnings: Vec<Value> = own.iter().map(|doubt| of_problem(doubt)).collect();
        return output.json(&json!({ "file": name, "ok": true, "warnings": warnings }));
    }
    own.iter().try_for_each(|doubt| output.line(&format!("warning: {doubt}")))?;
    output.line(&format!("{name}: ok"))
}

/// The shape is promised, and that of `frist contract check`: a key may be added, none may change or go.
fn wrong_json(problem: &Problem) -> Value {
    let mut value = of_problem(problem);
    value["file"] = problem.file().into();
    value["ok"] = false.into();
    value
}

fn of_problem(problem: &Problem) -> Value {
    json!({ "line": problem.line(), "key": problem.key(), "message": problem.message, "hint": problem.hint })
}
