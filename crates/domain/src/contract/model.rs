//! A contract as plain data: what is left of the file once it has been read and every check has passed.

mod target;
mod uptime;
mod vendor_side;

use std::collections::BTreeMap;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::internal::InternalRules;

pub use target::{Attainment, Promise, Promises, TargetClock, TargetKind, Within};
pub use uptime::{
    BandLimit, CountsFrom, Credit, CreditBand, LogItem, MaintenanceRule, MaintenanceWindow, Uptime, UptimeFloor,
    UptimeHours, UptimePer,
};
pub use vendor_side::{VendorContact, VendorSide};

use crate::text::width;
use crate::ticket::Kind;

use crate::time::{ClockKind, Date, Instant, SupportClock, Zone};

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
    /// The vendor's name in at most 8 columns, for narrow lists, where the file has one.
    #[serde(skip)]
    pub short: Option<String>,
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
    /// The further sets of hours, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<HoursSet>,
    /// The severities, the most severe first.
    pub severities: Vec<Severity>,
    /// The matrix of impact and urgency, where severity follows from them.
    pub priority: Option<Priority>,
    /// The plans, in the order of the file.
    pub plans: Vec<Plan>,
    /// The promises about many tickets at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attainment: Vec<Attainment>,
    /// The availability that is promised, but for plans with a promise of their own.
    pub uptime: Option<Uptime>,
    /// The rules for when the service may be down.
    pub maintenance: Option<MaintenanceRule>,
    /// The causes that the promise leaves out.
    pub scope: Scope,
    /// How the vendor is reached, and what it calls our tickets.
    #[serde(skip)]
    pub vendor_side: VendorSide,
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
    /// The targets whose clocks they stop; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pause_targets: Vec<TargetKind>,
    /// The moment from which the times of a severity, plan or fallback count that was set later.
    pub severity_change: SeverityChange,
    /// Whether receipt is confirmed at once, so that a ticket whose customer has had no word needs action (`MooCommerce`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub receipt: bool,
}

