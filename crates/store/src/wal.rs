//! The write-ahead log: every commit there ever was, in order, in a folder of segments. What it has synced is kept;
//! everything else in the store follows from it.
//!
//! Segments are named by the sequence number of their first record. Only the last one grows, and only it may end in a
//! half-written record; a sealed one never changes, and the header of the next one says how long it is.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, MetadataExt as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use super::error::{DamagePlace, StoreError, StoreErrorKind};
use super::folder;
use super::segment::{self, HEADER, SegmentCursor, SegmentFault, SegmentHeader, SegmentHeaderFault};
use super::wal_entries::WalEntries;
use frist_domain::ticket::Commit;

/// The longest record that a commit may have, in bytes.
pub(super) const LONGEST_COMMIT: usize = 4 << 20;
/// The number of bytes of the last segment that are read at a time when it is opened.
const PART: usize = 256 << 10;
/// The number of bytes of the buffer that are kept between writes.
const KEPT_BUFFER: usize = 1 << 20;

/// A commit and its place in the write-ahead log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WalEntry {
    /// The commit's sequence number, from 1, without a gap.
    pub sequence: u64,
    /// The write-ahead log's running checksum up to and with this commit.
    pub chain: u32,
    /// The commit itself.
    pub commit: Commit,
}

/// A file's identity to the operating system: its device and its number there.
type FileIdentity = (u64, u64);

fn identity_of(path: &Path, data: io::Result<std::fs::Metadata>) -> Result<FileIdentity, StoreError> {
    let data = data.map_err(|error| StoreError::io("look at", path, &error))?;
    Ok((data.dev(), data.ino()))
}

/// One file of the write-ahead log.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub path: PathBuf,
    pub header: SegmentHeader,
}

/// A half-written end of the last segment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct TornTail {
    pub place: DamagePlace,
    pub bytes: u64,
}

#[derive(Debug)]
pub(super) struct Wal {
    dir: PathBuf,
    /// The segments in order, at least one.
    segments: Vec<Segment>,
    /// The last segment's file.
    file: File,
    /// The identity of that file, whatever stands under its name.
    identity: FileIdentity,
    /// The length of the last segment up to the end of its whole records, in bytes.
    len: u64,
    /// The sequence number of the last whole record; 0 = none yet.
    sequence: u64,
    chain: u32,
    /// The half-written end, which must be cut off before anything is written.
    torn: Option<TornTail>,
    /// The number of bytes from which on a segment is sealed.
    segment_bytes: u64,
    buffer: Vec<u8>,
}

impl Wal {
    /// Reads what is in `dir` and changes nothing. Returns none if there is no segment at all.
    ///
    /// Every header and the length of every sealed segment are checked, and each record of the last segment; the
    /// records of sealed ones are checked when they are read.
    pub(super) fn open(dir: &Path, segment_bytes: u64) -> Result<Option<Self>, StoreError> {
        let segments = list(dir)?.into_iter().map(read_header).collect::<Result<Vec<_>, _>>()?;
        let Some(last) = segments.last().cloned() else { return Ok(None) };
        check_links(&segments)?;
        let file = open_last(&last.path)?;
        let (cursor, torn) = scan_file(&last, &file)?;
        Ok(Some(Self {
            dir: dir.to_owned(),
            segments,
            identity: identity_of(&last.path, file.metadata())?,
            file,
            len: cursor.offset as u64,
            sequence: cursor.sequence,
            chain: cursor.chain,
            torn,
            segment_bytes,
            buffer: Vec::new(),
        }))
    }

    /// Creates a new write-ahead log in the empty folder `dir`.
    pub(super) fn create(dir: &Path, segment_bytes: u64) -> Result<Self, StoreError> {
        // The checksum is random, so that the state of one store is never taken for that of another.
        let chain = fastrand::u32(..);
        let header = SegmentHeader { first: 1, chain, previous_first: 0, previous_len: 0 };
        Self::with_one_segment(dir, header, (0, chain), segment_bytes)
    }

