//! What the store keeps of an audit entry, so that it is found without reading its ticket.

use serde::{Deserialize, Serialize};

use crate::ledger::{LedgerFact, LedgerRecord, LedgerRecordId};
use crate::ticket::{Event, EventData, TicketId, live};

use super::{AuditKind, AuditSubject};

/// What was done, to what, under which contract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "StoredLine", into = "StoredLine")]
pub struct AuditLine {
    /// The sort of the audit entry.
    pub kind: AuditKind,
    /// The ticket or the entry that it was done to.
    pub on: AuditSubject,
    /// The contract's id; empty where it is not known.
    pub contract: String,
}

/// A line as it is kept: the sort, the number of ticket or entry, the place of the event or the revision, the contract.
#[derive(Serialize, Deserialize)]
struct StoredLine(AuditKind, u64, u32, String);

impl From<StoredLine> for AuditLine {
    fn from(StoredLine(kind, number, place, contract): StoredLine) -> Self {
        let on = if kind.is_of_ledger() {
            AuditSubject::Entry { id: LedgerRecordId(number), revision: place }
        } else {
            AuditSubject::Ticket { id: TicketId(number), event: place }
        };
        Self { kind, on, contract }
    }
}

impl From<AuditLine> for StoredLine {
    fn from(AuditLine { kind, on, contract }: AuditLine) -> Self {
        match on {
            AuditSubject::Ticket { id, event } => Self(kind, id.0, event, contract),
            AuditSubject::Entry { id, revision } => Self(kind, id.0, revision, contract),
        }
    }
}

/// Makes the lines of events that a ticket under `contract` gets; the first of them has the place `first` among its
/// events.
pub fn lines_of_events(id: TicketId, first: u32, contract: &str, events: &[Event]) -> impl Iterator<Item = AuditLine> {
    (first..).zip(events).map(move |(event, done)| AuditLine {
        kind: AuditKind::from(&done.what),
        on: AuditSubject::Ticket { id, event },
        contract: contract.to_owned(),
    })
}

/// Makes the line of a revision of an entry. One that removes it is of the sort that the entry was `before`.
pub fn line_of_ledger_record(entry: &LedgerRecord, before: Option<(AuditKind, &str)>) -> AuditLine {
    let says = entry.fact.as_ref().map(|fact| (AuditKind::from(fact), LedgerFact::contract(fact)));
    let (kind, contract) = says.or(before).unwrap_or((AuditKind::RELEASE, ""));
    AuditLine {
        kind,
        on: AuditSubject::Entry { id: entry.id, revision: entry.revision },
        contract: contract.to_owned(),
    }
}

/// Returns the contract of a ticket with these events: that of the last correction to another vendor that stands, else the
/// one that it was logged under; empty where its logging is not among them.
pub fn contract_of(events: &[Event]) -> &str {
    let other_vendor = |event: &Event| match event.action() {
        Some(EventData::ReportCorrected(it)) => it.contract.is_some(),
        _ => false,
    };
    let corrected = events.iter().rposition(other_vendor).and_then(|last| {
        let stands = live(events);
        events[..=last].iter().enumerate().rfind(|(place, event)| stands[*place] && other_vendor(event))
    });
    match corrected.map_or(events.first(), |(_, event)| Some(event)).and_then(Event::action) {
        Some(EventData::ReportCorrected(it)) => it.contract.as_deref().unwrap_or_default(),
        Some(EventData::Logged(logged)) => &logged.contract,
        _ => "",
    }
}
