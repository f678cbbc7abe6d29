//! The event that the cause was explained to the customer in writing.

use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventInput, EventKind, Happening, InputType, SayAt};
use crate::contract::TargetKind;
use crate::language::Language;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::{EventContext, not_before, once, refused_text};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket, keep_first};
use crate::ticket::text::check_note;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "root_cause_explained",
    "root_cause",
    Right::Work,
    EntryMode::By(&[EventCommand::with(
        "root-cause",
        "Record that the cause was explained to the customer in writing (--text: the explanation, or where it is)",
        &[EXPLANATION],
        |form| Ok(EventData::RootCauseExplained(RootCauseExplained { text: form.text("text") })),
    )]),
    &[
        (
            r#"{"root_cause_explained":{"text":"A full disk; see mail of 8 January"}}"#,
            "root cause explained: A full disk; see mail of 8 January",
        ),
        (r#"{"root_cause_explained":{}}"#, "root cause explained"),
    ],
);

/// The data of the explanation of a cause, which the customer has in writing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RootCauseExplained {
    /// The explanation, or where it can be found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Happening for RootCauseExplained {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        if let Some(text) = &self.text {
            check_note(text).map_err(|error| refused_text(Field::Text, &error))?;
        }
        once(on.ticket.root_cause.as_ref(), on.happened, "explained")?;
        check_begun(on)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        keep_first(&mut ticket.root_cause, entry.mark());
        ticket.was_told(entry);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let text = self.text.as_ref().map_or_else(String::new, |text| format!(": {text}"));
        format!("{}{text}", language.cause_explained())
    }

    fn is_of_round(&self) -> bool {
        true
    }

    fn searched(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

/// Checks that the time of a promised explanation has begun: where it counts from the fix, what is explained before that is
/// not the cause that was mended.
fn check_begun(on: &EventContext<'_>) -> Result<(), Problem> {
    let EventContext { ticket, contract, happened } = *on;
    let promises = contract.and_then(|contract| contract.promises(&ticket.plan, &ticket.severity));
    let promise = promises.and_then(|promises| promises.get(TargetKind::RootCause));
    if ticket.exclusion.is_some() || promise.and_then(|promise| promise.from) != Some(TargetKind::Fix) {
        return Ok(());
    }
    match &ticket.fixed {
        Some(fixed) => not_before(Some(fixed), happened, "fixed"),
        None => Err(Problem::refused(
            format!("#{} is not fixed, and its root cause counts from the fix", ticket.id),
            "record the fix first (fix), or tell the customer what is known so far (update)",
        )),
    }
}

const EXPLANATION: EventInput = EventInput::new(
    "text",
    "The explanation, or where it can be found; left out where it stands elsewhere",
    InputType::Text,
);
