//! The event that somebody woke a ticket that was snoozed.

use super::{EntryMode, EventCommand, EventData, EventKind, Happening, SayAt};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "woken",
    "snooze",
    Right::Work,
    EntryMode::By(&[EventCommand::plain("wake", "Wake it: it is back in the queue", "woken", || EventData::Woken)]),
    &[(r#""woken""#, "woken")],
);

/// The event that a ticket is snoozed no longer.
pub(super) struct Woken;

impl Happening for Woken {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        match on.ticket.snoozed_at(on.happened) {
            Some(_) => Ok(()),
            None => Err(Problem::refused(format!("#{} is not snoozed", on.ticket.id), "there is nothing to wake")),
        }
    }

    // The fold of every event takes the snooze away that it ends.
    fn fold(&self, _ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {}

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.woken()
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn is_internal(&self, _events: &[Event]) -> bool {
        true
    }

    fn is_work(&self) -> bool {
        false
    }
}
