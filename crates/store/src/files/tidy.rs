//! Removes what nothing needs: the remains of files that never came in to their end, and bytes that no commit has named for a
//! day. Only for the process that has the store, while it opens it.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use super::{FileStore, entries};
use crate::error::StoreError;
use crate::folder;
use crate::wal::WalEntry;
use frist_domain::file::FileHash;
use frist_domain::ticket::Edit;

/// The time for which bytes wait for a commit that names them.
const WAITS: Duration = Duration::from_hours(24);

/// Removes what was left of files that were coming in when their process was killed; one that still comes in is held.
pub(crate) fn remove_unfinished(files: &FileStore) {
    for entry in entries(&files.dir.join("new")).unwrap_or_default() {
        folder::remove_unheld(&entry.path());
    }
}

/// Removes the bytes that came in a day ago or more and that no commit names. `commits` are all that there are; they are read
/// only where there are such bytes at all. What cannot be told stays.
pub(crate) fn tidy<I>(files: &FileStore, commits: impl FnOnce() -> I)
where
    I: Iterator<Item = Result<WalEntry, StoreError>>,
{
    let mut old = waiting_for_long(files);
    if old.is_empty() {
        return;
    }
    for commit in commits() {
        let Ok(entry) = commit else { return };
        for file in entry.commit.edits.iter().flat_map(Edit::files) {
            if old.remove(&file.sha256) {
                files.named(file.sha256);
            }
        }
    }
    for hash in old {
        // The mark goes last: what is cut off in between is done the next time.
        if files.remove(hash).is_ok() {
            files.named(hash);
        }
    }
}

fn waiting_for_long(files: &FileStore) -> BTreeSet<FileHash> {
    let now = SystemTime::now();
    let is_old = |entry: &std::fs::DirEntry| {
        let since = entry.metadata().and_then(|data| data.modified()).ok();
        since.and_then(|since| now.duration_since(since).ok()).is_some_and(|age| age >= WAITS)
    };
    let marks = entries(&files.dir.join("pending")).unwrap_or_default();
    marks.iter().filter(|mark| is_old(mark)).filter_map(|mark| mark.file_name().to_str()?.parse().ok()).collect()
}
