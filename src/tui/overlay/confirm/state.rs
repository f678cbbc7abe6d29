//! A question that is answered with `y` or `n`.

use crate::domain::ticket::TicketId;
use crate::tui::action::Action;

/// A question that is answered with `y` or `n`.
pub struct Confirm {
    /// What is asked.
    pub question: String,
    /// What happens on yes.
    pub then: Then,
}

/// What a yes does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Then {
    /// Drop what is typed below.
    Drop,
    /// Take the ticket's logging back.
    Withdraw(TicketId),
    /// Take that entry of the ticket back.
    TakeBack(TicketId, u32),
    /// Record that on all of them.
    Record(Box<Bulk>),
}

/// Something to record on several tickets at once, as it was looked at when the question was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bulk {
    /// What is recorded.
    pub action: Action,
    /// The tickets that it can be recorded on, each with its revision.
    pub tickets: Vec<(TicketId, Option<u32>)>,
    /// Why not on the others, a sentence each.
    pub refused: Vec<String>,
}

impl Bulk {
    /// That for these tickets, as far as it goes.
    pub fn of(action: Action, tickets: &[(TicketId, Option<u32>)]) -> Self {
        Self { action, tickets: tickets.to_vec(), refused: Vec::new() }
    }
}
