//! Reports promises about many targets at once (`[[attainment]]`): how many of a period's were met, whether that keeps the
//! promise, and how many may still be missed.
//!
//! A period is counted whole, also where the report is about a part of it. What is promised in it is what its contract says on its
//! first day.

use std::collections::BTreeMap;

use crate::contract::{Attainment, Contract, TargetKind};
use crate::ticket::TicketId;
use crate::time::{CalendarPeriod, Instant, Month, PeriodLength};

use super::facts::{RoundFacts, TargetOutcome};
use super::table::{Cell, Column, Table, Value};
use super::{Period, ReportScope};

/// How many targets there may be for the share of them to be exact; far more than any desk has.
const SLACK: f64 = 1e-9;

/// The targets of a period that a promise about many is about, by how they came out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ManyTargets {
    /// The tickets of those that were met in time.
    pub met: Vec<TicketId>,
    /// The tickets of those that were met late or not at all.
    pub missed: Vec<TicketId>,
    /// The tickets of those that are open still.
    pub running: Vec<TicketId>,
}

/// How a promise about many targets stands in a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ManyStanding {
    /// Nothing is decided yet.
    Undecided,
    /// So many may still be missed of the targets that there are so far, if all others are met.
    Kept {
        /// How many may still be missed.
        left: usize,
    },
    /// So many more were missed than the promise allows of the targets that there are so far.
    Broken {
        /// How many too many.
        over: usize,
    },
}

impl ManyTargets {
    fn add(&mut self, outcome: TargetOutcome, ticket: TicketId) {
        match outcome {
            TargetOutcome::Met => self.met.push(ticket),
            TargetOutcome::MetLate | TargetOutcome::Breached => self.missed.push(ticket),
            TargetOutcome::Running => self.running.push(ticket),
            TargetOutcome::Excluded | TargetOutcome::NoClock => {}
        }
    }

    /// Returns how many targets are decided.
    fn decided(&self) -> usize {
        self.met.len() + self.missed.len()
    }

    /// Returns how the promise of that percentage stands. It is kept or broken by those that are decided; how many may still be
    /// missed is of all, the open ones too.
    pub fn standing(&self, percent: f64) -> ManyStanding {
        let (decided, missed) = (self.decided(), self.missed.len());
        let (allowed, in_all) = (may_miss(percent, decided), may_miss(percent, decided + self.running.len()));
        match decided {
            0 => ManyStanding::Undecided,
            _ if missed > allowed => ManyStanding::Broken { over: missed - allowed },
            _ => ManyStanding::Kept { left: in_all - missed },
        }
    }
}

/// Returns how many of so many targets may be missed for that percentage to be met.
fn may_miss(percent: f64, targets: usize) -> usize {
    (targets as f64 * (100.0 - percent) / 100.0 + SLACK).floor().max(0.0) as usize
}

/// Returns the whole years that a report of promises needs the tickets of, for that period: a promise may be for a year.
pub(super) fn years_around(period: Period) -> Period {
    let year = |date| Period::year(Month::of(date));
    Period { from: period.from.and_then(|from| year(from).from), to: period.to.and_then(|to| year(to).to) }
}

pub(super) fn table(scope: &ReportScope<'_>) -> Table {
    let mut rows = Vec::new();
    for contract in scope.naming.book.known() {
        if scope.asked.contract.as_ref().is_none_or(|wanted| *wanted == contract.id) {
            rows.extend(of_contract(scope, contract));
        }
    }
    let names = [("contract", "VENDOR"), ("target", "TARGET"), ("severity", "SEVERITY"), ("period", "PERIOD")];
    let verdict = ("verdict", "VERDICT");
    let figures = [
        ("promised_percent", "PROMISED"),
        ("met", "MET"),
        ("missed", "MISSED"),
        ("running", "RUNNING"),
        ("met_percent", "IN TIME"),
        ("may_miss", "MAY MISS"),
        ("too_many", "TOO MANY"),
    ];
    let columns = names.into_iter().chain([verdict]).map(|(key, head)| Column::names(key, head));
    Table {
        columns: columns.chain(figures.map(|(key, head)| Column::figures(key, head))).collect(),
        rows,
        notes: vec![
            "What agreements promise of many tickets at once, each period counted whole. In time: met of those met or missed, \
             cut after one decimal."
                .to_owned(),
            "May miss: how many more of the tickets so far may be missed, those still running included, with the promise kept. \
             Excluded tickets, and those to be phoned, count nowhere."
                .to_owned(),
        ],
        ..Table::default()
    }
}

/// The tickets of a contract by the month to which they belong.
type MonthFacts<'a> = BTreeMap<Month, Vec<&'a RoundFacts>>;

