//! The bytes of one segment of the write-ahead log: its header, its records, and how to tell a record that was only
//! half written from one that was damaged later. No files in here; numbers are big-endian.
//!
//! ```text
//! header  magic 8 | version u32 | crc of these u32 | first u64 | chain u32 | previous first u64 | previous length u64
//!         | crc of these u32
//! record  length u32 | sequence u64 | place in its write u32 | own crc u32 | chain u32 | the commit as JSON
//! ```
//!
//! A record has two checksums. `own` covers length, sequence, place and payload, and can be checked with nothing else
//! at hand: that is how a whole record is found behind a broken one. `chain` covers the chain value of the record
//! before and `own`, so that no record can be lost, doubled or moved unnoticed; the header carries the chain value that
//! its first record starts from, and the very first one of a write-ahead log is random, so that two write-ahead logs
//! never mix.
//!
//! `place` counts the records of one write call from 0. A power cut can keep a later page of one unacknowledged write and
//! lose an earlier one; a whole record behind a broken one therefore proves damage only if it was written later, by a
//! write that began after the broken record: that write began only once everything before it was synced.

use std::ops::Range;

/// The version of the write-ahead log's layout that is written, and the newest that is read.
pub(super) const VERSION: u32 = 1;
/// The length of a segment's header in bytes.
pub(super) const HEADER: usize = 48;
/// The number of bytes of a record before its payload.
pub(super) const RECORD: usize = 24;
/// The longest length that is taken for a record's, in bytes: nothing near it is ever written.
const LONGEST: usize = 64 << 20;

const MAGIC: &[u8; 8] = b"fristlog";
/// The part of the header that every version has in this form, so that a damaged version is not taken for a newer one.
const FIXED: Range<usize> = 0..12;
const REST: Range<usize> = 16..44;

/// What a segment says about itself and the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SegmentHeader {
    /// The sequence number of its first record.
    pub first: u64,
    /// The chain value before that record.
    pub chain: u32,
    /// The first sequence number of the segment before; 0 = there is none.
    pub previous_first: u64,
    /// How many bytes the segment before has; a sealed segment never changes.
    pub previous_len: u64,
}

/// Why a header cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SegmentHeaderFault {
    /// A later frist wrote it.
    Newer(u32),
    /// It is not what was written.
    Damaged,
}

impl SegmentHeader {
    /// Returns the header's bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_be_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
        bytes.extend_from_slice(&self.first.to_be_bytes());
        bytes.extend_from_slice(&self.chain.to_be_bytes());
        bytes.extend_from_slice(&self.previous_first.to_be_bytes());
        bytes.extend_from_slice(&self.previous_len.to_be_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&bytes[REST]).to_be_bytes());
        bytes
    }

    /// Reads the header at the beginning of `bytes`.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, SegmentHeaderFault> {
        let fixed = bytes.get(FIXED).ok_or(SegmentHeaderFault::Damaged)?;
        if &fixed[..8] != MAGIC || u32_at(bytes, 12) != Some(crc32fast::hash(fixed)) {
            return Err(SegmentHeaderFault::Damaged);
        }
        match u32_at(bytes, 8) {
            Some(VERSION) => Self::decode_rest(bytes).ok_or(SegmentHeaderFault::Damaged),
            Some(newer) if newer > VERSION => Err(SegmentHeaderFault::Newer(newer)),
            _ => Err(SegmentHeaderFault::Damaged),
        }
    }

    fn decode_rest(bytes: &[u8]) -> Option<Self> {
        if u32_at(bytes, 44)? != crc32fast::hash(bytes.get(REST)?) {
            return None;
        }
        Some(Self {
            first: u64_at(bytes, 16)?,
            chain: u32_at(bytes, 24)?,
            previous_first: u64_at(bytes, 28)?,
            previous_len: u64_at(bytes, 36)?,
        })
    }
}

/// A record whose own checksum is right.
#[derive(Clone, Copy, Debug)]
pub(super) struct SegmentRecord<'a> {
    pub sequence: u64,
    place: u32,
    own: u32,
    chain: u32,
    pub payload: &'a [u8],
}

/// Appends a record to `bytes`; `place` counts the records of this write from 0. Returns the chain value after it.
pub(super) fn encode(bytes: &mut Vec<u8>, sequence: u64, place: u32, before: u32, payload: &[u8]) -> u32 {
    let from = bytes.len();
    bytes.extend_from_slice(&(payload.len() as u32).to_be_bytes());
    bytes.extend_from_slice(&sequence.to_be_bytes());
    bytes.extend_from_slice(&place.to_be_bytes());
    let own = own_sum(&bytes[from..], payload);
    let chain = link(before, own);
    bytes.extend_from_slice(&own.to_be_bytes());
    bytes.extend_from_slice(&chain.to_be_bytes());
    bytes.extend_from_slice(payload);
    chain
}

