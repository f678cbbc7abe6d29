//! What is closed and old, side by side in bundles: tickets by their numbers, what commits did and their names by their
//! sequence numbers. Pure: it works out what is written.
//!
//! A ticket that is changed again leaves the archive as any other: its record stands among the open or the closed ones from
//! then on, and what the archive has of it is out of date and passed over.

use std::ops::RangeInclusive;

use super::audit;
use super::bundle::{Bundle, LARGEST};
use super::change::KeyWrite;
use super::fault::Fault;
use super::record::{CHUNK, id_of, key};
use super::trees::TargetTree;
use frist_domain::audit::AuditPosition;
use frist_domain::ticket::{CommitId, Event, TicketId};
use frist_domain::time::Instant;

/// The most tickets that stand side by side.
const TICKETS: u64 = 64;
/// The number of commits whose names and audit entries stand side by side.
pub(super) const COMMITS: u64 = 256;
/// The length of a commit's name in bytes.
const NAME: usize = 16;
/// The most bytes of a block's audit entries that stand side by side; a longer block of them stays by itself.
const MOST_DEEDS: usize = 1 << 20;

/// Where a ticket's record stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum RecordPlace {
    Open,
    Closed,
    Archive,
}

/// A block of tickets, or of commits, that stand side by side, by its number from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Block(u64);

impl Block {
    pub(super) const FIRST: Self = Self(0);

    /// Returns the block of a ticket.
    pub(super) const fn of(id: TicketId) -> Self {
        Self(id.0.saturating_sub(1) / TICKETS)
    }

    /// Returns the block of a commit.
    pub(super) const fn of_commit(sequence: u64) -> Self {
        Self(sequence.saturating_sub(1) / COMMITS)
    }

    /// Returns the block behind it, or none behind the last that a ticket's number can be of.
    pub(super) const fn next(self) -> Option<Self> {
        if self.0 < u64::MAX / TICKETS { Some(Self(self.0 + 1)) } else { None }
    }

    /// Returns the lowest number that a ticket of the block can have.
    pub(super) const fn first(self) -> TicketId {
        TicketId(if self.0 == 0 { 0 } else { self.0 * TICKETS + 1 })
    }

    /// Returns the keys of the block's tickets where they stand by themselves.
    pub(super) fn keys(self) -> RangeInclusive<[u8; 12]> {
        let last = TicketId(self.0.saturating_mul(TICKETS).saturating_add(TICKETS));
        key(self.first(), 0)..=key(last, u32::MAX)
    }

    /// Returns the sequence numbers of the block's commits, both ends counted.
    pub(super) const fn commits(self) -> RangeInclusive<u64> {
        self.0 * COMMITS + 1..=(self.0 + 1) * COMMITS
    }

    /// Returns the key of what the archive has once for a block: the span of time of its tickets, the names of its
    /// commits.
    pub(super) const fn key(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }

    pub(super) fn read(key: &[u8]) -> Result<Self, Fault> {
        let bytes =
            <[u8; 8]>::try_from(key).map_err(|_| Fault::Damaged("a key of the archive is not one of ours".into()))?;
        Ok(Self(u64::from_be_bytes(bytes)))
    }

    /// Returns the key of a chunk of the block's bundle.
    pub(super) fn chunk(self, number: u32) -> [u8; 12] {
        key(TicketId(self.0), number)
    }
}

/// The first and the last moment at which something happened, both counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TimeSpan {
    first: Instant,
    last: Instant,
}

impl TimeSpan {
    /// The span that meets every other one.
    pub(super) const ALWAYS: Self = Self { first: Instant::from_secs(i64::MIN), last: Instant::from_secs(i64::MAX) };

    /// Makes the span between these moments, both counted.
    pub(super) const fn between(first: Instant, last: Instant) -> Self {
        Self { first, last }
    }

    /// Returns the span of a ticket with these events.
    pub(super) fn of(events: &[Event]) -> Self {
        let first = events.iter().map(|event| event.happened).min().unwrap_or_default();
        let last = events.iter().map(|event| event.happened.max(event.recorded)).max().unwrap_or_default();
        Self { first, last }
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let at = |bytes: &[u8]| Some(Instant::from_secs(i64::from_be_bytes(*bytes.first_chunk()?)));
        let read = at(bytes).zip(bytes.get(8..).and_then(at));
        let (first, last) = read.ok_or_else(|| Fault::Damaged("a span of the archive cannot be read".into()))?;
        Ok(Self { first, last })
    }

