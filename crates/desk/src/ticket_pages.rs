//! Reads every ticket of a vendor, some at a time: nobody needs room for all there ever were.

use std::sync::Arc;

use super::{Desk, Problem};
use frist_domain::query::TicketSearch;
use frist_domain::ticket::Ticket;
use frist_domain::time::Instant;

/// The number of tickets that are asked for at once.
const TICKETS_PER_PAGE: u32 = 1_024;

/// Hands `take` every ticket that was reported under a contract, closed ones too, the newest first. `now` is the moment
/// for which the process that has the store works them out.
///
/// # Errors
///
/// If the desk cannot read them.
pub fn each_ticket_of(
    desk: &dyn Desk,
    contract: &str,
    now: Instant,
    mut take: impl FnMut(&Arc<Ticket>),
) -> Result<(), Problem> {
    each_ticket(desk, &format!("vendor:\"{contract}\""), now, |ticket| {
        // The filter also takes contracts whose ids only begin like it.
        if ticket.contract == contract {
            take(ticket);
        }
    })
}

/// Hands `take` every ticket that a filter matches, closed ones too, the newest first.
///
/// # Errors
///
/// If the filter cannot be read, or the desk cannot read the tickets.
pub fn each_ticket(
    desk: &dyn Desk,
    filter: &str,
    now: Instant,
    mut take: impl FnMut(&Arc<Ticket>),
) -> Result<(), Problem> {
    let mut find = TicketSearch {
        filter: filter.to_owned(),
        with_closed: true,
        me: String::new(),
        now,
        most: TICKETS_PER_PAGE,
        before: None,
        zone: None,
    };
    loop {
        let found = desk.find(&find)?;
        found.tickets.iter().rev().for_each(&mut take);
        let lowest = found.tickets.first().map(|ticket| ticket.id);
        let goes_on = found.cut && lowest.is_some_and(|lowest| find.before.is_none_or(|before| lowest < before));
        if !goes_on {
            return Ok(());
        }
        find.before = lowest;
    }
}
