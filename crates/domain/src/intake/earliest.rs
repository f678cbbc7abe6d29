//! How soon something could be due of a letter that nobody has made a ticket of yet: what is chosen for it decides, so the
//! earliest of all that could be chosen counts.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::terms::{IntakeDefaults, reporter};
use crate::contract::{Book, Contract, TargetKind};
use crate::ledger::{InboxLetter, Ledger, LedgerRecordId};
use crate::sla::TicketRow;
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

/// Returns the earliest deadline that a ticket of that letter could have: under the contract of its sender's organisation or
/// the settings' where one is known, else under any. None where no agreement lets a clock run by email.
pub fn earliest_deadline(
    letter: &InboxLetter,
    (ledger, book): (&Ledger, &Book),
    defaults: &IntakeDefaults,
) -> Option<EarliestDeadline> {
    let who = reporter(ledger, letter.customer());
    let organisation = who.organisation.and_then(|id| ledger.organisation(id)).map(|(_, found)| found);
    let known = organisation.and_then(|found| found.contract.as_deref()).or(defaults.contract.as_deref());
    let at = letter.received;
    let own_plan = |contract: &Contract| organisation.and_then(|found| found.plan_under(contract)).map(str::to_owned);
    let contracts: Vec<&Arc<Contract>> = match known.and_then(|id| book.for_new(id, at)) {
        Some(contract) => vec![contract],
        None => book.contracts().filter_map(|contract| book.for_new(&contract.id, at)).collect(),
    };
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
        let new = NewTicket {
            contract: contract.id.clone(),
            plan: plan.to_owned(),
            severity: severity.id.clone(),
            channel: EMAIL.to_owned(),
            subject: EMAIL.to_owned(),
            reported: Some(at),
            kind: Kind::Incident,
            ..NewTicket::default()
        };
        let events = new_events(&new, &contract.version, Some(contract.promise.as_str()), "", at);
        let ticket = Arc::new(Ticket::fold(TicketId(0), &events)?);
        let row = TicketRow::new(ticket, Some(Arc::clone(contract)), at);
        let next = row.sla.as_ref()?.next()?;
        Some((next.due?, severity.id.clone(), next.kind))
    });
    let (due, severity, target) = found.min_by_key(|(due, ..)| *due)?;
    Some(EarliestDeadline { due, contract: contract.id.clone(), plan: plan.to_owned(), severity, target })
}

/// Compares two letters of the inbox: what could be due first stands first, what could never be due last, then by receipt.
pub fn inbox_order(
    one: (LedgerRecordId, &InboxLetter, Option<&EarliestDeadline>),
    other: (LedgerRecordId, &InboxLetter, Option<&EarliestDeadline>),
) -> Ordering {
    let due = |of: Option<&EarliestDeadline>| of.map_or((true, Instant::FIRST), |found| (false, found.due));
    due(one.2).cmp(&due(other.2)).then(one.1.received.cmp(&other.1.received)).then(one.0.cmp(&other.0))
}
