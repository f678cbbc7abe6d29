//! The event that a ticket has a description: the customer's matter in full, where the subject is one line. The last one
//! holds, so that a slip is mended by writing it again.

use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt, Until};
use crate::file::FileRef;
use crate::language::Language;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::{EventContext, refused_text};
use crate::ticket::commit::Event;
use crate::ticket::long_text::with_rest;
use crate::ticket::state::{FoldedEvent, Ticket};
use crate::ticket::text::check_note;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "described",
    "describe",
    Right::Work,
    EntryMode::By(&[EventCommand::with("describe", "Write its description, or another one (--text)", &[TEXT], make)]),
    &[
        (r#"{"described":{"text":"Since eight\nnothing flows"}}"#, "description: Since eight\nnothing flows"),
        (
            r#"{"described":{"text":"Since eight","text_file":{"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","name":"description.txt","media_type":"text/plain","size":25600}}}"#,
            "description: Since eight\n… whole text: description.txt (text/plain, 25 KiB)",
        ),
    ],
);

/// The data of a description.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Described {
    /// The text, which may have several lines.
    pub text: String,
    /// The whole text as a file, where it is too long for an event; `text` is its beginning then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_file: Option<FileRef>,
}

impl Happening for Described {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        self.text_file.as_ref().map_or(Ok(()), FileRef::check)?;
        check_note(&self.text).map_err(|error| refused_text(Field::Description, &error))
    }

    // It changes nothing that a ticket is judged by; the conversation shows it.
    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.files.extend(self.text_file.clone());
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.description_is(with_rest(language, &self.text, self.text_file.as_ref()))
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

    fn files(&self) -> Vec<&FileRef> {
        self.text_file.iter().collect()
    }

    fn searched(&self) -> Option<&str> {
        Some(&self.text)
    }
}

const TEXT: EventInput = EventInput::new("text", "The description; --note does as well", InputType::Text);

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let text = form.text("text").map_or_else(|| form.needed("note", "text TEXT"), Ok)?;
    Ok(EventData::Described(Described { text, text_file: None }))
}
