//! A backup: the write-ahead log's commits as JSON Lines, compressed, with a checksum at its end. What `frist export`
//! writes is the same, compressed or not.
//!
//! ```text
//! {"frist":"backup","version":1,"schema":5,"begins":CHAIN}      the journal's checksum before its first commit
//! {"n":1,"chain":CHAIN,"commit":{…}}                             every commit, in order and without a gap
//! {"end":{"commits":N,"crc":CRC}}                                CRC-32 of all that stands above, line ends too
//! ```
//!
//! The first commits of a backup may stand in parts that it shares with others: then its first line names them under `parts`, and it is
//! of version 2. A part itself is written likewise, with the number of its first commit under `first`.
//!
//! A file without its last line, or with another checksum, is not a backup. It is read line by line and written line by
//! line: nothing in here needs memory for more than one commit.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::backups::{LogPart, lines_of};
use super::error::{DamagePlace, StoreError, StoreErrorKind};
use super::files::NamedFiles;
use super::folder::SCHEMA;
use super::wal::WalEntry;
use frist_domain::text::safe_json;
use frist_domain::ticket::{Commit, CommitId};

/// The version of the file's form that is written where everything is in one file; where some of it is in parts, and the
/// newest that is read.
const WHOLE_VERSION: u32 = 1;
const VERSION: u32 = 2;
/// The longest line that is read, in bytes; a longer one is none of ours, as a commit has at most 4 MiB.
const LONGEST_LINE: u64 = 16 << 20;
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What was read or written of a backup.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BackupSummary {
    /// The number of commits, from the first on.
    pub commits: u64,
    /// The write-ahead log's checksum after the last of them.
    pub chain: u32,
    /// The name of the last of them, or none where there is none.
    pub last: Option<CommitId>,
    /// The number of bytes before they were compressed.
    pub bytes: u64,
    /// The number of files that the commits name and that are kept with the backup, and of those that were nowhere whole. Only
    /// who makes a backup knows.
    pub files: (u64, u64),
}

#[derive(Serialize, Deserialize)]
struct BackupHead {
    frist: String,
    version: u32,
    schema: u32,
    begins: u32,
    /// The number of the first commit of a part; none of a backup, which begins with the first there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first: Option<u64>,
    /// The parts that the backup begins with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<LogPart>,
}

#[derive(Serialize)]
struct BackupLine<'a> {
    n: u64,
    chain: u32,
    commit: &'a Commit,
}

/// A line of either sort. Not an untagged enum: that would first read it into a tree of values, many times the line's size.
#[derive(Deserialize)]
struct RawBackupLine {
    n: Option<u64>,
    chain: Option<u32>,
    commit: Option<Box<Commit>>,
    end: Option<BackupEnd>,
}

impl RawBackupLine {
    fn read(self) -> Option<ReadLine> {
        match self {
            Self { n: Some(n), chain: Some(chain), commit: Some(commit), .. } => {
                Some(ReadLine::Commit { n, chain, commit })
            }
            Self { end: Some(end), .. } => Some(ReadLine::End { end }),
            _ => None,
        }
    }
}

enum ReadLine {
    Commit { n: u64, chain: u32, commit: Box<Commit> },
    End { end: BackupEnd },
}

#[derive(Serialize, Deserialize)]
struct BackupEnd {
    commits: u64,
    crc: u32,
}

/// What a backup says before its commits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct BackupOrigin<'a> {
    /// The schema version of the store that the commits are of: a frist that knows that version can read them.
    pub schema: u32,
    /// The write-ahead log's checksum before the first commit.
    pub begins: u32,
    /// The number of the first commit: 1 but of a part.
    pub first: u64,
    /// The parts that have the first commits.
    pub parts: &'a [LogPart],
}

/// Writes commits into `file`, which is `path`, compressed, and syncs it; after an error what is left of it is no backup.
/// `progress` is told how many are done.
pub(super) fn write(
    (file, path): (&File, &Path),
    origin: BackupOrigin<'_>,
    entries: impl Iterator<Item = Result<WalEntry, StoreError>>,
    progress: &mut dyn FnMut(u64),
) -> Result<BackupSummary, StoreError> {
    let failed = |error: io::Error| StoreError::io("write", path, &error);
    let mut out = GzEncoder::new(BufWriter::new(file), Compression::new(4));
    let summary = write_lines(&mut out, origin, entries, path, progress)?;
    out.finish().and_then(|mut out| out.flush()).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(summary)
}

