//! The event that a ticket was passed up to the desk's next level.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, NameKind, SayAt,
};
use crate::right::Right;
use crate::ticket::check::{EventContext, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "escalated",
    "escalate",
    Right::Work,
    EntryMode::By(&[EventCommand::with("escalate", "Escalate it (--level, --to)", FIELDS, make)]),
    &[
        (r#"{"escalated":{"level":"lead","to":"boss"}}"#, "escalated to lead (boss)"),
        (r#"{"escalated":{"level":"lead"}}"#, "escalated to lead"),
    ],
);

/// The data of passing a ticket up to a level.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Escalated {
    /// The level's name.
    pub level: String,
    /// The name of the person who took it, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Happening for Escalated {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        line(Field::Level, &self.level)?;
        self.to.as_deref().map_or(Ok(()), |to| line(Field::Assignee, to))
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.level = Some(self.level.clone());
        if self.to.is_some() {
            ticket.assign(self.to.clone(), entry.event.happened);
        }
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let to = self.to.as_ref().map_or_else(String::new, |to| format!(" ({to})"));
        format!("{}{to}", language.escalated_to(&self.level))
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn assignee(&self) -> Option<&str> {
        self.to.as_deref()
    }
}

const FIELDS: &[EventInput] = &[
    EventInput::new("level", "The level [default: the desk's next one]", InputType::Name(NameKind::Levels)),
    EventInput::new("to", "Who took it", InputType::Name(NameKind::People)),
];

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let to = form.text("to").and_then(|to| form.person(&to));
    Ok(EventData::Escalated(Escalated { level: level(form)?, to }))
}

/// Returns the level that was named, else the desk's next one above the ticket's.
fn level(form: &EventForm<'_>) -> Result<String, Problem> {
    let (Some((ticket, _)), None) = (form.ticket, form.text("level")) else {
        return Ok(form.text("level").unwrap_or_default());
    };
    let now = ticket.level.as_deref();
    form.book.level_after(now).map(str::to_owned).ok_or_else(|| {
        let message = format!("#{} is at the desk's last level, {}", ticket.id, now.unwrap_or_default());
        Problem::of_field(Field::Level, message, "give --level NAME for another")
    })
}