fn own_sum(head: &[u8], payload: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(head);
    sum.update(payload);
    sum.finalize()
}

fn link(before: u32, own: u32) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&before.to_be_bytes());
    sum.update(&own.to_be_bytes());
    sum.finalize()
}

impl<'a> SegmentRecord<'a> {
    /// Reads the record at the beginning of `bytes`, if one is there whole.
    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let length = u32_at(bytes, 0)? as usize;
        if length > LONGEST {
            return None;
        }
        let payload = bytes.get(RECORD..RECORD + length)?;
        let own = u32_at(bytes, 16)?;
        let record =
            Self { sequence: u64_at(bytes, 4)?, place: u32_at(bytes, 12)?, own, chain: u32_at(bytes, 20)?, payload };
        (own == own_sum(&bytes[..16], payload)).then_some(record)
    }
}

/// Returns the first whole record at or behind `at` with a sequence number above `above`, and where it ends.
pub(super) fn find(bytes: &[u8], at: usize, above: u64) -> Option<(usize, SegmentRecord<'_>)> {
    // No record in these bytes can have a higher number: so nearly every offset is dismissed at a glance.
    let highest = above + 1 + (bytes.len() / RECORD) as u64;
    (at..bytes.len()).find_map(|at| {
        let rest = &bytes[at..];
        u64_at(rest, 4).filter(|sequence| *sequence > above && *sequence <= highest)?;
        SegmentRecord::parse(rest).map(|record| (at + RECORD + record.payload.len(), record))
    })
}

/// The place at which a reader of a segment stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SegmentCursor {
    /// The distance from the segment's beginning in bytes.
    pub offset: usize,
    /// The sequence number of the last record read.
    pub sequence: u64,
    /// The chain value after that record.
    pub chain: u32,
}

/// The reason why there is no next record although there are more bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SegmentFault {
    /// It is a write that never came to its end: nothing that was written later stands behind it.
    Torn,
    /// It is a record that does not belong there.
    Misplaced,
    /// It was once whole, for later records stand behind it.
    Damaged,
}

impl SegmentFault {
    /// Returns the reason for an error's sentence.
    pub(super) fn why(self) -> &'static str {
        match self {
            SegmentFault::Torn => "a record is cut off or overwritten",
            SegmentFault::Misplaced => "a record is out of its place",
            SegmentFault::Damaged => "a record in the middle is not as it was written",
        }
    }
}

impl SegmentCursor {
    /// Makes a cursor before the first record of the segment with this header.
    pub(super) fn new(header: &SegmentHeader) -> Self {
        Self { offset: HEADER, sequence: header.first.saturating_sub(1), chain: header.chain }
    }

