//! Reads what is whole of a write-ahead log that may be damaged anywhere: every record whose own checksum is right, in
//! order, also behind bytes that are none. Only for restoring; an opening wants all of it or nothing.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::segment::{self, HEADER};
use super::wal::{list, read_segment};
use frist_domain::ticket::{Commit, CommitId};

/// The whole records of a write-ahead log. What cannot be read of the disk is passed over like what is damaged.
pub(super) struct SalvagedCommits {
    ahead: VecDeque<(u64, PathBuf)>,
    bytes: Vec<u8>,
    at: usize,
    /// The highest sequence number seen so far.
    seen: u64,
}

impl SalvagedCommits {
    /// Reads the whole records of the write-ahead log in the folder `dir`.
    pub(super) fn read(dir: &Path) -> Result<Self, StoreError> {
        Ok(Self { ahead: list(dir)?.into(), bytes: Vec::new(), at: 0, seen: 0 })
    }

    /// Returns whether commit `sequence` has that name. Where the commit is damaged, the answer is yes, as it may have
    /// had it.
    pub(super) fn fits(dir: &Path, sequence: u64, name: CommitId) -> Result<bool, StoreError> {
        let mut scraps = Self::read(dir)?;
        let later = scraps.ahead.iter().position(|(first, _)| *first > sequence).unwrap_or(scraps.ahead.len());
        scraps.ahead.truncate(later);
        scraps.ahead.drain(..later.saturating_sub(1));
        let found = scraps.find(|(number, _)| *number == sequence);
        Ok(found.is_none_or(|(_, commit)| commit.id == name))
    }

    /// Returns the sequence number and the name of the last commit that is whole, or none where nothing is.
    pub(super) fn last(dir: &Path) -> Result<Option<(u64, CommitId)>, StoreError> {
        for file in list(dir)?.into_iter().rev() {
            let of_one = Self { ahead: [file].into(), bytes: Vec::new(), at: 0, seen: 0 };
            if let Some((sequence, commit)) = Iterator::last(of_one) {
                return Ok(Some((sequence, commit.id)));
            }
        }
        Ok(None)
    }

    fn begin(&mut self, (first, path): &(u64, PathBuf)) {
        self.bytes = read_segment(path).unwrap_or_default();
        self.at = HEADER.min(self.bytes.len());
        self.seen = self.seen.max(first.saturating_sub(1));
    }
}

impl Iterator for SalvagedCommits {
    type Item = (u64, Commit);

    fn next(&mut self) -> Option<(u64, Commit)> {
        loop {
            if let Some((end, record)) = segment::find(&self.bytes, self.at, self.seen) {
                let (sequence, commit) = (record.sequence, serde_json::from_slice(record.payload));
                (self.at, self.seen) = (end, sequence);
                match commit {
                    Ok(commit) => return Some((sequence, commit)),
                    Err(_) => continue,
                }
            }
            let next = self.ahead.pop_front()?;
            self.begin(&next);
        }
    }
}
