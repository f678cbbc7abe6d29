//! Knows what figures are grouped by, in which order groups stand, and what they are called.
//!
//! A group is known by ids: a plan or a severity is one of one contract's, and never the same as another contract's of that
//! name. Names are for showing, and do not tell groups apart.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::contract::{Book, TargetKind};
use crate::time::Month;

use super::facts::{NameTable, RoundFacts};
use super::table::{Cell, Column};

/// What figures are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// The contract.
    Vendor,
    /// The plan of a contract.
    Plan,
    /// The severity of a contract.
    Severity,
    /// The target: response, work start or correction.
    Target,
    /// The assignee of the ticket.
    Agent,
    /// The organisation that the ticket was reported for.
    Organisation,
    /// The month in which the ticket was reported.
    Month,
}

impl GroupBy {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Vendor, Self::Plan, Self::Severity, Self::Target, Self::Agent, Self::Organisation, Self::Month];

    /// Returns the word for it on the command line and on the screen.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Plan => "plan",
            Self::Severity => "severity",
            Self::Target => "target",
            Self::Agent => "agent",
            Self::Organisation => "organisation",
            Self::Month => "month",
        }
    }
}

/// One part of what a group is known by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum GroupPart {
    Vendor(u32),
    Plan(u32, u32),
    Severity(u32, u32),
    Target(TargetKind),
    Agent(Option<u32>),
    Organisation(Option<u32>),
    Month(Month),
}

/// The most things that are grouped by at once.
pub const MOST: usize = 3;

/// The parts that a group is known by.
pub(super) type GroupKey = [Option<GroupKeyPart>; MOST];

/// A part of a key, opaque to reports.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct GroupKeyPart(GroupPart);

/// Returns the key of a ticket's figure, which counts under those terms and is about that target.
pub(super) fn key(
    by: &[GroupBy],
    fact: &RoundFacts,
    terms: u32,
    kind: Option<TargetKind>,
    names: &NameTable,
) -> GroupKey {
    let terms = names.terms_at(terms);
    let part = |by: &GroupBy| {
        Some(match by {
            GroupBy::Vendor => GroupPart::Vendor(terms.contract),
            GroupBy::Plan => GroupPart::Plan(terms.contract, terms.plan),
            GroupBy::Severity => GroupPart::Severity(terms.contract, terms.severity),
            GroupBy::Target => GroupPart::Target(kind?),
            GroupBy::Agent => GroupPart::Agent(fact.agent),
            GroupBy::Organisation => GroupPart::Organisation(fact.organisation),
            GroupBy::Month => GroupPart::Month(Month::of(fact.date)),
        })
    };
    let mut key: GroupKey = [None; MOST];
    for (place, by) in key.iter_mut().zip(by) {
        *place = part(by).map(GroupKeyPart);
    }
    key
}

/// Groups while they are filled.
pub(super) struct Groups<T>(HashMap<GroupKey, T>);

impl<T: Default> Groups<T> {
    pub(super) fn new() -> Self {
        Self(HashMap::new())
    }

    pub(super) fn at(&mut self, key: GroupKey) -> &mut T {
        self.0.entry(key).or_default()
    }

    /// Returns the same groups, with what `of` makes of each.
    pub(super) fn map<U>(self, of: impl Fn(T) -> U) -> Groups<U> {
        Groups(self.0.into_iter().map(|(key, group)| (key, of(group))).collect())
    }

    /// Returns the groups in the order in which they are shown.
    pub(super) fn in_order(self, naming: &GroupNames<'_>) -> Vec<(GroupKey, T)> {
        let mut groups: Vec<(GroupKey, T)> = self.0.into_iter().collect();
        groups.sort_by_cached_key(|(key, _)| key.iter().flatten().map(|part| naming.order(part.0)).collect::<Vec<_>>());
        groups
    }
}

/// Names groups.
pub(super) struct GroupNames<'a> {
    pub(super) names: &'a NameTable,
    pub(super) book: &'a Book,
}

/// Returns the columns that name the groups. Plans and severities stand behind their vendor.
pub(super) fn columns(by: &[GroupBy]) -> Vec<Column> {
    let mut columns = Vec::new();
    if names_vendors(by) {
        columns.push(Column::names("contract", "VENDOR"));
    }
    columns.extend(by.iter().filter_map(|by| match by {
        GroupBy::Vendor => None,
        GroupBy::Plan => Some(Column::names("plan", "PLAN")),
        GroupBy::Severity => Some(Column::names("severity", "SEVERITY")),
        GroupBy::Target => Some(Column::names("target", "TARGET")),
        GroupBy::Agent => Some(Column::names("agent", "ASSIGNEE")),
        GroupBy::Organisation => Some(Column::names("organisation", "ORGANISATION")),
        GroupBy::Month => Some(Column::names("month", "MONTH")),
    }));
    columns
}