/// The contents of `[hours.NAME]`: a further set of hours.
#[derive(Clone, Debug, Serialize)]
pub struct HoursSet {
    /// The name, as targets, severities, plans and the uptime have it.
    pub name: String,
    /// The clock that counts these hours.
    pub clock: Arc<SupportClock>,
    /// The ids of the holiday calendars it counts with.
    pub holidays: Vec<String>,
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
    /// The clock of its targets, where it names one: each promise has it already.
    #[serde(skip)]
    pub clock: Option<TargetClock>,
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
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Plan {
    /// The key, stored on tickets.
    pub id: String,
    /// The name that is shown.
    pub name: String,
    /// The promises for each severity id; nothing is promised for one that is left out.
    pub targets: BTreeMap<String, Promises>,
    /// The clock of its targets, where it names one: each promise has it already.
    #[serde(skip)]
    pub clock: Option<TargetClock>,
    /// The availability that is promised in this plan, in place of the contract's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uptime: Option<Uptime>,
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

impl Contract {
    /// Returns the vendor's name, or its short one where the name takes more than that many columns.
    pub fn vendor_in(&self, columns: usize) -> &str {
        let short = self.short.as_deref().filter(|_| width(&self.vendor) > columns);
        short.unwrap_or(&self.vendor)
    }

    /// Takes over from another text of the agreement what belongs to no promise and is always read from the newest.
    pub(super) fn take_beside_promise(&mut self, newest: &Self) {
        self.short.clone_from(&newest.short);
        self.notes.clone_from(&newest.notes);
        self.next_review = newest.next_review;
        self.vendor_side.clone_from(&newest.vendor_side);
    }

    /// Returns the severity of that id, if there is one.
    pub fn severity(&self, id: &str) -> Option<&Severity> {
        self.severities.iter().find(|s| s.id == id)
    }

    /// Returns the severity's rank, 0 for the most severe, or none for an id that the contract does not have.
    pub fn rank(&self, severity: &str) -> Option<usize> {
        self.severities.iter().position(|s| s.id == severity)
    }

    /// Returns the clock of that set of hours, or of `[support]` where no set is named.
    pub fn clock(&self, hours: Option<&str>) -> &Arc<SupportClock> {
        let set = hours.and_then(|name| self.hours.iter().find(|set| set.name == name));
        set.map_or(&self.support.clock, |set| &set.clock)
    }

    /// Returns the clocks of all sets of hours, that of `[support]` first.
    pub fn clocks(&self) -> impl Iterator<Item = &Arc<SupportClock>> {
        std::iter::once(&self.support.clock).chain(self.hours.iter().map(|set| &set.clock))
    }

    /// Returns the clock that counts the support time and the support days of a promise.
    pub fn clock_of(&self, promise: &Promise) -> &Arc<SupportClock> {
        self.clock(promise.hours.as_deref())
    }

    /// Returns whether waiting on `on` stops the clock of that target.
    pub fn pauses(&self, kind: TargetKind, on: Pause) -> bool {
        let targets = &self.support.pause_targets;
        self.support.pause.contains(&on) && (targets.is_empty() || targets.contains(&kind))
    }

    /// Returns the ids of the holiday calendars that any of its hours count with, each once.
    pub fn calendars(&self) -> Vec<&str> {
        let sets = self.hours.iter().flat_map(|set| &set.holidays);
        let mut ids: Vec<&str> = Vec::new();
        for id in self.support.holidays.iter().chain(sets) {
            if !ids.contains(&id.as_str()) {
                ids.push(id);
            }
        }
        ids
    }

    /// Returns the availability that is promised in that plan; without one, in those that have no promise of their own.
    pub fn uptime_of(&self, plan: Option<&str>) -> Option<&Uptime> {
        plan.and_then(|id| self.plan(id)?.uptime.as_ref()).or(self.uptime.as_ref())
    }

    /// Returns whose availability is promised by itself: the plans with a promise of their own by their ids, and before them
    /// none for all others, where the contract promises these any. Of a contract without any promise none alone.
    pub fn uptime_plans(&self) -> Vec<Option<&str>> {
        let has_own = |plan: &&Plan| plan.uptime.is_some();
        let shared = self.uptime.is_some() && (self.plans.is_empty() || !self.plans.iter().all(|plan| has_own(&plan)));
        let own = self.plans.iter().filter(has_own).map(|plan| Some(plan.id.as_str()));
        let all: Vec<Option<&str>> = shared.then_some(None).into_iter().chain(own).collect();
        if all.is_empty() { vec![None] } else { all }
    }

    /// Returns every promise of availability: the contract's, then those of plans.
    pub fn uptimes(&self) -> impl Iterator<Item = &Uptime> {
        self.uptime.iter().chain(self.plans.iter().filter_map(|plan| plan.uptime.as_ref()))
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

    /// Returns whether targets count by the words that the customer has had: the vendor's or the desk's own.
    pub fn counts_words(&self) -> bool {
        let by_words = |promises: &Promises| promises.acknowledge.is_some() || promises.update.is_some();
        self.house.update.is_some()
            || self.plans.iter().flat_map(|plan| plan.targets.values()).any(by_words)
            || self.house.plans.values().flat_map(BTreeMap::values).any(by_words)
    }

    /// Returns the promise of that kind in that plan for that severity: the vendor's, or the desk's own where `house` is
    /// set.
    pub fn promise(&self, house: bool, (plan, severity): (&str, &str), kind: TargetKind) -> Option<&Promise> {
        let named = self.promises_of(house, (plan, severity)).and_then(|promises| promises.get(kind));
        named.or_else(|| self.house.update.as_ref().filter(|_| house && kind == TargetKind::Update))
    }

    /// Returns the promises of that plan for that severity: the vendor's, or the desk's own where `house` is set.
    pub fn promises_of(&self, house: bool, (plan, severity): (&str, &str)) -> Option<&Promises> {
        if house { self.internal_promises(plan, severity) } else { self.promises(plan, severity) }
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
