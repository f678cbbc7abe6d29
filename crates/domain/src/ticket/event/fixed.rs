//! The event that the cause is mended.

use super::{EntryMode, EventCommand, EventData, EventKind, Happening, SayAt};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{EventContext, not_before, once};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket, keep_first};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "fixed",
    "fix",
    Right::Work,
    EntryMode::By(&[EventCommand::plain("fix", "Record that the ticket is fixed", "fixed", || EventData::Fixed)]),
    &[(r#""fixed""#, "fixed")],
);

/// The event that the cause is mended.
pub(super) struct Fixed;

impl Happening for Fixed {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        once(on.ticket.fixed.as_ref(), on.happened, "fixed")?;
        not_before(on.ticket.reopened.as_ref(), on.happened, "reopened")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        keep_first(&mut ticket.fixed, entry.mark());
        ticket.end_wait_with_fix(entry.event.happened);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.fixed()
    }

    fn is_of_round(&self) -> bool {
        true
    }

    fn is_still_owed(&self, ticket: &Ticket) -> bool {
        ticket.fixed.is_none()
    }
}