    /// Creates a write-ahead log whose only segment is empty and has this header, after the commit with that sequence
    /// number and checksum.
    fn with_one_segment(
        dir: &Path,
        header: SegmentHeader,
        (sequence, chain): (u64, u32),
        segment_bytes: u64,
    ) -> Result<Self, StoreError> {
        let (segment, file) = create_segment(dir, header)?;
        Ok(Self {
            dir: dir.to_owned(),
            identity: identity_of(&segment.path, file.metadata())?,
            segments: vec![segment],
            file,
            len: HEADER as u64,
            sequence,
            chain,
            torn: None,
            segment_bytes,
            buffer: Vec::new(),
        })
    }

    /// Creates a write-ahead log in the empty folder `dir` whose segments follow on those of this one; [`move_behind`]
    /// puts them there.
    pub(super) fn begin_behind(&self, dir: &Path) -> Result<Self, StoreError> {
        let is_empty = self.sequence < self.last().header.first;
        let follows = SegmentHeader {
            first: self.sequence + 1,
            chain: self.chain,
            previous_first: self.last().header.first,
            previous_len: self.len,
        };
        // A segment without a commit is replaced.
        let header = if is_empty { self.last().header } else { follows };
        Self::with_one_segment(dir, header, (self.sequence, self.chain), self.segment_bytes)
    }

    /// Returns the last commit's sequence number; 0 = there is none.
    pub(super) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Returns the file that is written to, and where its whole records end, in bytes.
    pub(super) fn end(&self) -> (PathBuf, u64) {
        (self.path().to_owned(), self.len)
    }

    /// Cuts off the half-written end, if there is one, and says what it was.
    pub(super) fn cut(&mut self) -> Result<Option<TornTail>, StoreError> {
        if self.torn.is_some() {
            self.shorten().map_err(|error| StoreError::io("cut off the end of", self.path(), &error))?;
        }
        Ok(self.torn.take())
    }

