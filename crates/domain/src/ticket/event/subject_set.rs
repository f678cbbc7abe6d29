//! The event that the ticket has another subject.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt, Until};
use crate::right::Right;
use crate::ticket::check::{EventContext, line, nothing_new};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "subject_set",
    "subject",
    Right::Work,
    EntryMode::By(&[EventCommand::with("subject", "Change its subject (--text)", &[TEXT], make)]),
    &[
        (r#"{"subject_set":{"subject":"Sizes","was":"Seizes"}}"#, "subject set to “Sizes” (was “Seizes”)"),
        (r#"{"subject_set":{"subject":"Sizes"}}"#, "subject set to “Sizes”"),
    ],
);

/// The data of another subject.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SubjectSet {
    /// The subject, one line.
    pub subject: String,
    /// The subject before it, which the desk writes beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

impl Happening for SubjectSet {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        line(Field::Subject, &self.subject)?;
        if self.subject == on.ticket.subject {
            return Err(nothing_new(Field::Subject, "that is its subject"));
        }
        Ok(())
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.subject.clone_from(&self.subject);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let was = self.was.as_ref().map_or_else(String::new, |was| language.was_quoted(was));
        format!("{}{was}", language.subject_set(&self.subject))
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn moves_deadlines(&self) -> bool {
        false
    }
}

const TEXT: EventInput = EventInput::new("text", "What it is about, in one line", InputType::Text);

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    Ok(EventData::SubjectSet(SubjectSet { subject: form.needed("text", "text TEXT")?, was: None }))
}
