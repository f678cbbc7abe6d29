//! The question whether a ticket and its outage have the same cause, which comes after one of them has been excluded.

use crate::domain::ledger::EntryId;
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;

use crate::tui::overlay::conflict::stands_long_enough;

/// The question.
pub struct SameCause {
    /// What is asked.
    pub question: String,
    /// The cause that it is about.
    pub cause: String,
    /// What has it on yes.
    pub then: HasItToo,
    /// Since when it is asked.
    pub asked: Option<Instant>,
}

/// What has the cause as well.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HasItToo {
    /// That outage, in the revision that was looked at.
    Outage(EntryId, u32),
    /// These tickets of that outage: they are excluded, with a sentence that is asked for next.
    Tickets(EntryId, Vec<TicketId>),
}

impl SameCause {
    /// Whether a key can be an answer already.
    pub fn can_be_answered(&self, now: Instant) -> bool {
        stands_long_enough(self.asked, now)
    }
}
