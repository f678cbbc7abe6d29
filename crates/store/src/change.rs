//! Works out what commits change in the state before anything is written: pure, but for the tickets it asks for.

use std::collections::BTreeMap;

use super::archive::{self, ArchivedBlock, Block, COMMITS, ClosedTicket, RecordPlace, TimeSpan};
use super::audit::{self, CommitStamp};
use super::fault::Fault;
use super::ledger;
use super::letters::LetterIndex;
use super::record::{self, CHUNK};
use super::state::Meta;
use super::trees::TargetTree;
use super::wal::WalEntry;
use frist_domain::audit::{AuditKind, AuditLine, contract_of, line_of_ledger_record, lines_of_events};
use frist_domain::ledger::{LedgerRecord as Revision, LedgerRecordId};
use frist_domain::letter::LetterKey;
use frist_domain::ticket::{CommitId, Edit, Event, TicketId, is_at_hand};

/// A ticket's record as it is in the state.
#[derive(Debug)]
pub(super) struct StoredTicket {
    pub stands: RecordPlace,
    pub bytes: Vec<u8>,
}

/// One key that gets another value, or is removed where there is none.
#[derive(Debug)]
pub(super) struct KeyWrite {
    pub to: TargetTree,
    pub key: Vec<u8>,
    pub value: Option<Vec<u8>>,
}

/// A ticket that is closed when it is first put in goes straight into the archive where so many of its block do: else a block
/// would be written over and over.
const AT_ONCE: usize = 32;

/// Commits folded onto the tickets that they touch.
#[derive(Debug)]
pub(super) struct Changes {
    meta: Meta,
    tickets: BTreeMap<TicketId, TouchedTicket>,
    commits: Vec<(CommitId, u64)>,
    /// The new revisions of the ledger.
    entered: Vec<KeyWrite>,
    /// The audit entries of the commits.
    audit_entries: Vec<audit::KeyValue>,
    /// What the entries of these commits are about.
    sorts: LedgerKinds,
    /// The places of their letters.
    letters: LetterIndex,
}

/// The kind and the contract of each ledger record.
type LedgerKinds = BTreeMap<LedgerRecordId, (AuditKind, String)>;

#[derive(Debug)]
struct TouchedTicket {
    before: Option<StoredTicket>,
    /// The number of events that it had before.
    had: usize,
    events: Vec<Event>,
}

impl Changes {
    /// Makes an empty set of changes on top of a state that is as far as `meta`.
    pub(super) fn new(meta: Meta) -> Self {
        Self {
            meta,
            tickets: BTreeMap::new(),
            commits: Vec::new(),
            entered: Vec::new(),
            audit_entries: Vec::new(),
            sorts: LedgerKinds::new(),
            letters: LetterIndex::default(),
        }
    }

    /// Adds a commit, the next one in order; `find` looks a ticket up in the state, `before` the revisions of an entry, `letter`
    /// the places of letters.
    pub(super) fn add(
        &mut self,
        entry: &WalEntry,
        find: impl Fn(TicketId) -> Result<Option<StoredTicket>, Fault>,
        before: impl Fn(LedgerRecordId) -> Result<Vec<Revision>, Fault>,
        letter: impl Fn(LetterKey) -> Result<Option<Vec<u8>>, Fault>,
    ) -> Result<(), Fault> {
        self.meta.letters += self.letters.add(&entry.commit, letter)?;
        let mut lines = Vec::new();
        for edit in &entry.commit.edits {
            match edit {
                // Nothing of ours writes such an edit, but an earlier frist took some in from outside: it makes no
                // ticket.
                Edit::Ticket { events, .. } if events.is_empty() => {}
                Edit::Ticket { id, events } => {
                    let touched = self.touch(*id, &find)?;
                    let first = touched.events.len() as u32;
                    touched.events.extend_from_slice(events);
                    lines.extend(lines_of_events(*id, first, contract_of(&touched.events), events));
                }
                Edit::Ledger(revision) => {
                    if revision.fact.is_none() && !self.sorts.contains_key(&revision.id) {
                        before(revision.id)?.iter().for_each(|earlier| note_sort(&mut self.sorts, earlier));
                    }
                    lines.push(line_of(&mut self.sorts, revision));
                    self.enter(revision)?;
                }
            }
        }
        self.audit_entries.append(&mut write_audit_entries(&mut self.meta, entry, lines)?);
        self.commits.push((entry.commit.id, entry.sequence));
        self.meta.sequence = entry.sequence;
        self.meta.chain = entry.chain;
        Ok(())
    }

