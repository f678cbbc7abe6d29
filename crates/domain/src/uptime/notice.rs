//! Tells whether a maintenance, or a larger change, was announced in time, and so whether the maintenance exempts.

use crate::contract::{Contract, MaintenanceRule};
use crate::ledger::{AnnouncedChange, Maintenance};
use crate::problem::{Field, Problem};
use crate::text::clean;
use crate::time::{ClockKind, Instant, Span};

/// How an announcement stands under its agreement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnnouncementNotice {
    /// It was announced in time: it may begin from `earliest` on, which is at or before its start.
    InTime {
        /// The end of the notice, counted from the announcement.
        earliest: Instant,
    },
    /// It was announced before it starts, which is all that the agreement asks for.
    Before,
    /// It is no longer than what needs no notice.
    Short,
    /// It is of a kind that needs no notice.
    OfKind,
    /// It was announced too late or not at all, and is exempt all the same, since the agreement is not strict.
    LateButExempt {
        /// The moment at which it might have begun, or none where it was not announced.
        earliest: Option<Instant>,
    },
    /// It was announced too late or not at all, and exempts nothing.
    Late {
        /// The moment at which it might have begun, or none where it was not announced.
        earliest: Option<Instant>,
    },
    /// It was announced, but not before it starts, where the agreement asks for no more than before that.
    Afterwards {
        /// Whether it is exempt all the same, since the agreement is not strict.
        exempt: bool,
    },
    /// The agreement says nothing of it, so it exempts nothing and nobody had to be told.
    NoRule,
}

impl AnnouncementNotice {
    /// Returns whether downtime within the maintenance is exempt.
    pub const fn exempts(self) -> bool {
        match self {
            Self::InTime { .. } | Self::Before | Self::Short | Self::OfKind | Self::LateButExempt { .. } => true,
            Self::Afterwards { exempt } => exempt,
            Self::Late { .. } | Self::NoRule => false,
        }
    }

    /// Returns whether it was announced later than the agreement asks for, or not at all.
    pub const fn is_late(self) -> bool {
        matches!(self, Self::Late { .. } | Self::LateButExempt { .. } | Self::Afterwards { .. })
    }

    /// Returns whether it was announced in time; none where the agreement asks for no notice of it.
    pub const fn is_in_time(self) -> Option<bool> {
        match self {
            Self::InTime { .. } | Self::Before => Some(true),
            Self::LateButExempt { .. } | Self::Late { .. } | Self::Afterwards { .. } => Some(false),
            Self::Short | Self::OfKind | Self::NoRule => None,
        }
    }
}

/// Returns how the announcement of that maintenance stands.
///
/// Contract format, "Uptime": in time when the deadline of the notice, counted from the announcement (hours and minutes in
/// real time, `bd` in support days, its `due`), is at or before its start; or when it is no longer than `notice_over`, of a
/// kind in `without_notice`, or the rule is not strict. Where no notice is named, it must be announced before it starts.
pub fn notice_of(contract: &Contract, maintenance: &Maintenance) -> AnnouncementNotice {
    let Some(rule) = &contract.maintenance else { return AnnouncementNotice::NoRule };
    let earliest = rule.notice.zip(maintenance.announced).and_then(|(notice, at)| earliest(contract, notice, at));
    if let Some(earliest) = earliest.filter(|earliest| *earliest <= maintenance.from) {
        return AnnouncementNotice::InTime { earliest };
    }
    let afterwards = maintenance.announced.filter(|_| rule.notice.is_none()).map(|at| at >= maintenance.from);
    if afterwards == Some(false) {
        return AnnouncementNotice::Before;
    }
    if is_short(rule, maintenance) {
        return AnnouncementNotice::Short;
    }
    let free = |kind: &String| rule.without_notice.iter().any(|free| same_kind(free, kind));
    match (maintenance.kind.as_ref().is_some_and(free), rule.strict) {
        (true, _) => AnnouncementNotice::OfKind,
        (false, strict) if afterwards == Some(true) => AnnouncementNotice::Afterwards { exempt: !strict },
        (false, false) => AnnouncementNotice::LateButExempt { earliest },
        (false, true) => AnnouncementNotice::Late { earliest },
    }
}

/// Returns how the announcement of that change stands (MyProduction, "Notification of changes").
pub fn notice_of_change(contract: &Contract, change: &AnnouncedChange) -> AnnouncementNotice {
    let Some(notice) = contract.maintenance.as_ref().and_then(|rule| rule.changes) else {
        return AnnouncementNotice::NoRule;
    };
    match change.announced.and_then(|at| earliest(contract, notice, at)) {
        Some(earliest) if earliest <= change.from => AnnouncementNotice::InTime { earliest },
        earliest => AnnouncementNotice::Late { earliest },
    }
}

/// Returns the kind of maintenance that is meant, in the agreement's own spelling. Where the agreement names no kinds,
/// any word is one: it decides nothing.
///
/// # Errors
/// If the agreement names kinds, and this is none of them: it would need notice without anybody noticing.
pub fn check_kind(kind: &str, contract: &Contract) -> Result<String, Problem> {
    let free = contract.maintenance.as_ref().map_or(&[][..], |rule| &rule.without_notice);
    if free.is_empty() {
        return Ok(kind.to_owned());
    }
    free.iter().find(|free| same_kind(free, kind)).cloned().ok_or_else(|| {
        let given: String = clean(kind).chars().take(40).collect();
        let message = format!("{} names no kind of maintenance `{given}`", contract.vendor);
        Problem::of_field(Field::Kind, message, format!("give {}, or no kind for all else", free.join(" or ")))
    })
}

/// Returns whether two words name one kind of maintenance: whatever the case of their letters, and the blanks around them.
pub fn same_kind(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn is_short(rule: &MaintenanceRule, maintenance: &Maintenance) -> bool {
    rule.notice_over.is_some_and(|over| maintenance.to.since(maintenance.from) <= over)
}

/// Returns when what was announced at `at` may begin, or none outside the years in which the clock works.
fn earliest(contract: &Contract, notice: Span, at: Instant) -> Option<Instant> {
    contract.support.clock.deadline(at, notice, ClockKind::Calendar).ok().map(|notice| notice.due)
}
