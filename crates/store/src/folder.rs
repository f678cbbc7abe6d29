//! Makes folders and files that are the user's own and that last: what is created here survives a power cut once the
//! call has returned. Also the small file that says which version of frist the folder belongs to.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt as _, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::error::{DamagePlace, StoreError, StoreErrorKind};
use super::lock::Lock;

/// The schema version of everything below the store's folder. A later frist that writes something that this one would
/// misread counts it up; then this one refuses to open the folder.
///
/// 1: tickets. 2: the write-ahead log also has ledger records. 3: these may be outages, maintenance and announced
/// changes. 4: tickets have the alerts that people were given. 5: the state keeps what is closed and old side by side.
/// 6: tickets name the promise that they were reported under, and the ledger has its text and calendars. 7: what is
/// promised may count by further sets of hours, be of further kinds, and hold for longer periods or for many tickets at
/// once. 8: tickets have a description, messages and files, and the ledger people, organisations and absences, which an earlier
/// frist would take for damage. 9: the state finds letters by their Message-IDs. 10: an answer may count as no update, which an
/// earlier frist would take for one. Everything of an earlier version reads as it did, but for the state, which is built anew.
pub const SCHEMA: u32 = 10;

/// Makes `dir`, with everything above it, for this user alone. A folder that is there is left as it is.
pub(super) fn private_dir(dir: &Path) -> Result<(), StoreError> {
    match std::fs::metadata(dir) {
        Ok(found) if found.is_dir() => return Ok(()),
        Ok(_) => return Err(not_a_directory(dir)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(StoreError::io("look at", dir, &error)),
    }
    let made = DirBuilder::new().recursive(true).mode(0o700).create(dir);
    made.map_err(|error| StoreError::io("create the folder", dir, &error))?;
    // The folder above may be one that this user can write but not read (then it cannot be synced); the folder itself
    // is there all the same.
    if let Some(above) = dir.parent() {
        let _ = sync_dir(above);
    }
    Ok(())
}

fn not_a_directory(dir: &Path) -> StoreError {
    let what = format!("{} is not a folder", dir.display());
    StoreError::new(StoreErrorKind::NotADirectory, what, "choose another folder with --store DIR")
}

/// Returns the options to open a file of the store: for reading and writing, made for this user alone.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    options
}

/// Creates a file, emptied if it is there, that this process holds until it is closed: [`remove_unheld`] leaves it
/// alone.
pub(super) fn held(path: &Path) -> io::Result<File> {
    loop {
        let file = private().create(true).truncate(true).open(path)?;
        // Where the file system has no locks, other processes cannot be told anything by one.
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            file.lock()?;
        }
        // A process that found the file unheld just after it was made has removed it.
        if file.metadata()?.nlink() > 0 {
            return Ok(file);
        }
    }
}

/// Removes a file that no process holds, and leaves it where that cannot be told: it takes room and does no other harm.
pub(super) fn remove_unheld(path: &Path) {
    if let Ok(file) = private().open(path)
        && file.try_lock().is_ok()
    {
        // While this process holds the file, no other begins to write there.
        let _ = std::fs::remove_file(path);
    }
}

/// Syncs the folder `dir`, so that the names in it last.
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    // The parent of a relative path of one part is the empty path, which means here.
    let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    File::open(dir)?.sync_all()
}

/// Syncs the files in `dir`, not those in folders below, and their names.
pub(super) fn sync_files(dir: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_dir(dir)
}

/// Writes a file whole or not at all: beside, synced, then renamed. It replaces a file of that name.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<File, StoreError> {
    whole(path, bytes).map_err(|error| StoreError::io("write", path, &error))
}

fn whole(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let beside = path.with_added_extension("new");
    let mut file = private().create(true).truncate(true).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    sync_dir(path.parent().unwrap_or(Path::new("")))?;
    Ok(file)
}

/// Returns whether there is a store in `dir`, or what is left of one, or somebody is making one. The answer is yes
/// where that cannot be told, as in a folder of somebody else's.
pub(super) fn is_there(dir: &Path) -> bool {
    is_begun(dir) || Lock::is_held(dir)
}

/// Returns whether anything of a store is in `dir`: the process that has the lock knows by this whether opening would
/// make a new one.
pub(super) fn is_begun(dir: &Path) -> bool {
    let parts = [dir.join("journal"), dir.join("state"), dir.join("backups"), dir.join("files"), schema_file(dir)];
    parts.iter().any(|part| part.try_exists().unwrap_or(true))
}

/// The room that an opening and a few changes take, in bytes.
const ROOM: usize = 4 << 20;

/// Returns whether the store in `dir` is still there and its disk takes something again. It writes a file to find out,
/// as nothing else tells of quotas and the like.
pub(super) fn has_room(dir: &Path) -> bool {
    let path = dir.join("frist.room");
    if !dir.join("journal").is_dir() {
        return false;
    }
    let tried = private().create(true).truncate(true).open(&path).and_then(|mut file| {
        file.write_all(&vec![0; ROOM])?;
        file.sync_all()
    });
    // Where it cannot be removed it cannot be used for much else either.
    std::fs::remove_file(&path).is_ok() && tried.is_ok()
}

/// Returns the schema version that the folder notes, or none for a new store and one of the first version. Refuses a
/// folder that a later frist wrote.
pub(super) fn check_schema(dir: &Path) -> Result<Option<u32>, StoreError> {
    let path = schema_file(dir);
    let text = match std::fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io("read", &path, &error)),
    };
    match text.trim().strip_prefix("schema ").and_then(|number| number.parse::<u32>().ok()) {
        Some(found) if found > SCHEMA => Err(StoreError::newer(&path, found, SCHEMA)),
        Some(found @ 1..=SCHEMA) => Ok(Some(found)),
        _ => Err(unreadable_schema(path)),
    }
}

/// Returns the schema version that a copy of what is in the folder is of. Where it cannot be told it is this one, of
/// which everything earlier may be said. Refuses a folder that a later frist wrote.
pub(super) fn schema_for_copies(dir: &Path) -> Result<u32, StoreError> {
    match check_schema(dir) {
        Err(error) if matches!(error.kind(), StoreErrorKind::NewerSchema { .. }) => Err(error),
        noted => Ok(noted.ok().flatten().unwrap_or(SCHEMA)),
    }
}

fn unreadable_schema(path: PathBuf) -> StoreError {
    let what = format!("{} does not say which version the store has", path.display());
    let hint = format!("nothing was changed; the file should hold the line “schema {SCHEMA}”: put it back from a copy");
    let place = DamagePlace { file: path, offset: Some(0), sequence: None };
    StoreError::new(StoreErrorKind::Damaged { place }, what, hint)
}

/// Notes this schema version in a folder that has none noted yet, or an earlier one: from now on this frist writes
/// there.
pub(super) fn note_schema(dir: &Path) -> Result<(), StoreError> {
    let path = schema_file(dir);
    let now = format!("schema {SCHEMA}\n");
    if std::fs::read(&path).is_ok_and(|noted| noted == now.as_bytes()) {
        return Ok(());
    }
    write_whole(&path, now.as_bytes()).map(drop)
}

/// Removes the note of the schema version from a folder whose store is taken away.
pub(super) fn remove_schema(dir: &Path) {
    let _ = std::fs::remove_file(schema_file(dir));
}

fn schema_file(dir: &Path) -> PathBuf {
    dir.join("frist.schema")
}