    /// Syncs what was found when the write-ahead log was opened: the process that wrote its end may have been killed
    /// before it was synced.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        self.file.sync_data().map_err(|error| StoreError::io("write to the journal", self.path(), &error))
    }

    /// Appends these commits in one write and syncs once. When it returns they are kept, whatever happens next; after
    /// an error none of them counts, and only `TooLarge` leaves the write-ahead log fit for another append.
    pub(super) fn append(&mut self, commits: Vec<Commit>) -> Result<Vec<WalEntry>, StoreError> {
        let payloads = commits.iter().map(payload).collect::<Result<Vec<_>, _>>()?;
        if self.len >= self.segment_bytes && self.sequence >= self.last().header.first {
            self.seal()?;
        }
        self.check_in_place()?;
        let chains = self.fill(&payloads);
        let written = self.write();
        written.map_err(|error| StoreError::io("write to the journal", self.path(), &error))?;
        let entries = (self.sequence + 1..).zip(chains).zip(commits);
        let entries: Vec<_> = entries.map(|((sequence, chain), commit)| WalEntry { sequence, chain, commit }).collect();
        self.stand_at(entries.last());
        Ok(entries)
    }

    /// Returns the write-ahead log's checksum after commit `sequence`, which it must have.
    pub(super) fn chain_at(&self, sequence: u64) -> Result<u32, StoreError> {
        if sequence == self.sequence {
            return Ok(self.chain);
        }
        if let Some(next) = self.segments.iter().find(|segment| segment.header.first == sequence + 1) {
            return Ok(next.header.chain);
        }
        let entry = self.entries(sequence, sequence).next();
        entry.transpose()?.map(|entry| entry.chain).ok_or_else(|| {
            let place = DamagePlace { file: self.dir.clone(), offset: None, sequence: Some(sequence) };
            StoreError::wal(place, "a commit is missing")
        })
    }

    /// Returns the commits from `from` to `to`, both counted, as far as there are any.
    pub(super) fn entries(&self, from: u64, to: u64) -> WalEntries {
        WalEntries::new(&self.segments, from, to.min(self.sequence))
    }

    fn last(&self) -> &Segment {
        // A write-ahead log is made with one segment and never loses one.
        &self.segments[self.segments.len() - 1]
    }

    fn path(&self) -> &Path {
        &self.last().path
    }

    fn fill(&mut self, payloads: &[Vec<u8>]) -> Vec<u32> {
        self.buffer.clear();
        self.buffer.shrink_to(KEPT_BUFFER);
        let (mut chain, first) = (self.chain, self.sequence + 1);
        let records = (first..).zip(0..).zip(payloads);
        let chains = records.map(|((sequence, place), payload)| {
            chain = segment::encode(&mut self.buffer, sequence, place, chain, payload);
            chain
        });
        chains.collect()
    }

    fn write(&mut self) -> io::Result<()> {
        let written = self.file.write_all_at(&self.buffer, self.len).and_then(|()| self.file.sync_data());
        if written.is_err() {
            // It may fail for the same reason; then the next opening cuts off what stands there, or finds a whole
            // commit that nobody was told of, which is as good.
            let _ = self.shorten();
        }
        written
    }

    /// Checks that the file still has its name: what is written to a file without one is not kept, and nothing else
    /// would tell.
    fn check_in_place(&self) -> Result<(), StoreError> {
        if identity_of(self.path(), std::fs::metadata(self.path())).is_ok_and(|there| there == self.identity) {
            return Ok(());
        }
        let what = format!("{} has been removed or replaced while the store was open", self.path().display());
        let hint =
            "nothing is written any more; put it back and open the store again, or close frist and run frist restore";
        Err(StoreError::new(StoreErrorKind::Io, what, hint))
    }

    fn shorten(&self) -> io::Result<()> {
        self.file.set_len(self.len)?;
        self.file.sync_all()
    }

    fn stand_at(&mut self, last: Option<&WalEntry>) {
        if let Some(last) = last {
            self.len += self.buffer.len() as u64;
            self.sequence = last.sequence;
            self.chain = last.chain;
        }
    }

    fn seal(&mut self) -> Result<(), StoreError> {
        let header = SegmentHeader {
            first: self.sequence + 1,
            chain: self.chain,
            previous_first: self.last().header.first,
            previous_len: self.len,
        };
        let (segment, file) = create_segment(&self.dir, header)?;
        self.identity = identity_of(&segment.path, file.metadata())?;
        self.segments.push(segment);
        self.file = file;
        self.len = HEADER as u64;
        Ok(())
    }
}

fn payload(commit: &Commit) -> Result<Vec<u8>, StoreError> {
    let bytes = serde_json::to_vec(commit).map_err(|error| {
        let what = format!("a commit cannot be written as JSON: {error}");
        StoreError::new(StoreErrorKind::Io, what, "nothing was written; report this as a bug")
    })?;
    if bytes.len() > LONGEST_COMMIT {
        return Err(too_large(bytes.len()));
    }
    Ok(bytes)
}

fn too_large(bytes: usize) -> StoreError {
    let what = format!("one change of {bytes} bytes is more than the {LONGEST_COMMIT} that one change may have");
    let hint = "nothing was written; shorten the text, or enter it in several parts";
    StoreError::new(StoreErrorKind::TooLarge { bytes: bytes as u64 }, what, hint)
}

/// Commits that stand in sealed segments alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SealedRange {
    /// The first commit and the last.
    pub first: u64,
    pub last: u64,
    /// The write-ahead log's checksum before the first.
    pub chain: u32,
}

/// The write-ahead log of a folder as it is at one moment, for reading, whichever process has the store. What is being
/// written behind its end just then is not in it.
#[derive(Debug)]
pub(super) struct WalSnapshot {
    segments: Vec<Segment>,
    sequence: u64,
}

