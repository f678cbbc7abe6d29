//! Joins outages to unbroken stretches: from when each outage counts, and which of them are one.
//!
//! Contract format, "Uptime": first, where a promise counts from the report, each outage begins at its report if that is
//! later; then outages of any cause that overlap or touch are joined, and a joined stretch that is shorter than the
//! promise's least is dropped with all that is in it, before anything is cut to a month.

use crate::contract::{CountsFrom, Uptime};
use crate::ledger::{LedgerRecordId, Outage};
use crate::time::Instant;

/// An outage as far as it counts, `[from, to)`, by its place among those that were handed in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct CountedOutage {
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) place: usize,
}

/// Outages that follow on each other without a gap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct OutageStretch {
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) outages: Vec<CountedOutage>,
}

impl OutageStretch {
    /// Returns whether the stretch is shorter than what the promise counts.
    pub(super) fn is_short(&self, rules: Option<&Uptime>) -> bool {
        self.to.since(self.from) < least(rules)
    }
}

/// Returns the shortest stretch that counts, in seconds.
pub(super) fn least(rules: Option<&Uptime>) -> i64 {
    rules.map_or(0, |uptime| uptime.min_outage)
}

/// Returns the stretches of those outages, in order; one that is still running ends at `now`. An outage of which
/// nothing counts, having ended before it was reported, is in none.
pub(super) fn stretches(
    rules: Option<&Uptime>,
    outages: &[(LedgerRecordId, &Outage)],
    now: Instant,
) -> Vec<OutageStretch> {
    let by_report = rules.is_some_and(|uptime| uptime.counts_from == CountsFrom::Report);
    let counted = outages.iter().enumerate().map(|(place, (_, outage))| {
        let reported = outage.reported.filter(|_| by_report).unwrap_or(outage.from);
        CountedOutage { from: outage.from.max(reported), to: outage.until(now), place }
    });
    let mut counted: Vec<CountedOutage> = counted.filter(|counted| counted.from < counted.to).collect();
    counted.sort_unstable();
    let mut stretches: Vec<OutageStretch> = Vec::new();
    for outage in counted {
        match stretches.last_mut().filter(|last| outage.from <= last.to) {
            Some(last) => {
                last.to = last.to.max(outage.to);
                last.outages.push(outage);
            }
            None => stretches.push(OutageStretch { from: outage.from, to: outage.to, outages: vec![outage] }),
        }
    }
    stretches
}
