//! A contract as plain data: what is left of the file once it has been read and every check has passed.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::internal::InternalRules;
use crate::ticket::Kind;

use crate::time::{ClockKind, Date, Instant, Span, SupportClock, Weekday, Window, Zone};

/// One vendor's agreement, checked: every name in it refers to something that is there.
///
/// What is serialized is the promise, by which it is named (see `promise`): a field that does not belong to the promise is
/// skipped, and one that is added later is skipped where it has its default.
#[derive(Clone, Debug, Serialize)]
pub struct Contract {
    /// The stable key, stored on every ticket.
    pub id: String,
    /// The name of the vendor.
    pub vendor: String,
    /// The service that is promised, where the file says.
    pub service: Option<String>,
    /// The version of the agreement's text; empty where the file names none.
    #[serde(skip)]
    pub version: String,
    /// The local date from which on it holds for tickets that are reported, or none for always.
    pub effective: Option<Date>,
    /// The date on which the vendor meant to look at the text again.
    #[serde(skip)]
    pub next_review: Option<Date>,
    /// The time zone of every wall-clock time in it.
    pub zone: Zone,
    /// How unclear sentences of the agreement were read.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// The kinds of tickets that it knows; never empty.
    pub kinds: Vec<Kind>,
    /// The support hours, channels and pauses.
    pub support: Support,
    /// The severities, the most severe first.
    pub severities: Vec<Severity>,
    /// The matrix of impact and urgency, where severity follows from them.
    pub priority: Option<Priority>,
    /// The plans, in the order of the file.
    pub plans: Vec<Plan>,
    /// The availability that is promised.
    pub uptime: Option<Uptime>,
    /// The rules for when the service may be down.
    pub maintenance: Option<MaintenanceRule>,
    /// The causes that the promise leaves out.
    pub scope: Scope,
    /// The name of the promise: the same for texts that promise the same, however they are written.
    #[serde(skip)]
    pub promise: String,
    /// The text of the file it came from, kept so that a ticket can keep its promise.
    #[serde(skip)]
    pub source: String,
    /// The name of that file.
    #[serde(skip)]
    pub file: String,
    /// The vendor's release dates that are known, the earliest first: entered at the desk, not in the file.
    #[serde(skip)]
    pub releases: Vec<Date>,
    /// The internal targets of the desk, from the user's settings: never the vendor's word.
    #[serde(skip)]
    pub house: InternalRules,
}

/// The contents of `[support]`.
#[derive(Clone, Debug, Serialize)]
pub struct Support {
    /// The clock that counts support time.
    pub clock: Arc<SupportClock>,
    /// The ids of the holiday calendars it counts with.
    pub holidays: Vec<String>,
    /// The clock of a target that names none.
    pub default_clock: ClockKind,
    /// The channels that a report may come by; empty for any.
    pub channels: Vec<String>,
    /// The ticket states that stop the clock.
    pub pause: Vec<Pause>,
    /// The moment from which the times of a severity, plan or fallback count that was set later.
    pub severity_change: SeverityChange,
    /// Whether receipt is confirmed at once, so that a ticket whose customer has had no word needs action (`MooCommerce`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub receipt: bool,
}

/// The moment from which the times of a severity, plan or fallback count that came into force after the report
/// (contract format, "Change of severity, plan, fallback").
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeverityChange {
    /// They count from the same start as before; a deadline that then lies before the change is breached at the change,
    /// not earlier.
    #[default]
    Report,
    /// They count from the change.
    Change,
}

/// A state of a ticket that may stop the clock where the contract says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// The ticket waits on the customer.
    WaitingCustomer,
    /// The ticket waits on the vendor.
    WaitingVendor,
}

/// The contents of `[[severity]]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Severity {
    /// The key, stored on tickets.
    pub id: String,
    /// The name that is shown.
    pub name: String,
    /// The agreement's own word for it.
    pub own_name: Option<String>,
    /// What the agreement means by it, in plain English.
    pub means: String,
    /// The only channels that count for it; empty for those of the contract.
    pub channels: Vec<String>,
}

