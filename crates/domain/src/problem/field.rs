//! Names the fields that a problem may be about: those of the forms, and what else is given with an event or a record.

use std::fmt;

/// A field of a form, or of what a command gives. Its name is that of the record's key, and goes over the socket.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Field {
    /// The services or customers that an outage hit.
    Affects,
    /// An address of a person.
    Address,
    /// The moment at which maintenance or a change was announced.
    Announced,
    /// The person who works on a ticket.
    Assignee,
    /// The moment at which an event happened.
    At,
    /// The moment at which a vendor's report came.
    Came,
    /// The vendor's own number of a ticket.
    Case,
    /// The reason why a ticket or an outage is outside the agreement.
    Cause,
    /// The way in which a ticket was reported.
    Channel,
    /// The agreement.
    Contract,
    /// The person who reported a ticket.
    Customer,
    /// The date of a release.
    Date,
    /// The description of a ticket.
    Description,
    /// A mail domain of an organisation.
    Domain,
    /// The files that go with a ticket.
    Files,
    /// The filter of a view.
    Filter,
    /// The moment at which something begins.
    From,
    /// The impact, where the severity follows from it.
    Impact,
    /// The record that another one is merged into.
    Into,
    /// The kind of a ticket or of a maintenance.
    Kind,
    /// The language that a person is written to in.
    Language,
    /// The level that a ticket is escalated to.
    Level,
    /// The minutes of work.
    Minutes,
    /// The month that a vendor's report is about.
    Month,
    /// The name of a release.
    Name,
    /// A longer text.
    Note,
    /// The organisation.
    Organisation,
    /// The person.
    Person,
    /// A phone number of a person.
    Phone,
    /// The plan of an agreement.
    Plan,
    /// The promises that are corrected.
    Promises,
    /// The party whose breach it is.
    Reason,
    /// The place where an approval can be found.
    Reference,
    /// The moment at which a ticket or an outage was reported.
    Reported,
    /// The severity.
    Severity,
    /// The solution that ended an outage.
    Solution,
    /// Somebody who works at the desk.
    Staff,
    /// The subject of a ticket, in one line.
    Subject,
    /// The supplier that a ticket was passed on to.
    Supplier,
    /// The way in which an outage showed.
    Symptom,
    /// The words that a ticket is found by.
    Tags,
    /// The sentence that goes with an event.
    Text,
    /// The tickets that belong to an outage.
    Tickets,
    /// The moment at which something ends.
    To,
    /// The urgency, where the severity follows from it.
    Urgency,
    /// The reason why promises are corrected.
    Words,
}

impl Field {
    /// Every field, by name.
    pub const ALL: [Self; 46] = [
        Self::Affects,
        Self::Address,
        Self::Announced,
        Self::Assignee,
        Self::At,
        Self::Came,
        Self::Case,
        Self::Cause,
        Self::Channel,
        Self::Contract,
        Self::Customer,
        Self::Date,
        Self::Description,
        Self::Domain,
        Self::Files,
        Self::Filter,
        Self::From,
        Self::Impact,
        Self::Into,
        Self::Kind,
        Self::Language,
        Self::Level,
        Self::Minutes,
        Self::Month,
        Self::Name,
        Self::Note,
        Self::Organisation,
        Self::Person,
        Self::Phone,
        Self::Plan,
        Self::Promises,
        Self::Reason,
        Self::Reference,
        Self::Reported,
        Self::Severity,
        Self::Solution,
        Self::Staff,
        Self::Subject,
        Self::Supplier,
        Self::Symptom,
        Self::Tags,
        Self::Text,
        Self::Tickets,
        Self::To,
        Self::Urgency,
        Self::Words,
    ];

    /// Returns the field's name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Affects => "affects",
            Self::Address => "address",
            Self::Announced => "announced",
            Self::Assignee => "assignee",
            Self::At => "at",
            Self::Came => "came",
            Self::Case => "case",
            Self::Cause => "cause",
            Self::Channel => "channel",
            Self::Contract => "contract",
            Self::Customer => "customer",
            Self::Date => "date",
            Self::Description => "description",
            Self::Domain => "domain",
            Self::Files => "files",
            Self::Filter => "filter",
            Self::From => "from",
            Self::Impact => "impact",
            Self::Into => "into",
            Self::Kind => "kind",
            Self::Language => "language",
            Self::Level => "level",
            Self::Minutes => "minutes",
            Self::Month => "month",
            Self::Name => "name",
            Self::Note => "note",
            Self::Organisation => "organisation",
            Self::Person => "person",
            Self::Phone => "phone",
            Self::Plan => "plan",
            Self::Promises => "promises",
            Self::Reason => "reason",
            Self::Reference => "reference",
            Self::Reported => "reported",
            Self::Severity => "severity",
            Self::Solution => "solution",
            Self::Staff => "staff",
            Self::Subject => "subject",
            Self::Supplier => "supplier",
            Self::Symptom => "symptom",
            Self::Tags => "tags",
            Self::Text => "text",
            Self::Tickets => "tickets",
            Self::To => "to",
            Self::Urgency => "urgency",
            Self::Words => "words",
        }
    }

    /// Returns the field of that name, or none where no field has it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == name)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Serializes a field by its name, and none as an empty one. A name that is not known, as of a later frist, is none as
/// well.
pub(super) mod by_name {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Field;

    #[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde hands over a reference")]
    pub fn serialize<S: Serializer>(field: &Option<Field>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(field.map_or("", Field::key))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Field>, D::Error> {
        Ok(Field::named(&String::deserialize(deserializer)?))
    }
}
