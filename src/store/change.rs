//! What commits change in the state, worked out before anything is written: pure, but for the tickets it asks for.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::deeds::{self, Stamp};
use super::fault::Fault;
use super::journal::Entry;
use super::ledger;
use super::record::{self, CHUNK};
use super::state::Meta;
use super::trees::To;
use crate::domain::journal::{Kind, Line, contract_of, line_of_entry, lines_of_events};
use crate::domain::ledger::{Entry as Revision, EntryId};
use crate::domain::ticket::{CommitId, Edit, Event, TicketId, is_open};
use crate::domain::time::Instant;

/// A ticket's record as it stands.
#[derive(Debug)]
pub(super) struct Found {
    /// Whether it stands among the open ones.
    pub open: bool,
    pub bytes: Vec<u8>,
}

/// One key that gets another value, or none any more.
#[derive(Debug)]
pub(super) struct Write {
    pub to: To,
    pub key: Vec<u8>,
    pub value: Option<Vec<u8>>,
}

/// Commits folded onto the tickets that they touch.
#[derive(Debug)]
pub(super) struct Changes {
    meta: Meta,
    tickets: BTreeMap<TicketId, Touched>,
    commits: Vec<(CommitId, u64)>,
    /// Revisions of the ledger, and what was done.
    entered: Vec<Write>,
    /// What entries of the ledger were about, as far as these commits have them.
    sorts: Sorts,
}

/// What entries of the ledger are about: their sort and their contract.
type Sorts = BTreeMap<EntryId, (Kind, String)>;

#[derive(Debug)]
struct Touched {
    before: Option<Found>,
    /// How many events it had.
    had: usize,
    events: Vec<Event>,
}

impl Changes {
    /// None yet, on top of a state that is as far as `meta`.
    pub(super) fn new(meta: Meta) -> Self {
        Self { meta, tickets: BTreeMap::new(), commits: Vec::new(), entered: Vec::new(), sorts: Sorts::new() }
    }

