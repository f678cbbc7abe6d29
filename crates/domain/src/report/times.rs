//! Reports how long it took, in support time, from when a target's clock started until the target was met.
//!
//! A percentile is a nearest rank: of `n` times in order, the `p`th is the one in place `⌈n · p / 100⌉`, counted from 1. So it
//! is always a time that some ticket took, and at least `p` percent of them took no longer. The median is the 50th.

use crate::ticket::TicketId;

use super::ReportScope;
use super::group::{GroupBy, Groups, MOST};
use super::table::{Cell, Column, Table};

/// Times in seconds with their tickets.
#[derive(Default)]
pub(super) struct TargetTimes(Vec<(u32, TicketId)>);

impl TargetTimes {
    pub(super) fn add(&mut self, seconds: u32, ticket: TicketId) {
        self.0.push((seconds, ticket));
    }

    /// Sorts the times, the shortest first.
    pub(super) fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self
    }

    /// Returns the nearest rank of sorted times, or none where there are none.
    pub(super) fn percentile(&self, percent: usize) -> Option<u32> {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).map(|(seconds, _)| *seconds)
    }

    /// Returns a percentile, and behind it the tickets that took that long or longer.
    fn slowest(&self, percent: usize) -> Cell {
        let seconds = self.percentile(percent);
        let from = self.0.partition_point(|(took, _)| seconds.is_some_and(|seconds| *took < seconds));
        Cell::seconds(seconds, self.0.iter().skip(from).map(|(_, ticket)| *ticket).collect())
    }

    /// Returns the median, and behind it all tickets.
    pub(super) fn median(&self) -> Cell {
        Cell::seconds(self.percentile(50), self.tickets())
    }

    fn tickets(&self) -> Vec<TicketId> {
        self.0.iter().map(|(_, ticket)| *ticket).collect()
    }

    fn cells(&self) -> Vec<Cell> {
        vec![Cell::count(self.0.len(), self.tickets()), self.median(), self.slowest(90), self.slowest(100)]
    }
}

pub(super) fn table(scope: &ReportScope<'_>) -> Table {
    // Times of different targets have nothing in common: they are always apart.
    let mut by: Vec<GroupBy> = scope.by.iter().copied().filter(|by| *by != GroupBy::Target).take(MOST - 1).collect();
    by.push(GroupBy::Target);
    let naming = super::GroupNames { names: scope.names(), book: scope.naming.book };
    let scope = &ReportScope { by, asked: scope.asked, facts: scope.facts, naming };
    let mut groups: Groups<TargetTimes> = Groups::new();
    for fact in scope.tickets() {
        for (kind, outcome) in fact.outcomes(false) {
            if let Some(taken) = outcome.taken {
                groups.at(scope.target_group(fact, outcome.terms, kind)).add(taken, fact.ticket);
            }
        }
    }
    let columns = vec![
        Column::figures("count", "TARGETS"),
        Column::figures("median_s", "MEDIAN"),
        Column::figures("p90_s", "90TH"),
        Column::figures("longest_s", "LONGEST"),
    ];
    let mut table = scope.grouped(groups.map(TargetTimes::sorted), columns, TargetTimes::cells, None);
    table.notes = vec![
        "Support time from the first report that counts, or the target that it counts from, until the target was met, without pauses; where the promise does \
         not hold or nothing started a clock, nothing is measured."
            .to_owned(),
        "Median and 90th percentile: the time at rank ⌈n · p / 100⌉ of the n times in order.".to_owned(),
    ];
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        let of = |seconds: &[u32], percent| {
            TargetTimes(seconds.iter().map(|s| (*s, TicketId(1))).collect()).sorted().percentile(percent)
        };
        let ten: Vec<u32> = (1..=10).rev().collect();
        for (times, percent, expected) in [
            (&[][..], 50, None),
            (&[7], 50, Some(7)),
            (&[7], 90, Some(7)),
            (&[9, 7], 50, Some(7)),
            (&[9, 7], 90, Some(9)),
            (&[3, 1, 2], 50, Some(2)),
            (&ten, 50, Some(5)),
            (&ten, 90, Some(9)),
            (&ten, 100, Some(10)),
        ] {
            assert_eq!(of(times, percent), expected, "{times:?} {percent}");
        }
    }

    #[test]
    fn behind_the_90th_percentile_stand_those_that_took_as_long_or_longer() {
        let times = TargetTimes((1..=20).map(|n| (n * 60, TicketId(u64::from(n)))).collect());
        assert_eq!(times.slowest(90).tickets, [18, 19, 20].map(TicketId));
        assert_eq!(times.median().tickets.len(), 20);
    }
}
