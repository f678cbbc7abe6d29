//! Works out targets from a ticket, its contract and `now`: when each is due, after when it is breached, where it
//! stands and why.
//!
//! [`sla`] is pure and quick enough to run for every visible row at every tick. Instants are compared, never
//! percentages.

mod calc;
mod changes;
mod compute;
mod deadline;
mod explain;
#[cfg(test)]
pub(crate) mod fixture;
mod measure;
mod missing_report;
mod needed_actions;
mod owed;
mod replaced;
mod row;
mod state_words;
mod stoppage;
mod stretch;
mod terms;
mod why;
mod words;

pub use calc::{Happened, PromisedDeadline, answer_targets, answer_targets_since};
pub use changes::{DeadlineChange, DeadlineState, deadline_changes};
pub use compute::{passes_while_open, promised, reaches, severity_in_force, sla};
pub use explain::{ExplainedTarget, Explanation, example_reports, explain};
pub use measure::{clock_in_words, overrun, taken};
pub use missing_report::{MissingReport, missing_report, number_to_call};
pub use needed_actions::{NeededAction, needed_actions};
pub use owed::{OwedPromise, VendorOwes, owed_today};
pub use replaced::replaced_in_words;
pub use row::{RowOrder, StateCounts, TicketRow};
pub(crate) use state_words::pause_in_brief;
pub use state_words::{
    ask_in_words, cap_in_words, exclusion_in_words, exclusion_means, pause_means, rounds_in_words, snooze_in_words,
    waiting_in_brief, waiting_in_words,
};
pub(crate) use stoppage::state_in;
pub use stoppage::{Stoppage, state_in_words, stoppage};
pub use why::{Why, WhyLine, missed_updates, why};
pub(crate) use why::{amount_in, is_whole_minutes, why_in};
pub use words::{
    SayMoment, breached_further, change_in_words, channels_in_words, deadline_in_words, due_in_list, due_in_words,
    expected_in_words, list_in_words, missed_in_words, promise_in_words, reason, start_in_words,
};
pub(crate) use words::{deadline_said, missed_in, on_whom, promise_in, reason_in, start_in};

use crate::contract::{Promise, TargetKind, Within};
use crate::time::{ClockKind, ClockSeconds, Instant};

/// The state of a target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    /// The clock runs.
    Running,
    /// The clock runs, and a quarter or less of the time is left, or what was expected has passed.
    AtRisk,
    /// The clock stands still: support is closed, or the contract pauses it.
    Stopped,
    /// The target is not met, and past its last moment.
    Breached,
    /// The target was met in time.
    Met,
    /// The target was met after its last moment.
    MetLate,
    /// The clock has not started: there is no report that counts.
    NoClock,
    /// The promise does not hold for this ticket.
    Excluded,
    /// The target has no moment by which it must be met.
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
            Self::NoClock => "to be phoned",
            Self::None => "no deadline",
            other => other.key(),
        }
    }
}

/// The moment from which the clocks count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// The moment of the first report that counts.
    At(Instant),
    /// No report counts yet.
    NoClock,
    /// That target has to be met first.
    WaitsFor(TargetKind),
}

/// The terms that a target counts by: those in force, or, where it was met or broken before they changed, those of
/// then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TargetTerms {
    /// The id of the plan.
    pub plan: String,
    /// The id of the severity, lowered by a workaround that stood.
    pub severity: String,
    /// The change (of severity, plan or fallback, or a workaround that lowers the severity) that brought them, or none
    /// where they held from the report on.
    pub since: Option<Instant>,
    /// The first change that the target did not follow, as it was met or broken by then, or none where these terms are
    /// in force.
    pub kept: Option<Instant>,
    /// Whether its deadline lay before that change: then it was broken by the change, at that moment and not earlier.
    pub at_once: bool,
    /// The moment after which the release is, for a promise of the next release.
    pub release_from: Option<Instant>,
}

/// A gap between two words to the customer, or before the closing, that went past its last moment: it stays a missed update.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MissedUpdate {
    /// The word to the customer that it counts from, or the reopening; the report for the first.
    pub from: Instant,
    /// The moment by which the next word was due.
    pub due: Instant,
    /// The last moment at which it would have been in time.
    pub breach_after: Instant,
    /// The moment at which the next word came, or the ticket was closed.
    pub until: Instant,
    /// The change of terms that broke it, at that moment and not earlier, where its deadline lay before that.
    pub changed: Option<Instant>,
    /// The clock that it was counted on: where its hours were closed it may be another one than that of the next update.
    pub clock: ClockKind,
    /// The time on that clock by which it was late.
    pub over: ClockSeconds,
}

