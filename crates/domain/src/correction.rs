//! Completes a correction of how a ticket was logged: finds the agreement that it counts by from then on, notes what stood
//! there before, and refuses what cannot be.
//!
//! ```text
//! another vendor → the agreement in force for a report at that time, with a plan and a severity of its own
//! another time   → the same vendor's agreement in force then, which may be another text
//! a target met or breached, or a closed ticket → the record needs the reason
//! ```

use std::sync::Arc;

use crate::contract::{Book, Contract};
use crate::problem::{Field, Problem};
use crate::sla::{Target, TargetState, sla};
use crate::ticket::event::{Closed, FormerReport, ReportCorrected};
use crate::ticket::{
    Event, EventData, Ticket, check_channel, check_event, check_priority, live, nothing_new, past, say, unknown,
};
use crate::time::{Instant, clock_text};

/// A correction as it is recorded.
#[derive(Clone, Debug)]
pub struct CompletedCorrection {
    /// The event: only what differs, with what stood there before and the promise that counts.
    pub what: ReportCorrected,
    /// The ticket as it is after it.
    pub ticket: Ticket,
    /// The contract that the ticket counts by then.
    pub contract: Arc<Contract>,
}

/// Completes the correction that is asked for. `events` are those of the ticket; none where they are not known, and then it
/// is not checked whether any of them precedes the report.
///
/// # Errors
///
/// If nothing differs, if the agreement has no such plan, severity or channel, if something happened before that time of
/// report, if a reason is missing, or if the ticket is closed and could not have been closed so.
pub fn complete_correction(
    ticket: &Ticket,
    events: &[Event],
    asked: &ReportCorrected,
    book: &Book,
    now: Instant,
) -> Result<CompletedCorrection, Problem> {
    let case = CorrectionCase { ticket, events, book, present: book.of_ticket(ticket), now };
    asked.reported.map_or(Ok(()), |at| past(Field::Reported, at, now))?;
    let contract = case.contract(asked)?;
    let what = case.what_differs(asked, &contract)?;
    let after = what.applied(ticket);
    check_terms(&what, &after, &contract)?;
    case.check_order(&what, &after, &contract)?;
    case.check_reason(&what)?;
    case.check_end(&after, &contract)?;
    Ok(CompletedCorrection { what, ticket: after, contract })
}

/// Returns the target for which a correction of the ticket needs a reason, in words, or none where it needs none: something
/// that was promised was met or breached, so that what is recorded of it changes.
pub fn why_reason_is_needed(ticket: &Ticket, contract: Option<&Contract>, now: Instant) -> Option<String> {
    if ticket.closed.is_some() {
        return Some("it is closed".to_owned());
    }
    let sla = sla(ticket, contract?, now);
    let broken = sla.promised().find(|target| target.state == TargetState::Breached || !target.missed.is_empty());
    let met = sla.promised().find(|target| target.met.is_some());
    let said = |target: &Target, words: &str| format!("its {} is {words}", target.kind.words());
    broken
        .map(|target| said(target, "breached"))
        .or_else(|| met.map(|target| said(target, "met")))
        .or_else(|| (!ticket.rounds.is_empty()).then(|| "it came back".to_owned()))
}

/// One ticket that is to be corrected.
struct CorrectionCase<'a> {
    ticket: &'a Ticket,
    events: &'a [Event],
    book: &'a Book,
    /// The contract that it counts by now.
    present: Option<Arc<Contract>>,
    now: Instant,
}

