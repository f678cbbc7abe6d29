//! The event that work on finding or mending the cause has begun.

use super::{EntryMode, EventCommand, EventData, EventKind, Happening, SayAt};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{EventContext, once};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket, keep_first};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "work_started",
    "start",
    Right::Work,
    EntryMode::By(&[EventCommand::plain(
        "start",
        "Record that work on finding or mending the cause has begun",
        "work started",
        || EventData::WorkStarted,
    )]),
    &[(r#""work_started""#, "work started")],
);

/// The event that work on finding or mending the cause has begun.
pub(super) struct WorkStarted;

impl Happening for WorkStarted {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        once(on.ticket.work_began(), on.happened, "in work")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        keep_first(&mut ticket.work_started, entry.mark());
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.work_started()
    }

    fn is_of_round(&self) -> bool {
        true
    }

    fn is_still_owed(&self, ticket: &Ticket) -> bool {
        ticket.work_began().is_none()
    }
}
