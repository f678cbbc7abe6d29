//! Reads the write-ahead log from one commit to another, segment by segment, and checks every checksum on the way.

use std::collections::VecDeque;

use super::error::StoreError;
use super::segment::{SegmentCursor, SegmentHeader};
use super::wal::{Segment, WalEntry, damaged, read_segment};

/// The commits of the write-ahead log in order. The iterator ends after an error.
#[derive(Debug)]
pub struct WalEntries {
    /// The segments that have not been begun yet.
    ahead: VecDeque<Segment>,
    current: Option<CurrentSegment>,
    from: u64,
    to: u64,
    done: bool,
}

#[derive(Debug)]
struct CurrentSegment {
    segment: Segment,
    bytes: Vec<u8>,
    cursor: SegmentCursor,
}

impl WalEntries {
    /// Reads from commit `from` to commit `to`, both counted; the write-ahead log must reach to `to`.
    pub(super) fn new(segments: &[Segment], from: u64, to: u64) -> Self {
        let from = from.max(1);
        let wanted = |segment: &&Segment| segment.header.first <= to;
        let mut ahead: VecDeque<_> = segments.iter().filter(wanted).cloned().collect();
        while ahead.get(1).is_some_and(|second| second.header.first <= from) {
            ahead.pop_front();
        }
        Self { ahead, current: None, from, to, done: from > to }
    }

    fn advance(&mut self) -> Result<Option<WalEntry>, StoreError> {
        loop {
            let current = match &mut self.current {
                Some(current) if current.cursor.sequence >= self.to => return Ok(None),
                Some(current) => current,
                None => match self.ahead.pop_front() {
                    Some(segment) => self.current.insert(CurrentSegment::load(segment)?),
                    None => return Ok(None),
                },
            };
            match current.next(self.from)? {
                SegmentStep::Entry(entry) => return Ok(Some(*entry)),
                SegmentStep::Earlier => {}
                SegmentStep::End => {
                    current.check_next(self.ahead.front().map(|next| &next.header))?;
                    self.current = None;
                }
            }
        }
    }
}

impl Iterator for WalEntries {
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

enum SegmentStep {
    Entry(Box<WalEntry>),
    /// A commit before the first that was asked for.
    Earlier,
    /// The segment has no more.
    End,
}

impl CurrentSegment {
    fn load(segment: Segment) -> Result<Self, StoreError> {
        let bytes = read_segment(&segment.path)?;
        let cursor = SegmentCursor::new(&segment.header);
        Ok(Self { segment, bytes, cursor })
    }

    fn next(&mut self, from: u64) -> Result<SegmentStep, StoreError> {
        let (at, expected) = (self.cursor.offset as u64, self.cursor.sequence + 1);
        let found = self.cursor.next(&self.bytes);
        let found = found.map_err(|bad| damaged(&self.segment.path, at, Some(expected), bad.why()))?;
        let Some(record) = found else { return Ok(SegmentStep::End) };
        if record.sequence < from {
            return Ok(SegmentStep::Earlier);
        }
        let commit = serde_json::from_slice(record.payload).map_err(|error| {
            damaged(&self.segment.path, at, Some(expected), &format!("a commit cannot be read ({error})"))
        })?;
        Ok(SegmentStep::Entry(Box::new(WalEntry { sequence: record.sequence, chain: self.cursor.chain, commit })))
    }

    /// Checks that a segment that ends before the last commit asked for ends where the next one begins.
    fn check_next(&self, next: Option<&SegmentHeader>) -> Result<(), StoreError> {
        let end = &self.cursor;
        if next.is_some_and(|next| next.first == end.sequence + 1 && next.chain == end.chain) {
            return Ok(());
        }
        Err(damaged(
            &self.segment.path,
            end.offset as u64,
            Some(end.sequence + 1),
            "commits are missing at a file's end",
        ))
    }
}
