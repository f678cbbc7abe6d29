//! The event that the promise holds for the ticket after all.

use super::{EntryMode, EventCommand, EventData, EventKind, Happening, ReachesBack, SayAt};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind {
    doing: "including a ticket again",
    ..EventKind::new(
        "included",
        "include",
        Right::Exclude,
        EntryMode::By(&[EventCommand::plain(
            "include",
            "Include it again: the promise holds after all",
            "included again",
            || EventData::Included,
        )]),
        &[(r#""included""#, "included again")],
    )
};

/// The event that the promise holds for the ticket after all.
pub(super) struct Included;

impl Happening for Included {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        let ticket = on.ticket;
        if ticket.exclusion.is_none() {
            return Err(Problem::refused(
                format!("#{} is not excluded", ticket.id),
                "there is nothing to include again",
            ));
        }
        Ok(())
    }

    fn fold(&self, ticket: &mut Ticket, __entry: &FoldedEvent<'_>) {
        ticket.exclusion = None;
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.included()
    }

    fn reaches_back(&self) -> ReachesBack {
        ReachesBack::Round
    }
}
