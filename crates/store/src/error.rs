//! What can go wrong with the store, in sentences that a user understands, and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use frist_domain::problem::{Problem, ProblemKind};

use super::lock::Holder;

/// The reason why the store did not do something. `Display` says what is wrong, then what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoreError {
    kind: StoreErrorKind,
    what: String,
    hint: String,
}

/// The kind of an error, for code that has to choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StoreErrorKind {
    /// Another frist has the store open.
    Locked {
        /// The process that has it, as the lock file's text says, which may be out of date; the lock itself is not.
        holder: Option<Holder>,
    },
    /// The folder has no store, and none was to be made.
    Missing,
    /// The file system cannot lock files, so that nothing would keep two writers apart.
    NoLocks,
    /// The folder, or something in it, may not be written.
    NotWritable,
    /// The folder's path is that of something else.
    NotADirectory,
    /// A later version of frist wrote this store.
    NewerSchema {
        /// The version found in the store.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// Something that was once written is missing or changed.
    Damaged {
        /// The place of the damage.
        place: DamagePlace,
    },
    /// The disk is full, or the user's share of it.
    Full,
    /// One commit is larger than a commit may be. Nothing was written, and the store goes on.
    TooLarge {
        /// The size of its record in bytes.
        bytes: u64,
    },
    /// The operating system refused for another reason.
    Io,
    /// An earlier write failed; until the store is opened again it writes nothing more.
    Refused,
}

/// A place at which damage was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DamagePlace {
    /// The file, or the folder of sled's files.
    pub file: PathBuf,
    /// The distance from the file's beginning in bytes, where that is known.
    pub offset: Option<u64>,
    /// The commit's sequence number that was expected there, where that is known.
    pub sequence: Option<u64>,
}

impl StoreError {
    pub(super) fn new(kind: StoreErrorKind, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { kind, what: what.into(), hint: hint.into() }
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> &StoreErrorKind {
        &self.kind
    }

    /// Returns what is wrong, without what to do about it.
    pub(super) fn what(&self) -> &str {
        &self.what
    }

    /// Returns what the user can do about it.
    pub fn hint(&self) -> &str {
        &self.hint
    }

    /// Returns an error of the operating system, while doing `doing` (“write”, “create”) to `path`.
    pub(super) fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        let kind = io_kind(error);
        let hint = match kind {
            StoreErrorKind::Full => "free some space, then try again",
            StoreErrorKind::NotWritable => {
                "make it belong to you and writable, or choose another folder with --store DIR"
            }
            StoreErrorKind::NotADirectory => "choose another folder with --store DIR",
            _ => "check the disk, then open the store again",
        };
        Self::new(kind, format!("cannot {doing} {}: {error}", path.display()), hint)
    }

    /// Returns the error that there is no store in `dir`, and none is to be made there.
    pub(super) fn missing(dir: &Path) -> Self {
        let hint =
            "name another with --store DIR; frist new, import, restore, demo, serve and the screen make one there";
        Self::new(StoreErrorKind::Missing, format!("there is no store at {}", dir.display()), hint)
    }

    /// Returns the error that another process has the state although nobody holds the lock.
    pub(super) fn used(dir: &Path) -> Self {
        let what = format!("the store at {} is open in another frist, although its lock is free", dir.display());
        let hint = "close that one first, and leave frist.lock where it is";
        Self::new(StoreErrorKind::Locked { holder: None }, what, hint)
    }

    /// Returns the error of a write-ahead log that is not as it was written.
    pub(super) fn wal(place: DamagePlace, why: &str) -> Self {
        let what = format!("the journal is damaged: {why}, in {place}");
        let hint =
            "nothing was changed; frist restore brings everything back from the newest backup and what is whole here";
        Self::new(StoreErrorKind::Damaged { place }, what, hint)
    }

    /// Returns the error that sled's files are not as they were written. The write-ahead log has everything that they
    /// had.
    pub(super) fn state(path: &Path, why: &str) -> Self {
        let place = DamagePlace { file: path.to_owned(), offset: None, sequence: None };
        let what = format!("the state in {} is damaged ({why})", path.display());
        let hint = "close frist and open it again: the state is then built again from the journal, and nothing is lost";
        Self::new(StoreErrorKind::Damaged { place }, what, hint)
    }

    /// Returns the error of a file that a later version wrote.
    pub(super) fn newer(path: &Path, found: u32, known: u32) -> Self {
        let what = format!(
            "{} was written by a later frist (schema version {found}; this one knows up to {known})",
            path.display()
        );
        Self::new(StoreErrorKind::NewerSchema { found, known }, what, "nothing was changed; install that later frist")
    }

    /// Returns the error for every write after the first one that failed with `first`.
    pub(super) fn refused(first: &StoreError) -> Self {
        let what = format!("nothing more is written since an error: {}", first.what);
        let hint = match first.hint.as_str() {
            "" => "close frist and open it again",
            hint => hint,
        };
        Self::new(StoreErrorKind::Refused, what, hint)
    }
}

fn io_kind(error: &io::Error) -> StoreErrorKind {
    use io::ErrorKind as Is;
    match error.kind() {
        Is::StorageFull | Is::QuotaExceeded | Is::FileTooLarge => StoreErrorKind::Full,
        Is::PermissionDenied | Is::ReadOnlyFilesystem => StoreErrorKind::NotWritable,
        Is::NotADirectory => StoreErrorKind::NotADirectory,
        _ => StoreErrorKind::Io,
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.what, self.hint)
    }
}

impl std::error::Error for StoreError {}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::new(ProblemKind::Store, error.what, error.hint)
    }
}

impl fmt::Display for DamagePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(offset) = self.offset {
            write!(f, " at byte {offset}")?;
        }
        self.sequence.map_or(Ok(()), |sequence| write!(f, " (commit {sequence})"))
    }
}
