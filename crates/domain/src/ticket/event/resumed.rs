//! The event that the waiting is over.

use super::waiting::after_wait_began;
use super::{EntryMode, EventCommand, EventData, EventKind, Happening, SayAt};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "resumed",
    "resume",
    Right::Work,
    EntryMode::By(&[EventCommand::plain("resume", "Resume it: the waiting is over", "resumed", || EventData::Resumed)]),
    &[(r#""resumed""#, "resumed")],
);

/// The event that the waiting is over.
pub(super) struct Resumed;

impl Happening for Resumed {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        match on.ticket.waiting() {
            Some(wait) => after_wait_began(wait.from, on.happened),
            None => Err(Problem::refused(format!("#{} is not waiting", on.ticket.id), "there is nothing to resume")),
        }
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.end_wait(entry.event.happened);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.resumed()
    }

    fn ends_it(&self) -> bool {
        true
    }
}
