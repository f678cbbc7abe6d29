//! Has a sender's letters always taken in: those that wait become what they would have become, as far as that follows.

use crate::desk::{Change, rule_of_sender};
use crate::domain::intake::TicketTerms;
use crate::domain::ledger::{InboxReason, LedgerRecordId, LetterRule};
use crate::domain::letter::Trust;
use crate::domain::text::{clean, counted};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::feature::new_ticket;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};

use super::{Effects, Shared};

/// The most letters of a sender that are taken at once: they are one commit.
const MOST_AT_ONCE: usize = 100;

/// What becomes of a letter that waits once its sender is always taken.
enum TakenAs {
    /// A ticket by itself.
    Ticket(Vec<Change>, TicketTerms),
    /// A message on that ticket.
    Message(TicketId),
    /// Nothing yet: something is still to be chosen for its ticket.
    Unchosen(InboxReason),
    /// Nothing: it waits for another reason than its sender.
    Waits,
}

impl Shared {
    /// Asks whether letters of that letter's sender are always to be taken in, and says what becomes of those that wait.
    pub(crate) fn ask_always_take(&mut self, id: LedgerRecordId, now: Instant) {
        let Some(address) = self.sender_of(id) else {
            return self.info("That letter names no sender", now);
        };
        let waiting: Vec<(LedgerRecordId, TakenAs)> = self.taken_of(&address);
        let is_rule = rule_of_sender(&self.ledger, &address, LetterRule::Always).is_none();
        let are_taken = |(_, taken): &(_, TakenAs)| matches!(taken, TakenAs::Ticket(..) | TakenAs::Message(_));
        if is_rule && !waiting.iter().any(are_taken) {
            return self.info(clean(&format!("Letters of {address} are always taken in already")), now);
        }
        let (own, others): (Vec<_>, Vec<_>) = waiting.iter().partition(|(letter, _)| *letter == id);
        let own = own.into_iter().map(|(_, taken)| format!("This letter {}.", taken.in_words(true, 1)));
        let mut kinds: Vec<(&TakenAs, u64)> = Vec::new();
        for (_, taken) in others {
            match kinds.iter_mut().find(|(kind, _)| kind.in_words(false, 1) == taken.in_words(false, 1)) {
                Some((_, count)) => *count += 1,
                None => kinds.push((taken, 1)),
            }
        }
        let others = kinds.into_iter().map(|(taken, count)| {
            format!("{} of theirs {}.", counted(count, "other letter"), taken.in_words(false, count))
        });
        let said: Vec<String> = own.chain(others).collect();
        let question = format!(
            "Always take letters of {}? Later ones come in even where nothing proves who sent them. {}",
            clean(&address),
            said.join(" ")
        );
        self.over(Confirm { question, then: ConfirmedEffect::AlwaysTake(id) });
    }

    /// Has letters of that letter's sender always taken in, with those that wait as far as it follows what they become; where
    /// something is to be chosen for the ticket of this one, the form asks for it.
    pub(crate) fn always_take(&mut self, id: LedgerRecordId, now: Instant) -> Effects {
        let Some(address) = self.sender_of(id) else { return self.tell_settled(now) };
        let mut changes: Vec<Change> = rule_of_sender(&self.ledger, &address, LetterRule::Always).into_iter().collect();
        let (mut taken_in, mut asks) = (0, false);
        for (letter, taken) in self.taken_of(&address) {
            let more = match taken {
                TakenAs::Ticket(changes, _) => changes,
                TakenAs::Message(ticket) => self.joining(letter, ticket, now),
                TakenAs::Unchosen(_) => {
                    asks |= letter == id;
                    continue;
                }
                TakenAs::Waits => continue,
            };
            taken_in += u64::from(!more.is_empty());
            changes.extend(more);
        }
        let mut effects = Effects::new();
        if !changes.is_empty() {
            let too = if taken_in == 0 { String::new() } else { format!("; {} taken", counted(taken_in, "letter")) };
            let label = clean(&format!("letters of {address} are always taken in from now on{too}")).into_owned();
            effects.push(self.commit(label, changes, true).1);
        }
        if asks {
            effects.extend(new_ticket::open_of_letter(id, self, now));
        }
        effects
    }

    /// Returns the letters of that address that wait, with what becomes of each.
    fn taken_of(&self, address: &str) -> Vec<(LedgerRecordId, TakenAs)> {
        let letters = self.waiting_of(address).into_iter().take(MOST_AT_ONCE);
        letters.filter_map(|id| Some((id, self.taken_as(id)?))).collect()
    }

    fn taken_as(&self, id: LedgerRecordId) -> Option<TakenAs> {
        let waiting = self.waiting_letter(id)?;
        let letter = &waiting.letter;
        let by_ticket = matches!(letter.reason, InboxReason::LateForTicket | InboxReason::StrangerToTicket);
        let is_read = letter.reason != InboxReason::Unreadable && letter.head.verdict.counts();
        if letter.head.trust == Trust::Failed || by_ticket || !is_read {
            return Some(TakenAs::Waits);
        }
        if let Some(ticket) = letter.like {
            return Some(TakenAs::Message(ticket));
        }
        Some(match waiting.take_as_follows((&self.ledger, &self.book), &self.mail.defaults) {
            Ok((changes, terms)) => TakenAs::Ticket(changes, terms),
            Err(reason) => TakenAs::Unchosen(reason),
        })
    }
}

impl TakenAs {
    /// Says what becomes of so many letters, behind what they are called; of the one that is meant the form asks.
    fn in_words(&self, is_meant: bool, count: u64) -> String {
        let one_or_many = |one: &str, many: &str| if count == 1 { one.to_owned() } else { many.to_owned() };
        match self {
            Self::Ticket(_, terms) => {
                let (contract, plan, severity) = (&terms.contract, &terms.plan, &terms.severity);
                let plan = contract.plan(plan).map_or(plan.as_str(), |plan| &plan.name);
                let severity = contract.severity(severity).map_or(severity.as_str(), |severity| &severity.name);
                let grows = one_or_many("becomes a ticket", "become tickets");
                format!("{grows}: {severity} under {}, {plan}", contract.vendor)
            }
            Self::Message(ticket) => format!("{} joined to #{ticket}", one_or_many("is", "are")),
            Self::Unchosen(reason) if is_meant => format!("becomes a ticket in the form, as {}", reason.words()),
            Self::Unchosen(reason) => format!("{} on, as {}", one_or_many("waits", "wait"), reason.words()),
            Self::Waits => format!("{} in the inbox", one_or_many("stays", "stay")),
        }
    }
}
