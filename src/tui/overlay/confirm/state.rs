//! Holds a question that is answered with `y` or `n`.

use crate::domain::ledger::LedgerRecordId;
use crate::domain::ticket::TicketId;
use crate::tui::action::Action;
use crate::tui::shared::PartyId;

/// A question that is answered with `y` or `n`.
pub struct Confirm {
    /// The text of the question.
    pub question: String,
    /// The effect of a yes.
    pub then: ConfirmedEffect,
}

/// The effect of a yes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConfirmedEffect {
    /// Drops what is typed below.
    Drop,
    /// Takes the ticket's logging back.
    Withdraw(TicketId),
    /// Retracts the event at that place of the ticket.
    Retract(TicketId, u32),
    /// Closes the ticket, which had that revision when the question was asked.
    Close(TicketId, Option<u32>),
    /// Goes on closing that ticket, whose children are open.
    CloseParent(TicketId),
    /// Merges a person or an organisation into another one.
    Merge(PartyId, PartyId),
    /// Gives that person the tickets with that typed name.
    Join(String, LedgerRecordId),
    /// Removes that ledger record.
    Remove(LedgerRecordId),
    /// Drops these letters of the inbox.
    DropLetters(Vec<LedgerRecordId>),
    /// Always takes the letters of that letter's sender.
    AlwaysTake {
        /// The letter.
        letter: LedgerRecordId,
        /// Whether it was said that nothing proves the sender.
        is_sure: bool,
    },
    /// Blocks the sender of that letter.
    BlockSender(LedgerRecordId),
    /// Sends that letter of the outbox, which was perhaps sent before.
    SendLetter(LedgerRecordId),
    /// Records an event on several tickets.
    Record(Box<BulkAction>),
}

/// Something to record on several tickets at once, as it stood when the question was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BulkAction {
    /// The action that records it.
    pub action: Action,
    /// The tickets on which it can be recorded, each with its revision.
    pub tickets: Vec<(TicketId, Option<u32>)>,
}

impl BulkAction {
    /// Returns that action for these tickets.
    pub fn of(action: Action, tickets: &[(TicketId, Option<u32>)]) -> Self {
        Self { action, tickets: tickets.to_vec() }
    }
}
