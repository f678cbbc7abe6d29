//! A ticket, its contract and `now` give targets: when each is due, after when it is breached, where it stands and why.
//!
//! [`sla`] is pure and quick enough to run for every visible row at every tick. Instants are compared, never
//! percentages.

mod asks;
mod calc;
mod changes;
mod compute;
#[cfg(test)]
mod made;
mod measure;
mod row;
mod terms;
mod told;
mod why;
mod words;

pub use asks::{Ask, asks};
pub use calc::{Answered, answer_targets};
pub use changes::{Changed, Stand, deadline_changes};
pub use compute::{passes_while_open, promised, reaches, severity_in_force, sla};
pub use measure::{clock_in_words, overrun, taken};
pub use row::{Count, Order, Row};
pub use told::{
    ask_in_words, cap_in_words, exclusion_in_words, exclusion_means, pause_means, rounds_in_words, waiting_in_brief,
    waiting_in_words,
};
pub use why::{Why, WhyLine, why};
pub use words::{
    Say, change_in_words, channels_in_words, due_in_words, list_in_words, promise_in_words, reason, start_in_words,
};

use crate::contract::{Promise, TargetKind, Within};
use crate::time::Instant;

/// Where a target stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    /// Its clock runs.
    Running,
    /// Its clock runs, and a quarter or less of the time is left, or what was expected has passed.
    AtRisk,
    /// Its clock stands: support is closed, or the contract pauses it.
    Stopped,
    /// Not met, and past its last moment.
    Breached,
    /// Met in time.
    Met,
    /// Met after its last moment.
    MetLate,
    /// Its clock has not started: no report that counts.
    NoClock,
    /// The promise does not hold for this ticket.
    Excluded,
    /// There is no moment by which it must be met.
    None,
}

impl TargetState {
    /// Returns the key in JSON and the filter.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::AtRisk => "at_risk",
            Self::Stopped => "stopped",
            Self::Breached => "breached",
            Self::Met => "met",
            Self::MetLate => "met_late",
            Self::NoClock => "no_clock",
            Self::Excluded => "excluded",
            Self::None => "none",
        }
    }

    /// Returns the words on a screen.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AtRisk => "at risk",
            Self::MetLate => "met late",
            Self::NoClock => "no clock",
            Self::None => "no deadline",
            other => other.key(),
        }
    }
}

/// From when the clocks count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// The first report that counts.
    At(Instant),
    /// No report counts yet.
    NoClock,
}

/// The terms that a target counts by: those in force, or, where it was met or broken before they changed, those of then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TargetTerms {
    /// Plan id.
    pub plan: String,
    /// Severity id, lowered by a workaround that stood.
    pub severity: String,
    /// The change (of severity, plan or fallback, or a workaround that lowers the severity) that brought them; none: they held
    /// from the report on.
    pub since: Option<Instant>,
    /// The first change that it did not follow, as it was met or broken by then; none: these terms are in force.
    pub kept: Option<Instant>,
    /// Whether its deadline lay before that change: then it was broken by the change, at that moment and not earlier.
    pub at_once: bool,
    /// For a promise of the next release, after which moment that release is.
    pub release_from: Option<Instant>,
}

/// One promised moment of one ticket, at one `now`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// Which moment.
    pub kind: TargetKind,
    /// Whether the desk asks it of itself: then the vendor has promised nothing by it, and it counts in no figure of the
    /// vendor's.
    pub house: bool,
    /// What the contract promises (for a house target, what the settings ask) by the terms that it counts by.
    pub promise: Promise,
    /// How its deadline is named: as promised, or by the fallback once no workaround is possible.
    pub within: Within,
    /// From when it counts.
    pub start: Start,
    /// The terms that it counts by.
    pub terms: TargetTerms,
    /// Where it stands.
    pub state: TargetState,
    /// The first value of a range.
    pub expected: Option<Instant>,
    /// The deadline.
    pub due: Option<Instant>,
    /// The last moment at which it can still be met; the change that brought its terms, where its deadline lies before that.
    pub breach_after: Option<Instant>,
    /// From when it is at risk.
    pub at_risk_from: Option<Instant>,
    /// When it was met.
    pub met: Option<Instant>,
    /// Seconds on its clock until `due`; negative once past it; none without a deadline or once met.
    pub left: Option<i64>,
    /// Seconds on its clock from the start to `due`, pauses left out: what was promised.
    pub whole: Option<i64>,
}

/// What is promised for one ticket, at one `now`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sla {
    /// The severity that counts: as set, or capped by a standing workaround.
    pub severity: String,
    /// From when the clocks count.
    pub start: Start,
    /// The promised moments, in the order response, work start, correction, only those the contract has; behind them those
    /// that the desk asks of itself.
    pub targets: Vec<Target>,
    /// By when the customer should hear something, where the desk asks that of itself.
    pub inform_by: Option<Instant>,
    /// Support seconds since the ticket was reported (until it was closed).
    pub age: i64,
}

impl Target {
    /// Returns the words on a screen: `response`, `house response`.
    pub fn words(&self) -> String {
        let house = if self.house { "house " } else { "" };
        format!("{house}{}", self.kind.words())
    }

    /// Returns whether anything is still to be done for it.
    pub const fn is_unmet(&self) -> bool {
        self.met.is_none() && !matches!(self.state, TargetState::Excluded)
    }
}

impl Sla {
    /// Returns the target that breaks first of those not met; one without a deadline comes last.
    pub fn next(&self) -> Option<&Target> {
        self.targets.iter().filter(|t| t.is_unmet()).min_by_key(|t| t.breach_after.unwrap_or(Instant::END))
    }

    /// Returns the targets that the vendor has promised: without those of the house.
    pub fn promised(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(|t| !t.house)
    }

    /// Returns whether any promise of the vendor's was broken: a closing then wants a reason.
    pub fn is_broken(&self) -> bool {
        self.promised().any(|t| matches!(t.state, TargetState::Breached | TargetState::MetLate))
    }

    /// Returns the vendor's target of that kind.
    pub fn target(&self, kind: TargetKind) -> Option<&Target> {
        self.promised().find(|t| t.kind == kind)
    }

    /// Returns what the desk asks of itself for that moment.
    pub fn house_target(&self, kind: TargetKind) -> Option<&Target> {
        self.targets.iter().find(|t| t.house && t.kind == kind)
    }
}
