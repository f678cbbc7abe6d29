//! Notes what is told while everything is being read anew.
//!
//! The desk reads on one thread and tells changes on another. A change that was made just after the reading can be told
//! before what was read arrives; taking the place of everything, what was read would undo it until the ticket changes again.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::domain::ledger::LedgerRecord;
use crate::domain::query::Viewer;
use crate::domain::ticket::Ticket;
use crate::domain::time::Instant;

use super::{Effects, Shared};
use crate::tui::host::DeskWork;

/// A change that was told.
pub(crate) enum HeardChange {
    /// The new state of a ticket.
    Ticket(Arc<Ticket>),
    /// A revision of an entry.
    Entry(Arc<LedgerRecord>),
}

/// The readings that have been asked for and have not arrived, the first one first; each with the changes told since.
#[derive(Default)]
pub(crate) struct Readings(VecDeque<Vec<HeardChange>>);

impl Readings {
    /// Notes a change for each reading that may be older than it.
    pub(crate) fn hear(&mut self, heard: impl Fn() -> HeardChange) {
        self.0.iter_mut().for_each(|since| since.push(heard()));
    }
}

impl Shared {
    /// Has everything read anew.
    pub(crate) fn read_anew(&mut self) -> Effects {
        self.readings.0.push_back(Vec::new());
        vec![DeskWork::LoadAgain.into()]
    }

    /// Ends the first reading that was asked for; returns the changes told since.
    pub(crate) fn told_since_asked(&mut self) -> Vec<HeardChange> {
        self.readings.0.pop_front().unwrap_or_default()
    }

    /// Takes in, after a reading, the changes that were told since it was asked for, except those older than the reading.
    pub(crate) fn take_in_told(&mut self, since: Vec<HeardChange>, now: Instant) {
        for heard in since {
            match heard {
                HeardChange::Ticket(ticket) => {
                    let viewer = Viewer { me: &self.me.name, zone: Some(self.zone), now, ledger: &self.ledger };
                    self.queue.put(ticket, &self.book, viewer);
                }
                HeardChange::Entry(entry) => {
                    Arc::make_mut(&mut self.ledger).put(entry);
                }
            }
        }
    }
}
