//! What becomes of the letters of a sender that wait once that sender is always taken. The command line and the screen do the same.

use frist_domain::contract::Book;
use frist_domain::intake::{IntakeDefaults, TicketTerms};
use frist_domain::ledger::{InboxLetter, InboxReason, Ledger};
use frist_domain::letter::Trust;
use frist_domain::ticket::TicketId;

use super::{Change, WaitingLetter};

/// The most letters of a sender that are taken together: they are one commit.
pub const MOST_TAKEN_TOGETHER: usize = 100;

/// What becomes of a letter that waits once its sender is always taken.
#[derive(Clone, Debug)]
pub enum TakenAs {
    /// A ticket by itself.
    Ticket(Vec<Change>, Box<TicketTerms>),
    /// A message on that ticket.
    Message(TicketId),
    /// Nothing yet: something is still to be chosen for its ticket.
    Unchosen(InboxReason),
    /// Nothing: it waits for another reason than its sender.
    Waits,
}

impl WaitingLetter {
    /// Returns what becomes of it where its sender is always taken: a ticket where contract, plan and severity follow, a message
    /// on the ticket that it seems to belong to. What was found not to be genuine stays, and what no person wrote.
    pub fn taken_as(&self, of: (&Ledger, &Book), defaults: &IntakeDefaults) -> TakenAs {
        let letter = &self.letter;
        let by_ticket = matches!(letter.reason, InboxReason::LateForTicket | InboxReason::StrangerToTicket);
        let is_read = letter.reason != InboxReason::Unreadable && letter.head.verdict.counts();
        if letter.head.trust == Trust::Failed || by_ticket || !is_read {
            return TakenAs::Waits;
        }
        if let Some(ticket) = letter.like {
            return TakenAs::Message(ticket);
        }
        match self.take_as_follows(of, defaults) {
            Ok((changes, terms)) => TakenAs::Ticket(changes, Box::new(terms)),
            Err(reason) => TakenAs::Unchosen(reason),
        }
    }
}

/// Returns whether a letter is from that sender: an address, or a domain with `@` before it.
pub fn is_from(letter: &InboxLetter, sender: &str) -> bool {
    let (sender, from) = (sender.to_lowercase(), letter.head.from.as_ref().map(|from| from.address.to_lowercase()));
    from.is_some_and(|from| from == sender || (sender.starts_with('@') && from.ends_with(&sender)))
}

/// Says what follows where a sender is always taken whom nothing proves: everybody can write that address.
pub const UNPROVED_FOLLOWS: &str = "Anybody can write that address into a letter. Whoever does is taken at their word from now on: \
                                    their letters become tickets, are added to those of that customer, and end a waiting for \
                                    them.";