fn names_vendors(by: &[GroupBy]) -> bool {
    by.iter().any(|by| matches!(by, GroupBy::Vendor | GroupBy::Plan | GroupBy::Severity))
}

impl GroupNames<'_> {
    /// Returns the cells that name a group.
    pub(super) fn cells(&self, key: &GroupKey) -> Vec<Cell> {
        let vendor = key.iter().flatten().find_map(|part| match part.0 {
            GroupPart::Vendor(contract) | GroupPart::Plan(contract, _) | GroupPart::Severity(contract, _) => {
                Some(contract)
            }
            _ => None,
        });
        let parts = key.iter().flatten().filter_map(|part| self.cell(part.0));
        vendor.map(|contract| self.vendor(contract)).into_iter().chain(parts).collect()
    }

    fn vendor(&self, contract: u32) -> Cell {
        let id = self.names.get(contract);
        Cell::name(&vendor_name(self.book, id), id)
    }

    fn cell(&self, part: GroupPart) -> Option<Cell> {
        Some(match part {
            GroupPart::Vendor(_) => return None,
            GroupPart::Plan(of, plan) => {
                let id = self.names.get(plan);
                Cell::name(self.book.plan_name(self.names.get(of), id).unwrap_or(id), id)
            }
            GroupPart::Severity(of, severity) => {
                let id = self.names.get(severity);
                Cell::name(self.book.severity_name(self.names.get(of), id).unwrap_or(id), id)
            }
            GroupPart::Target(kind) => Cell::name(kind.words(), kind.key()),
            GroupPart::Agent(None) => Cell::no_name("unassigned"),
            GroupPart::Organisation(None) => Cell::no_name("none"),
            GroupPart::Agent(Some(agent)) | GroupPart::Organisation(Some(agent)) => {
                Cell::name(self.names.get(agent), self.names.get(agent))
            }
            GroupPart::Month(month) => Cell::name(&month.to_string(), &month.to_string()),
        })
    }

    /// Returns what groups are sorted by: vendors, plans and severities as the book has them, what it does not have
    /// behind them by id; people by name, nobody last.
    fn order(&self, part: GroupPart) -> (usize, usize, String) {
        let vendor = |place: u32| {
            let id = self.names.get(place);
            self.book.contracts().position(|contract| contract.id == id).unwrap_or(usize::MAX)
        };
        let of = |place: u32| self.book.get(self.names.get(place));
        match part {
            GroupPart::Vendor(contract) => (vendor(contract), 0, self.names.get(contract).to_owned()),
            GroupPart::Plan(contract, plan) => {
                let id = self.names.get(plan);
                let rank = of(contract).and_then(|c| c.plans.iter().position(|plan| plan.id == id));
                (vendor(contract), rank.unwrap_or(usize::MAX), format!("{}\0{id}", self.names.get(contract)))
            }
            GroupPart::Severity(contract, severity) => {
                let id = self.names.get(severity);
                let rank = of(contract).and_then(|c| c.rank(id));
                (vendor(contract), rank.unwrap_or(usize::MAX), format!("{}\0{id}", self.names.get(contract)))
            }
            GroupPart::Target(kind) => (kind as usize, 0, String::new()),
            GroupPart::Agent(agent) | GroupPart::Organisation(agent) => {
                let name = agent.map_or("", |agent| self.names.get(agent));
                (usize::from(agent.is_none()), 0, format!("{}\0{name}", name.to_lowercase()))
            }
            GroupPart::Month(month) => (0, 0, month.to_string()),
        }
    }
}

/// Returns the name of the vendor of that contract: with the contract's id where another one is by the same vendor, or
/// the id alone where it is not loaded.
pub(super) fn vendor_name(book: &Book, id: &str) -> String {
    let Some(contract) = book.get(id) else { return id.to_owned() };
    let alone = book.contracts().filter(|other| other.vendor == contract.vendor).count() == 1;
    if alone { contract.vendor.clone() } else { format!("{} ({id})", contract.vendor) }
}
