//! Carries out `frist attach` and `frist file`: files to tickets, and files of tickets.

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::{AttachArgs, FileArgs, TicketFileArgs};
use super::error::CliError;
use super::json::{FileJson, TicketJson};
use super::output::{Output, table};
use super::setup::{Setup, no_ticket};
use super::unfinished::UnfinishedOutput;
use crate::config::FileToAttach;
use crate::desk::{AskDesk as _, Desk, MissingFiles, Request, SharedDesk, fetch_file, send_file};
use crate::domain::file::{FileHash, FileRef, is_plain_text, size_in_words};
use crate::domain::problem::ProblemKind;
use crate::domain::ticket::{EventData, Record, Ticket, TicketId, event, original_letters};

/// The name of standard input and output among files.
const STANDARD: &str = "-";
/// The most bytes of a text that are written to a terminal.
const MOST_TO_TERMINAL: u64 = 1 << 20;

/// Sends the files to the desk, and attaches them to the ticket as one commit.
pub(super) fn attach(setup: &mut Setup, args: &AttachArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    check_names(args)?;
    let sources = open_all(&args.files)?;
    let (id, desk) = (TicketId(args.id), setup.open(output)?);
    desk.record(id)?.ok_or_else(|| no_ticket(id))?;
    let files = send_all(&desk, sources, args.name.as_deref())?;
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

/// What is to be attached: a file of this machine, or what comes on standard input.
pub(super) enum AttachSource {
    File(FileToAttach),
    StandardInput,
}

/// Opens each of these once, before anything is made for them.
pub(super) fn open_all(paths: &[PathBuf]) -> Result<Vec<AttachSource>, CliError> {
    if paths.len() > event::MOST_FILES {
        let message = format!("{} files are more than the {} of one entry", paths.len(), event::MOST_FILES);
        return Err(CliError::input(message, "attach them in several parts, or pack them into one file"));
    }
    let open = |path: &PathBuf| {
        Ok(if is_standard(path) { AttachSource::StandardInput } else { AttachSource::File(FileToAttach::open(path)?) })
    };
    paths.iter().map(open).collect()
}

/// Opens the files of a ticket that is to be logged.
pub(super) fn open_for_new(paths: &[PathBuf]) -> Result<Vec<AttachSource>, CliError> {
    if paths.iter().any(|path| is_standard(path)) {
        let hint = "log the ticket first; frist attach N - --name NAME attaches what comes from there";
        return Err(CliError::input("a new ticket takes no file from standard input", hint));
    }
    open_all(paths)
}

/// Sends these files to the desk. `name` is the name of a single one, where it is to have another.
pub(super) fn send_all(
    desk: &SharedDesk,
    sources: Vec<AttachSource>,
    name: Option<&str>,
) -> Result<Vec<FileRef>, CliError> {
    let send = |source| match source {
        AttachSource::File(FileToAttach { name: own, size, mut file }) => {
            Ok(send_file(desk, name.unwrap_or(&own), Some(size), &mut file)?)
        }
        AttachSource::StandardInput => Ok(send_file(desk, name.unwrap_or_default(), None, &mut io::stdin().lock())?),
    };
    sources.into_iter().map(send).collect()
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

/// Lists the files of a ticket, or writes one of them.
pub(super) fn file(setup: &mut Setup, args: &TicketFileArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (id, desk) = (TicketId(args.id), setup.open(output)?);
    let Record { ticket, events, .. } = desk.record(id)?.ok_or_else(|| no_ticket(id))?;
    let letters = original_letters(&events);
    if ticket.files.is_empty() && (args.which.is_none() || letters.is_empty()) {
        let hint = match letters.len() {
            0 => format!("frist attach {id} FILE attaches one"),
            1 => format!("frist file {id} letter.eml writes the letter itself"),
            many => format!("frist file {id} letter-1.eml writes the first of its {many} letters, as it came"),
        };
        return Err(CliError::new(ProblemKind::NotFound, format!("#{id} has no files"), hint));
    }
    let Some(which) = &args.which else {
        return list(&ticket, &desk.ask(MissingFiles { ticket: id })?, args.json, output);
    };
    let file = meant(&ticket, &letters, which)?;
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

/// Returns the file of that number, or of that name where one alone has it. A letter itself is `letter.eml`; of several on a ticket
/// they are `letter-1.eml`, `letter-2.eml` …, in the order of the conversation.
fn meant<'a>(ticket: &'a Ticket, letters: &'a [FileRef], which: &str) -> Result<&'a FileRef, CliError> {
    if let Ok(number) = which.parse::<usize>() {
        let found = number.checked_sub(1).and_then(|place| ticket.files.get(place));
        return found.ok_or_else(|| no_such_file(ticket, which));
    }
    let own = (1_usize..).zip(&ticket.files).filter(|(_, file)| file.name == which);
    let own = own.map(|(number, file)| (number.to_string(), file));
    let letters = (1_usize..).zip(letters).map(|(number, file)| (format!("letter-{number}.eml"), file));
    let letters = letters.filter(|(name, file)| name == which || file.name == which);
    let named: Vec<(String, &FileRef)> = own.chain(letters).collect();
    match named.as_slice() {
        [] => Err(no_such_file(ticket, which)),
        [(_, file)] => Ok(file),
        [.., _] => {
            let others: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
            let message = format!("{} files of #{} are called {which}", named.len(), ticket.id);
            Err(CliError::input(message, format!("name one of them: {}", others.join(", "))))
        }
    }
}

fn no_such_file(ticket: &Ticket, which: &str) -> CliError {
    let message = format!("#{} has no file {which}", ticket.id);
    let hint = match ticket.files.len() {
        0 => format!("frist attach {} FILE attaches one", ticket.id),
        many => format!("it has 1 to {many}: frist file {} lists them", ticket.id),
    };
    CliError::new(ProblemKind::NotFound, message, hint)
}

fn list(ticket: &Ticket, missing: &[FileHash], json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let is_missing = |file: &FileRef| missing.contains(&file.sha256);
    if json {
        let file = |file| output.json(&FileJson::from(file).marked(is_missing(file)));
        return ticket.files.iter().try_for_each(file);
    }
    let row = |(number, file): (usize, &FileRef)| {
        let size = size_in_words(file.size);
        let size = if is_missing(file) { format!("missing, {size}") } else { size };
        vec![number.to_string(), file.name.clone(), file.media_type.clone(), size]
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
