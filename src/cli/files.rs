//! Writes documents to a file that the person names.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use super::error::CliError;
use super::output::Output;

/// Writes all of `text` as [`write`] does, then prints `said` with the file's name behind it.
pub(super) fn write_and_tell(
    path: &Path,
    force: bool,
    text: &str,
    said: &str,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    write(path, force, text)?;
    let said = format!("{said} {}", path.display());
    output.after(&said, |output| output.line(&said))
}

/// Writes all of `text`. A file that is there may be what was sent to the vendor: only `force` writes over it.
fn write(path: &Path, force: bool, text: &str) -> Result<(), CliError> {
    try_write(path, force, text).map_err(|error| not_written(path, &error))
}

fn try_write(path: &Path, force: bool, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn not_written(path: &Path, error: &io::Error) -> CliError {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::AlreadyExists => {
            CliError::input(format!("{path} is there already"), "--force writes over it; or give another name")
        }
        _ => CliError::input(format!("{path} cannot be written: {error}"), "give another name with --output"),
    }
}
