//! The old commits that backups share: what has not changed is not written again.
//!
//! ```text
//! journal/0badcafe-000000000001-000000000345-89abcdef.jsonl.gz    commits 1 to 345 of the journal with that beginning
//! ```
//!
//! Sealed segments of the write-ahead log never change. As many of them as are worth a file make a part; each part is written
//! once, read back, and named in the first line of every backup that begins with it. The last number is the CRC-32 of the
//! file: a part that is damaged is told at once, and written anew by the next backup. A backup that is made for an earlier
//! frist, before an upgrade, has everything in its own file.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::Backups;
use crate::backup::{self, BackupOrigin};
use crate::error::StoreError;
use crate::folder;
use crate::wal::{SealedRange, WalSnapshot};

/// The folder of the parts, beside the backups.
const FOLDER: &str = "journal";
const ENDING: &str = ".jsonl.gz";
/// The bytes of the write-ahead log from which on sealed segments make a part: less is not worth a file of its own.
const WORTH_A_PART: u64 = 1 << 20;
/// The time for which a part stands without a backup: its first one may only be being made.
const BEGUN_WITHIN: Duration = Duration::from_hours(24);

/// The name of a part, which says all that there is to know of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct LogPart {
    /// The checksum that the whole write-ahead log begins with.
    pub(crate) begins: u32,
    /// The first commit in it, and the last.
    pub(crate) first: u64,
    pub(crate) last: u64,
    /// The CRC-32 of the file.
    pub(crate) crc: u32,
}

impl fmt::Display for LogPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}-{:012}-{:012}-{:08x}{ENDING}", self.begins, self.first, self.last, self.crc)
    }
}

impl FromStr for LogPart {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let no_part = "it is not the name of a part";
        let pieces: Vec<&str> = name.strip_suffix(ENDING).ok_or(no_part)?.split('-').collect();
        let [begins, first, last, crc] = pieces[..] else { return Err(no_part) };
        let hex = |text: &str| u32::from_str_radix(text, 16).map_err(|_| no_part);
        let number = |text: &str| text.parse().map_err(|_| no_part);
        let part = Self { begins: hex(begins)?, first: number(first)?, last: number(last)?, crc: hex(crc)? };
        // What is written otherwise could name a file elsewhere.
        if part.to_string() == name { Ok(part) } else { Err(no_part) }
    }
}

impl Serialize for LogPart {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LogPart {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

impl LogPart {
    /// Returns the path of the part of a backup that lies in the folder `backups`.
    pub(crate) fn path(&self, backups: &Path) -> PathBuf {
        backups.join(FOLDER).join(self.to_string())
    }

    /// Reads the bytes of the part; none where they are not those that were written.
    pub(crate) fn read(&self, backups: &Path) -> std::io::Result<Option<Vec<u8>>> {
        let bytes = fs::read(self.path(backups))?;
        Ok((crc32fast::hash(&bytes) == self.crc).then_some(bytes))
    }
}

impl Backups {
    /// Returns the parts that a backup of that write-ahead log begins with, each written and whole.
    pub(super) fn share_log(
        &self,
        look: &WalSnapshot,
        schema: u32,
        stop: &dyn Fn() -> bool,
    ) -> Result<Vec<LogPart>, StoreError> {
        let ranges = look.sealed(WORTH_A_PART);
        if ranges.is_empty() {
            return Ok(Vec::new());
        }
        folder::private_dir(&self.folder.join(FOLDER))?;
        let there = self.parts()?;
        let mut parts = Vec::new();
        for range in ranges {
            let same =
                |part: &&LogPart| (part.begins, part.first, part.last) == (look.begins(), range.first, range.last);
            let whole = there.iter().filter(same).find(|part| matches!(part.read(&self.folder), Ok(Some(_))));
            parts.push(match whole {
                Some(part) => *part,
                None => self.write_part(look, range, schema, stop)?,
            });
        }
        Ok(parts)
    }

    /// Returns the parts in the folder, whatever is in them.
    fn parts(&self) -> Result<Vec<LogPart>, StoreError> {
        let path = self.folder.join(FOLDER);
        match fs::read_dir(&path) {
            Ok(entries) => {
                let names = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
                Ok(names.collect())
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(StoreError::io("read the folder", &path, &error)),
        }
    }

    fn write_part(
        &self,
        look: &WalSnapshot,
        range: SealedRange,
        schema: u32,
        stop: &dyn Fn() -> bool,
    ) -> Result<LogPart, StoreError> {
        let folder = self.folder.join(FOLDER);
        let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
        let origin = BackupOrigin { schema, begins: range.chain, first: range.first, parts: &[] };
        let entries = look
            .between(range.first, range.last)
            .map(|entry| if stop() { Err(super::stopped(&folder)) } else { entry });
        backup::write_lines(&mut packed, origin, entries, &folder, &mut |_| {})?;
        let bytes = packed.finish().map_err(|error| StoreError::io("pack", &folder, &error))?;
        let part =
            LogPart { begins: look.begins(), first: range.first, last: range.last, crc: crc32fast::hash(&bytes) };
        folder::write_whole(&part.path(&self.folder), &bytes)?;
        Ok(part)
    }

    /// Removes the parts of write-ahead logs that have no backup here any more.
    pub(super) fn remove_unneeded_parts(&self, begins: &BTreeSet<u32>) -> Result<(), StoreError> {
        for part in self.parts()?.into_iter().filter(|part| !begins.contains(&part.begins)) {
            let path = part.path(&self.folder);
            let changed = fs::metadata(&path).and_then(|data| data.modified()).ok();
            let age = changed.and_then(|at| SystemTime::now().duration_since(at).ok());
            if age.is_some_and(|age| age >= BEGUN_WITHIN) {
                fs::remove_file(&path).map_err(|error| StoreError::io("remove", &path, &error))?;
            }
        }
        Ok(())
    }
}

/// Returns a reader of the bytes of a part.
pub(crate) fn lines_of(bytes: Vec<u8>) -> Box<dyn std::io::BufRead + Send> {
    Box::new(std::io::BufReader::new(flate2::bufread::MultiGzDecoder::new(Cursor::new(bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_part_says_what_is_in_it_and_no_other_is_one() {
        let part = LogPart { begins: 0xbad_cafe, first: 1, last: 345, crc: 0x89ab_cdef };
        let name = "0badcafe-000000000001-000000000345-89abcdef.jsonl.gz";
        assert_eq!((part.to_string().as_str(), name.parse()), (name, Ok(part)));
        for other in
            ["", "x", &name[1..], "../0badcafe-000000000001-000000000345-89abcdef.jsonl.gz", &name.to_uppercase()]
        {
            assert!(other.parse::<LogPart>().is_err(), "{other}");
        }
    }
}
