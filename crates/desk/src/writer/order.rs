//! What the writing thread is told to write.

use frist_domain::ticket::{Alerted, CommitId, DESK, TicketId};
use frist_domain::time::Instant;

use crate::Request;

/// What becomes one commit, or nothing.
pub(crate) enum Order {
    /// What somebody asks for.
    Request(Request),
    /// That people were told of targets. No request can say so, and none has the right: only the desk itself gives it.
    Alerts(CommitId, Vec<Told>),
}

/// That people were told of a ticket's target.
pub(crate) struct Told {
    /// Which ticket.
    pub(crate) ticket: TicketId,
    /// When they were told.
    pub(crate) happened: Instant,
    /// Of what.
    pub(crate) what: Alerted,
}

impl Order {
    /// These alerts, under a new name.
    pub(crate) fn alerts(told: Vec<Told>) -> Self {
        Self::Alerts(CommitId(uuid::Uuid::now_v7()), told)
    }

    /// The name of what comes of it.
    pub(super) const fn id(&self) -> CommitId {
        match self {
            Self::Request(request) => request.id,
            Self::Alerts(id, _) => *id,
        }
    }

    /// In whose name it is written.
    pub(super) fn by(&self) -> &str {
        match self {
            Self::Request(request) => &request.by,
            Self::Alerts(..) => DESK,
        }
    }

    /// What somebody asks for, who may do so again under the same name; none of alerts, which are given once.
    pub(super) const fn request(&self) -> Option<&Request> {
        match self {
            Self::Request(request) => Some(request),
            Self::Alerts(..) => None,
        }
    }
}
