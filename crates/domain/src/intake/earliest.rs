//! How soon something could be due of a letter that nobody has made a ticket of yet: what is chosen for it decides, so the
//! earliest of all that could be chosen counts.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::terms::{IntakeDefaults, reporter};
use crate::contract::{Book, Contract, Severity, TargetKind};
use crate::ledger::{InboxLetter, Ledger, LedgerRecordId, Organisation};
use crate::sla::{TargetState, TicketRow};
use crate::ticket::{Kind, NewTicket, Ticket, TicketId, new_events};
use crate::time::Instant;

/// The channel by which letters come.
pub(crate) const EMAIL: &str = "email";

/// The earliest deadline that a letter could have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EarliestDeadline {
    /// The moment at which it would be due.
    pub due: Instant,
    /// The id of the contract.
    pub contract: String,
    /// The id of the plan.
    pub plan: String,
    /// The id of the severity.
    pub severity: String,
    /// The target.
    pub target: TargetKind,
}

/// A severity under which a letter would have to be phoned, as its channel does not count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhoneProspect {
    /// The id of the contract.
    pub contract: String,
    /// The id of the severity, the most severe of them.
    pub severity: String,
    /// Whether no other contract could be chosen for it: then it is known whom to call.
    pub is_certain: bool,
}

/// Returns under which severity a ticket of that letter would have to be phoned: the most severe one of the contract that would
/// be chosen for it, or of the first of all that has one. None where everything that is promised counts by email.
pub fn phone_prospect(
    letter: &InboxLetter,
    (ledger, book): (&Ledger, &Book),
    defaults: &IntakeDefaults,
) -> Option<PhoneProspect> {
    let (contracts, _) = candidates(letter, (ledger, book), defaults);
    let is_certain = contracts.len() == 1;
    contracts.into_iter().find_map(|contract| {
        let lacks_clock = |plan: &str, severity: &str| {
            let row = imagined_row(contract, (plan, severity), letter.received, letter.received);
            let sla = row.and_then(|row| row.sla);
            sla.is_some_and(|sla| sla.promised().any(|target| target.state == TargetState::NoClock))
        };
        let waits = |severity: &&Severity| {
            !contract.takes(&severity.id, EMAIL)
                && contract.plans.iter().any(|plan| lacks_clock(&plan.id, &severity.id))
        };
        let severity = contract.severities.iter().find(waits)?.id.clone();
        Some(PhoneProspect { contract: contract.id.clone(), severity, is_certain })
    })
}

/// Returns the contracts that could be chosen for a letter, and the organisation of its sender.
fn candidates<'a>(
    letter: &InboxLetter,
    (ledger, book): (&'a Ledger, &'a Book),
    defaults: &IntakeDefaults,
) -> (Vec<&'a Arc<Contract>>, Option<&'a Organisation>) {
    let who = reporter(ledger, letter.customer());
    let organisation = who.organisation.and_then(|id| ledger.organisation(id)).map(|(_, found)| found);
    let known = organisation.and_then(|found| found.contract.as_deref()).or(defaults.contract.as_deref());
    let at = letter.received;
    let contracts = match known.and_then(|id| book.for_new(id, at)) {
        Some(contract) => vec![contract],
        None => book.contracts().filter_map(|contract| book.for_new(&contract.id, at)).collect(),
    };
    (contracts, organisation)
}

/// Returns the earliest deadline that a ticket of that letter could have: under the contract of its sender's organisation or
/// the settings' where one is known, else under any. None where no agreement lets a clock run by email.
pub fn earliest_deadline(
    letter: &InboxLetter,
    (ledger, book): (&Ledger, &Book),
    defaults: &IntakeDefaults,
) -> Option<EarliestDeadline> {
    let (contracts, organisation) = candidates(letter, (ledger, book), defaults);
    let at = letter.received;
    let own_plan = |contract: &Contract| organisation.and_then(|found| found.plan_under(contract)).map(str::to_owned);
    let candidates = contracts.into_iter().flat_map(|contract| {
        let own = own_plan(contract);
        let plans = contract.plans.iter().map(|plan| plan.id.clone());
        let plans: Vec<String> = plans.filter(|plan| own.as_ref().is_none_or(|own| own == plan)).collect();
        plans.into_iter().filter_map(|plan| earliest_under(contract, &plan, at)).collect::<Vec<_>>()
    });
    candidates.min_by_key(|found| found.due)
}

/// Returns the earliest deadline of a report by email under that plan.
fn earliest_under(contract: &Arc<Contract>, plan: &str, at: Instant) -> Option<EarliestDeadline> {
    let found = contract.severities.iter().filter_map(|severity| {
        let row = imagined_row(contract, (plan, &severity.id), at, at)?;
        let next = row.sla.as_ref()?.next()?;
        Some((next.due?, severity.id.clone(), next.kind))
    });
    let (due, severity, target) = found.min_by_key(|(due, ..)| *due)?;
    Some(EarliestDeadline { due, contract: contract.id.clone(), plan: plan.to_owned(), severity, target })
}

/// Returns the row at `now` of the ticket that a letter would be that was received at `at`, if this plan and this severity were
/// chosen for it.
pub fn imagined_row(
    contract: &Arc<Contract>,
    (plan, severity): (&str, &str),
    at: Instant,
    now: Instant,
) -> Option<TicketRow> {
    let new = NewTicket {
        contract: contract.id.clone(),
        plan: plan.to_owned(),
        severity: severity.to_owned(),
        channel: EMAIL.to_owned(),
        subject: EMAIL.to_owned(),
        reported: Some(at),
        kind: Kind::Incident,
        ..NewTicket::default()
    };
    let events = new_events(&new, &contract.version, Some(contract.promise.as_str()), "", at);
    let ticket = Arc::new(Ticket::fold(TicketId(0), &events)?);
    Some(TicketRow::new(ticket, Some(Arc::clone(contract)), now))
}

/// Compares two letters of the inbox: what could be due first stands first, what could never be due last, then by receipt.
pub fn inbox_order(
    one: (LedgerRecordId, &InboxLetter, Option<&EarliestDeadline>),
    other: (LedgerRecordId, &InboxLetter, Option<&EarliestDeadline>),
) -> Ordering {
    let due = |of: Option<&EarliestDeadline>| of.map_or((true, Instant::FIRST), |found| (false, found.due));
    due(one.2).cmp(&due(other.2)).then(one.1.received.cmp(&other.1.received)).then(one.0.cmp(&other.0))
}
