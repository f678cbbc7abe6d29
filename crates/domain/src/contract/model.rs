//! A contract as plain data: what is left of the file once it has been read and every check has passed.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::house::HouseRules;
use crate::ticket::Kind;

use crate::time::{ClockKind, Date, Instant, Span, SupportClock, Weekday, Window, Zone};

/// One vendor's agreement, checked: every name in it refers to something that is there.
///
/// What is serialized is the promise, by which it is named (see `promise`): a field that does not belong to the promise is
/// skipped, and one that is added later is skipped where it has its default.
#[derive(Clone, Debug, Serialize)]
pub struct Contract {
    /// Stable key, stored on every ticket.
    pub id: String,
    /// Who promises.
    pub vendor: String,
    /// What is promised, where the file says.
    pub service: Option<String>,
    /// The version of the agreement's text; empty where the file names none.
    #[serde(skip)]
    pub version: String,
    /// Holds for tickets reported from this local date on; none = always.
    pub effective: Option<Date>,
    /// When the vendor meant to look at the text again.
    #[serde(skip)]
    pub next_review: Option<Date>,
    /// The zone of every wall-clock time in it.
    pub zone: Zone,
    /// How unclear sentences of the agreement were read.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// What its tickets may be about; never empty.
    pub kinds: Vec<Kind>,
    /// Support hours, channels, pauses.
    pub support: Support,
    /// Most severe first.
    pub severities: Vec<Severity>,
    /// Severity from impact and urgency, where the agreement works that way.
    pub priority: Option<Priority>,
    /// In the order of the file.
    pub plans: Vec<Plan>,
    /// The availability that is promised.
    pub uptime: Option<Uptime>,
    /// When the service may be down.
    pub maintenance: Option<MaintenanceRule>,
    /// What the promise leaves out.
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
    /// What the desk asks of itself, from the user's settings: never the vendor's word.
    #[serde(skip)]
    pub house: HouseRules,
}

/// `[support]`.
#[derive(Clone, Debug, Serialize)]
pub struct Support {
    /// Counts support time.
    pub clock: Arc<SupportClock>,
    /// The names of the holiday calendars it counts with.
    pub holidays: Vec<String>,
    /// The clock of a target that names none.
    pub default_clock: ClockKind,
    /// The channels that a report may come by; empty = any.
    pub channels: Vec<String>,
    /// Ticket states that stop the clock.
    pub pause: Vec<Pause>,
    /// From when the times of a severity, plan or fallback count that was set later.
    pub severity_change: SeverityChange,
    /// Whether receipt is confirmed at once, so that a ticket whose customer has had no word needs action (`MooCommerce`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub receipt: bool,
}

/// From when the times of a severity, plan or fallback count that came into force after the report (contract format,
/// "Change of severity, plan, fallback").
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeverityChange {
    /// From the same start as before; a deadline that then lies before the change is broken at the change, not earlier.
    #[default]
    Report,
    /// From the change.
    Change,
}

/// A state of a ticket that may stop the clock where the contract says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// Waiting on the customer.
    WaitingCustomer,
    /// Waiting on the vendor.
    WaitingVendor,
}

/// `[[severity]]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Severity {
    /// Key, stored on tickets.
    pub id: String,
    /// Shown.
    pub name: String,
    /// The agreement's own word for it.
    pub own_name: Option<String>,
    /// What the agreement means by it, in plain English.
    pub means: String,
    /// The only channels that count for it; empty = those of the contract.
    pub channels: Vec<String>,
}

/// `[priority]`: severity from impact and urgency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Priority {
    /// The rows.
    pub impact: Vec<PriorityStep>,
    /// The columns.
    pub urgency: Vec<PriorityStep>,
    /// Severity ids, a row an impact, a column an urgency.
    pub matrix: Vec<Vec<String>>,
    /// Once a workaround stands, no more severe than this severity.
    pub workaround_cap: Option<String>,
}

/// One step of impact or of urgency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PriorityStep {
    /// Its key, as tickets store it.
    pub id: String,
    /// What the agreement means by it, in plain English; empty where the file does not say.
    pub means: String,
}

/// `[plan.ID]`: one tier of the agreement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Plan {
    /// Key, stored on tickets.
    pub id: String,
    /// Shown.
    pub name: String,
    /// What is promised for each severity id; one left out = nothing.
    pub targets: BTreeMap<String, Promises>,
}

/// The three moments that may be promised for one severity.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Promises {
    /// First qualified reply to the customer.
    pub response: Option<Promise>,
    /// Work on finding or mending the cause has begun.
    pub work_start: Option<Promise>,
    /// A workaround or a fix.
    pub correction: Option<Promise>,
}

/// Which moment is promised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// First qualified reply to the customer.
    Response,
    /// Work on finding or mending the cause has begun.
    WorkStart,
    /// A workaround or a fix.
    Correction,
}

/// One promised moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// The first value of a range: when it is expected.
    pub expected: Option<Span>,
    /// The deadline.
    pub within: Within,
    /// The deadline once a workaround is known to be impossible (correction only).
    pub otherwise: Option<Within>,
    /// Which time it is counted in.
    pub clock: ClockKind,
    /// Whether it is only a goal: shown as expected, never breached (SESAM, "with the goal of a fix in the next release").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub goal: bool,
}

/// How a deadline is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// A length of time from the start.
    Span(Span),
    /// The end of the vendor's next release date.
    NextRelease,
}

