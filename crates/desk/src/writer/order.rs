//! What the writing thread is given to write.

use std::sync::Arc;

use frist_domain::contract::Book;
use frist_domain::ticket::{AlertRecord, CommitId, DESK, TicketId};
use frist_domain::time::Instant;

use crate::Request;

/// An order to the writing thread, which becomes one commit or nothing.
pub(crate) enum WriteOrder {
    /// A request of somebody's.
    Request(Request),
    /// What the desk itself does with letters, in the name of whoever wrote them. No request can ask for this.
    Mail(Request),
    /// Alerts that were given, to be kept under that name. No request can ask for this: only the desk itself orders it.
    Alerts(CommitId, Vec<TicketAlert>),
    /// What the files of contracts say now, to count by from then on, and in whose name what they promise is kept.
    Files(CommitId, Arc<Book>, String),
}

/// An alert that was given of a ticket's target.
pub(crate) struct TicketAlert {
    /// The ticket.
    pub(crate) ticket: TicketId,
    /// The moment at which people were told.
    pub(crate) happened: Instant,
    /// What they were told.
    pub(crate) alert: AlertRecord,
}

impl WriteOrder {
    /// Makes an order for these alerts under a new name.
    pub(crate) fn alerts(alerts: Vec<TicketAlert>) -> Self {
        Self::Alerts(CommitId(uuid::Uuid::now_v7()), alerts)
    }

    /// Makes an order to count by these files.
    pub(crate) fn files(book: Arc<Book>, by: &str) -> Self {
        Self::Files(CommitId(uuid::Uuid::now_v7()), book, by.to_owned())
    }

    /// Returns the name of the commit that comes of it.
    pub(super) const fn id(&self) -> CommitId {
        match self {
            Self::Request(request) | Self::Mail(request) => request.id,
            Self::Alerts(id, _) | Self::Files(id, ..) => *id,
        }
    }

    /// Returns the request, which its author may send again under the same name; none of alerts, which are given once.
    pub(super) const fn request(&self) -> Option<&Request> {
        match self {
            Self::Request(request) => Some(request),
            Self::Mail(_) | Self::Alerts(..) | Self::Files(..) => None,
        }
    }

    /// Returns the changes that are asked for; none of what the desk does by itself.
    pub(super) fn changes(&self) -> &[super::Change] {
        match self {
            Self::Request(request) | Self::Mail(request) => &request.changes,
            Self::Alerts(..) | Self::Files(..) => &[],
        }
    }

    /// Returns the name of the person who asks for it; none where the desk writes by itself.
    pub(super) fn person(&self) -> Option<&str> {
        match self {
            Self::Request(request) | Self::Mail(request) => Some(request.by.as_str()),
            Self::Alerts(..) | Self::Files(..) => None,
        }
    }

    /// Returns the name under which it is written.
    pub(super) fn by(&self) -> &str {
        self.person().unwrap_or(DESK)
    }
}