/// The contents of `[priority]`: severity from impact and urgency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Priority {
    /// The steps of impact, which are the rows.
    pub impact: Vec<PriorityStep>,
    /// The steps of urgency, which are the columns.
    pub urgency: Vec<PriorityStep>,
    /// The severity ids, a row for each impact, a column for each urgency.
    pub matrix: Vec<Vec<String>>,
    /// The severity than which a ticket is no more severe once a workaround stands.
    pub workaround_cap: Option<String>,
}

/// One step of impact or of urgency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PriorityStep {
    /// The key, as tickets store it.
    pub id: String,
    /// What the agreement means by it, in plain English; empty where the file does not say.
    pub means: String,
}

/// The contents of `[plan.ID]`: one tier of the agreement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Plan {
    /// The key, stored on tickets.
    pub id: String,
    /// The name that is shown.
    pub name: String,
    /// The promises for each severity id; nothing is promised for one that is left out.
    pub targets: BTreeMap<String, Promises>,
}

/// The three moments that may be promised for one severity.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Promises {
    /// The first qualified reply to the customer.
    pub response: Option<Promise>,
    /// The beginning of work on finding or mending the cause.
    pub work_start: Option<Promise>,
    /// A workaround or a fix.
    pub correction: Option<Promise>,
}

/// The moment that is promised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// The first qualified reply to the customer.
    Response,
    /// The beginning of work on finding or mending the cause.
    WorkStart,
    /// A workaround or a fix.
    Correction,
}

/// One promised moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// The first value of a range, by which it is expected.
    pub expected: Option<Span>,
    /// The deadline.
    pub within: DeadlineRule,
    /// The deadline once a workaround is known to be impossible (correction only).
    pub otherwise: Option<DeadlineRule>,
    /// The clock that it is counted on.
    pub clock: ClockKind,
    /// Whether it is only a goal: shown as expected, never breached (SESAM, "with the goal of a fix in the next release").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub goal: bool,
}

/// The way in which a deadline is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineRule {
    /// A length of time from the start.
    Span(Span),
    /// The end of the vendor's next release date.
    NextRelease,
}

/// The contents of `[uptime]`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Uptime {
    /// The limit that is promised.
    pub floor: UptimeFloor,
    /// The seconds below which an unbroken stretch is not downtime; 0 where every one counts.
    pub min_outage: i64,
    /// The moment from which an outage counts.
    pub counts_from: CountsFrom,
    /// The party whose uptime is promised.
    pub per: UptimePer,
    /// The limit in the agreement's other words, where it names two: it decides nothing, and is shown and compared.
    pub stated: Option<UptimeFloor>,
    /// The credit that the vendor owes when the promise is broken.
    pub credit: Option<Credit>,
    /// The facts that have to be logged of every outage; empty where the agreement wants nothing.
    pub log: Vec<LogItem>,
    /// Whether the vendor reports every month about it (`MooCommerce`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub monthly_report: bool,
}

/// A fact that an agreement may want logged of an outage (SESAM, "Availability").
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum LogItem {
    /// The moment at which it was reported.
    Reported,
    /// Its cause, or what was seen of it.
    Cause,
    /// What ended it.
    Solution,
    /// The time that it lasted.
    Duration,
}

impl LogItem {
    /// All facts, in the order of the SESAM agreement.
    pub const ALL: [Self; 4] = [Self::Reported, Self::Cause, Self::Solution, Self::Duration];

    /// Returns the key in files and JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Cause => "cause",
            Self::Solution => "solution",
            Self::Duration => "duration",
        }
    }

    /// Returns it in one word, for a narrow place.
    pub const fn in_brief(self) -> &'static str {
        match self {
            Self::Reported => "report",
            Self::Cause => "cause",
            Self::Solution => "solution",
            Self::Duration => "duration",
        }
    }

    /// Returns it in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Reported => "when it was reported",
            Self::Cause => "cause or symptom",
            Self::Solution => "solution",
            Self::Duration => "duration",
        }
    }
}

