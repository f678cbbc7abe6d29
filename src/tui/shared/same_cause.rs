//! Asks whether a ticket's outage has the same cause, or an outage's tickets, once one of them is written. Without an
//! answer nothing changes.

use std::collections::BTreeMap;

use crate::desk::{Change, CommitOutcome, check};
use crate::domain::contract::cause_in_words;
use crate::domain::ledger::{
    LedgerFact, LedgerRecordId, Outage, first_exclusion, outage_cause_in_words, outages_of_another_cause,
    tickets_not_excluded,
};
use crate::domain::ticket::{EventData, TicketId, event};
use crate::domain::time::Instant;
use crate::tui::overlay::same_cause::{HasItToo, SameCause};

use super::{Shared, several};

impl Shared {
    /// Returns whether the changes give an outage another cause or other tickets than now, so that there may be something
    /// to ask.
    pub(crate) fn changes_outage(&self, changes: &[Change]) -> bool {
        changes.iter().any(|change| match change {
            Change::Enter { entry, fact: Some(fact), .. } => fact.outage().is_some_and(|outage| {
                let before = entry.and_then(|id| self.ledger.get(id)?.outage());
                before.is_none_or(|before| before.cause != outage.cause || before.tickets != outage.tickets)
            }),
            _ => false,
        })
    }

    /// Queues the questions that follow once these changes are written. [`Shared::changes_outage`] gave `outage_changed`
    /// before.
    pub(crate) fn note_causes(&mut self, changes: &[Change], outage_changed: bool, done: &CommitOutcome, now: Instant) {
        let mut asked: BTreeMap<(LedgerRecordId, String), Vec<TicketId>> = BTreeMap::new();
        for (ticket, cause) in changes.iter().filter_map(excluded) {
            let contract = self.ticket(ticket).and_then(|ticket| self.book.get(&ticket.contract));
            let outages = contract.map(|contract| outages_of_another_cause(&self.ledger, contract, ticket, cause));
            for (id, _) in outages.into_iter().flatten() {
                asked.entry((id, cause.to_owned())).or_default().push(ticket);
            }
        }
        for ((id, cause), tickets) in asked {
            if let Some((revision, outage)) = self.outage(id) {
                self.ask_outage((id, revision), &outage, cause, &tickets);
            }
        }
        // The outages that were just written may not have reached this screen's ledger yet.
        let outages = changes.iter().filter_map(entered).zip(&done.entered).filter(|_| outage_changed);
        for (outage, place) in outages {
            if outage.cause.is_some() {
                self.ask_tickets(place.0, outage, now);
            } else if let Some((ticket, cause)) = self.first_exclusion(outage) {
                self.ask_outage(*place, outage, cause, &[ticket]);
            }
        }
    }

    pub(crate) fn outage(&self, id: LedgerRecordId) -> Option<(u32, Outage)> {
        let entry = self.ledger.get(id)?;
        Some((entry.revision, entry.outage()?.clone()))
    }

    fn first_exclusion(&self, outage: &Outage) -> Option<(TicketId, String)> {
        let contract = self.book.get(&outage.contract)?;
        let (ticket, cause) = first_exclusion(outage, contract, |id| self.ticket(id))?;
        Some((ticket, cause.to_owned()))
    }

    fn ask_outage(
        &mut self,
        (id, revision): (LedgerRecordId, u32),
        outage: &Outage,
        cause: String,
        tickets: &[TicketId],
    ) {
        let change = same_cause(id, revision, outage, &cause);
        let entry = self.ledger.get(id).cloned();
        if check(&self.people, &self.me, &change, None, entry.as_deref()).is_err() {
            return;
        }
        let (are, belong) = if tickets.len() == 1 { ("is", "It belongs") } else { ("are", "They belong") };
        let question = format!(
            "{} {are} excluded: {}. {belong} to outage {id} of {}, whose cause is {}. Does the outage have the same cause?",
            several(tickets),
            cause_in_words(&cause),
            self.vendor_name(&outage.contract),
            outage_cause_in_words(outage),
        );
        let then = HasItToo::Outage(id, revision);
        self.questions.push_back(SameCause { question, cause, then, asked: None });
    }

    fn ask_tickets(&mut self, id: LedgerRecordId, outage: &Outage, now: Instant) {
        let (Some(contract), Some(cause)) = (self.book.get(&outage.contract), &outage.cause) else { return };
        let tickets = tickets_not_excluded(outage, contract, |id| self.ticket(id), now);
        let may = |ticket: &TicketId| {
            let what = Box::new(EventData::Excluded(event::Excluded { cause: cause.clone(), words: None }));
            let change = Change::Add { ticket: *ticket, revision: None, happened: None, what };
            check(&self.people, &self.me, &change, None, None).is_ok()
        };
        if tickets.is_empty() || !tickets.iter().all(may) {
            return;
        }
        let (belong, have) = if tickets.len() == 1 {
            ("belongs to it and is", "Does it have")
        } else {
            ("belong to it and are", "Do they have")
        };
        let question = format!(
            "Outage {id} of {}: {}. {} {belong} not excluded. {have} the same cause? Yes asks for a sentence next.",
            contract.vendor,
            cause_in_words(cause),
            several(&tickets),
        );
        let (cause, then) = (cause.clone(), HasItToo::Tickets(id, tickets));
        self.questions.push_back(SameCause { question, cause, then, asked: None });
    }

    fn vendor_name(&self, contract: &str) -> String {
        self.book.get(contract).map_or_else(|| contract.to_owned(), |contract| contract.vendor.clone())
    }
}

fn excluded(change: &Change) -> Option<(TicketId, &str)> {
    match change {
        Change::Add { ticket, what, .. } => match what.as_ref() {
            EventData::Excluded(event::Excluded { cause, .. }) => Some((*ticket, cause)),
            _ => None,
        },
        _ => None,
    }
}

fn entered(change: &Change) -> Option<&Outage> {
    match change {
        Change::Enter { fact: Some(fact), .. } => fact.outage(),
        _ => None,
    }
}

/// Returns the change that gives that outage that cause, as its next revision.
pub(crate) fn same_cause(id: LedgerRecordId, revision: u32, outage: &Outage, cause: &str) -> Change {
    let outage = Outage { cause: Some(cause.to_owned()), ..outage.clone() };
    Change::Enter { entry: Some(id), revision: Some(revision), fact: Some(Box::new(LedgerFact::Outage(outage))) }
}
