//! The event that the ticket has another severity.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, NameKind, PrioritySet,
    ReachesBack, SayAt,
};
use crate::right::Right;
use crate::ticket::check::{EventContext, after_last_change, check_severity, differs};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "severity_set",
    "severity",
    Right::Work,
    EntryMode::By(&[EventCommand::with(
        "severity",
        "Change its severity (--severity; --impact, --urgency)",
        FIELDS,
        make,
    )]),
    &[(r#"{"severity_set":{"severity":"low"}}"#, "severity set to low")],
);

/// The data of another severity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SeveritySet {
    /// The id of the severity.
    pub severity: String,
}

impl Happening for SeveritySet {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        check_severity(on.contract, &self.severity)?;
        if let Some(contract) = on.contract.filter(|contract| contract.priority.is_some()) {
            let message = format!("the severity of {} follows from impact and urgency", contract.id);
            return Err(Problem::of_field(Field::Severity, message, "give both of them instead"));
        }
        differs(Field::Severity, &on.ticket.severity, &self.severity, "at severity")?;
        after_last_change(on)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.keep_former(entry);
        ticket.severity.clone_from(&self.severity);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.severity_set(&self.severity)
    }

    fn reaches_back(&self) -> ReachesBack {
        ReachesBack::Reopening
    }
}

const FIELDS: &[EventInput] = &[
    EventInput::new("severity", "The new one", InputType::Name(NameKind::Severities)),
    EventInput {
        needs: Some("urgency"),
        excludes: Some("severity"),
        ..EventInput::new(
            "impact",
            "How many people it affects, where the severity follows from impact and urgency",
            InputType::Name(NameKind::Impacts),
        )
    },
    EventInput {
        needs: Some("impact"),
        ..EventInput::new("urgency", "How badly it affects them, likewise", InputType::Name(NameKind::Urgencies))
    },
];

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    match (form.text("impact"), form.text("urgency")) {
        (Some(impact), Some(urgency)) => Ok(EventData::PrioritySet(PrioritySet::of(form.ticket, impact, urgency))),
        _ => Ok(EventData::SeveritySet(SeveritySet { severity: form.needed("severity", "severity ID")? })),
    }
}
