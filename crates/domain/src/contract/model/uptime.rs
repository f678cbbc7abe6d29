//! The promise of uptime, what is owed where it is broken, and the rules for when the service may be down.

use serde::Serialize;

use crate::time::{PeriodLength, Span, Weekday, Window};

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
    /// The period that it is promised for.
    #[serde(skip_serializing_if = "is_month")]
    pub period: PeriodLength,
    /// The hours to which downtime and period are limited, or none for all hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<UptimeHours>,
    /// How long after the end of the period a credit can be claimed, or none where the agreement does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim_within: Option<Span>,
}

// Serde hands the field over by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_month(period: &PeriodLength) -> bool {
    *period == PeriodLength::Month
}

/// The hours in which downtime counts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum UptimeHours {
    /// The support hours.
    Support,
    /// The further set of hours of that name.
    Set(String),
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

/// The availability that is promised for a period.
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
    /// The percentage, or none where it depends on how much was missed.
    pub percent: Option<f64>,
    /// What the percentage is of.
    pub of: String,
    /// The percentages by how much was missed: the highest that applies is owed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<CreditBand>,
}

/// A part of the credit that is owed from some uptime or downtime on.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct CreditBand {
    /// From when on it applies.
    pub from: BandLimit,
    /// The percentage.
    pub percent: f64,
}

/// The limit past which a band of the credit applies.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub enum BandLimit {
    /// Less uptime than this, in percent.
    Below(f64),
    /// More downtime than this, in seconds.
    Over(i64),
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
