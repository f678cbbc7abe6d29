//! The event that a ticket was entered: always the first event, and only the first.

use crate::language::Language;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

use super::{EntryMode, EventKind, Happening, SayAt};
use crate::ledger::LedgerRecordId;
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "logged",
    "log",
    Right::Work,
    EntryMode::Otherwise("by frist new"),
    &[
        (
            r#"{"logged":{"contract":"missoun","version":"2022-10-10","plan":"standard","severity":"high","subject":"Configurator “loses” sizes","kind":"change_request","customer":"Kari","person":12,"organisation":7,"impact":"high","urgency":"medium"}}"#,
            "logged as change request in plan standard, severity high",
        ),
        (
            r#"{"logged":{"contract":"sesam","version":"","promise":"a1b2","plan":"partner","severity":"error","subject":"x","kind":"incident"}}"#,
            "logged as incident in plan partner, severity error",
        ),
    ],
);

/// The data of a ticket as it was entered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Logged {
    /// The id of the contract.
    pub contract: String,
    /// The contract's version when it was reported.
    pub version: String,
    /// The name of the promise that it was reported under, whose text the ledger keeps. None in a record of before
    /// promises had names: then its version stands for what the files said when the store was upgraded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// The id of the plan.
    pub plan: String,
    /// The id of the severity.
    pub severity: String,
    /// The subject, one line.
    pub subject: String,
    /// The kind: incident, change request or question.
    #[serde(default)]
    pub kind: Kind,
    /// The name of the customer who reported it, as the agent wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The number of the person who reported it, where the ledger has one; `customer` is their name as it was then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<LedgerRecordId>,
    /// The number of the organisation that it was reported for, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<LedgerRecordId>,
    /// The impact, where severity follows from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// The urgency, where severity follows from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
}

impl Happening for Logged {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        Err(Problem::refused("a ticket is logged once", "log a new one"))
    }

    // The fold begins with this event.
    fn fold(&self, _ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {}

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.logged_as(language.kind(self.kind), &self.plan, &self.severity)
    }
}

/// What a ticket is about, where the agreement tells them apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An incident: something does not work.
    #[default]
    Incident,
    /// A change request: something should work otherwise.
    ChangeRequest,
    /// A question: somebody wants to know something.
    Question,
}

impl Kind {
    /// All kinds, the usual one first.
    pub const ALL: [Self; 3] = [Self::Incident, Self::ChangeRequest, Self::Question];

    /// Returns the key in files and filters.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::ChangeRequest => "change_request",
            Self::Question => "question",
        }
    }

    /// Returns it in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::ChangeRequest => "change request",
            Self::Question => "question",
        }
    }
}
