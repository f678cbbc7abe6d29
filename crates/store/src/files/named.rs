//! Which files commits name: what must be there, and of which tickets it is.

use std::collections::BTreeMap;

use super::{FileState, FileStore};
use crate::error::StoreError;
use frist_domain::file::{FileHash, FileRef, size_in_words};
use frist_domain::ledger::LedgerRecordId;
use frist_domain::ticket::{Commit, Edit, TicketId};

/// The tickets of a file that are named one by one.
const NAMED_TICKETS: usize = 5;

/// A file that commits name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamedFile {
    /// The hash of its bytes.
    pub sha256: FileHash,
    /// Its size in bytes.
    pub size: u64,
    /// Its name on the first of its tickets.
    pub name: String,
    /// Its tickets, each once, in the order in which it came to them.
    pub tickets: Vec<TicketId>,
    /// The ledger records that name it, such as letters of the inbox, likewise.
    pub records: Vec<LedgerRecordId>,
}

impl NamedFile {
    /// Says which file of which tickets it is: `error.log of #3, #8 (12 KB)`.
    pub fn in_words(&self) -> String {
        let places = self.tickets.iter().map(|id| format!("#{id}"));
        let places = places.chain(self.records.iter().map(|id| format!("entry {id}")));
        let mut tickets: Vec<String> = places.take(NAMED_TICKETS).collect();
        let more = (self.tickets.len() + self.records.len()).saturating_sub(NAMED_TICKETS);
        tickets.extend((more > 0).then(|| format!("{more} more")));
        format!("{} of {} ({})", self.name, tickets.join(", "), size_in_words(self.size))
    }
}

/// A file that is not as it should be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DamagedFile {
    /// The file.
    pub file: NamedFile,
    /// Whether it is not there at all; else its bytes are others.
    pub is_missing: bool,
}

impl DamagedFile {
    /// Says which file it is and what is wrong: `error.log of #3 (12 KB) is missing`.
    pub fn in_words(&self) -> String {
        format!("{} is {}", self.file.in_words(), if self.is_missing { "missing" } else { "damaged" })
    }
}

/// The files that were taken from elsewhere, and those that could not be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TakenFiles {
    /// The number of files that are there now and were not before.
    pub taken: u64,
    /// The files that are nowhere whole.
    pub missing: Vec<DamagedFile>,
}

/// Every file that some commits name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NamedFiles(BTreeMap<FileHash, NamedFile>);

impl NamedFiles {
    /// Takes in what a commit names, also where it was retracted since: undone, it is there again.
    pub(crate) fn take(&mut self, commit: &Commit) {
        for edit in &commit.edits {
            for file in edit.files() {
                let named = self.named(file);
                match edit {
                    Edit::Ticket { id, .. } if !named.tickets.contains(id) => named.tickets.push(*id),
                    Edit::Ledger(entry) if !named.records.contains(&entry.id) => named.records.push(entry.id),
                    Edit::Ticket { .. } | Edit::Ledger(_) => {}
                }
            }
        }
    }

    fn named(&mut self, file: &FileRef) -> &mut NamedFile {
        let FileRef { sha256, size, name, .. } = file;
        self.0.entry(*sha256).or_insert_with(|| NamedFile {
            sha256: *sha256,
            size: *size,
            name: name.clone(),
            tickets: Vec::new(),
            records: Vec::new(),
        })
    }

    /// Adds what the others name.
    pub fn join(&mut self, others: Self) {
        for (hash, file) in others.0 {
            self.0.entry(hash).or_insert(file);
        }
    }

    /// Returns each file, in the order of their hashes.
    pub fn iter(&self) -> impl Iterator<Item = &NamedFile> {
        self.0.values()
    }

    /// Returns whether one has that hash.
    pub fn has(&self, hash: FileHash) -> bool {
        self.0.contains_key(&hash)
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads each of them in that place, and returns those that are not as they should be. `progress` is told how many of how
    /// many are done.
    ///
    /// # Errors
    ///
    /// If the disk says no.
    pub fn check(&self, files: &FileStore, progress: &mut dyn FnMut(u64, u64)) -> Result<Vec<DamagedFile>, StoreError> {
        let mut damaged = Vec::new();
        for (done, file) in (1..).zip(self.iter()) {
            let state = files.state(file.sha256, file.size)?;
            if state != FileState::Whole {
                damaged.push(DamagedFile { file: file.clone(), is_missing: state == FileState::Missing });
            }
            progress(done, self.len() as u64);
        }
        Ok(damaged)
    }

    /// Takes those of them into `files` that are not whole there, each from the first of `others` that has it whole.
    ///
    /// # Errors
    ///
    /// If the disk says no; what was taken until then stays.
    pub fn mend(&self, files: &FileStore, others: &[FileStore]) -> Result<TakenFiles, StoreError> {
        let mut taken = TakenFiles::default();
        for damaged in self.check(files, &mut |_, _| {})? {
            let NamedFile { sha256, size, .. } = damaged.file;
            let mut found = false;
            for other in others.iter().filter(|other| *other != files) {
                found = found || files.take_from(other, sha256, size)? == FileState::Whole;
            }
            if found { taken.taken += 1 } else { taken.missing.push(damaged) }
        }
        Ok(taken)
    }

    /// Copies those of them into `files` that are not there yet, which is told by their length: what is there is not written
    /// again.
    pub(crate) fn share(&self, files: &FileStore, from: &FileStore) -> Result<TakenFiles, StoreError> {
        let mut taken = TakenFiles::default();
        for file in self.iter() {
            if files.size(file.sha256)? == Some(file.size) {
                continue;
            }
            match files.take_from(from, file.sha256, file.size)? {
                FileState::Whole => taken.taken += 1,
                state => {
                    let is_missing = state == FileState::Missing;
                    taken.missing.push(DamagedFile { file: file.clone(), is_missing });
                }
            }
        }
        Ok(taken)
    }
}
