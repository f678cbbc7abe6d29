//! The event that the ticket has another subject.

use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType};
use crate::right::Right;
use crate::ticket::check::{EventContext, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "subject_set",
    "subject",
    Right::Work,
    EntryMode::By(&[EventCommand::with("subject", "Change its subject (--text)", &[TEXT], make)]),
    &[(r#"{"subject_set":{"subject":"Sizes"}}"#, "subject set to “Sizes”")],
);

/// The data of another subject.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SubjectSet {
    /// The subject, one line.
    pub subject: String,
}

impl Happening for SubjectSet {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        line(Field::Subject, &self.subject)
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.subject.clone_from(&self.subject);
    }

    fn words(&self, _events: &[Event]) -> String {
        format!("subject set to “{}”", self.subject)
    }

    fn moves_deadlines(&self) -> bool {
        false
    }
}

const TEXT: EventInput = EventInput::new("text", "What it is about, in one line", InputType::Text);

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    Ok(EventData::SubjectSet(SubjectSet { subject: form.needed("text", "text TEXT")? }))
}