impl WalSnapshot {
    /// Reads the write-ahead log in `dir`, as [`Wal::open`] does.
    pub(super) fn at(dir: &Path) -> Result<Self, StoreError> {
        let segments = list(dir)?.into_iter().map(read_header).collect::<Result<Vec<_>, _>>()?;
        let Some(last) = segments.last() else {
            return Err(damaged(dir, 0, Some(1), "there is nothing in its folder"));
        };
        check_links(&segments)?;
        let (cursor, _) = scan(last, &read_segment(&last.path)?)?;
        Ok(Self { sequence: cursor.sequence, segments })
    }

    /// Returns the last commit's sequence number; 0 = there is none.
    pub(super) const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Returns the write-ahead log's checksum before its first commit.
    pub(super) fn begins(&self) -> u32 {
        self.segments.first().map_or(0, |first| first.header.chain)
    }

    /// Returns all commits of the write-ahead log.
    pub(super) fn entries(&self) -> WalEntries {
        self.between(1, self.sequence)
    }

    /// Returns the commits from `first` to `last`, both counted.
    pub(super) fn between(&self, first: u64, last: u64) -> WalEntries {
        WalEntries::new(&self.segments, first, last)
    }

    /// Returns the stretches of sealed segments, from the first on and without a gap, that each have `least` bytes or more
    /// together. They stay the same while the write-ahead log grows.
    pub(super) fn sealed(&self, least: u64) -> Vec<SealedRange> {
        let (mut ranges, mut begun, mut bytes) = (Vec::new(), 0, 0);
        for (place, pair) in self.segments.windows(2).enumerate() {
            bytes += pair[1].header.previous_len;
            if bytes >= least {
                let SegmentHeader { first, chain, .. } = self.segments[begun].header;
                ranges.push(SealedRange { first, last: pair[1].header.first - 1, chain });
                (begun, bytes) = (place + 1, 0);
            }
        }
        ranges
    }

    /// Packs sealed segments that end with commit `covered` or before: each is compressed, read back, and takes the
    /// place of what it was made from. Returns how many were packed.
    pub(super) fn pack(&self, covered: u64) -> Result<usize, StoreError> {
        let mut packed = 0;
        for pair in self.segments.windows(2).filter(|pair| pair[1].header.first <= covered + 1) {
            packed += usize::from(pack(&pair[0].path)?);
        }
        Ok(packed)
    }
}

/// Moves the segments in `new` behind those of the write-ahead log in `dir`, in their order, some of which may have
/// been moved before. Returns whether they follow: where the write-ahead log has grown another way meanwhile, the rest
/// of them stays where it is.
pub(super) fn move_behind(new: &Path, dir: &Path) -> Result<bool, StoreError> {
    for (first, path) in list(new)? {
        let there = list(dir)?.pop().map(read_header).transpose()?;
        let next = read_header((first, path.clone()))?;
        let follows = there.is_some_and(|last| {
            let long = || std::fs::metadata(&last.path).is_ok_and(|found| found.len() == next.header.previous_len);
            let replaces = || std::fs::metadata(&last.path).is_ok_and(|found| found.len() == HEADER as u64);
            let behind = last.header.first == next.header.previous_first && long();
            behind || last.header.first == first && last.header == next.header && replaces()
        });
        if !follows {
            return Ok(false);
        }
        let place = dir.join(segment_name(first));
        std::fs::rename(&path, &place)
            .and_then(|()| folder::sync_dir(dir))
            .map_err(|error| StoreError::io("put in place", &path, &error))?;
    }
    Ok(true)
}

/// Returns the checksum before the first commit of the write-ahead log in `dir`.
pub(super) fn begins(dir: &Path) -> Result<u32, StoreError> {
    let first =
        list(dir)?.into_iter().next().ok_or_else(|| damaged(dir, 0, Some(1), "there is nothing in its folder"))?;
    Ok(read_header(first)?.header.chain)
}

