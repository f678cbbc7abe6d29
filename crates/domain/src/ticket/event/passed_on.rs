//! The event that the error was passed on to the supplier that is responsible for it.

use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{Command, Entered, Form, Happening, Input, Sort, Takes, What};
use crate::right::Right;
use crate::ticket::check::{Scene, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "passed_on",
    "pass_on",
    Right::Work,
    Entered::By(&[Command::with(
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
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, _on: &Scene<'_>) -> Result<(), Problem> {
        line(Field::Supplier, &self.supplier)
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &Entry<'_>) {
        ticket.passed_on = Some(self.supplier.clone());
    }

    fn words(&self, _events: &[Event]) -> String {
        format!("passed on to {}", self.supplier)
    }

    fn moves_deadlines(&self) -> bool {
        false
    }
}

const SUPPLIER: Input = Input::new("text", "To whom", Takes::Text);

fn make(form: &Form<'_>) -> Result<What, Problem> {
    Ok(What::PassedOn(PassedOn { supplier: form.needed("text", "text TEXT")? }))
}
