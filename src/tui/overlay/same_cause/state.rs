//! Holds the question whether a ticket and its outage have the same cause, which follows when one of them was excluded.

use crate::domain::ledger::LedgerRecordId;
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;

use crate::tui::overlay::conflict::stands_long_enough;

/// The question whether something else has the same cause.
pub struct SameCause {
    /// The text of the question.
    pub question: String,
    /// The cause.
    pub cause: String,
    /// What gets the cause on a yes.
    pub then: HasItToo,
    /// The moment since which it is asked.
    pub asked: Option<Instant>,
}

/// What has the same cause as well.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HasItToo {
    /// That outage, in the revision that was looked at.
    Outage(LedgerRecordId, u32),
    /// These tickets of that outage; they are excluded, with a sentence that is asked for next.
    Tickets(LedgerRecordId, Vec<TicketId>),
}

impl SameCause {
    /// Returns whether a key can be an answer already.
    pub fn can_be_answered(&self, now: Instant) -> bool {
        stands_long_enough(self.asked, now)
    }
}