/// Packs a segment, unless it is packed already. Returns whether it did.
fn pack(path: &Path) -> Result<bool, StoreError> {
    let failed = |doing: &'static str| move |error: io::Error| StoreError::io(doing, path, &error);
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(failed("read")(error)),
    };
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    let squeezed = encoder.write_all(&bytes).and_then(|()| encoder.finish()).map_err(failed("pack"))?;
    let to = packed_name(path);
    folder::write_whole(&to, &squeezed)?;
    if unpacked(&to).map_err(failed("read back"))? != bytes {
        return Err(failed("read back")(io::Error::other("it is not what was written")));
    }
    std::fs::remove_file(path).map_err(failed("remove"))?;
    Ok(true)
}

fn packed_name(path: &Path) -> PathBuf {
    path.with_added_extension("gz")
}

fn unpacked(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(io::BufReader::new(File::open(path)?)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the bytes of a segment, packed or not.
pub(super) fn read_segment(path: &Path) -> Result<Vec<u8>, StoreError> {
    let bytes = match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => unpacked(&packed_name(path)),
        bytes => bytes,
    };
    bytes.map_err(|error| unreadable(path, &error))
}

/// Returns the error for a segment that cannot be read: damage where a packed one cannot be unpacked, else the disk's
/// own.
fn unreadable(path: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            damaged(&packed_name(path), 0, None, "a packed file cannot be unpacked")
        }
        _ => StoreError::io("read", path, error),
    }
}

/// Returns the segments' first sequence numbers and paths, in order. Files with other names are passed over.
///
/// A packed segment has the path that it had before; where both are there, packing was cut short.
pub(super) fn list(dir: &Path) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    let failed = |error: io::Error| StoreError::io("read the folder", dir, &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if let Some(first) = entry.file_name().to_str().and_then(first_of) {
            found.push((first, dir.join(segment_name(first))));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn first_of(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".gz").unwrap_or(name).strip_suffix(".log")?;
    (digits.len() >= 12 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

fn read_header((first, path): (u64, PathBuf)) -> Result<Segment, StoreError> {
    let bytes = header_bytes(&path).map_err(|error| unreadable(&path, &error))?;
    match SegmentHeader::decode(&bytes) {
        Ok(header) if header.first == first => Ok(Segment { path, header }),
        Ok(_) => Err(damaged(&path, 0, Some(first), "a file does not bear the name that it was given")),
        Err(SegmentHeaderFault::Newer(found)) => Err(StoreError::newer(&path, found, segment::VERSION)),
        Err(SegmentHeaderFault::Damaged) => {
            Err(damaged(&path, 0, Some(first), "the beginning of a file is not as it was written"))
        }
    }
}

fn header_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(HEADER);
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let packed = io::BufReader::new(File::open(packed_name(path))?);
            GzDecoder::new(packed).take(HEADER as u64).read_to_end(&mut bytes)?;
        }
        file => drop(file?.take(HEADER as u64).read_to_end(&mut bytes)?),
    }
    Ok(bytes)
}

/// Checks whether each segment follows on the one before it, which is still as long as when it was sealed.
fn check_links(segments: &[Segment]) -> Result<(), StoreError> {
    let mut before: Option<&Segment> = None;
    for segment in segments {
        let first = segment.header.first;
        if segment.header.previous_first != before.map_or(0, |before| before.header.first) {
            return Err(damaged(&segment.path, 0, Some(first), "the file before this one is missing"));
        }
        if let Some(before) = before {
            check_length(before, segment.header.previous_len)?;
        }
        before = Some(segment);
    }
    Ok(())
}

fn check_length(sealed: &Segment, should: u64) -> Result<(), StoreError> {
    let found = match std::fs::metadata(&sealed.path) {
        // The length of a packed segment is checked when it is read.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        found => found.map_err(|error| StoreError::io("look at", &sealed.path, &error))?,
    };
    if found.len() == should {
        return Ok(());
    }
    let why = format!("a file of {should} bytes now has {}", found.len());
    Err(damaged(&sealed.path, found.len().min(should), None, &why))
}

