//! `frist evidence`: one ticket written down for its vendor.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use super::args::EvidenceArgs;
use super::error::CliError;
use super::output::Output;
use super::setup::Setup;
use super::show::{find, no_contract};
use crate::domain::evidence::{Notes, evidence as document};

/// Writes the document to standard output, or to a file of its own.
pub(super) fn evidence(setup: &mut Setup, args: &EvidenceArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (row, record) = find(setup, args.id, output)?;
    let Some(contract) = &row.contract else { return Err(no_contract(setup, &row)) };
    let notes = if args.with_notes { Notes::All } else { Notes::ToCustomer };
    let text = document(&record, contract, setup.now(), notes);
    let Some(path) = &args.output else { return output.line(text.trim_end()) };
    write(path, args.force, &text).map_err(|error| not_written(path, &error))?;
    output.line(&format!("#{} is written down in {}", row.ticket.id, path.display()))
}

/// A file that is there is somebody's, perhaps what was sent to the vendor: only `force` writes over it.
fn write(path: &Path, force: bool, text: &str) -> io::Result<()> {
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
