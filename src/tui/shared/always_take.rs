//! Has a sender's letters always taken in: those that wait become what they would have become, as far as that follows.

use crate::desk::{Change, MOST_TAKEN_TOGETHER, TakenAs, UNPROVED_FOLLOWS, rule_of_sender};
use crate::domain::ledger::{LedgerRecordId, LetterRule};
use crate::domain::text::{clean, counted};
use crate::domain::time::Instant;
use crate::tui::feature::new_ticket;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::view::letters;

use super::{Effects, Shared};

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
        let own = own.into_iter().map(|(_, taken)| format!("This letter {}.", in_words(taken, true, 1)));
        let mut kinds: Vec<(&TakenAs, u64)> = Vec::new();
        for (_, taken) in others {
            match kinds.iter_mut().find(|(kind, _)| in_words(kind, false, 1) == in_words(taken, false, 1)) {
                Some((_, count)) => *count += 1,
                None => kinds.push((taken, 1)),
            }
        }
        let others = kinds.into_iter().map(|(taken, count)| {
            format!("{} of theirs {}.", counted(count, "other letter"), in_words(taken, false, count))
        });
        let said: Vec<String> = own.chain(others).collect();
        let question = format!(
            "Always take letters of {}? Later ones come in even where nothing proves who sent them. {}",
            clean(&address),
            said.join(" ")
        );
        self.over(Confirm { question, then: ConfirmedEffect::AlwaysTake { letter: id, is_sure: false } });
    }

    /// Always takes that letter's sender, where this person `is_sure` or the sender is verified; else asks once more, and says what
    /// follows.
    pub(crate) fn always_take_asking(&mut self, id: LedgerRecordId, is_sure: bool, now: Instant) -> Effects {
        let doubt = self.inbox_letter(id).and_then(|letter| letters::doubt_in_words(letter.head.trust));
        let (Some(doubt), Some(address)) = (doubt.filter(|_| !is_sure), self.sender_of(id)) else {
            return self.always_take(id, now);
        };
        let question =
            format!("This letter is {doubt}. {UNPROVED_FOLLOWS} Always take letters of {}?", clean(&address));
        self.over(Confirm { question, then: ConfirmedEffect::AlwaysTake { letter: id, is_sure: true } });
        Effects::new()
    }

    /// Has letters of that letter's sender always taken in, with those that wait as far as it follows what they become; where
    /// something is to be chosen for the ticket of this one, the form asks for it.
    fn always_take(&mut self, id: LedgerRecordId, now: Instant) -> Effects {
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
        let letters = self.waiting_of(address).into_iter().take(MOST_TAKEN_TOGETHER);
        let of = (&*self.ledger, &*self.book);
        letters.filter_map(|id| Some((id, self.waiting_letter(id)?.taken_as(of, &self.mail.defaults)))).collect()
    }
}

/// Says what becomes of so many letters, behind what they are called; of the one that is meant the form asks.
fn in_words(taken: &TakenAs, is_meant: bool, count: u64) -> String {
    let one_or_many = |one: &str, many: &str| if count == 1 { one.to_owned() } else { many.to_owned() };
    match taken {
        TakenAs::Ticket(_, terms) => {
            let (contract, plan, severity) = (&terms.contract, &terms.plan, &terms.severity);
            let plan = contract.plan(plan).map_or(plan.as_str(), |plan| &plan.name);
            let severity = contract.severity(severity).map_or(severity.as_str(), |severity| &severity.name);
            let grows = one_or_many("becomes a ticket", "become tickets");
            format!("{grows}: {severity} under {}, {plan}", contract.vendor)
        }
        TakenAs::Message(ticket) => format!("{} joined to #{ticket}", one_or_many("is", "are")),
        TakenAs::Unchosen(reason) if is_meant => format!("becomes a ticket in the form, as {}", reason.words()),
        TakenAs::Unchosen(reason) => format!("{} on, as {}", one_or_many("waits", "wait"), reason.words()),
        TakenAs::Waits => format!("{} in the inbox", one_or_many("stays", "stay")),
    }
}