    /// Writes a revision's chunks as they are: a revision never changes.
    fn enter(&mut self, revision: &Revision) -> Result<(), Fault> {
        let bytes = ledger::encode(revision)?;
        for (number, chunk) in (0..).zip(bytes.chunks(CHUNK)) {
            let key = ledger::key(revision.id, revision.revision, number).into();
            self.entered.push(KeyWrite { to: TargetTree::Ledger, key, value: Some(chunk.into()) });
        }
        self.meta.revisions += 1;
        if !revision.id.is_kept() {
            self.meta.next_entry = self.meta.next_entry.max(revision.id.0.saturating_add(1));
        }
        Ok(())
    }

    fn touch(
        &mut self,
        id: TicketId,
        find: impl Fn(TicketId) -> Result<Option<StoredTicket>, Fault>,
    ) -> Result<&mut TouchedTicket, Fault> {
        use std::collections::btree_map::Entry as Slot;
        match self.tickets.entry(id) {
            Slot::Occupied(slot) => Ok(slot.into_mut()),
            Slot::Vacant(slot) => Ok(slot.insert(TouchedTicket::load(id, find(id)?)?)),
        }
    }

    /// Returns the writes, and how far the state is once they are done; `archived` looks up what the archive has of a block.
    pub(super) fn finish(
        mut self,
        archived: impl Fn(Block) -> Result<ArchivedBlock, Fault>,
    ) -> Result<(Vec<KeyWrite>, Meta), Fault> {
        let mut writes = std::mem::take(&mut self.entered);
        writes.extend(std::mem::take(&mut self.letters).writes());
        self.write_commits(&mut writes);
        let meta = &mut self.meta;
        let mut side_by_side: BTreeMap<Block, Vec<ClosedTicket>> = BTreeMap::new();
        for (id, ticket) in self.tickets {
            let after = ChangedTicket::of(&ticket)?;
            ticket.count(id, &after, meta);
            if ticket.before.is_none() && after.may_be_archived() {
                let closed = ClosedTicket { id, bytes: after.bytes, span: TimeSpan::of(&ticket.events) };
                side_by_side.entry(Block::of(id)).or_default().push(closed);
            } else {
                ticket.write(id, &after, &mut writes);
            }
        }
        for (block, tickets) in side_by_side {
            if tickets.len() >= AT_ONCE {
                archive::put_tickets(block, &archived(block)?, &tickets, &mut writes);
                continue;
            }
            for ClosedTicket { id, bytes, .. } in tickets {
                meta.closed += 1;
                put_chunks(TargetTree::Closed, id, &bytes, &[], &mut writes);
            }
        }
        Ok((writes, self.meta))
    }

