//! The event that the customer approved paid work in writing.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt};
use crate::right::Right;
use crate::ticket::check::{EventContext, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind {
    doing: "entering a customer's approval",
    ..EventKind::new(
        "approved",
        "approve",
        Right::Approve,
        EntryMode::By(&[EventCommand::with(
            "approve",
            "Record the customer's written approval of paid work (--text: where to find it)",
            &[REFERENCE],
            make,
        )]),
        &[(r#"{"approved":{"reference":"mail of 29 April"}}"#, "customer's approval: mail of 29 April")],
    )
};

/// The data of the customer's written approval of paid work.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Approved {
    /// The place where the approval can be found.
    pub reference: String,
}

impl Happening for Approved {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        if on.contract.is_some_and(|c| !c.scope.asks_approval()) {
            return Err(Problem::refused("this agreement asks for no approval of paid work", "write a note instead"));
        }
        line(Field::Reference, &self.reference)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        let at = entry.event.happened;
        ticket.approval = Some(self.reference.clone());
        ticket.approved = Some(ticket.approved.map_or(at, |first| first.min(at)));
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.approval_is(&self.reference)
    }

    fn moves_deadlines(&self) -> bool {
        false
    }
}

const REFERENCE: EventInput = EventInput::new("text", "Where it can be found", InputType::Text);

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    Ok(EventData::Approved(Approved { reference: form.needed("text", "text TEXT")? }))
}
