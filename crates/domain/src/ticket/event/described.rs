//! The event that a ticket has a description: the customer's matter in full, where the subject is one line. The last one
//! holds, so that a slip is mended by writing it again.

use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, Until};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::{EventContext, refused_text};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};
use crate::ticket::text::check_note;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "described",
    "describe",
    Right::Work,
    EntryMode::By(&[EventCommand::with("describe", "Write its description, or another one (--text)", &[TEXT], make)]),
    &[(r#"{"described":{"text":"Since eight\nnothing flows"}}"#, "description: Since eight\nnothing flows")],
);

/// The data of a description.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Described {
    /// The text, which may have several lines.
    pub text: String,
}

impl Happening for Described {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        check_note(&self.text).map_err(|error| refused_text(Field::Description, &error))
    }

    // It changes nothing that a ticket is judged by; the conversation shows it.
    fn fold(&self, _ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {}

    fn words(&self, _events: &[Event]) -> String {
        format!("description: {}", self.text)
    }

    // It was written for the report, whatever time that is corrected to.
    fn may_precede_report(&self) -> bool {
        true
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn searched(&self) -> Option<&str> {
        Some(&self.text)
    }
}

const TEXT: EventInput = EventInput::new("text", "The description; --note does as well", InputType::Text);

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let text = form.text("text").map_or_else(|| form.needed("note", "text TEXT"), Ok)?;
    Ok(EventData::Described(Described { text }))
}
