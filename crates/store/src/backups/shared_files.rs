//! The files that backups share: each is written once, whichever backup names it first, and goes when none names it any more.
//!
//! ```text
//! files/ab/abcd…         the bytes, as in a store
//! files/of-0badcafe      the hashes that backups of the journal with that beginning name, a line each
//! ```
//!
//! A journal only grows, so the newest backup of one names what all earlier ones name, and the newest one stays. Files are
//! therefore looked at only where all backups of a journal have gone. A hash stands in its list before the file is written, and
//! the file before the backup that names it.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::Backups;
use crate::backup::Backup;
use crate::error::StoreError;
use crate::files::{FileStore, NamedFiles};
use crate::folder;
use frist_domain::file::FileHash;

const LIST: &str = "of-";
/// The time for which a list stands without a backup: its first one may only be being made.
const BEGUN_WITHIN: Duration = Duration::from_hours(24);

impl Backups {
    /// Keeps the files that a backup of the journal with that beginning names. Returns how many of them are nowhere whole: these
    /// are told by `frist verify`, and no reason to have no backup.
    pub(super) fn share_files(&self, begins: u32, named: &NamedFiles, store: &FileStore) -> Result<u64, StoreError> {
        if named.is_empty() {
            return Ok(0);
        }
        let files = self.files();
        folder::private_dir(files.folder())?;
        self.list_files(begins, named)?;
        Ok(named.share(&files, store)?.missing.len() as u64)
    }

    fn list_of(&self, begins: u32) -> PathBuf {
        self.files().folder().join(format!("{LIST}{begins:08x}"))
    }

    /// Adds the hashes to the list that are not in it yet.
    fn list_files(&self, begins: u32, named: &NamedFiles) -> Result<(), StoreError> {
        let path = self.list_of(begins);
        let listed = read_list(&path)?;
        let new = named.iter().filter(|file| !listed.contains(&file.sha256));
        // A line that was cut off by a kill is ended first.
        let lines: Vec<String> = new.map(|file| format!("\n{}", file.sha256)).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let append = || {
            let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&path)?;
            file.write_all(lines.concat().as_bytes()).and_then(|()| file.write_all(b"\n"))?;
            file.sync_all()?;
            folder::sync_dir(self.files().folder())
        };
        append().map_err(|error| StoreError::io("write", &path, &error))
    }

    /// Removes the lists of journals that have no backup here any more, and the files that are in no other list. Where a backup
    /// cannot be read, nobody knows what it names, and everything stays.
    pub(super) fn remove_unneeded_files(&self) -> Result<(), StoreError> {
        let mut unneeded = Vec::new();
        let mut needed = BTreeSet::new();
        let mut begins = BTreeSet::new();
        for file in self.list()? {
            let Ok(backup) = Backup::open(&file.path) else { return Ok(()) };
            begins.insert(backup.begins());
        }
        self.remove_unneeded_parts(&begins)?;
        let lists = fs::read_dir(self.files().folder()).into_iter().flatten().flatten();
        for entry in lists {
            let name = entry.file_name();
            let Some(of) = name.to_str().and_then(|name| name.strip_prefix(LIST)) else { continue };
            let is_needed = u32::from_str_radix(of, 16).is_ok_and(|of| begins.contains(&of)) || is_new(&entry);
            if is_needed { needed.extend(read_list(&entry.path())?) } else { unneeded.push(entry.path()) }
        }
        if unneeded.is_empty() {
            return Ok(());
        }
        let files = self.files();
        for (hash, _) in files.all()?.into_iter().filter(|(hash, _)| !needed.contains(hash)) {
            files.remove(hash)?;
        }
        // The lists go last: what is cut off in between is done the next time.
        for path in unneeded {
            fs::remove_file(&path).map_err(|error| StoreError::io("remove", &path, &error))?;
        }
        Ok(())
    }
}

fn is_new(entry: &fs::DirEntry) -> bool {
    let changed = entry.metadata().and_then(|data| data.modified()).ok();
    changed.and_then(|at| SystemTime::now().duration_since(at).ok()).is_none_or(|age| age < BEGUN_WITHIN)
}

/// Returns the hashes of a list; one that is not there has none.
fn read_list(path: &std::path::Path) -> Result<BTreeSet<FileHash>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).lines().filter_map(|line| line.parse().ok()).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(StoreError::io("read", path, &error)),
    }
}
