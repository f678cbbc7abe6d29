//! What was asked for and opens when the desk has told it.

use crate::domain::ticket::TicketId;

/// What is being fetched to be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Opening {
    /// The document about a ticket. Nothing shows before it is there.
    Evidence(TicketId),
    /// The events of a ticket whose view is open already.
    Ticket(TicketId),
    /// The figures of the reports view.
    Reports,
    /// The first page of the journal view.
    Journal,
    /// The list that a filter makes, once its names are known.
    Filter,
}

/// Whether something is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) enum Wait {
    /// Nothing is.
    #[default]
    Nothing,
    /// This is.
    For(Opening),
    /// What was waited for last could not be opened.
    Failed,
}