impl CorrectionCase<'_> {
    /// Returns when the report came that the ticket was logged with.
    fn first_report(&self) -> Instant {
        self.ticket.reports.first().map_or(self.ticket.logged.at, |report| report.at)
    }

    /// Returns whether another vendor is asked for.
    fn is_other_vendor(&self, asked: &ReportCorrected) -> bool {
        asked.contract.as_ref().is_some_and(|id| *id != self.ticket.contract)
    }

    /// Returns the contract that the ticket counts by from then on.
    fn contract(&self, asked: &ReportCorrected) -> Result<Arc<Contract>, Problem> {
        let at = asked.reported.unwrap_or_else(|| self.first_report());
        if let Some(id) = asked.contract.as_ref().filter(|_| self.is_other_vendor(asked)) {
            return self.book.for_new(id, at).cloned().ok_or_else(|| {
                let known: Vec<&str> = self.book.contracts().map(|contract| contract.id.as_str()).collect();
                let given: String = id.chars().filter(|c| !c.is_control()).take(40).collect();
                let message = format!("there is no contract `{given}`");
                Problem::of_field(Field::Contract, message, format!("there are {}", known.join(", ")))
            });
        }
        let Some(present) = &self.present else {
            let message = format!("the contract `{}` is not loaded, nothing can be counted", self.ticket.contract);
            return Err(Problem::of_field(Field::Contract, message, "put its file back, or give another vendor"));
        };
        let then = asked.reported.and_then(|at| self.book.for_report(&self.ticket.contract, at));
        Ok(Arc::clone(then.filter(|then| then.promise != present.promise).unwrap_or(present)))
    }

    /// Returns what of it differs from what stands there, with what stood there.
    fn what_differs(&self, asked: &ReportCorrected, contract: &Contract) -> Result<ReportCorrected, Problem> {
        let (ticket, other) = (self.ticket, self.is_other_vendor(asked));
        let differs = |given: &Option<String>, is: &str| given.clone().filter(|given| *given != is);
        let channel = ticket.reports.first().map_or("", |report| report.channel.as_str());
        let new_text = self.present.as_ref().is_none_or(|present| present.promise != contract.promise);
        let mut what = ReportCorrected {
            contract: asked.contract.clone().filter(|_| other),
            version: new_text.then(|| contract.version.clone()),
            promise: new_text.then(|| contract.promise.clone()),
            plan: self.plan(asked, contract)?,
            channel: differs(&asked.channel, channel),
            reported: asked.reported.filter(|at| *at != self.first_report()),
            reason: asked.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned),
            ..ReportCorrected::default()
        };
        (what.severity, what.impact, what.urgency) = self.severity(asked, contract)?;
        if what.is_empty() {
            return Err(nothing_new(Field::Contract, "that is how it stands"));
        }
        what.was = FormerReport {
            contract: what.contract.as_ref().map(|_| ticket.contract.clone()),
            plan: what.plan.as_ref().map(|_| ticket.plan.clone()),
            severity: what.severity.as_ref().map(|_| ticket.severity.clone()),
            channel: what.channel.as_ref().map(|_| channel.to_owned()),
            reported: what.reported.map(|_| self.first_report()),
        };
        Ok(what)
    }

    /// Returns the plan that the ticket gets, or none where it keeps its own. A vendor with one plan needs no choice.
    fn plan(&self, asked: &ReportCorrected, contract: &Contract) -> Result<Option<String>, Problem> {
        let ticket = self.ticket;
        let plans = || contract.plans.iter().map(|plan| plan.id.as_str());
        let Some(plan) = &asked.plan else {
            if !self.is_other_vendor(asked) {
                return Ok(None);
            }
            return match &contract.plans[..] {
                [only] => Ok(Some(only.id.clone())),
                _ => Err(missing(Field::Plan, contract, plans())),
            };
        };
        if contract.plan(plan).is_none() {
            return Err(unknown(Field::Plan, plan, &contract.id, plans()));
        }
        let stands = *plan == ticket.plan && ticket.former.iter().all(|former| former.plan == *plan);
        Ok(Some(plan.clone()).filter(|_| self.is_other_vendor(asked) || !stands))
    }

    /// Returns severity, impact and urgency that the ticket gets, or none of them where it keeps its own.
    fn severity(&self, asked: &ReportCorrected, contract: &Contract) -> Result<SeverityParts, Problem> {
        let (ticket, other) = (self.ticket, self.is_other_vendor(asked));
        let given = [&asked.severity, &asked.impact, &asked.urgency].into_iter().any(Option::is_some);
        if !given && !other {
            return Ok((None, None, None));
        }
        let (impact, urgency) = (asked.impact.as_deref(), asked.urgency.as_deref());
        let follows = contract.priority.as_ref().and_then(|priority| priority.severity_of(impact?, urgency?));
        let severity = asked.severity.as_deref().or(follows);
        check_priority(contract, impact, urgency, severity.unwrap_or_default())?;
        let ids = || contract.severities.iter().map(|severity| severity.id.as_str());
        let severity = severity.ok_or_else(|| missing(Field::Severity, contract, ids()))?;
        if contract.severity(severity).is_none() {
            return Err(unknown(Field::Severity, severity, &contract.id, ids()));
        }
        let is = (ticket.severity.as_str(), ticket.impact.as_deref(), ticket.urgency.as_deref());
        let stands = (severity, impact, urgency) == is && ticket.former.iter().all(|f| f.severity == severity);
        if stands && !other {
            return Ok((None, None, None));
        }
        Ok((Some(severity.to_owned()), asked.impact.clone(), asked.urgency.clone()))
    }

    /// Checks that nothing happened before the ticket was reported then.
    fn check_order(&self, what: &ReportCorrected, after: &Ticket, contract: &Contract) -> Result<(), Problem> {
        if what.reported.is_none() {
            return Ok(());
        }
        let stands = live(self.events);
        let before =
            |(_, event): &(usize, &Event)| event.happened < after.reported() && !event.what.may_precede_report();
        let others =
            self.events.iter().enumerate().skip(1).filter(|(place, event)| stands[*place] && event.action().is_some());
        let Some((_, first)) = others.filter(before).min_by_key(|(_, event)| event.happened) else { return Ok(()) };
        let (said, at) = (say(first, self.events), clock_text(contract.zone, first.happened));
        let message = format!("that is after what happened already: {said}, {at}");
        Err(Problem::of_field(Field::Reported, message, "give an earlier time, or undo that first"))
    }

    /// Checks that the reason is given where what is recorded of a target changes.
    fn check_reason(&self, what: &ReportCorrected) -> Result<(), Problem> {
        let needed = why_reason_is_needed(self.ticket, self.present.as_deref(), self.now);
        match needed.filter(|_| what.reason.is_none()) {
            Some(why) => {
                let message = format!("{why}, so the record has to say why it is corrected");
                Err(Problem::of_field(Field::Reason, message, "give the reason in a sentence"))
            }
            None => Ok(()),
        }
    }

    /// Checks that a closed ticket could have been closed under what holds then.
    fn check_end(&self, after: &Ticket, contract: &Contract) -> Result<(), Problem> {
        let Some(closed) = &after.closed else { return Ok(()) };
        let open = Ticket { closed: None, ..after.clone() };
        let closing = EventData::Closed(Closed { reason: after.breach_reason, words: after.breach_words.clone() });
        check_event(&open, Some(contract), &closing, closed.at, self.now).map_err(|refused| {
            let message = format!("its closing would not stand: {}", refused.message);
            Problem::refused(message, "reopen it first, then correct it")
        })
    }
}