fn open_last(path: &Path) -> Result<File, StoreError> {
    folder::private().open(path).map_err(|error| StoreError::io("write to the journal", path, &error))
}

/// Reads through the last segment in its file, as [`scan`] does.
fn scan_file(last: &Segment, file: &File) -> Result<(SegmentCursor, Option<TornTail>), StoreError> {
    let failed = |error: io::Error| StoreError::io("read", &last.path, &error);
    if let Some(cursor) = scan_in_parts(&last.header, file).map_err(failed)? {
        return Ok((cursor, None));
    }
    let mut bytes = Vec::new();
    let mut whole = file;
    whole.rewind().and_then(|()| whole.read_to_end(&mut bytes)).map_err(failed)?;
    scan(last, &bytes)
}

/// Reads through a segment, some of it at a time: most are whole, and memory for all of one at once costs more than
/// reading it. Returns none where a record is not whole: what is wrong with it can be told only from everything behind
/// it.
fn scan_in_parts(header: &SegmentHeader, mut file: &File) -> io::Result<Option<SegmentCursor>> {
    let (mut cursor, mut window) = (SegmentCursor::new(header), Vec::with_capacity(2 * PART));
    let mut from = cursor.offset;
    file.seek(SeekFrom::Start(from as u64))?;
    loop {
        let read = file.take(PART as u64).read_to_end(&mut window)?;
        let mut within = SegmentCursor { offset: 0, ..cursor };
        loop {
            match within.next(&window) {
                Ok(Some(_)) => {}
                // The record may only not have been read to its end yet.
                Ok(None) | Err(SegmentFault::Torn) => break,
                Err(_) => return Ok(None),
            }
        }
        window.drain(..within.offset);
        from += within.offset;
        cursor = SegmentCursor { offset: from, ..within };
        if read == 0 {
            return Ok(window.is_empty().then_some(cursor));
        }
        // This is more than any record has: something is wrong with it.
        if window.len() > LONGEST_COMMIT + PART {
            return Ok(None);
        }
    }
}

/// Reads through the last segment, up to its end or to a write that never ended.
fn scan(last: &Segment, bytes: &[u8]) -> Result<(SegmentCursor, Option<TornTail>), StoreError> {
    let mut cursor = SegmentCursor::new(&last.header);
    loop {
        match cursor.next(bytes) {
            Ok(Some(_)) => {}
            Ok(None) => return Ok((cursor, None)),
            Err(SegmentFault::Torn) => return Ok((cursor, Some(torn(last, &cursor, bytes)))),
            Err(bad) => {
                return Err(damaged(&last.path, cursor.offset as u64, Some(cursor.sequence + 1), bad.why()));
            }
        }
    }
}

fn torn(last: &Segment, cursor: &SegmentCursor, bytes: &[u8]) -> TornTail {
    let place = DamagePlace {
        file: last.path.clone(),
        offset: Some(cursor.offset as u64),
        sequence: Some(cursor.sequence + 1),
    };
    TornTail { place, bytes: (bytes.len() - cursor.offset) as u64 }
}

pub(super) fn damaged(path: &Path, offset: u64, sequence: Option<u64>, why: &str) -> StoreError {
    StoreError::wal(DamagePlace { file: path.to_owned(), offset: Some(offset), sequence }, why)
}

fn segment_name(first: u64) -> String {
    format!("{first:012}.log")
}

/// Creates a segment that holds its header. It is there whole or not at all, so that a bad header is always damage.
fn create_segment(dir: &Path, header: SegmentHeader) -> Result<(Segment, File), StoreError> {
    let path = dir.join(segment_name(header.first));
    let file = folder::write_whole(&path, &header.encode())?;
    Ok((Segment { path, header }, file))
}

#[cfg(test)]
mod tests;