/// Returns a row for each promise of a contract and each of its periods that touches the report's.
fn of_contract(scope: &ReportScope<'_>, newest: &Contract) -> Vec<Vec<Cell>> {
    let place = scope.names().place(&newest.id);
    let ours = |fact: &&RoundFacts| Some(scope.names().terms_at(fact.terms).contract) == place;
    let mut facts = MonthFacts::new();
    for fact in scope.facts.facts.iter().filter(ours) {
        facts.entry(Month::of(fact.date)).or_default().push(fact);
    }
    let present = Month::at(newest.zone, scope.asked.now);
    let Some(first) = facts.keys().next().copied().map(|first| first.min(present)) else { return Vec::new() };
    let mut promised: Vec<(&Contract, &Attainment, CalendarPeriod)> = Vec::new();
    for month in (0..).map(|n| first.plus(n)).take_while(|month| *month <= present) {
        for (contract, attainment, period) in promised_in(scope, newest, month) {
            let is_known = promised.iter().any(|(_, other, of)| (*other, *of) == (attainment, period));
            if touches(scope.asked.period, period) && !is_known {
                promised.push((contract, attainment, period));
            }
        }
    }
    // Each promise with its periods below each other; a promise that a later text changed stands behind.
    promised.sort_by_key(|(_, attainment, period)| {
        (attainment.target, period.length(), attainment.severities.clone(), *period)
    });
    promised
        .into_iter()
        .map(|(contract, attainment, period)| row(scope, contract, (attainment, period), &facts))
        .collect()
}

/// Returns what is promised about many targets in the periods that have that month in them.
fn promised_in<'b>(
    scope: &ReportScope<'b>,
    newest: &Contract,
    month: Month,
) -> Vec<(&'b Contract, &'b Attainment, CalendarPeriod)> {
    let of_length = |length: PeriodLength| {
        let period = CalendarPeriod::around(length, month);
        let at = period.bounds(newest.zone).map_or(Instant::FIRST, |(from, _)| from);
        let book = scope.naming.book;
        let contract = book.for_report(&newest.id, at).or_else(|| book.get(&newest.id)).map(AsRef::as_ref);
        contract.into_iter().flat_map(move |contract: &Contract| {
            let of_it = contract.attainment.iter().filter(move |attainment| attainment.period == length);
            of_it.map(move |attainment| (contract, attainment, period))
        })
    };
    PeriodLength::ALL.into_iter().flat_map(of_length).collect()
}

fn touches(asked: Period, period: CalendarPeriod) -> bool {
    let (first, last) = (period.first().first(), period.last().plus(1).first().plus_days(-1));
    asked.from.is_none_or(|from| from <= last) && asked.to.is_none_or(|to| first <= to)
}

fn row(
    scope: &ReportScope<'_>,
    contract: &Contract,
    (attainment, period): (&Attainment, CalendarPeriod),
    facts: &MonthFacts<'_>,
) -> Vec<Cell> {
    let mut many = ManyTargets::default();
    for fact in facts.range(period.first()..=period.last()).flat_map(|(_, facts)| facts) {
        for (_, outcome) in fact.outcomes(false).filter(|(kind, _)| *kind == attainment.target) {
            let severity = scope.names().get(scope.names().terms_at(outcome.terms).severity);
            if is_about(attainment, severity) {
                many.add(outcome.standing, fact.ticket);
            }
        }
    }
    let over = period.bounds(contract.zone).is_ok_and(|(_, to)| to <= scope.asked.now);
    cells(contract, (attainment, period), many, over)
}

fn is_about(attainment: &Attainment, severity: &str) -> bool {
    attainment.severities.is_empty() || attainment.severities.iter().any(|id| id == severity)
}

/// Returns the cells of a promise in a period, which may be over.
fn cells(
    contract: &Contract,
    (attainment, period): (&Attainment, CalendarPeriod),
    many: ManyTargets,
    over: bool,
) -> Vec<Cell> {
    let standing = many.standing(attainment.percent);
    let is_settled = over && many.running.is_empty();
    let (left, too_many) = match standing {
        ManyStanding::Kept { left } if !is_settled => (Some(left), 0),
        ManyStanding::Broken { over } => (None, over),
        ManyStanding::Kept { .. } | ManyStanding::Undecided => (None, 0),
    };
    let decided = [many.met.clone(), many.missed.clone()].concat();
    let share = Cell::percent(many.met.len(), many.decided(), decided);
    let left = left.map_or_else(|| Cell::no_name("–"), |left| Cell::count(left, Vec::new()));
    vec![
        Cell::name(&contract.vendor, &contract.id),
        target(attainment.target),
        severities(contract, attainment),
        Cell::name(&period.long(), &period.to_string()),
        verdict(standing, is_settled),
        Cell::thousandths((attainment.percent * 1000.0).round() as u64),
        Cell::count(many.met.len(), many.met),
        Cell::count(many.missed.len(), many.missed.clone()),
        Cell::count(many.running.len(), many.running),
        share,
        left,
        Cell::count(too_many, if too_many > 0 { many.missed } else { Vec::new() }),
    ]
}

