//! What the store keeps of a deed, so that it is found without reading its ticket.

use serde::{Deserialize, Serialize};

use crate::ledger::{Entry, EntryId, Fact};
use crate::ticket::{Event, TicketId, What};

use super::{Kind, On};

/// What was done, to what, under which contract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Line {
    /// The sort of the deed.
    pub kind: Kind,
    /// The ticket or the entry that it was done to.
    pub on: On,
    /// The contract's id; empty where it is not known.
    pub contract: String,
}

/// A line as it is kept: the sort, the number of ticket or entry, the place of the event or the revision, the contract.
#[derive(Serialize, Deserialize)]
struct Kept(Kind, u64, u32, String);

impl From<Kept> for Line {
    fn from(Kept(kind, number, place, contract): Kept) -> Self {
        let on = if kind.is_of_ledger() {
            On::Entry { id: EntryId(number), revision: place }
        } else {
            On::Ticket { id: TicketId(number), event: place }
        };
        Self { kind, on, contract }
    }
}

impl From<Line> for Kept {
    fn from(Line { kind, on, contract }: Line) -> Self {
        match on {
            On::Ticket { id, event } => Self(kind, id.0, event, contract),
            On::Entry { id, revision } => Self(kind, id.0, revision, contract),
        }
    }
}

/// Makes the lines of events that a ticket under `contract` gets; the first of them has the place `first` among its
/// events.
pub fn lines_of_events(id: TicketId, first: u32, contract: &str, events: &[Event]) -> impl Iterator<Item = Line> {
    (first..).zip(events).map(move |(event, done)| Line {
        kind: Kind::from(&done.what),
        on: On::Ticket { id, event },
        contract: contract.to_owned(),
    })
}

/// Makes the line of a revision of an entry. One that removes it is of the sort that the entry was `before`.
pub fn line_of_entry(entry: &Entry, before: Option<(Kind, &str)>) -> Line {
    let says = entry.fact.as_ref().map(|fact| (Kind::from(fact), Fact::contract(fact)));
    let (kind, contract) = says.or(before).unwrap_or((Kind::RELEASE, ""));
    Line { kind, on: On::Entry { id: entry.id, revision: entry.revision }, contract: contract.to_owned() }
}

/// Returns the contract of a ticket with these events; empty where its logging is not among them.
pub fn contract_of(events: &[Event]) -> &str {
    match events.first().map(|event| &event.what) {
        Some(What::Logged(logged)) => &logged.contract,
        _ => "",
    }
}