/// Checks that the agreement has what the ticket stands under afterwards.
fn check_terms(what: &ReportCorrected, after: &Ticket, contract: &Contract) -> Result<(), Problem> {
    if contract.plan(&after.plan).is_none() {
        let plans = contract.plans.iter().map(|plan| plan.id.as_str());
        return Err(unknown(Field::Plan, &after.plan, &contract.id, plans));
    }
    if contract.severity(&after.severity).is_none() {
        let severities = contract.severities.iter().map(|severity| severity.id.as_str());
        return Err(unknown(Field::Severity, &after.severity, &contract.id, severities));
    }
    if what.channel.is_some() && after.reports.is_empty() {
        let message = "its report was retracted, so it has no channel";
        return Err(Problem::of_field(Field::Channel, message, "record the report again (report)"));
    }
    if let Some(report) = after.reports.first().filter(|_| what.channel.is_some() || what.contract.is_some()) {
        check_channel(&report.channel, Some(contract), &after.severity)?;
    }
    match &after.exclusion {
        Some(excluded) if what.contract.is_some() && !contract.scope.excludes_ticket(&excluded.cause) => {
            let message = format!("it is excluded for {}, which {} does not know", excluded.cause, contract.vendor);
            Err(Problem::of_field(Field::Contract, message, "include it again first"))
        }
        _ => Ok(()),
    }
}

/// Severity, impact and urgency.
type SeverityParts = (Option<String>, Option<String>, Option<String>);

/// Returns the problem of a field that another vendor needs.
fn missing<'a>(field: Field, contract: &Contract, known: impl Iterator<Item = &'a str>) -> Problem {
    let known: Vec<&str> = known.collect();
    let message = format!("{} needs a {field} of its own", contract.vendor);
    Problem::of_field(field, message, format!("give one of {}", known.join(", ")))
}

#[cfg(test)]
mod tests;
