//! The event that the error was passed on to the supplier that is responsible for it.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt};
use crate::right::Right;
use crate::ticket::check::{EventContext, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "passed_on",
    "pass_on",
    Right::Work,
    EntryMode::By(&[EventCommand::with(
        "pass-on",
        "Pass it on to the supplier who is responsible (--text: to whom)",
        &[SUPPLIER],
        make,
    )]),
    &[(r#"{"passed_on":{"supplier":"host"}}"#, "passed on to host")],
);

/// The data of passing an error on to its supplier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PassedOn {
    /// The name of the supplier.
    pub supplier: String,
}

impl Happening for PassedOn {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        line(Field::Supplier, &self.supplier)
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.passed_on = Some(self.supplier.clone());
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.passed_on_to(&self.supplier)
    }

    fn moves_deadlines(&self) -> bool {
        false
    }
}

const SUPPLIER: EventInput = EventInput::new("text", "To whom", InputType::Text);

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    Ok(EventData::PassedOn(PassedOn { supplier: form.needed("text", "text TEXT")? }))
}
