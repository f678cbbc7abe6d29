//! Reads the user's text files, with a limit and a sentence for whatever goes wrong.

use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use frist_domain::problem::Problem;

/// The size of the largest contract, calendar or settings file that is read, in MiB.
const LIMIT: u64 = 1;

/// The most files of one name that are written beside each other.
const MOST_OF_A_NAME: u32 = 999;

/// The reason why a file cannot be used.
#[derive(Debug)]
pub enum FileError {
    /// The system does not let it be read.
    Unreadable {
        /// The path of the file.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
    /// The file is not UTF-8 text.
    NotText {
        /// The path of the file.
        path: PathBuf,
        /// The line with the first byte that is no text, from 1.
        line: usize,
    },
    /// The file is too long to be what it should be.
    TooLarge {
        /// The path of the file.
        path: PathBuf,
        /// The size of the largest that is read, in MiB.
        limit: u64,
    },
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        let (path, line, message, hint) = match error {
            FileError::Unreadable { path, error } => {
                (path, None, format!("it cannot be read ({error})"), "make it a file that you may read")
            }
            FileError::NotText { path, line } => {
                (path, Some(line), "it is not UTF-8 text".to_owned(), "save it as UTF-8")
            }
            FileError::TooLarge { path, limit } => {
                (path, None, format!("it is larger than {limit} MiB"), "is this the right file?")
            }
        };
        Self::of_file(path.display().to_string(), line, message, hint)
    }
}

/// Reads all of a text file of at most 1 MiB.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    read_text_up_to(path, LIMIT)
}

/// Reads all of a text file of at most `limit` MiB.
pub(super) fn read_text_up_to(path: &Path, limit: u64) -> Result<String, FileError> {
    String::from_utf8(read_bytes_up_to(path, limit)?).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        FileError::NotText { path: path.to_owned(), line: before.split(|b| *b == b'\n').count() }
    })
}

/// Reads all of a file of at most `limit` MiB.
pub fn read_bytes_up_to(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let most = limit * 1024 * 1024;
    let unreadable = |error| FileError::Unreadable { path: path.to_owned(), error };
    let mut bytes = Vec::new();
    // Reading a pipe or a device would wait; a folder would give an error that says little.
    if !path.metadata().map_err(unreadable)?.is_file() {
        return Err(unreadable(io::Error::other("it is not a file")));
    }
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most {
        return Err(FileError::TooLarge { path: path.to_owned(), limit });
    }
    Ok(bytes)
}

/// Returns the `*.toml` files of a folder, by name; none where there is no such folder.
pub(super) fn toml_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Writes a text to that file, whose folder is made where there is none. A file that is there is only written over with
/// `over`: the new text then takes its place as a whole, and where that fails the old one stays.
pub fn write_file(path: &Path, text: &str, over: bool) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                io::Error::new(io::ErrorKind::NotADirectory, format!("{} is no folder", folder.display()))
            }
            _ => error,
        })?;
    }
    if !over {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        return file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all())?;
    std::fs::rename(&beside, path)
}

/// Writes a text in the place of a file's, as a whole: where that fails the old one stays. A link stays a link to the file
/// that has the text, and a file that is there keeps its permissions.
pub fn replace_text(path: &Path, text: &str) -> io::Result<()> {
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let kept = target.metadata().ok().map(|found| found.permissions());
    let mut beside = target.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    write_file(&beside, text, true)?;
    kept.map_or(Ok(()), |kept| std::fs::set_permissions(&beside, kept))?;
    std::fs::rename(&beside, &target)
}

/// Writes a text to a new file in `folder` and returns its path. No file is written over: where `name` is taken, a
/// number goes before its ending.
pub fn write_new(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    for number in 1..=MOST_OF_A_NAME {
        let dot = if ending.is_empty() { "" } else { "." };
        let name = if number == 1 { name.to_owned() } else { format!("{stem}-{number}{dot}{ending}") };
        let path = folder.join(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => return file.write_all(bytes).map(|()| path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "there are too many files of that name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_replaced_where_a_link_leads_and_nobody_else_may_read_it_afterwards() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let dir = tempfile::tempdir().unwrap();
        let (path, link) = (dir.path().join("mine.toml"), dir.path().join("config.toml"));
        replace_text(&path, "one").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&path, &link).unwrap();
        replace_text(&link, "two").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_file_is_only_written_over_where_that_is_meant() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("contracts/acme.toml");
        write_file(&path, "one", false).unwrap();
        assert_eq!(write_file(&path, "two", false).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        write_file(&path, "two", true).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(std::fs::read_dir(dir.path().join("contracts")).unwrap().count(), 1);
        write_file(&dir.path().join("new.toml"), "three", true).unwrap();
        let below_a_file = write_file(&dir.path().join("new.toml/acme.toml"), "four", false).unwrap_err();
        assert_eq!(below_a_file.kind(), io::ErrorKind::NotADirectory);
        // Where a folder has the name, nothing is written.
        assert!(write_file(&dir.path().join("contracts"), "four", true).is_err());
    }
}
