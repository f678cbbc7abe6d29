//! The event that the ticket has another plan.

use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{Command, Entered, Form, Happening, Input, Names, Sort, Takes, What};
use crate::right::Right;
use crate::ticket::check::{Scene, differs, line, unknown};
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "plan_set",
    "plan",
    Right::Work,
    Entered::By(&[Command::with("plan", "Change its plan (--plan)", &[PLAN], make)]),
    &[(r#"{"plan_set":{"plan":"standard"}}"#, "plan set to standard")],
);

/// The data of another plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanSet {
    /// The id of the plan.
    pub plan: String,
}

impl Happening for PlanSet {
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        let plan = &self.plan;
        match on.contract {
            Some(c) if c.plan(plan).is_none() => {
                return Err(unknown(Field::Plan, plan, &c.id, c.plans.iter().map(|p| p.id.as_str())));
            }
            _ => line(Field::Plan, plan)?,
        }
        differs(Field::Plan, &on.ticket.plan, plan, "in plan")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &Entry<'_>) {
        ticket.keep_former(entry);
        ticket.plan.clone_from(&self.plan);
    }

    fn words(&self, _events: &[Event]) -> String {
        format!("plan set to {}", self.plan)
    }
}

const PLAN: Input = Input::new("plan", "The new one", Takes::Name(Names::Plans));

fn make(form: &Form<'_>) -> Result<What, Problem> {
    Ok(What::PlanSet(PlanSet { plan: form.needed("plan", "plan ID")? }))
}
