//! Taking in what another store has: into an empty store as it is, into one with tickets under new numbers.

use std::collections::HashMap;

use super::backup::Backup;
use super::error::StoreError;
use super::{Entry, Store};
use crate::domain::ledger::{Entry as Revision, EntryId, Fact};
use crate::domain::ticket::{Commit, CommitId, Edit, TicketId};

/// Commits that are written, and synced, at a time.
const TOGETHER: usize = 256;

/// What was taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Imported {
    /// Commits.
    pub commits: u64,
    /// Commits that the store had already: they had been taken in before.
    pub known: u64,
    /// Tickets.
    pub tickets: u64,
    /// How much higher their numbers are here; 0 = they are the same.
    pub shift: u64,
}

impl Store {
    /// Takes in the commits of a backup or an export. Where the store has tickets, theirs get new numbers, above those that
    /// are here; entries of the ledger likewise. A commit that was taken in before is passed over, so that one that was cut
    /// off can be repeated.
    ///
    /// `progress` is told how many commits are done. Read the file to its end before ([`Backup::verify`]): what comes before the place
    /// where it breaks off is kept.
    ///
    /// # Errors
    ///
    /// If the file is not whole, or the disk says no.
    pub fn import(&mut self, backup: Backup, progress: &mut dyn FnMut(u64)) -> Result<Imported, StoreError> {
        let known = self.reader().commits()?;
        let mut import = Import { numbers: Numbers::of(self)?, known, waiting: Vec::new(), done: Imported::default() };
        for entry in backup {
            let Entry { sequence, commit, .. } = entry?;
            import.take(self, commit)?;
            progress(sequence);
        }
        import.write(self)?;
        import.done.shift = import.numbers.shift();
        import.done.tickets = import.numbers.tickets.len() as u64;
        Ok(import.done)
    }
}

struct Import {
    numbers: Numbers,
    /// Commits that the store had before.
    known: HashMap<CommitId, u64>,
    waiting: Vec<Commit>,
    done: Imported,
}

impl Import {
    fn take(&mut self, store: &mut Store, commit: Commit) -> Result<(), StoreError> {
        if let Some(sequence) = self.known.get(&commit.id).copied() {
            // It was taken in before: its numbers are those that it got then.
            self.numbers.learn(&commit, store.journal_entries(sequence).next().transpose()?);
            self.done.known += 1;
            return Ok(());
        }
        let commit = self.numbers.renumber(commit);
        self.waiting.push(commit);
        self.done.commits += 1;
        if self.waiting.len() >= TOGETHER { self.write(store) } else { Ok(()) }
    }

    fn write(&mut self, store: &mut Store) -> Result<(), StoreError> {
        store.append(&std::mem::take(&mut self.waiting))?;
        store.apply()
    }
}

/// Which number each ticket and each entry gets here.
struct Numbers {
    tickets: HashMap<TicketId, TicketId>,
    entries: HashMap<EntryId, EntryId>,
    first_ticket: u64,
    first_entry: u64,
    /// How much higher the numbers are of what the desk keeps by itself.
    kept_shift: u64,
}

impl Numbers {
    fn of(store: &Store) -> Result<Self, StoreError> {
        let (first_ticket, first_entry) = (store.next_ticket_id().0, store.next_entry_id().0);
        let next_kept = EntryId::next_kept(store.reader().ledger()?.into_iter().map(|entry| entry.id));
        let kept_shift = next_kept.0 - EntryId::next_kept(std::iter::empty()).0;
        Ok(Self { tickets: HashMap::new(), entries: HashMap::new(), first_ticket, first_entry, kept_shift })
    }

    fn shift(&self) -> u64 {
        self.tickets.iter().map(|(theirs, ours)| ours.0.saturating_sub(theirs.0)).max().unwrap_or(0)
    }

    /// Every number is moved by as much, so that they stay in their order and gaps stay gaps.
    fn ticket(&mut self, id: TicketId) -> TicketId {
        let shift = self.first_ticket - 1;
        *self.tickets.entry(id).or_insert(TicketId(id.0 + shift))
    }

    fn entry(&mut self, id: EntryId) -> EntryId {
        let shift = if id.is_kept() { self.kept_shift } else { self.first_entry - 1 };
        *self.entries.entry(id).or_insert(EntryId(id.0 + shift))
    }

    fn renumber(&mut self, mut commit: Commit) -> Commit {
        for edit in &mut commit.edits {
            match edit {
                Edit::Ticket { id, .. } => *id = self.ticket(*id),
                Edit::Ledger(revision) => self.renumber_entry(revision),
            }
        }
        commit
    }

    fn renumber_entry(&mut self, revision: &mut Revision) {
        revision.id = self.entry(revision.id);
        match &mut revision.fact {
            Some(Fact::Outage(outage)) => {
                for id in &mut outage.tickets {
                    *id = self.ticket(*id);
                }
            }
            // Who is on call at another desk is nobody's turn here; into an empty store it is the same desk.
            Some(Fact::Rota(_)) if (self.first_ticket, self.first_entry) != (1, 1) => revision.fact = None,
            _ => {}
        }
    }

    fn learn(&mut self, theirs: &Commit, ours: Option<Entry>) {
        for (theirs, ours) in theirs.edits.iter().zip(ours.into_iter().flat_map(|entry| entry.commit.edits)) {
            match (theirs, ours) {
                (Edit::Ticket { id, .. }, Edit::Ticket { id: ours, .. }) => drop(self.tickets.insert(*id, ours)),
                (Edit::Ledger(theirs), Edit::Ledger(ours)) => drop(self.entries.insert(theirs.id, ours.id)),
                _ => {}
            }
        }
    }
}
