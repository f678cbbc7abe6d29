//! Looks for what a letter can be addressed to beyond its own ticket.

use crate::desk::Desk;
use crate::domain::letter::Mailbox;
use crate::domain::query::TicketSearch;
use crate::domain::reply::vendor_written_with;
use crate::domain::ticket::TicketId;

/// The most tickets whose letters are looked through: an address that is older is asked for again.
const MOST: u32 = 200;

/// Returns the address of the contract's vendor in the newest letter to or from them, on any of the contract's newest tickets
/// but that one.
pub(super) fn vendor_address(desk: &dyn Desk, contract: &str, but: TicketId) -> Option<Mailbox> {
    let find = TicketSearch {
        filter: format!("vendor:\"{contract}\""),
        with_closed: true,
        me: String::new(),
        now: desk.now(),
        most: MOST,
        before: None,
        zone: None,
    };
    let found = desk.find(&find).ok()?;
    // The filter also takes contracts whose ids only begin like it.
    let theirs = found.tickets.iter().filter(|ticket| ticket.contract == contract && ticket.id != but);
    let written = theirs.filter_map(|ticket| vendor_written_with(&desk.record(ticket.id).ok()??));
    written.max_by_key(|(at, _)| *at).map(|(_, mailbox)| mailbox)
}
