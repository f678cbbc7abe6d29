//! The event that the ticket has another plan.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, NameKind, ReachesBack,
    SayAt,
};
use crate::right::Right;
use crate::ticket::check::{EventContext, after_last_change, differs, line, unknown};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "plan_set",
    "plan",
    Right::Work,
    EntryMode::By(&[EventCommand::with("plan", "Change its plan (--plan)", &[PLAN], make)]),
    &[(r#"{"plan_set":{"plan":"standard"}}"#, "plan set to standard")],
);

/// The data of another plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanSet {
    /// The id of the plan.
    pub plan: String,
}

impl Happening for PlanSet {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        let plan = &self.plan;
        match on.contract {
            Some(c) if c.plan(plan).is_none() => {
                return Err(unknown(Field::Plan, plan, &c.id, c.plans.iter().map(|p| p.id.as_str())));
            }
            _ => line(Field::Plan, plan)?,
        }
        differs(Field::Plan, &on.ticket.plan, plan, "in plan")?;
        after_last_change(on)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.keep_former(entry);
        ticket.plan.clone_from(&self.plan);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.plan_set(&self.plan)
    }

    fn reaches_back(&self) -> ReachesBack {
        ReachesBack::Reopening
    }
}

const PLAN: EventInput = EventInput::new("plan", "The new one", InputType::Name(NameKind::Plans));

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    Ok(EventData::PlanSet(PlanSet { plan: form.needed("plan", "plan ID")? }))
}