/// Writes commits to `out`, uncompressed; those that a part has are only counted. `path` is what errors name.
pub(super) fn write_lines(
    out: &mut dyn Write,
    BackupOrigin { schema, begins, first, parts }: BackupOrigin<'_>,
    entries: impl Iterator<Item = Result<WalEntry, StoreError>>,
    path: &Path,
    progress: &mut dyn FnMut(u64),
) -> Result<BackupSummary, StoreError> {
    let mut lines = BackupWriter { out, sum: crc32fast::Hasher::new(), bytes: 0 };
    let failed = |error: io::Error| StoreError::io("write", path, &error);
    let version = if parts.is_empty() { WHOLE_VERSION } else { VERSION };
    let (in_parts, frist) = (parts.last().map_or(0, |part| part.last), "backup".to_owned());
    let of_part = (first > 1).then_some(first);
    lines.put(&BackupHead { frist, version, schema, begins, first: of_part, parts: parts.to_vec() }).map_err(failed)?;
    let (mut commits, mut chain, mut last) = (first - 1, begins, None);
    for entry in entries {
        let entry = entry?;
        if entry.sequence > in_parts {
            lines.put(&BackupLine { n: entry.sequence, chain: entry.chain, commit: &entry.commit }).map_err(failed)?;
        }
        (commits, chain, last) = (entry.sequence, entry.chain, Some(entry.commit.id));
        progress(commits);
    }
    let crc = lines.sum.clone().finalize();
    lines.put(&serde_json::json!({ "end": BackupEnd { commits, crc } })).map_err(failed)?;
    Ok(BackupSummary { commits, chain, last, bytes: lines.bytes, files: (0, 0) })
}

struct BackupWriter<'a> {
    out: &'a mut dyn Write,
    sum: crc32fast::Hasher,
    bytes: u64,
}

impl BackupWriter<'_> {
    fn put(&mut self, line: &impl Serialize) -> io::Result<()> {
        // People will look into a backup with zcat.
        let mut bytes = safe_json(serde_json::to_string(line)?).into_bytes();
        bytes.push(b'\n');
        self.sum.update(&bytes);
        self.bytes += bytes.len() as u64;
        self.out.write_all(&bytes)
    }
}

/// The commits of a backup in order, read from its beginning. The last item is an error where the end is missing or the
/// checksum is another; only a reader that has reached the end knows that the backup is whole.
pub struct Backup {
    path: PathBuf,
    lines: Box<dyn BufRead + Send>,
    sum: crc32fast::Hasher,
    begins: u32,
    summary: BackupSummary,
    line: u64,
    done: bool,
    /// The parts that are still to be read, and the one that is being read.
    ahead: VecDeque<LogPart>,
    part: Option<Box<Self>>,
}

