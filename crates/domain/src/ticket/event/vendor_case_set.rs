//! The event that the vendor's own number of the ticket is known, or known better.

use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt, Until};
use crate::contract::Contract;
use crate::language::Language;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::{EventContext, line, nothing_new};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "vendor_case_set",
    "case",
    Right::Work,
    EntryMode::By(&[EventCommand::with("case", "Set the vendor's case number (--ref, --none)", FIELDS, make)]),
    &[
        (r#"{"vendor_case_set":{"case":"INC0012345"}}"#, "the vendor's case is INC0012345"),
        (r#"{"vendor_case_set":{}}"#, "the vendor's case number removed"),
    ],
);

/// The data of the vendor's case number.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct VendorCaseSet {
    /// The number, one line, or none where the vendor has no case of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
}

/// Checks a vendor's case number: one line, as the contract's file says that they look.
pub(in crate::ticket) fn check_case(case: &str, contract: Option<&Contract>) -> Result<(), Problem> {
    line(Field::Case, case)?;
    let Some(side) = contract.map(|contract| &contract.vendor_side).filter(|side| !side.is_case(case)) else {
        return Ok(());
    };
    let pattern = side.case_pattern.as_deref().unwrap_or_default();
    let message = format!("`{case}` is no case number of the vendor's");
    Err(Problem::of_field(Field::Case, message, format!("they look like {pattern}, as its contract's file says")))
}

impl Happening for VendorCaseSet {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        if self.case == on.ticket.vendor_case {
            let is = self.case.as_ref().map_or("it has none".to_owned(), |case| format!("it is {case}"));
            return Err(nothing_new(Field::Case, &is));
        }
        self.case.as_ref().map_or(Ok(()), |case| check_case(case, on.contract))
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.vendor_case.clone_from(&self.case);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        self.case.as_ref().map_or_else(|| language.vendor_case_removed(), |case| language.vendor_case_is(case))
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn searched(&self) -> Option<&str> {
        self.case.as_deref()
    }
}

const FIELDS: &[EventInput] = &[
    EventInput {
        excludes: Some("none"),
        ..EventInput::new("ref", "The number, as the vendor writes it", InputType::Text)
    },
    EventInput::new("none", "The vendor has no case of it", InputType::Flag),
];

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let case = if form.is_set("none") { None } else { Some(form.needed("ref", "ref NUMBER, or --none")?) };
    Ok(EventData::VendorCaseSet(VendorCaseSet { case: case.map(|case| case.trim().to_owned()) }))
}
