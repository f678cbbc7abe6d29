//! Checks everything there is, byte by byte, which opening has no time for.
//!
//! The write-ahead log is read with every checksum, the state record by record; then one is held against the other:
//! each ticket has the write-ahead log's events and no others and stands among the open or the closed ones as they say,
//! each commit is found by its name, the ledger has the write-ahead log's revisions, the audit entries of all commits are
//! there, and each letter is found by its Message-ID. Deadlines are nowhere kept: they are worked out from these events, so there is none that could be
//! wrong.
//!
//! Of each commit, ticket and letter a few bytes are held: a name, or a checksum of what it should be.

use std::collections::HashMap;
use std::sync::Arc;

use super::error::StoreError;
use super::fault::Fault;
use super::files::NamedFiles;
use super::letters::{LetterSums, sum_on};
use super::reader::{Reader, SharedState};
use super::state::Meta;
use super::wal::Wal;
use frist_domain::ticket::{CommitId, Edit, Event, TicketId, is_at_hand};

/// What was found whole.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VerifyReport {
    /// The number of commits in the write-ahead log.
    pub commits: u64,
    /// The number of tickets, open and closed.
    pub tickets: u64,
    /// The number of events of all tickets.
    pub events: u64,
    /// The files that the commits name. Whether they are whole is for [`NamedFiles::check`] to say.
    pub files: NamedFiles,
}

/// What the write-ahead log says of one ticket.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct WalTotals {
    events: u32,
    /// The checksum of all its events.
    sum: u32,
}

impl WalTotals {
    fn add(&mut self, events: &[Event]) -> Result<(), Fault> {
        for event in events {
            let bytes = serde_json::to_vec(event).map_err(|error| Fault::Damaged(error.to_string()))?;
            self.sum = sum_on(self.sum, &bytes);
            self.events += 1;
        }
        Ok(())
    }
}

/// Reads everything; the state must be as far as the write-ahead log.
pub(super) fn verify(
    wal: &Wal,
    shared: &Arc<SharedState>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<VerifyReport, StoreError> {
    let meta = shared.state.meta();
    let (commits, total) = (wal.sequence(), wal.sequence() + meta.tickets);
    let mut tickets: HashMap<TicketId, WalTotals> = HashMap::new();
    let names = CommitNames::read(shared, commits)?;
    let (mut revisions, mut files) = (0, NamedFiles::default());
    let mut letters = LetterSums::default();
    for entry in wal.entries(1, commits) {
        let entry = entry?;
        files.take(&entry.commit);
        letters.add(&entry.commit);
        for edit in &entry.commit.edits {
            match edit {
                Edit::Ticket { events, .. } if events.is_empty() => {}
                Edit::Ticket { id, events } => {
                    tickets.entry(*id).or_default().add(events).map_err(|fault| shared.failed(fault))?;
                }
                Edit::Ledger(_) => revisions += 1,
            }
        }
        if !names.is(entry.sequence, entry.commit.id) {
            return Err(damaged(shared, format!("commit {} is not found by its name", entry.sequence)));
        }
        progress(entry.sequence, total);
    }
    let events: u64 = tickets.values().map(|said| u64::from(said.events)).sum();
    check_ledger(shared, revisions)?;
    check_letters(shared, letters)?;
    check_audit_entries(shared, events + revisions)?;
    let found = count(shared, &mut tickets, &mut |done| progress(commits + done, total))?;
    if let Some(id) = tickets.keys().min() {
        return Err(damaged(shared, format!("it has no ticket {id}, which the journal has")));
    }
    if found != meta {
        return Err(damaged(shared, "its counts are not those of its tickets".to_owned()));
    }
    Ok(VerifyReport { commits, tickets: found.tickets, events, files })
}

/// The names under which the state finds commits, by their sequence numbers.
struct CommitNames(Vec<CommitId>);

impl CommitNames {
    /// Reads them; each commit of the journal may have one name, and no other has any.
    fn read(shared: &Arc<SharedState>, commits: u64) -> Result<Self, StoreError> {
        let nameless = CommitId(uuid::Uuid::nil());
        let mut names = vec![nameless; usize::try_from(commits).unwrap_or(usize::MAX)];
        let mut note = |name: CommitId, sequence: u64| {
            let at = sequence.checked_sub(1).and_then(|at| usize::try_from(at).ok());
            let Some(known) = at.and_then(|at| names.get_mut(at)).filter(|known| **known == nameless) else {
                let why = format!("it has the name of a commit {sequence} that is none of the journal's");
                return Err(Fault::Damaged(why));
            };
            *known = name;
            Ok(())
        };
        shared.state.each_commit(&mut note).map_err(|fault| shared.failed(fault))?;
        Ok(Self(names))
    }

    /// Returns whether the commit of that sequence number is found by that name.
    fn is(&self, sequence: u64, name: CommitId) -> bool {
        let at = usize::try_from(sequence).ok().and_then(|sequence| sequence.checked_sub(1));
        at.and_then(|at| self.0.get(at)) == Some(&name)
    }
}

fn damaged(shared: &Arc<SharedState>, why: String) -> StoreError {
    shared.failed(Fault::Damaged(why))
}

fn check_ledger(shared: &Arc<SharedState>, revisions: u64) -> Result<(), StoreError> {
    if shared.state.ledger().map_err(|fault| shared.failed(fault))?.len() as u64 == revisions {
        return Ok(());
    }
    Err(damaged(shared, format!("its ledger has not the journal's {revisions} revisions")))
}

fn check_letters(shared: &Arc<SharedState>, mut should: LetterSums) -> Result<(), StoreError> {
    let differs = || Fault::Damaged("the places of its letters are not those of the journal".to_owned());
    let compared = shared.state.each_letter(|key, value| if should.take(key, value) { Ok(()) } else { Err(differs()) });
    compared
        .and_then(|()| if should.is_empty() { Ok(()) } else { Err(differs()) })
        .map_err(|fault| shared.failed(fault))
}

fn check_audit_entries(shared: &Arc<SharedState>, should: u64) -> Result<(), StoreError> {
    let (audit_entries, meta) =
        (shared.state.count_audit_entries().map_err(|fault| shared.failed(fault))?, shared.state.meta());
    if audit_entries == should && meta.told == meta.sequence {
        return Ok(());
    }
    Err(damaged(shared, format!("it tells of {audit_entries} deeds where the journal has {should}")))
}

/// Counts the tickets themselves, in the terms of [`Meta`]. Takes those out of `tickets` that are as the write-ahead
/// log says.
fn count(
    shared: &Arc<SharedState>,
    tickets: &mut HashMap<TicketId, WalTotals>,
    progress: &mut dyn FnMut(u64),
) -> Result<Meta, StoreError> {
    let meta = shared.state.meta();
    let mut found = Meta { tickets: 0, open: 0, events: 0, open_events: 0, ..meta };
    for ticket in Reader::new(Arc::clone(shared)).tickets() {
        let ticket = ticket?;
        let mut said = WalTotals::default();
        said.add(&ticket.events).map_err(|fault| shared.failed(fault))?;
        let should = tickets.remove(&ticket.id);
        if should != Some(said) {
            return Err(damaged(shared, format!("ticket {} is not as the journal has it", ticket.id)));
        }
        found.tickets += 1;
        found.events += u64::from(said.events);
        if is_at_hand(&ticket.events) {
            found.open += 1;
            found.open_events += u64::from(said.events);
        }
        progress(found.tickets);
    }
    Ok(found)
}
