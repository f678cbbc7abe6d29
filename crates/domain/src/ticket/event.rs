//! What can happen to a ticket, and the commit that carries it. These are the records that the store keeps for ever:
//! a field may be added with a default, none may change its meaning, none may go.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::alert::Alerted;
use crate::contract::Pause;
use crate::ledger::Entry;
use crate::time::Instant;

/// A ticket's number, from 1, given by the desk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketId(pub u64);

impl TicketId {
    /// The highest number that a ticket may have: far more than a desk will ever give, and so far from the end of what a number
    /// can be that adding to it cannot go wrong.
    pub const MOST: Self = Self((1 << 40) - 1);
}

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A commit's own name, given by whoever sends it, so that one sent twice is applied once. One that says when it was made
/// (UUID version 7) spares the store looking through the names of long ago.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommitId(pub uuid::Uuid);

/// What is written to the journal in one piece: all of it is there, or none of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Commit {
    /// Its own name.
    pub id: CommitId,
    /// When the desk took it.
    pub at: Instant,
    /// Who sent it.
    pub by: String,
    /// What it changes, at least one.
    pub edits: Vec<Edit>,
}

/// One change inside a commit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a commit has one or two of them, so that a box would save no room")]
pub enum Edit {
    /// Events added to a ticket, in order. The first commit that names a ticket creates it.
    Ticket {
        /// Which.
        id: TicketId,
        /// What is added behind the events that it has.
        events: Vec<Event>,
    },
    /// A revision of an entry of the ledger.
    Ledger(Entry),
}

impl Edit {
    /// The ticket that it changes, and the events that it adds; none if it is about something else.
    pub fn on_ticket(&self) -> Option<(TicketId, &[Event])> {
        match self {
            Self::Ticket { id, events } => Some((*id, events)),
            Self::Ledger(_) => None,
        }
    }
}

/// Something that happened to a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Event {
    /// When it happened; an agent may enter it late, never in the future.
    #[serde(rename = "t")]
    pub happened: Instant,
    /// When it was entered.
    #[serde(rename = "rec")]
    pub recorded: Instant,
    /// Who entered it.
    pub by: String,
    /// What it was.
    pub what: What,
}

/// What a ticket is about, where the agreement tells them apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something does not work.
    #[default]
    Incident,
    /// Something should work otherwise.
    ChangeRequest,
    /// Somebody wants to know.
    Question,
}

impl Kind {
    /// All of them, the usual one first.
    pub const ALL: [Self; 3] = [Self::Incident, Self::ChangeRequest, Self::Question];

    /// Its key in files and filters.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::ChangeRequest => "change_request",
            Self::Question => "question",
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::ChangeRequest => "change request",
            Self::Question => "question",
        }
    }
}

/// Why a promise was broken, for the record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachReason {
    /// This desk was late.
    Ours,
    /// The vendor was late.
    Vendors,
    /// The customer agreed to it.
    Agreed,
    /// Vendor and desk do not agree.
    Disputed,
}

impl BreachReason {
    /// The words after `the breach is`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Vendors => "the vendor's",
            Self::Agreed => "agreed with the customer",
            Self::Disputed => "disputed",
        }
    }
}

/// What happened. Ids are those of the ticket's contract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The ticket was entered. Always the first event, and only that.
    Logged {
        /// Contract id.
        contract: String,
        /// The contract's version when it was reported.
        version: String,
        /// The name of the promise that it was reported under, whose text the ledger keeps. None in a record of before
        /// promises had names: then its version stands for what the files said when the store was upgraded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promise: Option<String>,
        /// Plan id.
        plan: String,
        /// Severity id.
        severity: String,
        /// What it is about, one line.
        subject: String,
        /// Incident, change request or question.
        #[serde(default)]
        kind: Kind,
        /// Who reported it, as the agent wrote it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        customer: Option<String>,
        /// Impact, where severity follows from it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        impact: Option<String>,
        /// Urgency, where severity follows from it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        urgency: Option<String>,
    },
    /// It was reported through a channel. More than one report may come; the first that counts starts the clocks.
    Reported {
        /// Channel, as the contract names it.
        channel: String,
    },
    /// Receipt was confirmed to the customer.
    ReceiptConfirmed,
    /// First qualified reply to the customer.
    Responded,
    /// Work on finding or mending the cause has begun.
    WorkStarted,
    /// A workaround stands.
    WorkaroundGiven,
    /// It is known that there can be no workaround.
    WorkaroundImpossible,
    /// The cause is mended.
    Fixed,
    /// Nothing more to do.
    Closed {
        /// Why a promise was broken, where one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<BreachReason>,
        /// The reason in a sentence, one line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
    },
    /// The fix did not hold, or the closing was too early: as though there had been none.
    Reopened,
    /// What was mended is broken again: the fix and its verdict stand, and a new round of targets starts.
    CameBack,
    /// Another severity.
    SeveritySet {
        /// Severity id.
        severity: String,
    },
    /// Another plan.
    PlanSet {
        /// Plan id.
        plan: String,
    },
    /// Another impact and urgency, and the severity that follows.
    PrioritySet {
        /// Impact.
        impact: String,
        /// Urgency.
        urgency: String,
        /// Severity id from the matrix.
        severity: String,
    },
    /// Another subject.
    SubjectSet {
        /// One line.
        subject: String,
    },
    /// Somebody has it now, or nobody.
    Assigned {
        /// Who; none = nobody.
        to: Option<String>,
    },
    /// Passed up to the desk's next level.
    Escalated {
        /// The level's name.
        level: String,
        /// Who took it, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// The promise does not hold for this one.
    Excluded {
        /// A cause from the contract's scope.
        cause: String,
        /// Why, in a sentence, one line. Every new record has one; those of before have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
    },
    /// It does after all.
    Included,
    /// Nothing can be done until somebody else has.
    Waiting {
        /// On whom.
        on: Pause,
        /// Whether it ends with the fix or the closing, as all waiting does that was entered since there is this field. What was
        /// entered before went on until somebody resumed it, and its deadlines were told so.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        until_fixed: bool,
    },
    /// The waiting is over.
    Resumed,
    /// A note.
    Note {
        /// The text, may have several lines.
        text: String,
        /// Whether the customer was told this.
        #[serde(default)]
        to_customer: bool,
    },
    /// Time was spent.
    TimeSpent {
        /// Minutes of work.
        minutes: u32,
        /// What for.
        what: String,
        /// Whether nobody pays for it, whatever the cause: effort and analysis that the agreement has no fee for.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unpaid: bool,
    },
    /// The customer approved paid work in writing.
    Approved {
        /// Where the approval can be found.
        reference: String,
    },
    /// The error was passed on to the supplier whose it is.
    PassedOn {
        /// To whom.
        supplier: String,
    },
    /// People were told that a target comes near, is due or is broken. Only the desk itself writes it.
    Alerted(Box<Alerted>),
    /// One's own earlier event is taken back, as though it had never been.
    Retracted {
        /// Which: its place in the ticket's events, from 0.
        event: u32,
    },
}

impl What {
    /// Waiting on somebody, until it is resumed, fixed or closed.
    pub const fn waiting(on: Pause) -> Self {
        Self::Waiting { on, until_fixed: true }
    }
}

#[cfg(test)]
mod tests;