    /// Writes what was done and the commits' names: side by side where they are a block of commits behind others that
    /// are, else each by itself.
    fn write_commits(&mut self, writes: &mut Vec<KeyWrite>) {
        let block = Block::of_commit(self.meta.archived + 1);
        let first_and_last = self.commits.first().zip(self.commits.last());
        let whole = first_and_last.is_some_and(|(first, last)| block.commits() == (first.1..=last.1));
        if whole && archive::audit_entries_fit(&self.audit_entries) {
            let names: Vec<CommitId> = self.commits.iter().map(|(name, _)| *name).collect();
            archive::put_audit_entries(block, &self.audit_entries, writes);
            archive::put_names(block, &names, writes);
            self.meta.archive_commits(&names);
            return;
        }
        writes.extend(self.audit_entries.drain(..).map(|(key, value)| KeyWrite {
            to: TargetTree::AuditEntries,
            key: key.into(),
            value: Some(value),
        }));
        writes.extend(self.commits.drain(..).map(|(id, sequence)| {
            let key = id.0.as_bytes().to_vec();
            KeyWrite { to: TargetTree::Commits, key, value: Some(sequence.to_be_bytes().to_vec()) }
        }));
    }
}

/// A ticket's record as it will be once the commits are in.
struct ChangedTicket {
    open: bool,
    bytes: Vec<u8>,
}

impl ChangedTicket {
    fn of(ticket: &TouchedTicket) -> Result<Self, Fault> {
        Ok(Self { open: is_at_hand(&ticket.events), bytes: record::encode(&ticket.events)? })
    }

    fn may_be_archived(&self) -> bool {
        !self.open && archive::fits(&self.bytes)
    }
}

impl Meta {
    /// Notes that the names of a block of commits stand side by side now, and so does what they did.
    pub(super) fn archive_commits(&mut self, names: &[CommitId]) {
        self.archived += COMMITS;
        let made = names.iter().map(|name| archive::made(*name));
        self.names_until = made.fold(self.names_until, u64::max);
    }
}

impl TouchedTicket {
    fn load(id: TicketId, before: Option<StoredTicket>) -> Result<Self, Fault> {
        let events = match &before {
            Some(found) => record::decode(id, &found.bytes)?.events,
            None => Vec::new(),
        };
        Ok(Self { before, had: events.len(), events })
    }

    fn count(&self, id: TicketId, after: &ChangedTicket, meta: &mut Meta) {
        let (had, has) = (self.had as u64, self.events.len() as u64);
        meta.tickets += u64::from(self.before.is_none());
        meta.events += has - had;
        if self.stood(RecordPlace::Open).is_some() {
            meta.open = meta.open.saturating_sub(1);
            meta.open_events = meta.open_events.saturating_sub(had);
        }
        if self.stood(RecordPlace::Closed).is_some_and(archive::fits) {
            meta.closed = meta.closed.saturating_sub(1);
        }
        if after.open {
            meta.open += 1;
            meta.open_events += has;
        } else if self.before.is_some() && after.may_be_archived() {
            meta.closed += 1;
        }
        meta.next_ticket = meta.next_ticket.max(id.0.saturating_add(1));
    }

    /// Returns the bytes of the record before, if it was in that tree.
    fn stood(&self, stands: RecordPlace) -> Option<&[u8]> {
        self.before.as_ref().filter(|before| before.stands == stands).map(|before| before.bytes.as_slice())
    }

    /// Writes the chunks that are not there already, and removes them from the tree that the ticket leaves.
    fn write(&self, id: TicketId, after: &ChangedTicket, writes: &mut Vec<KeyWrite>) {
        let (is, was) = if after.open {
            (RecordPlace::Open, RecordPlace::Closed)
        } else {
            (RecordPlace::Closed, RecordPlace::Open)
        };
        put_chunks(tree(is), id, &after.bytes, self.stood(is).unwrap_or_default(), writes);
        for (number, _) in (0..).zip(self.stood(was).unwrap_or_default().chunks(CHUNK)) {
            writes.push(KeyWrite { to: tree(was), key: record::key(id, number).into(), value: None });
        }
    }
}

fn put_chunks(to: TargetTree, id: TicketId, bytes: &[u8], there: &[u8], writes: &mut Vec<KeyWrite>) {
    for (number, chunk) in (0..).zip(bytes.chunks(CHUNK)) {
        if there.chunks(CHUNK).nth(number as usize) != Some(chunk) {
            writes.push(KeyWrite { to, key: record::key(id, number).into(), value: Some(chunk.into()) });
        }
    }
}

