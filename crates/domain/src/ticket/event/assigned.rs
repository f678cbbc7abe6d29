//! The event that the ticket has another assignee, or none.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, NameKind, SayAt,
};
use crate::right::Right;
use crate::ticket::check::{EventContext, differs, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "assigned",
    "assign",
    Right::Work,
    EntryMode::By(&[EventCommand::with("assign", "Assign it (--to)", &[TO], make)]),
    &[(r#"{"assigned":{"to":"agent2"}}"#, "assigned to agent2"), (r#"{"assigned":{"to":null}}"#, "unassigned")],
);

/// The data of another assignee.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assigned {
    /// The name of the assignee, or none for nobody.
    pub to: Option<String>,
}

impl Happening for Assigned {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        match &self.to {
            Some(to) => {
                line(Field::Assignee, to)?;
                differs(Field::Assignee, on.ticket.assignee.as_deref().unwrap_or(""), to, "assigned to")
            }
            None if on.ticket.assignee.is_none() => Err(Problem::of_field(
                Field::Assignee,
                format!("#{} is unassigned", on.ticket.id),
                "there is no assignee to remove",
            )),
            None => Ok(()),
        }
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.assign(self.to.clone(), entry.event.happened);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        self.to.as_ref().map_or_else(|| language.unassigned(), |to| language.assigned_to(to))
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn assignee(&self) -> Option<&str> {
        self.to.as_deref()
    }
}

const TO: EventInput = EventInput::new(
    "to",
    "The assignee: a name, me, none to unassign it, or least for the person with the fewest tickets",
    InputType::Name(NameKind::People),
);

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    Ok(EventData::Assigned(Assigned { to: form.person(&form.needed("to", "to NAME")?) }))
}
