//! The event that a child of the ticket was fixed, which its timeline tells. The desk writes it with the child's fix, and takes
//! it back with that.

use serde::{Deserialize, Serialize};

use super::{EntryMode, EventKind, Happening, SayAt, Until};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::{Event, TicketId};
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "child_fixed",
    "child_fixed",
    Right::Work,
    EntryMode::Otherwise("the desk writes it on the parent when a child is fixed"),
    &[(r#"{"child_fixed":{"child":15,"event":4}}"#, "its child #15 was fixed")],
);

/// The data of a child's fix.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChildFixed {
    /// The number of the child.
    pub child: TicketId,
    /// The place of the fix among the child's events, from 0.
    pub event: u32,
}

impl Happening for ChildFixed {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        Err(Problem::refused("the desk writes that by itself", "fix the child (frist do fix)"))
    }

    // It is told, and changes nothing: what is owed for the parent stays as it is.
    fn fold(&self, _ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {}

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.child_fixed(self.child)
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn may_precede_report(&self) -> bool {
        true
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn is_internal(&self, _events: &[Event]) -> bool {
        true
    }

    fn is_of_desk(&self) -> bool {
        true
    }
}
