//! Names the sorts of audit entries in filters and JSON: as the command line calls doing them.

use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};

use crate::ledger::{LEDGER_KINDS, LedgerFact};
use crate::ticket::EventContent;
use crate::ticket::event::EVENT_KINDS;

/// A sort of audit entry, which is its key in filters, JSON and the store. The store keeps it: none may go.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct AuditKind(&'static str);

impl AuditKind {
    /// The desk itself told people of a target.
    pub const ALERT: Self = Self("alert");
    /// Something was retracted.
    pub const UNDO: Self = Self("undo");
    /// An outage was entered, changed or removed.
    pub const OUTAGE: Self = Self("outage");
    /// A vendor's release date was entered, changed or removed.
    pub(super) const RELEASE: Self = Self("release");

    /// Returns all sorts: what is done to tickets, then what is entered in the ledger.
    pub fn all() -> impl Iterator<Item = Self> {
        // Sorts of events that are one thing to people share a key, and the first of them stands for it.
        let first =
            |place: usize| EVENT_KINDS.iter().position(|sort| sort.key == EVENT_KINDS[place].key) == Some(place);
        let of_tickets =
            (0..EVENT_KINDS.len()).filter(move |place| first(*place)).map(|place| Self(EVENT_KINDS[place].key));
        of_tickets.chain(Self::of_ledger())
    }

    /// Returns the sorts of audit entries in the ledger.
    fn of_ledger() -> impl Iterator<Item = Self> {
        LEDGER_KINDS.into_iter().map(|kind| Self(kind.key))
    }

    /// Returns the kind with that key.
    pub fn of_key(key: &str) -> Option<Self> {
        let of_tickets = EVENT_KINDS.iter().map(|sort| Self(sort.key));
        of_tickets.chain(Self::of_ledger()).find(|kind| kind.0 == key)
    }

    /// Returns the key in filters, JSON and the store.
    pub const fn key(self) -> &'static str {
        self.0
    }

    /// Returns the word for it in filters of the audit log and on the command line: the key, but where people call it
    /// something else than the store does.
    pub fn word(self) -> &'static str {
        if self.0 == "receipt" { "acknowledge" } else { self.0 }
    }

    /// Returns whether the audit entry is about a ledger record, not about a ticket.
    pub fn is_of_ledger(self) -> bool {
        Self::of_ledger().any(|kind| kind == self)
    }
}

impl<'de> Deserialize<'de> for AuditKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(AuditKindVisitor)
    }
}

/// A visitor that reads a key.
struct AuditKindVisitor;

impl Visitor<'_> for AuditKindVisitor {
    type Value = AuditKind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sort of deed")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<AuditKind, E> {
        AuditKind::of_key(key).ok_or_else(|| E::custom(format!("there is no sort of deed `{key}`")))
    }
}

impl From<&EventContent> for AuditKind {
    fn from(what: &EventContent) -> Self {
        Self(what.sort().key)
    }
}

impl From<&LedgerFact> for AuditKind {
    fn from(fact: &LedgerFact) -> Self {
        Self(fact.kind().key)
    }
}