/// The moment from which an outage counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub enum CountsFrom {
    /// The moment at which the service went down.
    #[default]
    Start,
    /// The moment at which it was reported, where that is later (Markant, "fra driftsproblemer er registrert").
    Report,
}

/// The party whose uptime a promise is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub enum UptimePer {
    /// The whole service, with one figure.
    #[default]
    Service,
    /// Each customer by itself: an outage names whom it hit, and each has a figure.
    Customer,
}

/// The availability that is promised for a calendar month.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub enum UptimeFloor {
    /// Kept while uptime is above the percentage, or, inclusive, at it as well.
    Percent {
        /// The percentage, 0 to 100.
        min: f64,
        /// Whether uptime of just `min` keeps the promise.
        inclusive: bool,
    },
    /// Kept while downtime is not longer than this many seconds.
    Downtime(i64),
}

/// The credit that is owed when the uptime promise is broken.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Credit {
    /// The percentage.
    pub percent: f64,
    /// What the percentage is of.
    pub of: String,
}

/// The contents of `[maintenance]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MaintenanceRule {
    /// The standing windows: downtime in them is exempt.
    pub windows: Vec<MaintenanceWindow>,
    /// The time before its start at which a maintenance must be announced, or none where before it starts is enough.
    pub notice: Option<Span>,
    /// The seconds above which a maintenance needs notice, or none where every one does.
    pub notice_over: Option<i64>,
    /// Whether late notice costs the exemption.
    pub strict: bool,
    /// The kinds that need no notice.
    pub without_notice: Vec<String>,
    /// The time before they take effect at which larger changes must be announced, or none where the agreement asks for
    /// no notice of them (MyProduction, 30 days). A change is no maintenance: it exempts nothing.
    pub changes: Option<Span>,
    /// The seconds from which on an interruption in a standing window wants consent or notice, and is exempt all the
    /// same (Markant), or none for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_consent: Option<i64>,
    /// The causes of outages that a standing window does not exempt (SESAM: a failure of the vendor's at night is no
    /// maintenance).
    pub windows_not_for: Vec<String>,
}

/// A standing maintenance window.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MaintenanceWindow {
    /// The weekdays it starts on.
    pub days: Vec<Weekday>,
    /// The hours of the window.
    pub hours: Window,
}

/// The contents of `[scope]`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Scope {
    /// The causes for which no promise holds.
    pub excluded: Vec<String>,
    /// The causes for which only the promise of uptime does not hold.
    pub excluded_uptime: Vec<String>,
    /// The causes for which only the promises of tickets do not hold.
    pub excluded_tickets: Vec<String>,
    /// The causes, of those excluded for tickets, that the customer pays for by the hour.
    pub billable: Vec<String>,
    /// The paid work that needs the customer's written approval first.
    pub approval: Approval,
}

/// The paid work that needs the customer's written approval before it is done.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub enum Approval {
    /// No paid work.
    #[default]
    None,
    /// All paid work.
    All,
    /// Paid work for these causes.
    For(Vec<String>),
}

impl TargetKind {
    /// The three kinds, in the order in which they are told.
    pub const ALL: [TargetKind; 3] = [TargetKind::Response, TargetKind::WorkStart, TargetKind::Correction];

    /// Returns the key in files and JSON: `response`, `work_start`, `correction`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::WorkStart => "work_start",
            Self::Correction => "correction",
        }
    }

    /// Returns the words on a screen: `response`, `work start`, `correction`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::WorkStart => "work start",
            other => other.key(),
        }
    }
}

impl Scope {
    /// Returns the causes that a ticket may be excluded for, in the order of the file.
    pub fn ticket_causes(&self) -> impl Iterator<Item = &String> {
        self.excluded.iter().chain(&self.excluded_tickets)
    }

    /// Returns whether no promise of a ticket holds for that cause.
    pub fn excludes_ticket(&self, cause: &str) -> bool {
        self.ticket_causes().any(|known| known == cause)
    }

    /// Returns the causes whose outages are exempt, in the order of the file.
    pub fn uptime_causes(&self) -> impl Iterator<Item = &String> {
        self.excluded.iter().chain(&self.excluded_uptime)
    }

