//! Carries out `frist attach` and `frist file`: files to tickets, and files of tickets.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal as _, Read, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::{AttachArgs, FileArgs, TicketFileArgs};
use super::error::CliError;
use super::json::{FileJson, TicketJson};
use super::output::{Output, table};
use super::setup::{Setup, no_ticket};
use super::unfinished::UnfinishedOutput;
use crate::desk::{Desk, Request, SharedDesk, fetch_file, send_file};
use crate::domain::file::{FileRef, is_plain_text, size_in_words};
use crate::domain::problem::ProblemKind;
use crate::domain::ticket::{EventData, Ticket, TicketId, event};

/// The name of standard input and output among files.
const STANDARD: &str = "-";
/// The most bytes of a text that are written to a terminal.
const MOST_TO_TERMINAL: u64 = 1 << 20;

/// Sends the files to the desk, and attaches them to the ticket as one commit.
pub(super) fn attach(setup: &mut Setup, args: &AttachArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    check_names(args)?;
    args.files.iter().filter(|path| !is_standard(path)).try_for_each(|path| open(path).map(drop))?;
    let (id, desk) = (TicketId(args.id), setup.open(output)?);
    desk.record(id)?.ok_or_else(|| no_ticket(id))?;
    let files = args.files.iter().map(|path| send(&desk, path, args.name.as_deref())).collect::<Result<Vec<_>, _>>()?;
    let words: Vec<String> = files.iter().map(FileRef::in_words).collect();
    let what = EventData::Attached(event::Attached { files });
    desk.commit(Request::add(&setup.me, id, None, what))?;
    let record = desk.record(id)?.ok_or_else(|| no_ticket(id))?;
    output.after(&format!("it is attached to #{id}"), |output| {
        if args.json {
            return output.json(&TicketJson::new(&setup.row(record.ticket), setup.now()));
        }
        output.line(&format!("#{id} attached {}", words.join(", ")))
    })
}

/// Sends these files to the desk, for a ticket that is to be logged.
pub(super) fn send_all(desk: &SharedDesk, paths: &[PathBuf]) -> Result<Vec<FileRef>, CliError> {
    paths.iter().map(|path| send(desk, path, None)).collect()
}

/// Checks that each of these can be read and is a file, before anything is made for them.
pub(super) fn can_be_read(paths: &[PathBuf]) -> Result<(), CliError> {
    if paths.iter().any(|path| is_standard(path)) {
        let hint = "log the ticket first; frist attach N - --name NAME attaches what comes from there";
        return Err(CliError::input("a new ticket takes no file from standard input", hint));
    }
    paths.iter().try_for_each(|path| open(path).map(drop))
}

/// Returns whether a path is that of standard input or output.
pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == STANDARD
}

fn check_names(args: &AttachArgs) -> Result<(), CliError> {
    let inputs = args.files.iter().filter(|path| is_standard(path)).count();
    match (&args.name, args.files.len()) {
        (Some(_), 2..) => Err(CliError::input("--name is for one file", "attach the files one by one")),
        (None, _) if inputs > 0 => {
            Err(CliError::input("what comes from standard input has no name", "give it one with --name"))
        }
        _ => Ok(()),
    }
}

fn open(path: &Path) -> Result<File, CliError> {
    let cannot = |error: &io::Error| {
        CliError::input(format!("{} cannot be read: {error}", path.display()), "name a file that you may read")
    };
    let file = File::open(path).map_err(|error| cannot(&error))?;
    if file.metadata().map_err(|error| cannot(&error))?.is_dir() {
        return Err(CliError::input(format!("{} is a folder", path.display()), "pack it into one file, as with tar"));
    }
    Ok(file)
}

fn send(desk: &SharedDesk, path: &Path, name: Option<&str>) -> Result<FileRef, CliError> {
    let own = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.unwrap_or(&own);
    let (mut from, size): (Box<dyn Read>, Option<u64>) = if is_standard(path) {
        (Box::new(io::stdin().lock()), None)
    } else {
        let file = open(path)?;
        // What is no plain file, as a pipe, does not say how much will come.
        let size = file.metadata().ok().filter(fs::Metadata::is_file).map(|data| data.len());
        (Box::new(file), size)
    };
    Ok(send_file(desk, name, size, &mut from)?)
}

