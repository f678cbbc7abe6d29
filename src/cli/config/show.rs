//! Carries out `frist config show`: every setting in force, and where it comes from.

use serde::Serialize;
use serde_json::json;

use super::Setup;
use super::check::problems;
use super::defaults::{DefaultOrigin, defaults};
use crate::cli::Screen;
use crate::cli::args::{ConfigShowArgs, GlobalArgs};
use crate::cli::error::CliError;
use crate::cli::output::{Output, table};
use crate::config::{read_text, theme_files};
use crate::domain::problem::Problem;
use crate::domain::reader::{WrittenValue, written_values};

/// A setting in force. The shape as JSON is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct SettingInForce {
    setting: String,
    /// The value as it is written, or a word where none is written for it.
    value: String,
    /// `default`, `file`, `environment`, `option`, `account` or `machine`.
    from: &'static str,
    /// The variable or option; none of the others.
    name: Option<&'static str>,
    /// The file, where it comes from one, and the line.
    file: Option<String>,
    line: Option<usize>,
    /// The line of the file that has it and cannot be used.
    unusable_line: Option<usize>,
}

/// Prints all settings, those of the program itself first.
pub(super) fn show(
    setup: &Setup,
    args: &ConfigShowArgs,
    global: &GlobalArgs,
    output: &mut Output<'_>,
    screen: Screen,
) -> Result<(), CliError> {
    if args.themes {
        return themes(setup, args.json, output);
    }
    let mut all = places(setup, global);
    all.extend(settings(setup, screen));
    all.extend(environment());
    if args.json {
        return all.iter().try_for_each(|setting| output.json(setting));
    }
    let config = setup.paths.config.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let rows = all.into_iter().map(|setting| {
        let from = setting.words(&config);
        vec![setting.setting, setting.value, from]
    });
    output.line(&table(&["SETTING", "VALUE", "FROM"], rows, &[]))
}

/// Prints the themes that can be set, each with its file where it is the person's own.
fn themes(setup: &Setup, as_json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let in_force = setup.settings.theme.as_deref().or(setup.to_read.themes.first().copied());
    let files = theme_files(&setup.paths.config);
    for name in setup.to_read.theme_names() {
        let file = files.iter().find(|file| file.file_stem().is_some_and(|stem| stem.to_string_lossy() == name));
        let (file, set) = (file.map(|file| file.display().to_string()), in_force == Some(name.as_str()));
        if as_json {
            output.json(&json!({ "theme": name, "file": file, "set": set }))?;
        } else {
            let mark = if set { "*" } else { " " };
            output.line(format!("{mark} {name:<14}{}", file.unwrap_or_default()).trim_end())?;
        }
    }
    Ok(())
}

impl SettingInForce {
    fn new(setting: impl Into<String>, value: impl Into<String>, from: &'static str) -> Self {
        let (name, file, line, unusable_line) = (None, None, None, None);
        Self { setting: setting.into(), value: value.into(), from, name, file, line, unusable_line }
    }

    fn called(self, name: &'static str) -> Self {
        Self { name: Some(name), ..self }
    }

    /// Returns where it comes from in words; `config` is the name of the settings file.
    fn words(&self, config: &str) -> String {
        let from = match (self.name, self.line) {
            (Some(name), _) => name.to_owned(),
            (None, Some(line)) => format!("{config}:{line}"),
            (None, None) if ["account", "machine"].contains(&self.from) => format!("the {}", self.from),
            (None, None) => self.from.to_owned(),
        };
        match self.unusable_line {
            Some(line) => format!("{from}; line {line} cannot be used"),
            None => from,
        }
    }
}

/// Returns the places of files, and what they come from.
fn places(setup: &Setup, global: &GlobalArgs) -> Vec<SettingInForce> {
    let paths = &setup.paths;
    let place =
        |setting: &str, path: &std::path::Path| SettingInForce::new(setting, path.display().to_string(), "default");
    let option = |setting: SettingInForce, name| SettingInForce { from: "option", ..setting }.called(name);
    let store = place("store", &paths.store);
    let by_variable = std::env::var_os("FRIST_STORE").is_some_and(|value| !value.is_empty());
    let store = match (&global.store, by_variable) {
        (Some(_), _) => option(store, "--store"),
        (None, true) => SettingInForce { from: "environment", ..store }.called("FRIST_STORE"),
        (None, false) => store,
    };
    let config = place("settings", &paths.config);
    let config = if paths.config_named { option(config, "--config") } else { config };
    let contracts = match &global.contracts {
        Some(folder) => option(place("contracts", folder), "--contracts"),
        None => place("contracts", &paths.contracts),
    };
    vec![store, config, contracts, place("holidays", &paths.holidays), place("on call", &paths.rota)]
}

/// Returns what the environment says besides.
fn environment() -> Vec<SettingInForce> {
    let set = |name: &'static str| {
        std::env::var(name).ok().filter(|value| !value.trim().is_empty()).map(|value| (name, value))
    };
    let editor = set("VISUAL").or_else(|| set("EDITOR"));
    let editor = editor.map(|(name, value)| SettingInForce::new("editor", value, "environment").called(name));
    let colours = set("NO_COLOR").map(|(name, _)| SettingInForce::new("no colours", "1", "environment").called(name));
    editor.into_iter().chain(colours).collect()
}

fn settings(setup: &Setup, screen: Screen) -> Vec<SettingInForce> {
    let file = setup.paths.config.display().to_string();
    let text = read_text(&setup.paths.config).unwrap_or_default();
    let written = written_values(&text);
    let wrong: Vec<Problem> = problems(setup, screen).0.into_iter().filter(|problem| problem.file() == file).collect();
    let of_file = |value: &WrittenValue| SettingInForce {
        file: Some(file.clone()),
        line: Some(*value.lines.start()),
        ..SettingInForce::new(&value.path, &value.text, "file")
    };
    let mut all = Vec::new();
    let mut known = Vec::new();
    for default in defaults(setup, screen) {
        known.push(default.setting);
        let found = written.iter().find(|value| value.path == default.setting);
        all.push(match found {
            Some(value) if is_usable(value, &wrong) => of_file(value),
            found => {
                let (from, name) = match default.from {
                    DefaultOrigin::Program => ("default", None),
                    DefaultOrigin::Variable(name) => ("environment", Some(name)),
                    DefaultOrigin::Account => ("account", None),
                    DefaultOrigin::Machine => ("machine", None),
                };
                let unusable_line = found.map(|value| *value.lines.start());
                SettingInForce { name, unusable_line, ..SettingInForce::new(default.setting, default.value, from) }
            }
        });
    }
    let others = written.iter().filter(|value| !known.contains(&value.path.as_str()) && is_usable(value, &wrong));
    all.extend(others.map(of_file));
    all
}

/// Returns whether nothing is wrong with a value. `[backup]` holds as a whole or not at all; what has an older name is read.
fn is_usable(value: &WrittenValue, wrong: &[Problem]) -> bool {
    let refuses = |problem: &&Problem| {
        let line = problem.line().is_some_and(|line| value.lines.contains(&line));
        line || value.path.starts_with("backup.") && problem.key().starts_with("backup:")
    };
    !wrong.iter().any(|problem| refuses(&problem))
}
