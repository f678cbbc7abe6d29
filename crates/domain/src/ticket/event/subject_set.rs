//! The event that the ticket has another subject.

use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{Command, Entered, Form, Happening, Input, Sort, Takes, What};
use crate::right::Right;
use crate::ticket::check::{Scene, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "subject_set",
    "subject",
    Right::Work,
    Entered::By(&[Command::with("subject", "Change its subject (--text)", &[TEXT], make)]),
    &[(r#"{"subject_set":{"subject":"Sizes"}}"#, "subject set to “Sizes”")],
);

/// The data of another subject.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SubjectSet {
    /// The subject, one line.
    pub subject: String,
}

impl Happening for SubjectSet {
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, _on: &Scene<'_>) -> Result<(), Problem> {
        line(Field::Subject, &self.subject)
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &Entry<'_>) {
        ticket.subject.clone_from(&self.subject);
    }

    fn words(&self, _events: &[Event]) -> String {
        format!("subject set to “{}”", self.subject)
    }

    fn moves_deadlines(&self) -> bool {
        false
    }
}

const TEXT: Input = Input::new("text", "What it is about, in one line", Takes::Text);

fn make(form: &Form<'_>) -> Result<What, Problem> {
    Ok(What::SubjectSet(SubjectSet { subject: form.needed("text", "text TEXT")? }))
}
