//! Runs a program of the person's own, as a `[[command]]` of the settings names it. No shell reads its arguments.

use std::env;
use std::fs::{self, File};
use std::io::{self, Seek as _, Write as _};
use std::os::unix::fs::FileExt as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use frist_domain::text::{clean, fit};

use super::editor::make_file;

/// The bytes at the end of what a program has written to its standard error in which its last line is looked for.
const END_OF_ERRORS: u64 = 4096;
/// The most columns of that line.
const MOST_OF_LINE: usize = 120;

/// A program with everything that it is given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnProgram {
    /// The name of the command that it is run for.
    pub name: String,
    /// The program and its arguments.
    pub argv: Vec<String>,
    /// The text on its standard input; none where it is given none.
    pub input: Option<String>,
}

impl OwnProgram {
    /// Runs the program beside this process until it ends, however long that takes. What it prints is dropped. It is in a
    /// process group of its own, so that keys that interrupt whatever has the terminal do not reach it, and it goes on
    /// when this process ends.
    ///
    /// # Errors
    ///
    /// If it cannot be started or fails, in words, with the last line that it wrote to its standard error.
    pub fn run_beside(&self) -> Result<(), String> {
        // A file, not a pipe: what it starts may hold its standard error open, and lives on when nobody reads it.
        let heard = unnamed_file("").map_err(|error| no_file(&error))?;
        let errors = heard.try_clone().map_err(|error| no_file(&error))?;
        let mut command = self.command(Stdio::null())?;
        command.stdout(Stdio::null()).stderr(errors).process_group(0);
        let status = command.status().map_err(|error| self.not_started(&error))?;
        ended(status, &last_line(&heard))
    }

    /// Gives the program the terminal of this process until it ends. Where it is given a text, that is its standard input,
    /// and `/dev/tty` is the terminal.
    ///
    /// # Errors
    ///
    /// If it cannot be started or fails, in words.
    pub fn run_in_terminal(&self) -> Result<(), String> {
        let status = self.command(Stdio::inherit())?.status().map_err(|error| self.not_started(&error))?;
        ended(status, "")
    }

    /// Returns the command with its standard input, which is `otherwise` where there is no text for it.
    fn command(&self, otherwise: Stdio) -> Result<Command, String> {
        let Some((program, arguments)) = self.argv.split_first() else { return Err("it names no program".to_owned()) };
        let input = self.input.as_deref().map(unnamed_file).transpose().map_err(|error| no_file(&error))?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(input.map_or(otherwise, Stdio::from));
        Ok(command)
    }

    fn not_started(&self, error: &io::Error) -> String {
        let program = self.argv.first().map_or("", String::as_str);
        match error.kind() {
            io::ErrorKind::NotFound => format!("there is no program `{program}`"),
            io::ErrorKind::PermissionDenied => format!("`{program}` may not be run; is it executable?"),
            _ => format!("`{program}` cannot be started: {error}"),
        }
    }
}

/// Returns whether there is a program of that name on this machine: a path that leads to a file, or a name that one of the
/// folders of `PATH` has.
pub fn can_be_found(program: &str) -> bool {
    if program.contains('/') {
        return Path::new(program).is_file();
    }
    env::var_os("PATH").is_some_and(|all| env::split_paths(&all).any(|folder| folder.join(program).is_file()))
}

fn no_file(error: &io::Error) -> String {
    format!("no file can be made for it: {error}")
}

/// Returns a file that holds the text and has no name, so that it goes with the last process that has it open.
fn unnamed_file(text: &str) -> io::Result<File> {
    let (path, mut file) = make_file(&env::temp_dir(), "tmp")?;
    fs::remove_file(path)?;
    file.write_all(text.as_bytes())?;
    file.rewind()?;
    Ok(file)
}

/// Returns the last line in the file that is not blank, safe to be shown; empty where there is none. Where others write in it
/// is left as it is.
fn last_line(file: &File) -> String {
    let length = file.metadata().map_or(0, |found| found.len());
    let mut end = vec![0; usize::try_from(length.min(END_OF_ERRORS)).unwrap_or_default()];
    if file.read_exact_at(&mut end, length.saturating_sub(END_OF_ERRORS)).is_err() {
        return String::new();
    }
    let text = String::from_utf8_lossy(&end).into_owned();
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    fit(&clean(last), MOST_OF_LINE)
}

/// Returns what came of it: nothing for success, else why it counts as failed.
fn ended(status: ExitStatus, last: &str) -> Result<(), String> {
    let how = match (status.code(), status.signal()) {
        (Some(0), _) => return Ok(()),
        (Some(code), _) => format!("it failed with {code}"),
        (None, Some(signal)) => format!("it was ended by signal {signal}"),
        (None, None) => "it failed".to_owned(),
    };
    Err(if last.is_empty() { how } else { format!("{how}: {last}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(argv: &[&str], input: Option<&str>) -> OwnProgram {
        let argv = argv.iter().map(|word| (*word).to_owned()).collect();
        OwnProgram { name: "mine".to_owned(), argv, input: input.map(str::to_owned) }
    }

    fn script(text: &str, input: Option<&str>) -> Result<(), String> {
        program(&["sh", "-c", text], input).run_beside()
    }

    #[test]
    fn a_program_that_ends_well_says_nothing() {
        assert_eq!(script("echo dropped; echo warning >&2", None), Ok(()));
    }

    #[test]
    fn it_is_given_the_text_and_else_nothing() {
        assert_eq!(script("test \"$(cat)\" = '{\"id\":1}'", Some("{\"id\":1}")), Ok(()));
        assert_eq!(script("test -z \"$(cat)\"", None), Ok(()));
        // A text that is larger than a pipe holds nobody up who does not read it.
        assert_eq!(script("true", Some(&"x".repeat(1 << 20))), Ok(()));
    }

    #[test]
    fn a_failure_is_told_with_the_last_line_made_safe() {
        assert_eq!(script("echo first >&2; printf 'no \\033[31mroute\\n\\n' >&2; exit 3", None).unwrap_err(), {
            "it failed with 3: no [31mroute"
        });
        assert_eq!(script("exit 4", None).unwrap_err(), "it failed with 4");
        assert_eq!(script("kill -9 $$", None).unwrap_err(), "it was ended by signal 9");
        let long =
            script("i=0; while [ $i -lt 900 ]; do echo 'a line' >&2; i=$((i+1)); done; echo last >&2; exit 1", None);
        assert_eq!(long.unwrap_err(), "it failed with 1: last");
    }

    #[test]
    fn what_it_leaves_behind_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
        let waits = format!("(read -r x < '{}') & exit 2", pipe.display());
        assert_eq!(script(&waits, None).unwrap_err(), "it failed with 2");
        fs::write(&pipe, "go on\n").unwrap();
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = program(&["/nowhere/at-all"], None).run_beside().unwrap_err();
        assert_eq!(error, "there is no program `/nowhere/at-all`");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plain");
        fs::write(&file, "text").unwrap();
        let error = program(&[file.to_str().unwrap()], None).run_beside().unwrap_err();
        assert!(error.ends_with("may not be run; is it executable?"), "{error}");
        assert_eq!(program(&[], None).run_in_terminal().unwrap_err(), "it names no program");
    }

    #[test]
    fn arguments_are_given_as_they_are() {
        let argv = ["sh", "-c", "test \"$1\" = '$(id) `id` *  ;'", "sh", "$(id) `id` *  ;"];
        assert_eq!(program(&argv, None).run_beside(), Ok(()));
        assert_eq!(program(&argv, None).run_in_terminal(), Ok(()));
    }
}
