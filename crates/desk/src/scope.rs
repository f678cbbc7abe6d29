//! The tickets that a person may see. Today everybody who is let in sees all of them.

use frist_config::Person;
use frist_domain::ticket::Ticket;

use super::Notice;

/// The tickets that a person may see. The process that has the store sets it from who asks, and never from what they
/// say.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Scope {
    /// All tickets there are.
    #[default]
    Everything,
}

impl Scope {
    /// Returns the scope of somebody who has been let in.
    pub(super) const fn of(_: &Person) -> Self {
        Self::Everything
    }

    /// Returns whether that ticket is within the scope.
    pub(super) const fn covers(self, _: &Ticket) -> bool {
        match self {
            Self::Everything => true,
        }
    }

    /// Returns whether a person with this scope may be told that.
    pub(super) fn lets_through(self, notice: &Notice) -> bool {
        match notice {
            Notice::Changed(ticket, ..) => self.covers(ticket),
            _ => true,
        }
    }
}
