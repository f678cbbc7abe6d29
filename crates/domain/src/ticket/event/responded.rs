//! The event that the first qualified reply went to the customer.

use super::{EntryMode, EventCommand, EventData, EventKind, Happening, SayAt};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{EventContext, once};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket, keep_first};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "responded",
    "respond",
    Right::Work,
    EntryMode::By(&[EventCommand::plain(
        "respond",
        "Record the first qualified reply to the customer",
        "responded",
        || EventData::Responded,
    )]),
    &[(r#""responded""#, "responded to the customer")],
);

/// The event that the first qualified reply went to the customer.
pub(super) struct Responded;

impl Happening for Responded {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        once(on.ticket.responded.as_ref(), on.happened, "answered")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        keep_first(&mut ticket.responded, entry.mark());
        ticket.was_told(entry);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.responded_to()
    }

    fn is_of_round(&self) -> bool {
        true
    }

    fn is_still_owed(&self, ticket: &Ticket) -> bool {
        ticket.responded.is_none()
    }
}
