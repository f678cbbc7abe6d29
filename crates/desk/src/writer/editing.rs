//! Completes what edits how a ticket was logged: the desk writes beside it what stood there before, and keeps the text of
//! the agreement that a corrected ticket counts by.

use frist_domain::correction::complete_correction;
use frist_domain::ledger::{LedgerFact, LedgerRecordId};
use frist_domain::problem::Field;
use frist_domain::ticket::event::{CustomerSet, Retracted, SubjectSet};
use frist_domain::ticket::{Event, EventData, Record, Ticket, check_event};

use super::{DraftCommit, Problem, ProblemKind};

impl DraftCommit<'_> {
    /// Returns the event as it is recorded on that ticket.
    pub(super) fn completed(&mut self, record: &Record, what: &EventData) -> Result<EventData, Problem> {
        let ticket = &record.ticket;
        Ok(match what {
            EventData::ReportCorrected(asked) => {
                let done = complete_correction(ticket, &record.events, asked, &self.staged.book, self.now)?;
                self.check_ledger_of(ticket, &done.ticket)?;
                if done.what.promise.is_some() {
                    self.entering.keep_for_ticket(&done.contract.id, &self.staged.book);
                }
                EventData::ReportCorrected(Box::new(done.what))
            }
            EventData::SubjectSet(set) => {
                EventData::SubjectSet(SubjectSet { was: Some(ticket.subject.clone()), ..set.clone() })
            }
            EventData::CustomerSet(set) => {
                self.check_parties(set.person, set.organisation)?;
                EventData::CustomerSet(CustomerSet { was: ticket.customer.clone(), ..set.clone() })
            }
            other => other.clone(),
        })
    }

    /// Checks that the ledger has the person and the organisation that a ticket is to have, be they merged or not.
    pub(super) fn check_parties(
        &self,
        person: Option<LedgerRecordId>,
        organisation: Option<LedgerRecordId>,
    ) -> Result<(), Problem> {
        let ledger = &self.entering.ledger;
        let missing = |field: Field, id: LedgerRecordId| {
            let hint = format!("frist {field} list shows the ones there are");
            Err(Problem::new(ProblemKind::NotFound, format!("there is no {field} {id}"), hint).about(field))
        };
        if let Some(id) = person.filter(|id| ledger.person(*id).is_none()) {
            return missing(Field::Person, id);
        }
        match organisation.filter(|id| ledger.organisation(*id).is_none()) {
            Some(id) => missing(Field::Organisation, id),
            None => Ok(()),
        }
    }

    /// Refuses another vendor for a ticket that the ledger names under the one that it has: an outage has tickets of its own
    /// vendor only.
    fn check_ledger_of(&self, before: &Ticket, after: &Ticket) -> Result<(), Problem> {
        if before.contract == after.contract {
            return Ok(());
        }
        let names = |fact: &LedgerFact| fact.tickets().contains(&before.id) && fact.contract() != after.contract;
        match self.entering.ledger.facts().find(|(_, fact)| names(fact)) {
            Some((entry, fact)) => {
                let message =
                    format!("#{} belongs to {} {entry} of {}", before.id, fact.kind().called, fact.contract());
                let hint = format!("take the ticket out of it first (frist {} set {entry})", fact.kind().key);
                Err(Problem::new(ProblemKind::Refused, message, hint).about(Field::Contract))
            }
            None => Ok(()),
        }
    }

    /// Checks what a retraction brings back: an event that was retracted may be done again where it still may happen, and
    /// without a correction what came after it has to fit the agreement of before.
    pub(super) fn check_brought_back(&self, record: &Record, retracted: u32) -> Result<(), Problem> {
        let place = retracted as usize;
        if let Some(EventData::Retracted(Retracted { event })) = record.events[place].action()
            && *event > 1
            && let Some(again) = record.events.get(*event as usize)
        {
            self.check_again(record, again)?;
        }
        if record.events[place].what.counts_anew() {
            return self.check_without(record, place);
        }
        Ok(())
    }

    fn check_again(&self, record: &Record, again: &Event) -> Result<(), Problem> {
        let is_checked = |what: &&EventData| !matches!(what, EventData::Retracted(_)) && !what.is_of_desk();
        let Some(what) = again.action().filter(is_checked) else { return Ok(()) };
        if let EventData::MergedInto(_) | EventData::MergedFrom(_) = what {
            // Either of the two may have become another one since.
            let message = "a merging that was undone is not done again as it was";
            return Err(Problem::new(ProblemKind::Refused, message, "merge the ticket again (frist do merge)"));
        }
        let contract = self.contract_of(&record.ticket);
        check_event(&record.ticket, contract.as_deref(), what, again.happened, self.now)
            .map_err(|refused| Problem { message: format!("it cannot be done again: {}", refused.message), ..refused })
    }

    /// Checks that the ticket has a plan and a severity of its agreement without the event at that place.
    fn check_without(&self, record: &Record, place: usize) -> Result<(), Problem> {
        let mut events = record.events.to_vec();
        let what = EventData::Retracted(Retracted { event: place as u32 });
        events.push(Event { happened: self.now, recorded: self.now, by: self.by.to_owned(), what: what.into() });
        let Some(without) = Ticket::fold(record.ticket.id, &events) else { return Ok(()) };
        let Some(contract) = self.contract_of(&without) else { return Ok(()) };
        if contract.plan(&without.plan).is_some() && contract.severity(&without.severity).is_some() {
            return Ok(());
        }
        let message = format!("what was entered after the correction does not fit {}", contract.vendor);
        Err(Problem::new(ProblemKind::Refused, message, "retract that first, or correct the report again"))
    }
}