fn target(kind: TargetKind) -> Cell {
    Cell::name(kind.words(), kind.key())
}

fn severities(contract: &Contract, attainment: &Attainment) -> Cell {
    if attainment.severities.is_empty() {
        return Cell::no_name("all");
    }
    let name = |id: &String| contract.severity(id).map_or_else(|| id.clone(), |severity| severity.name.clone());
    let names: Vec<String> = attainment.severities.iter().map(name).collect();
    Cell::name(&names.join(", "), &attainment.severities.join(","))
}

/// Returns the verdict: `kept`, `broken`, or that it is so only so far.
fn verdict(standing: ManyStanding, is_settled: bool) -> Cell {
    let (words, key) = match (standing, is_settled) {
        (ManyStanding::Undecided, _) => return Cell { value: Value::None, ..Cell::name("–", "") },
        (ManyStanding::Kept { .. }, true) => ("✓ kept", "kept"),
        (ManyStanding::Kept { .. }, false) => ("✓ kept so far", "kept_so_far"),
        (ManyStanding::Broken { .. }, true) => ("‼ broken", "broken"),
        (ManyStanding::Broken { .. }, false) => ("‼ broken so far", "broken_so_far"),
    };
    Cell::name(words, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(met: usize, missed: usize, running: usize) -> ManyTargets {
        let tickets = |count: usize| (0..count as u64).map(TicketId).collect();
        ManyTargets { met: tickets(met), missed: tickets(missed), running: tickets(running) }
    }

    #[test]
    fn a_promise_says_how_many_may_still_be_missed_or_are_too_many() {
        use ManyStanding::{Broken, Kept, Undecided};
        for (percent, (met, missed, running), standing) in [
            (95.0, (0, 0, 0), Undecided),
            (95.0, (0, 0, 9), Undecided),
            (95.0, (1, 0, 0), Kept { left: 0 }),
            (95.0, (19, 1, 0), Kept { left: 0 }),
            (95.0, (18, 1, 0), Broken { over: 1 }),
            (95.0, (19, 0, 0), Kept { left: 0 }),
            (95.0, (19, 0, 1), Kept { left: 1 }),
            (95.0, (39, 1, 20), Kept { left: 2 }),
            (95.0, (30, 5, 0), Broken { over: 4 }),
            (100.0, (7, 0, 90), Kept { left: 0 }),
            (100.0, (7, 1, 0), Broken { over: 1 }),
            (99.9, (999, 1, 0), Kept { left: 0 }),
            (90.0, (9, 1, 0), Kept { left: 0 }),
            (70.0, (7, 3, 0), Kept { left: 0 }),
            (0.1, (0, 9, 0), Broken { over: 1 }),
        ] {
            assert_eq!(many(met, missed, running).standing(percent), standing, "{percent} {met} {missed} {running}");
        }
    }

    /// What may be missed is cut to whole targets, and a share that comes out even is not lost to the percentage's last binary digit.
    #[test]
    fn how_many_may_be_missed_is_exact() {
        for (percent, targets, missed) in
            [(95.0, 19, 0), (95.0, 20, 1), (95.0, 39, 1), (95.0, 40, 2), (99.9, 999, 0), (99.9, 1000, 1), (66.7, 3, 0)]
        {
            assert_eq!(may_miss(percent, targets), missed, "{percent}% of {targets}");
        }
        for tenths in 0..=1000 {
            for targets in (0..200).chain([999, 1000, 1001, 10_000]) {
                let exact = targets * (1000 - tenths) / 1000;
                assert_eq!(may_miss(tenths as f64 / 10.0, targets), exact, "{tenths}/10% of {targets}");
            }
        }
    }

    #[test]
    fn one_more_in_time_never_breaks_a_promise_and_one_more_missed_never_mends_it() {
        let kept =
            |met, missed, percent| !matches!(many(met, missed, 0).standing(percent), ManyStanding::Broken { .. });
        for percent in [33.3, 50.0, 90.0, 95.0, 99.5, 100.0] {
            for (met, missed) in (0..40).flat_map(|met| (0..40).map(move |missed| (met, missed))) {
                assert!(!kept(met, missed, percent) || kept(met + 1, missed, percent));
                assert!(kept(met, missed, percent) || !kept(met, missed + 1, percent));
            }
        }
    }
}
