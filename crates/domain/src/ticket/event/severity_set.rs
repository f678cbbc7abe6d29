//! The event that the ticket has another severity.

use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{Command, Entered, Form, Happening, Input, Names, PrioritySet, Sort, Takes, What};
use crate::right::Right;
use crate::ticket::check::{Scene, check_severity, differs};
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "severity_set",
    "severity",
    Right::Work,
    Entered::By(&[Command::with("severity", "Change its severity (--severity; --impact, --urgency)", FIELDS, make)]),
    &[(r#"{"severity_set":{"severity":"low"}}"#, "severity set to low")],
);

/// The data of another severity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SeveritySet {
    /// The id of the severity.
    pub severity: String,
}

impl Happening for SeveritySet {
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        check_severity(on.contract, &self.severity)?;
        if let Some(contract) = on.contract.filter(|contract| contract.priority.is_some()) {
            let message = format!("the severity of {} follows from impact and urgency", contract.id);
            return Err(Problem::of_field(Field::Severity, message, "give both of them instead"));
        }
        differs(Field::Severity, &on.ticket.severity, &self.severity, "at severity")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &Entry<'_>) {
        ticket.keep_former(entry);
        ticket.severity.clone_from(&self.severity);
    }

    fn words(&self, _events: &[Event]) -> String {
        format!("severity set to {}", self.severity)
    }
}

const FIELDS: &[Input] = &[
    Input::new("severity", "The new one", Takes::Name(Names::Severities)),
    Input {
        needs: Some("urgency"),
        excludes: Some("severity"),
        ..Input::new(
            "impact",
            "How many people it affects, where the severity follows from impact and urgency",
            Takes::Name(Names::Impacts),
        )
    },
    Input {
        needs: Some("impact"),
        ..Input::new("urgency", "How badly it affects them, likewise", Takes::Name(Names::Urgencies))
    },
];

fn make(form: &Form<'_>) -> Result<What, Problem> {
    match (form.text("impact"), form.text("urgency")) {
        (Some(impact), Some(urgency)) => Ok(What::PrioritySet(PrioritySet::of(form.ticket, impact, urgency))),
        _ => Ok(What::SeveritySet(SeveritySet { severity: form.needed("severity", "severity ID")? })),
    }
}