/// Lists the files of a ticket, or writes one of them.
pub(super) fn file(setup: &mut Setup, args: &TicketFileArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (id, desk) = (TicketId(args.id), setup.open(output)?);
    let ticket = desk.record(id)?.ok_or_else(|| no_ticket(id))?.ticket;
    if ticket.files.is_empty() {
        let hint = format!("frist attach {id} FILE attaches one");
        return Err(CliError::new(ProblemKind::NotFound, format!("#{id} has no files"), hint));
    }
    let Some(number) = args.number else { return list(&ticket, args.json, output) };
    let found = number.checked_sub(1).and_then(|place| ticket.files.get(place));
    let file = found.ok_or_else(|| no_such_file(&ticket, number))?;
    match &args.to.output {
        Some(path) if !is_standard(path) => {
            let path = if path.is_dir() { path.join(&file.name) } else { path.clone() };
            to_file(&desk, (id, file), (&path, &args.to))?;
            let said = format!("{} is written to {}", file.in_words(), path.display());
            output.after(&said, |output| {
                if args.json {
                    output.json(&WrittenJson { file: FileJson::from(file), path: &path })
                } else {
                    output.line(&said)
                }
            })
        }
        _ if args.json => output.json(&FileJson::from(file)),
        None if io::stdout().is_terminal() => to_terminal(&desk, (id, file), output),
        _ => to_output(&desk, (id, file), output),
    }
}

/// A file that was written, as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct WrittenJson<'a> {
    #[serde(flatten)]
    file: FileJson<'a>,
    path: &'a Path,
}

fn no_such_file(ticket: &Ticket, number: usize) -> CliError {
    let message = format!("#{} has no file {number}", ticket.id);
    let hint = format!("it has 1 to {}: frist file {} lists them", ticket.files.len(), ticket.id);
    CliError::new(ProblemKind::NotFound, message, hint)
}

fn list(ticket: &Ticket, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    if json {
        return ticket.files.iter().try_for_each(|file| output.json(&FileJson::from(file)));
    }
    let row = |(number, file): (usize, &FileRef)| {
        vec![number.to_string(), file.name.clone(), file.media_type.clone(), size_in_words(file.size)]
    };
    output.line(&table(&["#", "NAME", "TYPE", "SIZE"], (1..).zip(&ticket.files).map(row), &[0, 3]))
}

fn to_output(desk: &SharedDesk, (id, file): (TicketId, &FileRef), output: &mut Output<'_>) -> Result<(), CliError> {
    fetch_file(desk, id, file, &mut |bytes| Ok::<(), CliError>(output.out.write_all(bytes)?))
}

/// Writes a text to a terminal. Anything else could drive it, and is asked for by name.
fn to_terminal(desk: &SharedDesk, (id, file): (TicketId, &FileRef), output: &mut Output<'_>) -> Result<(), CliError> {
    let mut all = Vec::new();
    if file.size <= MOST_TO_TERMINAL {
        fetch_file(desk, id, file, &mut |bytes| {
            all.extend_from_slice(bytes);
            Ok::<(), CliError>(())
        })?;
    }
    if file.size > MOST_TO_TERMINAL || !is_plain_text(&all) {
        let message = format!("{} is not written to a terminal: it is no plain text, or a long one", file.in_words());
        let hint = "write it to a file with --output FILE, or to the terminal all the same with --output -";
        return Err(CliError::input(message, hint));
    }
    Ok(output.out.write_all(&all)?)
}

/// Writes it to a file that has its name only once all of it is there and as it was kept.
fn to_file(
    desk: &SharedDesk,
    (id, file): (TicketId, &FileRef),
    (path, how): (&Path, &FileArgs),
) -> Result<(), CliError> {
    let cannot = |error: &io::Error| {
        CliError::input(format!("{} cannot be written: {error}", path.display()), "give another name with --output")
    };
    if !how.force && path.symlink_metadata().is_ok() {
        let hint = "--force writes over it; or give another name";
        return Err(CliError::input(format!("{} is there already", path.display()), hint));
    }
    let beside = path.with_added_extension("new");
    let made = OpenOptions::new().write(true).create(true).truncate(true).open(&beside);
    let mut to = made.map_err(|error| cannot(&error))?;
    let unfinished = UnfinishedOutput::file(&beside)?;
    let written = fetch_file(desk, id, file, &mut |bytes| to.write_all(bytes).map_err(|error| cannot(&error)));
    let named =
        written.and_then(|()| to.sync_all().and_then(|()| fs::rename(&beside, path)).map_err(|error| cannot(&error)));
    if named.is_err() {
        let _ = fs::remove_file(&beside);
    }
    drop(unfinished);
    named
}
