//! The event that there can be no workaround.

use super::{EntryMode, EventCommand, EventData, EventKind, Happening, SayAt};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{EventContext, once};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket, keep_first};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "workaround_impossible",
    "no_workaround",
    Right::Work,
    EntryMode::By(&[EventCommand::plain(
        "no-workaround",
        "Record that no workaround is possible",
        "no workaround possible",
        || EventData::WorkaroundImpossible,
    )]),
    &[(r#""workaround_impossible""#, "no workaround possible")],
);

/// The event that there can be no workaround.
pub(super) struct WorkaroundImpossible;

impl Happening for WorkaroundImpossible {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        let EventContext { ticket, contract, happened } = *on;
        let promise = contract.and_then(|c| c.promises(&ticket.plan, &ticket.severity)?.correction.as_ref());
        if contract.is_some() && promise.is_none_or(|p| p.otherwise.is_none()) {
            return Err(Problem::refused(
                "this agreement promises no other correction time without a workaround",
                "write a note instead",
            ));
        }
        if ticket.workaround.is_some() {
            return Err(Problem::refused("a workaround stands already", "undo that first if it does not hold"));
        }
        once(ticket.fixed.as_ref(), happened, "fixed")?;
        once(ticket.no_workaround.as_ref(), happened, "without a possible workaround")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        keep_first(&mut ticket.no_workaround, entry.mark());
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.no_workaround()
    }

    fn is_of_round(&self) -> bool {
        true
    }
}
