//! The sorts of deeds, and what each is called in filters and JSON: as the command line calls doing it.

use serde::{Deserialize, Serialize};

use crate::ledger::Fact;
use crate::ticket::What;

/// A sort of deed. The store keeps it by its key: none may go.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // each is what the event or the entry of its name is
pub enum Kind {
    Log,
    Report,
    Receipt,
    Respond,
    Start,
    Workaround,
    NoWorkaround,
    Fix,
    Close,
    Reopen,
    Severity,
    Plan,
    Subject,
    Assign,
    Escalate,
    Exclude,
    Include,
    Wait,
    Resume,
    Note,
    Spend,
    Approve,
    PassOn,
    Alert,
    Undo,
    Outage,
    Maintenance,
    Change,
    Release,
    Agreement,
    Amend,
    Rota,
    VendorReport,
}

impl Kind {
    /// All of them: what is done to tickets, then what is entered in the ledger.
    pub const ALL: [Self; 33] = [
        Self::Log,
        Self::Report,
        Self::Receipt,
        Self::Respond,
        Self::Start,
        Self::Workaround,
        Self::NoWorkaround,
        Self::Fix,
        Self::Close,
        Self::Reopen,
        Self::Severity,
        Self::Plan,
        Self::Subject,
        Self::Assign,
        Self::Escalate,
        Self::Exclude,
        Self::Include,
        Self::Wait,
        Self::Resume,
        Self::Note,
        Self::Spend,
        Self::Approve,
        Self::PassOn,
        Self::Alert,
        Self::Undo,
        Self::Outage,
        Self::Maintenance,
        Self::Change,
        Self::Release,
        Self::Agreement,
        Self::Amend,
        Self::Rota,
        Self::VendorReport,
    ];

    /// Its key in filters, JSON and the store.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Report => "report",
            Self::Receipt => "receipt",
            Self::Respond => "respond",
            Self::Start => "start",
            Self::Workaround => "workaround",
            Self::NoWorkaround => "no_workaround",
            Self::Fix => "fix",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Severity => "severity",
            Self::Plan => "plan",
            Self::Subject => "subject",
            Self::Assign => "assign",
            Self::Escalate => "escalate",
            Self::Exclude => "exclude",
            Self::Include => "include",
            Self::Wait => "wait",
            Self::Resume => "resume",
            Self::Note => "note",
            Self::Spend => "spend",
            Self::Approve => "approve",
            Self::PassOn => "pass_on",
            Self::Alert => "alert",
            Self::Undo => "undo",
            Self::Outage => "outage",
            Self::Maintenance => "maintenance",
            Self::Change => "change",
            Self::Release => "release",
            Self::Agreement => "agreement",
            Self::Amend => "amend",
            Self::Rota => "rota",
            Self::VendorReport => "vendor_report",
        }
    }

    /// Whether it is about an entry of the ledger, not about a ticket.
    pub const fn is_of_ledger(self) -> bool {
        matches!(
            self,
            Self::Outage
                | Self::Maintenance
                | Self::Change
                | Self::Release
                | Self::Agreement
                | Self::Amend
                | Self::Rota
                | Self::VendorReport
        )
    }
}

impl From<&What> for Kind {
    /// No wildcard: what a new event is called in filters is to be decided.
    fn from(what: &What) -> Self {
        match what {
            What::Logged { .. } => Self::Log,
            What::Reported { .. } => Self::Report,
            What::ReceiptConfirmed => Self::Receipt,
            What::Responded => Self::Respond,
            What::WorkStarted => Self::Start,
            What::WorkaroundGiven => Self::Workaround,
            What::WorkaroundImpossible => Self::NoWorkaround,
            What::Fixed => Self::Fix,
            What::Closed { .. } => Self::Close,
            What::Reopened | What::CameBack => Self::Reopen,
            What::SeveritySet { .. } | What::PrioritySet { .. } => Self::Severity,
            What::PlanSet { .. } => Self::Plan,
            What::SubjectSet { .. } => Self::Subject,
            What::Assigned { .. } => Self::Assign,
            What::Escalated { .. } => Self::Escalate,
            What::Excluded { .. } => Self::Exclude,
            What::Included => Self::Include,
            What::Waiting { .. } => Self::Wait,
            What::Resumed => Self::Resume,
            What::Note { .. } => Self::Note,
            What::TimeSpent { .. } => Self::Spend,
            What::Approved { .. } => Self::Approve,
            What::PassedOn { .. } => Self::PassOn,
            What::Alerted(_) => Self::Alert,
            What::Retracted { .. } => Self::Undo,
        }
    }
}

impl From<&Fact> for Kind {
    fn from(fact: &Fact) -> Self {
        match fact {
            Fact::Release(_) => Self::Release,
            Fact::Agreement(_) => Self::Agreement,
            Fact::Amendment(_) => Self::Amend,
            Fact::Outage(_) => Self::Outage,
            Fact::Maintenance(_) => Self::Maintenance,
            Fact::AnnouncedChange(_) => Self::Change,
            Fact::Rota(_) => Self::Rota,
            Fact::VendorReport(_) => Self::VendorReport,
        }
    }
}
