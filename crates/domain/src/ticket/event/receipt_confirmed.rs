//! The event that receipt was confirmed to the customer.

use super::{EntryMode, EventCommand, EventData, EventKind, Happening, SayAt};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{EventContext, once};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket, keep_first};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "receipt_confirmed",
    "receipt",
    Right::Work,
    EntryMode::By(&[EventCommand::plain(
        "acknowledge",
        "Record that the report was acknowledged to the customer",
        "acknowledged",
        || EventData::ReceiptConfirmed,
    )]),
    &[(r#""receipt_confirmed""#, "acknowledged to the customer")],
);

/// The event that receipt was confirmed to the customer.
pub(super) struct ReceiptConfirmed;

impl Happening for ReceiptConfirmed {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        once(on.ticket.receipt.as_ref(), on.happened, "acknowledged")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        keep_first(&mut ticket.receipt, entry.mark());
        ticket.was_told(entry);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.acknowledged_to()
    }

    fn is_of_round(&self) -> bool {
        true
    }

    fn tells_customer(&self) -> bool {
        true
    }

    fn moves_deadlines(&self) -> bool {
        false
    }
}