    fn write(self) -> Vec<u8> {
        [self.first.secs().to_be_bytes(), self.last.secs().to_be_bytes()].concat()
    }

    /// Returns whether the two spans have a moment in common.
    pub(super) fn meets(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    fn join(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

/// What the archive has of a block of tickets.
#[derive(Debug, Default)]
pub(super) struct ArchivedBlock {
    pub bundle: Option<Bundle>,
    pub span: Option<TimeSpan>,
}

/// A closed ticket on its way into the archive.
#[derive(Debug)]
pub(super) struct ClosedTicket {
    pub id: TicketId,
    pub bytes: Vec<u8>,
    pub span: TimeSpan,
}

/// Returns whether a closed ticket's record is short enough for the archive.
pub(super) const fn fits(bytes: &[u8]) -> bool {
    bytes.len() <= LARGEST
}

/// Puts these closed tickets of a block, in order and at least one, into its bundle.
pub(super) fn put_tickets(block: Block, before: &ArchivedBlock, tickets: &[ClosedTicket], writes: &mut Vec<KeyWrite>) {
    let mut all: Vec<_> = tickets.iter().map(|ticket| (key(ticket.id, 0), ticket.bytes.as_slice())).collect();
    for (key, bytes) in before.bundle.iter().flat_map(Bundle::iter) {
        if !all.iter().any(|(new, _)| *new == key) {
            all.push((key, bytes));
        }
    }
    all.sort_unstable_by_key(|(key, _)| *key);
    put_bundle(TargetTree::Archive, block, before.bundle.as_ref(), &Bundle::pack(all), writes);
    let spans = before.span.into_iter().chain(tickets.iter().map(|ticket| ticket.span));
    if let Some(span) = spans.reduce(TimeSpan::join) {
        writes.push(KeyWrite { to: TargetTree::Spans, key: block.key().into(), value: Some(span.write()) });
    }
}

/// Returns the tickets of a bundle, without those that stand by themselves: what the bundle has of them is out of date.
pub(super) fn tickets<'a>(
    bundle: &'a Bundle,
    by_themselves: &'a [(TicketId, Vec<u8>)],
) -> impl Iterator<Item = (TicketId, &'a [u8])> {
    let all = bundle.iter().map(|(key, bytes)| (id_of(&key), bytes));
    all.filter(|(id, _)| by_themselves.iter().all(|(other, _)| other != id))
}

fn put_bundle(to: TargetTree, block: Block, before: Option<&Bundle>, bytes: &[u8], writes: &mut Vec<KeyWrite>) {
    let mut number = 0;
    for chunk in bytes.chunks(CHUNK) {
        writes.push(KeyWrite { to, key: block.chunk(number).into(), value: Some(chunk.into()) });
        number += 1;
    }
    let there = before.map_or(0, |before| before.packed().div_ceil(CHUNK) as u32);
    writes.extend((number..there).map(|surplus| KeyWrite { to, key: block.chunk(surplus).into(), value: None }));
}

/// Returns whether the audit entries of a block of commits are few enough to stand side by side.
pub(super) fn audit_entries_fit(audit_entries: &[audit::KeyValue]) -> bool {
    audit_entries.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() <= MOST_DEEDS
}

/// Puts what a block of commits did, in order, side by side.
pub(super) fn put_audit_entries(block: Block, audit_entries: &[audit::KeyValue], writes: &mut Vec<KeyWrite>) {
    let bytes = Bundle::pack(audit_entries.iter().map(|(key, bytes)| (*key, bytes.as_slice())));
    put_bundle(TargetTree::OldAuditEntries, block, None, &bytes, writes);
}

/// Puts the names of a block of commits, in the order of their sequence numbers, side by side.
pub(super) fn put_names(block: Block, names: &[CommitId], writes: &mut Vec<KeyWrite>) {
    let bytes: Vec<u8> = names.iter().flat_map(|name| *name.0.as_bytes()).collect();
    writes.push(KeyWrite { to: TargetTree::OldCommits, key: block.key().into(), value: Some(bytes) });
}

/// Reads names that stand side by side, with their commits' sequence numbers.
pub(super) fn names(key: &[u8], bytes: &[u8]) -> Result<Vec<(CommitId, u64)>, Fault> {
    let block = Block::read(key)?;
    let (names, rest) = bytes.as_chunks::<NAME>();
    if !rest.is_empty() || names.len() as u64 != COMMITS {
        return Err(Fault::Damaged(format!("the names of commits {:?} are not all there", block.commits())));
    }
    Ok(names.iter().map(|name| CommitId(uuid::Uuid::from_bytes(*name))).zip(block.commits()).collect())
}

/// Reads a name that stands by itself, with its commit's sequence number.
pub(super) fn name(name: &[u8], sequence: &[u8]) -> Result<(CommitId, u64), Fault> {
    let read = <[u8; NAME]>::try_from(name).ok().zip(sequence.first_chunk());
    let (name, sequence) = read.ok_or_else(|| Fault::Damaged("a commit's name cannot be read".into()))?;
    Ok((CommitId(uuid::Uuid::from_bytes(name)), u64::from_be_bytes(*sequence)))
}

/// Returns when this name was made, in milliseconds of UTC since 1970; 0 where the name does not say.
pub(super) fn made(name: CommitId) -> u64 {
    let says = name.0.get_version_num() == 7;
    if says { (name.0.as_u128() >> 80) as u64 } else { 0 }
}

/// Returns the audit entries of a bundle that begin before `before`.
pub(super) fn audit_entries_before(bundle: &Bundle, before: AuditPosition) -> Result<Vec<audit::AuditRecord>, Fault> {
    let end = audit::key(before);
    bundle.iter().filter(|(key, _)| *key < end).map(|(key, bytes)| audit::decode(&key, bytes)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ticket_and_every_commit_is_of_one_block() {
        for id in [0, 1, 63, 64, 65, 128, 129, 1_000_000, u64::MAX] {
            let block = Block::of(TicketId(id));
            assert!(block.keys().contains(&key(TicketId(id), 3)), "{id}");
            assert!(block.next().is_none_or(|next| !next.keys().contains(&key(TicketId(id), 3))), "{id}");
            assert_eq!(block.next().is_none(), id == u64::MAX, "{id}");
        }
        for sequence in [1, 256, 257, 512, 513] {
            assert!(Block::of_commit(sequence).commits().contains(&sequence), "{sequence}");
        }
        assert_eq!(Block::of(TicketId(64)).next().map(Block::first), Some(TicketId(65)));
    }

    #[test]
    fn a_name_says_when_it_was_made_or_nothing() {
        let at = uuid::Timestamp::from_unix_time(1_704_704_400, 250_000_000, 0, 0);
        assert_eq!(made(CommitId(uuid::Uuid::new_v7(at))), 1_704_704_400_250);
        assert_eq!(made(CommitId(uuid::Uuid::new_v4())), 0);
    }

    #[test]
    fn a_bundle_that_gets_shorter_leaves_no_chunk_behind() {
        let closed = |id: u64, len: usize| {
            let bytes: Vec<u8> = (0..len).map(|_| fastrand::u8(..)).collect();
            ClosedTicket { id: TicketId(id), bytes, span: TimeSpan::ALWAYS }
        };
        let long = [closed(1, 30_000), closed(2, 10)];
        let (mut first, mut second) = (Vec::new(), Vec::new());
        put_tickets(Block(0), &ArchivedBlock::default(), &long, &mut first);
        let chunks = first.iter().filter(|write| write.to == TargetTree::Archive);
        let bytes: Vec<u8> = chunks.clone().flat_map(|write| write.value.clone().unwrap()).collect();
        let before = ArchivedBlock { bundle: Some(Bundle::read(&bytes).unwrap()), span: None };
        put_tickets(Block(0), &before, &[closed(1, 10)], &mut second);
        let kept =
            |writes: &[KeyWrite]| writes.iter().filter(|w| w.to == TargetTree::Archive && w.value.is_some()).count();
        let removed = second.iter().filter(|write| write.to == TargetTree::Archive && write.value.is_none()).count();
        assert_eq!((kept(&first), kept(&second), removed), (chunks.count(), 1, kept(&first) - 1));
        let both = Bundle::read(second[0].value.as_ref().unwrap()).unwrap();
        assert_eq!(both.get(key(TicketId(2), 0)), Some(long[1].bytes.as_slice()));
    }
}