/// One promised moment of one ticket, at one `now`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// The moment that is promised.
    pub kind: TargetKind,
    /// Whether the target is an internal one of the desk's: then the vendor has promised nothing by it, and it counts
    /// in no figure of the vendor's.
    pub house: bool,
    /// The contract's promise (for an internal target, the settings') by the terms that it counts by.
    pub promise: Promise,
    /// The deadline as it is named: as promised, or by the fallback once no workaround is possible.
    pub within: Within,
    /// The moment from which it counts.
    pub start: Start,
    /// Whether what holds outside its hours counts: real time.
    pub outside: bool,
    /// The terms that it counts by.
    pub terms: TargetTerms,
    /// The state of the target.
    pub state: TargetState,
    /// The first value of a range.
    pub expected: Option<Instant>,
    /// The deadline.
    pub due: Option<Instant>,
    /// The last moment at which it can still be met; the change that brought its terms, where its deadline lies before
    /// that.
    pub breach_after: Option<Instant>,
    /// The moment from which it is at risk.
    pub at_risk_from: Option<Instant>,
    /// The moment at which it was met; of an update, the closing that ended it.
    pub met: Option<Instant>,
    /// The earlier updates that came too late, the oldest first: of an update alone, whose other moments are those of the
    /// next one.
    pub missed: Vec<MissedUpdate>,
    /// The time on its clock until `due`, negative once past it, or none without a deadline or once met.
    pub left: Option<ClockSeconds>,
    /// The time on its clock from the start to `due`, pauses left out: what was promised.
    pub whole: Option<ClockSeconds>,
}

/// What is promised for one ticket, at one `now`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sla {
    /// The id of the severity that counts: as set, or capped by a standing workaround.
    pub severity: String,
    /// The moment from which the clocks count.
    pub start: Start,
    /// The promised moments, in the order of [`TargetKind::ALL`], only those the contract has; behind them the internal
    /// targets.
    pub targets: Vec<Target>,
    /// The moment by which the customer should hear something, where the desk asks that of itself: when its own update is
    /// due.
    pub inform_by: Option<Instant>,
    /// The support time since the ticket was reported (until it was closed): in the hours that all its promised targets
    /// count by, or the agreement's own where these are not the same.
    pub age: ClockSeconds,
}

impl Target {
    /// Returns the words on a screen: `response`, `internal response`.
    pub fn words(&self) -> String {
        let house = if self.house { "internal " } else { "" };
        format!("{house}{}", self.kind.words())
    }

    /// Returns whether it was broken: it was met late or is breached, or an earlier update came too late.
    pub fn is_broken(&self) -> bool {
        match self.state {
            TargetState::Breached | TargetState::MetLate => true,
            TargetState::Excluded | TargetState::NoClock => false,
            _ => !self.missed.is_empty(),
        }
    }

    /// Returns the target that has to be met before this one begins, and is not met.
    pub const fn waits_for(&self) -> Option<TargetKind> {
        match (self.state, self.start) {
            (TargetState::None, Start::WaitsFor(kind)) => Some(kind),
            _ => None,
        }
    }

    /// Returns whether the target is still to be met.
    pub const fn is_unmet(&self) -> bool {
        self.met.is_none() && !matches!(self.state, TargetState::Excluded)
    }
}

impl MissedUpdate {
    /// Returns from when it was late: from its deadline, or from the change of terms that broke it.
    pub fn late_from(&self) -> Instant {
        self.changed.map_or(self.due, |changed| self.due.max(changed))
    }
}

impl Sla {
    /// Returns the target that is breached first of those not met; one without a deadline comes last.
    pub fn next(&self) -> Option<&Target> {
        self.targets.iter().filter(|t| t.is_unmet()).min_by_key(|t| t.breach_after.unwrap_or(Instant::END))
    }

    /// Returns the targets that the vendor has promised, without the internal ones.
    pub fn promised(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(|t| !t.house)
    }

    /// Returns whether any promise of the vendor's was broken: a closing then wants a reason.
    pub fn is_broken(&self) -> bool {
        self.promised().any(Target::is_broken)
    }

    /// Returns the vendor's target of that kind, if there is one.
    pub fn target(&self, kind: TargetKind) -> Option<&Target> {
        self.promised().find(|t| t.kind == kind)
    }

    /// Returns the internal target of that kind, if there is one.
    pub fn internal_target(&self, kind: TargetKind) -> Option<&Target> {
        self.targets.iter().find(|t| t.house && t.kind == kind)
    }
}
