//! The facts that the uptime of a month follows from: outages, maintenance, and larger changes that have to be
//! announced.

use serde::{Deserialize, Serialize};

use crate::ticket::TicketId;
use crate::time::{Instant, Month};

/// The classes of causes that are told apart whatever the agreement excludes; an agreement may name more.
pub const CAUSES: [&str; 8] =
    ["vendor", "customer", "third_party", "application", "environment", "force_majeure", "unpaid", "maintenance"];

/// A time in which the service was down, with every field that the SESAM agreement wants logged ("Availability"):
/// reported when, cause or symptom, solution; the duration follows from start and end.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Outage {
    /// The id of the contract.
    pub contract: String,
    /// The moment at which it began.
    pub from: Instant,
    /// The moment at which it ended, or none where it is still running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
    /// The moment at which it was reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Instant>,
    /// The cause or the symptom, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptom: Option<String>,
    /// The solution that ended it, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solution: Option<String>,
    /// The class of its cause: one of [`CAUSES`], or of those that the agreement excludes. None where it is not known
    /// yet, so that the outage counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The services or customers that it hit, by name; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affects: Vec<String>,
    /// The tickets that belong to it, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tickets: Vec<TicketId>,
}

/// Work on the service that was or is planned.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Maintenance {
    /// The id of the contract.
    pub contract: String,
    /// The moment at which it begins.
    pub from: Instant,
    /// The moment at which it ends.
    pub to: Instant,
    /// The moment at which the customer was told of it, or none where that was not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Instant>,
    /// The kind of work, such as `security`; some agreements want no notice of some kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The work that is done, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A larger change that the customer has to be told of (MyProduction, "Change management"). It exempts nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AnnouncedChange {
    /// The id of the contract.
    pub contract: String,
    /// The moment at which it takes effect.
    pub from: Instant,
    /// The moment at which the customer was told of it, or none where that was not done yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Instant>,
    /// The change itself, in a line.
    pub note: String,
}

/// A report of the vendor's about one month (`MooCommerce`: the vendor reports every month).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VendorReport {
    /// The id of the contract.
    pub contract: String,
    /// The month that it is about, in the contract's zone.
    pub month: Month,
    /// The moment at which it came.
    pub came: Instant,
    /// The place where it is, or what it says, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Outage {
    /// Returns whether the outage hit `of`, a service or a customer. One that names nobody hit all; without a name
    /// asked for, each does.
    pub fn hits(&self, of: Option<&str>) -> bool {
        of.is_none_or(|of| self.affects.is_empty() || self.affects.iter().any(|name| same_party(name, of)))
    }

    /// Returns when the outage ends, as far as is known at `now`: its end, or `now` where it is still running.
    pub fn until(&self, now: Instant) -> Instant {
        self.to.unwrap_or(now).max(self.from)
    }

    /// Returns how long the outage has lasted at `now`, in seconds.
    pub fn lasts(&self, now: Instant) -> i64 {
        self.until(now).since(self.from)
    }

    /// Returns whether the two have any moment in common. One that is still running lasts for ever here.
    pub(super) fn meets(&self, other: &Outage) -> bool {
        let ends_after = |outage: &Outage, at: Instant| outage.to.is_none_or(|to| to > at);
        (ends_after(self, other.from) && ends_after(other, self.from)) || self.from == other.from
    }

    /// Returns whether the two tell of the same: they have a ticket in common, or nothing in their words or in whom
    /// they hit tells them apart.
    pub(super) fn tells_the_same(&self, other: &Outage) -> bool {
        let words = |outage: &Outage| outage.symptom.as_deref().map(|text| text.trim().to_lowercase());
        self.tickets.iter().any(|ticket| other.tickets.contains(ticket))
            || (words(self) == words(other) && self.affects == other.affects)
    }
}

/// Returns whether two names mean one service or customer: whatever the case of their letters, and the blanks around them.
pub fn same_party(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
