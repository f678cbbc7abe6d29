//! Tells whether a finished filter asks for a vendor, plan or severity that there never was. One that only earlier
//! tickets or audit entries have is known: its contract may be gone.

use super::{Desk, Problem};
use frist_domain::audit::AuditSearch;
use frist_domain::query::{AuditFilter, FilterError, TicketSearch, UnknownName, first_unknown};
use frist_domain::time::Zone;

/// The things that a filter filters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FilterOf {
    /// A filter of tickets.
    Tickets,
    /// A filter of the audit log.
    AuditLog,
}

/// Returns the first name in a readable filter that nothing has or ever had: what is wrong, where, and what comes near.
///
/// All tickets or audit entries may have to be looked through where no contract has the name.
///
/// # Errors
///
/// If the filter cannot be split into its terms, or the desk cannot look.
pub fn unknown_name(desk: &dyn Desk, text: &str, of: FilterOf) -> Result<Option<FilterError>, Problem> {
    let is_used = |name: &UnknownName| match of {
        FilterOf::Tickets => has_ticket(desk, name),
        FilterOf::AuditLog => has_audit_entry(desk, name),
    };
    first_unknown(text, &desk.book(), is_used)
}

fn has_ticket(desk: &dyn Desk, name: &UnknownName) -> Result<bool, Problem> {
    let find = TicketSearch {
        filter: name.everywhere(),
        with_closed: true,
        me: String::new(),
        now: desk.now(),
        most: 1,
        before: None,
        zone: None,
    };
    Ok(!desk.find(&find)?.tickets.is_empty())
}

fn has_audit_entry(desk: &dyn Desk, name: &UnknownName) -> Result<bool, Problem> {
    let filter = format!("{}:\"{}\"", name.key, name.value);
    // Neither who asks nor where they are matters to a vendor's name.
    let filter = AuditFilter::parse(&filter, "", Zone::utc(), desk.now())?;
    Ok(!desk.audit(AuditSearch { filter, limit: 1, ..AuditSearch::default() })?.audit_entries.is_empty())
}
