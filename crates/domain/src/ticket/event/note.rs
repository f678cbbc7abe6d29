//! The event that a note was written.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, ReachesBack, SayAt,
    Until,
};
use crate::right::Right;
use crate::ticket::check::{EventContext, refused_text};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};
use crate::ticket::text::check_note;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "note",
    "note",
    Right::Work,
    EntryMode::By(&[
        EventCommand::with("note", "Add a note (--text)", &[TEXT], make),
        EventCommand::with("update", "Update the customer: note what they were told (--text)", &[TOLD], make_update),
    ]),
    &[
        (r#"{"note":{"text":"two\nlines","to_customer":true}}"#, "updated the customer: two\nlines"),
        (r#"{"note":{"text":"one","to_customer":false}}"#, "note: one"),
    ],
);

/// The data of a note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Note {
    /// The text, which may have several lines.
    pub text: String,
    /// Whether the customer was told this.
    #[serde(default)]
    pub to_customer: bool,
}

impl Happening for Note {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        check_note(&self.text).map_err(|error| refused_text(Field::Note, &error))
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.notes += 1;
        if self.to_customer {
            ticket.was_told(entry);
        }
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        if self.to_customer { language.customer_updated(&self.text) } else { language.note_is(&self.text) }
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn tells_customer(&self) -> bool {
        self.to_customer
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn is_internal(&self, _events: &[Event]) -> bool {
        !self.to_customer
    }

    fn searched(&self) -> Option<&str> {
        Some(&self.text)
    }

    fn reaches_back(&self) -> ReachesBack {
        if self.to_customer { ReachesBack::Round } else { ReachesBack::Report }
    }
}

const TOLD: EventInput = EventInput::new("text", "What the customer was told; --note does as well", InputType::Text);

fn make_update(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let text = form.text("text").map_or_else(|| form.needed("note", "text TEXT"), Ok)?;
    Ok(EventData::Note(Note { text, to_customer: true }))
}

const TEXT: EventInput = EventInput::new("text", "The text; --note does as well", InputType::Text);

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let text = form.text("text").map_or_else(|| form.needed("note", "text TEXT"), Ok)?;
    Ok(EventData::Note(Note { text, to_customer: form.is_set("to-customer") }))
}