const fn tree(stands: RecordPlace) -> TargetTree {
    match stands {
        RecordPlace::Open => TargetTree::Open,
        RecordPlace::Closed => TargetTree::Closed,
        RecordPlace::Archive => TargetTree::Archive,
    }
}

/// Moves closed tickets of a block, in order, from where they stand by themselves into the archive.
pub(super) fn move_tickets(
    block: Block,
    tickets: Vec<(TicketId, Vec<u8>)>,
    before: &ArchivedBlock,
    meta: &mut Meta,
) -> Result<Vec<KeyWrite>, Fault> {
    let mut writes = Vec::new();
    let mut moving = Vec::new();
    for (id, bytes) in tickets {
        for (number, _) in (0..).zip(bytes.chunks(CHUNK)) {
            writes.push(KeyWrite { to: TargetTree::Closed, key: record::key(id, number).into(), value: None });
        }
        let span = TimeSpan::of(&record::decode(id, &bytes)?.events);
        moving.push(ClosedTicket { id, bytes, span });
    }
    meta.closed = meta.closed.saturating_sub(moving.len() as u64);
    archive::put_tickets(block, before, &moving, &mut writes);
    Ok(writes)
}

/// Moves the names of the next block of commits and their audit entries to where they stand side by side. The audit
/// entries stay where they are too many.
pub(super) fn move_commits(
    audit_entries: &[audit::KeyValue],
    names: impl Iterator<Item = Result<(CommitId, u64), Fault>>,
    meta: &mut Meta,
) -> Result<Vec<KeyWrite>, Fault> {
    let block = Block::of_commit(meta.archived + 1);
    let mut writes = Vec::new();
    if archive::audit_entries_fit(audit_entries) {
        archive::put_audit_entries(block, audit_entries, &mut writes);
        writes.extend(audit_entries.iter().map(|(key, _)| KeyWrite {
            to: TargetTree::AuditEntries,
            key: key.to_vec(),
            value: None,
        }));
    }
    let mut in_order = BTreeMap::new();
    for found in names {
        let (name, sequence) = found?;
        if block.commits().contains(&sequence) {
            in_order.insert(sequence, name);
        }
    }
    let names: Vec<CommitId> = in_order.into_values().collect();
    if names.len() as u64 != COMMITS {
        return Err(Fault::Damaged(format!("the names of commits {:?} are not all there", block.commits())));
    }
    writes.extend(names.iter().map(|name| KeyWrite {
        to: TargetTree::Commits,
        key: name.0.as_bytes().to_vec(),
        value: None,
    }));
    archive::put_names(block, &names, &mut writes);
    meta.archive_commits(&names);
    Ok(writes)
}

/// Returns the line of a revision and notes what the entry is about from then on.
fn line_of(sorts: &mut LedgerKinds, revision: &Revision) -> AuditLine {
    note_sort(sorts, revision);
    line_of_ledger_record(revision, sorts.get(&revision.id).map(|(kind, contract)| (*kind, contract.as_str())))
}

fn note_sort(sorts: &mut LedgerKinds, revision: &Revision) {
    if let Some(fact) = &revision.fact {
        sorts.insert(revision.id, (AuditKind::from(fact), fact.contract().to_owned()));
    }
}

/// Returns the records of the audit entries of a commit, the next one in order.
fn write_audit_entries(
    meta: &mut Meta,
    entry: &WalEntry,
    lines: Vec<AuditLine>,
) -> Result<Vec<audit::KeyValue>, Fault> {
    let at = entry.commit.at;
    meta.latest = meta.latest.max(at);
    meta.set_back = meta.set_back.max(meta.latest.since(at));
    meta.told = entry.sequence;
    let stamp = CommitStamp { sequence: entry.sequence, recorded: at, latest: meta.latest, by: &entry.commit.by };
    audit::encode(stamp, lines)
}
