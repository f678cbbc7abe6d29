//! Knows who is at the desk just now, and which ticket they have open.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use frist_config::Person;
use frist_domain::ticket::TicketId;

/// One screen or command at the desk; two screens of one person are two seats.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SeatId(pub u64);

/// A person who watches the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Present {
    /// The person's seat.
    pub seat: SeatId,
    /// The person's name, as it stands on events.
    pub name: String,
    /// The person's name to show.
    pub display: String,
    /// The ticket that they have open, if any.
    pub ticket: Option<TicketId>,
}

/// All seats that are taken.
#[derive(Default)]
pub(super) struct Seats {
    taken: BTreeMap<SeatId, Present>,
    last: u64,
}

impl Seats {
    pub(super) fn sit(&mut self, person: &Person) -> SeatId {
        self.last += 1;
        let seat = SeatId(self.last);
        let present = Present { seat, name: person.name.clone(), display: person.display.clone(), ticket: None };
        self.taken.insert(seat, present);
        seat
    }

    /// Notes which ticket is open at that seat; returns whether that is news.
    pub(super) fn look_at(&mut self, seat: SeatId, ticket: Option<TicketId>) -> bool {
        match self.taken.get_mut(&seat) {
            Some(present) if present.ticket != ticket => {
                present.ticket = ticket;
                true
            }
            _ => false,
        }
    }

    pub(super) fn leave(&mut self, seat: SeatId) {
        self.taken.remove(&seat);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    pub(super) fn present(&self) -> Arc<Vec<Present>> {
        Arc::new(self.taken.values().cloned().collect())
    }
}