    /// Returns the next record, or none at the end of `bytes`. After an error the cursor stays where it was.
    pub(super) fn next<'a>(&mut self, bytes: &'a [u8]) -> Result<Option<SegmentRecord<'a>>, SegmentFault> {
        let rest = bytes.get(self.offset..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let Some(record) = SegmentRecord::parse(rest) else { return Err(self.diagnose(rest)) };
        if record.sequence != self.sequence + 1 || record.chain != link(self.chain, record.own) {
            return Err(SegmentFault::Misplaced);
        }
        *self = Self {
            offset: self.offset + RECORD + record.payload.len(),
            sequence: record.sequence,
            chain: record.chain,
        };
        Ok(Some(record))
    }

    /// Tells whether the bad record at the beginning of `rest` is a write that never ended.
    fn diagnose(&self, rest: &[u8]) -> SegmentFault {
        let expected = self.sequence + 1;
        // No later record in these bytes can have a higher number: so nearly every offset is dismissed at a glance.
        let highest = expected + (rest.len() / RECORD) as u64;
        let later = (1..rest.len()).any(|at| {
            let bytes = &rest[at..];
            u64_at(bytes, 4).is_some_and(|sequence| sequence > expected && sequence <= highest)
                && SegmentRecord::parse(bytes).is_some_and(|found| found.sequence - u64::from(found.place) > expected)
        });
        if later { SegmentFault::Damaged } else { SegmentFault::Torn }
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_be_bytes(*four))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|eight| u64::from_be_bytes(*eight))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: SegmentHeader = SegmentHeader { first: 5, chain: 77, previous_first: 1, previous_len: 900 };

    /// Returns a segment with one write of each of these sizes.
    fn segment(writes: &[usize]) -> (Vec<u8>, Vec<usize>) {
        let (mut bytes, mut ends) = (HEAD.encode(), vec![]);
        let (mut sequence, mut chain) = (HEAD.first, HEAD.chain);
        for size in writes {
            for place in 0..*size {
                let payload = format!("{{\"commit\":{sequence}}}");
                chain = encode(&mut bytes, sequence, place as u32, chain, payload.as_bytes());
                sequence += 1;
                ends.push(bytes.len());
            }
        }
        (bytes, ends)
    }

    fn read(bytes: &[u8]) -> (u64, Result<(), SegmentFault>) {
        let mut cursor = SegmentCursor::new(&HEAD);
        loop {
            match cursor.next(bytes) {
                Ok(Some(_)) => {}
                Ok(None) => return (cursor.sequence, Ok(())),
                Err(bad) => return (cursor.sequence, Err(bad)),
            }
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let (bytes, _) = segment(&[1, 3, 2]);
        assert_eq!(SegmentHeader::decode(&bytes), Ok(HEAD));
        assert_eq!(read(&bytes), (10, Ok(())));
    }

    #[test]
    fn a_header_with_any_byte_changed_is_damaged() {
        let good = HEAD.encode();
        assert_eq!(good.len(), HEADER);
        for at in 0..HEADER {
            let mut bytes = good.clone();
            bytes[at] ^= 0x10;
            assert_eq!(SegmentHeader::decode(&bytes), Err(SegmentHeaderFault::Damaged), "byte {at}");
            assert_eq!(SegmentHeader::decode(&good[..at]), Err(SegmentHeaderFault::Damaged), "cut at {at}");
        }
    }

    #[test]
    fn a_newer_version_is_told_from_damage() {
        let mut bytes = HEAD.encode();
        bytes[8..12].copy_from_slice(&9_u32.to_be_bytes());
        let sum = crc32fast::hash(&bytes[FIXED]);
        bytes[12..16].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(SegmentHeader::decode(&bytes), Err(SegmentHeaderFault::Newer(9)));
    }

    #[test]
    fn every_cut_of_the_last_record_is_torn_and_loses_only_that() {
        let (bytes, ends) = segment(&[1, 1, 1]);
        for cut in ends[1] + 1..bytes.len() {
            assert_eq!(read(&bytes[..cut]), (6, Err(SegmentFault::Torn)), "cut at {cut}");
        }
        assert_eq!(read(&bytes[..ends[1]]), (6, Ok(())));
    }

    #[test]
    fn a_changed_byte_before_the_last_write_is_damage() {
        let (good, ends) = segment(&[1, 2, 1]);
        for at in HEADER..ends[2] {
            let mut bytes = good.clone();
            bytes[at] ^= 0x01;
            let (sequence, outcome) = read(&bytes);
            assert!(
                matches!(outcome, Err(SegmentFault::Damaged | SegmentFault::Misplaced)),
                "byte {at}: {sequence} {outcome:?}"
            );
        }
    }

    #[test]
    fn a_changed_byte_in_the_last_write_is_never_read() {
        let (good, ends) = segment(&[1, 1]);
        for at in ends[0]..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 0x01;
            assert!(matches!(read(&bytes), (5, Err(_))), "byte {at}");
        }
    }

    #[test]
    fn one_write_may_lose_its_first_page_and_keep_a_later_one() {
        let (mut bytes, ends) = segment(&[1, 3]);
        bytes[ends[0]..ends[1] - 2].fill(0);
        assert_eq!(read(&bytes), (5, Err(SegmentFault::Torn)));
    }

    #[test]
    fn a_record_taken_out_or_doubled_is_noticed() {
        let (good, ends) = segment(&[1, 1, 1]);
        let without = [&good[..ends[0]], &good[ends[1]..]].concat();
        assert_eq!(read(&without), (5, Err(SegmentFault::Misplaced)));
        let twice = [&good[..ends[1]], &good[ends[0]..]].concat();
        assert_eq!(read(&twice), (6, Err(SegmentFault::Misplaced)));
    }

    #[test]
    fn zeros_behind_the_end_are_a_write_that_never_came() {
        let (mut bytes, _) = segment(&[1]);
        bytes.resize(bytes.len() + 5000, 0);
        assert_eq!(read(&bytes), (5, Err(SegmentFault::Torn)));
    }
}
