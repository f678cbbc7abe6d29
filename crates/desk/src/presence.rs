//! Knows who is at the desk just now, and which ticket they have open.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use frist_config::Person;
use frist_domain::ticket::TicketId;
use frist_domain::time::Instant;

/// One screen or command at the desk; two screens of one person are two sessions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub u64);

/// A person who watches the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PresentSession {
    /// The person's session.
    pub session: SessionId,
    /// The person's name, as it stands on events.
    pub name: String,
    /// The person's name to show.
    pub display: String,
    /// The ticket that they have open, if any.
    pub ticket: Option<TicketId>,
    /// Whether they write a letter about it just now.
    #[serde(default)]
    pub writes: bool,
}

/// What a session has open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct OpenTicket {
    /// The ticket, if any.
    pub ticket: Option<TicketId>,
    /// Whether a letter about it is written there.
    pub writes: bool,
}

impl From<Option<TicketId>> for OpenTicket {
    fn from(ticket: Option<TicketId>) -> Self {
        Self { ticket, writes: false }
    }
}

/// All sessions that are taken.
#[derive(Default)]
pub(super) struct Presence {
    sessions: BTreeMap<SessionId, PresentSession>,
    /// When somebody was last known to be at each session.
    touched: BTreeMap<SessionId, Instant>,
    last: u64,
}

impl Presence {
    pub(super) fn join(&mut self, person: &Person, now: Instant) -> SessionId {
        self.last += 1;
        let session = SessionId(self.last);
        let present = PresentSession {
            session,
            name: person.name.clone(),
            display: person.display.clone(),
            ticket: None,
            writes: false,
        };
        self.sessions.insert(session, present);
        self.touched.insert(session, now);
        session
    }

    /// Notes which ticket is open at that session, and whether a letter about it is written there; returns whether that is news.
    /// Somebody is at it, as it says so.
    pub(super) fn look_at(&mut self, session: SessionId, open: OpenTicket, now: Instant) -> bool {
        if let Some(touched) = self.touched.get_mut(&session) {
            *touched = now;
        }
        match self.sessions.get_mut(&session) {
            Some(present) if (present.ticket, present.writes) != (open.ticket, open.writes) => {
                (present.ticket, present.writes) = (open.ticket, open.writes);
                true
            }
            _ => false,
        }
    }

    pub(super) fn leave(&mut self, session: SessionId) {
        self.sessions.remove(&session);
        self.touched.remove(&session);
    }

    /// Returns whether somebody of that name has been at a screen within so many seconds before `now`.
    pub(super) fn is_at_screen(&self, name: &str, within: i64, now: Instant) -> bool {
        let is_theirs = |session: &SessionId| self.sessions.get(session).is_some_and(|present| present.name == name);
        self.touched.iter().any(|(session, at)| now.since(*at) < within && is_theirs(session))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    pub(super) fn present(&self) -> Arc<Vec<PresentSession>> {
        Arc::new(self.sessions.values().cloned().collect())
    }
}
