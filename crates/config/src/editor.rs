//! Has a text written in the person's own editor.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

/// The variables that name the editor, the first that is set counts.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];
/// The most names that are tried for the file.
const MOST_NAMES: u32 = 100;

/// The editor that the person has set.
pub struct Editor {
    /// The command, with options perhaps, as a shell reads it.
    command: String,
    /// The folder for the file that it is given.
    folder: PathBuf,
}

impl Editor {
    /// Returns the editor that the environment names.
    ///
    /// # Errors
    ///
    /// If it names none, in words.
    pub fn of_environment() -> Result<Self, String> {
        let named = VARIABLES.iter().filter_map(|name| env::var(name).ok());
        let command = named.map(|command| command.trim().to_owned()).find(|command| !command.is_empty());
        let editor = command.map(|command| Self { command, folder: env::temp_dir() });
        editor.ok_or_else(|| "No editor is named; set VISUAL or EDITOR".to_owned())
    }

    /// Has the text written anew, and returns it as it was left. The editor has the terminal of this process meanwhile.
    ///
    /// # Errors
    ///
    /// If there is no text to take over, in words: then the text is as it was.
    pub fn edit(&self, text: &str) -> Result<String, String> {
        self.edit_as("txt", text)
    }

    /// Has the text written anew as [`Editor::edit`] does, in a file whose name ends so: editors know by that what it is.
    ///
    /// # Errors
    ///
    /// As for [`Editor::edit`].
    pub fn edit_as(&self, ending: &str, text: &str) -> Result<String, String> {
        let path = new_file(&self.folder, ending, text)
            .map_err(|error| format!("No file can be written for the editor: {error}"))?;
        let edited = self.run(&path).and_then(|()| read(&path));
        let _ = fs::remove_file(&path);
        edited
    }

    fn run(&self, path: &Path) -> Result<(), String> {
        // Ctrl-C is the editor's: the shell around it must not end by it.
        let shell = format!("trap : INT QUIT; {} \"$@\"", self.command);
        let status = Command::new("/bin/sh").arg("-c").arg(shell).arg(&self.command).arg(path).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(format!("`{}` ended with an error; the text is as it was", self.command)),
            Err(error) => Err(format!("`{}` cannot be started: {error}", self.command)),
        }
    }
}

/// Writes the text to a new file in that folder, which nobody else may read.
fn new_file(folder: &Path, ending: &str, text: &str) -> io::Result<PathBuf> {
    let (path, mut file) = make_file(folder, ending)?;
    file.write_all(format!("{text}\n").as_bytes()).map(|()| path)
}

/// Makes an empty file in that folder, which nobody else may read, and opens it for reading and writing.
pub(super) fn make_file(folder: &Path, ending: &str) -> io::Result<(PathBuf, File)> {
    let mut refused = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 0..MOST_NAMES {
        let path = folder.join(format!("frist-{}-{number}.{ending}", process::id()));
        match OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

fn read(path: &Path) -> Result<String, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("The text cannot be read back: {error}"))?;
    Ok(text.trim_end_matches(['\n', '\r']).replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(command: &str, text: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let edited = Editor { command: command.to_owned(), folder: folder.path().to_owned() }.edit(text);
        assert!(fs::read_dir(folder.path()).unwrap().next().is_none(), "its file is gone");
        edited
    }

    #[test]
    fn the_text_comes_back_as_it_was_left() {
        assert_eq!(edited("true", "one\n\ntwo"), Ok("one\n\ntwo".to_owned()));
        assert_eq!(edited("sh -c 'echo more >> \"$0\"'", "one"), Ok("one\nmore".to_owned()));
        assert_eq!(edited("sh -c 'printf \"a\\r\\nb\\r\\n\" > \"$0\"'", ""), Ok("a\nb".to_owned()));
    }

    #[test]
    fn an_editor_that_fails_changes_nothing() {
        assert_eq!(edited("false", "one").unwrap_err(), "`false` ended with an error; the text is as it was");
        assert!(edited("sh -c 'rm \"$0\"'", "one").unwrap_err().starts_with("The text cannot be read back"));
        assert!(edited("sh -c 'printf \"\\377\" > \"$0\"'", "").is_err());
    }

    #[test]
    fn its_file_is_nobody_elses() {
        assert_eq!(edited("sh -c 'stat -c %a \"$0\" > \"$0.new\"; mv \"$0.new\" \"$0\"'", "x"), Ok("600".to_owned()));
    }
}
