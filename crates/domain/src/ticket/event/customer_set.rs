//! The event that the ticket has another customer, or none.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, NameKind, SayAt, Until,
};
use crate::ledger::{LedgerRecordId, Organisation, Party as _, Person};
use crate::right::Right;
use crate::ticket::check::{EventContext, line, nothing_new};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "customer_set",
    "customer",
    Right::Work,
    EntryMode::By(&[EventCommand::with(
        "customer",
        "Change who reported it (--name, --person, --organisation, --none)",
        FIELDS,
        make,
    )]),
    &[
        (r#"{"customer_set":{"customer":"Kari","was":"Ola"}}"#, "customer set to Kari (was Ola)"),
        (r#"{"customer_set":{"customer":"Kari"}}"#, "customer set to Kari"),
        (r#"{"customer_set":{"was":"Ola"}}"#, "customer removed (was Ola)"),
        (
            r#"{"customer_set":{"customer":"Kari Nord","person":12,"organisation":7,"was":"Kari"}}"#,
            "customer set to Kari Nord, person 12, organisation 7 (was Kari)",
        ),
    ],
);

/// The data of another customer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CustomerSet {
    /// The name of the customer, one line, or none where it is not known who reported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The number of the person, where the ledger has one; `customer` is their name as it was then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<LedgerRecordId>,
    /// The number of the organisation that it was reported for, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<LedgerRecordId>,
    /// The name before it, which the desk writes beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

impl Happening for CustomerSet {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        let (ticket, records) = (on.ticket, (self.person, self.organisation));
        // A name that is left as it was, as in a line that was opened and not changed, takes no record away.
        let is_left = self.customer.is_some() && records == (None, None);
        if self.customer == ticket.customer && (is_left || records == (ticket.person, ticket.organisation)) {
            let is = self.customer.as_ref().map_or("it has no customer".to_owned(), |name| format!("it is {name}'s"));
            return Err(nothing_new(Field::Customer, &is));
        }
        if self.customer.is_none() && self.person.is_some() {
            return Err(Problem::of_field(Field::Customer, "the person has no name", "give the name too"));
        }
        self.customer.as_ref().map_or(Ok(()), |customer| line(Field::Customer, customer))
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.customer.clone_from(&self.customer);
        (ticket.person, ticket.organisation) = (self.person, self.organisation);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let was = self.was.as_ref().map_or_else(String::new, |was| language.was(was));
        let records = self.records_in(language);
        let set = self
            .customer
            .as_ref()
            .map_or_else(|| language.customer_removed(), |customer| language.customer_set(customer));
        format!("{set}{records}{was}")
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn moves_deadlines(&self) -> bool {
        false
    }
}

impl CustomerSet {
    fn records_in(&self, language: Language) -> String {
        let person = self.person.map(|id| language.named_person(id));
        let organisation = self.organisation.map(|id| language.named_organisation(id));
        person.into_iter().chain(organisation).collect()
    }
}

const FIELDS: &[EventInput] = &[
    EventInput {
        excludes: Some("none"),
        ..EventInput::new("name", "The customer's name, in one line", InputType::Text)
    },
    EventInput {
        excludes: Some("none"),
        ..EventInput::new("person", "The person: a name, an address or a number", InputType::Name(NameKind::Persons))
    },
    EventInput {
        excludes: Some("none"),
        ..EventInput::new(
            "organisation",
            "The organisation: a name, a domain or a number [default: the person's]",
            InputType::Name(NameKind::Organisations),
        )
    },
    EventInput::new("none", "It is not known who reported it", InputType::Flag),
];

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    if form.is_set("none") {
        return Ok(EventData::CustomerSet(CustomerSet::default()));
    }
    let (person, organisation) = (form.text("person"), form.text("organisation"));
    let name = match (&person, &organisation, form.ticket) {
        (Some(_), _, _) => form.text("name"),
        // The organisation alone leaves who reported it as it is.
        (None, Some(_), Some((ticket, _))) => form.text("name").or_else(|| ticket.customer.clone()),
        (None, Some(_), None) => None,
        (None, None, _) => Some(form.needed("name", "name NAME, --person WHO, or --none")?),
    };
    let Some(ledger) = form.ledger else {
        return Ok(EventData::CustomerSet(CustomerSet { customer: name, ..CustomerSet::default() }));
    };
    let kept = form.ticket.filter(|_| person.is_none() && form.text("name").is_none());
    let found = match (&person, kept) {
        (Some(person), _) => Some(ledger.party_meant::<Person>(person)?),
        (None, kept) => kept.and_then(|(ticket, _)| ledger.person_of(ticket)),
    };
    let organisation = match &organisation {
        Some(organisation) => Some(ledger.party_meant::<Organisation>(organisation)?.0),
        None => found.and_then(|(_, person)| person.organisation),
    };
    let customer = name.or_else(|| found.map(|(_, person)| person.name().to_owned()));
    let person = found.map(|(id, _)| id);
    Ok(EventData::CustomerSet(CustomerSet { customer, person, organisation, was: None }))
}