impl Backup {
    /// Opens a backup or an export, compressed or not.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is none, or is a later frist's.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let failed = |error: io::Error| StoreError::io("read", path, &error);
        let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(failed)?);
        let packed = file.fill_buf().map_err(failed)?.starts_with(&GZIP);
        let lines: Box<dyn BufRead + Send> = if packed {
            Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(file)))
        } else {
            Box::new(file)
        };
        Self::read(path, lines)
    }

    /// Reads a backup from anywhere; `path` is what errors name.
    pub fn read(path: &Path, lines: Box<dyn BufRead + Send>) -> Result<Self, StoreError> {
        Self::read_from(path, lines, 1)
    }

    /// Reads a backup, or a part that begins with commit `first`.
    fn read_from(path: &Path, lines: Box<dyn BufRead + Send>, first: u64) -> Result<Self, StoreError> {
        let summary = BackupSummary { commits: first - 1, chain: 0, last: None, bytes: 0, files: (0, 0) };
        let sum = crc32fast::Hasher::new();
        let (path, ahead, part) = (path.to_owned(), VecDeque::new(), None);
        let mut backup = Self { path, lines, sum, begins: 0, summary, line: 0, done: false, ahead, part };
        let head = backup.next_line()?.ok_or_else(|| backup.broken("it is empty"))?;
        backup.sum.update(&head);
        let head: BackupHead = serde_json::from_slice(&head).map_err(|_| backup.broken("it does not begin as one"))?;
        if head.frist != "backup" {
            return Err(backup.broken("it does not begin as one"));
        }
        for (found, known) in [(head.version, VERSION), (head.schema, SCHEMA)] {
            if found > known {
                return Err(StoreError::newer(&backup.path, found, known));
            }
        }
        if head.first.unwrap_or(1) != first {
            return Err(backup.broken("it is a part that backups share, and none by itself"));
        }
        (backup.begins, backup.summary.chain) = (head.begins, head.begins);
        backup.ahead = head.parts.into();
        Ok(backup)
    }

    /// Returns the write-ahead log's checksum before the first commit.
    pub fn begins(&self) -> u32 {
        self.begins
    }

    /// Reads the backup to its end and returns what was in it. `progress` is told how many commits are done.
    ///
    /// # Errors
    ///
    /// If it is not whole.
    pub fn verify(mut self, progress: &mut dyn FnMut(u64)) -> Result<BackupSummary, StoreError> {
        for entry in self.by_ref() {
            progress(entry?.sequence);
        }
        Ok(self.summary)
    }

    /// Reads the backup to its end as [`Backup::verify`] does, and returns also which files its commits name.
    ///
    /// # Errors
    ///
    /// If it is not whole.
    pub fn verify_naming(mut self, progress: &mut dyn FnMut(u64)) -> Result<(BackupSummary, NamedFiles), StoreError> {
        let mut files = NamedFiles::default();
        for entry in self.by_ref() {
            let entry = entry?;
            files.take(&entry.commit);
            progress(entry.sequence);
        }
        Ok((self.summary, files))
    }

    /// Returns what has been read of the backup so far.
    pub(super) fn summary(&self) -> BackupSummary {
        self.summary
    }

    /// Returns the error that the line that was read last has something in it that no desk writes.
    pub(super) fn not_a_desks(&self, why: &str) -> StoreError {
        let place = DamagePlace { file: self.path.clone(), offset: None, sequence: Some(self.summary.commits) };
        let what = format!("{} is no desk's, in line {}: {why}", self.path.display(), self.line);
        StoreError::new(StoreErrorKind::Damaged { place }, what, "nothing was changed; export it anew, or use a backup")
    }

    fn next_line(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let mut line = Vec::new();
        let read = self.lines.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        // A compressed file that was cut or changed is told by its reader.
        read.map_err(|error| self.broken(&format!("it cannot be read on ({error})")))?;
        self.line += 1;
        self.summary.bytes += line.len() as u64;
        Ok((!line.is_empty()).then_some(line))
    }

    /// Returns the next commit that is in a part; none where the rest is in the file itself.
    fn advance_in_parts(&mut self) -> Result<Option<WalEntry>, StoreError> {
        loop {
            if let Some(part) = &mut self.part {
                if let Some(entry) = part.next().transpose()? {
                    let (commits, chain, last) = (entry.sequence, entry.chain, Some(entry.commit.id));
                    self.summary = BackupSummary { commits, chain, last, ..self.summary };
                    return Ok(Some(entry));
                }
                self.part = None;
            }
            let Some(next) = self.ahead.pop_front() else { return Ok(None) };
            self.part = Some(Box::new(self.open_part(next)?));
        }
    }

    /// Opens a part, whose bytes must be those that were written.
    fn open_part(&self, part: LogPart) -> Result<Self, StoreError> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let path = part.path(folder);
        if part.begins != self.begins || part.first != self.summary.commits + 1 {
            return Err(self.broken("it names a part that does not follow"));
        }
        match part.read(folder) {
            Ok(Some(bytes)) => Self::read_from(&path, lines_of(bytes), part.first),
            Ok(None) => Err(self.broken(&format!("its part {} is damaged", path.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(self.broken(&format!("its part {} is missing", path.display())))
            }
            Err(error) => Err(StoreError::io("read", &path, &error)),
        }
    }

    fn advance(&mut self) -> Result<Option<WalEntry>, StoreError> {
        if let Some(entry) = self.advance_in_parts()? {
            return Ok(Some(entry));
        }
        // The last line has its line end too: one byte less is a file that was cut.
        let line = self.next_line()?.filter(|line| line.ends_with(b"\n"));
        let line = line.ok_or_else(|| self.broken("its end is missing"))?;
        match serde_json::from_slice(&line).map(RawBackupLine::read) {
            Ok(Some(ReadLine::Commit { n, chain, commit })) if n == self.summary.commits + 1 => {
                self.sum.update(&line);
                let last = Some(commit.id);
                self.summary = BackupSummary { commits: n, chain, last, ..self.summary };
                Ok(Some(WalEntry { sequence: n, chain, commit: *commit }))
            }
            Ok(Some(ReadLine::Commit { .. })) => Err(self.broken("a commit is missing")),
            Ok(Some(ReadLine::End { end })) => self.end(&end).map(|()| None),
            Ok(None) => Err(self.broken("a line is none of its")),
            Err(error) => Err(self.broken(&format!("a line cannot be read ({error})"))),
        }
    }

    fn end(&mut self, end: &BackupEnd) -> Result<(), StoreError> {
        if end.commits != self.summary.commits || end.crc != self.sum.clone().finalize() {
            return Err(self.broken("its checksum is not that of its lines"));
        }
        match self.next_line()? {
            None => Ok(()),
            Some(_) => Err(self.broken("something stands behind its end")),
        }
    }

    fn broken(&self, why: &str) -> StoreError {
        let place = DamagePlace { file: self.path.clone(), offset: None, sequence: None };
        let line = if self.line > 1 { format!(", line {}", self.line) } else { String::new() };
        let what = format!("{} is not a whole backup: {why}{line}", self.path.display());
        StoreError::new(StoreErrorKind::Damaged { place }, what, "use another one; frist verify tells which are whole")
    }
}

impl Iterator for Backup {
    type Item = Result<WalEntry, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let entry = self.advance().transpose();
        self.done = !matches!(entry, Some(Ok(_)));
        entry
    }
}

impl std::fmt::Debug for Backup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Backup").field("path", &self.path).field("summary", &self.summary).finish_non_exhaustive()
    }
}