    /// Adds a commit, the next one in order; `find` looks a ticket up in the state, `before` the revisions of an entry.
    pub(super) fn add(
        &mut self,
        entry: &Entry,
        find: impl Fn(TicketId) -> Result<Option<Found>, Fault>,
        before: impl Fn(EntryId) -> Result<Vec<Revision>, Fault>,
    ) -> Result<(), Fault> {
        let mut lines = Vec::new();
        for edit in &entry.commit.edits {
            match edit {
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
        self.entered.append(&mut write_deeds(&mut self.meta, entry, lines)?);
        self.commits.push((entry.commit.id, entry.sequence));
        self.meta.sequence = entry.sequence;
        self.meta.chain = entry.chain;
        Ok(())
    }

    /// A revision never changes, so its chunks are written as they are.
    fn enter(&mut self, revision: &Revision) -> Result<(), Fault> {
        let bytes = ledger::encode(revision)?;
        for (number, chunk) in (0..).zip(bytes.chunks(CHUNK)) {
            let key = ledger::key(revision.id, revision.revision, number).into();
            self.entered.push(Write { to: To::Ledger, key, value: Some(chunk.into()) });
        }
        self.meta.revisions += 1;
        self.meta.next_entry = self.meta.next_entry.max(revision.id.0.saturating_add(1));
        Ok(())
    }

    fn touch(
        &mut self,
        id: TicketId,
        find: impl Fn(TicketId) -> Result<Option<Found>, Fault>,
    ) -> Result<&mut Touched, Fault> {
        use std::collections::btree_map::Entry as Slot;
        match self.tickets.entry(id) {
            Slot::Occupied(slot) => Ok(slot.into_mut()),
            Slot::Vacant(slot) => Ok(slot.insert(Touched::load(id, find(id)?)?)),
        }
    }

    /// The writes, and how far the state is once they are done.
    pub(super) fn finish(self) -> Result<(Vec<Write>, Meta), Fault> {
        let (mut meta, mut writes) = (self.meta, self.entered);
        for (id, sequence) in self.commits {
            let key = id.0.as_bytes().to_vec();
            writes.push(Write { to: To::Commits, key, value: Some(sequence.to_be_bytes().to_vec()) });
        }
        for (id, ticket) in self.tickets {
            let open = is_open(&ticket.events);
            ticket.count(id, open, &mut meta);
            ticket.write(id, open, &mut writes)?;
        }
        Ok((writes, meta))
    }
}

impl Touched {
    fn load(id: TicketId, before: Option<Found>) -> Result<Self, Fault> {
        let events = match &before {
            Some(found) => record::decode(id, &found.bytes)?.events,
            None => Vec::new(),
        };
        Ok(Self { before, had: events.len(), events })
    }

    fn count(&self, id: TicketId, open: bool, meta: &mut Meta) {
        let (had, has) = (self.had as u64, self.events.len() as u64);
        meta.tickets += u64::from(self.before.is_none());
        meta.events += has - had;
        if self.before.as_ref().is_some_and(|before| before.open) {
            meta.open = meta.open.saturating_sub(1);
            meta.open_events = meta.open_events.saturating_sub(had);
        }
        if open {
            meta.open += 1;
            meta.open_events += has;
        }
        meta.next_ticket = meta.next_ticket.max(id.0.saturating_add(1));
    }

    /// Writes the chunks that are not there already.
    fn write(&self, id: TicketId, open: bool, writes: &mut Vec<Write>) -> Result<(), Fault> {
        let bytes = record::encode(&self.events)?;
        let before = self.before.as_ref();
        let there = before.filter(|before| before.open == open).map_or(&[][..], |before| &before.bytes);
        for (number, chunk) in (0..).zip(bytes.chunks(CHUNK)) {
            if there.chunks(CHUNK).nth(number as usize) != Some(chunk) {
                writes.push(Write { to: tree(open), key: record::key(id, number).into(), value: Some(chunk.into()) });
            }
        }
        if let Some(moved) = before.filter(|before| before.open != open) {
            for (number, _) in (0..).zip(moved.bytes.chunks(CHUNK)) {
                writes.push(Write { to: tree(moved.open), key: record::key(id, number).into(), value: None });
            }
        }
        Ok(())
    }
}

/// The line of a revision, after which its entry is about what it says.
fn line_of(sorts: &mut Sorts, revision: &Revision) -> Line {
    note_sort(sorts, revision);
    line_of_entry(revision, sorts.get(&revision.id).map(|(kind, contract)| (*kind, contract.as_str())))
}

fn note_sort(sorts: &mut Sorts, revision: &Revision) {
    if let Some(fact) = &revision.fact {
        sorts.insert(revision.id, (Kind::from(fact), fact.contract().to_owned()));
    }
}

/// The records of what a commit, the next one in order, did.
fn write_deeds(meta: &mut Meta, entry: &Entry, lines: Vec<Line>) -> Result<Vec<Write>, Fault> {
    let at = entry.commit.at;
    meta.latest = meta.latest.max(at);
    meta.set_back = meta.set_back.max(meta.latest.since(at));
    if meta.told + 1 == entry.sequence {
        meta.told = entry.sequence;
    }
    let stamp = Stamp { sequence: entry.sequence, recorded: at, latest: meta.latest, by: &entry.commit.by };
    let write = |(key, value)| Write { to: To::Deeds, key, value: Some(value) };
    Ok(deeds::encode(stamp, lines)?.into_iter().map(write).collect())
}

/// Tells what commits did that are in the state already, from the first on: for a state of an earlier frist, which did not
/// keep it.
#[derive(Debug)]
pub(super) struct Telling {
    /// What counts once all are told.
    pub meta: Meta,
    /// Events that each ticket has so far, and its contract.
    tickets: HashMap<TicketId, (u32, Arc<str>)>,
    contracts: BTreeSet<Arc<str>>,
    sorts: Sorts,
}

impl Telling {
    /// Nothing told yet of a state that is as far as `meta`.
    pub(super) fn new(meta: Meta) -> Self {
        let meta = Meta { told: 0, latest: Instant::default(), set_back: 0, ..meta };
        Self { meta, tickets: HashMap::new(), contracts: BTreeSet::new(), sorts: Sorts::new() }
    }

    /// What the next commit in order did.
    pub(super) fn tell(&mut self, entry: &Entry) -> Result<Vec<Write>, Fault> {
        let mut lines = Vec::new();
        for edit in &entry.commit.edits {
            match edit {
                Edit::Ticket { id, events } => {
                    let (first, contract) = self.extend(*id, events);
                    lines.extend(lines_of_events(*id, first, &contract, events));
                }
                Edit::Ledger(revision) => lines.push(line_of(&mut self.sorts, revision)),
            }
        }
        write_deeds(&mut self.meta, entry, lines)
    }

    /// How many events the ticket had before these, and its contract.
    fn extend(&mut self, id: TicketId, events: &[Event]) -> (u32, Arc<str>) {
        let (had, contract) = match self.tickets.get(&id) {
            Some((had, contract)) => (*had, Arc::clone(contract)),
            None => (0, self.contract(contract_of(events))),
        };
        self.tickets.insert(id, (had + events.len() as u32, Arc::clone(&contract)));
        (had, contract)
    }

    /// One text for all tickets of a contract.
    fn contract(&mut self, id: &str) -> Arc<str> {
        if let Some(known) = self.contracts.get(id) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(id);
        self.contracts.insert(Arc::clone(&new));
        new
    }
}

fn tree(open: bool) -> To {
    if open { To::Open } else { To::Closed }
}
