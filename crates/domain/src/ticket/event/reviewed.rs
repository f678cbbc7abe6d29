//! The event that somebody has looked at what the customer wrote last, came after the closing, or did not arrive: it needs no
//! answer, and the ticket stays as it is.

use super::{EntryMode, EventCommand, EventData, EventKind, Happening, SayAt, Until};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "reviewed",
    "review",
    Right::Work,
    EntryMode::By(&[EventCommand::plain(
        "review",
        "Say that what the customer or the vendor wrote, or did not arrive, was looked at and asks for nothing; the ticket stays as it is",
        "reviewed",
        || EventData::Reviewed,
    )]),
    &[(r#""reviewed""#, "reviewed: the ticket stays as it is")],
);

/// The event that somebody has looked at what came after the closing, or did not arrive.
pub(super) struct Reviewed;

impl Happening for Reviewed {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        let ticket = on.ticket;
        let is_asked = ticket.unanswered_since().is_some() || ticket.proposed_response().is_some();
        if ticket.is_to_be_reviewed() || is_asked {
            return Ok(());
        }
        let message = format!(
            "nothing came after #{} was closed, nobody waits for an answer, and every letter arrived",
            on.ticket.id
        );
        Err(Problem::refused(message, "there is nothing to review"))
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        (ticket.customer_wrote, ticket.wrote_after_closing, ticket.undelivered, ticket.letter_cut) =
            (None, None, None, None);
        ticket.vendor_wrote = None;
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.reviewed()
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn ends_it(&self) -> bool {
        true
    }

    fn moves_deadlines(&self) -> bool {
        false
    }
}
