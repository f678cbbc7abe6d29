//! Names what was asked for and opens when the desk has answered.

use crate::domain::ticket::TicketId;

/// What is being fetched, to be opened when it arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PendingOpening {
    /// The document about a ticket; nothing shows before it is there.
    Evidence(TicketId),
    /// A ticket for an own command; the command runs once it is there.
    OwnCommand(TicketId),
    /// The events of a ticket whose page is open already.
    Ticket(TicketId),
    /// The figures of the reports page.
    Reports,
    /// The first page of the audit log.
    Activity,
    /// The list of a filter, once its names are known.
    Filter,
}

/// Whether something is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum OpeningState {
    /// Nothing is waited for.
    #[default]
    Nothing,
    /// Something is waited for.
    For(PendingOpening),
    /// What was waited for last could not be opened.
    Failed,
}