/// `[uptime]`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Uptime {
    /// What is promised.
    pub floor: UptimeFloor,
    /// A shorter unbroken stretch, in seconds, is not downtime; 0 = every one counts.
    pub min_outage: i64,
    /// From when an outage counts.
    pub counts_from: CountsFrom,
    /// Whose uptime is promised.
    pub per: UptimePer,
    /// The limit in the agreement's other words, where it names two: it decides nothing, and is shown and compared.
    pub stated: Option<UptimeFloor>,
    /// What the vendor owes when the promise is broken.
    pub credit: Option<Credit>,
    /// What has to be logged of every outage; empty where the agreement wants nothing.
    pub log: Vec<LogItem>,
    /// Whether the vendor reports every month about it (`MooCommerce`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub monthly_report: bool,
}

/// What an agreement may want logged of an outage (SESAM, "Availability").
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum LogItem {
    /// When it was reported.
    Reported,
    /// Its cause, or what was seen of it.
    Cause,
    /// What ended it.
    Solution,
    /// How long it lasted.
    Duration,
}

impl LogItem {
    /// All of them, in the order of the SESAM agreement.
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

/// From when an outage counts as one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub enum CountsFrom {
    /// From when the service went down.
    #[default]
    Start,
    /// From when it was reported, where that is later (Markant, "fra driftsproblemer er registrert").
    Report,
}

/// Whose uptime a promise is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub enum UptimePer {
    /// The whole service's: one figure.
    #[default]
    Service,
    /// Each customer's own: an outage names whom it hit, and each has a figure.
    Customer,
}

/// The availability that is promised for a calendar month.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub enum UptimeFloor {
    /// Kept while uptime is above the percentage, or, inclusive, at it as well.
    Percent {
        /// 0 to 100.
        min: f64,
        /// Whether uptime of just `min` keeps the promise.
        inclusive: bool,
    },
    /// Kept while downtime is not longer than this many seconds.
    Downtime(i64),
}

/// What is owed when the uptime promise is broken.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Credit {
    /// Percent.
    pub percent: f64,
    /// Of what.
    pub of: String,
}

/// `[maintenance]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MaintenanceRule {
    /// Standing windows: downtime in them is exempt.
    pub windows: Vec<MaintenanceWindow>,
    /// How long before its start a maintenance must be announced; none = before it starts.
    pub notice: Option<Span>,
    /// Notice is needed only for a longer one, in seconds; none = always.
    pub notice_over: Option<i64>,
    /// Whether late notice costs the exemption.
    pub strict: bool,
    /// Kinds that need no notice.
    pub without_notice: Vec<String>,
    /// How long before they take effect larger changes must be announced; none = the agreement asks for no notice of them
    /// (MyProduction, 30 days). A change is no maintenance: it exempts nothing.
    pub changes: Option<Span>,
    /// From this many seconds on an interruption in a standing window wants consent or notice, and is exempt all the same
    /// (Markant); none = never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_consent: Option<i64>,
    /// Causes of outages that a standing window does not exempt (SESAM: a failure of the vendor's at night is no
    /// maintenance).
    pub windows_not_for: Vec<String>,
}

/// A standing maintenance window.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MaintenanceWindow {
    /// The weekdays it starts on.
    pub days: Vec<Weekday>,
    /// Its hours.
    pub hours: Window,
}

/// `[scope]`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Scope {
    /// Causes for which no promise holds.
    pub excluded: Vec<String>,
    /// Causes for which only that of uptime does not hold.
    pub excluded_uptime: Vec<String>,
    /// Causes for which only those of tickets do not hold.
    pub excluded_tickets: Vec<String>,
    /// Of those excluded for tickets, what the customer pays for by the hour.
    pub billable: Vec<String>,
    /// Which paid work needs the customer's written approval first.
    pub approval: Approval,
}

/// Which paid work needs the customer's written approval before it is done.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub enum Approval {
    /// None.
    #[default]
    None,
    /// All of it.
    All,
    /// That for these causes.
    For(Vec<String>),
}

impl TargetKind {
    /// The three, in the order in which they are told.
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
    /// Returns what is promised for that moment.
    pub const fn get(&self, kind: TargetKind) -> Option<&Promise> {
        match kind {
            TargetKind::Response => self.response.as_ref(),
            TargetKind::WorkStart => self.work_start.as_ref(),
            TargetKind::Correction => self.correction.as_ref(),
        }
    }
}

impl Contract {
    /// Returns the severity of that id.
    pub fn severity(&self, id: &str) -> Option<&Severity> {
        self.severities.iter().find(|s| s.id == id)
    }

    /// Returns the severity's rank, 0 for the most severe, or none for an id that the contract does not have.
    pub fn rank(&self, severity: &str) -> Option<usize> {
        self.severities.iter().position(|s| s.id == severity)
    }

    /// Returns the plan of that id.
    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|p| p.id == id)
    }

    /// Returns what the plan promises for that severity, or none where it promises nothing.
    pub fn promises(&self, plan: &str, severity: &str) -> Option<&Promises> {
        self.plan(plan)?.targets.get(severity)
    }

    /// Returns what the desk asks of itself in that plan for that severity.
    pub fn house_promises(&self, plan: &str, severity: &str) -> Option<&Promises> {
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

    /// Returns the channels that count for that severity; empty = any.
    pub fn channels(&self, severity: &str) -> &[String] {
        match self.severity(severity) {
            Some(s) if !s.channels.is_empty() => &s.channels,
            _ => &self.support.channels,
        }
    }
}
