//! What can be wrong with sled's files, told apart by what helps: building them again from the write-ahead log, or not.

use std::io;
use std::path::Path;

use nix::errno::Errno;

use super::error::StoreError;

/// The reason why sled did not do something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// Its files are not as they should be. The write-ahead log has what they had.
    Damaged(String),
    /// A later frist wrote this.
    Newer { found: u32, known: u32 },
    /// The operating system refused; other files would not help.
    Io(io::ErrorKind, String),
    /// sled's own lock on its file is still held, by a thread of this process that is just ending.
    Busy,
}

/// “Too many open files” of the process and of the machine, which have no kind of their own.
const TOO_MANY_FILES: [i32; 2] = [24, 23];

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Is;
        let text = error.to_string();
        if text.contains("could not acquire lock") {
            return Fault::Busy;
        }
        let systems = matches!(
            error.kind(),
            Is::StorageFull
                | Is::QuotaExceeded
                | Is::FileTooLarge
                | Is::PermissionDenied
                | Is::ReadOnlyFilesystem
                | Is::OutOfMemory
        );
        if systems || error.raw_os_error().is_some_and(|code| TOO_MANY_FILES.contains(&code)) {
            return Fault::Io(error.kind(), in_words(error.kind()));
        }
        Fault::Damaged(text)
    }
}

/// Returns the fault as the operating system says it; sled's own text is one for those who mend programs.
fn in_words(kind: io::ErrorKind) -> String {
    let errno = match kind {
        io::ErrorKind::StorageFull => Errno::ENOSPC,
        io::ErrorKind::QuotaExceeded => Errno::EDQUOT,
        io::ErrorKind::FileTooLarge => Errno::EFBIG,
        io::ErrorKind::PermissionDenied => Errno::EACCES,
        io::ErrorKind::ReadOnlyFilesystem => Errno::EROFS,
        io::ErrorKind::OutOfMemory => Errno::ENOMEM,
        other => return other.to_string(),
    };
    errno.desc().to_owned()
}

impl From<sled::Error> for Fault {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) => error.into(),
            // Its own sentence ends in an empty backtrace.
            sled::Error::Corruption { .. } => Fault::Damaged("a page does not have its checksum".into()),
            other => Fault::Damaged(first_line(&other.to_string())),
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

impl Fault {
    /// Returns the error for the user, about the folder of sled's files.
    pub(super) fn about(self, folder: &Path) -> StoreError {
        match self {
            Fault::Damaged(why) => StoreError::state(folder, &why),
            Fault::Newer { found, known } => StoreError::newer(folder, found, known),
            Fault::Io(kind, text) => StoreError::io("use", folder, &io::Error::new(kind, text)),
            Fault::Busy => StoreError::io("lock", folder, &io::Error::other("it is still in use")),
        }
    }
}
