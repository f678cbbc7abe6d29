//! The event that a ticket was passed up to the desk's next level.

use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{Command, Entered, Form, Happening, Input, Names, Sort, Takes, What};
use crate::right::Right;
use crate::ticket::check::{Scene, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "escalated",
    "escalate",
    Right::Work,
    Entered::By(&[Command::with("escalate", "Escalate it (--level, --to)", FIELDS, make)]),
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
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, _on: &Scene<'_>) -> Result<(), Problem> {
        line(Field::Level, &self.level)?;
        self.to.as_deref().map_or(Ok(()), |to| line(Field::Assignee, to))
    }

    fn fold(&self, ticket: &mut Ticket, entry: &Entry<'_>) {
        ticket.level = Some(self.level.clone());
        if self.to.is_some() {
            ticket.assign(self.to.clone(), entry.event.happened);
        }
    }

    fn words(&self, _events: &[Event]) -> String {
        let to = self.to.as_ref().map_or_else(String::new, |to| format!(" ({to})"));
        format!("escalated to {}{to}", self.level)
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn assignee(&self) -> Option<&str> {
        self.to.as_deref()
    }
}

const FIELDS: &[Input] = &[
    Input::new("level", "The level [default: the desk's next one]", Takes::Name(Names::Levels)),
    Input::new("to", "Who took it", Takes::Name(Names::People)),
];

fn make(form: &Form<'_>) -> Result<What, Problem> {
    let to = form.text("to").and_then(|to| form.person(&to));
    Ok(What::Escalated(Escalated { level: level(form)?, to }))
}

/// Returns the level that was named, else the desk's next one above the ticket's.
fn level(form: &Form<'_>) -> Result<String, Problem> {
    let (Some((ticket, _)), None) = (form.ticket, form.text("level")) else {
        return Ok(form.text("level").unwrap_or_default());
    };
    let now = ticket.level.as_deref();
    form.book.level_after(now).map(str::to_owned).ok_or_else(|| {
        let message = format!("#{} is at the desk's last level, {}", ticket.id, now.unwrap_or_default());
        Problem::of_field(Field::Level, message, "give --level NAME for another")
    })
}
