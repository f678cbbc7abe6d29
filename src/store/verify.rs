//! Checking everything there is, byte by byte, which opening has no time for.

use std::sync::Arc;

use super::error::StoreError;
use super::fault::Fault;
use super::journal::Journal;
use super::reader::{Reader, Shared};
use super::state::Meta;
use crate::domain::ticket::{Edit, is_open};

/// What was found whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Verified {
    /// Commits in the journal.
    pub commits: u64,
    /// Tickets, open and closed.
    pub tickets: u64,
    /// Events of all tickets.
    pub events: u64,
}

/// Reads all; the state must be as far as the journal.
pub(super) fn verify(
    journal: &Journal,
    shared: &Arc<Shared>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Verified, StoreError> {
    let meta = shared.state.meta();
    let (commits, total) = (journal.sequence(), journal.sequence() + meta.tickets);
    let (mut events, mut revisions) = (0, 0);
    for entry in journal.entries(1, commits) {
        let entry = entry?;
        for edit in &entry.commit.edits {
            match edit {
                Edit::Ticket { events: added, .. } => events += added.len() as u64,
                Edit::Ledger(_) => revisions += 1,
            }
        }
        progress(entry.sequence, total);
    }
    if shared.state.ledger().map_err(|fault| shared.failed(fault))?.len() as u64 != revisions {
        return Err(shared.failed(Fault::Damaged(format!("its ledger has not the journal's {revisions} revisions"))));
    }
    let deeds = shared.state.count_deeds().map_err(|fault| shared.failed(fault))?;
    if deeds != events + revisions || meta.told != meta.sequence {
        let why = format!("it tells of {deeds} deeds where the journal has {}", events + revisions);
        return Err(shared.failed(Fault::Damaged(why)));
    }
    let found = count(shared, &mut |tickets| progress(commits + tickets, total))?;
    if found != meta || events != meta.events {
        let why =
            format!("it has {} tickets with {} events where the journal has {events}", found.tickets, found.events);
        return Err(shared.failed(Fault::Damaged(why)));
    }
    Ok(Verified { commits, tickets: found.tickets, events })
}

/// What the tickets themselves come to, in the terms of [`Meta`].
fn count(shared: &Arc<Shared>, progress: &mut dyn FnMut(u64)) -> Result<Meta, StoreError> {
    let meta = shared.state.meta();
    let mut found = Meta { tickets: 0, open: 0, events: 0, open_events: 0, ..meta };
    for ticket in Reader::new(Arc::clone(shared)).tickets() {
        let events = ticket?.events;
        let has = events.len() as u64;
        found.tickets += 1;
        found.events += has;
        if is_open(&events) {
            found.open += 1;
            found.open_events += has;
        }
        progress(found.tickets);
    }
    Ok(found)
}
