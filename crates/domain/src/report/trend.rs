//! Reports month by month: how many tickets, how promises were kept, how long it took.

use std::collections::BTreeMap;

use crate::ticket::TicketId;
use crate::time::Month;

use super::ReportScope;
use super::attainment::AttainmentTally;
use super::facts::{RoundFacts, TargetOutcome, place_of};
use super::table::{Cell, Column, Table};
use super::times::TargetTimes;

#[derive(Default)]
struct MonthTotals {
    tickets: Vec<TicketId>,
    tally: AttainmentTally,
    times: [TargetTimes; 3],
}

impl MonthTotals {
    fn add(&mut self, fact: &RoundFacts) {
        if fact.round == 0 {
            self.tickets.push(fact.ticket);
        }
        for (kind, outcome) in fact.outcomes(false) {
            self.tally.add(outcome.standing, fact.ticket);
            if let Some((taken, place)) = outcome.taken.zip(place_of(kind)) {
                self.times[place].add(taken, fact.ticket);
            }
        }
    }

    fn row(self, month: Month) -> Vec<Cell> {
        let name = month.to_string();
        let mut row = vec![Cell::name(&name, &name), Cell::count(self.tickets.len(), self.tickets)];
        row.extend(
            [TargetOutcome::Met, TargetOutcome::MetLate, TargetOutcome::Breached]
                .map(|standing| self.tally.count(standing)),
        );
        row.push(self.tally.kept());
        row.extend(self.times.map(|times| times.sorted().median()));
        row
    }
}

pub(super) fn table(scope: &ReportScope<'_>) -> Table {
    let mut months: BTreeMap<Month, MonthTotals> = BTreeMap::new();
    scope.tickets().for_each(|fact| months.entry(Month::of(fact.date)).or_default().add(fact));
    fill_gaps(&mut months);
    let columns = [
        ("reported", "TICKETS"),
        ("met", TargetOutcome::Met.head()),
        ("met_late", TargetOutcome::MetLate.head()),
        ("breached", TargetOutcome::Breached.head()),
        ("kept_percent", "KEPT"),
        ("response_median_s", "RESPONSE"),
        ("work_start_median_s", "START"),
        ("correction_median_s", "CORRECTION"),
    ];
    let columns = columns.map(|(key, head)| Column::figures(key, head));
    Table {
        columns: std::iter::once(Column::names("month", "MONTH")).chain(columns).collect(),
        rows: months.into_iter().map(|(month, figures)| figures.row(month)).collect(),
        notes: vec![
            "The months in which the tickets were reported. Response, start and correction: the median of their support \
             time."
                .to_owned(),
            "Kept: met of those met, met late or breached, cut after one decimal.".to_owned(),
        ],
        ..Table::default()
    }
}

/// Adds the months without tickets that lie between others.
fn fill_gaps(months: &mut BTreeMap<Month, MonthTotals>) {
    let (Some(first), Some(last)) = (months.keys().next().copied(), months.keys().last().copied()) else { return };
    let mut month = first;
    while month < last {
        months.entry(month).or_default();
        month = month.plus(1);
    }
}
