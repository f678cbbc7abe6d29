//! Carries out the maintenance commands `backup`, `restore`, `verify`, `repair`, `export`, `import`. Long work shows its
//! progress.

use std::fs::{OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::args::{ExportArgs, ImportArgs, JsonArgs, RestoreArgs};
use super::error::CliError;
use super::output::Output;
use super::progress::Bar;
use super::setup::Setup;
use super::unfinished::UnfinishedOutput;
use crate::desk::store_maintenance::{
    self, BackupFile, BackupSummary, CheckReport, DamagedFile, FileCheck, ImportReport, RestoreOptions, RestoreReport,
    TakenFiles, VerifyReport,
};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::text::counted;
use crate::domain::time::say_moment;

/// Makes a backup now, whichever process owns the store.
pub(super) fn backup(setup: &Setup, form: JsonArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let bar = Bar::new("backing up");
    let made =
        store_maintenance::back_up(&setup.backups, &setup.paths.store, setup.now(), &mut |done, all| bar.at(done, all));
    bar.end();
    let (file, summary) = made?;
    let path = file.path.display();
    output.after(&format!("the backup {path} is made"), |output| {
        if form.json {
            let (files, missing) = summary.files;
            return output.json(&json!({
                "file": path.to_string(), "commits": summary.commits, "files": files, "files_missing": missing,
            }));
        }
        output.line(&format!("{path}: {}{}", counted(summary.commits, "commit"), and_files(summary.files.0)))?;
        tell_not_backed_up(summary.files.1, output);
        Ok(())
    })
}

/// Returns the words for so many files behind those for commits; nothing for none.
fn and_files(files: u64) -> String {
    if files == 0 { String::new() } else { format!(", {}", counted(files, "file")) }
}

fn tell_not_backed_up(missing: u64, output: &mut Output<'_>) {
    if missing > 0 {
        let are = if missing == 1 { "is" } else { "are" };
        output.remark(&format!(
            "{} {are} not whole here, and not in the backup; frist verify names each",
            counted(missing, "file")
        ));
    }
}

/// Says which files are nowhere whole, a line each.
fn tell_missing(missing: &[DamagedFile], output: &mut Output<'_>) {
    for file in missing {
        output.remark(&format!("{}, and whole nowhere else", file.in_words()));
    }
}

/// Restores the store from a backup and the write-ahead log.
pub(super) fn restore(setup: &Setup, args: &RestoreArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    args.file.as_deref().map_or(Ok(()), is_there)?;
    let wish = RestoreOptions { only_backup: args.only_backup, accept_loss: args.accept_loss };
    let (folder, bar, is_new) = (&setup.paths.store, Bar::new("restoring"), setup.new_store());
    let progress = &mut |done, all| bar.at(done, all);
    let restored =
        store_maintenance::restore(&setup.backups, folder, args.file.as_deref(), wish, setup.now(), progress);
    bar.end();
    let (restored, newest, broken) = restored?;
    for words in is_new.into_iter().chain(broken) {
        output.remark(&words);
    }
    output.after("the store is restored", |output| {
        if args.form.json {
            return restored_json(folder, &restored, newest.as_ref(), output);
        }
        if let Some(file) = newest {
            let made = say_moment(setup.zone, file.at, setup.now());
            output.line(&format!("from {}, made {made}", file.path.display()))?;
        }
        tell_restored(&restored, output)?;
        output.line(&format!("the store is whole again: frist --store {} opens it", folder.display()))
    })
}

fn restored_json(
    folder: &Path,
    restored: &RestoreReport,
    newest: Option<&BackupFile>,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let RestoreReport { from_backup, from_wal, from_state, lost, left_out, letters, aside, files } = restored;
    let name = |path: &Path| path.display().to_string();
    output.json(&json!({
        "store": name(folder), "backup": newest.map(|file| name(&file.path)), "from_backup": from_backup,
        "from_journal": from_wal, "tickets_from_state": from_state, "lost": lost, "left_out": left_out, "letters": letters,
        "aside": aside.as_deref().map(name), "files": files.taken, "files_missing": damaged_json(&files.missing),
    }))
}

fn tell_restored(restored: &RestoreReport, output: &mut Output<'_>) -> Result<(), CliError> {
    let RestoreReport { from_backup, from_wal, from_state, lost, left_out, letters, aside, files } = restored;
    output.line(&format!("{} of the backup", counted(*from_backup, "commit")))?;
    output.line(&format!("{} of the journal beyond it", counted(*from_wal, "commit")))?;
    if *from_state > 0 {
        output.line(&format!("the last events of {}, which only the state had", counted(*from_state, "ticket")))?;
    }
    tell_taken(files, "of the backup", output)?;
    if let Some((first, last)) = lost {
        output.line(&format!("lost: commits {first} to {last}"))?;
    }
    if *left_out > 0 {
        output.line(&format!("left out, as asked: {} beyond the backup", counted(*left_out, "commit")))?;
    }
    tell_letters(*letters, output)?;
    match aside {
        Some(aside) => output.line(&format!("what was there before is in {}", aside.display())),
        None => output.line("nothing but the backup was here: what was entered after it was made is not in it"),
    }
}

/// Says that letters are not sent by themselves.
fn tell_letters(letters: u64, output: &mut Output<'_>) -> Result<(), CliError> {
    if letters == 0 {
        return Ok(());
    }
    let letters = counted(letters, "letter");
    output
        .line(&format!("not sent by themselves, as they may have gone: {letters}; frist outbox list shows what waits"))
}

/// Says how many files were taken from where, and which are nowhere whole.
fn tell_taken(files: &TakenFiles, whence: &str, output: &mut Output<'_>) -> Result<(), CliError> {
    if files.taken > 0 {
        output.line(&format!("{} {whence}", counted(files.taken, "file")))?;
    }
    tell_missing(&files.missing, output);
    Ok(())
}

/// Returns files that are not whole as JSON, whose shape is promised: a key may be added, none may change or go.
fn damaged_json(files: &[DamagedFile]) -> Value {
    let one = |damaged: &DamagedFile| {
        let tickets: Vec<u64> = damaged.file.tickets.iter().map(|id| id.0).collect();
        json!({
            "name": damaged.file.name, "sha256": damaged.file.sha256, "size": damaged.file.size, "tickets": tickets,
            "missing": damaged.is_missing,
        })
    };
    files.iter().map(one).collect()
}

/// Reads everything in the store and its backups, and says whether it is whole.
pub(super) fn verify(setup: &Setup, form: JsonArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let bar = Bar::new("verifying");
    let checked =
        store_maintenance::check(&setup.backups, &setup.paths.store, setup.now(), &mut |done, all| bar.at(done, all));
    bar.end();
    let CheckReport { store, wal, files, backups, backed_up_files, notices } = checked?;
    for notice in notices {
        output.remark(&notice);
    }
    let mut found = vec![of_store(store, wal)];
    found.extend(files.and_then(|files| of_files("files", &files)));
    found.extend(backups.into_iter().map(of_backup));
    found.extend(of_files("backup_files", &backed_up_files));
    for part in &found {
        if form.json { output.json(&part.json)? } else { output.line(&part.words)? }
    }
    if found.iter().all(|part| part.whole) { Ok(()) } else { Err(CliError::Known(ProblemKind::Store)) }
}

/// The finding on a part of the store, in words and as JSON, whose shape is promised: a key may be added, none may change
/// or go.
struct StorePart {
    whole: bool,
    words: String,
    json: Value,
}

fn of_store(store: Result<VerifyReport, Problem>, wal: Option<u64>) -> StorePart {
    match (store, wal) {
        (Ok(found), _) => StorePart {
            whole: true,
            words: format!(
                "whole: {} in the journal; {} with {} in the state, as the journal has them",
                counted(found.commits, "commit"),
                counted(found.tickets, "ticket"),
                counted(found.events, "event")
            ),
            json: json!({
                "part": "store", "whole": true, "commits": found.commits, "tickets": found.tickets, "events": found.events,
            }),
        },
        (Err(_), Some(commits)) => StorePart {
            whole: true,
            words: format!(
                "whole: {} in the journal; the state was not looked at, as another frist owns the store",
                counted(commits, "commit")
            ),
            json: json!({ "part": "journal", "whole": true, "commits": commits }),
        },
        (Err(error), None) => StorePart {
            whole: false,
            words: format!("not whole: {error}"),
            json: json!({ "part": "store", "whole": false, "error": error.to_string() }),
        },
    }
}

/// Returns the finding on the files of the store, or on those of its backups; none where there are none.
fn of_files(part: &'static str, FileCheck { files, damaged }: &FileCheck) -> Option<StorePart> {
    let of = if part == "files" { "of tickets" } else { "with the backups" };
    let whole = damaged.is_empty();
    let words = if whole {
        format!("whole: {} {of}", counted(*files, "file"))
    } else {
        let each: Vec<String> = damaged.iter().map(|file| format!("\n  {}", file.in_words())).collect();
        format!("not whole: {} of {} {of}:{}", damaged.len(), counted(*files, "file"), each.concat())
    };
    let json = json!({ "part": part, "whole": whole, "files": files, "damaged": damaged_json(damaged) });
    (*files > 0).then_some(StorePart { whole, words, json })
}

fn of_backup((file, found): (BackupFile, Result<BackupSummary, Problem>)) -> StorePart {
    let path = file.path.display().to_string();
    match found {
        Ok(summary) => StorePart {
            whole: true,
            words: format!("whole: {path}, {}", counted(summary.commits, "commit")),
            json: json!({ "part": "backup", "whole": true, "file": path, "commits": summary.commits }),
        },
        Err(error) => StorePart {
            whole: false,
            words: format!("not whole: {}", error.message),
            json: json!({ "part": "backup", "whole": false, "file": path, "error": error.message }),
        },
    }
}

/// Builds the state again from the write-ahead log.
pub(super) fn repair(setup: &Setup, form: JsonArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let bar = Bar::new("building");
    let notices =
        store_maintenance::repair(&setup.backups, &setup.paths.store, setup.now(), &mut |done, all| bar.at(done, all));
    bar.end();
    let (notices, files) = notices?;
    output.after("the state is built anew", |output| {
        if form.json {
            return output.json(&json!({
                "built": true, "notices": notices, "files": files.taken, "files_missing": damaged_json(&files.missing),
            }));
        }
        notices.iter().try_for_each(|notice| output.line(notice))?;
        output.line("the state is rebuilt from the store's log")?;
        tell_taken(&files, "taken from the backups", output)
    })?;
    if files.missing.is_empty() { Ok(()) } else { Err(CliError::Known(ProblemKind::Store)) }
}

/// Writes every commit to a file or to the output.
pub(super) fn export(setup: &Setup, args: &ExportArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let files = export_files(setup, args)?;
    tell_left_out(setup, args, output)?;
    let Some(path) = &args.output else {
        tell_missing(&files.missing, output);
        return to_output(setup, output);
    };
    if path.symlink_metadata().is_ok() {
        return Err(cannot_write(path, &io::ErrorKind::AlreadyExists.into()));
    }
    let bar = Bar::new("exporting");
    let mut progress = |done, all| bar.at(done, all);
    // Half an export would be taken for a whole one, so it gets its name once it is whole. What a killed one has left is
    // begun again.
    let beside = path.with_added_extension("new");
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&beside);
    let file = file.map_err(|error| cannot_write(path, &error))?;
    file.try_lock().map_err(|error| cannot_write(path, &another(error)))?;
    file.set_len(0).map_err(|error| cannot_write(path, &error))?;
    let unfinished = UnfinishedOutput::file(&beside)?;
    let mut out = BufWriter::new(&file);
    let written = if path.extension().is_some_and(|extension| extension == "gz") {
        let mut packed = GzEncoder::new(out, Compression::default());
        let summary = store_maintenance::export(&setup.paths.store, &mut packed, &mut progress);
        summary.map(|summary| (summary, packed.finish().and_then(|mut out| out.flush())))
    } else {
        let summary = store_maintenance::export(&setup.paths.store, &mut out, &mut progress);
        summary.map(|summary| (summary, out.flush()))
    };
    bar.end();
    let written = written.map_err(CliError::from).and_then(|(summary, flushed)| {
        let named = flushed.and_then(|()| file.sync_all()).and_then(|()| std::fs::rename(&beside, path));
        named.map(|()| summary).map_err(|error| cannot_write(path, &error))
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    drop(unfinished);
    let summary = written?;
    output.after(&format!("the export {} is written", path.display()), |output| {
        if args.json {
            return output.json(&json!({
                "file": path.display().to_string(), "commits": summary.commits, "files": files.taken,
                "files_missing": damaged_json(&files.missing),
            }));
        }
        output.line(&format!("{}: {}", path.display(), counted(summary.commits, "commit")))?;
        let whence = args.files.as_deref().unwrap_or(Path::new("")).display();
        tell_taken(&files, &format!("written into {whence}"), output)
    })
}

/// Says how many files of tickets an export leaves out, and how they are taken along: whoever moves a desk with it would miss them.
fn tell_left_out(setup: &Setup, args: &ExportArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let left_out = if args.files.is_some() { 0 } else { store_maintenance::files(&setup.paths.store)? };
    if left_out > 0 {
        let files = counted(left_out, "file");
        let verb = if left_out == 1 { "is" } else { "are" };
        output
            .remark(&format!("{files} of tickets {verb} not in the export; --files FOLDER writes them into a folder"));
    }
    Ok(())
}

/// Writes the files of tickets where they are wanted.
fn export_files(setup: &Setup, args: &ExportArgs) -> Result<TakenFiles, CliError> {
    let Some(folder) = &args.files else { return Ok(TakenFiles::default()) };
    let bar = Bar::new("exporting files");
    let written = store_maintenance::export_files(&setup.paths.store, folder, &mut |done, all| bar.at(done, all));
    bar.end();
    Ok(written?)
}

/// Writes every commit to the output. A failure to write is an error of the output, not of the store.
fn to_output(setup: &Setup, output: &mut Output<'_>) -> Result<(), CliError> {
    let mut out = ErrorKeepingWriter { out: output.out, failed: None };
    let written = store_maintenance::export(&setup.paths.store, &mut out, &mut |_, _| {});
    match out.failed {
        Some(error) => Err(error.into()),
        None => Ok(written.map(drop)?),
    }
}

/// A writer that keeps the error that went wrong.
struct ErrorKeepingWriter<'a> {
    out: &'a mut dyn Write,
    failed: Option<io::Error>,
}

impl ErrorKeepingWriter<'_> {
    fn heard<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &done {
            self.failed = Some(error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error));
        }
        done
    }
}

