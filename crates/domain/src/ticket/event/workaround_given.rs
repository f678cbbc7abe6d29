//! The event that a workaround stands.

use super::{EntryMode, EventCommand, EventData, EventKind, Happening, SayAt};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{EventContext, once};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket, keep_first};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "workaround_given",
    "workaround",
    Right::Work,
    EntryMode::By(&[EventCommand::plain(
        "workaround",
        "Record that a workaround was given",
        "workaround given",
        || EventData::WorkaroundGiven,
    )]),
    &[(r#""workaround_given""#, "workaround given")],
);

/// The event that a workaround stands.
pub(super) struct WorkaroundGiven;

impl Happening for WorkaroundGiven {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        once(on.ticket.workaround.as_ref(), on.happened, "worked around")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        keep_first(&mut ticket.workaround, entry.mark());
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.workaround_given()
    }

    fn is_of_round(&self) -> bool {
        true
    }
}
