//! Compares the causes of a ticket and of the outage that it belongs to. They are one more often than not, and both are
//! outside the promise for it; but neither follows from the other without a person, so that people are asked.

use crate::contract::{Contract, cause_in_words};
use crate::ticket::{EventData, Ticket, TicketId, check_event, event};
use crate::time::Instant;

use super::{Ledger, LedgerRecordId, Outage};

/// Returns the outages of that contract that the ticket belongs to and that have not the cause for which it is
/// excluded. There are none where that cause does not excuse an outage.
pub fn outages_of_another_cause<'a>(
    ledger: &'a Ledger,
    contract: &Contract,
    ticket: TicketId,
    cause: &str,
) -> Vec<(LedgerRecordId, &'a Outage)> {
    if !excuses(contract, cause) {
        return Vec::new();
    }
    let asks = |(_, outage): &(LedgerRecordId, &Outage)| {
        outage.contract == contract.id && outage.cause.as_deref() != Some(cause)
    };
    ledger.outages_of(ticket).filter(asks).collect()
}

/// Returns those of the outage's tickets, in its order, that could be excluded for its cause and are not. `find` gives
/// a ticket where it is open.
pub fn tickets_not_excluded<'t>(
    outage: &Outage,
    contract: &Contract,
    find: impl Fn(TicketId) -> Option<&'t Ticket>,
    now: Instant,
) -> Vec<TicketId> {
    let Some(cause) = &outage.cause else { return Vec::new() };
    // Any sentence will do: the one to write is asked for afterwards.
    let excluded = EventData::Excluded(event::Excluded { cause: cause.clone(), words: Some(cause_in_words(cause)) });
    let could = |ticket: &&Ticket| {
        ticket.contract == outage.contract && check_event(ticket, Some(contract), &excluded, now, now).is_ok()
    };
    outage.tickets.iter().filter_map(|id| find(*id)).filter(could).map(|ticket| ticket.id).collect()
}

/// Returns the first of the outage's tickets that is excluded for a cause that excuses the outage too, and that cause.
pub fn first_exclusion<'t>(
    outage: &Outage,
    contract: &Contract,
    find: impl Fn(TicketId) -> Option<&'t Ticket>,
) -> Option<(TicketId, &'t str)> {
    let tickets = outage.tickets.iter().filter_map(|id| find(*id));
    let mut excluded = tickets.filter(|ticket| ticket.contract == outage.contract).filter_map(|ticket| {
        let cause = ticket.exclusion.as_ref()?.cause.as_str();
        excuses(contract, cause).then_some((ticket.id, cause))
    });
    excluded.next()
}

/// Returns whether an outage of that cause is outside the promise.
fn excuses(contract: &Contract, cause: &str) -> bool {
    contract.scope.excludes_uptime(cause)
}

/// Returns the cause of an outage as it stands in a sentence: `third party`, `not known`.
pub fn outage_cause_in_words(outage: &Outage) -> String {
    outage.cause.as_deref().map_or_else(|| "not known".to_owned(), cause_in_words)
}