impl Write for ErrorKeepingWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.heard(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.heard(done)
    }
}

/// Takes in the commits of another store.
pub(super) fn import(setup: &Setup, args: &ImportArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    is_there(&args.file)?;
    let bar = Bar::new("importing");
    let (plan, folder, is_new) = (&setup.backups, &setup.paths.store, setup.new_store());
    let from = (args.file.as_path(), args.files.as_deref());
    let imported = store_maintenance::import(plan, folder, from, setup.now(), &mut |done, all| bar.at(done, all));
    bar.end();
    let (imported, notices) = imported?;
    for notice in is_new.into_iter().chain(notices) {
        output.remark(&notice);
    }
    output.after(&format!("{} is taken in", args.file.display()), |output| tell_imported(&imported, args.form, output))
}

fn tell_imported(imported: &ImportReport, form: JsonArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    if form.json {
        let ImportReport { commits, tickets, shift, known, letters, files } = imported;
        return output.json(&json!({
            "commits": commits, "tickets": tickets, "shift": shift, "known": known, "letters": letters,
            "files": files.taken, "files_missing": damaged_json(&files.missing),
        }));
    }
    output.line(&format!("{} of {}", counted(imported.commits, "commit"), counted(imported.tickets, "ticket")))?;
    tell_taken(&imported.files, "taken in", output)?;
    tell_letters(imported.letters, output)?;
    if imported.shift > 0 {
        output.line(&format!("there were tickets here: the numbers are higher by {}", imported.shift))?;
    }
    if imported.known > 0 {
        output.line(&format!(
            "{} of these names had been taken in before, and stay as they are",
            counted(imported.known, "commit")
        ))?;
    }
    Ok(())
}

/// Checks that a path is a file, before anything is done.
fn is_there(path: &Path) -> Result<(), CliError> {
    let hint = "frist backup and frist export make such files";
    match std::fs::metadata(path) {
        Ok(data) if data.is_dir() => Err(CliError::input(format!("{} is a folder", path.display()), hint)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(CliError::input(format!("there is no file {}", path.display()), hint))
        }
        _ => Ok(()),
    }
}

/// Returns why the file beside an export cannot be locked.
fn another(error: TryLockError) -> io::Error {
    match error {
        TryLockError::WouldBlock => io::Error::other("another export writes it just now"),
        TryLockError::Error(error) => error,
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> CliError {
    CliError::input(format!("{} cannot be written: {error}", path.display()), "name a new file in a folder of yours")
}
