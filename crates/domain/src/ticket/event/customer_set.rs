//! The event that the ticket has another customer, or none.

use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, Until};
use crate::right::Right;
use crate::ticket::check::{EventContext, line, nothing_new};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "customer_set",
    "customer",
    Right::Work,
    EntryMode::By(&[EventCommand::with("customer", "Change who reported it (--name, --none)", FIELDS, make)]),
    &[
        (r#"{"customer_set":{"customer":"Kari","was":"Ola"}}"#, "customer set to Kari (was Ola)"),
        (r#"{"customer_set":{"customer":"Kari"}}"#, "customer set to Kari"),
        (r#"{"customer_set":{"was":"Ola"}}"#, "customer removed (was Ola)"),
    ],
);

/// The data of another customer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CustomerSet {
    /// The name of the customer, one line, or none where it is not known who reported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The name before it, which the desk writes beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

impl Happening for CustomerSet {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        if self.customer == on.ticket.customer {
            let is = self.customer.as_ref().map_or("it has no customer".to_owned(), |name| format!("it is {name}'s"));
            return Err(nothing_new(Field::Customer, &is));
        }
        self.customer.as_ref().map_or(Ok(()), |customer| line(Field::Customer, customer))
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.customer.clone_from(&self.customer);
    }

    fn words(&self, _events: &[Event]) -> String {
        let was = self.was.as_ref().map_or_else(String::new, |was| format!(" (was {was})"));
        match &self.customer {
            Some(customer) => format!("customer set to {customer}{was}"),
            None => format!("customer removed{was}"),
        }
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn moves_deadlines(&self) -> bool {
        false
    }
}

const FIELDS: &[EventInput] = &[
    EventInput {
        excludes: Some("none"),
        ..EventInput::new("name", "The customer's name, in one line", InputType::Text)
    },
    EventInput::new("none", "It is not known who reported it", InputType::Flag),
];

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let customer = if form.is_set("none") { None } else { Some(form.needed("name", "name NAME, or --none")?) };
    Ok(EventData::CustomerSet(CustomerSet { customer, was: None }))
}
