//! The event that what was mended is broken again: the fix and its verdict stand, and a new round of targets starts.

use super::reopened::check_reopen;
use super::{EntryMode, EventKind, Happening, SayAt, Until};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "came_back",
    "reopen",
    Right::Work,
    EntryMode::Otherwise("by reopen --came-back"),
    &[(r#""came_back""#, "reopened: it came back, a new round of targets starts")],
);

/// The event that what was mended is broken again: the fix and its verdict stand, and a new round of targets starts.
pub(super) struct CameBack;

impl Happening for CameBack {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        check_reopen(on)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.begin_round(entry.mark());
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.came_back()
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }
}
