//! Carries out `frist config edit`: the settings in the person's own editor, checked before they take the place of those of
//! before.

use std::io::{self, BufRead as _};
use std::path::Path;

use super::Setup;
use super::check::problems_of_text;
use crate::cli::Screen;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::config::{Editor, FileError, read_text, replace_text, write_new};
use crate::domain::problem::ProblemKind;

/// What a settings file begins with where there is none.
const TEMPLATE: &str = include_str!("../../../assets/settings.toml");

/// What becomes of a text with mistakes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    EditAgain,
    Save,
    Leave,
}

/// Has the settings edited, and saves them once nothing is wrong with them, or as they are where that is wanted. The editor
/// has a copy, so that a frist that runs never reads them half written.
///
/// # Errors
///
/// If there is no editor or it fails, if the settings are left with mistakes, or if somebody else has changed them
/// meanwhile: then what was written stays in a file beside them.
pub(super) fn edit(setup: &Setup, output: &mut Output<'_>, screen: Screen) -> Result<(), CliError> {
    let path = &setup.paths.config;
    let before = read(path)?;
    let editor = Editor::of_environment().map_err(|why| CliError::input(why, "as in EDITOR=nano frist config edit"))?;
    let mut text = before.clone().unwrap_or_else(|| TEMPLATE.to_owned());
    loop {
        output.out.flush()?;
        let edited = editor.edit_as("toml", text.trim_end_matches('\n'));
        text = edited.map_err(|why| CliError::input(why, "the settings are as they were"))? + "\n";
        if before.as_deref().is_some_and(|before| before.trim_end_matches('\n') == text.trim_end_matches('\n')) {
            return output.line("nothing was changed");
        }
        let (wrong, doubts) = problems_of_text(setup, &text, screen);
        for problem in &wrong {
            output.remark(&problem.to_string());
        }
        for doubt in &doubts {
            output.remark(&format!("warning: {doubt}"));
        }
        let answer = if wrong.is_empty() { Answer::Save } else { ask(wrong.len(), output) };
        match answer {
            Answer::EditAgain => {}
            Answer::Leave => {
                let hint = "nothing that was written now is kept";
                return Err(CliError::input("the settings are as they were", hint));
            }
            Answer::Save => {
                save(path, before.as_deref(), &text)?;
                output.line(&format!("{} is saved", path.display()))?;
                return if wrong.is_empty() { Ok(()) } else { Err(CliError::Known(ProblemKind::Refused)) };
            }
        }
    }
}

/// Returns the text of the settings; none where there is no file.
fn read(path: &Path) -> Result<Option<String>, CliError> {
    match read_text(path) {
        Ok(text) => Ok(Some(text)),
        Err(FileError::Unreadable { error, .. }) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Asks what to do with a text that has mistakes. Where nobody answers, the settings stay as they were.
fn ask(mistakes: usize, output: &mut Output<'_>) -> Answer {
    let count = if mistakes == 1 { "1 problem".to_owned() } else { format!("{mistakes} problems") };
    // If standard error is closed there is nobody to ask.
    let _ = write!(output.err, "{count}: e edits again, s saves it so, q leaves the settings as they were [e] ");
    let _ = output.err.flush();
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(0) | Err(_) => Answer::Leave,
        Ok(_) => match line.trim() {
            "q" | "Q" => Answer::Leave,
            "s" | "S" => Answer::Save,
            _ => Answer::EditAgain,
        },
    }
}

/// Writes the text in the place of `before`, unless that is no longer there.
fn save(path: &Path, before: Option<&str>, text: &str) -> Result<(), CliError> {
    if read(path)?.as_deref() != before {
        let folder = path.parent().unwrap_or(Path::new("."));
        let kept =
            write_new(folder, "config.edited.toml", text.as_bytes()).map_err(|error| not_written(path, &error))?;
        let message = format!("{} was changed meanwhile by somebody else", path.display());
        let hint = format!("what you wrote is in {}; bring both together", kept.display());
        return Err(CliError::new(ProblemKind::Conflict, message, hint));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| not_written(path, &error))?;
    }
    replace_text(path, text).map_err(|error| not_written(path, &error))
}

fn not_written(path: &Path, error: &io::Error) -> CliError {
    CliError::input(format!("{} cannot be written: {error}", path.display()), "name another file with --config")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    /// Whatever is uncommented in the template can be used as it stands there.
    #[test]
    fn the_template_is_right_as_it_is_and_with_every_line_in_force() {
        assert_eq!(Settings::read("f", TEMPLATE, &["dark"]), (Settings::default(), vec![]));
        let is_setting = |line: &&str| line.starts_with('#') && !line.starts_with("# ");
        let all: Vec<&str> = TEMPLATE.lines().filter(is_setting).map(|line| &line[1..]).collect();
        let all = all.join("\n");
        let (settings, problems) = Settings::read("f", &all, &["dark"]);
        assert_eq!(problems, []);
        assert!(settings.group.is_some() && !settings.people.is_empty() && !settings.views.is_empty(), "{all}");
        for name in
            ["name", "theme", "time_zone", "group", "levels", "alerts", "backup", "files", "columns", "views", "keys"]
        {
            let has = |line: &str| line.starts_with(&format!("#{name}")) || line.starts_with(&format!("#[{name}"));
            assert!(TEMPLATE.lines().any(has), "{name}");
        }
    }
}
