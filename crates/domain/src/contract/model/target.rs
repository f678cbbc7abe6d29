//! The promises of a plan for one severity: which moments are promised, by when, on which clock.

use serde::{Deserialize, Serialize};

use crate::time::{ClockKind, PeriodLength, Span};

/// The clock that a target, a severity or a plan names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TargetClock {
    /// Whether support time or real time counts.
    pub kind: ClockKind,
    /// The name of the further set of hours that counts, or none for `[support]`.
    pub hours: Option<String>,
}

/// The moments that may be promised for one severity.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Promises {
    /// The confirmation that the report has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledge: Option<Promise>,
    /// The first qualified reply to the customer.
    pub response: Option<Promise>,
    /// The beginning of work on finding or mending the cause.
    pub work_start: Option<Promise>,
    /// The next word to the customer, again and again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<Promise>,
    /// A workaround.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workaround: Option<Promise>,
    /// A workaround or a fix.
    pub correction: Option<Promise>,
    /// A fix: the cause itself is mended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Promise>,
    /// The explanation of the cause, in writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<Promise>,
}

/// The moment that is promised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// The confirmation that the report has come: whatever the customer is told first tells that as well.
    Acknowledge,
    /// The first qualified reply to the customer.
    Response,
    /// The beginning of work on finding or mending the cause.
    WorkStart,
    /// The next word to the customer, again and again until the ticket is closed.
    Update,
    /// A workaround; a fix that comes before one makes it needless, and meets it as well.
    Workaround,
    /// A workaround or a fix.
    Correction,
    /// A fix: the cause itself is mended, and no workaround is enough.
    Fix,
    /// The explanation of the cause to the customer, in writing.
    RootCause,
}

/// One promised moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// The first value of a range, by which it is expected.
    pub expected: Option<Span>,
    /// The deadline.
    pub within: Within,
    /// The deadline once a workaround is known to be impossible (correction only).
    pub otherwise: Option<Within>,
    /// The clock that it is counted on.
    pub clock: ClockKind,
    /// The name of the further set of hours whose time counts, or none for those of `[support]`; never beside real time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// What holds instead of `within`, in real time, for a report at which the target's clock is not open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<Span>,
    /// The target from whose being met it counts, or none where it counts from the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TargetKind>,
    /// Whether it is only a goal: shown as expected, never breached (SESAM, "with the goal of a fix in the next release").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub goal: bool,
}

/// The way in which a deadline is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// A length of time from the start.
    Span(Span),
    /// The end of the vendor's next release date.
    NextRelease,
}

/// The contents of `[[attainment]]`: how many of a period's targets are met.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Attainment {
    /// The moment that is promised.
    pub target: TargetKind,
    /// The ids of the severities that it is about; empty for all.
    pub severities: Vec<String>,
    /// The part of the targets that are met, in percent.
    pub percent: f64,
    /// The period whose targets are counted.
    pub period: PeriodLength,
}

impl TargetKind {
    /// The kinds, in the order in which they are told.
    pub const ALL: [Self; 8] = [
        Self::Acknowledge,
        Self::Response,
        Self::WorkStart,
        Self::Update,
        Self::Workaround,
        Self::Correction,
        Self::Fix,
        Self::RootCause,
    ];

    /// Returns the key in files and JSON, such as `work_start`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Response => "response",
            Self::WorkStart => "work_start",
            Self::Update => "update",
            Self::Workaround => "workaround",
            Self::Correction => "correction",
            Self::Fix => "fix",
            Self::RootCause => "root_cause",
        }
    }

    /// Returns the words on a screen, such as `work start`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledgement",
            Self::WorkStart => "work start",
            Self::RootCause => "root cause",
            other => other.key(),
        }
    }

    /// Returns the kind with that key, if there is one.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Returns the kind that a person means: its key, or its words as they stand on a screen, with `-`, `_` or a space
    /// between them.
    pub fn of_words(text: &str) -> Option<Self> {
        let key = text.trim().to_lowercase().replace(['-', ' '], "_");
        Self::of_key(&key).or_else(|| Self::ALL.into_iter().find(|kind| kind.words().replace(' ', "_") == key))
    }

    /// Returns whether it is met by the vendor's next release: only what mends something is.
    pub const fn may_wait_for_release(self) -> bool {
        matches!(self, Self::Correction | Self::Fix)
    }
}

impl Promises {
    /// Returns the promise for that moment, if there is one.
    pub const fn get(&self, kind: TargetKind) -> Option<&Promise> {
        match kind {
            TargetKind::Acknowledge => self.acknowledge.as_ref(),
            TargetKind::Response => self.response.as_ref(),
            TargetKind::WorkStart => self.work_start.as_ref(),
            TargetKind::Update => self.update.as_ref(),
            TargetKind::Workaround => self.workaround.as_ref(),
            TargetKind::Correction => self.correction.as_ref(),
            TargetKind::Fix => self.fix.as_ref(),
            TargetKind::RootCause => self.root_cause.as_ref(),
        }
    }

    /// Returns the promises that there are, in the order in which they are told.
    pub fn all(&self) -> impl Iterator<Item = (TargetKind, &Promise)> {
        TargetKind::ALL.into_iter().filter_map(|kind| self.get(kind).map(|promise| (kind, promise)))
    }
}

impl Promise {
    /// Makes a promise of that deadline on that clock, of which nothing else is said.
    pub const fn plain(within: Within, clock: ClockKind) -> Self {
        Self { expected: None, within, otherwise: None, clock, hours: None, outside: None, from: None, goal: false }
    }
}