    /// Returns whether outages of that cause are exempt.
    pub fn excludes_uptime(&self, cause: &str) -> bool {
        self.uptime_causes().any(|known| known == cause)
    }

    /// Returns whether the customer pays by the hour for what has that cause.
    pub fn is_billable(&self, cause: &str) -> bool {
        self.billable.iter().any(|known| known == cause)
    }

    /// Returns whether paid work for that cause needs the customer's written approval first.
    pub fn needs_approval(&self, cause: &str) -> bool {
        self.is_billable(cause)
            && match &self.approval {
                Approval::None => false,
                Approval::All => true,
                Approval::For(causes) => causes.iter().any(|known| known == cause),
            }
    }

    /// Returns whether any paid work needs the customer's approval.
    pub fn asks_approval(&self) -> bool {
        self.approval != Approval::None
    }
}

impl Priority {
    /// Returns the severity id that follows from that impact and urgency, or none where it has no such row or column.
    pub fn severity_of(&self, impact: &str, urgency: &str) -> Option<&str> {
        let row = self.impact.iter().position(|step| step.id == impact)?;
        let column = self.urgency.iter().position(|step| step.id == urgency)?;
        self.severity_at(row, column)
    }

    /// Returns the severity id in that row, of impact, and that column, of urgency.
    pub fn severity_at(&self, row: usize, column: usize) -> Option<&str> {
        self.matrix.get(row)?.get(column).map(String::as_str)
    }

    /// Returns every impact with every urgency and the id of the severity that follows, row by row.
    pub fn cells(&self) -> impl Iterator<Item = (&PriorityStep, &PriorityStep, &str)> {
        let rows = self.impact.iter().zip(&self.matrix);
        rows.flat_map(|(impact, row)| self.urgency.iter().zip(row).map(move |(urgency, id)| (impact, urgency, &**id)))
    }
}

impl Promises {
    /// Returns the promise for that moment, if there is one.
    pub const fn get(&self, kind: TargetKind) -> Option<&Promise> {
        match kind {
            TargetKind::Response => self.response.as_ref(),
            TargetKind::WorkStart => self.work_start.as_ref(),
            TargetKind::Correction => self.correction.as_ref(),
        }
    }
}

impl Contract {
    /// Returns the severity of that id, if there is one.
    pub fn severity(&self, id: &str) -> Option<&Severity> {
        self.severities.iter().find(|s| s.id == id)
    }

    /// Returns the severity's rank, 0 for the most severe, or none for an id that the contract does not have.
    pub fn rank(&self, severity: &str) -> Option<usize> {
        self.severities.iter().position(|s| s.id == severity)
    }

    /// Returns the plan of that id, if there is one.
    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|p| p.id == id)
    }

    /// Returns the plan's promises for that severity, or none where it promises nothing.
    pub fn promises(&self, plan: &str, severity: &str) -> Option<&Promises> {
        self.plan(plan)?.targets.get(severity)
    }

    /// Returns the internal targets in that plan for that severity, if there are any.
    pub fn internal_promises(&self, plan: &str, severity: &str) -> Option<&Promises> {
        self.house.plans.get(plan)?.get(severity)
    }

    /// Returns the end of the first release day after that of `reported`, in local days, or none where none is known.
    pub fn next_release(&self, reported: Instant) -> Option<Instant> {
        let day = self.zone.wall(reported).date;
        self.releases.iter().find(|date| **date > day).map(|date| self.support.clock.end_of(*date))
    }

    /// Returns whether a report by that channel starts the clocks at that severity.
    pub fn takes(&self, severity: &str, channel: &str) -> bool {
        let counting = self.channels(severity);
        counting.is_empty() || counting.iter().any(|c| c == channel)
    }

    /// Returns the channels that count for that severity; empty for any.
    pub fn channels(&self, severity: &str) -> &[String] {
        match self.severity(severity) {
            Some(s) if !s.channels.is_empty() => &s.channels,
            _ => &self.support.channels,
        }
    }
}
