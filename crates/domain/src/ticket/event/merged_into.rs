//! The event that a ticket was merged into another one, which is the same matter: it points on, has no clock, and what comes
//! for it goes there. What it was stays readable, and undoing it gives that back.

use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt};
use crate::language::Language;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::{Event, TicketId};
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "merged_into",
    "merge",
    Right::Work,
    EntryMode::By(&[EventCommand::with(
        "merge",
        "Merge it into another ticket of the same matter (--into)",
        &[INTO],
        make,
    )]),
    &[(r#"{"merged_into":{"into":15}}"#, "merged into #15")],
);

/// The data of a merging, on the ticket that points on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MergedInto {
    /// The number of the ticket that goes on.
    pub into: TicketId,
}

impl Happening for MergedInto {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        let id = on.ticket.id;
        if self.into == id {
            let message = format!("#{id} cannot be merged into itself");
            return Err(Problem::of_field(Field::Into, message, "give the number of another ticket"));
        }
        check_first_round(on.ticket)
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.merged = Some(self.into);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.merged_into(self.into)
    }

    // It was logged for a matter that may have been reported later.
    fn may_precede_report(&self) -> bool {
        true
    }

    fn ends_it(&self) -> bool {
        true
    }
}

/// Refuses a ticket that came back: what its earlier rounds came to stands, and their reports say nothing of this one.
pub(super) fn check_first_round(ticket: &Ticket) -> Result<(), Problem> {
    if ticket.came_back.is_none() {
        return Ok(());
    }
    let message = format!("#{} came back, and its earlier round stands as it was", ticket.id);
    Err(Problem::refused(message, "link the two instead (frist do link)"))
}

const INTO: EventInput = EventInput::new("into", "The ticket that goes on", InputType::Ticket);

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let into = form.needed("into", "into ID")?;
    let into = into.parse().map_err(|_| Problem::of_field(Field::Into, "that is no number", "give --into ID"))?;
    Ok(EventData::MergedInto(MergedInto { into: TicketId(into) }))
}
