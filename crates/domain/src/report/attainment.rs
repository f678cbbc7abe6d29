//! Reports how promises were kept: each target of each ticket counted once, by how it came out.

use crate::ticket::TicketId;

use super::facts::TargetOutcome;
use super::group::Groups;
use super::table::{Cell, Column, Table};
use super::{Report, ReportScope};

/// The tickets of the targets that came out in each way; a ticket as often as it has such targets.
#[derive(Default)]
pub(super) struct AttainmentTally([Vec<TicketId>; TargetOutcome::ALL.len()]);

impl TargetOutcome {
    /// All outcomes, in the order in which they are told.
    pub const ALL: [Self; 6] = [Self::Met, Self::MetLate, Self::Breached, Self::Excluded, Self::NoClock, Self::Running];

    /// Returns the key in CSV and JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::MetLate => "met_late",
            Self::Breached => "breached",
            Self::Excluded => "excluded",
            Self::NoClock => "no_clock",
            Self::Running => "running",
        }
    }

    /// Returns the head of the column in a table.
    pub const fn head(self) -> &'static str {
        match self {
            Self::Met => "MET",
            Self::MetLate => "LATE",
            Self::Breached => "BREACHED",
            Self::Excluded => "EXCLUDED",
            Self::NoClock => "TO PHONE",
            Self::Running => "RUNNING",
        }
    }
}

impl AttainmentTally {
    pub(super) fn add(&mut self, standing: TargetOutcome, ticket: TicketId) {
        self.0[standing as usize].push(ticket);
    }

    pub(super) fn join(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, mut others)| mine.append(&mut others));
    }

    fn of(&self, standing: TargetOutcome) -> &Vec<TicketId> {
        &self.0[standing as usize]
    }

    pub(super) fn count(&self, standing: TargetOutcome) -> Cell {
        Cell::count(self.of(standing).len(), self.of(standing).clone())
    }

    /// Returns how many of the targets that are decided, met or broken, were met in time.
    pub(super) fn kept(&self) -> Cell {
        let decided =
            [TargetOutcome::Met, TargetOutcome::MetLate, TargetOutcome::Breached].map(|standing| self.of(standing));
        Cell::percent(
            self.of(TargetOutcome::Met).len(),
            decided.map(Vec::len).iter().sum(),
            decided.map(Clone::clone).concat(),
        )
    }
}

pub(super) fn table(scope: &ReportScope<'_>) -> Table {
    let house = scope.asked.report == Report::House;
    let mut groups: Groups<AttainmentTally> = Groups::new();
    for fact in scope.tickets() {
        for (kind, outcome) in fact.outcomes(house) {
            groups.at(scope.target_group(fact, outcome.terms, kind)).add(outcome.standing, fact.ticket);
        }
    }
    let columns = TargetOutcome::ALL.map(|standing| Column::figures(standing.key(), standing.head()));
    let columns = columns.into_iter().chain([Column::figures("kept_percent", "KEPT")]).collect();
    let cells = |tally: &AttainmentTally| {
        TargetOutcome::ALL.map(|standing| tally.count(standing)).into_iter().chain([tally.kept()]).collect()
    };
    let mut table = scope.grouped(groups, columns, cells, Some(AttainmentTally::join));
    let whose = if house { "The desk's internal targets" } else { "The vendors' targets" };
    table.notes = vec![
        format!("{whose}, each counted once. Kept: met of those met, met late or breached, cut after one decimal."),
        "To phone: no report has started the clock. Running: neither met nor breached so far, or when the ticket was closed."
            .to_owned(),
    ];
    table
}
